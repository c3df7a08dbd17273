"""One procurement notice of the World Bank, read into a record."""

from datetime import date

from sources import days
from sources.model import Kind, Party, Record, Role, Stage
from sources.procurement import marks
from sources.procurement.fields import Fields, line, plausible, short, text

PAGE = "https://projects.worldbank.org/en/projects-operations/procurement-detail/{}"
MARKED = (
    "notice_type", "noticedate", "notice_status", "submission_deadline_date", "submission_deadline_time", "bid_reference_no",
    "bid_description", "contact_organization", "project_id", "notice_text",
)  # fmt: skip
"""What makes a notice another one: not its contacts."""

STAGES = (  # the first whose words are in the type
    ("award", Stage.AWARD),
    ("general procurement notice", Stage.PLANNING),
    ("prequalification", Stage.TENDER),
    ("invitation", Stage.TENDER),
    ("request for", Stage.TENDER),
)
LANGUAGES = {"english": "en", "french": "fr", "spanish": "es", "portuguese": "pt", "russian": "ru", "arabic": "ar"}


def record(fields: Fields) -> Record:
    """The notice. LookupError or ValueError where it lacks its id or its type.

    The deadline is a day: the time beside it has no zone that anybody states, so it stands in the text as it is written.
    """
    key, type_ = line(fields["id"]), line(fields["notice_type"])
    if not key:
        raise ValueError("a notice without id")
    described, project = line(fields.get("bid_description")), line(fields.get("project_name"))
    status, reference = line(fields.get("notice_status")), line(fields.get("bid_reference_no"))  # a project has many bids
    return Record(
        key=key,
        kind=Kind.NOTICE,
        title=short(described) or project or f"{type_} {key}",
        url=PAGE.format(key),
        text="\n".join(_texts(fields, described, project)),
        thread=f"{line(fields.get('project_id'))} {reference}".strip() if reference else None,
        mark=marks.of(*(fields.get(name) for name in MARKED)),
        stage=Stage.CANCELLED if "cancel" in status.lower() else _stage(type_),
        type=type_,
        location=line(fields.get("project_ctry_name")),
        language=LANGUAGES.get(line(fields.get("notice_lang_name")).lower()),
        published=_day(fields.get("noticedate")),
        deadline=_day(fields.get("submission_deadline_date")),
        parties=tuple(Party(name=name, role=Role.BUYER) for name in [line(fields.get("contact_organization"))] if name),
    )


def _stage(type_: str) -> Stage | None:
    return next((stage for words, stage in STAGES if words in type_.lower()), None)


def _texts(fields: Fields, described: str, project: str) -> list[str]:
    facts = {
        "Project": project,
        "Method": line(fields.get("procurement_method_name")),
        "Deadline, local time": _deadline(fields),
    }
    said = [described] if described != short(described) else []
    return [*said, *(f"{name}: {fact}" for name, fact in facts.items() if fact), *filter(None, [text(fields.get("notice_text"))])]


def _deadline(fields: Fields) -> str:
    time = line(fields.get("submission_deadline_time"))
    return f"{line(fields.get('submission_deadline_date'))[:10]} {time}" if time else ""


def _day(said: object) -> date | None:
    """The day of "15-Jul-2026" or "2026-08-04T00:00:00Z". ValueError where it is neither."""
    if not (words := line(said)):
        return None
    return plausible(date.fromisoformat(words[:10]) if words[:4].isdecimal() else days.read(words.replace("-", " ")))
