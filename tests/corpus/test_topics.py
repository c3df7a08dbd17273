"""The topics that ship against labelled passages: how much of it they find, and how much of what they find is it."""

import pytest
from corpus.labelled import PAGE, RECORDS, Figures, Judged, checksum, hits, judged, page, subjects

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not RECORDS.is_file(), reason=f"the labelled passages are not here: {RECORDS} (set MONITOR_CORPUS)"),
]


@pytest.fixture(scope="module")
def passages() -> list[Judged]:
    return judged()


def said(what: str, figures: Figures) -> None:
    print(f"{what}: precision {figures.precision:.3f}, recall {figures.recall:.3f} ({figures})")  # noqa: T201  # seen with -s


def test_topics_find_what_uses_a_watched_word_in_its_sense(passages: list[Judged]) -> None:
    figures = hits([one for one in passages if not one.borderline])
    said("hits", figures)
    assert figures.precision >= 0.97
    assert figures.recall >= 0.93


@pytest.mark.parametrize("with_borderline", [False, True])
def test_the_score_tells_subject_from_mention(passages: list[Judged], with_borderline: bool) -> None:
    figures = subjects([one for one in passages if with_borderline or not one.borderline])
    said("subject", figures)
    assert figures.precision >= 0.92
    assert figures.recall >= 0.92


def test_the_page_on_quality_is_up_to_date(passages: list[Judged]) -> None:
    written = PAGE.read_text(encoding="utf-8")
    if checksum() not in written:
        pytest.skip("the page is about other labelled passages than those that are here")
    assert page(passages) == written
