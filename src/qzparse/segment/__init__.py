"""Regions → the canonical document, without diagnostics and coverage.

The order of the source is kept throughout: sections, items and procedures stand as they were printed.
"""

from __future__ import annotations

from collections import Counter

from ..excerpt import Printed
from ..grammar import Grammar, squashed
from ..layout.region import Card, Chart, Grid, Prose, Region
from ..ledger import Ledger, NoteKind, Reading
from ..models import Document, Item
from ..numerals import value_of
from .cards import read_card
from .fields import Book
from .items import read_grid
from .outline import Outline
from .overview import merge_overviews
from .place import find_region
from .shelf import Shelf
from .titles import bare_owner, part_at_listing

__all__ = ["segment"]

_FEWEST = 3
"""Prose of fewer paragraphs is a title, or a line between tables."""


def segment(regions: tuple[Region, ...], grammar: Grammar, ledger: Ledger) -> Document:
    """Put all regions together to one document."""
    book = Book(grammar, ledger)
    document, shelf = Document(), Shelf()
    outline = Outline(document, shelf, book)
    for region in regions:
        match region:
            case Prose():
                _keep_reading(region, ledger)
                outline.take(region.paragraphs)
            case Chart():
                outline.take_chart(region)
            case Grid():
                outline.end_region()
                read_grid(region, shelf, book)
            case Card():
                outline.end_region()
                read_card(region, shelf, book)
    outline.close()
    if shelf.caption is not None:
        ledger.furniture(shelf.caption)
    document.sections, document.profile = shelf.sections, shelf.profile
    document.items = merge_overviews(shelf.items, shelf.tables, book)
    _name_lists(document, shelf)
    _type_by_title(document, grammar)
    document.notes = sorted(shelf.notes, key=lambda note: note.spans) or None
    document.kind = _kind(document, grammar)
    document.authority = _authority(document, grammar)
    document.region = find_region(document, grammar)
    _name_items(document.items)
    _compare_counts(document, shelf, ledger)
    if not document.items and not document.procedures and not document.steps and not document.profile:
        ledger.note(NoteKind.NOTHING_FOUND, (0, 0))
    return document


def _keep_reading(region: Prose, ledger: Ledger) -> None:
    """Tell `explain` of text outside tables, where it is more than a title and a date."""
    if len(region.paragraphs) >= _FEWEST:
        start = region.paragraphs[0].excerpt.start
        reading = Reading((start, start), "prose", 0.0, None, 0.0, (), len(region.paragraphs))
        ledger.readings.append(reading)


def _name_lists(document: Document, shelf: Shelf) -> None:
    """Give each item the number of its list, if there are several; a title without items of its own counts for none."""
    if not shelf.lists:
        return
    if len(shelf.lists) == 1 and all(item.list_number is not None for item in document.items):
        for item in document.items:
            item.list_number = None
        return
    own = 1 if any(item.list_number is None for item in document.items) else 0
    document.lists = [*([str(document.title)] if own else []), *shelf.lists]
    for item in document.items:
        item.list_number = 1 if item.list_number is None else item.list_number - 1 + own


def _kind(document: Document, grammar: Grammar) -> str | None:
    found = part_at_listing(document.title or "", grammar)
    return found[1] if found else None


def _type_by_title(document: Document, grammar: Grammar) -> None:
    """Give items without a type the one that the title names, where neither column nor heading does.

    `云溂县水利局行政处罚权责清单` is a heading over the whole list.
    """
    items = [item for item in document.items if (item.list_number or 1) == 1]
    if any(item.type for item in items) or document.title is None:
        return
    named = {grammar.powers[word] for word in grammar.alternation("powers").findall(squashed(document.title))}
    if len(named) == 1:
        for item in items:
            item.type = Printed(next(iter(named)))


def _authority(document: Document, grammar: Grammar) -> str | None:
    """Name the body whose list it is: the title less its list words, else the one body that the items name."""
    found = part_at_listing(document.title or "", grammar)
    if found:
        body = bare_owner(found[0], grammar)
        if body.endswith(grammar.words["authorities"]):
            return body
    named = Counter(str(item.authority) for item in document.items if item.authority)
    if len(named) == 1:
        return next(iter(named))
    return None


def _name_items(items: list[Item]) -> None:
    """Give every item an id of its own: its section and number, and a letter's count where those come again."""
    seen: Counter[str] = Counter()
    for index, item in enumerate(items):
        base = "-".join(part for part in (item.section, item.number or f"#{index + 1}") if part)
        seen[base] += 1
        item.id = base if seen[base] == 1 else f"{base}.{seen[base]}"


def _compare_counts(document: Document, shelf: Shelf, ledger: Ledger) -> None:
    """Note the sections whose declared count is not that of their main items; an inherited number is no main item."""
    if not document.items:
        return
    counted = [item for item in document.items if "number" not in (item.inherits or [])]
    for section in document.sections:
        if section.declared_items is None or section.number is None or not value_of(section.number):
            continue
        held = sum(shelf.is_under(item, section) for item in counted)
        if section.declared_items != held:
            ledger.note(
                NoteKind.COUNT_DIFFERS,
                section.number.spans[0] if isinstance(section.number, Printed) else (0, 0),
                declared=section.declared_items,
                found=held,
                section=str(section.title),
            )
