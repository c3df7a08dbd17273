"""Office files from before 2007, and the wrapper of encrypted ones of today (MS-CFB): told apart, not yet read."""

from monitor.extract.reading import Job, Reading, Unreadable

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the name of a stream, as the directory of the file spells it


def read(job: Job) -> Reading:
    """Raises Unreadable: "encrypted" or "unsupported"."""
    raise Unreadable("encrypted" if ENCRYPTED in job.body else "unsupported")
