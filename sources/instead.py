"""What came instead of the page that was asked for: nothing, half of it, a page for signing in, a page of another system."""

import re
from json import JSONDecodeError

from sources.errors import Blocked, Inconclusive, Unavailable

HEAD = 20_000  # characters in which a page says what it is
OPENED = re.compile(r"<html\b", re.IGNORECASE)
CLOSED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)  # each of 62 recorded pages that open <html> closes one of them
TITLE = re.compile(r"<(title|h1|h2|legend)\b[^>]{0,200}>\s*+([^<]{0,200})", re.IGNORECASE)
SIGNING_IN = re.compile(r"(?:.{0,80}[-–|:·] ?)?(?:please )?(?:sign|log)[ -]?(?:in|on)\b(?! to speak).{0,80}", re.IGNORECASE)
PASSWORD = re.compile(r"""<input\b[^>]{0,500}\btype\s*=\s*["']?password""", re.IGNORECASE)

SYSTEMS = {  # by what only their own pages hold; an address alone may be a link from a page of another system
    "Legistar InSite": r"ContentPlaceHolder1_grid(?:Calendar|Main)",
    "Granicus": r"(?:AgendaViewer|MediaPlayer|ViewPublisher)\.php\?",
    "PrimeGov": r"primegov",
    "CivicClerk": r"civicclerk",
    "CivicPlus AgendaCenter": r"/AgendaCenter/(?:ViewFile|Search|UpdateCategoryList)",
    "eSCRIBE": r"escribemeetings",
    "ModernGov": r"<title>[^<]*Modern ?(?:Council|Gov)|mgMainMenu|ieListMeetings\.aspx",
    "IQM2": r"MinuteTraq|iqm2\.com",
    "NovusAGENDA": r"NovusAGENDA",
    "OnBase Agenda Online": r"OnBase Agenda Online",
    "CivicWeb": r"civicweb\.net|diligent\.community",
    "BoardDocs": r"boarddocs",
    "Municode Meetings": r"mccmeetings|municodemeetings",
    "CMIS": r"ModCMIS|cmis\.uk\.com",
}
FOUND = [(name, re.compile(sign, re.IGNORECASE)) for name, sign in SYSTEMS.items()]


def check(text: str, url: str) -> None:
    """Raises Inconclusive for an empty answer, Blocked for a page for signing in, Unavailable for a page that was cut off."""
    if not text.strip():
        raise Inconclusive("an empty answer", url=url)
    head = text[:HEAD]
    if PASSWORD.search(text) and any(SIGNING_IN.fullmatch(" ".join(match[2].split())) for match in TITLE.finditer(head)):
        raise Blocked("a page for signing in, with status 200", url=url)
    if OPENED.search(head) and not CLOSED.search(text):
        raise Unavailable(f"a page that was cut off after {len(text):,} characters", url=url)


def cut_off(text: str, error: ValueError) -> bool:
    """Whether JSON or XML that could not be read ends in the middle."""
    if isinstance(error, JSONDecodeError) and error.pos >= len(text.rstrip()):
        return True
    begins, ends = text.lstrip()[:1], text.rstrip()[-1:]
    return {"{": "}", "[": "]", "<": ">"}.get(begins, ends) != ends or "no element found" in str(error)  # expat, at the end of the text


def whose(text: str) -> str:
    """ "a page of SYSTEM", or nothing where no system is recognised. For what could not be read."""
    name = system(text)
    return f"a page of {name}" if name else ""


def system(text: str) -> str:
    """The name of the system whose page it is, or nothing."""
    return next((name for name, sign in FOUND if sign.search(text)), "")
