"""What was fetched, kept as it was: bytes by their hash on the disk, and archives of them that others can open."""

from monitor.evidence.blobs import Blobs, NotKept

__all__ = ["Blobs", "NotKept"]
