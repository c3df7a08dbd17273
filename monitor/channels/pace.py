"""The pace of one channel: a chat that gets thirty messages at once refuses most of them, and takes them all one after the other."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable

from monitor.channels.mask import kind

GAP = 3.0  # seconds; Telegram takes 20 messages a minute in a group, Discord 30 at a webhook, Slack one a second
ALL_AT_ONCE = {"json", "jsons", "mail", "mailto", "mailtos"}  # servers that queue by themselves
REMEMBERED = 1_000  # channels; those whose turn is past are forgotten then


class Turns:
    """When each channel may be sent to next. Belongs to one process: with several workers each keeps its own pace."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._sleep = sleep
        self._next: dict[bytes, float] = {}

    async def mine(self, url: str) -> None:
        """Wait for the turn of a message to this address. Whoever asks first is first."""
        if kind(url) in ALL_AT_ONCE:
            return
        now = asyncio.get_running_loop().time()
        if len(self._next) > REMEMBERED:
            self._next = {name: free for name, free in self._next.items() if free > now}
        name = hashlib.sha256(url.encode()).digest()
        turn = max(now, self._next.get(name, now))
        self._next[name] = turn + GAP
        if turn > now:
            await self._sleep(turn - now)
