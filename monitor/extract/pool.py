"""The door: hands documents to worker processes and collects their pages."""

import asyncio
import signal
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from monitor.extract.child import Child, Died, NotTaken
from monitor.extract.languages import models
from monitor.extract.limits import Limits
from monitor.extract.wire import Began, Ended, Order
from monitor.model import ExtractedPage, Extraction

DOCUMENTS = 200  # then a worker is replaced, and with it what its libraries have let leak


@dataclass(slots=True, kw_only=True)
class _Outcome:
    """What is known of a document so far."""

    media_type: str
    total: int = 0
    pages: list[ExtractedPage] = field(default_factory=list)
    error: str = ""

    def extraction(self) -> Extraction:
        return Extraction(
            media_type=self.media_type, pages=tuple(self.pages), error=self.error, total_pages=max(self.total, len(self.pages))
        )


class Extractor:
    """Reads documents in worker processes, at most `workers` at a time. Use it within one event loop, as a context manager.

    A document never raises: what went wrong is in `Extraction.error`, beside the pages that were read before.
    "encrypted", "malformed", "unsupported", "empty" and "not-a-document" (HTML where something else was promised; its text is
    kept) are properties of the file. "too-large", "timeout" and "memory" are limits of ours. "crash" may be either.
    """

    def __init__(self, *, workers: int = 2, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._slots = asyncio.Semaphore(workers)
        self._idle: list[Child] = []
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.aclose()

    @property
    def workers(self) -> tuple[int, ...]:
        """The process ids of the idle workers."""
        return tuple(child.process.pid for child in self._idle)

    async def extract(self, body: bytes, media_type: str | None, name: str = "", *, language: str | None = None) -> Extraction:
        """The pages of a document. `media_type` and `name` are what its server said; its content decides.

        `language` are Tesseract's names for the languages of this document, joined by "+", where they are not the usual.
        """
        limits = replace(self.limits, language=language) if language else self.limits
        said = media_type or ""
        outcome = _Outcome(media_type=said.partition(";")[0].strip().lower() or "application/octet-stream")
        if not body or len(body) > limits.body:
            outcome.error = "too-large" if body else "empty"
            return outcome.extraction()
        async with self._slots:
            await self._attend(Order(media_type=said, name=name, limits=limits), body, outcome)
        return outcome.extraction()

    def speaking(self, languages: Iterable[str]) -> "Speaking":
        """The same workers, for the documents of a publisher in these languages (BCP 47 tags)."""
        return Speaking(extractor=self, language=models(languages))

    async def aclose(self) -> None:
        """End the idle workers; those at work end with their document."""
        self._closed = True
        while self._idle:
            await self._idle.pop().kill()

    async def _attend(self, order: Order, body: bytes, outcome: _Outcome) -> None:
        while not await self._given(await self._child(), order, body, outcome):
            pass  # an idle worker had been killed by somebody else: the next one is asked

    async def _given(self, child: Child, order: Order, body: bytes, outcome: _Outcome) -> bool:
        """Whether the worker took the document, whatever then became of it."""
        try:
            async with asyncio.timeout(order.limits.seconds):
                await _follow(child, order, body, outcome)
        except TimeoutError:
            outcome.error = "timeout"
        except Died as death:
            outcome.error = "timeout" if death.signal == signal.SIGXCPU else "crash"
        except NotTaken:
            if child.documents > 1:
                return False
            outcome.error = "crash"
        finally:
            await self._release(child)
        return True

    async def _child(self) -> Child:
        while self._idle:
            child = self._idle.pop()
            if child.alive:
                return child
            await child.kill()
        return await Child.start(self.limits)

    async def _release(self, child: Child) -> None:
        if child.alive and not child.busy and not self._closed and child.documents < DOCUMENTS:
            self._idle.append(child)
        else:
            await child.kill()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """An extractor that recognises scans in the languages of one publisher."""

    extractor: Extractor
    language: str

    async def extract(self, body: bytes, media_type: str | None, name: str = "") -> Extraction:
        """As `Extractor.extract`."""
        return await self.extractor.extract(body, media_type, name, language=self.language)


async def _follow(child: Child, order: Order, body: bytes, outcome: _Outcome) -> None:
    async with aclosing(child.read(order, body)) as frames:
        async for frame in frames:
            match frame:
                case ExtractedPage():
                    outcome.pages.append(frame)
                case Began():
                    outcome.media_type, outcome.total = frame.media_type, frame.total_pages
                case Ended():
                    outcome.error = frame.error
