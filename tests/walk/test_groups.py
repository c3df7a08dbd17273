"""Groups: members are invited and say yes by mail, share watches, are told once each, and lose everything when they leave."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
from walk.conftest import SOURCE, Monitor
from walk.mail import Post, mailing
from walk.test_deeds import BASE
from walk.test_signing_up import DANA, ask, ticket
from walk.town import FACE, PLATES

from monitor.running import poll_with
from monitor.service import Service, opened
from monitor.web import application

LEE = "lee@paper.example"


@dataclass(kw_only=True)
class Desk:
    """A group of Dana, who owns it, and Lee; each signs in by a cookie."""

    monitor: Monitor
    post: Post
    service: Service
    cookies: dict[str, str] = field(default_factory=dict)

    @asynccontextmanager
    async def as_(self, who: str = "") -> AsyncIterator[httpx.AsyncClient]:
        """The pages, as one of them sees them; as nobody where the name is none."""
        transport = httpx.ASGITransport(app=application(self.service))
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            if who in self.cookies:
                client.cookies.set("session", self.cookies[who])
            yield client

    async def poll(self) -> None:
        """Have the town read, and what is due sent."""
        await poll_with(self.service, [SOURCE], lambda _: None)

    async def click(self, link: str) -> httpx.Response:
        """Follow a link of a mail, and press its button."""
        async with self.as_() as client:
            return await client.post(link)

    async def enter(self, name: str, email: str, **wish: str) -> None:
        """Sign somebody up to a watch of their own, and in."""
        async with self.as_() as client:
            await ask(client, email=email, **wish)
        await self.poll()
        async with self.as_() as client:
            await client.post(self.post.link("confirm"))
            self.cookies[name] = client.cookies["session"]

    async def send(self, who: str, path: str, /, page: str = "/groups", **fields: str) -> httpx.Response:
        """Send a form that stands on a page."""
        async with self.as_(who) as client:
            shown = await client.get(page)
            return await client.post(path, data={**fields, "ticket": ticket(shown.text)})

    async def see(self, name: str, path: str) -> httpx.Response:
        async with self.as_(name) as client:
            return await client.get(path)

    async def invite(self, name: str, email: str, owner: str = "Dana") -> httpx.Response:
        return await self.send(owner, f"/groups/{self.group}/people", do="invite", name=name, email=email)

    async def join(self, name: str, *, tell: str = "yes") -> None:
        """Say yes to the invitation that came last."""
        async with self.as_() as client:
            shown = await client.get(self.post.link("join"))
            answer = await client.post(self.post.link("join"), data={"name": name, "tell": tell, "ticket": ticket(shown.text)})
            assert answer.status_code == 303, answer.text
            self.cookies[name] = client.cookies["session"]

    async def share(self, name: str = "Dana", **wish: str) -> None:
        answer = await self.send(name, "/groups/watches", **{"topic": "facial-recognition", "group": str(self.group), **wish})
        assert answer.status_code == 303, answer.text

    @property
    def group(self) -> int:
        return int(self.monitor.rows("SELECT max(subscriber_id) FROM groups")[0][0])


@asynccontextmanager
async def alone(monitor: Monitor) -> AsyncIterator[Desk]:
    """A desk that Dana has begun, with nobody else in it yet."""
    async with mailing(monitor) as (at_work, post):
        network = at_work.town.transport()
        async with opened(at_work.settings, catalog=at_work.sources, transport=network, clock=lambda: at_work.now) as service:
            desk = Desk(monitor=at_work, post=post, service=service)
            await desk.enter("Dana", DANA, q='"license plate readers"')
            assert (await desk.send("Dana", "/groups", title="The privacy desk", name="Dana")).status_code == 303
            yield desk


@asynccontextmanager
async def a_desk(monitor: Monitor) -> AsyncIterator[Desk]:
    """A desk of two."""
    async with alone(monitor) as desk:
        assert (await desk.invite("Lee", LEE)).status_code == 303
        await desk.poll()
        await desk.join("Lee")
        yield desk


async def told(desk: Desk, meeting: int, *titles: str) -> list[str]:
    """Who is mailed of a meeting that is published two hours later."""
    before = len(desk.post.mails)
    desk.monitor.wait(hours=2)
    desk.monitor.town.meet(meeting, *titles)
    await desk.poll()
    return sorted(to for receivers in desk.post.receivers[before:] for to in receivers)


async def test_somebody_is_invited_by_mail_and_belongs_to_the_group_once_they_say_so(monitor: Monitor) -> None:
    async with alone(monitor) as desk:
        await desk.invite("Lee", LEE)
        await desk.poll()
        assert (desk.post.subjects[-1], desk.post.receivers[-1]) == ("An invitation to a group", [LEE])
        assert "Dana invites you to the group The privacy desk" in " ".join(desk.post.text().split())
        async with desk.as_() as client:
            assert "Join “The privacy desk”?" in (await client.get(desk.post.link("join"))).text  # as mail programs do
        assert desk.monitor.count("members") == 1
        assert LEE not in (await desk.see("Dana", f"/groups/{desk.group}")).text
        await desk.join("Lee")
        assert desk.monitor.rows("SELECT name, owner FROM members ORDER BY name") in (
            [("Dana", 1), ("Lee", 0)],
            [("Dana", True), ("Lee", False)],
        )
        assert (await desk.see("", desk.post.link("join"))).status_code == 404


async def test_an_invitation_that_was_taken_back_or_ran_out_leads_nowhere(monitor: Monitor) -> None:
    async with alone(monitor) as desk:
        await desk.invite("Lee", LEE)
        await desk.poll()
        link = desk.post.link("join")
        number = desk.monitor.rows("SELECT max(id) FROM signups")[0][0]
        assert (await desk.send("Dana", f"/groups/{desk.group}/people", do="take-back", whom=str(number))).status_code == 303
        assert (await desk.see("", link)).status_code == 404
        await desk.invite("Lee", LEE)
        await desk.poll()
        link = desk.post.link("join")
        desk.monitor.wait(days=8)
        assert (await desk.see("", link)).status_code == 404
        assert desk.monitor.count("members") == 1


async def test_an_address_that_wants_no_mail_is_not_invited_and_the_owner_does_not_learn_it(monitor: Monitor) -> None:
    async with alone(monitor) as desk:
        await desk.invite("Lee", LEE)
        await desk.poll()
        await desk.click(desk.post.link("refuse"))
        sent = len(desk.post.mails)
        assert (await desk.invite("Lee again", LEE)).status_code == 303
        await desk.poll()
        assert len(desk.post.mails) == sent
        assert "Lee again" in (await desk.see("Dana", f"/groups/{desk.group}")).text


async def test_invitations_count_among_the_mails_that_one_network_may_ask_for(monitor: Monitor) -> None:
    async with alone(monitor) as desk:
        statuses = [(await desk.invite(f"Reader {number}", f"reader{number}@paper.example")).status_code for number in range(11)]
    assert statuses == [303] * 9 + [429] * 2  # the first of ten was the sign-up


async def test_a_name_that_would_advertise_is_not_taken(monitor: Monitor) -> None:
    async with alone(monitor) as desk:
        for name in ("buy at evil.example", "http://x", "a@b", "x" * 41, "", "two\nlines" * 9):
            assert (await desk.invite(name, LEE)).status_code == 409
            assert (await desk.send("Dana", "/groups", title=name, name="Dana")).status_code == 409
        assert (desk.monitor.count("signups"), desk.monitor.count("groups")) == (1, 1)


async def test_members_are_told_once_each_though_a_watch_of_their_own_finds_the_same(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await desk.share()
        await desk.enter("Lee", LEE, topic="facial-recognition")
        assert await told(desk, 4101, FACE) == [LEE]
        assert (await desk.send("Dana", f"/groups/{desk.group}/me", do="channel", channel="1")).status_code == 303
        assert await told(desk, 4102, f"Second reading: {FACE}") == [DANA, LEE]


async def test_a_member_says_which_watch_tells_them_and_the_inbox_has_all(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await desk.share()
        watch = desk.monitor.rows("SELECT max(id) FROM watches")[0][0]
        assert (await desk.send("Lee", f"/groups/{desk.group}/watches/{watch}", do="spare")).status_code == 303
        assert await told(desk, 4101, FACE) == []
        assert FACE.split(" for ")[0] in (await desk.see("Lee", f"/groups/{desk.group}/inbox")).text.replace("<mark>", "").replace(
            "</mark>", ""
        )
        assert (await desk.send("Lee", f"/groups/{desk.group}/watches/{watch}", do="tell")).status_code == 303
        assert await told(desk, 4102, f"Second reading: {FACE}") == [LEE]


async def test_a_member_is_told_outside_their_own_quiet_hours(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await desk.share()
        now = desk.monitor.now
        quiet = {"from": f"{now:%H:%M}", "until": f"{now.replace(hour=(now.hour + 6) % 24):%H:%M}", "zone": "UTC"}
        assert (await desk.send("Lee", "/mine/hours", **quiet)).status_code == 303
        assert await told(desk, 4101, FACE) == []
        desk.monitor.wait(hours=5)
        await desk.poll()
        assert desk.post.receivers[-1] == [LEE]


async def test_a_member_hears_nothing_of_a_matter_that_they_muted_and_the_others_do(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await desk.send("Dana", f"/groups/{desk.group}/me", do="channel", channel="1")
        await desk.share()
        assert await told(desk, 4101, FACE) == [DANA, LEE]
        of_lee = next(number for number, to in enumerate(desk.post.receivers) if to == [LEE] and "do/mute" in desk.post.text(number))
        await desk.click(desk.post.link("do/mute", of_lee))
        assert await told(desk, 4101, f"Second reading: {FACE}") == [DANA]


async def test_the_link_that_pauses_spares_the_reader_and_leaves_the_watch_to_the_others(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await desk.send("Dana", f"/groups/{desk.group}/me", do="channel", channel="1")
        await desk.share()
        assert await told(desk, 4101, FACE) == [DANA, LEE]
        of_lee = next(number for number, to in enumerate(desk.post.receivers) if to == [LEE] and "do/pause" in desk.post.text(number))
        assert "Paused" in (await desk.click(desk.post.link("do/pause", of_lee))).text
        assert await told(desk, 4102, f"Second reading: {FACE}") == [DANA]


async def test_who_is_removed_is_told_nothing_sees_nothing_and_speaks_for_the_group_no_more(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await desk.share()
        assert await told(desk, 4101, FACE) == [LEE]
        inbox, lee = f"/groups/{desk.group}/inbox", desk.monitor.rows("SELECT subscriber_id FROM members WHERE name = 'Lee'")[0][0]
        assert (await desk.send("Lee", f"/groups/{desk.group}/people", do="remove", whom=str(lee))).status_code == 403
        assert (await desk.send("Dana", f"/groups/{desk.group}/people", do="remove", whom=str(lee))).status_code == 303
        assert await told(desk, 4102, f"Second reading: {FACE}") == []
        for path in (inbox, f"/groups/{desk.group}"):
            assert (await desk.see("Lee", path)).status_code == 404
        assert (await desk.send("Lee", f"{inbox}/1", do="relevant")).status_code == 404
        await desk.click(desk.post.link("do/irrelevant"))
        await desk.click(desk.post.link("do/pause"))
        assert desk.monitor.rows("SELECT DISTINCT verdict FROM inbox") == [("open",)]
        assert desk.monitor.rows("SELECT count(*) FROM watches WHERE paused") == [(0,)]


async def test_what_waits_for_who_is_removed_is_not_sent_nor_is_a_cancellation_told(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await desk.share()
        assert await told(desk, 4101, FACE) == [LEE]
        watch, lee = (
            desk.monitor.rows(f"SELECT max({of}) FROM {table}")[0][0] for of, table in (("id", "watches"), ("subscriber_id", "members"))
        )
        await desk.send("Dana", f"/groups/{desk.group}/watches/{watch}", do="cadence", cadence="weekly")
        assert await told(desk, 4102, f"Second reading: {FACE}") == []
        assert desk.monitor.rows("SELECT count(*) FROM alerts WHERE state = 'queued'") == [(1,)]
        await desk.send("Dana", f"/groups/{desk.group}/people", do="remove", whom=str(lee))
        desk.monitor.town.say(4101, AgendaStatusName="Cancelled")
        sent = len(desk.post.mails)
        for _ in range(8):
            desk.monitor.wait(days=1)
            await desk.poll()
        assert desk.post.subjects[sent:] == []


async def test_the_last_owner_does_not_vanish(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        people, me = f"/groups/{desk.group}/people", f"/groups/{desk.group}/me"
        dana, lee = (str(row[0]) for row in desk.monitor.rows("SELECT subscriber_id FROM members ORDER BY name"))
        assert (await desk.send("Dana", me, do="leave")).status_code == 409
        assert (await desk.send("Dana", people, do="plain", whom=dana)).status_code == 409
        forgotten = await desk.send("Dana", "/mine/forget", page="/mine")
        assert (forgotten.status_code, "You are the only owner of “The privacy desk”" in forgotten.text) == (409, True)
        assert (await desk.send("Dana", people, do="owner", whom=lee)).status_code == 303
        assert (await desk.send("Dana", me, do="leave")).status_code == 303
        assert desk.monitor.rows("SELECT name FROM members") == [("Lee",)]
        assert (await desk.send("Lee", f"/groups/{desk.group}/end")).status_code == 400
        assert (await desk.send("Lee", f"/groups/{desk.group}/end", sure="yes")).status_code == 303
        assert [desk.monitor.count(table) for table in ("groups", "members", "inbox")] == [0, 0, 0]


async def test_a_form_of_somebody_elses_or_of_nobodys_changes_nothing(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        async with desk.as_("Lee") as client:
            of_lee = ticket((await client.get("/groups")).text)
        async with desk.as_("Dana") as client:
            for path in (
                f"/groups/{desk.group}/end",
                f"/groups/{desk.group}/people",
                f"/groups/{desk.group}/me",
                "/groups",
                "/groups/watches",
            ):
                for given in (of_lee, "", "form.2.9999999999.x"):
                    assert (await client.post(path, data={"ticket": given, "sure": "yes", "do": "leave"})).status_code == 403
        assert desk.monitor.count("members") == 2


async def test_who_is_a_stranger_learns_of_no_group(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await desk.enter("Pat", "pat@paper.example", q="drones")
        for path in (
            f"/groups/{desk.group}",
            f"/groups/{desk.group}/inbox",
            "/groups/99999",
            "/groups/99999999999999999999/inbox",
            "/groups/x",
        ):
            assert (await desk.see("Pat", path)).status_code == 404, path
            assert (await desk.see("", path)).status_code in (303, 404), path
        assert (await desk.send("Pat", "/groups/watches", q=PLATES, group=str(desk.group))).status_code == 404
