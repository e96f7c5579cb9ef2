"""The blocks of a web page as they are written: lines, and tables whose cells hold blocks again.

`Nesting` builds them while the page is read. Tables stand `DEEPEST` deep at most; deeper ones become lines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

DEEPEST = 16
HEAD, BODY, FOOT = 0, 1, 2


@dataclass(slots=True)
class PageLine:
    """A line out of the ordinary: a heading, one that consists of links, one that is navigation."""

    text: str
    level: int | None = None
    linked: bool = False
    margin: bool = False


@dataclass(slots=True)
class PageCell:
    """A cell as it is written; `mixed` says that its blocks are not all plain lines."""

    span: int = 1
    rows: int = 1
    header: bool = False
    blocks: list[Block] = field(default_factory=list)
    mixed: bool = False


@dataclass(slots=True)
class PageRow:
    """A row's own cells, and the row group it belongs to."""

    part: int
    cells: list[PageCell] = field(default_factory=list)


@dataclass(slots=True)
class PageTable:
    """A table as it is written; `nests` says that a cell of it holds another."""

    rows: list[PageRow] = field(default_factory=list)
    margin: bool = False
    nests: bool = False


Block = str | PageLine | PageTable


@dataclass(slots=True)
class _Open:
    """A table that is being read, and the cell that holds it; an `implied` one has rows but no beginning."""

    table: PageTable
    holder: PageCell | None
    implied: bool
    part: int = BODY
    row: PageRow | None = None
    cell: PageCell | None = None


@dataclass(slots=True)
class Nesting:
    """The tables that are open, one in the other; None stands for one that is too deep."""

    take: Callable[[Block], None]
    _open: list[_Open | None] = field(default_factory=list)
    _cell: PageCell | None = None

    @property
    def in_cell(self) -> bool:
        """Whether what comes next stands in a cell."""
        return self._cell is not None

    def put(self, block: Block) -> None:
        """Add a block to the open cell, or to the page."""
        if self._cell is None:
            self.take(block)
        else:
            self._cell.blocks.append(block)
            self._cell.mixed |= not isinstance(block, str)

    def begin_table(self, *, margin: bool = False, implied: bool = False) -> None:
        """Open a table where the next block would stand."""
        deep = len(self._open) >= DEEPEST
        self._open.append(None if deep else _Open(PageTable(margin=margin), self._cell, implied))

    def end_table(self) -> None:
        """Close the innermost table and put it where it stands."""
        found = self._open.pop() if self._open else None
        if found is None:
            return
        self._cell = found.holder
        if any(row.cells for row in found.table.rows):
            self.put(found.table)
        for outer in self._open:
            if outer is not None:
                outer.table.nests = True

    def end_implied(self) -> None:
        """Close a table that was never begun, when a block stands outside its cells."""
        while self._open and (found := self._open[-1]) and found.implied and found.cell is None:
            self.end_table()

    def end_all(self) -> None:
        """Close what the page left open."""
        while self._open:
            self.end_table()

    def begin_part(self, part: int) -> None:
        """Begin a group of rows."""
        found = self._open[-1] if self._open else None
        if found is not None:
            found.part, found.row = part, None

    def begin_row(self) -> None:
        """Begin a row; without a table it begins one."""
        if not self._open:
            self.begin_table(implied=True)
        found = self._open[-1]
        if found is not None:
            found.row = PageRow(found.part)
            found.table.rows.append(found.row)

    def begin_cell(self, cell: PageCell) -> None:
        """Begin a cell; without a row it begins one."""
        found = self._open[-1] if self._open else None
        if not self._open or (found is not None and found.row is None):
            self.begin_row()
            found = self._open[-1]
        if found is not None and found.row is not None:
            found.row.cells.append(cell)
            found.cell = self._cell = cell

    def end_cell(self) -> None:
        """Close the open cell."""
        found = self._open[-1] if self._open else None
        if found is not None:
            found.cell = None
            self._cell = found.holder
