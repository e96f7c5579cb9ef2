"""A draft and its columns → rows, and rows changed after they were written."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from .cells import Column
from .drafts import Draft, add_item, number_items
from .invent import Item
from .pages import Cell, Merge, Row


def item_rows(draft: Draft, columns: tuple[Column, ...]) -> tuple[Row, ...]:
    """Print a row per item of the list."""
    items = number_items(draft.pen.listing.items)
    return tuple(add_item(draft, item, columns, number) for number, item in items)


def items_by_type(draft: Draft) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """Give the items of each power type, in the list's order."""
    for kind, group in groupby(draft.pen.listing.items, key=lambda item: item.type):
        yield kind, tuple(group)


def keep_items(draft: Draft, items: tuple[Item, ...]) -> None:
    """Let the list have these items only."""
    draft.pen = replace(draft.pen, listing=replace(draft.pen.listing, items=items))


def place_of(columns: tuple[Column, ...], field: str) -> int:
    """Find the column of a field."""
    return next(index for index, column in enumerate(columns) if column.field == field)


def with_cell(row: Row, index: int, cell: Cell) -> Row:
    """Put another cell into a row."""
    return replace(row, cells=(*row.cells[:index], cell, *row.cells[index + 1 :]))


def merged_below(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Merge the cells of one column, top to bottom, into one."""
    if len(cells) < 2:
        return cells
    top = replace(cells[0], merge=Merge.TOP)
    return (top, *(replace(cell, text="", merge=Merge.BELOW) for cell in cells[1:]))
