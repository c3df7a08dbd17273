"""The fence around one send: which addresses its sockets may reach, and an end to them when its time is up.

Apprise resolves names by itself, so an address that was checked before the send may be another one when the send
connects. The fence looks where nothing can change any more: at the resolved address that a socket is about to
connect to, by way of Python's audit events.
"""

import contextlib
import ipaddress
import socket
import sys
import threading
from collections.abc import Iterator
from contextvars import ContextVar

# Global by the letter of ipaddress, and still ways into a private network: NAT64, 6to4, Teredo, their relays.
DENIED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "192.88.99.0/24")))


class Fenced(OSError):
    """A connection that the fence does not let through. An OSError, since that is what Apprise's services expect."""


class Fence:
    """One send's sockets. `private` lets them reach any address; `refused` names those it did not let through."""

    def __init__(self, *, private: bool) -> None:
        self.refused: list[str] = []
        self._private = private
        self._sockets: list[socket.socket] = []
        self._cut = False
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def around(self) -> Iterator[None]:
        """Within, every connection that this thread makes is this fence's."""
        token = _active.set(self)
        try:
            yield
        finally:
            _active.reset(token)

    def pass_through(self, connecting: object, address: object) -> None:
        """Note a socket that is about to connect. Raises Fenced where it may not."""
        host = str(address[0]) if isinstance(address, tuple) else str(address)
        if not self._private and not (isinstance(address, tuple) and public(host)):
            self.refused.append(host)
            raise Fenced("refused: a private address")
        with self._lock:
            if self._cut:
                raise Fenced("refused: the time is up")
            if isinstance(connecting, socket.socket):
                # A second descriptor of the same connection: TLS takes the first one away from its socket.
                self._sockets.append(connecting.dup())

    def cut(self) -> None:
        """End every connection, so that a thread that waits on one comes back at once."""
        with self._lock:
            self._cut = True
            sockets, self._sockets = self._sockets, []
        for one in sockets:
            with contextlib.suppress(OSError):  # never connected, or ended by the other side
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def public(host: str) -> bool:
    """Whether this is an address of the open Internet. A name is none."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return public(str(address.ipv4_mapped))
    return address.is_global and not address.is_multicast and not any(address in network for network in DENIED)


_active: ContextVar[Fence | None] = ContextVar("fence", default=None)
_put_up = threading.Lock()


def put_up() -> None:
    """Have the interpreter ask the fence at each connection. Once per process: an audit hook cannot be taken away."""
    if _put_up.acquire(blocking=False):
        sys.addaudithook(_asked)


def _asked(event: str, arguments: tuple[object, ...]) -> None:
    if event not in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        return
    fence = _active.get()
    if fence is not None and arguments[1] is not None:  # no address: a socket that is connected already
        fence.pass_through(arguments[0], arguments[1])
