"""Packages of releases and of records, as publishers send them, taken apart into their releases (OCDS 1.1.5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sources.page import Page
from sources.procurement import marks
from sources.procurement.fields import Fields
from sources.procurement.ocds_json import decoded
from sources.procurement.ocds_merge import compiled

Ids = Literal["release", "process", "synthetic", "merged"]

CONTENT = ("tag", "buyer", "title", "description", "planning", "tender", "awards", "contracts")
"""What makes one release differ from another: not its links nor its parties, whose telephone numbers change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release as it came. `id` is its own, "" where it has none; `key` ours, or None; `mark` a fingerprint of what it says."""

    id: str
    key: str | None
    mark: str
    fields: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One answer: its releases, the addresses of releases that it only refers to, and the address of the next page."""

    releases: tuple[Release, ...]
    linked: tuple[str, ...] = ()
    next: str | None = None


def package(page: Page, *, ids: Ids = "release", may_lack: bool = False, inside: str = "") -> Package:
    """The package that a page holds. LayoutChanged where it is not JSON, or is neither a package nor a release.

    `may_lack`: a package without a list of releases is an empty one, as Proactis sends for a month without notices. `inside` is
    the place of the releases, or of the package, in what is sent around it, its steps parted by dots; null there is none.
    """

    def read() -> Package:
        documents = decoded(page.body, page.headers.get("content-type", ""))
        given = [_within(page, each, inside) for each in documents] if inside else documents
        return _package(page, given, ids, may_lack=may_lack)

    return page.parsed("JSON", read)


def releases_of(given: Any, ids: Ids) -> list[Release]:
    """The releases of one release, record or package of a file. A record that only refers to its releases is named."""
    found: list[Any] = []
    linked: list[str] = []
    record = isinstance(given, dict) and ("compiledRelease" in given or isinstance(given.get("releases"), list))
    if record:
        _take_record(given, found, linked, ids)
    if linked:
        return [row(f"a record whose releases lie elsewhere: {given.get('ocid')}", ids)]  # which read() rejects
    return [row(each, ids) for each in ([given] if not record else _merged(found) if ids == "merged" else found)]


def _within(page: Page, document: object, inside: str) -> object:
    """What is at this place, as a package: a list is one of releases or records, null an empty one."""
    for step in inside.split("."):
        if not isinstance(document, dict) or step not in document:
            raise page.unlike(
                f"nothing at {inside}, but {', '.join(sorted(document)[:8]) if isinstance(document, dict) else repr(document)[:80]}"
            )
        document = document[step]
    return {"releases": []} if document is None or document == [] else document


def row(fields: Any, ids: Ids) -> Release:
    """A release with its key: its own id, that with the ocid, or one made of ocid, date and content (Scotland gives none)."""
    if not isinstance(fields, dict):
        return Release(id="", key=None, mark="", fields=fields)
    id_, process = _word(fields.get("id")), _word(fields.get("ocid"))
    own = id_
    if ids == "synthetic":
        content = {name: fields[name] for name in CONTENT if name in fields}
        own = f"{_word(fields.get('date'))}/{marks.unordered(content)}"
    both = f"{process}/{own}" if own and process else ""
    key = {"release": own, "merged": process}.get(ids, both)
    return Release(id=id_, key=key or None, mark=marks.unordered(fields), fields=fields)


def _package(page: Page, documents: list[object], ids: Ids, *, may_lack: bool) -> Package:
    documents = [each for document in documents for each in (document if isinstance(document, list) else [document])]
    releases: list[Any] = []
    linked: list[str] = []
    following: str | None = None
    for each in documents:
        if not isinstance(each, dict):
            raise page.unlike(f"a {type(each).__name__} where a package should be")
        document = _unwrapped(each)
        _take(page, document, releases, linked, ids, may_lack=may_lack)
        following = _next(document) or following
    if not documents:
        raise page.unlike("no package at all")
    given = _merged(releases) if ids == "merged" else releases
    return Package(releases=tuple(row(each, ids) for each in given), linked=tuple(dict.fromkeys(linked)), next=following)


def _merged(releases: list[Any]) -> list[Any]:
    """One compiled release per process, in the order in which the processes come."""
    processes: dict[str, list[Any]] = {}
    odd = [each for each in releases if not (isinstance(each, dict) and _word(each.get("ocid")))]
    for release in releases:
        if isinstance(release, dict) and (process := _word(release.get("ocid"))):
            processes.setdefault(process, []).append(release)
    return [*(each[0] if len(each) == 1 else compiled(each) for each in processes.values()), *odd]


def _unwrapped(document: Fields) -> Fields:
    """The package, also where it stands in `data` with the address of the next page beside it, as in Tanzania."""
    inner = document.get("data")
    if isinstance(inner, dict) and ("releases" in inner or "records" in inner):
        return {**inner, "links": inner.get("links") or document.get("links")}
    return document


def _take(page: Page, document: Fields, releases: list[Any], linked: list[str], ids: Ids, *, may_lack: bool) -> None:
    if isinstance(document.get("releases"), list):
        releases += document["releases"]
    elif isinstance(document.get("records"), list):
        for record in document["records"]:
            _take_record(record, releases, linked, ids)
    elif "compiledRelease" in document:
        _take_record(document, releases, linked, ids)
    elif "ocid" in document:
        releases.append(document)
    elif not (may_lack and ("uri" in document or "version" in document)):
        raise page.unlike(f"neither releases nor records, but {', '.join(sorted(document)[:8]) or 'nothing'}")


def _take_record(record: Any, releases: list[Any], linked: list[str], ids: Ids) -> None:
    """The releases of a process where they are all embedded, else what is compiled of them, else where they are.

    What the publisher compiled of them comes first where processes are read as wholes.
    """
    if not isinstance(record, dict) or not isinstance(record.get("releases") or [], list):
        releases.append(record)  # so that read() rejects it by name
        return
    given = record.get("releases") or []
    links = [each["url"] for each in given if isinstance(each, dict) and isinstance(each.get("url"), str) and "ocid" not in each]
    embedded = [each for each in given if not (isinstance(each, dict) and each.get("url") in links)]
    stands = record.get("compiledRelease")
    if stands and (links or not embedded or ids == "merged"):
        releases.append(stands)
    else:
        releases += embedded
        linked += links


def _next(document: Fields) -> str | None:
    """The `links.next` of a package (Pagination extension); Proactis writes a list of rel and href, Armenia `next_page.uri`."""
    links, armenian = document.get("links"), document.get("next_page")
    if isinstance(armenian, dict):
        return _word(armenian.get("uri")) or None
    if isinstance(links, dict):
        return _word(links.get("next")) or None
    rows: Iterable[Any] = links if isinstance(links, list) else ()
    found: Iterator[str] = (_word(each.get("href")) for each in rows if isinstance(each, dict) and each.get("rel") == "next")
    return next(found, None) or None


def _word(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
