"""Writes the archive of a register that refuses programs, and the tapes of the portal that tells of it."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import archive, write  # noqa: E402  # found through the line above, so that the file runs by itself
from drop.make import AT, data_set  # noqa: E402  # the same

TARGET = HERE / "ca-zz-register"
PRIMARY = (
    "\ufeffCOMLOG_ID,CLIENT_ORG_CORP_NUM,EN_CLIENT_ORG_CORP_NM_AN,FR_CLIENT_ORG_CORP_NM,REGISTRANT_NUM_DECLARANT,RGSTRNT_LAST_NM_DCLRNT,"
    "RGSTRNT_1ST_NM_PRENOM_DCLRNT,COMM_DATE,REG_TYPE_ENR,SUBMISSION_DATE_SOUMISSION,POSTED_DATE_PUBLICATION,PREV_COMLOG_ID_PRECEDNT\r\n"
    "501,42,Argos Imaging,Imagerie Argos,77,Merriweather,Ada,2026-10-03,1,2026-11-01,2026-11-05,null\r\n"
    "502,42,Argos Imaging,Imagerie Argos,77,Merriweather,Ada,2026-10-04,1,2026-11-08,2026-11-12,499\r\n"
    "499,42,Argos Imaging,Imagerie Argos,77,Merriweather,Ada,2026-10-04,1,2026-11-02,2026-11-05,null\r\n"
    "503,43,null,Caméras Orme,78,Orme,Zoé,2024-05-04,2,2024-06-01,null,null\r\n"
)
OFFICIALS = (
    "COMLOG_ID,DPOH_LAST_NM_TCPD,DPOH_FIRST_NM_PRENOM_TCPD,DPOH_TITLE_TITRE_TCPD,BRANCH_UNIT_DIRECTION_SERVICE,OTHER_INSTITUTION_AUTRE,INSTITUTION\r\n"
    "501,Thériault,Luc,Member of Parliament,null,null,House of Commons\r\n"
    "501,Doe,Pat,ADM,null,null,Public Safety Canada (PS)\r\n"
    "502,Doe,Pat,ADM,null,Office of Nowhere,null\r\n"
)
SUBJECTS = "COMLOG_ID,SUBJECT_CODE_OBJET,CUSTOM_SUBJ_OBJET_PERSO\r\n503,SMT-2,null\r\n503,SMT-99,Eyes in parks\r\n"
DETAILS = (
    'COMLOG_ID,SUBJECT_CODE_OBJET,DESCRIPTION\r\n501,"SMT-1, SMT-2","Facial recognition at the border, Bill C-27"\r\n502,SMT-1,Fences\r\n'
)
CODES = "SUBJECT_CODE_OBJET,SMT_EN_DESC,SMT_FR_DESC\r\nSMT-1,Security,Sécurité\r\nSMT-2,Privacy,Vie privée\r\n"
TABLES = {
    "Communication_PrimaryExport.csv": PRIMARY,
    "Communication_DpohExport.csv": OFFICIALS.encode("cp1252"),
    "Communication_SubjectMattersExport.csv": SUBJECTS,
    "Communication_SubjectMatterDetailsExport.csv": DETAILS,
    "Codes_SubjectMatterTypesExport.csv": CODES,
}
TAPES = {
    "happy.warc": [data_set("2026-11-18T06:12:31.123456")],
    "fail-newer.warc": [data_set("2099-01-01T06:12:31.123456")],
    "fail-portal.warc": [data_set(None)],
}

if __name__ == "__main__":
    (TARGET / "exports").mkdir(exist_ok=True)
    (TARGET / "exports" / "communications_ocl_cal.zip").write_bytes(archive(TABLES))
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
