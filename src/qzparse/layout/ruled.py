"""Tables of known geometry → grids and cards.

The file says which cell stands where and what it spans; the words say which rows are headers and which cells are labels.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..excerpt import Excerpt
from ..grammar import Grammar
from ..ledger import Ledger
from ..tokens import Cell, Paragraph, Table
from .blocks import read_blocks
from .content import Trait, traits_of
from .heads import card_score, header_score, is_known, is_label, stands_apart
from .region import Card, Grid, Prose, Region, Row

_HEADER_DEPTH = 8
"""A header is looked for in so many leading rows; what stands above it are titles and notes."""
_MOST_STOREYS = 4
_PLAIN_FORM = 0.6
"""A form as plain as this has no header further down: there a value is a known word by chance."""
_FEWEST_SIDEWAYS = 3
"""A table on its side has at least so many rows and columns; a narrower one is a form."""
_SIDEWAYS = 0.6
"""More than such a share of its first column are words for fields."""
_SAMPLED = 20
"""So many rows are looked at to tell a header by what stands below it."""


@dataclass(slots=True)
class _Matrix:
    """The cell that covers each place, and the cells that open in each row."""

    covering: list[list[Cell | None]]
    opening: list[list[Cell]]
    width: int


def _matrix_of(table: Table) -> _Matrix:
    width = table.columns
    covering: list[list[Cell | None]] = [[None] * width for _ in range(table.rows)]
    opening: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        opening[cell.row].append(cell)
        columns = range(cell.column, min(cell.column + cell.column_span, width))
        for line in covering[cell.row : cell.row + cell.row_span]:
            for column in columns:
                line[column] = line[column] or cell
    return _Matrix(covering, opening, width)


def arrange_table(table: Table, grammar: Grammar, ledger: Ledger) -> list[Region]:
    """Arrange one table: what stands above its header as prose, then a grid or a card."""
    matrix = _matrix_of(table)
    if matrix.width == 1 or len(table.cells) == 1:
        return [Prose([Paragraph(cell.excerpt, page=table.page) for cell in table.cells if cell.excerpt])]
    if _is_transposed(matrix, grammar):
        return [_turned(table, ledger)]
    header, share = _find_header(matrix, table, grammar)
    form = card_score([[cell.excerpt for cell in row] for row in matrix.opening if len(row) > 1], grammar)
    blocks = read_blocks(matrix.covering, grammar) if header is None or form > 0 else None
    if blocks is not None and blocks.score > max(form, share):
        return [blocks]
    if form > 0 and (form >= share or (header and form >= _PLAIN_FORM)):
        return _cards(matrix, form, share)
    if header is None:
        storeys = int(_is_header(matrix, grammar))
        return [_grid(matrix, 0, storeys, ledger, 0.5 if storeys else max(1 - form, 0.0), form)]
    above = [
        Paragraph(cell.excerpt, page=table.page)
        for row in matrix.opening[:header]
        for cell in row
        if cell.excerpt
    ]
    regions: list[Region] = [Prose(above)] if above else []
    return [*regions, _grid(matrix, header, _storeys(matrix, header, table, grammar), ledger, share, form)]


def _is_transposed(matrix: _Matrix, grammar: Grammar) -> bool:
    """Tell whether a table stands on its side: its first column is all labels, and items stand beside each other."""
    rows = [[cell for cell in row if cell.excerpt] for row in matrix.opening if row]
    if matrix.width < _FEWEST_SIDEWAYS or len(rows) < _FEWEST_SIDEWAYS:
        return False
    if any(cell.column_span > 1 or cell.row_span > 1 for row in rows for cell in row):
        return False
    first = [cell for row in rows for cell in row if cell.column == 0]
    others = [cell for row in rows for cell in row if cell.column > 0]
    known = sum(is_label(cell.excerpt, grammar) for cell in first)
    return (
        known > len(first) * _SIDEWAYS
        and known > 2
        and not any(is_known(cell.excerpt, grammar) for cell in others)
    )


def _turned(table: Table, ledger: Ledger) -> Grid:
    """Read a table that stands on its side: each of its columns is a row."""
    grid = _grid(_matrix_of(_transposed(table)), 0, 1, ledger, 1.0, 0.0)
    grid.repairs.append("1:transposed")
    return grid


def _transposed(table: Table) -> Table:
    cells = [
        cell._replace(row=cell.column, column=cell.row, row_span=cell.column_span, column_span=cell.row_span)
        for cell in table.cells
    ]
    return table._replace(
        cells=tuple(sorted(cells, key=_place_of)), rows=table.columns, columns=table.rows, header_rows=1
    )


def _place_of(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _find_header(matrix: _Matrix, table: Table, grammar: Grammar) -> tuple[int | None, float]:
    best, best_score = None, 0.0
    for index, row in enumerate(matrix.opening[:_HEADER_DEPTH]):
        score = header_score([cell.excerpt for cell in row], grammar)
        marked = index < table.header_rows and len(row) > 1
        weight = score.share + (0.25 if marked else 0.0)
        if (score.holds or (marked and score.known)) and weight > best_score:
            best, best_score = index, weight
    while best and _reaches_into(matrix.opening[best - 1], best):
        best -= 1
    return best, min(best_score, 1.0)


def _is_header(matrix: _Matrix, grammar: Grammar) -> bool:
    """Tell whether the first row is a header whose words nobody knows."""
    rows = [row for row in matrix.opening[:_SAMPLED] if row]
    if len(rows) <= 1 or any(cell.column_span > 1 for cell in rows[0]):
        return False
    traits = [[Trait.BLANK] * matrix.width for _ in rows]
    for place, row in enumerate(rows):
        for cell in row:
            traits[place][cell.column] = traits_of(cell.excerpt, grammar)
    return stands_apart(traits[0], traits[1:])


def _reaches_into(above: list[Cell], row: int) -> bool:
    """Tell whether a row is an upper storey of the header below: some of its cells reach down, others span columns."""
    reaching = any(cell.row + cell.row_span > row for cell in above)
    return reaching and any(cell.column_span > 1 for cell in above)


def _storeys(matrix: _Matrix, header: int, table: Table, grammar: Grammar) -> int:
    """Count the rows of a header: those that its cells span, that the file marks, or that hold headers again."""
    depth = max((cell.row_span for cell in matrix.opening[header]), default=1)
    spans = any(cell.column_span > 1 for cell in matrix.opening[header])
    while header + depth < len(matrix.opening) and depth < _MOST_STOREYS:
        below = matrix.opening[header + depth]
        score = header_score([cell.excerpt for cell in below], grammar)
        marked = header + depth < table.header_rows
        repeated = _words(below) == _words(matrix.opening[header])
        if not below or not (marked or (spans and score.holds)) or repeated:
            break
        depth += 1
    return min(depth, _MOST_STOREYS, len(matrix.opening) - header)


def _words(cells: list[Cell]) -> list[str]:
    return [cell.excerpt.squashed for cell in cells if cell.excerpt]


def _grid(matrix: _Matrix, header: int, storeys: int, ledger: Ledger, share: float, form: float) -> Grid:
    labels = _labels(matrix, header, storeys)
    heads = [_words(row) for row in matrix.opening[header : header + storeys]]
    heading = [
        cell.excerpt for row in matrix.opening[header : header + storeys] for cell in row if cell.excerpt
    ]
    grid = Grid([], matrix.width, labels, heading, share, "card", max(form, 0.0))
    for index in range(header + storeys, len(matrix.opening)):
        opening = matrix.opening[index]
        words = _words(opening) if opening else []
        if words and words in heads:
            for cell in opening:
                ledger.furniture(cell.excerpt)
            grid.repairs.append(f"{index + 1}:repeated-header")
        else:
            grid.rows.append(_row(matrix, index, header + storeys))
    return grid


def _labels(matrix: _Matrix, header: int, storeys: int) -> list[tuple[Excerpt, ...]]:
    stacks = []
    for column in range(matrix.width if storeys else 0):
        stack: list[Excerpt] = []
        for row in range(header, header + storeys):
            cell = matrix.covering[row][column]
            if cell and cell.excerpt and cell.excerpt not in stack:
                stack.append(cell.excerpt)
        stacks.append(tuple(stack))
    return stacks


def _row(matrix: _Matrix, index: int, first: int) -> Row:
    cells: list[Excerpt | None] = [None] * matrix.width
    covered = set()
    for column, cell in enumerate(matrix.covering[index]):
        if cell is None:
            continue
        if cell.row < index and cell.row >= first:
            covered.add(column)
        elif cell.row == index and cell.column == column:
            cells[column] = cell.excerpt
    opening = matrix.opening[index]
    spanning = len(opening) == 1 and opening[0].column_span >= max(matrix.width - 1, 2)
    present = {column for column, cell in enumerate(matrix.covering[index]) if cell is not None}
    return Row(cells, frozenset(covered), frozenset(range(matrix.width)) - present, spanning)


def _cards(matrix: _Matrix, score: float, share: float) -> list[Region]:
    """Read rows of labels and values; a row of one cell between them is prose, such as a caption."""
    regions: list[Region] = []
    card = Card([], score=score, runner_up="grid", runner_up_score=share)
    for row in matrix.opening:
        cells = [cell.excerpt for cell in row]
        if len(cells) == 1 and cells[0]:
            regions += [card] if card.pairs else []
            regions.append(Prose([Paragraph(cells[0])]))
            card = Card([], score=score, runner_up="grid", runner_up_score=share)
        elif len(cells) > 1:
            cells += [Excerpt(cells[0].source, ())] * (len(cells) % 2)
            card.pairs.extend(zip(cells[::2], cells[1::2], strict=True))
    return [*regions, card] if card.pairs else regions
