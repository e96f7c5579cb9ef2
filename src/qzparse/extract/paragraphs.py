"""A w:p → its text: runs, breaks, fields, revisions, symbols, its number, and the shapes anchored in it.

1. Tracked changes are read as accepted, and counted.
2. A field is its result; what stands between its begin and its separator is none of the text.
3. A paragraph whose mark was deleted runs on into the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree

from .blocks import Line
from .numbering import Numbering, Styles, find_level
from .wordml import ALTERNATE, P_PR, TC, TR, P, W, find_chosen, find_value

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_texts_of = etree.XPath(".//w:t", namespaces={"w": W[1:-1]})
_DRAWN = {W + name for name in ("drawing", "pict", "object")}
_SKIPPED = {
    W + name
    for name in ("pPr", "rPr", "sdtPr", "instrText", "delText", "delInstrText", "rt", "del", "moveFrom")
}
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SYMBOLS = {
    "F0A3": "\u25a1",
    "F06F": "\u25a1",
    "F0A8": "\u25a1",
    "F052": "\u2611",
    "F0FE": "\u2611",
    "F0FC": "\u2713",
}
# All that needs a closer look; whatever else stands in a paragraph is wrapping around w:t.
_ODD = (
    *(W + name for name in ("pStyle", "numPr", "outlineLvl", "gridSpan", "vMerge", "hMerge", "cellDel")),
    *(W + name for name in ("gridBefore", "tblHeader", "ins", "del", "moveFrom", "moveTo", "fldChar")),
    *(W + name for name in ("br", "sym", "ruby", "lastRenderedPageBreak")),
    *_SIGNS,
    *sorted(_DRAWN),
    ALTERNATE,
    _MATH_TEXT,
)
_HOMES = (P, TC, TR)


def odd_in(root: etree._Element) -> set[etree._Element]:
    """Find the paragraphs, cells and rows that are out of the ordinary."""
    odd = set()
    for element in root.iter(*_ODD):
        home = element.getparent()
        while home is not None and home.tag not in _HOMES:
            home = home.getparent()
        odd.add(home)
    odd.discard(None)
    return odd


@dataclass(slots=True)
class Paragraphs:
    """Reads paragraphs one after the other: numbers, fields and pages are counted on the way."""

    styles: Styles
    numbering: Numbering
    draw: Callable[[etree._Element], Iterable[str]]
    odd: set[etree._Element] = field(default_factory=set)
    insertions: int = 0
    deletions: int = 0
    unknown_symbols: int = 0
    pages_broken: int = 0
    _fields: list[bool] = field(default_factory=list)
    _carried: str = ""

    def text_of(self, paragraph: etree._Element) -> str:
        """Read a paragraph; each of its line breaks begins a line."""
        if paragraph not in self.odd and not self._carried:
            texts = _texts_of(paragraph)
            text = texts[0].text or "" if len(texts) == 1 else "".join([one.text or "" for one in texts])
            return text.replace("\n", " ") if "\n" in text else text
        return self.line_of(paragraph).text

    def line_of(self, paragraph: etree._Element) -> Line:
        """Read a paragraph and its heading level."""
        level = None
        number = ""
        pieces: list[str] = [self._carried]
        self._carried = ""
        properties = paragraph.find(P_PR)
        if properties is not None:
            style = find_value(properties, "pStyle")
            level = find_level(properties)
            level = self.styles.style_of(style).level if level is None else level
            number = self.numbering.number_of(properties, style)
        self._read(paragraph, pieces)
        # A field that is never closed ends with its paragraph, lest it swallow the rest of the document.
        self._fields = [True for shows in self._fields if shows]
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried = number + "".join(pieces)
            return Line("")
        return Line(number + "".join(pieces), level or None)

    def _read(self, container: etree._Element, pieces: list[str]) -> None:
        for child in container:
            tag = child.tag
            if tag == _TEXT or tag == _MATH_TEXT:
                if all(self._fields):
                    pieces.append((child.text or "").replace("\n", " "))
            elif tag in _SIGNS:
                pieces.append(_SIGNS[tag])
            elif tag in _SKIPPED:
                self.deletions += tag in _REMOVED
            elif tag in _SPECIAL:
                _SPECIAL[tag](self, child, pieces)
            else:
                self.insertions += tag in _ADDED
                self._read(child, pieces)

    def _read_break(self, element: etree._Element, pieces: list[str]) -> None:
        if element.tag == _RENDERED:
            self.pages_broken += 1
        else:
            pieces.append("\n")

    def _read_field(self, element: etree._Element, _pieces: list[str]) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _read_symbol(self, element: etree._Element, pieces: list[str]) -> None:
        code = element.get(W + "char", "").upper()
        symbol = _SYMBOLS.get(code)
        if symbol is None:
            value = int(code, 16) if 0 < len(code) <= 5 and not set(code) - set("0123456789ABCDEF") else 0
            plain = 0x20 < value < 0xD800
            self.unknown_symbols += not plain
            symbol = chr(value) if plain or 0xE000 <= value <= 0x10FFFF else "\ufffd"
        pieces.append(symbol)

    def _read_chosen(self, element: etree._Element, pieces: list[str]) -> None:
        chosen = find_chosen(element)
        if chosen is not None:
            self._read(chosen, pieces)

    def _read_drawn(self, element: etree._Element, pieces: list[str]) -> None:
        pieces.extend("\n" + text for text in self.draw(element))


_TEXT, _RENDERED = W + "t", W + "lastRenderedPageBreak"
_REMOVED = {W + "del", W + "moveFrom"}
_ADDED = {W + "ins", W + "moveTo"}
_SPECIAL: dict[str, Callable[[Paragraphs, etree._Element, list[str]], None]] = {
    W + "br": Paragraphs._read_break,
    _RENDERED: Paragraphs._read_break,
    W + "fldChar": Paragraphs._read_field,
    W + "sym": Paragraphs._read_symbol,
    ALTERNATE: Paragraphs._read_chosen,
    **dict.fromkeys(_DRAWN, Paragraphs._read_drawn),
}
