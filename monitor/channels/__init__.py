"""Channels: where alerts leave. The only import of Apprise."""

from monitor.channels.allow import ChannelError, check
from monitor.channels.mail import address, channel
from monitor.channels.mask import kind, mask
from monitor.channels.send import Channels
from monitor.channels.signature import key_of

__all__ = ["ChannelError", "Channels", "address", "channel", "check", "key_of", "kind", "mask"]
