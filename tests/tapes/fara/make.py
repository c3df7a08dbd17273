"""Writes the tapes of agents of foreign principals that do not exist, as the daily files would list them."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, archive, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
SITE = "https://efile.fara.gov/bulk/zip/FARA_All_{}.csv.zip"
PRINCIPALS = """Foreign_Principal_Termination_Date,Foreign_Principal,Foreign_Principal_Registration_Date,Country/Location_Represented,\
Registration_Number,Registrant_Date,Registrant_Name,Address_1,Address_2,City,State,Zip
"","'Ministry of Elms'","06/27/2020","ELMLAND","9901","03/22/2019","Hartwell & Partners, LLC","1 Elm Road","","Caf\xe9ville","",""
"12/31/2025","Argos Holding K.K.  ","01/05/2019","JAPAN","9901","03/22/2019","Hartwell & Partners, LLC","","","","",""
"""
REGISTRANTS = """Registration_Number,Registration_Date,Termination_Date,Name,Business_Name,Address_1,Address_2,City,State,Zip
"9901","03/22/2019","","Hartwell & Partners, LLC","Hartwell                ","1 K Street","","Washington","DC","20001"
"17","09/14/1982","11/09/1992","Merriweather, Ada","","50 Elm Plaza","Room 5","New York","NY",""
"""

SHORT_FORMS = """Short_Form_Termination_Date,Short_Form_Date,Short_Form_Last_Name,Short_Form_First_Name,Registration_Number,\
Registration_Date,Registrant_Name
"","11/02/2026","Merriweather","Ada","9901","03/22/2019","Hartwell & Partners, LLC"
"""
FILE = "https://efile.fara.gov/docs/9901-Exhibit-AB"
DOCUMENTS = f"""Date_Stamped,Registrant_Name,Registration_Number,Document_Type,Short_Form_Name,Foreign_Principal_Name,\
Foreign_Principal_Country,URL
"11/18/2026","Hartwell & Partners, LLC","9901","Exhibit AB","","Ministry of Elms","ELMLAND","{FILE}-20261118-7.pdf"
"11/18/2019","Hartwell & Partners, LLC","9901","Exhibit AB","","Argos Holding","JAPAN","{FILE}-20191118-1.pdf"
"""


def answer(name: str, text: str) -> Answer:
    """The archive of a list."""
    body = archive({f"FARA_All_{name}.csv": text.encode("latin-1")})
    return Answer(url=SITE.format(name), body=body, type="application/zip")


def instead(body: bytes | str, status: int = 200, type_: str = "application/zip") -> Answer:
    """What comes in its place."""
    return Answer(url=SITE.format("ForeignPrincipals"), body=body, status=status, type=type_)


GOOD = answer("ForeignPrincipals", PRINCIPALS)
FEWER = PRINCIPALS.replace("Country/Location_Represented,", "").replace('"ELMLAND",', "").replace('"JAPAN",', "")

TAPES = {
    "us-zz-principals": {
        "happy.warc": [GOOD],
        "fail-column.warc": [answer("ForeignPrincipals", FEWER)],
        "fail-empty.warc": [answer("ForeignPrincipals", PRINCIPALS.partition("\n")[0] + "\n")],
        "fail-member.warc": [instead(archive({"readme.txt": "nothing here"}))],
        "fail-refused.warc": [instead("<html><body>Who are you?</body></html>", 403, "text/html")],
        "fail-truncated.warc": [instead(GOOD.payload()[:-40])],
    },
    "us-zz-registrants": {"happy.warc": [answer("Registrants", REGISTRANTS)]},
    "us-zz-short-forms": {"happy.warc": [answer("ShortForms", SHORT_FORMS)]},
    "us-zz-documents": {"happy.warc": [answer("RegistrantDocs", DOCUMENTS)]},
}

if __name__ == "__main__":
    for folder, tapes in TAPES.items():
        for name, answers in tapes.items():
            write(HERE / folder / name, answers, AT)
