"""Bytes in, pages of text out. Reading happens in worker processes with limits, so a poison file costs one document."""

from monitor.extract.limits import Limits
from monitor.extract.pool import Extractor

__all__ = ["Extractor", "Limits"]
