"""Rows → a place that shows them whole or not at all.

What is written stands under a temporary name beside its target until `finish` puts it there; what is left of an export
that did not finish is taken away.
"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import UsageError
from ..tables import Row, Table

DICTIONARY = ("table", "column", "kind", "key", "zh", "en", "meaning")


class Sink:
    """Takes the rows of tables; a subclass knows the form."""

    def __init__(self, path: Path, tables: Iterable[Table]) -> None:
        self.path = path
        self.tables = {table.name: table for table in tables}
        self.rows = 0
        self.cut = 0
        """Cells that the form cannot hold whole."""
        self.unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self._guard(self._begin)

    def add(self, table: str, row: Row) -> None:
        """Take one row."""
        self.rows += 1
        self._add(table, row)

    def describe(self, dictionary: list[tuple[str, ...]]) -> None:
        """Write the dictionary of columns beside the tables."""
        name = "columns.csv" if self.unfinished.is_dir() else f"{self.path.stem}.columns.csv"
        folder = self.unfinished if self.unfinished.is_dir() else self.path.parent
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(DICTIONARY)
            writer.writerows(dictionary)

    def finish(self) -> None:
        """Close what is open and put the whole export in its place."""
        self._guard(self.close)
        self._guard(self._put)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abandon()
        self._sweep()
        if isinstance(fault, OSError):
            raise UsageError(
                "output-unwritable", name=str(self.path), reason=fault.strerror or str(fault)
            ) from None

    def _begin(self) -> None:
        raise NotImplementedError

    def _add(self, table: str, row: Row) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Write what waits, and close what is open."""
        raise NotImplementedError

    def abandon(self) -> None:
        """Let go what is open; nothing of it will be kept."""

    def _put(self) -> None:
        if not self.unfinished.is_dir():
            self.unfinished.replace(self.path)
            return
        self.path.mkdir(parents=True, exist_ok=True)
        for file in sorted(self.unfinished.iterdir()):
            file.replace(self.path / file.name)

    def _sweep(self) -> None:
        if self.unfinished.is_dir():
            shutil.rmtree(self.unfinished, ignore_errors=True)
        else:
            self.unfinished.unlink(missing_ok=True)

    def _guard(self, act: Callable[[], None]) -> None:
        try:
            act()
        except OSError as fault:
            self._sweep()
            raise UsageError(
                "output-unwritable", name=str(self.path), reason=fault.strerror or str(fault)
            ) from None
