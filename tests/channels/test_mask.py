"""Addresses as they may be shown."""

import pytest

from monitor.channels import kind, mask
from monitor.channels.mask import hide


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "slack://****"),
        ("tgram://123456789:token/-1001", "tgram://****"),
        ("json://hooks.example.org:8000/secret?+X-Key=secret", "json://hooks.example.org/****"),
        ("jsons://user:secret@hooks.example.org", "jsons://hooks.example.org/****"),
        ("json://[2606:4700::1]:80/secret", "json://[2606:4700::1]/****"),
        ("mailtos://me:secret@example.org?to=you@example.com", "mailtos://example.org/****"),
        ("mailto://example.org:25/you@example.com", "mailto://****"),
        ("json://user:sec/ret@example.org/", "json://****"),
        ("json://user:sec?ret@example.org/", "json://****"),
        ("ntfy://secret-topic", "ntfy://****"),
        ("ntfy://secret.topic", "ntfy://****"),
        ("ntfys://ntfy.example.org/secret", "ntfys://ntfy.example.org/****"),
        ("https://hooks.slack.com/services/secret", "https://****"),
        ("  JSON://hooks.example.org/secret", "json://hooks.example.org/****"),
        ("secret", "****"),
        ("", "****"),
        ("://secret", "****"),
    ],
)
def test_an_address_shows_its_service_and_its_host_and_no_secret(url: str, shown: str) -> None:
    assert mask(url) == shown


def test_the_kind_is_the_scheme() -> None:
    assert [kind(url) for url in ("slack://a/b/c", "MAILTOS://x@y.z", "nonsense")] == ["slack", "mailtos", ""]


@pytest.mark.parametrize(
    "said",
    [
        "no route for hunter22",
        "no route for HUNTER22",
        "Authorization: Basic bWU6aHVudGVyMjI=",
        "POST /s3cr3t/path",
        "X-Key is k3yk3y",
        "asked for a%2Fb%2Fc%2Fd",
        "asked for a b-c-d",
    ],
)
def test_what_a_server_says_of_the_address_is_hidden(said: str) -> None:
    url = "json://me:hunter22@hooks.example.org/s3cr3t/path?+X-Key=k3yk3y&-q=a%2Fb%2Fc%2Fd&-r=a%20b-c-d"
    hidden = hide(said, url)
    secrets = ("hunter22", "bwu6ahvudgvymji=", "s3cr3t", "k3yk3y", "a%2fb%2fc%2fd", "b-c-d")
    assert [secret for secret in secrets if secret in hidden.lower()] == []
