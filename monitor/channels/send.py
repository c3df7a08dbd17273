"""Sending one message to one channel, in a thread of our own and within a time of our own."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from apprise import Apprise, AppriseResult, NotifyBase, NotifyFormat
from apprise.plugins.custom_json import NotifyJSON

from monitor.channels import answer, plain_part
from monitor.channels.allow import ChannelError, load, ready
from monitor.channels.fence import Fence, put_up
from monitor.channels.mail import NoMail, through
from monitor.channels.pace import Turns
from monitor.channels.signature import HEADER, key_of, signature
from monitor.message import Message
from monitor.model import Receipt

SECONDS = 30.0
THREADS = 16
MAIL = "E-Mail"  # the name of Apprise's service; its class cannot be imported without what it deprecates in Python 3.12
LARGE = 1_000_000  # characters of a mail or a webhook; Apprise would cut either to pieces from 32,768 on
SMALL = 2000  # characters; a service that takes fewer would send an alert in ten pieces, six seconds apart


class Channels:
    """Sends messages. Apprise's own `async_notify` puts every send into one pool of six threads that cannot be
    replaced, where twenty hung targets delay everyone; so its blocking form runs here, in threads that come back
    when their time is up.

    `seconds` is how long one send may take, `threads` how many go on at once; to one chat they begin some seconds apart. With the
    `secret` of the installation webhooks are signed; `mail` is the operator's MONITOR_MAIL, through which subscribers get theirs.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        threads: int = THREADS,
        secret: bytes | None = None,
        mail: str | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._mail = mail
        self._turns = Turns(sleep)
        self._seconds = seconds
        self._secret = secret
        self._free = asyncio.Semaphore(threads)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="channel")
        ready()
        put_up()

    async def send(self, url: str, message: Message, *, trusted: bool = False) -> tuple[Receipt, ...]:
        """Send, and tell what became of it: one receipt for each target of the address. Never raises, but if cancelled.

        What timed out may have arrived all the same: the receiver knows a repeat by the message's key.
        """
        await self._turns.mine(url)
        await self._free.acquire()
        fence = Fence(private=trusted)
        running = asyncio.get_running_loop().run_in_executor(self._threads, self._send, url, message, trusted, fence)
        running.add_done_callback(self._done)
        try:
            done, _ = await asyncio.wait({running}, timeout=self._seconds)
        finally:
            fence.cut()
        if not done:
            return (answer.failed(url, f"no answer within {self._seconds:g} seconds"),)
        return running.result()

    def close(self) -> None:
        """Start nothing new. Sends under way end with their time."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _done(self, running: "asyncio.Future[tuple[Receipt, ...]]") -> None:
        self._free.release()
        if not running.cancelled():
            running.exception()  # asked for, so that one that nobody waits for any more is not reported as lost

    def _send(self, url: str, message: Message, trusted: bool, fence: Fence) -> tuple[Receipt, ...]:
        try:
            service = load(through(self._mail, url), trusted=trusted)
        except (ChannelError, NoMail) as error:
            return (answer.refused(url, str(error)),)
        _fit(service, message, self._seconds)
        if self._secret and isinstance(service, NotifyJSON):
            service.headers[HEADER] = signature(key_of(self._secret, url), message.data)
        with fence.around():
            result = _notify(service, message)
        if fence.refused:
            return (answer.refused(url, "the host lies in a private network"),)
        return answer.receipts(result, url)


def _fit(service: NotifyBase, message: Message, seconds: float) -> None:
    """What Apprise's addresses cannot say."""
    # Apprise gives a server four seconds to answer; a slow one would be told twice.
    service.socket_read_timeout = max(service.socket_read_timeout, seconds)
    if isinstance(service, NotifyJSON) or str(service.service_name) == MAIL:
        service.body_maxlen = LARGE
    if isinstance(service, NotifyJSON):
        service.payload_extras["alert"] = message.data
        if message.key:
            service.headers["Idempotency-Key"] = message.key
    if str(service.service_name) == MAIL:
        plain_part.give(service, message.text)
    if message.unsubscribe and str(service.service_name) == MAIL:
        one_click = {"List-Unsubscribe": f"<{message.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        vars(service)["headers"].update(one_click)


def _notify(service: NotifyBase, message: Message) -> AppriseResult:
    mail = str(service.service_name) == MAIL
    form = NotifyFormat.TEXT if isinstance(service, NotifyJSON) else service.resolve_format(None)
    html = message.mail if mail and message.mail else message.html
    bodies = {NotifyFormat.HTML: html, NotifyFormat.MARKDOWN: message.markdown, NotifyFormat.TEXT: message.text}
    body = bodies[form]
    if service.body_maxlen < SMALL:
        form, body = NotifyFormat.TEXT, message.brief
    elif len(body) > service.body_maxlen:
        form, body = NotifyFormat.TEXT, message.compact
    return Apprise([service]).notify(body=body, title=message.subject, body_format=form, log_level=logging.DEBUG)
