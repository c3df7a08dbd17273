"""The inboxes of the groups that a subscriber belongs to, for a token with the scope "triage": to read, and to judge as on the page."""

from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from monitor.answers import item_data
from monitor.store import groups, inbox_pages, triage
from monitor.store.database import Connection
from monitor.store.groups import Member, Refusal
from monitor.store.inbox_pages import Sort, Wanted
from monitor.store.tokens import Grant, Token
from monitor.store.triage import TooFast
from monitor.web.api import forms
from monitor.web.api.admission import Admitted, needs
from monitor.web.api.listing import Limit
from monitor.web.api.problems import responses
from monitor.web.ids import LARGEST_ID, Id
from monitor.web.shown import Shown

Before = Annotated[int | None, Query(ge=0, le=LARGEST_ID, description="The `next` of the page before: hits come the newest first")]


def add(api: FastAPI, service: Shown, admit: Admitted) -> None:
    """Add them."""
    ask, run = service.database.ask, service.database.run
    usual: dict[str, Any] = {"responses": responses(401, 403, 404, 422, 429)}

    @api.get("/groups", response_model=list[forms.Group], responses=responses(401, 403, 422, 429))
    async def listed(token: Annotated[Token, needs(admit, Grant.TRIAGE)]) -> Response:
        """The groups that you belong to."""
        return JSONResponse([row._asdict() for row in await ask(groups.of_subscriber, token.subscriber_id)])

    @api.get("/groups/{group}/inbox", response_model=forms.Page[forms.Item], **usual)
    async def inbox(
        token: Annotated[Token, needs(admit, Grant.TRIAGE)],
        group: Id,
        show: Sort = Sort.OPEN,
        after: Before = None,
        limit: Limit = 50,
    ) -> Response:
        """Hits of a group, the newest first, with what was done with each."""
        wanted = Wanted(group_id=group, member_id=token.subscriber_id, sort=show, before=after)
        found = await ask(_portion, wanted, limit)
        return JSONResponse({"items": [item_data(item) for item in found.items], "next": None if found.next is None else str(found.next)})

    @api.post("/groups/{group}/inbox/{item}", response_model=forms.Item, responses=responses(400, 401, 403, 404, 409, 422, 429))
    async def act(token: Annotated[Token, needs(admit, Grant.TRIAGE)], group: Id, item: Id, said: forms.Act) -> Response:
        """Judge a hit, assign it or add a note, in your name."""
        try:
            await run(_act, group, token.subscriber_id, item, said, service.clock())
        except Refusal as error:
            raise HTTPException(409, str(error)) from None
        except TooFast:
            raise HTTPException(429, "That was too much for one minute", {"Retry-After": "60"}) from None
        found = await ask(inbox_pages.one, Wanted(group_id=group, member_id=token.subscriber_id), item)
        if found is None:
            raise HTTPException(404)
        return JSONResponse(item_data(found))


def _member(connection: Connection, group_id: int, subscriber_id: int) -> Member:
    found = groups.member(connection, group_id, subscriber_id)
    if found is None:
        raise HTTPException(404, "You belong to no such group")
    return found


def _portion(connection: Connection, wanted: Wanted, limit: int) -> inbox_pages.Portion:
    _member(connection, wanted.group_id, wanted.member_id)
    return inbox_pages.portion(connection, wanted, limit)


def _act(connection: Connection, group_id: int, subscriber_id: int, item_id: int, said: forms.Act, now: Any) -> None:
    who = _member(connection, group_id, subscriber_id)
    if said.do == "note":
        done = triage.note(connection, who, item_id, said.words, now)
    elif said.do == "assign":
        done = triage.assign(connection, who, item_id, said.to, now)
    else:
        done = triage.judge(connection, who, item_id, triage.opinion(said.do, said.reason or "", said.words), now)
    if not done:
        raise HTTPException(404, "There is no such hit, or no such member")
