"""Writes the tapes of returns of lobbying that nobody made, as the Irish register exports them."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
EXPORT = "https://api.lobbying.ie/api/ExportReturns/Csv?currentPage=0&pageSize=10000&returnDateFrom=22-08-2026&returnDateTo=20-11-2026"
EMPTY = "&queryText=&subjectMatters=&subjectMatterAreas=&publicBodys=&jobTitles=&period=&dpo=&client=&responsible=&lobbyist=&lobbyistId="
URL = EXPORT + EMPTY
TARGET = HERE / "zz-ie-returns"
HEAD = (
    "\ufeffId,Url,Lobbyist Name,Date Published,Period,Relevant Matter,Public Policy Area,Specific Details,DPOs Lobbied,Subject Matter,"
    "Intended Results,Lobbying Activities,Person primarily responsible,Client(s)\r\n"
)
ROWS = (
    '90001,https://www.lobbying.ie/return/90001/elm-cameras,Elm Cameras,18/09/2026,"1 May, 2026 to 31 Aug, 2026",'
    "Public Policy or Programme,"
    'Justice,"Facial recognition for the Garda\r\nSíochána",Minister A|Justice::Official B|Justice,'
    "Body-worn cameras,A pilot,Meeting,Ada M,\r\n"
    '90002,https://www.lobbying.ie/return/90002/oak,Oak & Co,21/09/2026,"1 May, 2026 to 31 Aug, 2026",Zoning or Development,Housing,'
    "A site in Elm Street,Councillor C|Elm,Rezoning,,E-mail,Otto L,Elm Paving\r\n"
)


TAPES = {
    "happy.warc": [Answer(url=URL, body=HEAD + ROWS, type="text/csv")],
    "fail-empty.warc": [Answer(url=URL, body=HEAD, type="text/csv")],
    "fail-parameter.warc": [Answer(url=URL, status=404, body="", type="text/html")],
    "fail-table.warc": [Answer(url=URL, body="Id,Name\r\n1,Elm\r\n", type="text/csv")],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
