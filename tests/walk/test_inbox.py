"""The inbox of a group: each passage once, judged with a reason, assigned, noted, with who did what; and for nobody but its members."""

import re

import pytest
from sqlalchemy import event
from walk.conftest import SOURCE, Monitor
from walk.neighbours import ELMTOWN, neighbours
from walk.test_groups import Desk, a_desk, told
from walk.test_twins import ITEM, RESET, TERMS
from walk.town import FACE, agenda_pdf

from monitor.running import poll_with

SECRET = "drone swarms"


async def filled(desk: Desk, *titles: str) -> str:
    """A desk with hits; the address of its inbox."""
    await desk.share()
    await told(desk, 4101, *(titles or (FACE,)))
    return f"/groups/{desk.group}/inbox"


def items(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article class="item" id="item-(\d+)"', html)]


def plain(html: str) -> str:
    return re.sub(r"</?mark>", "", html)


async def test_a_passage_is_listed_once_with_its_page_and_record_wherever_it_stands(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        inbox = await filled(desk)
        html = (await desk.see("Dana", inbox)).text
        assert (items(html), desk.monitor.count("inbox"), desk.monitor.count("inbox_hits")) == ([1], 1, 2)
        assert "for a facial recognition system" in plain(html)
        assert "4101_A_Agenda.pdf#page=2" in html
        assert 'href="/records/1"' in html
        assert "watch “Facial recognition”" in html
        await told(desk, 4101, FACE, "Roll call")
        assert items((await desk.see("Dana", inbox)).text) == [1]


async def test_one_document_on_two_sites_is_in_the_inbox_once(monitor: Monitor) -> None:
    monitor, towns = neighbours(monitor)
    async with a_desk(monitor) as desk:
        assert (await desk.send("Dana", "/groups/watches", q="iris", group=str(desk.group))).status_code == 303
        for town, source, number, terms in ((towns.springhaven, SOURCE, 4101, TERMS), (towns.elmtown, ELMTOWN, 5101, RESET)):
            desk.monitor.wait(hours=2)
            town.meet(number, "Roll call", ITEM)
            town.attach(number, 2, number * 10, f"contract-{number}.pdf", agenda_pdf(*terms))
            await poll_with(desk.service, [source], lambda _: None)
        assert desk.monitor.rows("SELECT count(DISTINCT record_id) FROM hits") == [(2,)]
        assert len(items((await desk.see("Lee", f"/groups/{desk.group}/inbox")).text)) == 1


async def test_a_hit_is_dismissed_with_a_reason_and_everybody_sees_who_and_why(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        inbox = await filled(desk)
        why = {"do": "irrelevant", "reason": "passing", "words": "only a <b>budget</b> line"}
        assert (await desk.send("Lee", f"{inbox}/1", **why)).status_code == 303
        assert items((await desk.see("Dana", inbox)).text) == []
        html = (await desk.see("Dana", f"{inbox}?show=irrelevant")).text
        assert "Lee: not relevant · Only mentioned in passing" in html
        assert "only a &lt;b&gt;budget&lt;/b&gt; line" in html
        assert (await desk.send("Dana", f"{inbox}/1", do="open")).status_code == 303
        assert (await desk.send("Dana", f"{inbox}/1", do="relevant")).status_code == 303
        html = (await desk.see("Lee", f"{inbox}?show=relevant")).text
        assert [words in html for words in ("Lee: not relevant", "Dana opened it again", "Dana: relevant")] == [True] * 3
        assert desk.monitor.rows('SELECT verdict, reason, "by" FROM judgements ORDER BY id') == [
            ("irrelevant", "passing", "Lee"),
            ("open", "", "Dana"),
            ("relevant", "", "Dana"),
        ]


async def test_saying_it_twice_is_saying_it_once_and_what_is_no_reason_is_not_taken(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        inbox = await filled(desk)
        for _ in range(2):
            await desk.send("Lee", f"{inbox}/1", do="relevant")
        assert desk.monitor.count("judgements") == 1
        bad = ({"do": "irrelevant"}, {"do": "irrelevant", "reason": "because"}, {"do": "irrelevant", "reason": "other"})
        for fields in (*bad, {"do": "irrelevant", "reason": "known", "words": "x" * 501}, {"do": "note", "note": " "}):
            assert (await desk.send("Lee", f"{inbox}/1", **fields)).status_code == 409
        assert (await desk.send("Lee", f"{inbox}/1", do="explode")).status_code == 400
        assert (await desk.send("Lee", f"{inbox}/77", do="relevant")).status_code == 404
        assert desk.monitor.count("judgements") == 1


async def test_the_link_in_an_alert_and_the_inbox_say_one_thing(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        inbox = await filled(desk)
        for _ in range(2):
            await desk.click(desk.post.link("do/irrelevant"))
        html = (await desk.see("Dana", f"{inbox}?show=irrelevant")).text
        assert "Lee: not relevant · by the link in an alert" in html
        assert desk.monitor.rows("SELECT DISTINCT verdict, subscriber_id FROM judgements") == [("irrelevant", desk.group)]
        assert desk.monitor.count("judgements") == 1


async def test_a_hit_is_assigned_and_noted_and_the_history_keeps_names_of_who_has_left(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        inbox = await filled(desk)
        lee = str(desk.monitor.rows("SELECT subscriber_id FROM members WHERE name = 'Lee'")[0][0])
        assert (await desk.send("Dana", f"{inbox}/1", do="assign", to=lee)).status_code == 303
        assert (await desk.send("Dana", f"{inbox}/1", do="assign", to="99999")).status_code == 404
        assert (await desk.send("Lee", f"{inbox}/1", do="note", note="Called the clerk.\nNo answer.")).status_code == 303
        assert items((await desk.see("Lee", f"{inbox}?show=mine")).text) == [1]
        assert items((await desk.see("Dana", f"{inbox}?show=mine")).text) == []
        await desk.send("Lee", f"/groups/{desk.group}/me", do="leave")
        html = (await desk.see("Dana", inbox)).text
        assert "Dana assigned it to Lee" in html
        assert "Called the clerk.\nNo answer." in html
        assert "Assigned to Lee" not in html


async def test_a_phrase_that_is_never_meant_is_muted_in_the_watch_that_found_it(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        inbox = await filled(desk)
        answer = await desk.send("Lee", f"{inbox}/1", do="irrelevant", reason="phrase")
        assert answer.headers["location"] == f"{inbox}?show=open&mute=1#mute"
        offer = (await desk.see("Lee", answer.headers["location"])).text
        assert 'value="facial recognition"' in offer
        assert (await desk.send("Lee", f"{inbox}/1", do="mute", phrase="license plate")).status_code == 409
        assert (await desk.send("Lee", f"{inbox}/1", do="mute", phrase="NEC  Corporation of America")).status_code == 303
        assert await told(desk, 4102, f"Second reading: {FACE}") == []
        assert items((await desk.see("Lee", inbox)).text) == []
        html = (await desk.see("Dana", f"/groups/{desk.group}")).text
        assert "passes over “NEC Corporation of America”" in html
        assert "Lee muted “NEC Corporation of America”" in (await desk.see("Dana", f"{inbox}?show=irrelevant")).text
        watch = desk.monitor.rows("SELECT max(id) FROM watches")[0][0]
        path = f"/groups/{desk.group}/watches/{watch}"
        await desk.send("Dana", path, do="unmute", phrase="NEC Corporation of America")
        assert len(await told(desk, 4103, f"Third reading: {FACE}")) == 1


async def test_the_inbox_is_narrowed_and_paged_by_cursor(monitor: Monitor) -> None:
    titles = [f"Facial recognition at gate {number}" for number in range(30)]
    async with a_desk(monitor) as desk:
        inbox = await filled(desk, *titles)
        first = (await desk.see("Lee", inbox)).text
        assert items(first) == list(range(30, 5, -1))
        older = re.search(r'href="([^"]+)" rel="next"', first)
        assert older
        assert items((await desk.see("Lee", older[1].replace("&amp;", "&"))).text) == [5, 4, 3, 2, 1]
        assert re.findall(r'class="count">(\d+)<', first) == ["30", "0", "0", "0"]
        narrowed = (await desk.see("Lee", f"{inbox}?q=gate+29")).text
        assert (len(items(narrowed)), re.findall(r'class="count">(\d+)<', narrowed)) == (1, ["1", "0", "0", "0"])
        assert items((await desk.see("Lee", f"{inbox}?q=%25")).text) == []
        for odd in ("watch=999999999999999999999", "watch=x&show=nonsense", "show=%E2%99%A5"):
            assert (await desk.see("Lee", f"{inbox}?{odd}")).status_code == 200, odd
        for odd in ("before=x", "before=-1", "mute=99999999999"):
            assert (await desk.see("Lee", f"{inbox}?{odd}")).status_code == 404, odd


async def test_a_page_costs_as_many_queries_with_thirty_hits_as_with_one(monitor: Monitor) -> None:
    asked: list[str] = []

    async def queries(desk: Desk, inbox: str) -> int:
        engine = desk.service.database.engine
        event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        asked.clear()
        await desk.see("Lee", inbox)
        return len([one for one in asked if one.startswith("SELECT")])

    async with a_desk(monitor) as desk:
        inbox = await filled(desk)
        one = await queries(desk, inbox)
    async with a_desk(monitor.but(now=monitor.now)) as desk:
        await told(desk, 4105, *[f"Facial recognition at gate {number}" for number in range(30)])
        for number in range(1, 20):
            await desk.send("Lee", f"{inbox}/{number}", do="note", note="Seen.")
        many = await queries(desk, inbox)
    assert 0 < many <= one


async def test_a_member_cannot_press_faster_than_anybody_reads(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        inbox = await filled(desk)
        async with desk.as_("Lee") as client:
            page = (await client.get(inbox)).text
            given = re.search(r'name="ticket" value="([^"]*)"', page)
            assert given
            posts = [await client.post(f"{inbox}/1", data={"do": "note", "note": "x", "ticket": given[1]}) for _ in range(121)]
        assert [answer.status_code for answer in posts] == [303] * 120 + [429]


async def test_what_a_member_watches_alone_and_what_another_group_says_is_shown_to_nobody_else(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await desk.enter("Lee", "lee@paper.example", q=f'"{SECRET}"')
        inbox = await filled(desk, FACE, f"Training with {SECRET} and facial recognition")
        await desk.enter("Pat", "pat@paper.example", q="parrots")
        await desk.send("Pat", "/groups", title="The other desk", name="Pat")
        other = desk.group
        for reader in ("Dana", "Lee"):
            html = (await desk.see(reader, inbox)).text
            assert f'watch “"{SECRET}"”' not in html.replace("&#34;", '"')
            assert (await desk.see(reader, f"/groups/{other}/inbox")).status_code == 404
        assert items((await desk.see("Pat", f"/groups/{other}/inbox")).text) == []
        assert (await desk.see("Pat", inbox)).status_code == 404
        assert (await desk.send("Pat", f"{inbox}/1", do="relevant")).status_code == 404
        assert (await desk.send("Pat", f"/groups/{other}/inbox/1", do="relevant")).status_code == 404
        assert (await desk.send("Pat", f"/groups/{other}/inbox/1", do="mute", phrase="facial recognition")).status_code == 404
        assert (await desk.send("Pat", f"/groups/{other}/watches/2", do="remove")).status_code == 404


async def test_what_a_groups_watch_looks_for_is_on_no_public_page(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        answer = await desk.send("Dana", "/groups/watches", q=f'"{SECRET}"', group=str(desk.group))
        assert answer.status_code == 303
        await told(desk, 4101, f"Training with {SECRET}")
        assert SECRET in plain((await desk.see("Lee", f"/groups/{desk.group}/inbox")).text)
        for path in ("/", "/records/1", "/status", "/sources", "/topics", "/feeds/hits.atom", "/api/v1/hits", "/calendar"):
            html = (await desk.see("", path)).text
            assert f"<mark>{SECRET}" not in html, path
            assert "watch:" not in html, path
            assert "The privacy desk" not in html, path


@pytest.mark.parametrize("title", ['<script>alert(1)</script> & "facial recognition"', "facial recognition' onmouseover='x"])
async def test_a_title_full_of_markup_is_text_in_the_inbox(monitor: Monitor, title: str) -> None:
    async with a_desk(monitor) as desk:
        inbox = await filled(desk, title)
        html = (await desk.see("Lee", inbox)).text
        assert len(items(html)) >= 1
        assert "<script>alert" not in html
        assert "onmouseover='x" not in html


async def test_the_id_of_a_watch_that_was_removed_is_never_given_again(monitor: Monitor) -> None:
    """Its hits stay, and would become those of whoever had the next watch: of everybody, where that is the operator's."""
    async with a_desk(monitor) as desk:
        await desk.send("Dana", "/groups/watches", q=f'"{SECRET}"', group=str(desk.group))
        last = desk.monitor.rows("SELECT max(id) FROM watches")[0][0]
        await desk.send("Dana", f"/groups/{desk.group}/watches/{last}", do="remove")
        await desk.share()
        assert desk.monitor.rows("SELECT max(id) FROM watches")[0][0] > last
