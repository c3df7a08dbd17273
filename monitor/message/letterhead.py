"""HTML for a mail: readable in a narrow and in a wide window, without a style sheet, a picture, or anything loaded from elsewhere.

Mail programs drop style sheets, so each element has its own style; colours are said for text and ground together, so that a dark
theme that changes one of them changes both.
"""

import html
from collections.abc import Sequence
from itertools import groupby

from monitor.message.form import Paragraph, Words

BODY = "margin:0;background:#ffffff;color:#1c1c1c"
SHEET = "max-width:640px;margin:0 auto;padding:16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif;overflow-wrap:anywhere"
TITLE = "margin:0 0 12px;font-size:22px;line-height:1.25"
PART = "margin:28px 0 8px;font-size:17px;line-height:1.3"
LINE = "margin:0 0 6px"
APART = "margin:20px 0 6px"
QUOTE = "margin:12px 0 8px;padding:8px 12px;border-left:4px solid #b58900;background:#faf6e8;color:#1c1c1c"
ROW = "margin:0 0 6px;font-size:14px;line-height:1.8"
CHOICES = "margin:28px 0 0;padding-top:12px;border-top:1px solid #dddddd;font-size:14px;line-height:2"
MARK = "background:#ffe27a;color:#1c1c1c;padding:0 2px"
SMALL, FAINT, LINK = "font-size:14px;color:#555555", "color:#6a6a6a", "color:#0b57a4"


def mail(title: str, paragraphs: Sequence[Paragraph]) -> str:
    """The whole document. The title is said at its head where nothing else is."""
    if not any(paragraph.level == 1 for paragraph in paragraphs):
        paragraphs = (Paragraph(words=(Words(text=title),), level=1), *paragraphs)
    said = "\n".join(
        _choices(list(block)) if choice else "\n".join(map(_block, block)) for choice, block in groupby(paragraphs, lambda one: one.choice)
    )
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
    body = f'<body style="{BODY}"><div role="main" style="{SHEET}">\n{said}\n</div></body>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n{body}</html>\n'


def _block(paragraph: Paragraph) -> str:
    said = _said(paragraph)
    if paragraph.level:
        return f'<h{paragraph.level} style="{TITLE if paragraph.level == 1 else PART}">{said}</h{paragraph.level}>'
    if paragraph.quote:
        return f'<blockquote style="{QUOTE}">{said}</blockquote>'
    style = APART if paragraph.apart else LINE
    return f'<p style="{style};{SMALL}">{said}</p>' if paragraph.small else f'<p style="{style}">{said}</p>'


def _choices(paragraphs: Sequence[Paragraph]) -> str:
    """What a reader may do, side by side: about what was said above, or, set apart, about all of it."""
    end = next((place for place, one in enumerate(paragraphs) if one.apart), len(paragraphs))
    rows = ((ROW, paragraphs[:end]), (CHOICES, paragraphs[end:]))
    return "\n".join(f'<p style="{style}">{" &nbsp;·&nbsp; ".join(map(_said, row))}</p>' for style, row in rows if row)


def _said(paragraph: Paragraph) -> str:
    return "".join(map(_words, paragraph.words))


def _words(words: Words) -> str:
    said = html.escape(words.text)
    said = f'<mark style="{MARK}">{said}</mark>' if words.mark else said
    said = f'<span style="{FAINT}">{said}</span>' if words.faint else said
    said = f"<strong>{said}</strong>" if words.strong else said
    return f'<a href="{html.escape(words.link)}" style="{LINK}">{said}</a>' if words.link else said
