"""ZIP archives: the documents in them, one after the other."""

from collections.abc import Iterator

from monitor.extract.package import Package
from monitor.extract.readers import inner
from monitor.extract.reading import Job, Leaf, Reading, Unreadable

NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def read(job: Job) -> Reading:
    """The pages of all members in the order of the archive. How many they are shows only at the end."""
    return Reading(total=0, leaves=_leaves(Package(job.body, job.limits.unpacked), job))


def _leaves(package: Package, job: Job) -> Iterator[Leaf]:
    for name in package.names:
        if name.endswith("/") or any(noise in name for noise in NOISE):
            continue
        try:
            body = package.member(name)
        except Unreadable as error:
            yield inner.gap(name, error.reason)
        else:
            yield from inner.leaves(job, body, "", name)
