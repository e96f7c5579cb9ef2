"""A docx → its transcript, by one walk over the tree that the package holds.

1. The text is the final one: insertions stand, deletions are gone, fields show their result, lists their numbers.
2. Nothing printed is lost in content controls, hyperlinks, text boxes, footnotes, headers and footers.
3. Ordinary paragraphs take a short road: one sweep finds all that is out of the ordinary, and only that is looked into.
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
from .paragraphs import Paragraphs, odd_in, one_line
from .wordml import (
    FALLBACK,
    TBL,
    TC,
    TEXT,
    TR,
    P,
    W,
    find_child,
    find_chosen,
    find_value,
    is_on,
    iter_inside,
    number_of,
)

LARGE = 8 << 20
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

    def transcript(self) -> Transcript:
        """Walk through the main part, then the margins."""
        archive, composer = self._package.archive, self._composer
        if archive.size_of(self._package.main) > LARGE:
            self._stream()
        else:
            root = archive.xml(self._package.main)
            self._paragraphs.odd = odd_in(root)
            for body in root.iterchildren(_BODY):
                self._add_blocks(body)
        for text in self._iter_margins():
            composer.add_margin(text)
        self._note()
        return composer.transcript(self._drawings.links)

    def _add_blocks(self, container: etree._Element) -> None:
        for child in iter_inside(container):
            if child.tag == P:
                self._add_paragraph(child)
            elif child.tag == TBL:
                self._composer.add_table(Rows(self._rows_of(child)))

    def _add_paragraph(self, paragraph: etree._Element) -> None:
        read = self._paragraphs
        self._composer.add_line(read.line_of(paragraph))
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
            elif part not in odd:
                if tag == P:
                    lines.append("")
                elif tag == TC:
                    lines = []
                    cells.append(RowCell(lines))
                elif tag == TR:
                    cells = []
                    rows.append(Row(cells))
                elif find_chosen(part.getparent()) is not part:
                    _skip(parts, part)
            elif tag == TR:
                cells = self._odd_row(part, rows)
            else:
                if tag == P:
                    lines += self._lines_of(part)
                else:
                    cells += self._odd_cell(part)
                _skip(parts, part)
        return rows

    def _odd_row(self, element: etree._Element, rows: list[Row]) -> list[RowCell]:
        """Open a row that has properties; one that was deleted is not added to `rows`."""
        row = Row([])
        properties = find_child(element, "trPr")
        deleted = False
        if properties is not None:
            row.before = max(0, number_of(find_value(properties, "gridBefore")))
            row.header = is_on(properties, "tblHeader")
            deleted = find_child(properties, "del") is not None
            self._paragraphs.deletions += deleted
            self._paragraphs.insertions += find_child(properties, "ins") is not None
        if not deleted:
            rows.append(row)
        return row.cells

    def _odd_cell(self, element: etree._Element) -> list[RowCell]:
        """Read a cell that spans others, continues one or holds a table; none where it was deleted."""
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
        read = RowCell(lines, blocks=blocks)
        properties = find_child(element, "tcPr")
        if properties is not None:
            if find_child(properties, "cellDel") is not None:
                self._paragraphs.deletions += 1
                return []
            read.span = max(1, number_of(find_value(properties, "gridSpan"), 1))
            read.continues = find_value(properties, "vMerge") in ("", "continue")
        return [read]

    def _iter_margins(self) -> Iterator[str]:
        """Yield the text of headers, footers and notes, each once."""
        seen = set()
        for kind in _MARGINS:
            for root in self._package.roots_of(kind):
                self._paragraphs.odd = odd_in(root)
                for part in root if kind.endswith("notes") else (root,):
                    text = self._text_inside(part)
                    if text.strip() and text not in seen:
                        seen.add(text)
                        yield text

    def _note(self) -> None:
        read, note = self._paragraphs, self._composer.transcriber.note
        if self._package.dropped:
            note(NoteKind.PACKAGE_REPAIRED, count=self._package.dropped)
        if read.insertions or read.deletions:
            note(NoteKind.REVISIONS_PRESENT, insertions=read.insertions, deletions=read.deletions)
        if read.unknown_symbols:
            note(NoteKind.CHARACTERS_REPLACED, count=read.unknown_symbols)

    def _stream(self) -> None:
        """Read the main part piece by piece: a paragraph or row of the body is let go once it is read."""
        archive = self._package.archive
        table: etree._Element | None = None
        rows: list[Row] = []
        for element in archive.iter_ended(self._package.main, (P, TR, TBL)):
            if element.tag == TBL:
                if element is table:
                    self._composer.add_table(Rows(rows))
                    element.clear()
                    table, rows = None, []
            elif element.tag == TR:
                outer = _outermost(element)
                if outer is not None:
                    table = outer
                    self._paragraphs.odd = odd_in(element)
                    rows += self._rows_of(element)
                    element.clear()
            elif _outermost(element) is not None:
                self._paragraphs.odd = odd_in(element)
                self._add_paragraph(element)
                element.clear()


def _skip(parts: Iterator[etree._Element], read: etree._Element) -> None:
    """Pass over the parts of an element that has been read on its own."""
    inside = sum(1 for _ in read.iter(*_PARTS)) - (read.tag in _PARTS)
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
