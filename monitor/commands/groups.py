"""`monitor groups`: which there are and who owns them, for an operator who sets one up, or helps one whose owner is gone."""

from typing import Annotated, Any

import typer

from monitor import channels
from monitor.answers import item_data
from monitor.commands import console, opening
from monitor.commands.failures import Stop
from monitor.store import groups, inbox_pages, overseeing, signups, watches
from monitor.store.groups import Refusal
from monitor.store.inbox_pages import Sort, Wanted

app = typer.Typer(help="Groups: who shares watches and an inbox", no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `monitor groups list` shows it")]
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="An address that has confirmed a watch here, or an invitation")]
Called = Annotated[str, typer.Option("--name", metavar="N", help="What the others see of them")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON")]


@app.command("list")
def list_groups(*, as_json: AsJson = False) -> None:
    """All groups, with how many members, watches and open hits each has."""
    with opening.store(opening.settings()) as store:
        listed = store.ask(overseeing.listed)
    if as_json:
        console.say_json([_data(one) for one in listed])
        return
    if not listed:
        console.hint("no group yet: readers begin them on /groups, or `monitor groups add TITLE EMAIL`")
    rows = [(one.id, one.title, one.members, one.owners, one.watches, one.open) for one in listed]
    console.show(("number", "group", "members", "owners", "watches", "open"), rows)


@app.command()
def show(number: Number, *, as_json: AsJson = False) -> None:
    """The members of a group, by the names that they chose."""
    with opening.store(opening.settings()) as store:
        _known(store, number)
        listed = store.ask(groups.of_group, number)
    if as_json:
        console.say_json([{"name": one.name, "owner": one.owner, "joined_at": one.joined_at.isoformat()} for one in listed])
        return
    console.show(("member", "", "since"), [(one.name, "owner" if one.owner else "", one.joined_at) for one in listed])


@app.command()
def add(title: Annotated[str, typer.Argument(metavar="TITLE", help="What it is called")], email: Email, *, name: Called = "Owner") -> None:
    """Begin a group, which this person owns. They invite the others themselves."""
    with opening.store(opening.settings()) as store:
        owner = _subscriber(store, email)
        try:
            number = store.run(groups.create, title, owner, name, opening.now())
        except Refusal as error:
            raise Stop(str(error)) from None
    console.note(f"{title!r} is group {number}; its owner finds it at /groups")


@app.command()
def own(number: Number, email: Email, *, name: Called = "Owner") -> None:
    """Make this person an owner of a group, and a member if they are none: for one whose owner cannot be reached any more."""
    with opening.store(opening.settings()) as store:
        _known(store, number)
        subscriber = _subscriber(store, email)
        try:
            store.run(overseeing.make_owner, number, subscriber, name, opening.now())
        except Refusal as error:
            raise Stop(str(error)) from None
    console.note(f"done: see `monitor groups show {number}`")


@app.command()
def inbox(number: Number, *, sort: Annotated[Sort, typer.Option("--show", help="Which hits")] = Sort.OPEN, as_json: AsJson = False) -> None:
    """The hits of a group with what was said of them, the newest first. `--json`: an object a line."""
    with opening.store(opening.settings()) as store:
        _known(store, number)
        wanted: Wanted | None = Wanted(group_id=number, member_id=0, sort=sort)
        while wanted is not None:
            portion = store.ask(inbox_pages.portion, wanted)
            for item in portion.items:
                _say(item, as_json=as_json)
            following = Wanted(group_id=number, member_id=0, sort=sort, before=portion.next)
            wanted = following if portion.next is not None else None


@app.command()
def remove(number: Number) -> None:
    """End a group, with its watches and its inbox."""
    with opening.store(opening.settings()) as store:
        _known(store, number)
        store.run(groups.end, number)
    console.note(f"group {number} is ended")


def _say(item: inbox_pages.Item, *, as_json: bool) -> None:
    if as_json:
        console.say_json(item_data(item))
        return
    console.say(f"{item.row.title}: {item.row.passage}")
    for act in item.acts:
        console.say("    " + " ".join(part for part in (f"{act.at:%Y-%m-%d %H:%M}", act.by, act.what, act.reason, act.text) if part))


def _known(store: opening.Store, number: int) -> None:
    if number not in {one.id for one in store.ask(overseeing.listed)}:
        raise Stop(f"there is no group {number}; see `monitor groups list`")


def _subscriber(store: opening.Store, email: str) -> int:
    try:
        address = watches.fingerprint(channels.channel(email))
    except ValueError as error:
        raise Stop(str(error)) from None
    found = store.ask(signups.behind, address)
    if found is None:
        raise Stop("nobody has confirmed this address: have them sign up for a watch at /watch first")
    return found


def _data(one: Any) -> dict[str, object]:
    return {
        "number": one.id,
        "title": one.title,
        "members": one.members,
        "owners": one.owners,
        "watches": one.watches,
        "open": one.open,
        "created_at": one.created_at.isoformat(),
    }
