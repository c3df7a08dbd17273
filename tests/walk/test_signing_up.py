"""A reader signs up for a watch: sees what it would have found, confirms by mail, is told, and ends it; who would misuse it cannot."""

import re
from typing import Any

import httpx
import pytest
from walk.conftest import Monitor
from walk.mail import Post, mailing
from walk.test_deeds import browser
from walk.town import FACE, PLATES

from monitor.web.wishing import rate

DANA = "dana@paper.example"


def ticket(html: str) -> str:
    found = re.search(r'name="ticket" value="([^"]*)"', html)
    assert found, html
    return found[1]


async def ask(client: httpx.AsyncClient, email: str = DANA, **wish: Any) -> httpx.Response:
    """Go through the steps of a sign-up."""
    wish = wish or {"q": "facial recognition"}
    step_two = await client.get("/watch/preview", params=wish)
    assert step_two.status_code == 200, step_two.text
    return await client.post("/watch", data={**wish, "email": email, "ticket": ticket(step_two.text)})


async def confirmed(monitor: Monitor, post: Post, **wish: Any) -> None:
    async with browser(monitor) as client:
        await ask(client, **wish)
    await monitor.poll()
    async with browser(monitor) as client:
        assert (await client.post(post.link("confirm"))).status_code == 200


async def test_a_reader_signs_up_is_told_and_unsubscribes(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        at_work.town.meet(4101, FACE)
        await at_work.poll()
        async with browser(at_work) as client:
            assert 'href="/watch"' in (await client.get("/")).text
            preview = await client.get("/watch/preview", params={"q": '"facial recognition"'})
            assert "This would have found 1 record in 90 days: less than one a month." in preview.text
            assert "<mark>facial recognition</mark>" in preview.text
            assert "Look into your mail" in (await ask(client)).text
        assert at_work.count("watches") == 0
        await at_work.poll()
        assert (post.subjects, post.receivers) == (["Please confirm your watch"], [[DANA]])
        async with browser(at_work) as client:
            await client.get(post.link("confirm"))  # as mail programs do
            assert at_work.count("watches") == 0
            assert "The watch has begun" in (await client.post(post.link("confirm"))).text
        at_work.wait(hours=2)
        at_work.town.meet(4102, f"Second reading: {FACE}")
        await at_work.poll()
        assert len(post.mails) == 2
        assert post.subjects[1].startswith("Springhaven City Council Public Safety Committee, 2 Dec: recognition")
        assert post.mails[1]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        async with browser(at_work) as client:
            ended = await client.post(post.link("do/unsubscribe"), data={"List-Unsubscribe": "One-Click"})
            assert "You are unsubscribed" in ended.text
        at_work.wait(hours=2)
        at_work.town.meet(4103, f"Third reading: {FACE}")
        await at_work.poll()
        assert len(post.mails) == 2


async def test_what_is_owed_survives_a_mail_server_that_is_down(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        async with browser(at_work) as client:
            await ask(client, email="later@paper.example")
        await at_work.poll()
        assert at_work.rows("SELECT state, attempts FROM signups") == [("queued", 1)]
        assert "later@paper.example" not in str(at_work.rows("SELECT url, error, wish FROM signups"))
        at_work.change(lambda connection: connection.exec_driver_sql("UPDATE signups SET attempts = 0"))
        at_work.wait(hours=1)
        await at_work.poll()
        assert at_work.rows("SELECT state, attempts FROM signups") == [("queued", 1)]
        assert post.mails == []


async def test_one_address_gets_three_mails_a_day_and_whoever_asks_is_not_told_so(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        async with browser(at_work) as client:
            answers = [(await ask(client)).text.partition("<main")[2] for _ in range(5)]
        assert len(set(answers)) == 1
        await at_work.poll()
        assert len(post.mails) == 3
        at_work.wait(days=1, minutes=1)
        async with browser(at_work) as client:
            await ask(client)
        await at_work.poll()
        assert len(post.mails) == 4


async def test_one_network_asks_for_ten_mails_an_hour(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, _), browser(at_work) as client:
        statuses = [(await ask(client, email=f"reader{number}@paper.example")).status_code for number in range(11)]
    assert statuses == [200] * 10 + [429]
    assert "127.0.0.1" not in str(at_work.rows("SELECT asker FROM signups"))


async def test_an_address_that_wanted_no_more_gets_one_mail_in_thirty_days_and_is_taken_when_it_confirms(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        async with browser(at_work) as client:
            await ask(client)
        await at_work.poll()
        async with browser(at_work) as client:
            assert (await client.post(post.link("refuse"), data={"List-Unsubscribe": "One-Click"})).status_code == 200
            await ask(client)
        await at_work.poll()
        assert len(post.mails) == 1
        at_work.wait(days=31)
        async with browser(at_work) as client:
            await ask(client)
        await at_work.poll()
        async with browser(at_work) as client:
            await client.post(post.link("confirm"))
        assert (len(post.mails), at_work.count("suppressed"), at_work.count("watch_channels")) == (2, 0, 1)


async def test_a_confirmation_works_for_three_days_and_twice_is_once(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        await confirmed(at_work, post)
        async with browser(at_work) as client:
            again = await client.post(post.link("confirm"))
            altered = await client.post(post.link("confirm").replace("confirm.1.", "confirm.2."))
            as_deed = await client.post("/do/" + post.link("confirm").rpartition("/")[2])
        assert (again.status_code, altered.status_code, as_deed.status_code) == (200, 404, 404)
        assert at_work.count("watches") == 1
        at_work.wait(days=4)
        async with browser(at_work) as client:
            assert (await client.post(post.link("confirm"))).status_code == 404


async def test_a_second_watch_of_one_reader_stands_beside_the_first(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        await confirmed(at_work, post)
        await confirmed(at_work, post, topic=["license-plate-readers"], cadence="daily", where="us-zz-*", zone="America/Chicago")
        await confirmed(at_work, post)
        rows = at_work.rows("SELECT name, cadence FROM watches ORDER BY id")
        subscribers = at_work.count("subscribers")
    assert [name for name, _ in rows] == ["facial recognition", rows[1][0], "facial recognition (2)"]
    assert rows[1][1] == "daily"
    assert subscribers == 1


async def test_one_reader_has_at_most_fifty_watches(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        await confirmed(at_work, post)
        many = (
            "INSERT INTO watches (subscriber_id, name, topics, scope, cadence, at, weekday, muted, notes, paused, created_at, changed_at)"
        )
        one = "SELECT subscriber_id, '{}', topics, scope, cadence, at, weekday, muted, notes, paused, created_at, changed_at FROM watches"

        def fill(connection: Any) -> None:
            for number in range(49):
                connection.exec_driver_sql(f"{many} {one.format(f'watch {number}')} WHERE name = 'facial recognition'")

        at_work.change(fill)
        at_work.wait(hours=2)
        async with browser(at_work) as client:
            await ask(client, q="drones")
        await at_work.poll()
        async with browser(at_work) as client:
            answer = await client.post(post.link("confirm"))
        assert (answer.status_code, "50 watches at this address already" in answer.text) == (409, True)
        assert at_work.count("watches") == 50


@pytest.mark.parametrize(
    "email",
    [
        "dana@paper.example,other@paper.example",
        "dana@paper.example\r\nBcc: all@paper.example",
        "dana",
        "dana@localhost",
        '"a b"@paper.example',
        "dana@paper.example?cc=other@paper.example",
        "x" * 65 + "@paper.example",
        "dana@paper.example&bcc=other@paper.example",
        "",
    ],
)
async def test_what_is_no_address_is_refused_and_the_form_kept(monitor: Monitor, email: str) -> None:
    async with mailing(monitor) as (at_work, _), browser(at_work) as client:
        answer = await ask(client, email=email)
    assert (answer.status_code, "This is no e-mail address" in answer.text) == (400, True)
    assert at_work.count("signups") == 0


async def test_a_mail_holds_no_link_but_ours_whatever_a_stranger_typed(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        async with browser(at_work) as client:
            await ask(client, q='"you won" OR "https://evil.example/prize" OR "<a href=//evil.example>"')
        await at_work.poll()
        html = post.mails[0].get_body(("html",))
        assert html is not None
        assert "evil.example" not in post.text() + str(html.get_content())
        assert "evil example" in post.text()


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"q": "face AND"}, ""),
        ({}, "Write what to look for, or choose topics"),
        ({"q": "face", "topic": "drones"}, "not both"),
        ({"topic": "no-such"}, "There is no topic"),
        ({"q": "face", "where": "us-xx-*"}, "Nothing is read from that place"),
        ({"q": "face", "kind": "opera"}, "There is no such kind"),
        ({"q": "x" * 2001}, "too long"),
        ({"q": "face", "zone": "../../etc/passwd"}, "There is no such time zone"),
    ],
)
async def test_a_wrong_wish_is_said_at_the_form(monitor: Monitor, wish: dict[str, str], words: str) -> None:
    async with browser(monitor) as client:
        answer = await client.get("/watch/preview", params=wish)
    assert (answer.status_code, 'role="alert"' in answer.text, words in answer.text) == (400, True, True)


async def test_a_form_that_this_site_did_not_show_is_refused(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, _), browser(at_work) as client:
        good = ticket((await client.get("/watch/preview", params={"q": "face"})).text)
        tickets = ["", "x", good[:-1], good.replace("form.", "enter.")]
        statuses = [(await client.post("/watch", data={"q": "face", "email": DANA, "ticket": one})).status_code for one in tickets]
        large = await client.post("/watch", data={"q": "x" * 40_000, "ticket": good})
    assert statuses == [403] * 4
    assert large.status_code == 413
    assert at_work.count("signups") == 0


async def test_where_no_mail_is_set_up_the_form_says_so(monitor: Monitor) -> None:
    monitor.town.meet(4101, PLATES)
    async with browser(monitor) as client:
        preview = await client.get("/watch/preview", params={"q": "plates"})
        answer = await client.post("/watch", data={"q": "plates", "email": DANA, "ticket": ""})
    assert "sends no mail to readers" in preview.text
    assert 'name="email"' not in preview.text
    assert answer.status_code == 403


async def test_what_nobody_confirms_is_forgotten_after_a_week(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, _):
        async with browser(at_work) as client:
            await ask(client)
        at_work.wait(days=8)
        await at_work.poll()
        assert at_work.count("signups") == 0


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "nothing in that time"),
        (1, "less than one a month"),
        (3, "about one a month"),
        (14, "about one a week"),
        (39, "about 3 a week"),
        (90, "about one a day"),
        (450, "about 5 a day"),
    ],
)
def test_how_often_a_watch_speaks(count: int, words: str) -> None:
    assert rate(count) == words
