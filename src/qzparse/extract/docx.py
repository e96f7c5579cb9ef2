"""A docx → its transcript, by one walk over the tree that the package holds.

1. The text is the final one: insertions stand, deletions are gone, fields show results, lists their numbers.
2. Nothing printed is lost in content controls, hyperlinks, text boxes, footnotes, headers or footers.
3. One sweep finds what is out of the ordinary, and only that is looked into; the rest takes a short road.
4. A large main part is never held whole: a row is let go once its cells are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from qzparse.ledger import NoteKind
from qzparse.source import Source
from qzparse.tokens import Transcript

from .archive import Archive
from .blocks import Composer, Line, Row, RowCell, Rows, flattened
from .drawings import Drawings
from .numbering import Numbering, Styles
from .package import Package
from .paragraphs import PAGE_BREAK, Paragraphs, odd_in, one_line
from .wordml import (
    FALLBACK,
    TBL,
    TC,
    TEXT,
    TR,
    P,
    W,
    find_child,
    find_value,
    is_on,
    iter_inside,
    number_of,
)

_PARTS = (TR, TC, P, TEXT, FALLBACK)
_BODY = W + "body"
_HOLDERS = {TC, P, FALLBACK}
_MARGINS = ("header", "footer", "footnotes", "endnotes")


def read_docx(source: Source) -> Transcript:
    """Read a Word document."""
    return _Walk(Package(Archive(source))).transcript()


class _Walk:
    """The walk through one package."""

    def __init__(self, package: Package) -> None:
        styles = Styles(lambda: package.roots_of("styles"))
        self._package = package
        self._drawings = Drawings()
        numbering = Numbering(lambda: package.roots_of("numbering"), styles)
        self._paragraphs = Paragraphs(styles, numbering)
        self._composer = Composer()
        self._paged = False

    def transcript(self) -> Transcript:
        """Walk through the main part, then the margins."""
        if self._package.is_large():
            self._stream()
        else:
            root = self._package.root_of_main()
            self._paragraphs.odd = odd_in(root)
            self._paged = next(root.iter(PAGE_BREAK), None) is not None
            for body in root.iterchildren(_BODY):
                self._add_blocks(body)
        self._turn_to(self._paragraphs.pages)
        for root in self._package.roots_of("diagramData"):
            for key, text in self._drawings.read_diagram(root):
                self._composer.add_shape(key, text)
        for text in dict.fromkeys(self._iter_margins()):
            self._composer.add_margin(text)
        self._note()
        return self._composer.transcript(self._drawings.links)

    def _add_blocks(self, container: etree._Element) -> None:
        for child in iter_inside(container):
            if child.tag == P:
                self._add_paragraph(child)
            elif child.tag == TBL:
                self._turn_to(self._paragraphs.pages)
                self._add_table(self._rows_of(child))

    def _turn_to(self, page: int) -> None:
        if self._paged:
            self._composer.page = page

    def _add_table(self, rows: list[Row]) -> None:
        if rows:
            self._composer.add_table(Rows(rows))

    def _add_paragraph(self, paragraph: etree._Element) -> None:
        line = self._paragraphs.line_of(paragraph)
        self._turn_to(self._paragraphs.page)
        self._composer.add_line(line)
        for key, text in self._take_shapes():
            self._composer.add_shape(key, text)

    def _take_shapes(self) -> list[tuple[str, str]]:
        """Read the drawings that the last paragraph anchors."""
        drawn, self._paragraphs.drawn = self._paragraphs.drawn, []
        return [shape for drawing in drawn for shape in self._drawings.read(drawing, self._text_inside)]

    def _lines_of(self, paragraph: etree._Element) -> list[str]:
        """Read a paragraph as lines, with the text of its shapes."""
        lines = self._paragraphs.line_of(paragraph).text.split("\n")
        if self._paragraphs.drawn:
            lines += [line for _, text in self._take_shapes() for line in text.split("\n")]
        return lines

    def _text_inside(self, container: etree._Element) -> str:
        """Read a container as lines, whatever it holds."""
        lines: list[str] = []
        for child in iter_inside(container):
            if child.tag == P:
                lines += self._lines_of(child)
            elif child.tag == TBL:
                lines += flattened([Rows(self._rows_of(child))])
        return "\n".join(line for line in lines if line)

    def _rows_of(self, table: etree._Element) -> list[Row]:
        """Read the rows of a table, or a single row: what is ordinary in one go, the rest as it turns up."""
        odd = self._paragraphs.odd
        rows: list[Row] = []
        cells: list[RowCell] = []
        lines: list[str] = []
        parts = table.iter(*_PARTS)
        for part in parts:
            tag = part.tag
            if tag == TEXT:
                if lines:
                    lines[-1] += one_line(part.text)
            elif tag == P:
                if odd.get(part):
                    lines += self._lines_of(part)
                    _skip(parts, part)
                else:
                    lines.append("" if part not in odd else self._paragraphs.number_of(part))
            elif tag == TC:
                lines = []
                if odd.get(part):
                    self._add_odd_cell(part, cells)
                    _skip(parts, part)
                else:
                    cells.append(RowCell(lines) if part not in odd else _cell_of(part, lines))
            elif tag == TR:
                cells = []
                rows += [Row(cells)] if part not in odd else self._odd_row(part, cells)
            else:
                _skip(parts, part)
        return rows

    def _odd_row(self, element: etree._Element, cells: list[RowCell]) -> list[Row]:
        """Open a row that has properties; none where it was deleted."""
        row = Row(cells)
        properties = find_child(element, "trPr")
        if properties is None:
            return [row]
        row.before = max(0, number_of(find_value(properties, "gridBefore")))
        row.header = is_on(properties, "tblHeader")
        self._paragraphs.insertions += find_child(properties, "ins") is not None
        deleted = find_child(properties, "del") is not None
        self._paragraphs.deletions += deleted
        return [] if deleted else [row]

    def _add_odd_cell(self, element: etree._Element, cells: list[RowCell]) -> None:
        """Add a cell that holds a table or joins the cell before it; one that was deleted is not added."""
        lines: list[str] = []
        blocks: list[Line | Rows] = []
        for child in iter_inside(element):
            if child.tag == P:
                lines += self._lines_of(child)
            elif child.tag == TBL:
                blocks += [*map(Line, lines), Rows(self._rows_of(child))]
                lines.clear()
        if blocks:
            blocks += map(Line, lines)
        read = _cell_of(element, lines)
        read.blocks = blocks
        properties = find_child(element, "tcPr")
        if properties is not None:
            if find_child(properties, "cellDel") is not None:
                self._paragraphs.deletions += 1
                return
            if cells and read.is_blank and find_value(properties, "hMerge") in ("", "continue"):
                cells[-1].span += read.span
                return
        cells.append(read)

    def _iter_margins(self) -> Iterator[str]:
        """Yield the text of headers, footers and notes."""
        for kind in _MARGINS:
            for root in self._package.roots_of(kind):
                self._paragraphs.odd = odd_in(root)
                texts = map(self._text_inside, root if kind.endswith("notes") else (root,))
                yield from (text for text in texts if text.strip())

    def _note(self) -> None:
        read, note = self._paragraphs, self._composer.transcriber.note
        if self._package.repairs:
            note(NoteKind.PACKAGE_REPAIRED, count=self._package.repairs)
        if read.insertions or read.deletions:
            note(NoteKind.REVISIONS_PRESENT, insertions=read.insertions, deletions=read.deletions)
        if read.unknown_symbols:
            note(NoteKind.CHARACTERS_REPLACED, count=read.unknown_symbols)

    def _stream(self) -> None:
        """Read the main part piece by piece: a paragraph or row of the body is let go once it is read."""
        table: etree._Element | None = None
        rows: list[Row] = []
        for element in self._package.iter_ended((P, TR, TBL)):
            if element is table:
                self._add_table(rows)
                element.clear()
                table, rows = None, []
            elif element.tag == TR:
                outer = _outermost(element)
                if outer is not None:
                    table = outer
                    self._paragraphs.odd = odd_in(element)
                    rows += self._rows_of(element)
                    element.clear()
            elif element.tag == P and _outermost(element) is not None:
                self._paragraphs.odd = odd_in(element)
                self._add_paragraph(element)
                element.clear()


def _cell_of(element: etree._Element, lines: list[str]) -> RowCell:
    """Make a cell that spans columns or continues the cell above."""
    read = RowCell(lines)
    properties = find_child(element, "tcPr")
    if properties is not None:
        read.span = max(1, number_of(find_value(properties, "gridSpan"), 1))
        read.continues = find_value(properties, "vMerge") in ("", "continue")
    return read


def _skip(parts: Iterator[etree._Element], read: etree._Element) -> None:
    """Pass over the parts of an element that has been read on its own."""
    inside = sum(1 for _ in read.iter(*_PARTS)) - 1
    next(islice(parts, inside, inside), None)


def _outermost(element: etree._Element) -> etree._Element | None:
    """Give the table of a row, or the body of a paragraph; None where another block holds that."""
    home = element.getparent()
    if home is not None and home.tag == TC:
        return None
    found = None
    while home is not None:
        if home.tag in _HOLDERS:
            return None
        if found is None and home.tag in (TBL, _BODY):
            found = home
        home = home.getparent()
    return found
