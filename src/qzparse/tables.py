"""Document → rows of tables, for spreadsheets and databases.

1. Every value of a document is in exactly one table, but for what `wide` shows once more as officials print it.
2. A row opens with its keys, which name it in all exports alike: the list by its path, the item by its id, and what
   hangs on them by its place, counted from 1.
3. What the document leaves out is None; what is there and blank is an empty string.
4. A list of plain values is one text of several lines, and a dictionary one line a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from . import models
from .excerpt import Span
from .models import Document, Entry, Item, Step, printed_name

Value = str | int | None
Row = tuple[Value, ...]

TEXT, INTEGER = "text", "integer"
_KEYS = {"list": TEXT, "item": TEXT, "field": TEXT}


class Column(NamedTuple):
    """A column: its name, `text` or `integer`, and whether it is part of the row's key."""

    name: str
    kind: str
    is_key: bool = False


class Table(NamedTuple):
    """A table: its name, its columns, and the record whose fields they are."""

    name: str
    columns: tuple[Column, ...]
    record: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name a row together."""
        return tuple(column.name for column in self.columns if column.is_key)


class _Read(NamedTuple):
    column: Column
    path: tuple[str, ...]
    show: Callable[[Any], Value]


def _table(name: str, record: type, *keys: str) -> Table:
    named = tuple(Column(key, _KEYS.get(key, INTEGER), is_key=True) for key in keys)
    own = (read.column for read in _reads_of(record))
    # An article's own item is not the list's item that cites it.
    told_apart = (
        column._replace(name=f"{record.__name__.lower()}_{column.name}") if column.name in keys else column
        for column in own
    )
    return Table(name, (*named, *told_apart), record.__name__)


@cache
def _reads_of(record: type, prefix: str = "", path: tuple[str, ...] = ()) -> tuple[_Read, ...]:
    """Find the plain values of a record, those of records inside it too; lists of records are tables of their own."""
    hints = get_type_hints(record)
    found: list[_Read] = []
    for field in fields(record):
        if record is Item and field.name == "id":
            continue
        name, place = f"{prefix}{printed_name(field.name)}", (*path, field.name)
        found += _reads_for(_present(hints[field.name]), name, place)
    return tuple(found)


def _reads_for(hint: object, name: str, path: tuple[str, ...]) -> tuple[_Read, ...]:
    if hint == Span:
        return (
            _Read(Column(f"{name}_start", INTEGER), path, lambda span: int(span[0])),
            _Read(Column(f"{name}_end", INTEGER), path, lambda span: int(span[1])),
        )
    if isinstance(hint, type) and is_dataclass(hint):
        return _reads_of(hint, f"{name}_", path)
    if get_origin(hint) is list:
        inner = _present(get_args(hint)[0])
        return () if is_dataclass(inner) else (_Read(Column(name, TEXT), path, "\n".join),)
    if get_origin(hint) is dict:
        return (_Read(Column(name, TEXT), path, _lines_of),)
    if hint is int:
        return (_Read(Column(name, INTEGER), path, int),)
    return (_Read(Column(name, TEXT), path, str),)


def _present(hint: object) -> object:
    """Take `| None` off a type."""
    if get_origin(hint) in (UnionType, Union):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
    return hint


def _lines_of(values: dict[str, str]) -> str:
    return "\n".join(f"{key}: {value}" for key, value in values.items())


_CITED = ("list", "item", "field", "entry_index")
TABLES = (
    _table("lists", Document, "list"),
    _table("sections", models.Section, "list", "section_index"),
    _table("items", Item, "list", "item"),
    _table("duties", models.Duty, "list", "item", "duty_index"),
    _table("cases", models.Case, "list", "item", "case_index"),
    _table("entries", Entry, *_CITED),
    _table("citations", models.Citation, *_CITED, "citation_index"),
    _table("articles", models.Article, *_CITED, "citation_index", "article_index"),
    _table("procedures", models.Procedure, "list", "procedure_index"),
    _table("nodes", models.Node, "list", "procedure_index", "node_index"),
    _table("edges", models.Edge, "list", "procedure_index", "edge_index"),
    _table("steps", Step, "list", "step_index", "parent_index"),
    _table("diagnostics", models.Diagnostic, "list", "diagnostic_index"),
    _table("residue", models.Residue, "list", "residue_index"),
)
BASES = ("basis", "duty_basis", "accountability_basis")


def iter_rows(name: str, document: Document) -> Iterator[tuple[str, Row]]:
    """Lay out a document as rows, each with its table's name; `name` is the list's key."""
    yield _row("lists", document, name)
    yield from _numbered("sections", document.sections, name)
    for item in document.items:
        yield from _rows_of_item(item, name)
    yield from _rows_of_entries(document.legal_basis or (), name, "", "legal_basis")
    for index, procedure in enumerate(document.procedures, 1):
        yield _row("procedures", procedure, name, index)
        yield from _numbered("nodes", procedure.nodes, name, index)
        yield from _numbered("edges", procedure.edges or (), name, index)
    yield from _rows_of_steps(document.steps or [], name)
    yield from _numbered("diagnostics", document.diagnostics, name)
    yield from _numbered("residue", document.coverage.residue, name)


def _rows_of_item(item: Item, name: str) -> Iterator[tuple[str, Row]]:
    yield _row("items", item, name, item.id)
    yield from _numbered("duties", item.duties or (), name, item.id)
    yield from _numbered("cases", item.accountability.cases if item.accountability else (), name, item.id)
    for field in BASES:
        yield from _rows_of_entries(getattr(item, field) or (), name, item.id, field)


def _rows_of_entries(
    entries: list[Entry] | tuple[()], name: str, item: str, field: str
) -> Iterator[tuple[str, Row]]:
    for index, entry in enumerate(entries, 1):
        keys = (name, item, field, index)
        yield _row("entries", entry, *keys)
        for place, citation in enumerate(entry.citations, 1):
            yield _row("citations", citation, *keys, place)
            yield from _numbered("articles", citation.articles, *keys, place)


def _rows_of_steps(steps: list[Step], name: str) -> Iterator[tuple[str, Row]]:
    """Lay out a tree in the order it is printed; a step's parent is named by its place, 0 above the first."""
    index, waiting = 0, [(0, step) for step in reversed(steps)]
    while waiting:
        parent, step = waiting.pop()
        index += 1
        yield _row("steps", step, name, index, parent)
        waiting += [(index, below) for below in reversed(step.steps)]


def _numbered(table: str, records: Iterable[object], *keys: Value) -> Iterator[tuple[str, Row]]:
    for index, record in enumerate(records, 1):
        yield _row(table, record, *keys, index)


def _row(table: str, record: object, *keys: Value) -> tuple[str, Row]:
    kind: type = type(record)
    return table, (*keys, *(_value_of(record, read) for read in _reads_of(kind)))


def _value_of(record: object, read: _Read) -> Value:
    for name in read.path:
        record = getattr(record, name)
        if record is None:
            return None
    return read.show(record)
