"""A notice as the search of TED lists it, with its XML where that was fetched."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from sources.model import Kind, Link, LinkKind, Part, Record, Role, Stage
from sources.procurement import eforms, ted_legacy
from sources.procurement.eforms_lots import ABSOLUTE
from sources.procurement.eforms_tree import LANGUAGES, luxembourg
from sources.procurement.fields import line, section, text
from sources.procurement.ted_fields import Fields, amounts, deadline, parties, values, wordings

PAGE = "https://ted.europa.eu/en/notice/-/detail/{}"
WHOLE = "/xml"  # ends the mark of a notice that was read from its XML, so that it is read again where the search changes
BY_TYPE = (("pin-cfc", Stage.TENDER), ("pin", Stage.PLANNING), ("can-modif", Stage.AMENDMENT), ("can", Stage.AWARD), ("veat", Stage.AWARD),
           ("corr", Stage.AMENDMENT), ("cn", Stage.TENDER), ("qu-sy", Stage.TENDER), ("subco", Stage.TENDER))  # fmt: skip
ENGLISH = "eng"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A row of the search; `xml` is the root of its XML with local names, None where it was not fetched."""

    fields: Fields
    xml: ET.Element | None = None


def number(fields: Fields) -> str:
    """The number in the Official Journal, as it is written everywhere but in the XML: 762961-2023."""
    return str(fields["publication-number"]).strip().lstrip("0")


def mark(fields: Fields, *, whole: bool) -> str:
    """What changes where the notice does, or where more of it is read than before."""
    ids = [*values(fields, "notice-identifier")[:1], *values(fields, "notice-version")[:1]]
    return ("-".join(ids) or number(fields)) + (WHOLE if whole else "")


def record(notice: Notice) -> Record:
    """The notice. LookupError, TypeError or ValueError where it lacks its number or title, or is of another form."""
    found = _listed(notice.fields)
    if notice.xml is None:
        return found
    read = ted_legacy.record if notice.xml.tag == "TED_EXPORT" else eforms.record
    whole = read(notice.xml, url=found.url, key=found.key)
    titles = [each for each in (found.title, *wordings(notice.fields, "notice-title")) if each not in (whole.title, whole.text)]
    links = {link.url: link for link in (*whole.links, *found.links)}
    return replace(
        whole,
        text="\n\n".join(filter(None, [whole.text, *dict.fromkeys(titles)])),
        mark=mark(notice.fields, whole=True),
        published=found.published or whole.published,
        links=tuple(links.values()),
    )


def _listed(fields: Fields) -> Record:
    own = [each.lower() for each in values(fields, "official-language")]
    titles = list(wordings(fields, "notice-title", ENGLISH, *own)) or list(wordings(fields, "title-proc", *own))
    if not titles:
        raise ValueError(f"notice {number(fields)} has no title")
    names = ("title-proc", "description-proc")
    texts = [*titles[1:], *(each for name in names for each in wordings(fields, name, *own))]
    parts = tuple(_lots(fields, own))
    told = {each.text for each in parts} | {each.title for each in parts} | {titles[0]}
    texts += [each for name in ("title-lot", "description-lot") for each in wordings(fields, name, *own)]
    return Record(
        key=number(fields),
        kind=Kind.NOTICE,
        title=line(titles[0]),
        url=_address(fields, "html") or PAGE.format(number(fields)),
        text="\n\n".join(each for each in dict.fromkeys(texts) if each not in told),
        thread=next(iter(values(fields, "procedure-identifier")), None) or number(fields),
        mark=mark(fields, whole=False),
        stage=_stage(fields),
        type=next(iter(values(fields, "notice-type")), ""),
        language=LANGUAGES.get(own[0].upper()) if own else None,
        published=luxembourg(str(fields["publication-date"])),
        deadline=deadline(fields),
        codes=tuple(dict.fromkeys(f"CPV:{each}" for each in values(fields, "classification-cpv"))),
        parts=parts,
        links=tuple(_links(fields)),
        parties=(*parties(fields, "buyer", Role.BUYER, *own), *parties(fields, "winner", Role.SUPPLIER, *own)),
        amounts=tuple(amounts(fields)),
    )


def _stage(fields: Fields) -> Stage | None:
    form, type_ = ("".join(values(fields, name)[:1]) for name in ("form-type", "notice-type"))
    return eforms.STAGES.get(form) or next((stage for start, stage in BY_TYPE if type_.startswith(start)), None)


def _lots(fields: Fields, own: list[str]) -> Iterator[Part]:
    """The lots in the notice's own language. Their titles count only where they are as many as the descriptions."""
    names, texts = values(fields, "title-lot", *own), values(fields, "description-lot", *own)
    names = names if len(names) == len(texts) else [""] * len(texts)
    for place, (name, said) in enumerate(zip(names, texts, strict=True), 1):
        yield Part(key=f"lot/{place}", number=str(place), title=line(name) or f"Lot {place}", text=text(said))


def _links(fields: Fields) -> Iterator[Link]:
    for url in dict.fromkeys(values(fields, "document-url-lot")):
        if ABSOLUTE.fullmatch(url.strip()):
            yield Link(url=url.strip(), title="Procurement documents", kind=LinkKind.ATTACHMENT)
    if url := _address(fields, "pdf"):
        yield Link(url=url, title="Notice", kind=LinkKind.NOTICE, key=number(fields))


def _address(fields: Fields, form: str) -> str:
    """The address of the notice in this form, in English or in the first language there is."""
    there = section(section(fields, "links"), form)
    return line(there.get("ENG") or next(iter(there.values()), ""))
