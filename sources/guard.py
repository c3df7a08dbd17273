"""The guard: which addresses may be asked at all, checked where a name has become an address and before it is connected to."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import Any
from urllib.parse import urlsplit

import httpcore

from sources.errors import Refused

PORTS = {"http": 80, "https": 443}
MOST_ADDRESSES = 4  # tried per name, so that a long list of dead ones ends

# ipaddress.is_global differs between Python versions, and lets ways into private networks pass (NAT64, 6to4, multicast).
# So what is refused stands here by name: https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-.
REFUSED_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, and the metadata services of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
UNICAST_6 = ipaddress.IPv6Network("2000::/3")  # outside: loopback, fd00::/8, fe80::/10, ff00::/8, IPv4-mapped, NAT64 …
REFUSED_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)

Resolve = Callable[[str, int], Awaitable[list[str]]]


def public(address: str) -> bool:
    """Whether this is an address of the open Internet. A name is none."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in REFUSED_4)
    return found in UNICAST_6 and not any(found in network for network in REFUSED_6)


def place(url: str) -> str:
    """The "host:port" of an http or https URL, in small letters. Raises Refused for any other, and for one that names a user."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Refused(f"not an address: {error}") from None
    if parts.scheme.lower() not in PORTS:
        raise Refused(f"only http and https are asked, not {parts.scheme or 'an address without scheme'!r}", url=url[:300])
    if parts.username is not None or parts.password is not None:
        raise Refused("an address that names a user is not asked")
    if not host:
        raise Refused("an address without a host", url=url[:300])
    return f"{host}:{port or PORTS[parts.scheme.lower()]}"


def listed(place_: str, names: Collection[str]) -> bool:
    """Whether a "host:port" is among names that are written as "host" or as "host:port"."""
    return place_ in names or place_.rpartition(":")[0] in names


def check_port(place_: str, open_: Collection[str]) -> None:
    """Raises Refused where the port is neither 80 nor 443 nor opened by "host:port" or "host"."""
    if int(place_.rpartition(":")[2]) not in PORTS.values() and not listed(place_, open_):
        raise Refused(f"{place_} is not a port of the web: allow it if it is meant")


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order in which the system would try them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, checks what it found, and connects to that very address.

    The name still stands in the Host header and in the TLS handshake; only the way is pinned, so that a name that
    means another address a moment later (DNS rebinding) leads nowhere.
    """

    def __init__(self, allow: Collection[str], *, resolve: Resolve = resolve, backend: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._allow = allow
        self._resolve = resolve
        self._backend = backend or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address that answers. Raises Refused where none of them is public."""
        addresses = await self._checked(host, port, timeout)
        share = timeout and timeout / len(addresses)
        for address in addresses[:-1]:
            try:
                return await self._backend.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._backend.connect_tcp(addresses[-1], port, share, local_address, socket_options)

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """Never: a socket of this machine is no publisher."""
        raise Refused("a socket of this machine is not asked")

    async def sleep(self, seconds: float) -> None:
        """Between httpcore's own tries, of which there are none."""
        await asyncio.sleep(seconds)

    async def _checked(self, host: str, port: int, seconds: float | None) -> list[str]:
        try:
            async with asyncio.timeout(seconds):
                found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:  # a TimeoutError is an OSError
            raise httpcore.ConnectError(f"{host} was not found: {error or 'no answer in time'}") from error
        good = found if listed(f"{host}:{port}".lower(), self._allow) else [address for address in found if public(address)]
        if not good:
            raise Refused(f"{host} is not on the open Internet: allow it if it is meant ({', '.join(found) or 'no address'})")
        return good[:MOST_ADDRESSES]
