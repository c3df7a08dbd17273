"""Writes the tapes of a register of organisations that do not exist, as the European Union writes its own."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
URL = "https://ec.europa.eu/transparencyregister/public/files/ODP/download/XML/latest"
TARGET = HERE / "zz-eu-register"
HEAD = """<?xml version='1.1' encoding='UTF-8'?>
<ListOfIRPublicDetail xmlns="http://intragate.ec.europa.eu/transparencyregister/odp">
  <metaData xmlns=""><exportDate>2026-11-19T20:00:00.069+00:00</exportDate><numberOfIR>{}</numberOfIR></metaData>
  <resultList xmlns="">
"""
TAIL = "  </resultList>\n</ListOfIRPublicDetail>\n"
CONSULTANCY = """<interestRepresentative>
  <identificationCode>900000000001-11</identificationCode>
  <registrationDate>2025-09-15T13:34:09.224+00:00</registrationDate>
  <lastUpdateDate>2026-11-18T09:00:00.000+00:00</lastUpdateDate>
  <name><originalName>Ormes &amp; Associés</originalName></name>
  <entityForm>SRL</entityForm>
  <registrationCategory>Professional consultancies</registrationCategory>
  <headOffice><city>Bruxelles</city><country>BELGIUM</country></headOffice>
  <goals>Nous suivons &#xb;la reconnaissance faciale
 et l'identification biométrique.</goals>
  <EULegislativeProposals>Artificial Intelligence Act</EULegislativeProposals>
  <EUSupportedForumsAndPlatforms>N.A.</EUSupportedForumsAndPlatforms>
  <interests><interest><name>Digital economy and society</name></interest><interest><name>Security</name></interest></interests>
  <financialData><newOrganisation>false</newOrganisation>
    <closedYear type="ClosedYearClientFinancialInformation">
      <startDate>2025-01-01</startDate><endDate>2025-12-01</endDate>
      <clients>
        <client><name>Argos Imaging</name><revenue type="CostRange" currency="€"><range><min>25000</min><max>49999</max></range></revenue>
          <proposal>Artificial Intelligence Act</proposal></client>
        <client><name>Elm Paving</name><revenue type="CostRange" currency="€"><range/></revenue></client>
      </clients>
      <totalAnnualRevenue type="CostRange" currency="€"><range><min>25000</min><max>99999</max></range></totalAnnualRevenue>
      <grants/>
    </closedYear>
  </financialData>
</interestRepresentative>
"""
COMPANY = """<interestRepresentative>
  <identificationCode>900000000002-22</identificationCode>
  <registrationDate>2020-01-10T08:00:00.000+00:00</registrationDate>
  <name><originalName>Argos Imaging</originalName></name>
  <registrationCategory>Companies &amp; groups</registrationCategory>
  <headOffice><country>IRELAND</country></headOffice>
  <goals>Cameras.</goals>
  <financialData><newOrganisation>false</newOrganisation>
    <closedYear><startDate>2025-01-01</startDate><endDate>2025-12-01</endDate>
      <costs type="CostRange" currency="€"><range><max>10000</max></range></costs></closedYear>
  </financialData>
</interestRepresentative>
"""
SOCIETY = """<interestRepresentative>
  <identificationCode>900000000003-33</identificationCode>
  <registrationDate>2026-11-01T08:00:00.000+00:00</registrationDate>
  <name><originalName>Elm Society</originalName></name>
  <registrationCategory>Non-governmental organisations</registrationCategory>
  <headOffice><country>GERMANY</country></headOffice>
  <goals>Trees.</goals>
  <financialData><newOrganisation>true</newOrganisation>
    <closedYear><startDate>2025-01-01</startDate><endDate>2025-12-01</endDate>
      <totalBudget type="AbsoluteCost" currency="€"><absoluteCost>447000</absoluteCost></totalBudget></closedYear>
  </financialData>
</interestRepresentative>
"""


def register(*entries: str, of: int) -> Answer:
    """The file, which says how many entries it has."""
    return Answer(url=URL, body=HEAD.format(of) + "".join(entries) + TAIL, type="application/xml")


TAPES = {
    "happy.warc": [register(CONSULTANCY, COMPANY, SOCIETY, of=3)],
    "fail-doctype.warc": [Answer(url=URL, body='<!DOCTYPE l [<!ENTITY a "b">]><l>&a;</l>', type="application/xml")],
    "fail-fewer.warc": [register(CONSULTANCY, COMPANY, of=17_897)],
    "fail-empty.warc": [register(of=0)],
    "fail-moved.warc": [
        Answer(url=URL, status=301, type="text/html", headers=(("Location", "https://transparency-register.europa.eu/latest"),))
    ],
    "fail-truncated.warc": [Answer(url=URL, body=(HEAD.format(3) + CONSULTANCY + COMPANY[:200]), type="application/xml")],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
