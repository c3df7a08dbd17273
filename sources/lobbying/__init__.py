"""Lobbying disclosures: one platform, one module."""
