"""A transcript → sheets, set anew at any size: lines broken as typesetters do, tables ruled, rows torn by page breaks.

`paper.pdf_of` and `ofd_paper.ofd_of` bind the sheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt

from paper import Sheet, width_of

from qzparse.excerpt import Excerpt
from qzparse.tokens import Paragraph, Table, Transcript

_OPENING, _CLOSING = "(\\[（《〈「『【〔“‘", "),.:;?!\\]）》〉」』】〕”’，。：；？！、%"
_UNIT = re.compile(rf"[{_OPENING}]*(?:[!-~]+|\S)[{_CLOSING}]*|\s+")
"""What no line break parts."""
_LONGEST = 60
"""A column grows wider with its longest text up to so many letters."""


@dataclass(frozen=True)
class Setting:
    """How a list is set; lengths are points, `pad` is what a cell keeps clear at its sides."""

    size: float
    width: float = 842.0
    height: float = 595.0
    pad: float = 5.4
    head: str = ""
    """What is printed at the head of each page."""
    numbered: bool = False
    """Whether each page prints its number."""
    again: bool = False
    """Whether each page prints a table's header again."""
    margin: float = 50.0

    @property
    def pitch(self) -> float:
        """How far apart lines stand."""
        return round(1.3 * self.size, 2)

    @property
    def room(self) -> float:
        """How wide lines and tables are."""
        return self.width - 2 * self.margin


@dataclass
class _Piece:
    """A cell that is being printed: the lines that are left, and where its part on this page starts."""

    lines: list[str]
    left: float
    right: float
    row: int
    last: int
    top: float | None = None


@dataclass
class _Press:
    """A pile of sheets, and how far down the last one is printed."""

    setting: Setting
    text: str
    sheets: list[Sheet] = field(default_factory=list)
    level: float = 0.0

    @property
    def foot(self) -> float:
        return self.setting.height - self.setting.margin

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    def spelled(self, excerpt: Excerpt) -> str:
        """Give the lines of an excerpt, with the blanks that indent them."""
        lines = []
        for start, end in excerpt.lines:
            indented = self.text[:start].rstrip(" \u3000")
            lines.append(self.text[len(indented) : end])
        return "\n".join(lines)

    def turn(self) -> None:
        """Take the next sheet."""
        setting = self.setting
        self.sheets.append(Sheet(setting.width, setting.height))
        self.level = setting.margin
        if setting.head:
            x = (setting.width - width_of(setting.head, setting.size)) / 2
            self.sheet.text(x, 30, setting.head, setting.size)
        if setting.numbered:
            self.sheet.text(setting.width / 2, setting.height - 25, f"- {len(self.sheets)} -", setting.size)

    def line(self, x: float, y: float, text: str) -> None:
        """Print a line; a blank at its end is an object of its own, as typesetters print it."""
        setting, kept = self.setting, text.rstrip()
        if kept:
            self.sheet.text(x, y, kept, setting.size)
        if kept != text:
            self.sheet.text(x + width_of(kept, setting.size), y, text[len(kept) :], setting.size)

    def paragraph(self, paragraph: Paragraph) -> None:
        """Print a paragraph, the blank lines before it too."""
        setting = self.setting
        self.level += paragraph.gap * setting.pitch
        for text in broken(self.spelled(paragraph.excerpt), setting.room, setting.size):
            if self.level + setting.pitch > self.foot:
                self.turn()
            self.line(setting.margin, self.level + setting.size, text)
            self.level += setting.pitch
        self.level += setting.pitch / 2

    def table(self, table: Table) -> None:
        """Print a table row by row; a row goes on overleaf where there is no room for it."""
        setting = self.setting
        borders = _borders_of(table, setting)
        pieces = [
            _Piece(
                broken(
                    self.spelled(cell.excerpt),
                    borders[cell.column + cell.column_span] - borders[cell.column] - 2 * setting.pad,
                    setting.size,
                ),
                borders[cell.column],
                borders[cell.column + cell.column_span],
                cell.row,
                cell.row + cell.row_span - 1,
            )
            for cell in table.cells
        ]
        heads = [piece for piece in pieces if setting.again and piece.last < table.header_rows]
        kept = [(piece, list(piece.lines)) for piece in heads]
        for row in range(table.rows):
            while not self._row(pieces, row):
                self._close(pieces)
                self.turn()
                if row >= table.header_rows:
                    self._repeat(kept, table.header_rows)
        self._close(pieces)
        self.level += setting.pitch

    def _repeat(self, kept: Sequence[tuple[_Piece, list[str]]], rows: int) -> None:
        pieces = [_Piece(list(lines), one.left, one.right, one.row, one.last) for one, lines in kept]
        for row in range(rows if pieces else 0):
            self._row(pieces, row)
        self._close(pieces)

    def _row(self, pieces: Sequence[_Piece], row: int) -> bool:
        """Print what of a row finds room; tell whether all of it did."""
        open_ones = [piece for piece in pieces if piece.row <= row <= piece.last]
        room = self.foot - self.level
        need = max((self._need(piece) for piece in open_ones if piece.last == row), default=0.0)
        need = max(need, self._height(1))
        if room < self._height(2) and need > room:
            return False
        for piece in open_ones:
            if piece.top is None:
                piece.top = self.level
        whole = need <= room
        self.level = self.level + need if whole else self.foot
        for piece in open_ones:
            if piece.last == row and whole:
                self._print(piece)
        return whole

    def _need(self, piece: _Piece) -> float:
        """Tell how much room a cell's lines still need below."""
        printed = 0.0 if piece.top is None else self.level - piece.top
        return self._height(len(piece.lines)) - printed

    def _height(self, lines: int) -> float:
        return lines * self.setting.pitch + 4 if lines else 0.0

    def _close(self, pieces: Sequence[_Piece]) -> None:
        """Print the parts of cells that go on overleaf, or end here."""
        for piece in pieces:
            if piece.top is not None:
                self._print(piece)

    def _print(self, piece: _Piece) -> None:
        """Print a cell's part down to where the sheet is printed, with the lines that find room in it."""
        setting, top = self.setting, piece.top
        assert top is not None
        count = min(int((self.level - top - 3.99) / setting.pitch), len(piece.lines))
        for index, text in enumerate(piece.lines[:count]):
            self.line(piece.left + setting.pad, top + 1 + setting.size + index * setting.pitch, text)
        del piece.lines[:count]
        for y in (top, self.level):
            self.sheet.line(piece.left, y, piece.right, y)
        for x in (piece.left, piece.right):
            self.sheet.line(x, top, x, self.level)
        piece.top = None


