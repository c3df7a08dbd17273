"""From catalog files to sources. Platforms are found by name: there is no list to edit."""
