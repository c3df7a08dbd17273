"""Real pages of sites: what they link to says on which platform they are, or their form where all their links are relative."""

import csv
from datetime import UTC, datetime

from corpus.recordings import ROOT, Report

from sources.detect import of_page, platform_of
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
    found = [each.platform for each in of_page(page)] or [platform_of(page)]
    expected = CALLED.get(platform, platform)
    return "" if found[0] == expected else f"{found[:2]}, expected {expected}"


def test_the_platform_of_a_page_is_that_of_its_links_or_of_its_form(report: Report) -> None:
    reasons = {file: differences(file, platform) for file, platform in pages()}
    report("platforms of pages by their links or their form", reasons, 60)
