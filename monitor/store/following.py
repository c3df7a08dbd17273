"""Brings subscribers, channels and watches in line with a watch file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from monitor.model import Watch
from monitor.store import groups, watches
from monitor.watchfile import Change, Subscriber, differences


def plan(connection: Connection, wanted: Mapping[str, Subscriber]) -> list[Change]:
    """What would change."""
    changes: list[Change] = []
    for name, subscriber in sorted(wanted.items()):
        channels = {channel.name: channel for channel in watches.list_channels(connection, name)}
        addresses = {channel: url.get_secret_value() for channel, url in subscriber.channels.items()}
        before = {channel.name: {"address": watches.fingerprint(channel.url)[:8]} for channel in channels.values()}
        after = {channel: {"address": watches.fingerprint(url)[:8]} for channel, url in addresses.items()}
        changes += differences(f"channel {name} /", before, after)
        names = {channel.id: channel.name for channel in channels.values()}
        standing = {watch.name: _shown(watch, names) for watch in watches.list_watches(connection, name)}
        places = {channel: number for number, channel in enumerate(subscriber.channels)}
        to_be = {watch: _shown(subscriber.watch(watch, places), dict(enumerate(subscriber.channels))) for watch in subscriber.watches}
        changes += differences(f"watch {name} /", standing, to_be)
        if subscriber.group is not None:
            changes += differences("group", _group(connection, name), {name: {"title": subscriber.group}})
            roles = {member: {"role": role} for member, role in subscriber.members.items()}
            changes += differences(f"member {name} /", {one.name: {"role": _role(one)} for one in _members(connection, name)}, roles)
    return changes


def follow(connection: Connection, wanted: Mapping[str, Subscriber], now: datetime) -> list[Change]:
    """Make it so, and return what changed. What was told to whom stays."""
    changes = plan(connection, wanted)
    for name, subscriber in sorted(wanted.items(), key=lambda one: one[1].group is not None):  # a group needs its members' channels
        watches.set_hours(connection, name, subscriber.timezone, subscriber.quiet, now)
        for channel in {channel.name for channel in watches.list_channels(connection, name)} - subscriber.channels.keys():
            watches.remove_channel(connection, name, channel)
        ids = {
            channel: watches.put_channel(connection, name, channel, url.get_secret_value(), trusted=True, now=now)
            for channel, url in subscriber.channels.items()
        }
        for watch in {watch.name for watch in watches.list_watches(connection, name)} - subscriber.watches.keys():
            watches.remove(connection, name, watch)
        theirs = _belong(connection, name, subscriber, now) if subscriber.group is not None else frozenset()
        for watch, one in subscriber.watches.items():
            made = subscriber.watch(watch, ids)
            told = replace(made, channels=made.channels | theirs) if one.channels is None else made
            watches.put_watch(connection, name, told, now)
    return changes


def _belong(connection: Connection, name: str, subscriber: Subscriber, now: datetime) -> frozenset[int]:
    """Make the subscriber a group with these members, and no others; return the channels at which they are told: each one's first."""
    group_id = groups.establish(connection, name, subscriber.group or name, now)
    told = set()
    for member, role in subscriber.members.items():
        member_id = watches.subscriber(connection, member, now)
        if groups.member(connection, group_id, member_id) is None:
            groups.add(connection, group_id, member_id, member, now, owner=role == "owner")
        first = [channel.id for channel in watches.list_channels(connection, member)][:1]
        found = groups.member(connection, group_id, member_id)
        if found is not None and found.channel_id not in first:
            groups.tell(connection, found, first[0] if first else None, now)
        told |= set(first)
    standing = groups.of_group(connection, group_id)
    for one in sorted(standing, key=lambda one: subscriber.members.get(one.name) != "owner"):  # new owners before old ones go
        if one.name in subscriber.members:
            groups.own(connection, group_id, one.id, owner=subscriber.members[one.name] == "owner")
        else:
            groups.remove(connection, group_id, one.id, now)
    return frozenset(told)


def _group(connection: Connection, name: str) -> dict[str, dict[str, str]]:
    found = groups.of_name(connection, name)
    return {} if found is None else {name: {"title": found.title}}


def _members(connection: Connection, name: str) -> list[groups.Member]:
    found = groups.of_name(connection, name)
    return [] if found is None else groups.of_group(connection, found.id)


def _role(member: groups.Member) -> str:
    return "owner" if member.owner else "member"


def _shown(watch: Watch, channels: Mapping[int, str]) -> dict[str, Any]:
    """What of a watch is compared, as it is shown."""
    rhythm = watch.rhythm
    return {
        "query": watch.query or "none",
        "topics": _listed(watch.topics),
        "kinds": _listed(watch.scope.kinds),
        "sources": _listed(watch.scope.sources),
        "channels": _listed(channels[channel] for channel in watch.channels if channel in channels),
        "cadence": rhythm.cadence.value,
        "at": f"{rhythm.at:%H:%M}",
        "weekday": rhythm.weekday,
        "timezone": rhythm.timezone,
        "quiet": f"{rhythm.quiet[0]:%H:%M}-{rhythm.quiet[1]:%H:%M}" if rhythm.quiet else "none",
        "muted": _listed(watch.muted),
        "notes": watch.notes or "none",
        "paused": "yes" if watch.paused else "no",
    }


def _listed(values: Any) -> str:
    return ", ".join(sorted(map(str, values))) or "none"
