"""The pages, the feeds, and what the links in messages lead to."""

from monitor.web.pages import application
from monitor.web.shown import Shown

__all__ = ["Shown", "application"]
