"""The only import of SQLAlchemy: what the service remembers, one module per aggregate."""
