"""What an API answers: objects, and nothing else in their place."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sources.errors import LayoutChanged

Fields = Mapping[str, Any]


def objects(rows: object, url: str) -> list[Fields]:
    """A list of JSON objects. Raises LayoutChanged where it is something else."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise LayoutChanged(f"a list of something else than records: {str(rows)[:80]!r}", url=url)
    return rows


def fingerprint(*said: object) -> str:
    """The mark of what is listed, where the publisher has none of its own: it changes with any of it."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:20]
