"""Numbered names in prose, one to a line → items that have a name and nothing else.

`二、行政处罚（2项）`, `1.对擅自取水的处罚`, `2.对擅自采砂的处罚`. Names count on without a gap, are short and end no
sentence; fewer than three need a heading that names a type of power. A list of contents reads so too: the detail below
takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..excerpt import Excerpt, Printed
from ..models import Document, Item
from ..numerals import value_of
from .fields import Book
from .headings import match_heading
from .shelf import Shelf
from .titles import is_listing

_LONGEST = 90
_FEWEST = 3
_FEWEST_TYPED = 2


@dataclass(slots=True)
class Names:
    """Gathers names until something else comes; only then are they claimed, if they are enough."""

    document: Document
    shelf: Shelf
    book: Book
    _pending: list[tuple[int, Excerpt]] = field(default_factory=list)

    def take(self, excerpt: Excerpt, *, is_free: bool) -> bool:
        """Take a line that is the next name; `is_free` where nothing else is open that could hold it."""
        value = self._value_of(excerpt) if is_free else None
        if value is None:
            self.close()
            return False
        if self._pending and value != self._pending[-1][0] + 1:
            self.close()
        if not self._pending and value != 1 and not self._is_typed():
            return False
        self._pending.append((value, excerpt))
        return True

    def close(self) -> None:
        """Make items of what is gathered; too few names stay unexplained."""
        names, self._pending = self._pending, []
        section = self.shelf.section
        fewest = _FEWEST_TYPED if self._is_typed() else _FEWEST
        if not names or (len(names) < fewest and not (section and section.declared_items == len(names))):
            return
        self.shelf.tables.append(len(self.shelf.items))
        for _, excerpt in names:
            self._add(excerpt)

    def _is_typed(self) -> bool:
        return self.shelf.section is not None and self.shelf.section.type is not None

    def _value_of(self, excerpt: Excerpt) -> int | None:
        grammar, source = self.book.grammar, excerpt.source
        if (
            len(excerpt.lines) > 1
            or excerpt.end - excerpt.start > _LONGEST
            or not source[excerpt.end - 1].isalnum()
            or (self.document.title is None and not self._is_typed())
        ):
            return None
        found = grammar.pattern("number-at-line").match(source, excerpt.start, excerpt.end)
        if found is None or found.lastgroup in (None, "chinese", "group") or found.end() >= excerpt.end:
            return None
        if any(mark in source[found.end() : excerpt.end] for mark in "。；：:《") or is_listing(
            excerpt, grammar
        ):
            return None
        return None if match_heading(excerpt, grammar) else value_of(found[found.lastgroup])

    def _add(self, excerpt: Excerpt) -> None:
        section, source = self.shelf.section, excerpt.source
        found = self.book.grammar.pattern("number-at-line").match(source, excerpt.start, excerpt.end)
        assert found is not None
        assert found.lastgroup is not None
        start, end = found.span(found.lastgroup)
        self.book.ledger.marker((excerpt.start, start), (end, found.end()))
        item = Item(number=Printed(found[found.lastgroup], ((start, end),)))
        item.name = excerpt.after(found.end()).printed()
        if section is not None:
            item.section = str(section.number) if section.number else None
            item.type = Printed(section.type) if section.type else None
        self.shelf.add(item)
