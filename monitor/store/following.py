"""Brings subscribers, channels and watches in line with a watch file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from monitor.model import Watch
from monitor.store import watches
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
    return changes


def follow(connection: Connection, wanted: Mapping[str, Subscriber], now: datetime) -> list[Change]:
    """Make it so, and return what changed. What was told to whom stays."""
    changes = plan(connection, wanted)
    for name, subscriber in wanted.items():
        watches.set_hours(connection, name, subscriber.timezone, subscriber.quiet, now)
        for channel in {channel.name for channel in watches.list_channels(connection, name)} - subscriber.channels.keys():
            watches.remove_channel(connection, name, channel)
        ids = {
            channel: watches.put_channel(connection, name, channel, url.get_secret_value(), trusted=True, now=now)
            for channel, url in subscriber.channels.items()
        }
        for watch in {watch.name for watch in watches.list_watches(connection, name)} - subscriber.watches.keys():
            watches.remove(connection, name, watch)
        for watch in subscriber.watches:
            watches.put_watch(connection, name, subscriber.watch(watch, ids), now)
    return changes


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
