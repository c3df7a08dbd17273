"""The pieces of a release: its lots, items, awards and contracts, its documents, its classification codes."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from sources.model import Link, LinkKind, Part
from sources.procurement.fields import Fields, line, listed, section, wordings

ABSOLUTE = re.compile(r"https?://[^/\s]+\.[^/\s]+\S*", re.IGNORECASE)
NOTICE = re.compile(r"notice", re.IGNORECASE)  # tenderNotice, awardNotice, contractNotice, plannedProcurementNotice
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LONG = 200  # characters of a title that is taken from a description
NO_TITLE = {"n/a", "none", "-", "."}  # what people type into a field that must not be empty


def parts(release: Fields, told: str) -> tuple[Part, ...]:
    """Lots, described items, awards and contracts. `told` is the text of the release, which a single lot only repeats."""
    tender = section(release, "tender")
    pieces = [("lot", each) for each in listed(tender, "lots")]
    pieces += [("item", each) for each in listed(tender, "items") if each.get("description")]
    pieces += [(kind, each) for kind in ("award", "contract") for each in listed(release, f"{kind}s")]
    found: dict[str, Part] = {}
    for kind, fields in pieces:
        key = _free(f"{kind}/{line(fields.get('id'))}", found)
        found[key] = _part(kind, fields, key, told)
    return tuple(found.values())


def links(release: Fields) -> tuple[Link, ...]:
    """The documents with an address, each address once. Their key says where they stand: ids repeat between sections."""
    found: dict[str, Link] = {}
    for place, fields in documents(release):
        url = line(fields.get("url")).replace(" ", "%20")
        if ABSOLUTE.fullmatch(url) and url not in found:
            found[url] = Link(
                url=url,
                title=_document_title(fields, url),
                kind=LinkKind.NOTICE if NOTICE.search(line(fields.get("documentType"))) else LinkKind.ATTACHMENT,
                key=f"{place}/{line(fields.get('id'))}" if fields.get("id") is not None else None,
                stamp=line(fields.get("dateModified")) or line(fields.get("datePublished")) or None,
            )
    return tuple(found.values())


def documents(release: Fields) -> Iterator[tuple[str, Fields]]:
    """The documents with the place where they are listed: "planning", "tender", "award/ID", "contract/ID"."""
    for name in ("planning", "tender"):
        yield from ((name, each) for each in listed(section(release, name), "documents"))
    for kind in ("award", "contract"):
        for piece in listed(release, f"{kind}s"):
            yield from ((f"{kind}/{line(piece.get('id'))}", each) for each in listed(piece, "documents"))


def codes(release: Fields) -> tuple[str, ...]:
    """The classifications of tender, lots, items, awards and contracts ("CPV:35120000"), each once."""
    tender = section(release, "tender")
    places = [tender, *listed(tender, "lots"), *listed(tender, "items")]
    for piece in (*listed(release, "awards"), *listed(release, "contracts")):
        places += [piece, *listed(piece, "items")]
    return tuple(dict.fromkeys(code for place in places for code in _codes(place)))


def _codes(place: Fields) -> Iterator[str]:
    for each in (section(place, "classification"), *listed(place, "additionalClassifications")):
        scheme, code = line(each.get("scheme")), line(each.get("id"))
        if code:
            yield f"{scheme}:{code}" if scheme else code


def _part(kind: str, fields: Fields, key: str, told: str) -> Part:
    said = list(dict.fromkeys([*wordings(fields, "title"), *wordings(fields, "description")]))
    said += [each for item in listed(fields, "items") for each in wordings(item, "description") if each not in said]
    number = line(fields.get("id"))
    first = line(said[0]) if said and len(said[0]) <= LONG and said[0] not in told else ""
    named = line(fields.get("title")) or (first if kind != "lot" else "") or f"{kind.capitalize()} {number}".strip()
    body = [each for each in said if line(each) != named and each not in told]
    own = {code: None for place in (fields, *listed(fields, "items")) for code in _codes(place)}
    return Part(key=key, title=named, number=number, text="\n\n".join(body), codes=tuple(own))


def _free(key: str, taken: dict[str, Part]) -> str:
    """The key, or the key with the first number that is free: ids lack, and repeat where publishers count badly."""
    base = key.removesuffix("/")
    return next(name for name in (base, *(f"{base}#{count}" for count in range(2, len(taken) + 3))) if name not in taken)


def _document_title(fields: Fields, url: str) -> str:
    said = next((each for name in ("title", "description") for each in wordings(fields, name) if line(each).lower() not in NO_TITLE), "")
    name = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    told = line(said)[:LONG].strip() or line(fields.get("documentType"))
    return told or ("Attachment" if GUID.fullmatch(name) else line(name) or url)
