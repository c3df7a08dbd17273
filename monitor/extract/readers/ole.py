"""Compound files that hold none of what we read: told apart from encrypted ones."""

from monitor.extract.compound import Compound
from monitor.extract.reading import Job, Reading, Unreadable


def read(job: Job) -> Reading:
    """Raises Unreadable: "encrypted", "malformed" or "unsupported"."""
    Compound(job.body, job.limits.unpacked)
    raise Unreadable("unsupported")
