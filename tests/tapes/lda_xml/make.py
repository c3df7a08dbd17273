"""Writes the tapes of files of lobbying disclosures that nobody filed: an archive of the House, a file of the Senate."""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, archive, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
SITE = "https://files.springhaven.example"
HOUSE = f"{SITE}/2026_3rdQuarter_XML.zip"
SENATE = f"{SITE}/2026_3.xml"
TARGET = HERE / "us-zz-files"

LD2 = """<?xml version="1.0" encoding="utf-8"?>
<LOBBYINGDISCLOSURE2>
 <organizationName>HARTWELL &amp; PARTNERS, LLC</organizationName>
 <clientName>Argos Imaging, Inc.</clientName>
 <senateID>401100001-11</senateID>
 <houseID>411000011</houseID>
 <reportYear>2026</reportYear>
 <reportType>Q3</reportType>
 <income>$50,000</income>
 <signedDate>10/19/2026 11:02:07 AM</signedDate>
 <alis>
  <ali_info>
   <issueAreaCode>HOM</issueAreaCode>
   <specific_issues><description>Facial recognition; S. 847</description></specific_issues>
   <federal_agencies>SENATE, Homeland Security, Dept of (DHS)</federal_agencies>
   <foreign_entity_issues/>
   <lobbyists>
    <lobbyist>
     <lobbyistFirstName>Ada</lobbyistFirstName>
     <lobbyistLastName>Merriweather</lobbyistLastName>
     <coveredPosition>N/A</coveredPosition>
     <lobbyistNew>N</lobbyistNew>
    </lobbyist>
    <lobbyist><lobbyistFirstName/><lobbyistLastName/></lobbyist>
   </lobbyists>
  </ali_info>
  <ali_info><issueAreaCode/></ali_info>
 </alis>
</LOBBYINGDISCLOSURE2>
"""
LD1 = """<LOBBYINGDISCLOSURE1 organizationName="Elm Street Cameras" clientName="Elm Street Cameras" senateID="401100009"
 reportYear="2026" signedDate="9/2/2026 4:00:00 PM" specific_issues="Cameras in parks"><alis><ali_Code>LAW</ali_Code><ali_Code/></alis>
</LOBBYINGDISCLOSURE1>
"""
LD203 = """<?xml version="1.0" encoding="utf-8"?>
<CONTRIBUTIONDISCLOSURE>
 <filerType>L</filerType>
 <organizationName>HARTWELL &amp; PARTNERS, LLC</organizationName>
 <lobbyistPrefix>Ms.</lobbyistPrefix><lobbyistFirstName>Ada</lobbyistFirstName><lobbyistMiddleName/>
 <lobbyistLastName>Merriweather</lobbyistLastName><lobbyistSuffix/>
 <senateRegID>401100001</senateRegID><houseRegID>41100</houseRegID>
 <reportYear>2026</reportYear><reportType>MM</reportType><amendment>false</amendment>
 <comments>Two of three</comments>
 <signedDate>07/28/2026 9:15:00 AM</signedDate>
 <certifiedcontent>true</certifiedcontent><noContributions>false</noContributions>
 <pacs><pac><name>Hartwell PAC</name></pac><pac><name/></pac></pacs>
 <contributions>
  <contribution><type>FECA</type><contributorName>Self</contributorName><payeeName>Friends of Elm</payeeName>
   <recipientName>Sen. Elm</recipientName><amount>$1,500.00</amount><date>3/14/2026</date></contribution>
  <contribution><type>Meeting Expenses</type><contributorName>Hartwell PAC</contributorName><payeeName/>
   <recipientName/><amount/><date>02/31/2026</date></contribution>
 </contributions>
</CONTRIBUTIONDISCLOSURE>
"""
ACTIVITY = {
    "general_issue_area": "LAW",
    "specific_issues": "Body-worn cameras; H.R. 1280",
    "houses_and_agencies": "U.S. SENATE, Justice, Dept of (DOJ)",
    "foreign_entity_interest": "",
    "lobbyists": [{"lobbyist_first_name": "Ada", "lobbyist_last_name": "Merriweather", "lobbyist_covered_position": "Counsel"}],
}
FORM = {
    "document_id": "0a0b0c0d-0000-4000-8000-00000000f001",
    "report_type": {
        "year": "2013", "quarter_one": False, "quarter_two": False, "quarter_three": True, "quarter_four": False,
        "is_amendment": True, "is_termination": True, "termination_date": "2013-09-30T00:00:00Z", "no_activity": False,
    },
    "client": {"client_name": "Argos Imaging, Inc.", "client_self": False},
    "registrant": {"registrant_name": "HARTWELL & PARTNERS, LLC"},
    "identifiers": {"client_registrant_senate_id": "401100001-11", "client_registrant_house_id": "411000011"},
    "income": {"income_amount": None, "income_less_than_five_thousand": True, "income_five_thousand_or_more": False},
    "expenses": {"expense_amount": None, "expense_method_a": False, "expense_method_b": False, "expense_method_c": False},
    "lobbying_activities": {"lobbying_activities": [ACTIVITY]},
    "registration_update": {
        "added_affiliated_organizations": [{"affiliated_organization_name": "Elm Chamber", "affiliated_organization_country": "USA"}],
        "removed_foreign_entities": [{"foreign_entity_name": "Argos Holding"}],
    },
    "signature": {"signature_date": "2013-10-17T00:00:00Z", "signature": "Digitally Signed By: Ada Merriweather"},
}  # fmt: skip
FILINGS = """<?xml version='1.0' encoding='UTF-16'?>
<PublicFilings>
<Filing ID="0A0B0C0D-0000-4000-8000-000000000001" Year="2026" Received="2026-07-20T00:00:00" Amount="" Type="SECOND QUARTER (NO ACTIVITY)"
 Period="2nd Quarter (Apr 1 - June 30)"><Registrant xmlns="" RegistrantID="44" RegistrantName="ARGOS &#xD;&#xA;IMAGING" />
<Client xmlns="" ClientName="ARGOS IMAGING" ClientID="5" SelfFiler="TRUE" GeneralDescription="Cameras"/>
<Lobbyists><Lobbyist xmlns="" LobbyistName="MERRIWEATHER, ADA" OfficialPosition="Counsel"/></Lobbyists>
<GovernmentEntities><GovernmentEntity xmlns="" GovEntityName="SENATE"/></GovernmentEntities>
<ForeignEntities><Entity xmlns="" ForeignEntityName="ARGOS HOLDING" ForeignEntityCountry="JAPAN"/></ForeignEntities>
<AffiliatedOrgs><Org xmlns="" AffiliatedOrgName="ELM CHAMBER" AffiliatedOrgCountry="USA"/></AffiliatedOrgs>
<Issues><Issue xmlns="" Code="HOMELAND SECURITY" SpecificIssue="Biometrics&#xb;at ports"/></Issues></Filing>
<Filing ID="0A0B0C0D-0000-4000-8000-000000000002" Year="2026" Received="2026-08-01T10:30:00" Amount="20000" Type="MISC. DOC"
 Period="UNDETERMINED"><Registrant xmlns="" RegistrantID="45" RegistrantName="Oak &amp; Co"/>
<Client xmlns="" ClientName="ELM STREET PAVING" ClientID="6" SelfFiler="FALSE"/></Filing>
</PublicFilings>
"""


