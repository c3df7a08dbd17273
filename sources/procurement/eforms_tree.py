"""An XML notice as a tree of local names: the namespaces of eForms change with their SDK (1.3 to 1.15 in one year)."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from sources.procurement.fields import YEARS, line, text

EXTENSION = "UBLExtensions/UBLExtension/ExtensionContent/EformsExtension"
LUXEMBOURG = ZoneInfo("Europe/Luxembourg")  # where the Official Journal has its days
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")
CLOCK = re.compile(r"(\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?")
THREE = (
    "BUL CES DAN DEU ELL ENG EST FIN FRA GLE HRV HUN ITA LAV LIT MLT NLD POL POR RON SLK SLV SPA SWE NOR NOB NNO ISL UKR TUR SRP MKD SQI"
)
TWO = "bg cs da de el en et fi fr ga hr hu it lv lt mt nl pl pt ro sk sl es sv no nb nn is uk tr sr mk sq"
LANGUAGES = dict(zip(THREE.split(), TWO.split(), strict=True))
"""BCP 47 tags of the three-letter codes that notices use: those of the Union and of its neighbours."""


def bare(root: ET.Element) -> ET.Element:
    """The tree with its names without namespace. It is changed in place."""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def said(element: ET.Element | None, path: str) -> str:
    """The first text there that is not empty, on one line; nothing where there is none."""
    return next((found for each in _all(element, path) if (found := line(each.text))), "")


def told(element: ET.Element | None, path: str, language: str = "") -> Iterator[str]:
    """The texts there in every language, each once, the one of that language first."""
    found = sorted(_all(element, path), key=lambda each: each.get("languageID") != language)
    yield from dict.fromkeys(words for each in found if (words := text("".join(each.itertext()))))


def luxembourg(stamp: str) -> date | None:
    """The day in Luxembourg of a publication: 2022-02-06T23:00:00Z is the seventh there, as is 2022-02-07+01:00."""
    match = DAY.fullmatch(stamp.strip())
    if match is None:
        return None
    if match[3] is None:
        return date.fromisoformat(match[1])
    moment = datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00:00'}{match[3]}")
    return moment.astimezone(LUXEMBOURG).date()


def moment(day: str, clock: str) -> datetime | date | None:
    """A day and a time, each with an offset of its own, as a moment; the day where the time or its offset is not given."""
    found, at = DAY.fullmatch(day.strip()), CLOCK.fullmatch(clock.strip())
    if found is None or int(found[1][:4]) not in YEARS:
        return None
    offset = (at[2] if at else None) or found[3]
    if at is None or offset is None:
        return date.fromisoformat(found[1])
    return datetime.fromisoformat(f"{found[1]}T{time.fromisoformat(at[1]).isoformat()}{offset}")


def first(moments: list[datetime | date]) -> datetime | date | None:
    """The earliest: of several deadlines it is the one that must not be missed."""
    return min(moments, key=lambda each: (each.timetuple()[:3], each.isoformat()), default=None)


def _all(element: ET.Element | None, path: str) -> list[ET.Element]:
    return [] if element is None else element.findall(path)
