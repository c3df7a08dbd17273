"""A real HTTP receiver on loopback: what a channel is sent arrives here."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Inbox:
    """Keeps what arrives. While `closed`, it answers 503; another `status` than 200 refuses all.

    `slowness` is the time in seconds that it takes over an answer.
    """

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.closed = False
        self.status = 200
        self.slowness = 0.0
        self.tries = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        """The inbox as an Apprise URL."""
        return f"json://127.0.0.1:{self._server.server_port}/inbox"

    @property
    def subjects(self) -> list[str]:
        """The subject of each message, in order of arrival."""
        return [message["title"] for message in self.messages]

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                inbox.tries += 1
                status = 503 if inbox.closed else inbox.status
                if status == 200:
                    inbox.messages.append(json.loads(body))
                time.sleep(inbox.slowness)
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        return Handler


@contextmanager
def inbox() -> Iterator[Inbox]:
    """An open inbox."""
    opened = Inbox()
    try:
        yield opened
    finally:
        opened.close()
