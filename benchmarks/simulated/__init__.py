"""A world of publishers that do not exist, on loopback, for `benchmarks/world.py`."""
