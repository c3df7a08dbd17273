"""One release, read into a record (OCDS 1.1.5, https://standard.open-contracting.org/1.1/en/schema/release/)."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import quote

from sources.model import Kind, LinkKind, Record, Stage
from sources.procurement.fields import VOID, Fields, line, listed, section, when, wordings
from sources.procurement.ocds_money import amounts
from sources.procurement.ocds_package import Release
from sources.procurement.ocds_parties import parties
from sources.procurement.ocds_parts import GUID, codes, documents, links, parts
from sources.source import Publisher

STAGES = {  # the release tag codelist, the weightiest first: a release tagged award and contract is a contract
    "tenderCancellation": Stage.CANCELLED,
    "awardCancellation": Stage.CANCELLED,
    "contractTermination": Stage.TERMINATION,
    "contractAmendment": Stage.AMENDMENT,
    "implementation": Stage.CONTRACT,
    "implementationUpdate": Stage.CONTRACT,
    "contract": Stage.CONTRACT,
    "contractUpdate": Stage.CONTRACT,
    "award": Stage.AWARD,
    "awardUpdate": Stage.AWARD,
    "tenderAmendment": Stage.AMENDMENT,
    "tenderUpdate": Stage.AMENDMENT,
    "tender": Stage.TENDER,
    "planning": Stage.PLANNING,
    "planningUpdate": Stage.PLANNING,
}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def record(release: Release, publisher: Publisher, page_url: str = "") -> Record:
    """The notice. LookupError, TypeError or ValueError where it lacks its id or is of another form.

    `page_url` is the address of its page for people, with {id}, {ocid} and {guid} (the first GUID in the id).
    """
    fields = release.fields
    if not isinstance(fields, dict):
        raise TypeError(f"a release of type {type(fields).__name__}")
    if release.key is None:
        raise ValueError("a release without id")
    tags = _tags(fields)
    text = "\n\n".join(_texts(fields))
    page = _page(fields, publisher, page_url)
    return Record(
        key=release.key,
        kind=Kind.NOTICE,
        title=_title(fields, tags),
        url=page,
        text=text,
        thread=line(fields.get("ocid")) or None,
        mark=release.mark,
        stage=_stage(fields, tags),
        type=_notice_type(fields) or ", ".join(tags),
        language=line(fields.get("language")) if LANGUAGE.fullmatch(line(fields.get("language"))) else None,
        published=when(fields.get("date"), publisher.timezone),
        deadline=_deadline(fields, publisher),
        signed=_signed(fields, publisher),
        codes=codes(fields),
        parts=parts(fields, text),
        links=tuple(link for link in links(fields) if link.url != page),
        parties=parties(fields),
        amounts=amounts(fields),
    )


def _tags(fields: Fields) -> list[str]:
    tags = fields.get("tag") or []
    if not isinstance(tags, list | str):
        raise TypeError("tag is not a list")
    return [line(tag) for tag in ([tags] if isinstance(tags, str) else tags)]


def _stage(fields: Fields, tags: list[str]) -> Stage | None:
    """That of its tags; of a compiled release, which says only "compiled", that of what it holds."""
    held = [name for name in ("contract", "award", "tender", "planning") if fields.get(name) or fields.get(f"{name}s")]
    stage = next((STAGES[tag] for tag in STAGES if tag in tags), None) or next((STAGES[name] for name in held), None)
    tendering = stage in (Stage.PLANNING, Stage.TENDER, Stage.AMENDMENT) and not fields.get("contracts")
    return Stage.CANCELLED if tendering and line(section(fields, "tender").get("status")) in VOID else stage


def _title(fields: Fields, tags: list[str]) -> str:
    """The title of the tender, or of what there is; in the end what it is of which process."""
    planning = section(fields, "planning")
    places = [section(fields, "tender"), fields, *listed(fields, "contracts"), *listed(fields, "awards")]
    if isinstance(planning.get("project"), dict):
        places.append(planning["project"])
    named = [line(each) for place in places for each in wordings(place, "title")]
    budget = line(section(planning, "budget").get("project"))
    return next((each for each in (*named, budget) if each), "") or f"{', '.join(tags) or 'release'} {line(fields.get('ocid'))}".strip()


def _texts(fields: Fields) -> list[str]:
    """Every title and description in every language, in order, each once. Awards and lots tell theirs as parts."""
    tender, planning = section(fields, "tender"), section(fields, "planning")
    names = ("title", "description", "eligibilityCriteria", "procurementMethodRationale")
    said = [each for name in names for each in wordings(tender, name)][1 if tender.get("title") else 0 :]
    said += [each for name in ("title", "description") for each in wordings(fields, name)]
    said += [*wordings(planning, "rationale"), *wordings(section(planning, "budget"), "description")]
    if isinstance(planning.get("project"), dict):
        said += [each for name in ("title", "description") for each in wordings(planning["project"], name)]
    for amendment in (*listed(tender, "amendments"), section(tender, "amendment")):
        said += [*wordings(amendment, "description"), *wordings(amendment, "rationale")]
    said += [each for _, document in documents(fields) if not document.get("url") for each in wordings(document, "title")]
    titles = {next(wordings(tender, "title"), "")}
    return [each for each in dict.fromkeys(said) if each not in titles]


def _notice_type(fields: Fields) -> str:
    """The notice of the Procurement Act 2023 that this release is ("UK4"): that of its newest document that is one."""
    typed = [each for _, each in documents(fields) if each.get("noticeType")]
    own = [each for each in typed if line(fields.get("id")) in (line(each.get("id")), line(each.get("url")).rpartition("/")[2])]
    newest = max(own or typed, key=lambda each: line(each.get("datePublished")), default={})
    return line(newest.get("noticeType"))


def _deadline(fields: Fields, publisher: Publisher) -> datetime | date | None:
    tender = section(fields, "tender")
    ends = section(tender, "tenderPeriod").get("endDate") or tender.get("expressionOfInterestDeadline")
    return when(ends, publisher.timezone)


def _signed(fields: Fields, publisher: Publisher) -> datetime | date | None:
    """When the first of its contracts was signed, else its first award decided; what is called off is neither. An odd day is none."""
    for name, day in (("contracts", "dateSigned"), ("awards", "date")):
        standing = [each for each in listed(fields, name) if line(each.get("status")) not in VOID]
        found = [moment for each in standing if (moment := _moment(each.get(day), publisher))]
        if found:
            return min(found, key=lambda moment: moment.isoformat()[:10])
    return None


def _moment(said: object, publisher: Publisher) -> datetime | date | None:
    try:
        return when(said, publisher.timezone)
    except (TypeError, ValueError):
        return None


def _page(fields: Fields, publisher: Publisher, page_url: str) -> str:
    """Its page by its id; else the notice among its documents; else the publisher's site."""
    id_ = line(fields.get("id"))
    guid = GUID.search(id_)
    if page_url and (guid or "{guid}" not in page_url) and (id_ or "{id}" not in page_url):
        return page_url.format(id=quote(id_, safe=""), ocid=quote(line(fields.get("ocid")), safe=""), guid=guid[0] if guid else "")
    return next(_notices(fields), publisher.site)


def _notices(fields: Fields) -> Iterator[str]:
    return (link.url for link in links(fields) if link.kind is LinkKind.NOTICE)
