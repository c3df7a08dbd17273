"""What became of a send, read from what Apprise tells of it.

Apprise says success or failure. What the server answered is only in its log: `error=404` in the warnings of HTTP
services, the SMTP reply in the debug lines of mail. What is not there is not known, and is tried again.
"""

import re
from collections.abc import Iterable

from apprise import AppriseResult
from apprise.logger import NotifyLogEntry
from apprise.result import AppriseResultStatus

from monitor.channels.mask import hide, kind, mask
from monitor.model import Delivery, Receipt

HTTP = re.compile(r"\berror\s?=\s?(\d{3})\b")
SMTP = re.compile(r"\((\d{3}), b?(['\"])(.*?)\2[,)]|was refused: (\d{3}) b?(['\"])(.*)\5", re.DOTALL)
FOR_GOOD = {301, 308, 401, 403, 404, 410}
FULL = re.compile(r"\b5\.2\.2\b|mailbox (?:is )?full|over quota", re.IGNORECASE)
SAID = 160  # characters of a server's answer that are kept

# The words of OpenSSL, of the resolver and of the kernel, and what they mean for the reader of a receipt.
CAUSES = (
    ("certificate verify failed", "the server's certificate is not valid"),
    ("Name or service not known", "the server's name does not exist"),
    ("Failed to resolve", "the server's name does not exist"),
    ("Temporary failure in name resolution", "the server's name could not be looked up"),
    ("Connection refused", "the server does not take connections"),
    ("timed out", "the server did not answer in time"),
    ("reset by peer", "the server broke off"),
    ("closed connection without response", "the server broke off"),
    ("unexpectedly closed", "the server broke off"),
)


def receipts(result: AppriseResult, url: str) -> tuple[Receipt, ...]:
    """One for each target of the address. Their words hold no secret of it."""
    found = []
    for target in result.results:
        # A target with "optional=yes" counts as a success to Apprise whatever happened, so the attempts are asked.
        sent = any(attempt.status == AppriseResultStatus.SUCCESS for attempt in target.attempts)
        outcome = (Delivery.SENT, "") if sent else _failure([*target.logs(), *result.call_logs()], url)
        found.append(Receipt(delivery=outcome[0], service=kind(url), detail=outcome[1]))
    return tuple(found) or (failed(url, "the message could not be prepared for this service"),)


def failed(url: str, why: str) -> Receipt:
    """A receipt for what may work another time."""
    return Receipt(delivery=Delivery.FAILED, service=kind(url), detail=f"{mask(url)}: {why}")


def refused(url: str, why: str) -> Receipt:
    """A receipt for what will never work as it is."""
    return Receipt(delivery=Delivery.REFUSED, service=kind(url), detail=f"{mask(url)}: {why}")


def _failure(entries: Iterable[NotifyLogEntry], url: str) -> tuple[Delivery, str]:
    logged = list(entries)
    receipt = _mail(logged, url) or _web(logged, url) or failed(url, _cause(logged))
    return receipt.delivery, receipt.detail


def _mail(logged: list[NotifyLogEntry], url: str) -> Receipt | None:
    lines = (entry.message for entry in logged if entry.message.startswith(("Socket Exception:", "SMTP recipient")))
    answers = [(int(found[1] or found[4]), found[3] or found[6] or "") for text in lines for found in SMTP.finditer(text)]
    if not answers:
        return None
    code, said = answers[-1]
    words = f"SMTP {code} {hide(' '.join(said.split()), url)[:SAID]}".strip()
    permanent = all(500 <= code <= 599 and code != 552 and not FULL.search(said) for code, said in answers)
    return refused(url, words) if permanent else failed(url, words)


def _web(logged: list[NotifyLogEntry], url: str) -> Receipt | None:
    codes = [int(found[1]) for entry in logged if entry.level == "WARNING" for found in HTTP.finditer(entry.message)]
    if not codes:
        return None
    words = f"HTTP {codes[-1]}" + (": redirects are not followed, give the final address" if 300 <= codes[-1] <= 399 else "")
    return refused(url, words) if codes[-1] in FOR_GOOD else failed(url, words)


def _cause(logged: list[NotifyLogEntry]) -> str:
    text = "\n".join(entry.message for entry in logged if entry.message.startswith("Socket Exception:"))
    return next((words for sign, words in CAUSES if sign in text), "it did not go out, and the service does not say why")
