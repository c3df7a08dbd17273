"""A process that dies at a step of its choice: before a transaction, at its end when nothing of it is kept yet, or in a send."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from monitor.message import Message
from monitor.model import Delivery, Receipt
from monitor.store.database import Database

NEVER = 1 << 30


class Killed(BaseException):
    """The process is dead: nothing that it does from now on has an effect."""


class Mortal(Database):
    """A database whose process is killed at this step. From then on every step fails, as none would be taken."""

    def __init__(self, url: str, dies_at: int) -> None:
        super().__init__(url)
        self.dies_at = dies_at
        self.steps = 0

    def step(self) -> None:
        """Take a step, if there is life left."""
        self.steps += 1
        if self.steps >= self.dies_at:
            raise Killed

    async def _transact(self, engine: Engine, work: Callable[[Connection], Any]) -> Any:
        def almost(connection: Connection) -> Any:
            done = work(connection)
            self.step()
            return done

        self.step()
        return await super()._transact(engine, almost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A message, and the lots that it tells of."""

    url: str
    key: str
    lots: tuple[str, ...]


class Mailbox:
    """Takes every message, and dies before it takes one, or after. `arrived` are all, whoever sent them."""

    def __init__(self, database: Mortal, arrived: list[Arrived]) -> None:
        self._database = database
        self._arrived = arrived

    async def send(self, url: str, message: Message, *, trusted: bool = False) -> tuple[Receipt, ...]:
        """Take a message."""
        assert trusted
        self._database.step()
        lots = tuple(dict.fromkeys(re.findall(r"lot (\d)", message.text)))
        self._arrived.append(Arrived(url=url, key=message.key, lots=lots))
        self._database.step()
        return (Receipt(delivery=Delivery.SENT, service="mailbox"),)
