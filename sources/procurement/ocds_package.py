"""Packages of releases and of records, as publishers send them, taken apart into their releases (OCDS 1.1.5)."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sources.errors import LayoutChanged
from sources.page import Page
from sources.procurement.ocds_fields import Fields
from sources.procurement.ocds_json import decoded

Ids = Literal["release", "process", "synthetic"]

CONTENT = ("tag", "buyer", "title", "description", "planning", "tender", "awards", "contracts")
"""What makes one release differ from another: not its links nor its parties, whose telephone numbers change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release as it came. `key` is None where it has none, `mark` a fingerprint of what it says."""

    key: str | None
    mark: str
    fields: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One answer: its releases, the addresses of releases that it only refers to, and the address of the next page."""

    releases: tuple[Release, ...]
    linked: tuple[str, ...] = ()
    next: str | None = None


def package(page: Page, *, ids: Ids = "release", encoding: str = "", may_lack: bool = False) -> Package:
    """The package that a page holds. LayoutChanged where it is not JSON, or is neither a package nor a release.

    `may_lack`: a package without a list of releases is an empty one, as Proactis sends for a month without notices.
    """
    declared = encoding or page.headers.get("content-type", "").partition("charset=")[2].split(";")[0].strip(" \"'")
    try:
        documents = decoded(page.body, declared)
    except (ValueError, RecursionError) as error:
        raise LayoutChanged(f"not JSON: {error}; it begins {page.body[:80]!r}", url=page.url) from error
    documents = [each for document in documents for each in (document if isinstance(document, list) else [document])]
    if not documents:
        raise LayoutChanged("an empty answer", url=page.url)
    releases: list[Any] = []
    linked: list[str] = []
    following: str | None = None
    for document in documents:
        if not isinstance(document, dict):
            raise LayoutChanged(f"a {type(document).__name__} where a package should be", url=page.url)
        _take(document, releases, linked, page.url, may_lack=may_lack)
        following = _next(document) or following
    return Package(releases=tuple(row(each, ids) for each in releases), linked=tuple(dict.fromkeys(linked)), next=following)


def row(fields: Any, ids: Ids) -> Release:
    """A release with its key: its own id, that with the ocid, or one made of ocid, date and content (Scotland gives none)."""
    if not isinstance(fields, dict):
        return Release(key=None, mark="", fields=fields)
    own, process = _word(fields.get("id")), _word(fields.get("ocid"))
    if ids == "synthetic":
        content = {name: fields[name] for name in CONTENT if name in fields}
        own = f"{_word(fields.get('date'))}/{_digest(content)}"
    key = own if ids == "release" else f"{process}/{own}" if own and process else None
    return Release(key=key or None, mark=_digest(fields), fields=fields)


def _take(document: Fields, releases: list[Any], linked: list[str], url: str, *, may_lack: bool) -> None:
    if isinstance(document.get("releases"), list):
        releases += document["releases"]
    elif isinstance(document.get("records"), list):
        for record in document["records"]:
            _take_record(record, releases, linked)
    elif "ocid" in document:
        releases.append(document)
    elif not (may_lack and ("uri" in document or "version" in document)):
        raise LayoutChanged(f"neither releases nor records, but {', '.join(sorted(document)[:8]) or 'nothing'}", url=url)


def _take_record(record: Any, releases: list[Any], linked: list[str]) -> None:
    """The releases of a process where they are all embedded, else what is compiled of them, else where they are."""
    if not isinstance(record, dict) or not isinstance(record.get("releases") or [], list):
        releases.append(record)  # so that read() rejects it by name
        return
    given = record.get("releases") or []
    links = [each["url"] for each in given if isinstance(each, dict) and isinstance(each.get("url"), str) and "ocid" not in each]
    embedded = [each for each in given if not (isinstance(each, dict) and each.get("url") in links)]
    compiled = record.get("compiledRelease")
    if compiled and (links or not embedded):
        releases.append(compiled)
    else:
        releases += embedded
        linked += links


def _next(document: Fields) -> str | None:
    """The `links.next` of a package (Pagination extension), which Proactis writes as a list of rel and href."""
    links = document.get("links")
    if isinstance(links, dict):
        return _word(links.get("next")) or None
    rows: Iterable[Any] = links if isinstance(links, list) else ()
    found: Iterator[str] = (_word(each.get("href")) for each in rows if isinstance(each, dict) and each.get("rel") == "next")
    return next(found, None) or None


def _word(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _digest(value: object) -> str:
    """A fingerprint that does not depend on the order in which the server happened to write lists and keys."""
    return hashlib.sha256(json.dumps(_ordered(value), default=str).encode()).hexdigest()[:16]


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return {str(name): _ordered(each) for name, each in sorted(value.items())}
    if isinstance(value, list):
        return sorted((_ordered(each) for each in value), key=lambda each: json.dumps(each, default=str))
    return value
