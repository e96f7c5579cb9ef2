"""One cell and the way its field is read → the values of an item's fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from ..excerpt import Excerpt, Printed
from ..grammar import Grammar
from ..ledger import Ledger, NoteKind
from ..models import Accountability, Entry, Item, Oversight
from ..numerals import value_of
from .duties import read_duties
from .entries import divide, prose_basis, read_accountability, read_entries, read_oversight
from .headings import match_heading, power_of_title
from .wrapping import note_wrapping

OWN_FIELDS = frozenset(field.name for field in fields(Item)) - {"extra", "inferred", "inherits", "id"}
"""The fields that an item has; what a column names beyond them is kept in `extra`."""

RANKED = "basis_"
"""Columns of the basis by the rank of the law, such as basis_law and basis_rule."""


@dataclass(slots=True)
class Book:
    """What every pass needs: the words, and the book to write in."""

    grammar: Grammar
    ledger: Ledger


def read_number(excerpt: Excerpt, book: Book) -> Printed:
    """Read a 序号 cell less its closing dot: `1．` is 1, `（3）` is 3."""
    found = book.grammar.pattern("item-number").fullmatch(excerpt.source, excerpt.start, excerpt.end)
    if not found or len(excerpt.lines) > 1:
        return excerpt.printed()
    start, end = found.span("number")
    book.ledger.marker((excerpt.start, start), (end, excerpt.end))
    return Printed(found["number"], ((start, end),))


def set_type(item: Item, excerpt: Excerpt, book: Book) -> None:
    """Read a 权力类型 cell; a spelling that folds keeps its printed form beside."""
    printed = excerpt.printed()
    heading = match_heading(excerpt, book.grammar)
    folded = power_of_title(heading["title"], book.grammar) if heading else book.grammar.power_of(printed)
    if folded is None:
        item.type = printed
        if printed:
            book.ledger.note(NoteKind.TYPE_UNKNOWN, excerpt, type=str(printed))
    elif folded == printed:
        item.type = printed
    else:
        item.type = Printed(folded)
        item.printed_type = printed


def _entries(excerpt: Excerpt, book: Book) -> list[Entry]:
    return read_entries(excerpt, book.grammar, book.ledger)


def add_entries(item: Item, excerpt: Excerpt, book: Book) -> None:
    """Add the entries of one column to the basis that is printed in several, by the rank of the law."""
    item.basis = [*(item.basis or []), *(_entries(excerpt, book) if excerpt else [])]


def _accountability(excerpt: Excerpt, book: Book) -> Accountability:
    return read_accountability(excerpt, book.grammar, book.ledger)


def _oversight(excerpt: Excerpt, book: Book) -> Oversight:
    return read_oversight(excerpt, book.grammar, book.ledger)


_READERS: dict[str, Callable[[Excerpt, Book], Any]] = {
    "number": read_number,
    "entries": _entries,
    "duties": lambda excerpt, book: read_duties(excerpt, book.grammar, book.ledger),
    "accountability": _accountability,
    "oversight": _oversight,
}


def set_field(item: Item, field: str, reads: str, excerpt: Excerpt, book: Book) -> None:
    """Read a cell into `field` of `item`; a blank cell is an empty value, not an absent one."""
    note_wrapping(field, excerpt, book.grammar, book.ledger)
    if reads == "divided":
        _set_divided(item, field, excerpt, book)
    elif field == "type":
        set_type(item, excerpt, book)
    elif not excerpt:
        setattr(item, field, blank_of(reads))
    elif reads in _READERS:
        setattr(item, field, _READERS[reads](excerpt, book))
    else:
        setattr(item, field, excerpt.printed())


def blank_of(reads: str) -> object:
    """Give what a cell holds that is there, and blank."""
    match reads:
        case "entries" | "duties":
            return []
        case "accountability":
            return Accountability(lead=Printed(""))
        case "oversight":
            return Oversight(text=Printed(""))
        case _:
            return Printed("")


def _set_divided(item: Item, field: str, excerpt: Excerpt, book: Book) -> None:
    """Part a cell that holds two fields by its labels; without labels the whole is read as its first field."""
    first = field.partition("+")[0]
    for word, part in divide(excerpt, book.grammar, book.ledger) if excerpt else []:
        name, reads = (word.field, word.reads) if word else (first, _reads_of(first))
        if name in OWN_FIELDS and getattr(item, name) is None:
            set_field(item, name, reads, part, book)
        else:
            book.ledger.note(NoteKind.VALUE_DOUBTFUL, part, field=name)
    if all(getattr(item, name) is None for name in field.split("+")):
        set_field(item, first, _reads_of(first), excerpt, book)
    found_prose_basis(item, excerpt, book, wanted="accountability_basis" in field)


def _reads_of(field: str) -> str:
    return {"accountability": "accountability", "oversight": "oversight"}.get(field, "entries")


def found_prose_basis(item: Item, excerpt: Excerpt, book: Book, *, wanted: bool) -> None:
    """Read the laws that prose 追责情形 names as one entry of the accountability's basis (000)."""
    if wanted and item.accountability_basis is None and item.accountability is not None and excerpt:
        entries = prose_basis(excerpt, book.grammar)
        if entries:
            item.accountability_basis = entries


def counted(number: str | None) -> int | None:
    """Give the integer of a printed number, None where it has none."""
    return value_of(number) if number else None


def keep_extra(extra: dict[str, Printed], header: str, cell: Excerpt) -> None:
    """Keep a cell under its printed header; one that comes again gets a stroke."""
    while header in extra:
        header += "′"
    extra[header] = cell.printed() if cell else Printed("")
