"""`monitor tokens`: by which programs ask the API, the operator's and, to be seen and revoked, those of subscribers."""

from typing import Annotated

import typer

from monitor.commands import console, opening
from monitor.commands.failures import Stop
from monitor.store import tokens, watches
from monitor.store.tokens import Grant, NoToken, Token
from monitor.store.watches import OPERATOR

app = typer.Typer(help="Tokens: by which programs ask the API", no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Scopes = Annotated[list[Grant], typer.Option(metavar="S", help="read, alerts, triage or operator; may be repeated")]


@app.command()
def add(name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it")], *, scope: Scopes) -> None:
    """Make a token of the operator's, and print it: it is not kept, and not shown again."""
    with opening.store(opening.settings()) as store:
        now = opening.now()
        owner = store.run(watches.subscriber, OPERATOR, now)
        try:
            token = store.run(tokens.issue, owner, name, scope, now)
        except NoToken as error:
            raise Stop(str(error)) from None
    console.say(token)
    console.note("keep it as a password; a program sends it as: Authorization: Bearer TOKEN")


@app.command("list")
def list_tokens(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON array")] = False) -> None:
    """All tokens, of the operator and of subscribers, without the tokens themselves."""
    with opening.store(opening.settings()) as store:
        listed = store.ask(tokens.listed)
    if as_json:
        console.say_json([_data(one) for one in listed])
        return
    if not listed:
        console.hint("no token yet: `monitor tokens add NAME --scope operator`")
    rows = [(one.id, one.owner, one.name, ", ".join(sorted(one.grants)), one.created_at, one.last_used_at or "never") for one in listed]
    console.show(("number", "of", "token", "scopes", "made", "last used"), rows)


@app.command()
def revoke(number: Annotated[int, typer.Argument(metavar="NUMBER", help="As `monitor tokens list` shows it")]) -> None:
    """End a token, whosever it is. It opens nothing from now on."""
    with opening.store(opening.settings()) as store:
        if not store.run(tokens.revoke, number):
            raise Stop(f"there is no token {number}; see `monitor tokens list`")
    console.note(f"{number} is revoked")


def _data(token: Token) -> dict[str, object]:
    return {
        "number": token.id,
        "owner": token.owner,
        "name": token.name,
        "scopes": sorted(token.grants),
        "created_at": token.created_at.isoformat(),
        "last_used_at": token.last_used_at.isoformat() if token.last_used_at else None,
    }
