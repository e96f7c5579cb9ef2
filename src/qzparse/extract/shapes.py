"""The drawing of a sheet → the texts of its shapes, and the connectors between them."""

from __future__ import annotations

from lxml import etree

from .workbook import Workbook

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

Shapes = tuple[list[tuple[str, str]], list[tuple[str, str]]]
"""Shapes as key and text, and links from key to key."""


def shapes_of(workbook: Workbook, sheet: str, element: etree._Element) -> Shapes:
    """Read the drawing that `element` of the member `sheet` refers to."""
    key = next((value for name, value in element.items() if name.endswith("}id")), "")
    _, member = workbook.targets_of(sheet).get(key, ("", ""))
    if member not in workbook.archive:
        return [], []
    root = workbook.archive.parsed(workbook.archive.read(member))
    for fallback in root.iter(_FALLBACK):
        fallback.clear()
    shapes = []
    for shape in root.iter("{*}sp"):
        text = _text_of(shape)
        if text.strip():
            shapes.append((f"{member}#{_id_of(shape)}", text))
    links = []
    for connector in root.iter("{*}cxnSp"):
        ends = [next(connector.iter(_A + name), None) for name in ("stCxn", "endCxn")]
        start, end = (f"{member}#{one.get('id', '')}" if one is not None else "" for one in ends)
        if start and end:
            links.append((start, end))
    return shapes, links


def _id_of(shape: etree._Element) -> str:
    properties = next(shape.iter("{*}cNvPr"), None)
    return properties.get("id", "") if properties is not None else ""


def _text_of(shape: etree._Element) -> str:
    """Read a shape's paragraphs as lines."""
    lines = []
    for paragraph in shape.iter(_A + "p"):
        pieces = [
            "\n" if one.tag == _A + "br" else one.text or "" for one in paragraph.iter(_A + "t", _A + "br")
        ]
        lines.append("".join(pieces))
    return "\n".join(lines)
