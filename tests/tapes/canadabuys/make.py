"""Writes tapes of the open data of CanadaBuys with notices that do not exist, under some of its real columns."""

import csv
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
PUB = "https://canadabuys.canada.ca/opendata/pub"
COMMON = """
title-titre-eng title-titre-fra referenceNumber-numeroReference amendmentNumber-numeroModification solicitationNumber-numeroSollicitation
publicationDate-datePublication amendmentDate-dateModification gsin-nibs gsinDescription-nibsDescription-eng
gsinDescription-nibsDescription-fra unspsc unspscDescription-eng unspscDescription-fra contractingEntityName-nomEntitContractante-eng
contractingEntityName-nomEntitContractante-fra contactInfoName-informationsContactNom contactInfoEmail-informationsContactCourriel
noticeURL-URLavis-eng noticeURL-URLavis-fra attachment-piecesJointes-eng attachment-piecesJointes-fra
"""
TENDER = """
tenderClosingDate-appelOffresDateCloture tenderStatus-appelOffresStatut-eng noticeType-avisType-eng
tenderDescription-descriptionAppelOffres-eng tenderDescription-descriptionAppelOffres-fra
"""
AWARD = """
contractNumber-numeroContrat awardStatus-attributionStatut-eng contractAmount-montantContrat contractCurrency-contratMonnaie
supplierLegalName-nomLegalFournisseur-eng awardDescription-descriptionAttribution-eng
"""
HISTORY = """
contractNumber-numeroContrat contractStatus-statutContrat-eng contractAmount-montantContrat totalContractValue-valeurTotaleContrat
contractCurrency-contratMonnaie supplierLegalName-nomLegalFournisseur-eng supplierLegalName-nomLegalFournisseur-fra
"""
COLUMNS = {what: (COMMON + own).split() for what, own in (("tenders", TENDER), ("awards", AWARD), ("contracts", HISTORY))}
FILES = {
    "tenders": "openTenderNotice-ouvertAvisAppelOffres.csv",
    "awards": "2026-2027-awardNotice-avisAttribution.csv",
    "contracts": "2026-2027-contractHistory-contratsOctroyes.csv",
}

Row = dict[str, str]


def row(reference: str, amendment: str, english: str, french: str, **said: str) -> Row:
    """A row by the first words of its columns ("published": the column that begins so), with the person who is in each."""
    return {
        "referenceNumber": reference,
        "amendmentNumber": amendment,
        "title-titre-eng": english,
        "title-titre-fra": french,
        "publicationDate": "2026-11-02",
        "contractingEntityName-nomEntitContractante-eng": "Department of Invention",
        "contractingEntityName-nomEntitContractante-fra": "Ministère de l'Invention",
        "contactInfoName": "Contact, Pat",
        "contactInfoEmail": "pat.contact@invention.example.ca",
        **{name.replace("_", "-"): value for name, value in said.items()},
    }


def table(what: str, rows: list[Row]) -> bytes:
    """The file: with a byte order mark, and quotes where they must be."""
    out, columns = io.StringIO(), COLUMNS[what]
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for each in rows:
        writer.writerow([next((value for name, value in each.items() if f"{column}-".startswith(f"{name}-")), "") for column in columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def answer(what: str, body: bytes, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """The answer for a file."""
    return Answer(url=f"{PUB}/{FILES[what]}", body=body, status=status, type="text/csv" if status == 200 else "text/html", headers=headers)


FACES = row(
    "cb-900-00000001", "002", "Facial recognition at the border", "Reconnaissance faciale à la frontière",
    solicitationNumber="INV-26-001 ", amendmentDate="2026-11-16", tenderClosingDate="2026-12-04T14:00:00", tenderStatus="Open",
    noticeType="Request for Proposal", unspsc="*46171619\n*43232300", unspscDescription_eng="*Access control\n*Biometrics", gsin="N5820",
    tenderDescription_descriptionAppelOffres_eng="\n<p>Gates that recognise\nfaces.</p>\n",
    tenderDescription_descriptionAppelOffres_fra="Des portes.", noticeURL="https://canadabuys.canada.ca/en/notice/900-1",
    attachment_piecesJointes_eng="https://canadabuys.canada.ca/files/900/rfp eng.pdf,https://canadabuys.canada.ca/files/900/annex.pdf",
    attachment_piecesJointes_fra="https://canadabuys.canada.ca/files/900/annex.pdf",
)  # fmt: skip
CALLED_OFF = row(
    "cb-900-00000002", "001", "Drones", "Drones", tenderStatus="Cancelled", tenderClosingDate="2026-12-04", amendmentDate="2026-11-10"
)
ASKING = row("cb-900-00000003", "000", "", "Demande d'information", tenderStatus="Open", noticeType="Request for Information")
OLD = row("cb-900-00000004", "000", "Chairs", "Chaises", publicationDate="2026-03-02", tenderStatus="Open")

AWARDS = [
    row("cb-901-1", "000", "Cameras", "Caméras", contractNumber="C-1", contractAmount="120000.00", supplierLegalName="Argos Imaging Inc."),
    row(
        "cb-901-1", "001", "Cameras", "Caméras", contractNumber="C-1", contractAmount="150000.00", amendmentDate="2026-11-15",
        supplierLegalName="Argos Imaging Inc.", awardDescription="Thirty cameras.",
    ),
    row("cb-901-2", "000", "Lamps", "Lampes", contractAmount="0", contractCurrency="USD", supplierLegalName="Lumen GmbH"),
]  # fmt: skip
CONTRACTS = [
    row(
        "cb-902-2", "2", "Cameras", "Caméras", contractNumber="C-1", contractAmount="30000", totalContractValue="180000.50",
        amendmentDate="2026-11-18", supplierLegalName_nomLegalFournisseur_fra="Imagerie Argos inc.",
    ),
    row("cb-902-1", "1", "Cameras", "Caméras", contractNumber="C-1", contractAmount="150000", totalContractValue="150000"),
]  # fmt: skip

TAPES = {
    "tenders": {
        "happy.warc": [answer("tenders", table("tenders", [FACES, CALLED_OFF, ASKING, OLD]))],
        "quiet.warc": [answer("tenders", table("tenders", [OLD]))],
        "fail-blocked.warc": [answer("tenders", b"<html><body>Access Denied</body></html>", 403)],
        "fail-empty.warc": [answer("tenders", table("tenders", []))],
        "fail-header.warc": [answer("tenders", table("tenders", [FACES]).replace(b"referenceNumber-numeroReference", b"reference"))],
        "fail-moved.warc": [answer("tenders", b"", 301, (("Location", "https://achatscanada.canada.ca/donnees.csv"),))],
        "fail-ragged.warc": [answer("tenders", table("tenders", [OLD, FACES])[:-160])],
    },
    "awards": {"happy.warc": [answer("awards", table("awards", AWARDS))]},
    "contracts": {"happy.warc": [answer("contracts", table("contracts", CONTRACTS))]},
}

if __name__ == "__main__":
    for what, tapes in TAPES.items():
        for name, answers in tapes.items():
            write(HERE / f"ca-zz-canadabuys-{what}" / name, answers, AT)
