"""One notice as the API of SAM.gov gives it, read into a record."""

from dataclasses import dataclass

from sources.model import Amount, Kind, Link, LinkKind, Party, Record, Role
from sources.procurement import sam_words
from sources.procurement.fields import Fields, line, section
from sources.procurement.places import us_region
from sources.source import Publisher

MARKED = (
    "title", "solicitationNumber", "fullParentPathName", "type", "responseDeadLine", "reponseDeadLine", "naicsCodes", "naicsCode",
    "classificationCode", "award", "resourceLinks", "additionalInfoLink",
)  # fmt: skip
"""What makes a notice another one: not its contacts, nor when it was archived."""


DEADLINES = ("responseDeadLine", "reponseDeadLine")  # the second is how the documentation spells it


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice with its id, None where it has none, and its change mark."""

    id: str | None
    mark: str
    fields: Fields


def record(notice: Notice, publisher: Publisher) -> Record:
    """The notice. LookupError, TypeError or ValueError where it lacks its id, its title or its date."""
    fields = notice.fields
    id_, title, posted = sam_words.key(fields["noticeId"]), line(fields["title"]), sam_words.day(fields["postedDate"], publisher)
    if not title or posted is None:
        raise ValueError(f"notice {id_} has no {'date' if title else 'title'}")
    return Record(
        key=id_,
        kind=Kind.NOTICE,
        title=title,
        url=sam_words.page(fields.get("uiLink"), id_),
        thread=sam_words.thread(fields.get("solicitationNumber"), line(fields.get("fullParentPathCode"))),
        mark=notice.mark,
        stage=sam_words.stage(fields["type"]),
        type=line(fields["type"]),
        location=_place(fields),
        language="en",
        published=posted,
        signed=sam_words.awarded(section(fields, "award").get("date"), publisher),
        region=_region(fields),
        deadline=sam_words.day(
            fields.get("responseDeadLine") or fields.get("reponseDeadLine"), publisher
        ),  # so the documentation spells it
        codes=sam_words.codes(fields.get("naicsCodes") or fields.get("naicsCode"), fields.get("classificationCode")),
        links=tuple(_links(fields)),
        parties=tuple(_parties(fields)),
        amounts=_amounts(fields),
    )


def _place(fields: Fields) -> str:
    place = section(fields, "placeOfPerformance")
    return ", ".join(name for each in ("city", "state", "country") if (name := line(section(place, each).get("name"))))


def _region(fields: Fields) -> str:
    place = section(fields, "placeOfPerformance")
    return us_region(section(place, "state").get("code"), section(place, "country").get("code"))


def _links(fields: Fields) -> list[Link]:
    files = fields.get("resourceLinks") or []
    if not isinstance(files, list):
        raise TypeError("resourceLinks is not a list")
    urls = dict.fromkeys(url for each in files if (url := sam_words.bare(each)).startswith("https://"))
    return [Link(url=url, title=f"Attachment {place}", kind=LinkKind.ATTACHMENT, key=_file(url)) for place, url in enumerate(urls, 1)]


def _file(url: str) -> str:
    """The id of the file: …/resources/files/ID/download."""
    return url.removesuffix("/download").rpartition("/")[2]


def _parties(fields: Fields) -> list[Party]:
    code = line(fields.get("fullParentPathCode"))
    path = line(fields["fullParentPathName"])  # parted by dots, which names hold too: it stays whole
    buyer = [Party(name=path, role=Role.BUYER, ids=(("US-OFFICE", code),) if code else ())] if path else []
    awardee = section(section(fields, "award"), "awardee")
    uei = line(awardee.get("ueiSAM"))
    supplier = [Party(name=name, role=Role.SUPPLIER, ids=(("UEI", uei),) if uei else ())] if (name := line(awardee.get("name"))) else []
    return [*buyer, *supplier]


def _amounts(fields: Fields) -> tuple[Amount, ...]:
    """The sum of the award; there is none where nothing was awarded, though the section may be there."""
    return sam_words.award(section(fields, "award").get("amount"))