def there(house: bytes, senate: bytes) -> list[Answer]:
    """The site with these two files of the third quarter, and two more of the fourth."""
    later = FILINGS.replace("-000000000", "-100000000").replace("SECOND QUARTER", "THIRD QUARTER")
    found = [(HOUSE, house), (SENATE, senate), (HOUSE.replace("3rd", "4th"), MORE), (SENATE.replace("_3", "_4"), later.encode("utf-16"))]
    return [Answer(url=url, body=body, type="text/xml" if url.endswith("xml") else "application/zip") for url, body in found]


def locked(body: bytes) -> bytes:
    """The archive, saying of its first member that it has a password."""
    changed = bytearray(body)
    changed[6] |= 1
    changed[body.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


GOOD = archive({"301700001.xml": LD2, "301700002.xml": LD1, "700300001.xml": LD203, "form.json": json.dumps(FORM)})
SENT = FILINGS.encode("utf-16")
MORE = archive({"301800001.xml": LD2.replace(">Q3<", ">3A<").replace("$50,000", "")})
NONE = b"<PublicFilings/>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><PublicFilings>&b;</PublicFilings>'

TAPES = {
    "happy.warc": there(GOOD, SENT),
    "fail-locked.warc": there(locked(GOOD), NONE),
    "fail-doctype.warc": there(archive({"x.xml": ENTITIES}), NONE),
    "fail-empty.warc": [replace(answer, body=NONE) for answer in there(NONE, NONE)],
    "fail-html.warc": there(b"<!DOCTYPE html><html><title>We have moved</title></html>", NONE),
    "fail-none.warc": [replace(answer, status=404, body="", type="text/html") for answer in there(NONE, NONE)],
    "fail-truncated.warc": there(GOOD[:-200], NONE),
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
