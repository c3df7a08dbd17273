"""An address that somebody found on a site says which platform it is on, and which source."""

from urllib.parse import urlsplit

import pytest

from sources import registry

CMIS = {"base": "https://aldbourne.cmis.uk.com/alb", "tab": "70", "module": "397"}
KNOWN = [
    ("legistar", "https://springhaven.legistar.com/Calendar.aspx", {"client": "springhaven"}),
    ("legistar", "https://webapi.legistar.com/v1/springhaven/Events?$top=1", {"client": "springhaven"}),
    ("legistar", "https://springhaven.legistar1.com/springhaven/meetings/2026/12/1_A_Agenda.pdf", {"client": "springhaven"}),
    ("primegov", "https://larkfield.primegov.com/Portal/Meeting?meetingTemplateId=16402", {"tenant": "larkfield"}),
    ("civicclerk", "https://pinehollowzz.portal.civicclerk.com/event/1744/files/agenda/2261", {"tenant": "pinehollowzz"}),
    ("civicclerk", "https://pinehollowzz.api.civicclerk.com/v1/Events", {"tenant": "pinehollowzz"}),
    ("civicclerk", "https://pinehollowzz.civicclerk.com/web/home.aspx", {"tenant": "pinehollowzz"}),
    ("escribe", "https://pub-stonebridge.escribemeetings.com/FileStream.ashx?DocumentId=1", {"tenant": "pub-stonebridge"}),
    ("granicus", "https://marlow.granicus.com/ViewPublisher.php?view_id=4", {"tenant": "marlow", "view": "4"}),
    ("granicus", "http://marlow.granicus.com/AgendaViewer.php?view_id=4&clip_id=840", {"tenant": "marlow", "view": "4"}),
    ("civicplus", "https://www.cedarville.example/AgendaCenter/ViewFile/Agenda/_12012026-613", {"host": "www.cedarville.example"}),
    ("civicplus", "https://zz-cedarville.civicplus.com/", {"host": "zz-cedarville.civicplus.com"}),
    ("iqm2", "https://elmfordny.iqm2.com/Citizens/Detail_Meeting.aspx?ID=4101", {"tenant": "elmfordny"}),
    ("novusagenda", "https://harrowpoint.novusagenda.com/agendapublic/CoverSheet.aspx?ItemID=1&MeetingID=2", {"tenant": "harrowpoint"}),
    (
        "onbase",
        "https://rioverde.hylandcloud.com/221agenda/Meetings/ViewMeeting?id=1",
        {"base": "https://rioverde.hylandcloud.com/221agenda"},
    ),
    ("onbase", "https://agendas.rioverde.example/Meetings/Search?dropid=4", {"base": "https://agendas.rioverde.example"}),
    ("civicweb", "https://portalder.civicweb.net/Portal/MeetingInformation.aspx?Id=210", {"host": "portalder.civicweb.net"}),
    ("civicweb", "https://lindale.diligent.community/document/3/?printPdf=true", {"host": "lindale.diligent.community"}),
    ("boarddocs", "https://go.boarddocs.com/zz/lindale/Board.nsf/goto?open&id=D5CS", {"board": "zz/lindale"}),
    ("municode", "https://meetings.municode.com/PublishPage/index?cid=CORBETT&ppid=0&p=-1", {"cid": "CORBETT", "ppid": "0"}),
    ("municode", "https://meetings.municode.com/adaHtmlDocument/index?cc=CORBETT&me=7b1a", {"cid": "CORBETT", "ppid": "0"}),
    ("moderngov", "https://democracy.marlowe.example/mgCalendarMonthView.aspx?M=1", {"base": "https://democracy.marlowe.example"}),
    ("moderngov", "http://www.marlowe.example/mg/ieListDocuments.aspx?CId=1&MId=2", {"base": "http://www.marlowe.example/mg"}),
    ("cmis", "https://aldbourne.cmis.uk.com/alb/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/1/Default.aspx", CMIS),
    ("chicago_elms", "https://chicityclerkelms.chicago.gov/Meeting/?meetingId=1", {}),
    ("minneapolis_lims", "https://lims.minneapolismn.gov/Calendar/all/monthly", {}),
    ("boardbook", "https://meetings.boardbook.org/Public/Agenda/1810?meeting=743647", {"organization": "1810"}),
    ("ical", "https://www.quarryhill.example/board.ics", {"url": "https://www.quarryhill.example/board.ics"}),
    (
        "legistar_feed",
        f"https://ashgrove.legistar.com/Feed.ashx?M=Calendar&ID=19&GUID={'a' * 8}",
        {"client": "ashgrove", "id": "19", "guid": "a" * 8},
    ),
]
STRANGE = [
    "https://www.springhaven.gov/",
    "https://www.legistar.com/",
    "https://media.legistar.com/elm/agenda.pdf",
    "https://www.civicplus.com/",
    "https://cp-university.civicplus.com/",
    "mailto:clerk@springhaven.gov",
    "https://legistar.com.evil.example/",
]


@pytest.mark.parametrize(("platform", "url", "options"), KNOWN)
def test_an_address_of_a_site_gives_the_options_of_its_source(platform: str, url: str, options: dict[str, str]) -> None:
    assert registry.platforms()[platform].recognise(urlsplit(url)) == options


@pytest.mark.parametrize(("platform", "url", "options"), KNOWN)
def test_no_other_platform_claims_it(platform: str, url: str, options: dict[str, str]) -> None:
    others = {name: cls for name, cls in registry.platforms().items() if name != platform}
    assert {name: cls.recognise(urlsplit(url)) for name, cls in others.items() if cls.recognise(urlsplit(url)) is not None} == {}


@pytest.mark.parametrize("url", STRANGE)
def test_what_no_platform_knows_is_left_alone(url: str) -> None:
    assert [name for name, cls in registry.platforms().items() if cls.recognise(urlsplit(url)) is not None] == []
