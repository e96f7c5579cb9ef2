"""Sheets → the bytes of an OFD, one document of as many pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from paper import Area, Mark, Picture, Sheet, Stroke, Text, width_of

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MILLIMETRE = 25.4 / 72
ROOT, DOCUMENT = "OFD.xml", "Doc_0/Document.xml"


def ofd_of(*sheets: Sheet, template: Sheet | None = None, changed: Mapping[str, str] | None = None) -> bytes:
    """Pack sheets, each printed over the template; members may be `changed` or added."""
    members = {
        ROOT: f"<ofd:OFD {_SPACE}><ofd:DocBody><ofd:DocRoot>{DOCUMENT}</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    }
    pages = "".join(
        f'<ofd:Page ID="{index + 10}" BaseLoc="Pages/Page_{index}/Content.xml"/>'
        for index in range(len(sheets))
    )
    common = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    use = ""
    if template is not None:
        common += '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
        use = '<ofd:Template TemplateID="5" ZOrder="Background"/>'
        # A template that names itself is printed once.
        members["Doc_0/Tpls/Tpl_0/Content.xml"] = _page_of(template, use)
    members[DOCUMENT] = (
        f"<ofd:Document {_SPACE}><ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    )
    for index, sheet in enumerate(sheets):
        members[f"Doc_0/Pages/Page_{index}/Content.xml"] = _page_of(sheet, use)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, **(changed or {})}.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _page_of(sheet: Sheet, use: str) -> str:
    box = f"0 0 {_length(sheet.width)} {_length(sheet.height)}"
    marks = "".join(_mark(mark, sheet) for mark in sheet.marks)
    return (
        f"<ofd:Page {_SPACE}><ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>{use}"
        f'<ofd:Content><ofd:Layer ID="1"><ofd:PageBlock>{marks}</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>'
    )


def _mark(mark: Mark, sheet: Sheet) -> str:
    match mark:
        case Text():
            return _text(mark)
        case Stroke(x0, y0, x1, y1, width):
            return _path(f"M {_place(x0, y0)} L {_place(x1, y1)}", f'LineWidth="{_length(width)}"')
        case Area(x0, y0, x1, y1, paint):
            corners = (_place(x0, y0), _place(x1, y0), _place(x1, y1), _place(x0, y1))
            painted = 'Fill="true" Stroke="false"' if paint == "f" else ""
            return _path(f"M {' L '.join(corners)} C", painted)
        case Picture():
            return f'<ofd:ImageObject Boundary="0 0 {_place(sheet.width, sheet.height)}" ResourceID="9"/>'


def _text(text: Text) -> str:
    """Let the boundary's corner be where the text starts, its matrix turn it, and equal steps be counted."""
    a, b, c, d = text.turn
    size = text.size * _MILLIMETRE
    steps = [_length(width_of(character, text.size)) for character in text.text[:-1]]
    alike = len(set(steps)) == 1
    offsets = f"g {len(steps)} {steps[0]}" if alike else " ".join(steps)
    return (
        f'<ofd:TextObject Boundary="{_place(text.x, text.y)} 50 50" CTM="{a:g} {-b:g} {-c:g} {d:g} 0 0" Size="{size:.4f}">'
        f'<ofd:TextCode X="0" Y="0" DeltaX="{offsets}">{escape(text.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _path(data: str, painted: str) -> str:
    return (
        f'<ofd:PathObject Boundary="0 0 210 297" {painted}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _length(points: float) -> str:
    return f"{points * _MILLIMETRE:.4f}"


def _place(x: float, y: float) -> str:
    return f"{_length(x)} {_length(y)}"
