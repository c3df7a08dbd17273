"""The pages, for now one: hits, alerts, sources and their health."""

from monitor.web.pages import Shown, application

__all__ = ["Shown", "application"]
