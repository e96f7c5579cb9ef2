"""Rows → a DuckDB file, or one Parquet file a table, by the extra `qzparse[duckdb]`.

The rows wait as JSON lines beside the target, and DuckDB reads them in one go: taking them one by one is a hundred
times as slow.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from ..errors import UsageError
from ..tables import INTEGER, Row, Table
from .sink import Sink
from .sqlite import definition_of, quoted
from .texts import JsonLines


class _Duck(Sink):
    def __init__(self, path: Path, tables: Iterable[Table]) -> None:
        self._duckdb = _duckdb()
        super().__init__(path, tables)

    def _begin(self) -> None:
        waiting = self.path.with_name(f".{self.path.name}.{os.getpid()}.rows")
        self._lines = JsonLines(waiting, self.tables.values())
        self._begin_target()

    def _begin_target(self) -> None:
        self.unfinished.unlink(missing_ok=True)
        self._base = self._duckdb.connect(str(self.unfinished))

    def _add(self, table: str, row: Row) -> None:
        self._lines.add(table, row)

    def _rows_of(self, table: Table) -> str:
        """Write the expression that reads the waiting rows of a table."""
        kinds = ", ".join(
            f"{_literal(column.name)}: '{'INTEGER' if column.kind == INTEGER else 'VARCHAR'}'"
            for column in table.columns
        )
        file = _literal(str(self._lines.file_of(table.name)))
        # A row holds a whole cell of text, so it may be long.
        return f"read_json({file}, format='newline_delimited', columns={{{kinds}}}, maximum_object_size=268435456)"

    def abandon(self) -> None:
        self._lines.abandon()
        shutil.rmtree(self._lines.unfinished, ignore_errors=True)
        self._base.close()

    def close(self) -> None:
        self._lines.close()
        for table in self.tables.values():
            self._take(table)
        self._base.close()
        shutil.rmtree(self._lines.unfinished)

    def _take(self, table: Table) -> None:
        raise NotImplementedError


class DuckDB(_Duck):
    """A database file."""

    def _take(self, table: Table) -> None:
        self._base.execute(definition_of(table, "VARCHAR"))
        self._base.execute(f"INSERT INTO {quoted(table.name)} SELECT * FROM {self._rows_of(table)}")


class Parquet(_Duck):
    """A folder of Parquet files."""

    def _begin_target(self) -> None:
        self.unfinished.mkdir()
        self._base = self._duckdb.connect()

    def _take(self, table: Table) -> None:
        file = _literal(str(self.unfinished / f"{table.name}.parquet"))
        self._base.execute(f"COPY (SELECT * FROM {self._rows_of(table)}) TO {file} (FORMAT parquet)")


def _duckdb() -> ModuleType:
    try:
        import duckdb
    except ImportError:
        raise UsageError("needs-extra", what="DuckDB / Parquet", extra="duckdb") from None
    module: ModuleType = duckdb
    return module


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
