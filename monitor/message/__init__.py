"""What an alert says, in each form that channels take: pure, and safe whatever the record's text holds."""

from monitor.message.compose import compose, plain
from monitor.message.digest import compose_digest
from monitor.message.form import Message

__all__ = ["Message", "compose", "compose_digest", "plain"]
