"""`monitor records`: a record as it stood, and what changed in it since it was first seen."""

from typing import Annotated, Any

import typer

from monitor.commands import console, opening
from monitor.commands.failures import Stop
from monitor.store import history, records
from monitor.store.history import Step
from sources import codec
from sources.model import Record

app = typer.Typer(
    help="Records: show one as it stood, and what changed in it", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

Source = Annotated[str, typer.Argument(metavar="SOURCE", help="A source, as us-ca-oakland")]
Key = Annotated[str, typer.Argument(metavar="KEY", help="The key of a record: `monitor export records` has them")]


@app.command()
def show(
    source: Source,
    key: Key,
    *,
    revision: Annotated[int | None, typer.Option(min=1, metavar="N", help="As it stood in this revision; default: the newest")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The record as one JSON object")] = False,
) -> None:
    """A record with its parts and documents, in any of its revisions."""
    with opening.store(opening.settings()) as store:
        record_id = _record_id(store, source, key)
        found = store.ask(records.revision, record_id, revision)
    if found is None:
        raise Stop(f"{source} {key} has no revision {revision}: see `monitor records history {source} {key}`")
    if as_json:
        console.raw(codec.dumps(found))
        return
    for line in _lines(found):
        console.say(line)


@app.command("history")
def show_history(
    source: Source,
    key: Key,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per change that was seen")] = False,
) -> None:
    """What changed in a record and its documents, and when it was seen: parts, passages, sums, files, watched terms."""
    with opening.store(opening.settings()) as store:
        found = store.ask(history.steps, _record_id(store, source, key))
    for step in found:
        if as_json:
            console.say_json(_data(step))
            continue
        what = "another version of a document" if step.number is None else f"revision {step.number}"
        console.say(f"{step.seen_at:%Y-%m-%d %H:%M} UTC  {what}")
        for change in step.changes:
            console.say(f"  {change}")


def _record_id(store: opening.Store, source: str, key: str) -> int:
    found = store.ask(history.find, source, key)
    if found is None:
        raise Stop(f"no record {key!r} of {source}: `monitor export records` lists all")
    return found


def _lines(record: Record) -> list[str]:
    when = record.starts or record.deadline or record.published
    lines = [record.title, *(f"{name}: {value}" for name, value in (("when", when), ("stage", record.stage), ("url", record.url)) if value)]
    lines += ["withdrawn by its publisher"] if record.withdrawn else []
    lines += [record.text] if record.text else []
    for part in record.parts:
        lines.append(f"  {part.number} {part.title}".rstrip())
        lines += [f"    {link.title}: {link.url}" for link in part.links]
    return [*lines, *(f"{link.title}: {link.url}" for link in record.links)]


def _data(step: Step) -> dict[str, Any]:
    changes = [
        {"what": one.what.value, "where": one.where, "page": one.page, "before": one.before, "after": one.after, "text": str(one)}
        for one in step.changes
    ]
    return {"seen_at": step.seen_at.isoformat(), "revision": step.number, "changes": changes}
