"""Labels and values of a form → items; a label that comes again opens the next one."""

from __future__ import annotations

from ..excerpt import Excerpt, Printed
from ..layout.heads import label_text
from ..layout.region import Card
from ..ledger import Column, NoteKind, Reading
from ..models import Item, Profile
from .fields import OWN_FIELDS, RANKED, Book, add_entries, found_prose_basis, keep_extra, set_field
from .markers import parts_of
from .shelf import Shelf
from .staged import Staged, read_staged

_OPENING = ("number", "name", "type", "code")
"""A label that comes again opens the next item."""


def read_card(card: Card, shelf: Shelf, book: Book) -> None:
    """Read labels and values into items; a label that comes again opens the next one."""
    item: Item | None = None
    evidence = []
    prose = _has_prose_basis(card, book)
    for index, (label, value) in enumerate(card.pairs):
        if index in card.headings:
            item = _item_under(card.headings[index], shelf, book)
        if not label:
            if value:
                book.ledger.note(NoteKind.ROW_UNREAD, value)
            continue
        header = label_text(label)
        word = book.grammar.field_of(header)
        book.ledger.label(label)
        name = word.field if word else "extra"
        evidence.append(Column(index, header, name, ("word" if word else "unknown",), 1.0 if word else 0.0))
        if name in ("main_duties", "duty_boundary"):
            _set_profile(shelf, name, value, book)
            continue
        if item is None or (name in _OPENING and getattr(item, name) is not None):
            item = _new_card_item(shelf, item)
        if name == "duties" and index in card.staged and item.duties is None:
            rows = [Staged(stage, text, None) for stage, text in card.staged[index]]
            item.duties = read_staged(rows, book)
        else:
            _set_pair(item, name, word.reads if word else "text", (header, value), book)
        if name == "accountability":
            found_prose_basis(item, value, book, wanted=prose)
        if word is None:
            book.ledger.note(NoteKind.HEADER_UNKNOWN, label, header=header)
    start = max(card.start, 0)
    book.ledger.readings.append(
        Reading((start, start), "card", card.score, card.runner_up, card.runner_up_score, tuple(evidence), 1)
    )


def _has_prose_basis(card: Card, book: Book) -> bool:
    """Claim the cells that head its blocks; tell whether no label of the form is that of a basis of accountability."""
    for head in card.heads:
        book.ledger.label(head)
    words = [book.grammar.field_of(label_text(label)) for label, _ in card.pairs if label]
    return not any(word and "accountability_basis" in word.field for word in words)


def _new_card_item(shelf: Shelf, before: Item | None) -> Item:
    section = shelf.section
    item = Item(section=str(section.number) if section and section.number else None)
    if shelf.caption is not None and before is None:
        item.caption = shelf.caption.printed()
        shelf.caption = None
    if section is not None and section.type:
        item.type = Printed(section.type)
    shelf.tables.append(len(shelf.items))
    shelf.add(item)
    return item


def _item_under(heading: Excerpt, shelf: Shelf, book: Book) -> Item:
    """Open the item that a heading above the labels numbers and names: `3.取水许可`."""
    item = _new_card_item(shelf, None)
    found = book.grammar.pattern("number-at-line").match(heading.source, heading.start, heading.end)
    if found and found.lastgroup:
        start, end = found.span(found.lastgroup)
        item.number = Printed(found[found.lastgroup], ((start, end),))
        book.ledger.marker((heading.start, start), (end, found.end()))
        heading = heading.after(found.end())
    item.name = heading.printed()
    return item


def _set_pair(item: Item, name: str, reads: str, pair: tuple[str, Excerpt], book: Book) -> None:
    header, value = pair
    if name.startswith(RANKED):
        add_entries(item, value, book)
        return
    if any(part not in OWN_FIELDS for part in name.split("+")) or (
        name != "type" and "+" not in name and getattr(item, name) is not None
    ):
        item.extra = item.extra if item.extra is not None else {}
        keep_extra(item.extra, header, value)
        return
    set_field(item, name, reads, value, book)


def _set_profile(shelf: Shelf, name: str, value: Excerpt, book: Book) -> None:
    shelf.profile = shelf.profile or Profile()
    if name == "duty_boundary":
        shelf.profile.duty_boundary = value.printed() if value else Printed("")
        return
    parts = parts_of(value, book.grammar, book.ledger) if value else []
    shelf.profile.main_duties = [
        *(shelf.profile.main_duties or []),
        *(part.body.printed() for part in parts if part.body),
    ]
    for part in parts:
        if part.number is not None:
            book.ledger.marker(*part.number.spans)
