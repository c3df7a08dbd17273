"""Builds small office files for tests."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def packed(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(body: str, **edges: str) -> bytes:
    """A Word document: `body` is the content of w:body, `edges` that of further parts by name."""
    parts = {f"word/{name}.xml": f"<w:part {W}>{content}</w:part>" for name, content in edges.items()}
    return packed(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", **parts}
    )


def said(*runs: str) -> str:
    """A paragraph of Word, in runs."""
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def slides(*texts: str) -> bytes:
    """A presentation that shows its slides in the reverse of the order in which they were made."""
    count = len(texts)
    order = "".join(f'<p:sldId id="{n}" r:id="rId{n}"/>' for n in range(count, 0, -1))
    relations = "".join(f'<Relationship Id="rId{n}" Target="slides/slide{n}.xml"/>' for n in range(1, count + 1))
    members = {
        "ppt/presentation.xml": f'<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst>{order}</p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": f"<Relationships {PACKAGE}>{relations}</Relationships>",
    }
    for number, text in enumerate(reversed(texts), start=1):
        members[f"ppt/slides/slide{number}.xml"] = f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'
        relation = f'<Relationship Id="rId1" Target="../notesSlides/notesSlide{number}.xml"/>'
        members[f"ppt/slides/_rels/slide{number}.xml.rels"] = f"<Relationships {PACKAGE}>{relation}</Relationships>"
        members[f"ppt/notesSlides/notesSlide{number}.xml"] = (
            f'<p:notes xmlns:p="p" xmlns:a="a"><a:p><a:t>note on {text}</a:t></a:p></p:notes>'
        )
    return packed(members)


SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(**sheets: str) -> bytes:
    """A workbook of these sheets, each given as the content of its sheetData."""
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, start=1))
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1)
    )
    main = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    members = {
        "_rels/.rels": f"<Relationships {PACKAGE}>{main}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships {PACKAGE}>{relations}</Relationships>",
    }
    for number, content in enumerate(sheets.values(), start=1):
        members[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{SHEETS}"><sheetData>{content}</sheetData></worksheet>'
    return packed(members)


def open_text(body: str, header: str = "") -> bytes:
    """An OpenDocument text."""
    names = 'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s"'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names}><office:body>{body}</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {names}><style:header>{header}</style:header></office:document-styles>",
        }
    )
