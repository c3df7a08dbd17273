"""The commands of `monitor`: which there are, and what becomes of their errors."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from monitor.commands.failures import FAILED, WRONG, Stop, expected

COMMANDS: Mapping[str, tuple[str, str]] = {
    "run": ("monitor.commands.service:run", "The service: schedule, workers and pages"),
    "demo": ("monitor.commands.service:demo", "The same against bundled sample publishers, without network"),
    "worker": ("monitor.commands.service:worker", "A worker for the PostgreSQL queue"),
    "poll": ("monitor.commands.poll:poll", "One pass over the named, or all due, sources"),
    "sources": ("monitor.commands.sources:app", "Sources: list, show, detect, add, check, try, record, enable and disable them"),
    "match": ("monitor.commands.match:match", "Match JSON lines against a query or topics"),
    "extract": ("monitor.commands.extract:extract", "The text of a document, page by page"),
    "watch": ("monitor.commands.watches:app", "Watches: what you asked to be told about"),
    "channels": ("monitor.commands.channels:app", "Channels: where alerts are sent"),
    "tokens": ("monitor.commands.tokens:app", "Tokens: by which programs ask the API"),
    "groups": ("monitor.commands.groups:app", "Groups: who shares watches and an inbox"),
    "search": ("monitor.commands.search:search", "Look for a query in the archive"),
    "records": ("monitor.commands.records:app", "Records: one as it stood, and what changed in it"),
    "tally": ("monitor.commands.tally:tally", "Who is paid and who lobbies, for how much, with the records behind it"),
    "vendors": ("monitor.commands.vendors:app", "Names and numbers that may be a vendor's: review, decide, undo"),
    "export": ("monitor.commands.export:export", "Hits, records or the tally as CSV, JSON lines or Parquet"),
    "backup": ("monitor.commands.backup:backup", "The database, the fetched files and the secret as one file, while the service runs"),
    "restore": ("monitor.commands.backup:restore", "Bring a backup back"),
    "move": ("monitor.commands.move:move", "Move everything from SQLite to PostgreSQL, and show that nothing was lost"),
    "status": ("monitor.commands.status:status", "Sources, queues and last runs; exit 1 if unhealthy"),
    "doctor": ("monitor.commands.doctor:doctor", "What is configured, reachable and missing"),
}
"""Where each command is, and its help: it is imported when it is asked for, so that `--help` costs nothing."""


class Commands(TyperGroup):
    """The group of all commands."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # the base names it
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  # the base names it
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        found = getattr(import_module(module), name)
        if isinstance(found, typer.Typer):
            return get_command(found)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(cmd_name)(found)
        return get_command(alone)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  # the base names it
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def main(self, *args: Any, **given: Any) -> Any:
        """Run, and leave with an exit code: each expected error is one line on standard error."""
        given["standalone_mode"] = False
        try:
            code = super().main(*args, **given)
        except typer.TyperException as error:
            sys.exit(_misused(error))
        except typer.Abort:
            sys.exit(130)
        except Exception as error:
            stop = expected(error)
            if stop is None:
                raise
            code = _told(stop)
        sys.exit(_written() or code or 0)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=True, rich_markup_mode=None, pretty_exceptions_enable=False)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"monitor {version('public-records-monitor')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit")] = False,
) -> None:
    """Watch public records for biometric surveillance, and be told once, with evidence.

    Settings are environment variables: `monitor doctor` shows them, docs/operators.md explains them.
    """


def main() -> None:
    """The console script."""
    app(prog_name="monitor")


def _misused(error: typer.TyperException) -> int:
    message = error.format_message().strip()
    if not message or message.startswith("Usage:"):  # no arguments were given where some are needed: the help is shown
        typer.echo(message, err=True, nl=bool(message))
        return WRONG
    context = getattr(error, "ctx", None)
    see = f"; see `{context.command_path} --help`" if context else ""
    return _told(Stop(f"{message.replace('Value error, ', '').rstrip('.')}{see}"))


def _written() -> int:
    """Hand on what was said; FAILED where nobody can take it, as on a full disk. Python would say so at its end, in its words."""
    try:
        sys.stdout.flush()
    except OSError as error:
        stop = expected(error)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what waits to be written is tried again at the end
        return _told(stop) if stop else FAILED
    return 0


def _told(stop: Stop) -> int:
    typer.echo(f"error: {' '.join(stop.message.split())}", err=True)
    return stop.code
