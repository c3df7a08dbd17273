"""Who may see a group's pages: its members, asked of the database each time, and nobody learns which groups there are."""

from fastapi import Request
from starlette.exceptions import HTTPException

from monitor.language import gettext
from monitor.store import groups
from monitor.store.groups import Member, Refusal
from monitor.store.signups import TooManyWatches
from monitor.store.triage import TooFast
from monitor.web import sessions
from monitor.web.ids import LARGEST_ID
from monitor.web.mine import NOT_YOURS
from monitor.web.sessions import Fields, first
from monitor.web.shown import Shown

HERE = "/groups"
REFUSED = (Refusal, TooManyWatches, TooFast)


async def member(request: Request, service: Shown, group_id: int) -> Member:
    """Who asks, as a member of the group. Raises HTTPException: 403 for who is not signed in, 404 for who does not belong to it."""
    subscriber_id = sessions.subscriber(request, service)
    if subscriber_id is None:
        raise HTTPException(403, gettext(NOT_YOURS))
    found = await service.database.ask(groups.member, group_id, subscriber_id)
    if found is None:
        raise HTTPException(404)
    return found


async def posted(request: Request, service: Shown, group_id: int) -> tuple[Fields, Member]:
    """The fields of a form of the group's pages, and who sent it. Raises HTTPException."""
    read = await sessions.form(request, service)
    return read, await member(request, service, group_id)


def refused(error: Exception) -> HTTPException:
    """What a reader is told where it cannot be done."""
    if isinstance(error, TooFast):
        return HTTPException(429, gettext("That was too much for one minute: wait a little."))
    return HTTPException(409, str(error))


def number(read: Fields, name: str) -> int | None:
    """An id from a form; None where the field is empty. Raises HTTPException."""
    said = first(read, name)
    if not said:
        return None
    if not said.isascii() or not said.isdecimal() or int(said) > LARGEST_ID:
        raise HTTPException(404)
    return int(said)


def there(done: object) -> None:
    """Raises HTTPException where what a form is about is not there, or not theirs."""
    if not done:
        raise HTTPException(404)
