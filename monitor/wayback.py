"""Hands the addresses of documents with hits to the Wayback Machine of the Internet Archive: a witness that is not us.

Off unless the operator asks for it: it tells a third party what was found. The address of its service is described at
https://help.archive.org/help/save-pages-in-the-wayback-machine/.
"""

from datetime import datetime
from urllib.parse import urldefrag, urlsplit

from monitor.store import submissions
from monitor.store.database import Database
from sources.errors import Blocked, SourceError, Unavailable
from sources.web import Web

HOST = "web.archive.org"
PACE = 15.0  # seconds between two addresses: it takes some four a minute from who has no account
AT_ONCE = 40  # addresses in an hour, which is ten minutes of it


async def submit(database: Database, web: Web, now: datetime, private: frozenset[str]) -> str:
    """Hand over what is owed, and say how much it was. Hosts in `private` are nobody else's business."""
    owed = await database.ask(submissions.owed, now, AT_ONCE)
    done = 0
    for url in owed:
        if urlsplit(url).hostname in private or urlsplit(url).netloc in private:
            await database.run(submissions.save, url, "a private host", now, kept=True)
            continue
        try:
            page = await web.get(f"https://{HOST}/save/{urldefrag(url).url}")
        except (Blocked, Unavailable) as error:  # busy, or we were too fast: an hour later it goes on
            return f"{done} of {len(owed)} addresses handed over; then {error}"
        except SourceError as error:
            await database.run(submissions.save, url, str(error), now, kept=False)
        else:
            done += 1
            await database.run(submissions.save, url, page.url, now, kept=True)
    return f"{done} of {len(owed)} addresses handed over"
