"""A w:p → its text: runs, breaks, fields, revisions, symbols, its number, and the shapes anchored in it.

1. Tracked changes are read as accepted, and counted.
2. A field is its result; what stands between its begin and its separator is none of the text.
3. A paragraph whose mark was deleted runs on into the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from .blocks import Line
from .numbering import STYLE, Numbering, Styles, level_in, told_by
from .symbols import symbol_of
from .wordml import ALTERNATE, TBL, TC, TEXT, TR, P, W, find_child, find_chosen

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DRAWN = {W + name for name in ("drawing", "pict", "object")}
_SKIPPED = {
    W + name
    for name in ("pPr", "rPr", "sdtPr", "instrText", "delText", "delInstrText", "rt", "del", "moveFrom")
}
PAGE_BREAK, _FIELD, _SYMBOL = W + "lastRenderedPageBreak", W + "fldChar", W + "sym"
_REMOVED = {W + "del", W + "moveFrom"}
_ADDED = {W + "ins", W + "moveTo"}
_SPECIAL = {PAGE_BREAK, _FIELD, _SYMBOL, ALTERNATE, *_DRAWN}
_SIGNS = {W + "br": "\n", W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
# The properties that matter; they stand in the properties of their paragraph, cell or row.
_PROPERTIES = tuple(
    W + name for name in ("pStyle", "numPr", "outlineLvl", "gridSpan", "vMerge", "gridBefore", "tblHeader")
)
# The contents that matter; whatever else stands in a paragraph is wrapping around w:t.
_CONTENTS = (
    *(W + name for name in ("ins", "del", "moveFrom", "moveTo", "ruby", "cellDel", "hMerge")),
    *_SIGNS,
    *sorted(_SPECIAL),
    TBL,
    _MATH_TEXT,
)
_HOMES = (P, TC, TR)


def odd_in(root: etree._Element) -> dict[etree._Element, bool]:
    """Find the paragraphs, cells and rows out of the ordinary, and whether that concerns their contents."""
    odd: dict[etree._Element, bool] = {}
    for element in root.iter(*_PROPERTIES):
        around = element.getparent()
        home = None if around is None else around.getparent()
        if home is not None:
            odd[home] = False
    for element in root.iter(*_CONTENTS):
        home = element.getparent()
        while home is not None and home.tag not in _HOMES:
            home = home.getparent()
        if home is not None:
            odd[home] = True
    return odd


def one_line(text: str | None) -> str:
    """Give a run's text; its line feeds are blanks, as Word shows them."""
    if not text:
        return ""
    return text.replace("\n", " ") if "\n" in text else text


@dataclass(slots=True)
class Paragraphs:
    """Reads paragraphs one after the other: numbers, fields and pages are counted on the way.

    `odd` holds those that need a closer look, `drawn` the drawings met since they were last taken; `page` is
    where the last paragraph began, as Word last laid out the pages.
    """

    styles: Styles
    numbering: Numbering
    odd: dict[etree._Element, bool] = field(default_factory=dict)
    drawn: list[etree._Element] = field(default_factory=list)
    insertions: int = 0
    deletions: int = 0
    unknown_symbols: int = 0
    page: int = 1
    pages: int = 1
    _fields: list[bool] = field(default_factory=list)
    _carried: str = ""

    def line_of(self, paragraph: etree._Element) -> Line:
        """Read a paragraph and its heading level; each line break in it begins a line."""
        self.page = self.pages
        look = self.odd.get(paragraph)
        if not look:
            text = "".join([one_line(one.text) for one in paragraph.iter(TEXT)])
            return Line(text) if look is None else self._numbered(paragraph, text)
        carried, self._carried = self._carried, ""
        pieces = [carried] if carried else []
        self._read(paragraph, pieces)
        # A field that is never closed ends with its paragraph, lest it swallow the rest of the document.
        self._fields = [True for shows in self._fields if shows]
        text = "".join(pieces)
        if self._runs_on(paragraph):
            self._carried = text
            return Line("")
        return self._numbered(paragraph, text)

    def number_of(self, paragraph: etree._Element) -> str:
        """Count a paragraph in; give the number printed before it."""
        return self._numbered(paragraph, "").text

    def _numbered(self, paragraph: etree._Element, text: str) -> Line:
        properties = find_child(paragraph, "pPr")
        if properties is None:
            return Line(text)
        told = told_by(properties)
        level = level_in(told)
        if level is None:
            level = self.styles.style_of(told.get(STYLE)).level
        return Line(self.numbering.number_of(told) + text, level or None)

    def _runs_on(self, paragraph: etree._Element) -> bool:
        """Tell whether a paragraph's mark was deleted and another follows, which then needs a closer look."""
        properties = find_child(paragraph, "pPr")
        mark = None if properties is None else find_child(properties, "rPr")
        if mark is None or find_child(mark, "del") is None:
            return False
        following = next(paragraph.itersiblings(P, TBL), None)
        if following is None or following.tag == TBL:
            return False
        self.odd[following] = True
        return True

    def _read(self, container: etree._Element, pieces: list[str]) -> None:
        for child in container:
            tag = child.tag
            if tag in (TEXT, _MATH_TEXT):
                if all(self._fields):
                    pieces.append(one_line(child.text))
            elif tag in _SIGNS:
                pieces.append(_SIGNS[tag])
            elif tag in _SKIPPED:
                self.deletions += tag in _REMOVED
            elif tag in _SPECIAL:
                self._read_special(child, pieces)
            else:
                self.insertions += tag in _ADDED
                self._read(child, pieces)

    def _read_special(self, element: etree._Element, pieces: list[str]) -> None:
        tag = element.tag
        if tag == PAGE_BREAK:
            self.pages += 1
            if not pieces:
                self.page = self.pages
        elif tag == _FIELD:
            self._read_field(element.get(W + "fldCharType"))
        elif tag == _SYMBOL:
            pieces.append(self._symbol_of(element.get(W + "char", "")))
        elif tag in _DRAWN:
            self.drawn.append(element)
        else:
            chosen = find_chosen(element)
            if chosen is not None:
                self._read(chosen, pieces)

    def _read_field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _symbol_of(self, code: str) -> str:
        try:
            value = int(code, 16)
        except ValueError:
            value = 0
        symbol, known = symbol_of(value)
        self.unknown_symbols += not known
        return symbol
