"""Our copy of a document, for when its publisher's is gone or was replaced: a PDF to look at, anything else to keep as a file.

A stranger's file must not run under our address: only PDFs are shown, nothing else is given its own type, and no browser guesses.
"""

import asyncio

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from monitor.language import gettext
from monitor.store import copies
from monitor.web.ids import Id
from monitor.web.shown import Shown

PDF = "application/pdf"
LARGEST = 50_000_000  # bytes; larger ones are in the packet of `monitor records evidence`
AT_ONCE = 4  # read into memory at the same time
SAFE = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}


def add(app: FastAPI, service: Shown) -> None:
    """Add the address of copies."""
    room = asyncio.Semaphore(AT_ONCE)

    @app.get("/copies/{content_id}")
    async def copied(content_id: Id) -> Response:
        found = await service.database.ask(copies.copy, content_id)
        if found is None:
            raise HTTPException(404)
        if not found.kept:
            raise HTTPException(410, gettext("This copy is kept no longer: the record still leads to its publisher"))
        if found.size > LARGEST:
            raise HTTPException(413, gettext("This copy is too large to be shown here: the record leads to its publisher"))
        async with room:
            body = await asyncio.to_thread(service.blobs.get, found.sha256)
        if body is None:
            raise HTTPException(410, gettext("This copy is kept no longer: the record still leads to its publisher"))
        is_pdf = found.media_type == PDF and body.startswith(b"%PDF")
        named = f'inline; filename="document-{content_id}.pdf"' if is_pdf else f'attachment; filename="document-{content_id}"'
        headers = SAFE | {"Content-Disposition": named, "ETag": f'"{found.sha256[:24]}"'}
        return Response(body, headers=headers, media_type=PDF if is_pdf else "application/octet-stream")
