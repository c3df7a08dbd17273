"""A library that fetches and reads public records, and remembers nothing."""
