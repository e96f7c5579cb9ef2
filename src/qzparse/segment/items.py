"""Rows of a grid → items.

1. Items keep the order of the source; a row without a name of its own is a sub-item and inherits number and name.
2. A merged cell's value is taken from the item above and named in `inherits`; a lost 序号 is counted on and named in
   `inferred`; both are noted. Nothing else is deduced.
3. A row that only carries a heading opens a section; one that carries a title, remarks or signatures is no item.
4. Where a column names the stages, the rows below an item's first one are its further duties.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import fields, is_dataclass

from ..excerpt import Excerpt, Printed
from ..layout.region import Grid, Row
from ..ledger import NoteKind
from ..models import Item
from ..numerals import value_of
from .fields import (
    OWN_FIELDS,
    RANKED,
    Book,
    add_entries,
    counted,
    found_prose_basis,
    keep_extra,
    read_number,
    set_field,
)
from .headers import ColumnField, carry_columns, name_columns
from .headings import match_heading
from .shelf import Shelf, heading_of, section_of
from .staged import Staged, gather_stages, read_staged
from .titles import take_later

_DERIVED = ("citations", "phones")
"""Parts of a value that stand nowhere of their own."""
_LISTED = frozenset(("entries", "duties", "accountability"))
"""Ways of reading a cell that holds a numbered list, which may go on in the row below."""


def read_grid(grid: Grid, shelf: Shelf, book: Book) -> None:
    """Read all rows of a grid into items."""
    grid = grid.unfolded()
    columns = carry_columns(grid, shelf.columns, book.grammar, book.ledger)
    if columns is None:
        columns = name_columns(grid, book.grammar, book.ledger)
    if columns:
        shelf.columns = columns
        shelf.tables.append(len(shelf.items))
        _Rows(grid, columns, shelf, book).read()


class _Rows:
    """Reads rows one after another; what a row inherits comes from the rows above."""

    def __init__(self, grid: Grid, columns: list[ColumnField], shelf: Shelf, book: Book) -> None:
        self._grid = grid
        self._columns = columns
        self._shelf = shelf
        self._book = book
        self._first = len(shelf.items)
        self._place = {column.field: index for index, column in reversed(list(enumerate(columns)))}
        self._is_own = [OWN_FIELDS.issuperset(column.field.split("+")) for column in columns]
        self._above: Item | None = None
        self._owner: dict[int, Item] = {}
        self._staged: dict[int, list[Staged]] = {}

    def read(self) -> None:
        if {"stage", "duties"} <= self._place.keys():
            self._grid.rows, self._staged = gather_stages(self._grid.rows, self._place)
        else:
            self._join_continued()
        for index, row in enumerate(self._grid.rows):
            self._take_row(row, index)
            row.cells = []  # what is read is let go: a long list is not held as cells and as items

    def _take_row(self, row: Row, index: int) -> None:
        filled = [cell for cell in row.cells if cell]
        if not filled or _are_notes(filled, self._shelf, self._book):
            return
        if len(filled) == 1 and self._is_heading(row, filled[0]):
            return
        if len(filled) == 2 and self._is_numbered_heading(filled):
            return
        self._read_row(row, index)

    def _join_continued(self) -> None:
        """Join a row to the one above where its lists go on counting what is counted there.

        `2.审查责任` below `1.受理责任`, beside merged or blank cells, is the same item's second duty; a row with a
        name, a sub-item, a code or any other text of its own is not joined.
        """
        rows: list[Row] = []
        for row in self._grid.rows:
            own = [place for place, cell in enumerate(row.cells) if cell]
            listed = [place for place in own if self._columns[place].reads in _LISTED]
            if rows and own and listed == own and any(self._goes_on(rows[-1], row, place) for place in own):
                above = rows[-1]
                for place in own:
                    above.cells[place] = Excerpt.joined(
                        cell for cell in (above.cells[place], row.cells[place]) if cell
                    )
            else:
                rows.append(row)
        self._grid.rows = rows

    def _goes_on(self, above: Row, row: Row, place: int) -> bool:
        cell, before = row.cells[place], above.cells[place]
        if not cell or not before:
            return False
        pattern = self._book.grammar.pattern("number-at-line")
        first = pattern.match(cell.source, *cell.lines[0])
        last = None
        for start, end in before.lines:
            found = pattern.match(before.source, start, end)
            last = found if found and first and found.lastgroup == first.lastgroup else last
        if not first or not last or first.lastgroup is None:
            return False
        numbers = value_of(last[first.lastgroup]), value_of(first[first.lastgroup])
        return numbers[0] is not None and numbers[1] == numbers[0] + 1

    def _is_heading(self, row: Row, cell: Excerpt) -> bool:
        section = heading_of(cell, self._book)
        if section is not None:
            self._shelf.open(section)
            self._above = None
            return True
        if row.spanning and not take_later(cell, self._shelf, self._book):
            self._book.ledger.note(NoteKind.ROW_UNREAD, cell)
        return row.spanning

    def _is_numbered_heading(self, filled: list[Excerpt]) -> bool:
        """Tell whether a row holds a number and a type of power alone, `一` `行政处罚`: it opens a section."""
        number, title = filled
        grammar = self._book.grammar
        found = grammar.pattern("item-number").fullmatch(number.source, number.start, number.end)
        heading = match_heading(title, grammar)
        if not found or not heading:
            return False
        section = section_of(heading, title, self._book)
        if section.number is None:
            section.number = read_number(number, self._book)
        else:
            self._book.ledger.label(number)
        self._shelf.open(section)
        self._above = None
        return True

    def _read_row(self, row: Row, index: int) -> None:
        item = Item(section=_plain(self._shelf.section.number) if self._shelf.section else None)
        extra: dict[str, Printed] = {}
        staged = self._staged.get(id(row))
        told = {"stage", "duties", *(["unit"] if staged and staged[0].unit else [])} if staged else set()
        if staged:
            item.duties = read_staged(staged, self._book)
        for place, column in enumerate(self._columns):
            if column.field not in told:
                self._set_cell(item, place, row, extra)
        if extra:
            item.extra = extra
        self._inherit_covered(item, row)
        self._settle(item, row, index)
        if item.type is None and self._shelf.section is not None:
            item.type = _unplaced(self._shelf.section.type)
        self._note_doubt(row)
        self._shelf.add(item)
        self._above = item
        for place, cell in enumerate(row.cells):
            if cell is not None:
                self._owner[place] = item

    def _set_cell(self, item: Item, place: int, row: Row, extra: dict[str, Printed]) -> None:
        cell, column = row.cells[place], self._columns[place]
        if cell is None:
            if place in row.lost and column.field != "number":
                kind = NoteKind.CELL_LOST
                self._book.ledger.note(kind, _span_of(row), header=column.header, field=column.field)
        elif self._is_own[place]:
            set_field(item, column.field, column.reads, cell, self._book)
            if column.field == "accountability":
                found_prose_basis(item, cell, self._book, wanted="accountability_basis" not in self._place)
        elif column.field.startswith(RANKED):
            add_entries(item, cell, self._book)
        else:
            keep_extra(extra, column.header, cell)

    def _note_doubt(self, row: Row) -> None:
        if row.told:
            self._book.ledger.note(NoteKind.ROW_BY_CONTENT, _span_of(row))
        if row.lost:
            kind = NoteKind.ROW_TORN if row.torn else NoteKind.ROW_RAGGED
            lost = "、".join(self._columns[place].header for place in sorted(row.lost))
            self._book.ledger.note(kind, _span_of(row), lost=lost, margin=f"{min(row.margin, 99):.1f}")

    def _inherit_covered(self, item: Item, row: Row) -> None:
        for place in sorted(row.covered):
            origin = self._owner.get(place)
            column = self._columns[place]
            if origin is None or column.field == "extra":
                continue
            for name in column.field.split("+"):
                if name in OWN_FIELDS and getattr(item, name) is None:
                    self._inherit(item, origin, name, row)

    def _inherit(self, item: Item, origin: Item, name: str, row: Row) -> None:
        value = getattr(origin, name)
        if not value:
            setattr(item, name, copy(value))
            return
        setattr(item, name, unprinted(value))
        item.inherits = [*(item.inherits or []), name, *leaves_of(value, name)]
        header = self._columns[self._place[name]].header if name in self._place else name
        self._book.ledger.note(NoteKind.VALUE_INHERITED, _span_of(row), fields=header, field=name)

    def _settle(self, item: Item, row: Row, index: int) -> None:
        """Give a row the number or name that it lacks, from the item above."""
        has_name = bool(item.name) and "name" not in (item.inherits or [])
        if has_name and "number" in self._place:
            if item.number:
                self._note_order(item, row)
            else:
                self._infer_number(item, row, index)
        if self._above is None or "name" not in self._place:
            return
        lacking = ("type",) if has_name else ("number", "name", "type")
        for name in sorted(lacking, key=lambda name: self._place.get(name, 0)):
            # A type that no column prints comes from the heading, not from the item above.
            if (
                (name in self._place or name != "type")
                and not getattr(item, name)
                and getattr(self._above, name)
            ):
                self._inherit(item, self._above, name, row)

    def _note_order(self, item: Item, row: Row) -> None:
        """Note a number that neither goes on from the item above nor starts anew."""
        value, above = counted(item.number), counted(self._above.number) if self._above else None
        if value is None or above is None or value in (1, above + 1):
            return
        self._book.ledger.note(
            NoteKind.NUMBER_OUT_OF_ORDER,
            _span_of(row),
            number=str(item.number),
            before=above,
            field="number",
        )

    def _infer_number(self, item: Item, row: Row, index: int) -> None:
        above = counted(self._above.number) if self._above else 0
        following, between = self._next_number(index)
        if above is None or (self._above is None and following is None):
            return
        inferred = above + 1
        proof = "none"
        if following is not None and following == inferred + between:
            proof = "neighbours"
        elif item.code and f"{inferred:03d}" in item.code:
            proof = "code"
        item.number = Printed(str(inferred))
        item.inferred = [*(item.inferred or []), "number"]
        self._book.ledger.note(
            NoteKind.NUMBER_INFERRED, _span_of(row), number=str(inferred), proof=proof, field="number"
        )

    def _next_number(self, index: int) -> tuple[int | None, int]:
        """Find the next printed number below, and how many named rows stand from here to it."""
        number, name = self._place["number"], self._place.get("name", self._place["number"])
        between = 1
        for row in self._grid.rows[index + 1 : index + 40]:
            cell = row.cells[number]
            if cell:
                return value_of(cell.text.rstrip(".．、")), between
            between += bool(row.cells[name])
        return None, between


def _are_notes(filled: list[Excerpt], shelf: Shelf, book: Book) -> bool:
    """Take a row that holds nothing but remarks on the list, or who filled it in and when, as notes."""
    pattern = book.grammar.pattern
    for cell in filled:
        line = (cell.source, cell.start, cell.end)
        if not (pattern("sign-off").match(*line) or pattern("list-note").match(*line)):
            return False
    shelf.notes.extend(cell.printed() for cell in filled)
    return True


def _span_of(row: Row) -> tuple[int, int]:
    start = row.start
    cell = next(cell for cell in row.cells if cell and cell.start == start)
    return (cell.start, cell.end)


def _plain(value: str | None) -> str | None:
    return None if value is None else str(value)


def _unplaced(value: str | None) -> Printed | None:
    return None if value is None else Printed(value)


def unprinted(value: object) -> object:
    """Copy a value without the places where it was printed: the copy stands nowhere in the source."""
    if isinstance(value, str):
        return Printed(str(value))
    if isinstance(value, list):
        return [unprinted(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{own.name: unprinted(getattr(value, own.name)) for own in fields(value)})
    return value


def leaves_of(value: object, path: str) -> Iterator[str]:
    """Name the printed leaves below a value, as pointers below the item; a plain string has none."""
    for name, part in _parts_below(value):
        if isinstance(part, str):
            if part and isinstance(part, Printed):
                yield f"{path}/{name}"
        else:
            yield from leaves_of(part, f"{path}/{name}")


def _parts_below(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, list):
        yield from ((str(index), part) for index, part in enumerate(value))
    elif is_dataclass(value) and not isinstance(value, type):
        names = (own.name for own in fields(value) if own.name not in _DERIVED)
        yield from ((name, getattr(value, name)) for name in names)
