"""Channels: where alerts leave. The only import of Apprise."""

from monitor.channels.allow import ChannelError, check
from monitor.channels.mask import kind, mask
from monitor.channels.send import Channels
from monitor.channels.signature import key_of

__all__ = ["ChannelError", "Channels", "check", "key_of", "kind", "mask"]
