"""What is logged: to standard error, as lines for people or as JSON; of libraries only their warnings.

A line that nobody can take (standard error is a file on a full disk, or a pipe whose reader went) is left out: what is said
of a work must not end it.
"""

import logging
import sys
from contextlib import suppress
from typing import TextIO

import structlog


def to_stderr(level: int, *, as_json: bool) -> None:
    """Log from this level on. HTTP clients log addresses with their secrets at INFO, so of libraries only warnings are kept.

    Each line has what is bound to the work that it comes from, also a library's: the row, and of a source the run.
    """
    before: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = _json() if as_json else [_lines()]
    structlog.configure(
        processors=[*before, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(_Forgiving(sys.stderr)),  # type: ignore[arg-type]  # it writes and flushes, no more
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(_Forgiving(sys.stderr))
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=[_unmarked, *last]))
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)


class _Forgiving:
    """A stream that drops what cannot be written."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write, if that can be done."""
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        """Hand on what was written, if that can be done."""
        with suppress(OSError):
            self._stream.flush()


def _lines() -> structlog.types.Processor:
    """Tracebacks are plain: the pretty ones print local variables, and among these are channel addresses and tokens."""
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)


def _json() -> list[structlog.types.Processor]:
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]


_unmarked = structlog.stdlib.ProcessorFormatter.remove_processors_meta
