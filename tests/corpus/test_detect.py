"""Real pages of sites: what they link to says on which platform they are, unless all their links are relative."""

import csv
from datetime import UTC, datetime

from corpus.recordings import ROOT, Report

from sources.detect import addresses, recognised
from sources.page import Page

AT = datetime(2026, 11, 24, tzinfo=UTC)
CALLED = {"legistar_insite": "legistar"}  # whose Web API is tried first


def pages() -> list[tuple[str, str]]:
    """The recorded pages of platforms, with the platform of each."""
    with (ROOT / "agendas" / "MANIFEST.tsv").open(newline="", encoding="utf-8") as stream:
        rows = [(row["file"], row["platform"]) for row in csv.DictReader(stream, delimiter="\t")]
    ours = {"granicus", "civicplus", "legistar_insite", "iqm2", "novusagenda", "onbase", "municode", "moderngov"}
    return [(file, platform) for file, platform in rows if platform in ours and file.endswith(".html")]


def differences(file: str, platform: str) -> str:
    page = Page(url="https://www.elm.example/", status=200, headers={}, body=(ROOT / "agendas" / file).read_bytes(), fetched_at=AT)
    found = recognised(addresses(page))
    expected = CALLED.get(platform, platform)
    return "" if found and found[0].platform == expected else f"{[each.platform for each in found[:2]]}, expected {expected}"


def test_the_platform_of_a_page_is_the_one_that_most_of_its_links_lead_to(report: Report) -> None:
    reasons = {file: differences(file, platform) for file, platform in pages()}
    report("platforms of pages by their links", reasons, 50)
