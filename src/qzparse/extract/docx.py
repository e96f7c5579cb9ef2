"""A docx → its transcript, by one walk over the tree that the package holds.

1. The text is the final one: insertions stand, deletions are gone, fields show their result, lists their numbers.
2. Nothing printed is lost in content controls, hyperlinks, text boxes, footnotes, headers and footers.
3. Ordinary paragraphs take a short road: one sweep finds all that is out of the ordinary, and only that is looked into.
4. A large main part is never held whole: a row is let go once its cells are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from qzparse.ledger import NoteKind
from qzparse.source import Source
from qzparse.tokens import Transcript

from .archive import Archive
from .blocks import Composer, Line, Row, RowCell, Rows
from .drawings import Drawings
from .numbering import Numbering, Styles
from .package import Package
from .paragraphs import Paragraphs, odd_in
from .wordml import FALLBACK, TBL, TC, TC_PR, TR, TR_PR, P, W, find_value, is_on, iter_inside, number_of

LARGE = 8 << 20
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
        self._drawings = Drawings(self._text_inside)
        numbering = Numbering(lambda: package.roots_of("numbering"), styles)
        self._paragraphs = Paragraphs(styles, numbering, self._draw)
        self._composer = Composer()
        self._depth = 0

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
        return composer.transcript()

    def _add_blocks(self, container: etree._Element) -> None:
        for child in iter_inside(container):
            if child.tag == P:
                self._add_paragraph(child)
            elif child.tag == TBL:
                self._add_table([self._row_of(row) for row in iter_inside(child) if row.tag == TR])

    def _add_paragraph(self, paragraph: etree._Element) -> None:
        read = self._paragraphs
        ordinary = paragraph not in read.odd
        self._composer.add_line(Line(read.text_of(paragraph)) if ordinary else read.line_of(paragraph))
        self._add_shapes()

    def _add_table(self, rows: Iterable[Row | None]) -> None:
        self._composer.add_table(Rows([row for row in rows if row is not None]))
        self._add_shapes()

    def _add_shapes(self) -> None:
        for key, text in self._drawings.take_shapes():
            self._composer.add_shape(key, text)

    def _draw(self, drawing: etree._Element) -> Iterator[str]:
        """Read a drawing; in a cell its text is the cell's."""
        self._drawings.read(drawing)
        if self._depth:
            for _, text in self._drawings.take_shapes():
                yield text

    def _text_inside(self, container: etree._Element) -> str:
        """Read a container as lines, whatever it holds."""
        self._depth += 1
        lines = []
        for child in iter_inside(container):
            if child.tag == P:
                lines.append(self._paragraphs.text_of(child))
            elif child.tag == TBL:
                lines += [
                    "\t".join(self._text_inside(cell) for cell in iter_inside(row) if cell.tag == TC)
                    for row in iter_inside(child)
                ]
        self._depth -= 1
        return "\n".join(line for line in lines if line)

    def _row_of(self, row: etree._Element) -> Row | None:
        """Read a row; None where it was deleted."""
        self._depth += 1
        cells = [self._cell_of(cell) for cell in iter_inside(row) if cell.tag == TC]
        self._depth -= 1
        read = Row([cell for cell in cells if cell is not None])
        properties = row.find(TR_PR) if row in self._paragraphs.odd else None
        if properties is not None:
            read.before = max(0, number_of(find_value(properties, "gridBefore")))
            read.header = is_on(properties, "tblHeader")
            self._paragraphs.insertions += properties.find(W + "ins") is not None
            if properties.find(W + "del") is not None:
                self._paragraphs.deletions += 1
                return None
        return read

    def _cell_of(self, cell: etree._Element) -> RowCell | None:
        """Read a cell; None where it was deleted, or merged into the one before."""
        texts: list[str] = []
        blocks: list[Line | Rows] = []
        for child in iter_inside(cell):
            if child.tag == P:
                texts.append(self._paragraphs.text_of(child))
            elif child.tag == TBL:
                blocks += map(Line, texts)
                texts.clear()
                rows = [self._row_of(row) for row in iter_inside(child) if row.tag == TR]
                blocks.append(Rows([row for row in rows if row is not None]))
        if blocks:
            blocks += map(Line, texts)
        read = RowCell("\n".join(texts), blocks=blocks)
        properties = cell.find(TC_PR) if cell in self._paragraphs.odd else None
        if properties is not None:
            read.span = max(1, number_of(find_value(properties, "gridSpan"), 1))
            read.continues = find_value(properties, "vMerge") in ("", "continue")
            if properties.find(W + "cellDel") is not None:
                self._paragraphs.deletions += 1
                return None
        return read

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
        self._composer.links = self._drawings.links

    def _stream(self) -> None:
        """Read the main part piece by piece: a paragraph or row of the body is let go once it is read."""
        archive = self._package.archive
        table: etree._Element | None = None
        rows: list[Row | None] = []
        for element in archive.iter_ended(self._package.main, (P, TR, TBL)):
            if element.tag == TBL:
                if element is table:
                    self._add_table(rows)
                    element.clear()
                    table, rows = None, []
            elif element.tag == TR:
                outer = _outermost(element)
                if outer is not None:
                    table = outer
                    self._paragraphs.odd = odd_in(element)
                    rows.append(self._row_of(element))
                    element.clear()
            elif _outermost(element) is not None:
                self._paragraphs.odd = odd_in(element)
                self._add_paragraph(element)
                element.clear()


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
