"""Tapes: HTTP exchanges kept as WARC, recorded from a site or replayed in its place."""

from sources.exchange import Exchange, TapeError
from sources.recorder import Recorder
from sources.replay import NotOnTape, Replay
from sources.warc_reader import read
from sources.warc_writer import write

__all__ = ["Exchange", "NotOnTape", "Recorder", "Replay", "TapeError", "read", "write"]
