"""A receiver of alerts on this machine: what arrives is printed, so that a visitor sees what a subscriber would get."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

LARGEST = 1_000_000


@contextmanager
def inbox(show: Callable[[str, str], None]) -> Iterator[str]:
    """The Apprise URL of an open inbox; `show` is called with title and text of each message."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(show))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    try:
        yield f"json://127.0.0.1:{server.server_port}/inbox"
    finally:
        server.shutdown()
        server.server_close()


def _handler(show: Callable[[str, str], None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            if size > LARGEST:
                self.send_error(413)
                return
            message = json.loads(self.rfile.read(size))
            show(str(message["title"]), str(message["message"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing: what arrives is shown."""

    return Handler
