"""Paragraphs in each form that channels take. Each form has one place where text is made safe for it."""

import html
import re
from collections.abc import Callable, Sequence

from monitor.message.form import Paragraph, Words

MENTION = re.compile(r"(?<!\w)@(?=\w)")
TAG = re.compile(r"<(?=\S)")
MARKUP = re.compile(r"([\\`*_\[\]<>~|#&])")
LIST = re.compile(r"^(\d*)([-+=.)])")
BREAK = "\u200b"  # zero width: shows nothing, and takes a mention or a tag apart


def text(paragraphs: Sequence[Paragraph]) -> str:
    """Plain text. What was found stands between « and »; the record's words are indented."""
    return _lines(paragraphs, _text_line, closed=False)


def markdown(paragraphs: Sequence[Paragraph]) -> str:
    """CommonMark, as chats take it."""
    return _lines(paragraphs, _markdown_line, closed=True)


def page(paragraphs: Sequence[Paragraph]) -> str:
    """HTML as chats take it: tags alone."""
    return "\n".join(_html_block(paragraph) for paragraph in paragraphs) + "\n"


def plain(word: str) -> str:
    """Text that no chat takes for a mention or a tag: Slack reads <!channel> in plain text, Discord @everyone."""
    return TAG.sub(f"<{BREAK}", MENTION.sub(f"@{BREAK}", word))


def _lines(paragraphs: Sequence[Paragraph], form: Callable[[Paragraph], str], *, closed: bool) -> str:
    """One line each, with blank lines around titles and before quotes; `closed` puts one after quotes too."""
    lines: list[str] = []
    after = False
    for paragraph in paragraphs:
        if lines and (after or paragraph.level or paragraph.quote or paragraph.apart):
            lines.append("")
        lines.append(form(paragraph))
        # CommonMark takes a line straight after a quote as part of it.
        after = bool(paragraph.level) or (closed and paragraph.quote)
    return "\n".join(lines) + "\n"


def _text_line(paragraph: Paragraph) -> str:
    said = "".join(_text_words(words) for words in paragraph.words)
    return f"    {said}" if paragraph.quote else said


def _text_words(words: Words) -> str:
    said = plain(words.text)
    said = f"«{said}»" if words.mark else said
    return f"{said}: {words.link}" if words.link else said


def _markdown_line(paragraph: Paragraph) -> str:
    said = LIST.sub(r"\1\\\2", "".join(_markdown_words(words) for words in paragraph.words))
    if paragraph.level:
        return f"{'#' * (paragraph.level + 1)} {said}"
    # Two blanks at the end keep the lines apart, where CommonMark would run them together.
    return f"> {said}" if paragraph.quote else f"{said}  "


def _markdown_words(words: Words) -> str:
    said = MARKUP.sub(r"\\\1", plain(words.text))
    said = f"**{said}**" if (words.mark or words.strong) and said.strip() else said
    return f"[{said}]({words.link})" if words.link else said


def _html_block(paragraph: Paragraph) -> str:
    said = "".join(_html_words(words) for words in paragraph.words)
    if paragraph.level:
        return f"<h{paragraph.level}>{said}</h{paragraph.level}>"
    if paragraph.quote:
        return f"<blockquote>{said}</blockquote>"
    return f"<p><small>{said}</small></p>" if paragraph.small else f"<p>{said}</p>"


def _html_words(words: Words) -> str:
    said = html.escape(words.text)
    said = f"<mark>{said}</mark>" if words.mark else said
    said = f"<strong>{said}</strong>" if words.strong else said
    if not words.link:
        return said
    return f'<a href="{html.escape(words.link)}">{said}</a>'
