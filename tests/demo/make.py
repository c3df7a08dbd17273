"""Writes the documents of the demo's town: python tests/demo/make.py"""

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from extract.pdf_file import of_texts  # noqa: E402  # found through the line above, so that the file runs by itself

FILES = TESTS.parent / "monitor" / "demo" / "files"

AGENDA = (
    """CITY OF SPRINGHAVEN
Public Safety Committee
AGENDA

Council Chamber, City Hall

The committee meets in public. The consent calendar is voted on
as one; any member of the public may ask to have an item removed.""",
    """1. Call to order

2. Approval of the minutes of the last meeting

CONSENT CALENDAR

3. Resolution accepting the quarterly report on street lighting

4. Resolution authorizing an agreement with Argos Imaging, Inc. for a
   facial recognition system for the Police Department, in an amount
   not to exceed $184,000

5. Adjournment""",
)
REVISED = (
    AGENDA[0].replace("AGENDA", "REVISED AGENDA"),
    AGENDA[1].replace(
        "5. Adjournment",
        """5. Resolution authorizing the purchase of forty automated license plate
   readers for the western districts

6. Adjournment""",
    ),
)
AGREEMENT = (
    """STAFF REPORT

Subject: Agreement with Argos Imaging, Inc.

The Police Department keeps 212,000 booking photographs. The proposed
system compares images with them.""",
    """Fiscal impact

The first year costs $84,000, each of the following two $50,000.
The money comes from the asset forfeiture fund.""",
    """Scope of work

The vendor delivers facial recognition search for 60 investigators,
fingerprint readers for 12 patrol cars, and training.
No policy on its use has been adopted.""",
)

if __name__ == "__main__":
    FILES.mkdir(exist_ok=True)
    for name, pages in {"agenda": AGENDA, "revised-agenda": REVISED, "agreement": AGREEMENT}.items():
        (FILES / f"{name}.pdf").write_bytes(of_texts(*pages))
