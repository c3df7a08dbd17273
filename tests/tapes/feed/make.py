"""Writes the tapes of the feeds of Ostrander, a county that does not exist: RSS, and Atom."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

URL = "https://www.ostrander.example/rss/agendas"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-ostrander"
XML = "application/rss+xml; charset=utf-8"


def rss(*items: str, title: str = "Agendas") -> Answer:
    """A feed in RSS."""
    body = f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>\n'
    return Answer(url=URL, body=body, type=XML)


AGENDA = (
    "<item><guid isPermaLink='false'>ostrander-771</guid><title>Board of Supervisors agenda &amp; packet</title><link>/files/771.pdf</link>"
    "<pubDate>Fri, 20 Nov 2026 09:00:00 -0500</pubDate><category>Board</category>"
    "<description>&lt;p&gt;Item 9: &lt;b&gt;body-worn cameras&lt;/b&gt;&lt;/p&gt;</description>"
    "<enclosure url='https://www.ostrander.example/files/771-packet.pdf' type='application/pdf' length='1'/></item>"
)
NEWS = "<item><title>Library hours</title><link>https://www.ostrander.example/news/1</link><pubDate>soon</pubDate></item>"
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Agendas</title><entry><id>tag:ostrander,2026:9</id><title>Planning agenda</title>'
    "<link href='https://www.ostrander.example/p/9'/><updated>2026-11-02T10:00:00Z</updated></entry></feed>"
)

TAPES = {
    **in_place_of(rss(AGENDA)),
    "happy.warc": [rss(AGENDA, NEWS)],
    "atom.warc": [Answer(url=URL, body=ATOM, type="application/atom+xml")],
    "fail-empty.warc": [rss()],
    "fail-invalid.warc": [rss("<item><title>x</title><link>https://www.ostrander.example/</link></item>", title="Invalid feed")],
    "fail-tenant.warc": [Answer(url=URL, body="", status=410, type=XML)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
