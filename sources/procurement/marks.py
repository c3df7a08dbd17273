"""A change mark of our own for rows whose publisher gives none: what they say, and not when they were sent or by whom."""

import hashlib
import json


def of(*values: object) -> str:
    """A short fingerprint of these values, in this order."""
    return hashlib.sha256(json.dumps(values, default=str, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:16]


def unordered(value: object) -> str:
    """A fingerprint that does not depend on the order in which the server happened to write lists and keys."""
    return hashlib.sha256(json.dumps(_ordered(value), default=str).encode()).hexdigest()[:16]


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return {str(name): _ordered(each) for name, each in sorted(value.items())}
    if isinstance(value, list):
        return sorted((_ordered(each) for each in value), key=lambda each: json.dumps(each, default=str))
    return value
