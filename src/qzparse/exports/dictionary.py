"""Tables → the dictionary of their columns: what each holds, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from ..canonical import schema
from ..catalogue import word_of
from ..tables import Column, Table


def dictionary_of(tables: Iterable[Table]) -> list[tuple[str, ...]]:
    """Give a line for every column: table, column, kind, key or not, its names, what the model says of it."""
    return [
        (
            table.name,
            column.name,
            column.kind,
            "key" if column.is_key else "",
            word_of("column", column.name, "zh"),
            word_of("column", column.name, "en"),
            _meaning_of(table, column),
        )
        for table in tables
        for column in table.columns
    ]


def _meaning_of(table: Table, column: Column) -> str:
    told: Any = _described().get(table.record, {}).get(column.name, {})
    return " ".join(str(told.get("description", "")).split())


@cache
def _described() -> dict[str, dict[str, Any]]:
    """Give what the published schema says of every record's fields."""
    published = schema()
    records = {name: record.get("properties", {}) for name, record in published.get("$defs", {}).items()}
    return {**records, "Document": published.get("properties", records.get("Document", {}))}
