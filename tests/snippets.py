"""Snippets of rules → the bytes of small files."""

from __future__ import annotations

import io
import zipfile

from paper import ABSENT, EMBEDDED, UNMAPPED, Sheet, pdf_of

from qzparse.rules.rule import Snippet

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_SHEET_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
_BROKEN = f'<Relationship Id="rId1" Type="{_OFFICE}/image" Target="NULL"/>'
_WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>{}</w:body></w:document>"
)


def bytes_of(snippet: Snippet) -> bytes:
    """Write a snippet as the file that it stands for."""
    if snippet.name.endswith(".docx"):
        return _docx_of(snippet)
    if snippet.name.endswith(".xlsx"):
        return _xlsx_of(snippet)
    if snippet.name.endswith(".pdf") and "|" not in snippet.text:
        return _pdf_of(snippet)
    return dump_of(snippet.text).encode(snippet.encoding)


def _pdf_of(snippet: Snippet) -> bytes:
    """Print a line a row; ▨ is a picture of a page, what follows □ has a font whose glyphs name no characters."""
    sheets = []
    for page in snippet.text.split("\f"):
        sheet = Sheet()
        for index, line in enumerate(page.split("\n")):
            if line == "▨":
                sheet.picture()
                continue
            # A private character stands for one of a font that is not in the file, nor on any machine.
            font = UNMAPPED if line[0] == "□" else ABSENT if line == "\ue000" else EMBEDDED
            sheet.text(72, 72 + 20 * index, line.strip("□"), font=font)
        sheets.append(sheet)
    printed = pdf_of(*sheets, missing=int(snippet.name == "missing.pdf"))
    return printed.replace(b"startxref\n", b"startxref\n1") if snippet.name == "broken.pdf" else printed


def dump_of(text: str) -> str:
    """Lay rows out as a text dump does: a tab before every cell, blank lines between rows."""
    blocks = []
    for line in text.strip("\n").split("\n"):
        row, seam = line.removeprefix("✂"), line.startswith("✂")
        if " | " in row:
            cells = "\n\t".join(cell.strip().replace("⏎", "\n") for cell in f"{row} ".split(" | "))
            blocks.append(f"{' ' if seam else ''}\t{cells}\n")
        else:
            blocks.append((" " if seam else "") + row.replace("⏎", "\n"))
    return "\n\n".join(blocks) + "\n"


def _body_of(text: str) -> str:
    """Lay rows out as one table; a row that opens with ↔ is one cell across it."""
    if text.startswith("<w:"):
        return text
    body, rows = "", [line.split(" | ") for line in text.strip("\n").split("\n")]
    width = max(len(row) for row in rows)
    for row in rows:
        span = f'<w:tcPr><w:gridSpan w:val="{width}"/></w:tcPr>' if row[0].startswith("↔") else ""
        cells = (f"<w:tc>{span}<w:p><w:r><w:t>{cell.strip('↔')}</w:t></w:r></w:p></w:tc>" for cell in row)
        body += f"<w:tr>{''.join(cells)}</w:tr>"
    return f"<w:tbl>{body}</w:tbl>"


def _docx_of(snippet: Snippet) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS.format(_MAIN))
        archive.writestr("word/document.xml", _WORD.format(_body_of(snippet.text)))
        relations = _BROKEN if snippet.name == "broken.docx" else ""
        archive.writestr("word/_rels/document.xml.rels", _RELATIONS.format(relations))
    return packed.getvalue()


def _xlsx_of(snippet: Snippet) -> bytes:
    packed = io.BytesIO()
    sheet = f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    state = ' state="hidden"' if snippet.name == "hidden.xlsx" else ""
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", _SHEET_TYPES)
        archive.writestr("_rels/.rels", _RELATIONS.format(_MAIN.replace("word/document", "xl/workbook")))
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format(sheet))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="表一" sheetId="1" r:id="rId1"{state}/></sheets></workbook>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_SHEETS}"><sheetData>{snippet.text}</sheetData></worksheet>',
        )
    return packed.getvalue()
