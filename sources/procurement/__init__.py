"""Procurement notices and awards: one platform, one module."""
