"""The inbox of a group for programs: within the scope of a token, for members alone, and one with what the pages say."""

from typing import Any

import httpx
from walk.conftest import Monitor
from walk.test_groups import Desk, a_desk
from walk.test_inbox import filled, items
from walk.test_tokens import SHOWN, bearer


async def token(desk: Desk, who: str, grant: str) -> dict[str, str]:
    """A token that this person made on their page, as a program sends it."""
    answer = await desk.send(who, "/mine/programs", page="/mine/programs", name=f"for {grant}", grant=grant)
    found = SHOWN.search(answer.text)
    assert found, answer.text
    return bearer(found[1])


async def call(desk: Desk, path: str, sent: dict[str, str], said: dict[str, Any] | None = None) -> httpx.Response:
    async with desk.as_() as client:
        if said is None:
            return await client.get(f"/api/v1{path}", headers=sent)
        return await client.post(f"/api/v1{path}", headers=sent, json=said)


async def test_a_program_reads_an_inbox_and_judges_in_the_name_of_a_member(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await filled(desk)
        lee, here = await token(desk, "Lee", "triage"), f"/groups/{desk.group}/inbox"
        [group] = (await call(desk, "/groups", lee)).json()
        assert (group["title"], group["open"], group["owner"], group["name"]) == ("The privacy desk", 1, False, "Lee")
        [item] = (await call(desk, here, lee)).json()["items"]
        assert (item["verdict"], item["places"], item["page"], item["acts"]) == ("open", 2, 2, [])
        judged = await call(desk, f"{here}/1", lee, {"do": "irrelevant", "reason": "known", "words": "in last year's story"})
        assert (judged.status_code, judged.json()["reason"], judged.json()["acts"][0]["by"]) == (200, "known", "Lee")
        await call(desk, f"{here}/1", lee, {"do": "note", "words": "see the archive"})
        assert "in last year&#39;s story" in (await desk.see("Dana", f"{here}?show=irrelevant")).text
        listed = (await call(desk, f"{here}?show=irrelevant&limit=1", lee)).json()
        assert [act["what"] for act in listed["items"][0]["acts"]] == ["irrelevant", "note"]
        assert (await call(desk, here, lee)).json() == {"items": [], "next": None}


async def test_a_token_opens_no_inbox_without_its_scope_or_of_another_group(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await filled(desk)
        here, said = f"/groups/{desk.group}/inbox", {"do": "relevant"}
        await desk.enter("Pat", "pat@paper.example", q="parrots")
        pat, alerts = await token(desk, "Pat", "triage"), await token(desk, "Lee", "alerts")
        assert [(await call(desk, here, sent)).status_code for sent in (pat, alerts, {})] == [404, 403, 401]
        assert [(await call(desk, f"{here}/1", sent, said)).status_code for sent in (pat, alerts, {})] == [404, 403, 401]
        assert (await call(desk, "/groups", pat)).json() == []
        lee = await token(desk, "Lee", "triage")
        await desk.send("Lee", f"/groups/{desk.group}/me", do="leave")
        assert (await call(desk, here, lee)).status_code == 404
        assert items((await desk.see("Dana", here)).text) == [1]


async def test_what_a_program_says_wrongly_is_named(monitor: Monitor) -> None:
    async with a_desk(monitor) as desk:
        await filled(desk)
        lee, here = await token(desk, "Lee", "triage"), f"/groups/{desk.group}/inbox"
        wrong: tuple[tuple[str, dict[str, Any], int], ...] = (
            (f"{here}/1", {"do": "irrelevant"}, 409),
            (f"{here}/1", {"do": "irrelevant", "reason": "because"}, 422),
            (f"{here}/1", {"do": "note", "words": ""}, 409),
            (f"{here}/1", {"do": "assign", "to": 9999}, 404),
            (f"{here}/77", {"do": "relevant"}, 404),
            (f"{here}/99999999999999", {"do": "relevant"}, 422),
        )
        for path, said, status in wrong:
            answer = await call(desk, path, lee, said)
            assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), (said, answer.text)
