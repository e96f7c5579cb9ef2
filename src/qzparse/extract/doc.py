"""A Word 97–2003 document, .doc or .wps → its transcript, by its piece table and paragraph properties.

1. The text is the final one: insertions stand, deletions are gone, fields show results, lists their numbers.
2. A cell runs up to a cell mark, a row up to a row end; the row's ruling gives the true columns.
3. Text boxes follow the paragraph that they are anchored in; notes, headers and footers come last.
4. What Word 6 and 95 wrote is declined: `OlderWord`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from qzparse.ledger import NoteKind
from qzparse.source import Source
from qzparse.tokens import Transcript

from .blocks import Composer, Line, RowCell, Rows, flattened
from .word_binary import FILLER, WordBinary
from .word_characters import characters_of
from .word_drawings import Box, Boxes
from .word_lists import WordLists
from .word_properties import Look, Looks
from .word_rows import Ruling, rows_of

_MAIN, _FOOTNOTES, _HEADERS, _ENDNOTES, _BOXES, _HEADER_BOXES = 0, 1, 2, 5, 6, 7
_SECTIONS = 6
# The structures that part a story of the margin into texts, and the size of their elements.
_PARTS = {_HEADERS: (11, 0), _HEADER_BOXES: (58, 22), _FOOTNOTES: (3, 0), _ENDNOTES: (47, 0)}
_MARK = re.compile("[\r\x07]")


def read_doc(source: Source) -> Transcript:
    """Read a Word 97–2003 document."""
    word = WordBinary(source)
    with word.mishaps():
        return _Walk(word).transcript()


class _Walk:
    """The walk through one document."""

    def __init__(self, word: WordBinary) -> None:
        self._word = word
        self._read = characters_of(word)
        self._looks = Looks(word)
        self._lists = WordLists(word)
        self._boxes = Boxes.of(word)
        self._composer = Composer()
        self._rulings: dict[Look, Ruling] = {}
        ends = word.plex(_SECTIONS, 12)[0][1:]
        self._sections = [end - 1 for end in ends if word.text[end - 1 : end] == "\x0c"]

    def transcript(self) -> Transcript:
        """Walk through the main text, then the margins."""
        composer = self._composer
        for block in self._iter_blocks(*self._word.story(_MAIN), self._boxes):
            if isinstance(block, Line):
                composer.add_line(block)
            elif isinstance(block, Rows):
                composer.add_table(block)
            else:
                text = self._text_of(block)
                if text.strip():
                    composer.add_shape(block.key, text)
        seen = set()
        for story in _PARTS:
            for text in self._iter_parts(story):
                if text.strip() and text not in seen:
                    seen.add(text)
                    composer.add_margin(text)
        self._note()
        return composer.transcript(self._boxes.links)

    def _iter_blocks(self, start: int, end: int, anchored: Boxes) -> Iterator[Line | Rows | Box]:
        """Yield the paragraphs, tables and text boxes between two positions."""
        tables: list[_OpenTable] = []
        for first, mark, look, text in self._iter_paragraphs(start, end):
            sign = self._read.text[mark : mark + 1]
            depth = max(look.depth, 1) if sign == "\x07" else look.depth
            if len(tables) != depth:
                yield from _closed(tables, depth, self._rulings)
                tables += [_OpenTable() for _ in range(depth - len(tables))]
            if look.ends_row and depth:
                tables[-1].end_row(look, is_deleted=mark in self._read.deleted)
                continue
            line = self._lists.number_of(look) + text
            boxes = anchored.between(first, mark + 1)
            if not depth:
                yield Line(line, self._lists.level_of(look))
                yield from boxes
                continue
            tables[-1].lines += line.split("\n")
            for box in boxes:
                tables[-1].lines += self._text_of(box).split("\n")
            if sign == "\x07" or look.ends_cell:
                tables[-1].end_cell()
        yield from _closed(tables, 0, self._rulings)
        yield from anchored.between(end, end + 1)

    def _iter_paragraphs(self, start: int, end: int) -> Iterator[tuple[int, int, Look, str]]:
        """Yield each paragraph's first position, its mark's, its look and its text.

        A paragraph whose mark was deleted runs on into the next one.
        """
        text = self._read.text
        marks = [mark.start() for mark in _MARK.finditer(text, start, end)]
        sections = [mark for mark in self._sections if start <= mark < end]
        if sections:
            marks = sorted({*marks, *sections})
        looks = self._looks.looks_at(marks)
        if not marks or marks[-1] + 1 < end:
            marks.append(end)
            looks.append(Look())
        deleted = self._read.deleted
        carried = ""
        first = begin = start
        for index, (mark, look) in enumerate(zip(marks, looks, strict=True)):
            line = text[begin:mark]
            begin = mark + 1
            if FILLER in line:
                line = line.replace(FILLER, "")
            if mark in deleted and text[mark] == "\r" and _runs_on(look, looks[index + 1 : index + 2]):
                carried += line
                continue
            yield first, mark, look, carried + line
            first, carried = begin, ""

    def _text_of(self, box: Box) -> str:
        start, end = self._word.story(_BOXES)
        return self._text_between(start + box.start, min(start + box.end, end))

    def _text_between(self, start: int, end: int) -> str:
        """Read what stands between two positions as lines, whatever it is."""
        blocks = [block for block in self._iter_blocks(start, end, Boxes()) if not isinstance(block, Box)]
        return "\n".join(line for line in flattened(blocks) if line.strip())

    def _iter_parts(self, story: int) -> Iterator[str]:
        """Yield the texts of a story of the margin."""
        start, end = self._word.story(story)
        limits = [start + limit for limit in self._word.plex(*_PARTS[story])[0]]
        limits = sorted({start, *(limit for limit in limits if start <= limit < end), end})
        for first, last in pairwise(limits):
            yield self._text_between(first, last)

    def _note(self) -> None:
        read, note = self._read, self._composer.transcriber.note
        if self._word.guessed:
            note(NoteKind.ENCODING_GUESSED, encoding=self._word.code_page)
        if read.insertions or read.deletions:
            note(NoteKind.REVISIONS_PRESENT, insertions=read.insertions, deletions=read.deletions)
        if read.unknown_symbols:
            note(NoteKind.CHARACTERS_REPLACED, count=read.unknown_symbols)


@dataclass(slots=True)
class _OpenTable:
    """A table whose end is not reached; `lines` and `blocks` are those of the cell that is open."""

    rows: list[tuple[list[RowCell], Look]] = field(default_factory=list)
    cells: list[RowCell] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    blocks: list[Line | Rows] = field(default_factory=list)

    def add_table(self, table: Rows) -> None:
        """Add a table to the open cell."""
        self.blocks += [*map(Line, self.lines), table]
        self.lines = []

    def end_cell(self) -> None:
        """Let what follows be in the next cell."""
        if self.blocks:
            self.blocks += map(Line, self.lines)
        self.cells.append(RowCell(self.lines, blocks=self.blocks))
        self.lines, self.blocks = [], []

    def end_row(self, look: Look, *, is_deleted: bool = False) -> None:
        """Let what follows be in the next row; a row that was deleted is none."""
        if self.lines or self.blocks:
            self.end_cell()
        if self.cells and not (is_deleted and all(cell.is_blank for cell in self.cells)):
            self.rows.append((self.cells, look))
        self.cells = []


def _closed(tables: list[_OpenTable], depth: int, known: dict[Look, Ruling]) -> Iterable[Rows]:
    """Close the tables that lie deeper than `depth`; give the outermost if it is among them."""
    while len(tables) > depth:
        table = tables.pop()
        table.end_row(Look())
        if not table.rows:
            continue
        rows = rows_of(table.rows, known)
        if not tables:
            return [rows]
        tables[-1].add_table(rows)
    return []


def _runs_on(look: Look, following: list[Look]) -> bool:
    return bool(following) and following[0].depth == look.depth and not (look.ends_cell or look.ends_row)
