"""Records → the manifest of an output folder, and back: what was read, from what, with what, and what came of it.

1. `OUT/.qzparse/manifest.sqlite` holds one row a file and nothing of the machine, the day or the order of work: when a run
   ends it is written anew, in one piece, and the same rows are the same bytes.
2. A row stands there only when its outputs are on the disk; a run that is killed loses none of its rows.
3. `seen.sqlite` beside it holds the stamps of files that need no second look. Whoever deletes it loses time only.
4. One run at a time works in a folder.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from qzparse.errors import UsageError
from qzparse.output import settle

from .plan import Stamp
from .record import Record

HOME = ".qzparse"
SCHEMA = "qzparse-manifest/1"
_NUMBERS = {name for name, default in Record._field_defaults.items() if isinstance(default, int)}
_COLUMNS = ", ".join(
    f"{name} {'INTEGER' if name in _NUMBERS else 'TEXT'} NOT NULL" for name in Record._fields[1:]
)
_TABLES = (
    f"files (name TEXT PRIMARY KEY, {_COLUMNS}) WITHOUT ROWID",
    "run (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)
_SEEN = (
    "CREATE TABLE IF NOT EXISTS seen.stamps "
    "(name TEXT PRIMARY KEY, digest TEXT NOT NULL, source TEXT, document TEXT, trace TEXT) WITHOUT ROWID"
)
_PLACE = "CREATE TABLE IF NOT EXISTS seen.place (base TEXT NOT NULL)"
_SIGHTS = (
    "SELECT files.*, stamps.digest, stamps.source, stamps.document, stamps.trace "
    "FROM main.files JOIN seen.stamps USING (name) ORDER BY files.name"
)
_PUT = f"INSERT OR REPLACE INTO main.files VALUES ({', '.join('?' * len(Record._fields))})"


class Sight(NamedTuple):
    """The stamps that an input and its outputs had when the input's record was made."""

    digest: str
    source: Stamp | None
    document: Stamp | None = None
    trace: Stamp | None = None


