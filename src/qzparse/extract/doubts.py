"""What a workbook's cells leave in doubt: formulas, hidden cells, numbers and texts that lost their ends.

A doubt about one cell is kept with its sheet until its place in the text is known; the others are notes of the book.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from qzparse.ledger import NoteKind

from .figures import has_lost_digits, print_figure
from .sheets import CELLS, Book, Sheet, label_of

_CUT = {255, 32_767}
"""Where older programs, and all, cut the text of a cell."""


@dataclass(slots=True)
class Doubts:
    """The doubts about a book so far."""

    book: Book
    since_1904: bool = False
    _formulas: int = 0
    _formula: str = ""
    _uncounted: int = 0
    _first: str = ""
    _printed: dict[tuple[str, str], tuple[str, bool]] = field(default_factory=dict)

    def figure(self, sheet: Sheet, place: tuple[int, int], stored: str, code: str) -> str:
        """Print a stored number, and doubt it where a sheet cannot have kept all of its digits."""
        found = self._printed.get((stored, code))
        if found is None:
            found = print_figure(stored, code, since_1904=self.since_1904), has_lost_digits(stored)
            self._printed[stored, code] = found
        if found[1]:
            sheet.doubts.append((NoteKind.DIGITS_LOST, *place))
        return found[0]

    def text(self, sheet: Sheet, place: tuple[int, int], text: str) -> None:
        """Doubt a text that is just as long as programs cut it, unless it ends as a sentence does."""
        if len(text) in _CUT and not unicodedata.category(text.rstrip()[-1:] or "a").startswith("P"):
            sheet.doubts.append((NoteKind.CELL_CUT, *place))

    def formula(self, sheet: Sheet, place: tuple[int, int], *, counted: bool) -> None:
        """Count a formula, and whether a value was stored with it."""
        if counted:
            self._formulas += 1
            self._formula = self._formula or f"{sheet.name}!{label_of(*place)}"
        else:
            self._uncounted += 1
            self._first = self._first or f"{sheet.name}!{label_of(*place)}"

    def digits(self, sheet: Sheet, place: tuple[int, int], stored: str) -> None:
        """Doubt a stored number that is printed already."""
        if has_lost_digits(stored):
            sheet.doubts.append((NoteKind.DIGITS_LOST, *place))

    def hidden(self, sheet: Sheet, rows: int, hidden: list[range]) -> None:
        """Note the hidden rows and columns of a sheet that print something."""
        printed = {column for row in sheet.rows for column, _ in row.cells} if hidden else set()
        columns = sum(any(column in one for one in hidden) for column in printed)
        if rows or columns:
            self._note(NoteKind.CELLS_HIDDEN, sheet=sheet.name, rows=rows, columns=columns)

    def hidden_sheet(self, sheet: Sheet) -> None:
        """Note a hidden sheet that prints something."""
        if sheet.rows:
            self._note(NoteKind.SHEET_HIDDEN, sheet=sheet.name)

    def limit(self, sheet: Sheet) -> None:
        """Note that a sheet was not read to its end."""
        self._note(NoteKind.LIMIT_REACHED, limit=f"{sheet.name}: {CELLS:,}")

    def note(self) -> None:
        """Note what was counted over all sheets."""
        if self._formulas:
            self._note(NoteKind.FORMULAS_PRESENT, count=self._formulas, cell=self._formula)
        if self._uncounted:
            self._note(NoteKind.FORMULA_UNCOUNTED, count=self._uncounted, cell=self._first)

    def _note(self, kind: NoteKind, **values: str | int) -> None:
        self.book.composer.transcriber.note(kind, (0, 0), **values)
