"""What an operator does from a program: see queues and sources, run, pause and resume one. For a token with the scope "operator"."""

from typing import Annotated, Any

from fastapi import FastAPI, Path
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from monitor.store import sources as states
from monitor.store.database import Connection
from monitor.store.gauges import gauges
from monitor.store.tokens import Grant, Token
from monitor.web.api import forms
from monitor.web.api.admission import Admitted, needs
from monitor.web.api.archive import LONGEST, source_data
from monitor.web.api.problems import responses
from monitor.web.operator import change
from monitor.web.shown import Shown


def add(api: FastAPI, service: Shown, admit: Admitted) -> None:
    """Add them."""

    @api.get("/operator/queues", response_model=list[forms.Queue], responses=responses(401, 403, 422, 429))
    async def queues(_: Annotated[Token, needs(admit, Grant.OPERATOR)]) -> Response:
        """What is due, and for how long the first waits."""
        seen = await service.database.ask(gauges, service.clock())
        return JSONResponse([{"name": name, "due": number, "oldest": seen.oldest[name]} for name, number in seen.due.items()])

    @api.get("/operator/sources", response_model=list[forms.OperatorSource], responses=responses(401, 403, 422, 429))
    async def sources(_: Annotated[Token, needs(admit, Grant.OPERATOR)]) -> Response:
        """All sources, also those that are switched off or paused."""
        return JSONResponse([_data(state) for state in await service.database.ask(states.states)])

    @api.post("/operator/sources/{source}", response_model=forms.OperatorSource, responses=responses(400, 401, 403, 404, 422, 429))
    async def order(
        token: Annotated[Token, needs(admit, Grant.OPERATOR)], source: Annotated[str, Path(max_length=LONGEST)], wanted: forms.Order
    ) -> Response:
        """Run a source now, pause it until somebody resumes it, or resume it."""
        if source not in service.sources:
            raise HTTPException(404, f"There is no source {source!r}")

        def deed(connection: Connection) -> states.State:
            change(connection, wanted.do, source, token.name, service.clock())
            return states.state(connection, source)

        return JSONResponse(_data(await service.database.run(deed)))


def _data(state: states.State) -> dict[str, Any]:
    return source_data(state) | {
        "enabled": state.enabled,
        "due_at": state.due_at.isoformat(),
        "failures": state.failures,
        "paused_at": state.paused_at.isoformat() if state.paused_at else None,
        "paused_by": state.paused_by,
    }
