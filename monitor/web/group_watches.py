"""The forms for a group's watches: one more, how each tells, whom, and what it passes over."""

from collections.abc import Awaitable

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.language import gettext
from monitor.query.errors import QueryError
from monitor.store import sharing
from monitor.store.groups import Member
from monitor.web import mine, wishing
from monitor.web.grouped import HERE, REFUSED, member, number, posted, refused, there
from monitor.web.ids import Id
from monitor.web.sessions import Fields, first, form
from monitor.web.shown import Shown


def add(app: FastAPI, service: Shown) -> None:
    """Add what the forms do."""

    @app.post(f"{HERE}/watches")
    async def put(request: Request) -> Response:
        """From the preview of a watch, which any of the reader's groups may have."""
        read = await form(request, service)
        who = await member(request, service, number(read, "group") or 0)
        try:
            wanted = wishing.wish(read, service.lexicon, service.sources)
            await service.database.run(sharing.add, who.group_id, wanted, service.clock())
        except REFUSED as error:
            raise refused(error) from None
        except (QueryError, ValueError) as error:
            raise HTTPException(400, str(error)) from None
        return RedirectResponse(f"{HERE}/{who.group_id}#watches", 303)

    @app.post(f"{HERE}/{{group_id}}/watches/{{watch_id}}")
    async def change(request: Request, group_id: Id, watch_id: Id) -> Response:
        read, who = await posted(request, service, group_id)
        there(await _change(service, who, watch_id, read))
        return RedirectResponse(f"{HERE}/{group_id}#watches", 303)


def _change(service: Shown, who: Member, watch_id: int, read: Fields) -> Awaitable[bool]:
    wanted, now, run, group_id = first(read, "do"), service.clock(), service.database.run, who.group_id
    if wanted in ("pause", "resume"):
        return run(sharing.set_paused, group_id, watch_id, now, paused=wanted == "pause")
    if wanted == "remove":
        return run(sharing.remove, group_id, watch_id)
    if wanted == "cadence":
        return run(sharing.set_cadence, group_id, watch_id, mine.cadence(first(read, "cadence")), now)
    if wanted in ("tell", "spare"):
        return run(sharing.tell, who, watch_id, now, wanted=wanted == "tell")
    if wanted == "unmute":
        return run(sharing.unmute, group_id, watch_id, first(read, "phrase"), now)
    raise HTTPException(400, gettext("There is no such button"))
