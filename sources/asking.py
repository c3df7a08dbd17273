"""What is asked: requests whose secrets are set apart, and where a redirect may lead them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

from sources import guard, verdict
from sources.errors import Blocked, Moved, Refused
from sources.verdict import Answer, hidden
from sources.wire import Ask

Query = Mapping[str, str | int]

SENSITIVE = ("authorization", "cookie", "token", "key", "secret", "password")
"""What is in the name of a header whose value is shown nowhere."""


def asking(
    method: str,
    url: str,
    query: Query | None,
    headers: Mapping[str, str] | None,
    secret: Query | None,
    *,
    json: Any = None,
    form: Mapping[str, str] | None = None,
) -> Ask:
    """A request whose secrets are known as such. Raises Refused for what is no address of the web."""
    hidden_query = {name: str(value) for name, value in (secret or {}).items()}
    hidden_headers = {value for name, value in (headers or {}).items() if any(word in name.lower() for word in SENSITIVE)}
    words = {word for value in hidden_headers for word in (value, value.rpartition(" ")[2])}  # "Bearer abc" and "abc"
    return Ask(
        method=method,
        url=_without(_with_query(url, query), hidden_query),
        headers=headers or {},
        secret=hidden_query,
        secrets=frozenset(filter(None, {*hidden_query.values(), *words})),
        json=json,
        form=form,
    )


def _with_query(url: str, query: Query | None) -> str:
    bare = urldefrag(url).url
    guard.place(bare)
    try:
        parsed = httpx.URL(bare)
        return str(parsed.copy_merge_params(dict(query))) if query else bare
    except httpx.InvalidURL as error:
        raise Refused(f"not an address: {error}") from None


def redirected(ask: Ask, answer: Answer, *, anywhere: bool) -> Ask:
    """The next request of a redirect that may be followed. Raises Moved, Blocked or Refused for any other."""
    said = answer.headers.get("location", "").strip()
    if not said:
        raise Moved(f"answered {answer.status} without saying where", url=ask.url)
    url = _with_query(_joined(ask.url, said), None)
    shown = hidden(url, ask.secrets)
    before, after = guard.place(ask.url), guard.place(url)
    if urlsplit(ask.url).scheme == "https" and urlsplit(url).scheme != "https":
        raise _moved(f"redirects from https to {shown}", ask.url, shown)
    same = before == after or (before.removesuffix(":80") == after.removesuffix(":443") and before.endswith(":80"))
    if not (same or anywhere):
        raise _moved(f"redirects to {shown}", ask.url, shown)
    if verdict.is_login(url, ask.url):
        raise Blocked(f"redirects to {shown}: a page for signing in", url=ask.url)
    keeps = ask.method == "GET" or answer.status in (307, 308)
    moved = replace(ask, url=_without(url, ask.secret))
    return moved if keeps else replace(moved, method="GET", json=None, form=None)


def _moved(words: str, url: str, to: str) -> Moved:
    error = Moved(words, url=url)
    error.to = to
    return error


def _joined(url: str, said: str) -> str:
    try:
        return urljoin(url, said)
    except ValueError as error:
        raise Refused(f"redirects to what is not an address: {error}", url=url) from None


def _without(url: str, secret: Mapping[str, str]) -> str:
    """The address without the secret parameters, which a server may repeat in its redirects and links."""
    found = httpx.URL(url)
    repeated = [name for name in secret if name in found.params]
    for name in repeated:
        found = found.copy_remove_param(name)
    return str(found) if repeated else url
