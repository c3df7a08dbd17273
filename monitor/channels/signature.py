"""Signatures of webhooks, so that a receiver knows that a message is ours and unaltered.

The header X-Monitor-Signature is "sha256=" and the HMAC-SHA256, in hex, of the JSON under `alert`, written with sorted keys,
without blanks and without escapes beyond those that JSON requires (RFC 8785 for what is in it: strings, whole numbers, lists).
Each address has a key of its own, made of the installation's secret.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping

HEADER = "X-Monitor-Signature"


def key_of(secret: bytes, url: str) -> str:
    """The key of an address, for its owner to check signatures with."""
    return hmac.new(hashlib.sha256(b"webhooks\0" + secret).digest(), url.strip().encode(), hashlib.sha256).hexdigest()


def signature(key: str, data: Mapping[str, object]) -> str:
    """The value of the header for this payload."""
    written = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return f"sha256={hmac.new(key.encode(), written, hashlib.sha256).hexdigest()}"
