"""The service: remembers what it has seen, decides what is owed to whom, and tells."""
