"""Document → one row an item, as an office prints it: a cell holds all its numbered parts, one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from .models import Case, Document, Duty, Entry, Item
from .tables import TABLES, TEXT, Column, Row, Table, Value, iter_rows

_Part = TypeVar("_Part")

_ITEMS = next(table for table in TABLES if table.name == "items")
_PLAIN = tuple(column for column in _ITEMS.columns if not column.is_key)
_PARTED = ("basis", "duties", "duty_basis", "cases", "accountability_basis")
_HEAD = ("document_title", "document_authority", "document_region", "section_title")

WIDE = Table(
    "wide",
    (
        *(column for column in _ITEMS.columns if column.is_key),
        *(Column(name, TEXT) for name in _HEAD),
        *_PLAIN,
        *(Column(f"{name}_lines", TEXT) for name in _PARTED),
    ),
    "Item",
)


def iter_wide(name: str, document: Document) -> Iterator[Row]:
    """Lay out every item of a document in one row; `name` is the list's key."""
    titles: dict[str | None, str | None] = {section.number: section.title for section in document.sections}
    head = (document.title, document.authority, document.region.name if document.region else None)
    rows = (row for table, row in iter_rows(name, document) if table == "items")
    for item, row in zip(document.items, rows, strict=True):
        shown = [None if value is None else str(value) for value in (*head, titles.get(item.section))]
        yield (*row[:2], *shown, *row[2:], *_parted(item))


def _parted(item: Item) -> tuple[Value, ...]:
    cases = item.accountability.cases if item.accountability else None
    return (
        _joined(item.basis, _entry),
        _joined(item.duties, _duty),
        _joined(item.duty_basis, _entry),
        _joined(cases, _case),
        _joined(item.accountability_basis, _entry),
    )


def _joined(parts: list[_Part] | None, show: Callable[[_Part], str]) -> str | None:
    return None if parts is None else "\n".join(show(part) for part in parts)


def _entry(entry: Entry) -> str:
    text = entry.text or ""
    return f"{entry.number}. {text}" if entry.number else str(text)


def _duty(duty: Duty) -> str:
    label = (duty.stage or "") + (f"（{duty.unit}）" if duty.unit else "")
    body = f"{label}：{duty.text or ''}" if label else str(duty.text or "")
    return f"{duty.number}. {body}" if duty.number else body


def _case(case: Case) -> str:
    body = (case.text or "") + (f"（{case.unit}）" if case.unit else "")
    return f"{case.number}. {body}" if case.number else body