class Manifest:
    """The rows of an output folder, open for one run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "manifest.sqlite"
        self._database = _connected(self._path)
        # A run that did not come to its end left the write-ahead log that it wrote to.
        self.is_sealed = self._database.execute("PRAGMA main.journal_mode").fetchone() != ("wal",)
        """Whether the manifest stands as the last whole run left it."""
        self._database.execute("ATTACH ? AS seen", (os.fsencode(folder / "seen.sqlite"),))
        self._database.execute("PRAGMA seen.journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        for table in (_SEEN, _PLACE):
            self._database.execute(table)
        if self.facts().get("schema") != SCHEMA:
            self._begin_anew()

    def find(self, name: str) -> Record | None:
        """Give the record of an input."""
        row = self._database.execute("SELECT * FROM main.files WHERE name = ?", (name,)).fetchone()
        return Record(*row) if row else None

    def sights(self) -> Iterator[tuple[Record, Sight]]:
        """Give the records that have stamps, with these, by name."""
        width = len(Record._fields)
        for row in self._database.execute(_SIGHTS):
            yield Record(*row[:width]), Sight(row[width], *map(_stamp_in, row[width + 1 :]))

    def records(self) -> Iterator[Record]:
        """Give all records by name."""
        for row in self._database.execute("SELECT * FROM main.files ORDER BY name"):
            yield Record(*row)

    def facts(self) -> dict[str, str]:
        """Give what the last run was told: schema, version, grammar, options."""
        with suppress(sqlite3.OperationalError):
            return dict(self._database.execute("SELECT * FROM main.run ORDER BY name"))
        return {}

    def place(self) -> str | None:
        """Tell the folder that the inputs were in."""
        row = self._database.execute("SELECT base FROM seen.place").fetchone()
        return row[0] if row else None

    def put(self, records: Iterable[tuple[Record, Sight]]) -> None:
        """Keep records, all or none; their outputs must be on the disk."""
        with self._changing():
            for record, sight in records:
                self._database.execute(_PUT, record)
                self.see(record.name, sight)

    def see(self, name: str, sight: Sight) -> None:
        """Keep the stamps of an input whose record holds."""
        row = (name, sight.digest, *map(_text_of, sight[1:]))
        self._database.execute("INSERT OR REPLACE INTO seen.stamps VALUES (?, ?, ?, ?, ?)", row)

    def keep_place(self, base: str) -> None:
        """Keep the folder that the inputs are in."""
        self._database.execute("DELETE FROM seen.place")
        self._database.execute("INSERT INTO seen.place VALUES (?)", (base,))

    def keep_facts(self, facts: Mapping[str, str]) -> None:
        """Keep what this run was told, where it is not as it was."""
        if self.facts() != facts:
            with self._changing():
                self._database.execute("DELETE FROM main.run")
                self._database.executemany("INSERT INTO main.run VALUES (?, ?)", sorted(facts.items()))

    def forget(self, names: Iterable[str]) -> None:
        """Drop the records of inputs that are gone."""
        for name in names:
            with self._changing():
                self._database.execute("DELETE FROM main.files WHERE name = ?", (name,))
                self._database.execute("DELETE FROM seen.stamps WHERE name = ?", (name,))

    def seal(self) -> bool:
        """Write the manifest anew, in one piece, if anything in it changed; tell whether it did."""
        if self.is_sealed:
            return False
        fresh = self._folder / "manifest.new"
        fresh.unlink(missing_ok=True)
        self._database.execute("ATTACH ? AS fresh", (os.fsencode(fresh),))
        with self._database:
            self._database.execute("BEGIN")
            for table in _TABLES:
                self._database.execute(f"CREATE TABLE fresh.{table}")
            for name in ("files", "run"):
                self._database.execute(f"INSERT INTO fresh.{name} SELECT * FROM main.{name} ORDER BY name")
        self._database.close()
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(self._path)
        settle(self._folder)
        return True

    def close(self) -> None:
        """Leave the manifest as it is; the next run goes on from there."""
        self._database.close()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        if self.is_sealed:
            # Only now: a run that changes nothing leaves the file as it is, to the byte.
            self._database.execute("PRAGMA main.journal_mode = WAL")
            self.is_sealed = False
        with self._database:
            self._database.execute("BEGIN")
            yield

    def _begin_anew(self) -> None:
        self.is_sealed = True
        with self._changing():
            for table in ("files", "run"):
                self._database.execute(f"DROP TABLE IF EXISTS main.{table}")
            for table in _TABLES:
                self._database.execute(f"CREATE TABLE main.{table}")
            self._database.execute("DELETE FROM seen.stamps")


@contextmanager
def open_manifest(out: Path) -> Iterator[tuple[Manifest, Path]]:
    """Open the manifest of an output folder for one run, with a folder for what is unfinished."""
    folder = out / HOME
    with _worded(out), ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = held.enter_context(closing(_connected(folder / "lock")))
            lock.execute("BEGIN EXCLUSIVE")
            scratch = held.enter_context(_scratch_in(folder))
        except OSError as fault:
            reason = fault.strerror or str(fault)
            raise UsageError("output-unwritable", name=str(folder), reason=reason) from None
        yield held.enter_context(closing(Manifest(folder))), scratch


@contextmanager
def _worded(out: Path) -> Iterator[None]:
    """Say what is wrong with the manifest in the words of a person."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise UsageError("batch-running", name=str(out)) from None
        raise UsageError("output-unwritable", name=str(out / HOME), reason=str(fault)) from None
    except sqlite3.DatabaseError as fault:
        raise UsageError("manifest-broken", name=str(out / HOME), reason=str(fault)) from None


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(os.fsencode(path), isolation_level=None, timeout=0)


@contextmanager
def _scratch_in(folder: Path) -> Iterator[Path]:
    """Give an empty folder that is gone afterwards, together with those that runs left which were killed."""
    for left in folder.glob("work-*"):
        shutil.rmtree(left, ignore_errors=True)
    scratch = Path(tempfile.mkdtemp(prefix="work-", dir=folder))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def read_manifest(out: Path) -> Iterator[Record]:
    """Give the records of an output folder by name, from its manifest as the last whole run left it."""
    path = out / HOME / "manifest.sqlite"
    if not path.is_file():
        raise UsageError("no-manifest", name=str(out))
    address = f"{path.absolute().as_uri()}?mode=ro"
    with _worded(out), closing(sqlite3.connect(address, uri=True)) as database:
        for row in database.execute("SELECT * FROM files ORDER BY name"):
            yield Record(*row)


def _text_of(stamp: Stamp | None) -> str | None:
    return None if stamp is None else " ".join(map(str, stamp))


def _stamp_in(text: str | None) -> Stamp | None:
    return None if text is None else Stamp(*map(int, text.split()))
