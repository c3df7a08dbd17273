"""Who asks the API: a program with a token, whoever is signed in where the monitor is private, or anybody."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes
from starlette.exceptions import HTTPException

from monitor.store import tokens
from monitor.store.tokens import Grant, Token
from monitor.web import sessions
from monitor.web.shown import Shown

BEARER = HTTPBearer(
    scheme_name="token",
    description="A token that you made on your page /mine, or the operator with `monitor tokens add`: Authorization: Bearer prm_…",
    auto_error=False,
)
LONGEST = 200  # characters of a token; ours have 47

Admitted = Callable[..., Awaitable[Token | None]]
Sent = Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]


def admission(service: Shown) -> Admitted:
    """What lets in who may ask: the token, or None for who needs none. Raises HTTPException (401, 403, 422)."""

    async def admit(needed: SecurityScopes, request: Request, sent: Sent) -> Token | None:
        _check_names(request)
        wanted = {Grant(name) for name in needed.scopes}
        token = await _token(service, sent.credentials) if sent else None
        if token is None:
            if wanted - {Grant.READ} or (service.private and not sessions.who(request, service)):
                raise HTTPException(401, "This needs a token: Authorization: Bearer prm_…", {"WWW-Authenticate": "Bearer"})
            return None
        lacking = {each for each in wanted - token.grants if each is not Grant.READ or service.private}
        if lacking:
            words = f"This token is not good for this: it needs the scope {', '.join(sorted(lacking))}"
            raise HTTPException(403, words, {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{" ".join(sorted(lacking))}"'})
        return token

    return admit


def needs(admit: Admitted, grant: Grant) -> Any:
    """The dependency of an operation that this is needed for."""
    return Security(admit, scopes=[grant.value])


def anybody(admit: Admitted) -> dict[str, Any]:
    """What makes an operation of the archive: open to anybody, but where the monitor is private; the description says both."""
    return {"dependencies": [needs(admit, Grant.READ)], "openapi_extra": {"security": [{}]}}


def _check_names(request: Request) -> None:
    """A misspelt parameter is an error: left out of account, it would give more than was asked for. Raises HTTPException (422)."""
    known = {field.alias for field in request.scope["route"].dependant.query_params}
    for name in request.query_params:
        if name not in known:
            raise HTTPException(422, f"There is no parameter {name[:40]!r} here; there are: {', '.join(sorted(known)) or 'none'}")


async def _token(service: Shown, presented: str) -> Token:
    token = await service.database.ask(tokens.find, presented) if len(presented) <= LONGEST else None
    if token is None:
        raise HTTPException(401, "There is no such token, or it was revoked", {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    now = service.clock()
    if not tokens.was_used_lately(token, now):
        await service.database.run(tokens.note_use, token, now)
    return token
