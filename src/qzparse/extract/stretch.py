"""Cells cut out of lines → a stretch of text that is a table, and the separators in it.

1. What stands in a stretch and in no cell of it is syntax, if it is made of separators, rules, quotes and tags alone.
2. Escapes stay in the cell as they are printed, and are noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qzparse.excerpt import Excerpt, Span
from qzparse.ledger import Note, NoteKind
from qzparse.tokens import Cell, Table

BARS = "|｜│┃║"
"""What parts the cells of a line."""
_SYNTAX = re.compile(r'(?:[-=_:;,"*+＋|｜\u2500-\u257f\s]|<br\s*/?>)+', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole lines of a text that are one table."""

    start: int
    end: int
    table: Table
    syntax: tuple[Span, ...]
    notes: tuple[Note, ...] = ()


def stretch_of(text: str, span: Span, table: Table, escapes: Iterable[Span] = ()) -> Stretch:
    """Give a table its separators; `escapes` are the marks in its cells that are not read as what they stand for."""
    notes = tuple(Note(NoteKind.ESCAPE_KEPT, escape, {"mark": text[slice(*escape)]}) for escape in escapes)
    return Stretch(*span, table, tuple(_iter_syntax(text, span, table)), notes)


def _iter_syntax(text: str, span: Span, table: Table) -> Iterable[Span]:
    reached, end = span
    lines = sorted(line for cell in table.cells for line in cell.excerpt.lines)
    for first, last in (*lines, (end, end)):
        for start, stop in Excerpt.of(text, reached, first).lines:
            if _SYNTAX.fullmatch(text, start, stop):
                yield start, stop
        reached = last


def table_of(rows: Sequence[Sequence[Excerpt]], header_rows: int = 0) -> Table:
    """Build a table of rows that merge nothing; the only cell of a row spans it."""
    columns = max(len(row) for row in rows)
    cells = [
        Cell(excerpt, index, column, 1, columns if len(row) == 1 else 1)
        for index, row in enumerate(rows)
        for column, excerpt in enumerate(row)
    ]
    return Table(tuple(cells), len(rows), columns, header_rows)


def lines_of(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    r"""Give the lines of a text, trimmed of nothing.

    >>> lines_of("甲\n\n乙丙")
    [(0, 1), (2, 2), (3, 5)]
    """
    spans = []
    for line in text[start:end].split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans
