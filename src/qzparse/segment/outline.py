"""Prose → title, sections, legal basis, steps, procedures, notes.

A state machine over paragraphs: a heading says what the paragraphs below it are. What no heading explains is left
unclaimed, and so becomes residue; nothing is read into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..excerpt import Excerpt, Printed
from ..grammar import Match, squashed
from ..layout.region import Chart
from ..models import Document, Profile
from ..numerals import value_of
from ..tokens import Paragraph
from .charts import Charts
from .entries import read_entries
from .fields import Book
from .items import Shelf, heading_of, section_of
from .markers import parts_of
from .steps import read_steps

_TITLE_LENGTH = 64
"""A title is at most so long, in characters."""


@dataclass(slots=True)
class Outline:
    """Reads paragraphs into a document; `shelf` holds its sections and items."""

    document: Document
    shelf: Shelf
    book: Book
    _part: str = ""
    _pending: list[Paragraph] = field(default_factory=list)
    _charts: Charts = field(init=False)

    def __post_init__(self) -> None:
        self._charts = Charts(self.document, self.book)

    def take(self, paragraphs: list[Paragraph]) -> None:
        """Read a run of paragraphs."""
        for paragraph in paragraphs:
            for line in paragraph.excerpt.lines if self._splits(paragraph) else [None]:
                excerpt = paragraph.excerpt if line is None else Excerpt(paragraph.excerpt.source, (line,))
                self._take(Paragraph(excerpt, paragraph.gap, paragraph.level, paragraph.page))

    def _splits(self, paragraph: Paragraph) -> bool:
        return len(paragraph.excerpt.lines) > 1 and self._part != "steps"

    def _take(self, paragraph: Paragraph) -> None:
        excerpt = paragraph.excerpt
        if (
            self._is_title(excerpt)
            or self._is_heading(excerpt)
            or self._is_caption(excerpt)
            or self._is_note(excerpt)
        ):
            return
        if self._part:
            self._pending.append(paragraph)
        elif self._charts.open is not None:
            self._charts.take_line(excerpt)
        elif self._charts.gathering:
            self._charts.take_box(excerpt)

    def close(self) -> None:
        """Read what the open part has gathered; called at a heading, a table and the end."""
        pending, part = self._pending, self._part
        self._pending, self._part = [], ""
        if not pending:
            return
        if part == "legal_basis":
            whole = Excerpt.joined(paragraph.excerpt for paragraph in pending)
            entries = read_entries(whole, self.book.grammar, self.book.ledger)
            self.document.legal_basis = [*(self.document.legal_basis or []), *entries]
        elif part == "steps":
            steps, boxes = read_steps(pending, self.book)
            self.document.steps = [*(self.document.steps or []), *steps]
            self._charts.gathering = False
            for paragraph in pending[boxes:]:
                self._charts.take_box(paragraph.excerpt)
        else:
            self._close_profile(part, Excerpt.joined(paragraph.excerpt for paragraph in pending))

    def end_region(self) -> None:
        """End what is open: a table follows."""
        self.close()
        self._charts.end()

    def take_chart(self, chart: Chart) -> None:
        """Read shapes and connectors as the boxes and arrows of the open chart, or of one without a title."""
        self.close()
        self._charts.take_chart(chart)

    # what a paragraph can be

    def _is_title(self, excerpt: Excerpt) -> bool:
        if excerpt.end - excerpt.start > _TITLE_LENGTH:
            return False
        grammar = self.book.grammar
        text = squashed(excerpt.text)
        if self.document.title is not None:
            if text == squashed(self.document.title):
                self.book.ledger.furniture(excerpt)
                return True
            if _is_listing(excerpt, self.book):
                self.shelf.notes.append(excerpt.printed())
                return True
            return False
        start = excerpt.start
        number = grammar.pattern("list-number").match(excerpt.source, start, excerpt.end)
        body = excerpt.after(number.end()) if number else excerpt
        if not body or not _is_listing(body, self.book):
            return False
        if number:
            span = number.span("number")
            self.document.list_number = Printed(number["number"], (span,))
            self.book.ledger.marker((span[1], number.end()))
        self.document.title = body.printed()
        return True

    def _is_heading(self, excerpt: Excerpt) -> bool:
        grammar = self.book.grammar
        found = grammar.pattern("section-heading").fullmatch(excerpt.source, excerpt.start, excerpt.end)
        if found:
            return self._take_section(found, excerpt)
        found = grammar.pattern("subsection-heading").fullmatch(excerpt.source, excerpt.start, excerpt.end)
        if found and squashed(found["title"]).endswith(grammar.words["charts"]):
            self.close()
            self._charts.open_titled(found, excerpt)
            return True
        if self._part or self._charts.open:
            return False
        section = heading_of(excerpt, self.book)
        if section is None:
            return False
        self.end_region()
        self.shelf.open(section)
        return True

    def _take_section(self, found: Match, excerpt: Excerpt) -> bool:
        grammar = self.book.grammar
        title = squashed(found["title"])
        number = value_of(found["number"] or found["part"])
        part, chart = grammar.parts.get(title), title.endswith(grammar.words["charts"])
        known = part or chart or grammar.power_of(title) or found["count"]
        if not known and (self._part or number != self._next_section()):
            return False
        if known and self._part == "steps" and not found["count"] and number != self._next_section():
            return False
        self.end_region()
        self.shelf.open(section_of(found, excerpt, self.book))
        self._part, self._charts.gathering = part or "", chart
        return True

    def _next_section(self) -> int:
        numbers = [value_of(section.number or "") or 0 for section in self.shelf.sections]
        return numbers[-1] + 1 if numbers else 1

    def _is_caption(self, excerpt: Excerpt) -> bool:
        if not self.book.grammar.pattern("caption").fullmatch(excerpt.source, excerpt.start, excerpt.end):
            return False
        self._shelve_caption()
        self.shelf.caption = excerpt
        return True

    def _shelve_caption(self) -> None:
        """Claim a caption that no form has taken as furniture: it says nothing."""
        if self.shelf.caption is not None:
            self.book.ledger.furniture(self.shelf.caption)
            self.shelf.caption = None

    def _is_note(self, excerpt: Excerpt) -> bool:
        if self._part or not self.book.grammar.pattern("list-note").match(
            excerpt.source, excerpt.start, excerpt.end
        ):
            return False
        self.shelf.notes.append(excerpt.printed())
        return True

    def _close_profile(self, part: str, whole: Excerpt) -> None:
        self.shelf.profile = self.shelf.profile or Profile()
        if part == "duty_boundary":
            self.shelf.profile.duty_boundary = whole.printed()
            return
        duties = list(self.shelf.profile.main_duties or [])
        for found in parts_of(whole, self.book.grammar, self.book.ledger):
            duties.append(found.body.printed())
            if found.number is not None:
                self.book.ledger.marker(*found.number.spans)
        self.shelf.profile.main_duties = duties


def _is_listing(excerpt: Excerpt, book: Book) -> bool:
    """Tell whether a paragraph ends in a list's word, but for an edition behind it."""
    text = excerpt.text
    if any(mark in text for mark in "。；：:"):
        return False
    for word in sorted(book.grammar.words["listings"], key=len, reverse=True):
        place = text.rfind(word)
        if place >= 0:
            return bool(book.grammar.pattern("title-rider").match(text, place + len(word)))
    return False
