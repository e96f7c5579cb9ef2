"""An overview table and the detail of the same items → one item each.

An overview prints what names an item and nothing of its substance; where later items carry the same names with
substance, each takes the overview's place as a second one: a value printed twice is traced twice.
"""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise

from ..excerpt import Printed
from ..grammar import squashed
from ..models import Item
from .fields import Book

_SUBSTANCE = ("basis", "duties", "duty_basis", "accountability", "accountability_basis")
_SHARE = 0.8
"""So many of a table's items must come again in detail for it to be an overview."""
_DERIVED = frozenset(("id", "section", "extra", "inferred", "inherits"))


def merge_overviews(items: list[Item], tables: list[int], book: Book) -> list[Item]:
    """Merge the items of overview tables with their detail; `tables` holds where each table's items start."""
    bounds = [*tables, len(items)]
    merged: set[int] = set()
    for first, last in pairwise(bounds):
        if first == last or any(_has_substance(item) for item in items[first:last]):
            continue
        details = _details(items, last)
        matched = {
            index: details[key] for index in range(first, last) if (key := _key(items[index])) in details
        }
        if len(matched) >= _SHARE * (last - first):
            for index, detail in matched.items():
                _take_over(items[index], items[detail], book)
            merged.update(matched)
    return [item for index, item in enumerate(items) if index not in merged]


def _has_substance(item: Item) -> bool:
    return any(getattr(item, name) for name in _SUBSTANCE)


def _key(item: Item) -> tuple[str, str]:
    return squashed(item.name or ""), squashed(item.subitem or "")


def _details(items: list[Item], start: int) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for index in range(start, len(items)):
        if _has_substance(items[index]) and items[index].name:
            found.setdefault(_key(items[index]), index)
    return found


def _take_over(overview: Item, detail: Item, book: Book) -> None:
    """Give the detail what only the overview prints, and the overview's place of what both print."""
    for own in fields(Item):
        printed = getattr(overview, own.name)
        if own.name in _DERIVED or not isinstance(printed, Printed):
            continue
        known = getattr(detail, own.name)
        if known is None or (own.name == "type" and not isinstance(known, Printed)):
            setattr(detail, own.name, printed)
        elif known == printed:
            setattr(detail, own.name, Printed(known, (*known.spans, *printed.spans)))
        elif printed.spans:
            book.ledger.marker(*printed.spans)
    for header, value in (overview.extra or {}).items():
        detail.extra = detail.extra or {}
        detail.extra.setdefault(header, value)