def pressed(transcript: Transcript, setting: Setting) -> list[Sheet]:
    """Set a transcript; it must hold paragraphs and tables only."""
    press = _Press(setting, transcript.text)
    press.turn()
    for token in transcript.tokens:
        match token:
            case Paragraph():
                press.paragraph(token)
            case Table():
                press.table(token)
            case _:
                raise TypeError(token)
    return press.sheets


def broken(text: str, room: float, size: float) -> list[str]:
    """Break paragraphs into lines: no mark opens or closes alone, a Latin word is whole unless it has no room."""
    return [line for paragraph in text.split("\n") for line in _lines_of(paragraph, room, size)]


def _lines_of(paragraph: str, room: float, size: float) -> Iterator[str]:
    line = ""
    for unit in _UNIT.findall(paragraph):
        if not line or unit.isspace() or width_of(line + unit, size) <= room:
            line += unit
        else:
            yield line
            line = unit
        while width_of(line.rstrip(), size) > room:
            fitting = max(
                (end for end in range(1, len(line)) if width_of(line[:end], size) <= room), default=1
            )
            yield line[:fitting]
            line = line[fitting:]
    if line:
        yield line


def _borders_of(table: Table, setting: Setting) -> list[float]:
    """Share the room among columns, after the length of their texts."""
    longest = [4] * table.columns
    for cell in table.cells:
        if cell.column_span == 1:
            longest[cell.column] = max(longest[cell.column], min(len(cell.excerpt.text), _LONGEST) + 4)
    shares = [sqrt(count) for count in longest]
    borders = [setting.margin]
    for share in shares:
        borders.append(round(borders[-1] + setting.room * share / sum(shares), 2))
    return borders
