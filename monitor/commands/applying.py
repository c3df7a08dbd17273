"""`monitor watch apply`: subscribers, channels and watches as a file, for operators who keep them beside their code."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.channels import ChannelError, check
from monitor.commands import console, opening
from monitor.commands.failures import Stop
from monitor.lexicon import load
from monitor.store import following
from monitor.store.groups import Refusal
from monitor.watchfile import Subscriber, read
from sources.options import meant

LARGEST = 4_000_000  # bytes; 10,000 watches are a tenth of it


def apply(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A watches.yml: docs/watches.md")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing")] = False,
) -> None:
    """Make channels and watches what a file says, for the subscribers that it names. Says what changes, a line each."""
    settings = opening.settings()
    wanted = read(_text(file), str(file))
    _check(wanted, set(load(*opening.own_topics(settings)).titles) | {"*"}, str(file))
    with opening.store(settings) as store:
        try:
            changes = store.ask(following.plan, wanted) if dry_run else store.run(following.follow, wanted, opening.now())
        except Refusal as error:
            raise Stop(f"{file}: nothing was changed: {error}") from None
    for change in changes:
        console.say(str(change))
    what = "would change" if dry_run else "changed"
    console.note(f"{len(changes)} {what}" if changes else "nothing to change")


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise Stop(f"{file}: larger than {LARGEST:,} bytes: split it, each part with subscribers of its own")
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise Stop(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Stop(f"{file}: not UTF-8") from error


def _check(wanted: dict[str, Subscriber], topics: set[str], file: str) -> None:
    for name, subscriber in wanted.items():
        for channel, url in subscriber.channels.items():
            try:
                check(url.get_secret_value(), trusted=True)
            except ChannelError as error:
                raise Stop(f"{file}: subscribers.{name}.channels.{channel}: {error}") from None
        for watch, one in subscriber.watches.items():
            for topic in sorted(one.topics - topics):
                raise Stop(f"{file}: subscribers.{name}.watches.{watch}: no topic {topic!r}{meant(topic, topics)}")
