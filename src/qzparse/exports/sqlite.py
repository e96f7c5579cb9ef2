"""Rows → a SQLite database: one table each, with its key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from ..tables import INTEGER, Row, Table
from .sink import Sink

_MANY = 500


def quoted(name: str) -> str:
    """Write a name so that no word of SQL is in its way.

    >>> quoted("table")
    '"table"'
    """
    return '"' + name.replace('"', '""') + '"'


def definition_of(table: Table, text: str = "TEXT") -> str:
    """Write the statement that makes a table."""
    columns = [
        f"{quoted(column.name)} {'INTEGER' if column.kind == INTEGER else text}{' NOT NULL' if column.is_key else ''}"
        for column in table.columns
    ]
    key = ", ".join(map(quoted, table.keys))
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(columns)}, PRIMARY KEY ({key}))"


class Sqlite(Sink):
    """A database file."""

    def _begin(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.unfinished.unlink(missing_ok=True)
        self._base = sqlite3.connect(self.unfinished)
        # Nothing is kept of an export that did not finish, so nothing needs to be safe before its end.
        self._base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        self._waiting: dict[str, list[Row]] = {name: [] for name in self.tables}
        for table in self.tables.values():
            self._base.execute(f"{definition_of(table)} WITHOUT ROWID")

    def _add(self, table: str, row: Row) -> None:
        waiting = self._waiting[table]
        waiting.append(row)
        if len(waiting) >= _MANY:
            self._insert(table, waiting)
            waiting.clear()

    def describe(self, dictionary: list[tuple[str, ...]]) -> None:
        """Write the dictionary beside the file, and into it."""
        super().describe(dictionary)
        self._base.execute(
            'CREATE TABLE "columns" ("table" TEXT, "column" TEXT, kind TEXT, "key" TEXT, zh TEXT, en TEXT, meaning TEXT)'
        )
        self._base.executemany('INSERT INTO "columns" VALUES (?, ?, ?, ?, ?, ?, ?)', dictionary)

    def close(self) -> None:
        """Insert what waits, and close the database."""
        for name, waiting in self._waiting.items():
            self._insert(name, waiting)
        self._base.commit()
        self._base.close()

    def abandon(self) -> None:
        """Close the database as it is."""
        self._base.close()

    def _insert(self, table: str, rows: Iterable[Row]) -> None:
        marks = ", ".join("?" * len(self.tables[table].columns))
        self._base.executemany(f"INSERT INTO {quoted(table)} VALUES ({marks})", rows)
