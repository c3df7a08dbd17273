"""Topics and vendors as YAML that people read, each with its own examples; and how a hit is scored."""

from monitor.lexicon.files import LexiconError
from monitor.lexicon.lexicon import Lexicon, load

__all__ = ["Lexicon", "LexiconError", "load"]
