"""One worker process, seen from the service."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import suppress

from monitor.extract.limits import Limits
from monitor.extract.wire import LENGTH, Ended, Frame, Order, decode, encode_order, framed

CHUNK = 1 << 20  # a body is handed over in pieces: the transport copies what it is given
# A worker needs these to find Python and Tesseract. The service's secrets are not among them.
ENVIRONMENT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")


class Died(Exception):
    """The worker ended before the document did. `signal` is the number that ended it, or 0."""

    def __init__(self, number: int) -> None:
        super().__init__(f"the worker died of signal {number}" if number else "the worker left")
        self.signal = number


class NotTaken(Exception):
    """The worker was dead before it had the document: another one may try."""


class Child:
    """A worker process that reads one document at a time."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.documents = 0
        """How many it was given."""
        self.busy = False
        """Whether a document was begun and not ended: its frames are still in the pipe."""

    @classmethod
    async def start(cls, limits: Limits) -> "Child":
        """A new worker, in a session of its own: Ctrl-C is the service's to handle."""
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "monitor.extract.worker",
                str(os.getpid()),
                str(limits.memory),
                stdin=PIPE,
                stdout=PIPE,
                env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
                start_new_session=True,
            )
        )

    @property
    def alive(self) -> bool:
        """Whether it has not been seen to end."""
        return self.process.returncode is None

    async def read(self, order: Order, body: bytes) -> AsyncGenerator[Frame, None]:
        """The frames of a document, `Ended` last. Raises NotTaken or Died; after either, and after being left, it is of no use."""
        self.documents += 1
        self.busy = True
        try:
            await self._hand_over(order, body)
            await self._next(order.limits)
        except (BrokenPipeError, ConnectionResetError, Died) as error:
            raise NotTaken from error
        frame: Frame | None = None
        while not isinstance(frame, Ended):
            frame = await self._next(order.limits)
            self.busy = not isinstance(frame, Ended)
            yield frame

    async def kill(self) -> None:
        """End the process and what it started, and wait until it is gone."""
        if self.alive:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.communicate()

    async def _hand_over(self, order: Order, body: bytes) -> None:
        pipe = self.process.stdin
        assert pipe is not None  # noqa: S101 -- for the type checker: it was asked for
        pipe.write(framed(encode_order(order)) + LENGTH.pack(len(body)))
        view = memoryview(body)
        for start in range(0, len(body), CHUNK):
            pipe.write(view[start : start + CHUNK])
            await pipe.drain()

    async def _next(self, limits: Limits) -> Frame:
        pipe = self.process.stdout
        assert pipe is not None  # noqa: S101 -- for the type checker: it was asked for
        try:
            (length,) = LENGTH.unpack(await pipe.readexactly(LENGTH.size))
            # A character takes at most four bytes. More is no worker of ours, but a file that took it over.
            if length > 4 * limits.page_characters + 1000:
                raise Died(0)
            return decode(await pipe.readexactly(length))
        except (asyncio.IncompleteReadError, ValueError, TypeError) as error:
            await self.kill()
            raise Died(max(0, -(self.process.returncode or 0))) from error
