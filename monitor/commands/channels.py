"""`monitor channels`: where the operator's alerts are sent. Addresses are secrets, and are shown without them."""

import asyncio
import sys
from typing import Annotated

import typer

from monitor.channels import Channels, check, key_of, kind, mask
from monitor.commands import console, opening
from monitor.commands.failures import FAILED, Stop
from monitor.message import plain
from monitor.model import Delivery, Receipt
from monitor.store import watches
from monitor.store.watches import OPERATOR, Channel

app = typer.Typer(help="Channels: where alerts are sent", no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `monitor channels list` shows it")]
SEE = "monitor channels list"
SUBJECT = "A test from the Public Records Monitor"
TEXT = "If you can read this, alerts arrive here."


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it")],
    url: Annotated[str, typer.Argument(metavar="URL", help="An Apprise URL: docs/channels.md; - reads it from standard input")],
) -> None:
    """Add a channel, or give one a new address. A watch tells it from when it is added with it; see `watch add --channel`."""
    address = (sys.stdin.readline() if url == "-" else url).strip()
    check(address, trusted=True)
    with opening.store(opening.settings()) as store:
        store.run(watches.put_channel, OPERATOR, name, address, trusted=True, now=opening.now())
    console.note(f"{name}: {mask(address)}; try it with `monitor channels test {name}`")


@app.command("list")
def list_channels(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON array")] = False) -> None:
    """All channels, their addresses without secrets."""
    with opening.store(opening.settings()) as store:
        listed = store.ask(watches.list_channels, OPERATOR)
    if as_json:
        console.say_json([{"name": one.name, "service": kind(one.url), "address": mask(one.url)} for one in listed])
        return
    if not listed:
        console.hint("no channel yet: `monitor channels add NAME URL`, or set MONITOR_NOTIFY")
    console.show(("channel", "address"), [(one.name, mask(one.url)) for one in listed])


@app.command("test")
def send_test(names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Default: all")] = None) -> None:
    """Send a message to each channel, and say what became of it. Exit 1 unless all took it."""
    settings = opening.settings()
    with opening.store(settings) as store:
        listed = store.ask(watches.list_channels, OPERATOR)
    opening.known("channel", names or [], [one.name for one in listed], SEE)
    wanted = [one for one in listed if not names or one.name in names]
    if not wanted:
        raise Stop("there is no channel: `monitor channels add NAME URL`, or set MONITOR_NOTIFY and start `monitor run`")
    with console.progress("sending", len(wanted)) as advance:
        results = asyncio.run(_send(wanted, advance, settings.key()))
    rows = [(one.name, receipt.delivery.value, receipt.detail) for one, receipts in results for receipt in receipts]
    console.show(("channel", "", ""), rows)
    if failed := sum(delivery != Delivery.SENT.value for _, delivery, _ in rows):
        raise Stop(f"{failed} of {len(rows)} were not sent: docs/channels.md says what each answer means", FAILED)


@app.command("key")
def show_key(name: Name) -> None:
    """The key by which a receiver checks that a webhook is ours: docs/channels.md. A secret."""
    settings = opening.settings()
    with opening.store(settings) as store:
        listed = {one.name: one for one in store.ask(watches.list_channels, OPERATOR)}
    opening.known("channel", [name], list(listed), SEE)
    secret = settings.key()
    if secret is None:
        raise Stop("there is no secret to make keys of: set MONITOR_SECRET, or MONITOR_DATA to a folder that can be written to")
    console.say(key_of(secret, listed[name].url))


@app.command()
def remove(name: Name) -> None:
    """Forget a channel and its address. Watches go on without it."""
    with opening.store(opening.settings()) as store:
        opening.known("channel", [name], [one.name for one in store.ask(watches.list_channels, OPERATOR)], SEE)
        store.run(watches.remove_channel, OPERATOR, name)
    console.note(f"{name} is removed")


async def _send(wanted: list[Channel], advance: console.Advance, secret: bytes | None) -> list[tuple[Channel, tuple[Receipt, ...]]]:
    channels = Channels(secret=secret)
    results = []
    try:
        for one in wanted:
            advance(one.name, by=0)
            results.append((one, await channels.send(one.url, plain(SUBJECT, TEXT), trusted=one.trusted)))
            advance(one.name)
    finally:
        channels.close()
    return results
