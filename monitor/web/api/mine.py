"""What a subscriber has: watches, alerts and receipts, for a token with the scope "alerts"."""

from typing import Annotated, Any

from fastapi import FastAPI, Path
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from monitor.answers import watch_data
from monitor.exported import as_dict
from monitor.store import hits, receipts, watches
from monitor.store.database import Connection
from monitor.store.export import HITS
from monitor.store.receipts import ALERTS, RECEIPTS
from monitor.store.tokens import Grant, Token
from monitor.web.api import forms
from monitor.web.api.admission import Admitted, needs
from monitor.web.api.listing import After, Limit, page
from monitor.web.api.problems import responses
from monitor.web.ids import LARGEST_ID
from monitor.web.shown import Shown

PASSAGES = 1000  # of one alert; a packet that names a vendor on each page has some hundreds


def add(api: FastAPI, service: Shown, admit: Admitted) -> None:
    """Add them."""
    ask = service.database.ask
    usual: dict[str, Any] = {"responses": responses(401, 403, 422, 429)}

    @api.get("/mine/watches", response_model=list[forms.Watch], responses=responses(401, 403, 422, 429))
    async def listed(token: Annotated[Token, needs(admit, Grant.ALERTS)]) -> Response:
        """Your watches, as `monitor watch list --json` prints the operator's."""
        return JSONResponse(await ask(_watches, token.owner))

    @api.get("/mine/alerts", response_model=forms.Page[forms.Alert], **usual)
    async def alerts(token: Annotated[Token, needs(admit, Grant.ALERTS)], after: After = 0, limit: Limit = 50) -> Response:
        """Your alerts, the oldest first, whether they have left or wait."""
        return page(ALERTS, *await ask(receipts.alert_rows, token.subscriber_id, after, limit))

    @api.get("/mine/alerts/{alert_id}", response_model=forms.AlertInFull, responses=responses(401, 403, 404, 422, 429))
    async def alert(token: Annotated[Token, needs(admit, Grant.ALERTS)], alert_id: Annotated[int, Path(ge=1, le=LARGEST_ID)]) -> Response:
        """One of your alerts, with its passages."""
        found = await ask(receipts.alert, token.subscriber_id, alert_id, PASSAGES)
        if found is None:
            raise HTTPException(404, "There is no such alert of yours")
        row, passages = found
        return JSONResponse({**as_dict(ALERTS, row), "hits": [as_dict(HITS, each) for each in passages]})

    @api.get("/mine/receipts", response_model=forms.Page[forms.Receipt], **usual)
    async def received(token: Annotated[Token, needs(admit, Grant.ALERTS)], after: After = 0, limit: Limit = 50) -> Response:
        """What became of each attempt to send to you, the oldest first."""
        return page(RECEIPTS, *await ask(receipts.receipt_rows, token.subscriber_id, after, limit))


def _watches(connection: Connection, owner: str) -> list[dict[str, Any]]:
    names = {channel.id: channel.name for channel in watches.list_channels(connection, owner)}
    found = hits.count_by_rule(connection)
    return [watch_data(watch, names, found) for watch in watches.list_watches(connection, owner)]
