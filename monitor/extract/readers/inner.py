"""Documents inside of others: the attachments of a message, the members of an archive."""

from collections.abc import Iterator
from dataclasses import replace

from monitor.extract import readers
from monitor.extract.detect import detect
from monitor.extract.reading import NONE, Job, Leaf, Reading, Unreadable

DEEPEST = 3  # an archive in a message in an archive; a quine of archives has no end


def leaves(outer: Job, body: bytes, said: str, name: str) -> Iterator[Leaf]:
    """The pages of an inner document, its name above the first one. One that cannot be read is a gap, and costs only itself."""
    heading = f"{name}\n" if name else ""
    job = replace(outer, body=body, media_type=detect(body, said, name), charset="", name=name, depth=outer.depth + 1)
    try:
        for leaf in _opened(job).leaves:
            yield Leaf(text=heading + leaf.text, method=leaf.method)
            heading = ""
    except Unreadable as error:
        yield gap(name, error.reason)


def gap(name: str, reason: str) -> Leaf:
    """What stands for an inner document that cannot be read, or no further."""
    return Leaf(text=f"{name}\n[{reason}]".strip(), method=NONE)


def _opened(job: Job) -> Reading:
    if job.depth > DEEPEST:
        raise Unreadable("too-large")
    return readers.read(job)
