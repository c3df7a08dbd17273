"""Times on two clocks: that of the place, and the reader's own, where the reader says it or is signed in."""

from datetime import date, datetime

from fastapi import Request

from monitor.message import wording
from monitor.store import mine
from monitor.web import sessions, wishing
from monitor.web.shown import TEMPLATES, Shown, local


async def of_reader(request: Request, service: Shown) -> str:
    """The reader's time zone: what the address asks for, else that of who is signed in; "" where neither says one."""
    try:
        asked = wishing.zone(request.query_params["zone"]) if request.query_params.get("zone") else ""
    except ValueError:
        asked = ""
    reader = sessions.subscriber(request, service)
    if asked or reader is None:
        return asked
    held = await service.database.ask(mine.held, reader)
    return held.timezone if held else ""


def both(moment: datetime | date, place: str, reader: str) -> str:
    """The time at the place, and where the reader's clock says another one, that too."""
    there = local(moment, place)
    if not reader or not isinstance(wording.local(moment, place), datetime):
        return there
    here = local(moment, reader)
    return there if here == there else f"{there} = {here}"


TEMPLATES.env.globals["both"] = both
