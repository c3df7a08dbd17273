"""The platform of a site is found from any of its addresses: directly, by a link on the page, or by a link behind it."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from sources.detect import Fetch, Found, detect, recognised
from sources.errors import Gone, Inconclusive, SourceError, Unavailable
from sources.page import Page

HOME = "https://www.springhaven.gov/"
LINKS = """<html><body><a href="/news">News</a><a href="mailto:clerk@springhaven.gov">Clerk</a>
<a href="https://springhaven.legistar.com/Calendar.aspx">Meetings</a>
<script>var video = "https://springhaven.granicus.com/ViewPublisher.php?view_id=3";</script>
<iframe src="//springhaven.legistar.com/DepartmentDetail.aspx?ID=4"></iframe></body></html>"""
BARE = """<html><body><a href="/parks">Parks</a><a href="/government/council-meetings#top">Council meetings</a>
<a href="http://[bad/agenda">Agenda</a><a href="/old-agendas">Older agendas</a></body></html>"""
FRAME = '<html><body><iframe src="https://springhaven.portal.civicclerk.com/"></iframe></body></html>'


def page(url: str, body: str, type_: str = "text/html") -> Page:
    return Page(url=url, status=200, headers={"content-type": type_}, body=body.encode(), fetched_at=datetime(2026, 11, 24, tzinfo=UTC))


def site(pages: Mapping[str, str], asked: list[str] | None = None) -> Fetch:
    async def fetch(url: str) -> Page:
        if asked is not None:
            asked.append(url)
        if url not in pages:
            raise Gone("answered 404", url=url)
        return page(url, pages[url])

    return fetch


async def test_an_address_of_a_platform_is_recognised_without_asking() -> None:
    asked: list[str] = []
    url = "https://springhaven.legistar.com/MeetingDetail.aspx?ID=1"
    assert await detect(site({}, asked), url) == [Found(platform="legistar", options={"client": "springhaven"}, url=url, links=1)]
    assert asked == []


async def test_the_links_frames_and_scripts_of_a_home_page_say_it_the_most_frequent_first() -> None:
    found = await detect(site({HOME: LINKS}), HOME)
    assert [(each.platform, dict(each.options), each.links) for each in found] == [
        ("legistar", {"client": "springhaven"}, 2),
        ("granicus", {"tenant": "springhaven", "view": "3"}, 1),
    ]


async def test_where_the_page_says_nothing_the_pages_about_meetings_behind_it_are_asked() -> None:
    asked: list[str] = []
    behind = {HOME: BARE, f"{HOME}government/council-meetings": FRAME}
    (found,) = await detect(site(behind, asked), HOME)
    assert (found.platform, dict(found.options)) == ("civicclerk", {"tenant": "springhaven"})
    assert f"{HOME}parks" not in asked


async def test_a_page_behind_that_does_not_answer_hides_none_of_the_others() -> None:
    behind = {HOME: BARE, f"{HOME}old-agendas": FRAME}
    assert [each.platform for each in await detect(site(behind), HOME)] == ["civicclerk"]


async def test_a_site_that_redirects_to_its_platform_is_recognised_by_where_it_leads() -> None:
    async def fetch(_: str) -> Page:
        return page("https://www.springhaven.gov/AgendaCenter", "<html><body>Agenda Center</body></html>")

    (found,) = await detect(fetch, HOME)
    assert (found.platform, dict(found.options)) == ("civicplus", {"host": "www.springhaven.gov"})


async def test_where_no_platform_is_recognised_the_feeds_of_the_site_are_offered() -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/rss/agendas.xml">'
    home = f"<html><head>{feed}{feed}<link rel=alternate type='text/html' href='/es'></head><body></body></html>"
    (found,) = await detect(site({HOME: home}), HOME)
    assert (found.platform, dict(found.options)) == ("feed", {"url": f"{HOME}rss/agendas.xml"})


@pytest.mark.parametrize("body", ["<html><body>Parks</body></html>", "%PDF-1.7", "{}"])
async def test_where_nothing_is_recognised_there_is_nothing(body: str) -> None:
    assert await detect(site({HOME: body}), HOME) == []


async def test_a_site_that_does_not_answer_is_an_error_of_its_own() -> None:
    async def fetch(url: str) -> Page:
        raise Unavailable("no answer", url=url)

    with pytest.raises(SourceError, match="no answer"):
        await detect(fetch, HOME)


def test_options_that_do_not_fit_their_platform_are_no_source() -> None:
    assert recognised(["https://springhaven.granicus.com/MediaPlayer.php?clip_id=4", "not an address", "https://["]) == []


MINUTE_TRAQ = '<html><body><div class="MeetingRow"><a href="Detail_Meeting.aspx?ID=1">Council</a></div>MinuteTraq</body></html>'


async def test_a_page_with_the_form_of_a_platform_that_names_no_tenant_is_called_that() -> None:
    with pytest.raises(Inconclusive, match="a page of iqm2, none of whose addresses says which"):
        await detect(site({HOME: MINUTE_TRAQ}), HOME)


async def test_the_form_of_a_page_counts_more_than_its_links_to_videos() -> None:
    grid = '<table id="ctl00_ContentPlaceHolder1_gridCalendar"></table><a href="https://springhaven.legistar.com/Calendar.aspx">All</a>'
    videos = "".join(f'<a href="https://springhaven.granicus.com/ViewPublisher.php?view_id=3&n={number}">Video</a>' for number in range(3))
    found = await detect(site({HOME: f"<html><body>{grid}{videos}</body></html>"}), HOME)
    assert [each.platform for each in found] == ["legistar", "granicus"]
