"""The demo: the whole service beside publishers of places that do not exist, without network."""

from monitor.demo.running import run_demo

__all__ = ["run_demo"]
