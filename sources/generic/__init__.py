"""Platforms for any publisher of a common form: feeds, tables, web pages."""
