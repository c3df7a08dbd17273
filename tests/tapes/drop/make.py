"""Writes the exports of a register that refuses programs, and the tapes of the portal that tells of them."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, archive, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)

CATALOG = "https://open.example.ca/api/action/package_show?id=exports"
TARGET = HERE / "zz-ca-exports"
HEAD = (
    "\ufeffCOMLOG_ID,EN_CLIENT_ORG_CORP_NM_AN,REGISTRANT_NUM_DECLARANT,RGSTRNT_LAST_NM_DCLRNT,RGSTRNT_1ST_NM_PRENOM_DCLRNT,"
    "COMM_DATE,END\r\n"
)
ROWS = "501,Argos Imaging,77,Merriweather,Ada,2026-11-03,null\r\n502,null,78,Orme,Zoé,2026-11-04,2026-11-05\r\n"


def data_set(changed: object) -> Answer:
    """What the portal says of the data set."""
    return Answer(url=CATALOG, body={"success": True, "result": {"name": "exports", "metadata_modified": changed, "resources": []}})


TAPES = {
    "happy.warc": [data_set("2026-11-18T06:12:31.123456")],
    "fail-newer.warc": [data_set("2099-01-01T06:12:31.123456")],
    "fail-portal.warc": [data_set(None)],
}

if __name__ == "__main__":
    (TARGET / "exports" / "export.zip").write_bytes(archive({"readme.txt": "x", "Communication_PrimaryExport.csv": HEAD + ROWS}))
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
