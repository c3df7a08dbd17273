"""Bytes in, pages of text out. Reading happens in worker processes with limits, so a poison file costs one document.

The door is `pool`. This package imports nothing, as each worker does so once more: a poison file costs one start of it.
"""
