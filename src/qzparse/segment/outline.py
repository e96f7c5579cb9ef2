"""Prose → title, sections, legal basis, steps, procedures, notes.

A state machine over paragraphs: a heading says what the paragraphs below it are. What no heading explains is left
unclaimed, and so becomes residue; nothing is read into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..excerpt import Excerpt
from ..grammar import Match, squashed
from ..layout.region import Chart
from ..models import Document, Profile
from ..numerals import value_of
from ..tokens import Paragraph
from .charts import Charts
from .entries import read_entries
from .fields import Book
from .headings import power_of_title
from .markers import parts_of
from .names import Names
from .shelf import Shelf, heading_of, section_of
from .steps import read_steps
from .titles import Titles

_HEADING_LENGTH = 20
"""The heading that ends a body's own duties is at most so long, in characters."""
_PROFILE = frozenset(("main_duties", "duty_boundary"))
"""The parts of an outline that tell a body's own duties."""


@dataclass(slots=True)
class Outline:
    """Reads paragraphs into a document; `shelf` holds its sections and items."""

    document: Document
    shelf: Shelf
    book: Book
    _part: str = ""
    _pending: list[Paragraph] = field(default_factory=list)
    _noted: int | None = None
    """The number of the note above, 0 where it announces notes; None where no note stands there."""
    _charts: Charts = field(init=False)
    _titles: Titles = field(init=False)
    _names: Names = field(init=False)

    def __post_init__(self) -> None:
        self._charts = Charts(self.document, self.book)
        self._titles = Titles(self.document, self.shelf, self.book)
        self._names = Names(self.document, self.shelf, self.book)

    def take(self, paragraphs: list[Paragraph]) -> None:
        """Read a run of paragraphs."""
        for paragraph in paragraphs:
            for line in paragraph.excerpt.lines if self._splits(paragraph) else [None]:
                excerpt = paragraph.excerpt if line is None else Excerpt(paragraph.excerpt.source, (line,))
                self._take(Paragraph(excerpt, paragraph.gap, paragraph.level, paragraph.page))

    def _splits(self, paragraph: Paragraph) -> bool:
        return len(paragraph.excerpt.lines) > 1 and self._part != "steps"

    def _take(self, paragraph: Paragraph) -> None:
        excerpt, noted = self._less_mark(paragraph.excerpt), self._noted
        self._noted = None
        if self._names.take(excerpt, is_free=not self._part and self._charts.is_closed):
            return
        if (
            self._is_title(excerpt)
            or self._is_heading(excerpt)
            or self._is_caption(excerpt)
            or self._is_note(excerpt, noted)
            or self._is_lead(excerpt)
            or self._is_furniture(excerpt)
        ):
            return
        if self._part:
            self._pending.append(paragraph)
        elif self._charts.open is not None:
            self._charts.take_line(excerpt)
        elif self._charts.gathering:
            self._charts.take_box(excerpt)
        else:
            self._titles.unplaced.append(excerpt)

    def _less_mark(self, excerpt: Excerpt) -> Excerpt:
        """Claim the signs with which plain text marks a heading: `## 一、行政许可`."""
        found = self.book.grammar.pattern("heading-mark").match(excerpt.source, excerpt.start, excerpt.end)
        if not found:
            return excerpt
        self.book.ledger.marker(found.span())
        return excerpt.after(found.end())

    def close(self) -> None:
        """Read what the open part has gathered; called at a heading, a table and the end."""
        self._names.close()
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
        if not self._titles.take(excerpt):
            return False
        self._names.close()
        if self._part in _PROFILE:
            self.close()
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
        known = part or chart or power_of_title(title, grammar) or found["count"]
        ends = self._part in _PROFILE and len(title) <= _HEADING_LENGTH
        ends = ends and bool(grammar.pattern("section-tail").search(title))
        if not known and ((self._part and not ends) or number != self._next_section()):
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
        if self.shelf.caption is not None:
            self.book.ledger.furniture(self.shelf.caption)  # no form has taken it: it says nothing
        self.shelf.caption = excerpt
        return True

    def _is_note(self, excerpt: Excerpt, above: int | None) -> bool:
        """Tell whether a paragraph is about the list itself; a note's numbers may go on in the lines below it."""
        if self._part:
            return False
        grammar, line = self.book.grammar, (excerpt.source, excerpt.start, excerpt.end)
        own = grammar.pattern("note-number").match(*line)
        goes_on = above is not None and own is not None and value_of(own["number"]) == above + 1
        if not goes_on and not any(grammar.pattern(name).match(*line) for name in ("list-note", "sign-off")):
            return False
        if grammar.pattern("date").fullmatch(*line):
            self._titles.take_sign_off()
        self._noted = value_of(own["number"]) if own else 0
        self.shelf.notes.append(excerpt.printed())
        return True

    def _is_furniture(self, excerpt: Excerpt) -> bool:
        """Take what a web page prints around its text."""
        if not self.book.grammar.pattern("web-furniture").fullmatch(
            excerpt.source, excerpt.start, excerpt.end
        ):
            return False
        self.book.ledger.furniture(excerpt)
        return True

    def _is_lead(self, excerpt: Excerpt) -> bool:
        """Take a line that announces the body's own duties: `本局主要职责如下：`."""
        found = self.book.grammar.pattern("part-lead").fullmatch(excerpt.source, excerpt.start, excerpt.end)
        part = self.book.grammar.parts.get(found["part"]) if found else None
        if part is None or self._part:
            return False
        self.end_region()
        self.book.ledger.label(excerpt)
        self._part = part
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
