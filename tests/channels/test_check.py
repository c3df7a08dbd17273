"""Which addresses are accepted from strangers, and from the operator."""

import pytest

from monitor.channels import ChannelError, check

SLACK = "T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"

ACCEPTED = [
    "mailto://me:secret@example.org",
    "mailtos://me:secret@example.org?to=desk@paper.example&smtp=smtp.example.org",
    "json://hooks.example.org/in",
    "jsons://hooks.example.org/in?+X-Key=abc&method=PUT",
    "jsons://1.1.1.1:8443/in",
    f"slack://{SLACK}",
    f"https://hooks.slack.com/services/{SLACK}",
    "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
    "tgram://123456789:alphanumeric-Token_abcdefghijklmnopq/-1001234",
    "ntfy://council-watch",
    "ntfys://ntfy.example.org/council-watch?priority=high",
    "gotifys://push.example.org/AbCdEfGhIjKlMnO",
    "mmosts://chat.example.org/3ccdd113474722377935511fc85d3dd4",
    "matrixs://me:secret@matrix.example.org/%23room",
    "pover://u1234567890123456789012345678@a1234567890123456789012345678a",
]

REFUSED = [
    # services that run programs, write files, or show things on this machine
    "syslog://local", "dbus://", "gnome://", "macosx://", "windows://", "glib://", "rsyslog://log.example.org",
    "blink1://", "apprise://api.example.org/key", "schan://token", "file:///etc/passwd", "exec://ls", "smpp://u:p@gw.example.org/1/2",
    # this machine and the networks behind it, in every way of writing them
    "json://127.0.0.1/", "json://localhost/", "json://LOCALHOST./", "json://2130706433/", "json://127.1/", "json://0x7f000001/",
    "json://0177.0.0.1/", "json://0/", "json://10.1.2.3/", "json://192.168.0.1:8080/", "json://172.16.0.1/", "json://169.254.169.254/latest/",
    "json://100.64.1.1/", "json://[::1]/", "json://[::ffff:127.0.0.1]/", "json://[64:ff9b::7f00:1]/", "json://[fe80::1]/", "json://[fd00::1]/",
    "json://metadata/", "json://metadata.google.internal/", "json://printer.local/", "json://db.lan/", "json://224.0.0.1/",
    "mailto://me:secret@example.org?smtp=127.0.0.1", "mailtos://me:secret@example.org?smtp=mail.internal", "matrix://u:p@10.0.0.1/%23room",
    "ntfy://10.0.0.1/topic", "mmost://localhost/3ccdd113474722377935511fc85d3dd4",
    # parameters that read files, fetch pictures, turn checks off, hide failures or speak for others
    f"slack://{SLACK}?template=/etc/passwd", f"slack://{SLACK}?optional=yes", "discord://4174216298/JHMHI8qBe7bk2ZwO5U711?avatar_url=http://10.0.0.1/x",
    "mailto://me:secret@example.org?pgppub=/etc/passwd", "mailto://me:secret@example.org?bcc=a@b.example", "mailto://me:secret@example.org?wkd=yes",
    "ntfys://ntfy.example.org/topic?attach=file:///etc/passwd", "ntfys://ntfy.example.org/topic?email=victim@example.org",
    "ntfys://ntfy.example.org/topic?actions=http", "jsons://hooks.example.org/?verify=no", "jsons://hooks.example.org/?redirect=yes",
    "jsons://hooks.example.org/?retry=10", "jsons://hooks.example.org/?rto=9999", "jsons://hooks.example.org/?REDIRECT=yes",
    "jsons://hooks.example.org/?method=DELETE", "jsons://hooks.example.org/?+Host=internal", "jsons://hooks.example.org/?+Transfer-Encoding=chunked",
    "mailto://me:secret@example.org?+Bcc=a@b.example", "jsons://hooks.example.org/?+Idempotency-Key=1",
    # ports that are neither web nor mail, several receivers, and tricks with the writing
    "json://hooks.example.org:22/", "json://hooks.example.org/?port=22", "mailto://me:secret@example.org?to=a@b.example,c@d.example",
    "json://evil.example.org\\@127.0.0.1/", "json://hooks.example.org/a b", "json://hooks.example.org/%0d%0aHost:x", "json://hooks.example.org/\n",
    "json://hooks.ex\u0430mple.org/", "json://user@evil.example.org:80@127.0.0.1/", "json://", "json:///path", "", "hooks.example.org", "://x",
    "json://hooks.example.org/" + "a" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("url", ACCEPTED)
def test_a_stranger_may_use(url: str) -> None:
    check(url, trusted=False)


@pytest.mark.parametrize("url", REFUSED)
def test_a_stranger_may_not_use(url: str) -> None:
    with pytest.raises(ChannelError) as refusal:
        check(url, trusted=False)
    words = str(refusal.value)
    assert (words.count("\n"), "secret" in words, SLACK[-8:] in words) == (0, False, False)


@pytest.mark.parametrize(
    "url",
    [
        "json://127.0.0.1:9000/",
        "json://localhost/in?optional=yes",
        "mailto://localhost:25?from=a@b.org&to=c@d.org,e@f.org",
        "syslog://",
        "form://10.0.0.1/",
    ],
)
def test_the_operator_may_use(url: str) -> None:
    check(url, trusted=True)


@pytest.mark.parametrize("url", ["", "nosuch://x", "slack://too-short", "json://", "mailto://"])
def test_what_apprise_cannot_send_to_is_refused_to_the_operator_too(url: str) -> None:
    with pytest.raises(ChannelError):
        check(url, trusted=True)
