"""Prose → title, sections, legal basis, steps, procedures, notes.

A state machine over paragraphs: a heading says what the paragraphs below it are. What no heading explains is left
unclaimed, and so becomes residue; nothing is read into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

from ..excerpt import Excerpt, Printed
from ..grammar import Match, squashed
from ..layout.region import Chart
from ..ledger import NoteKind
from ..models import Document, Edge, Node, Procedure, Profile, Step
from ..numerals import value_of
from ..tokens import Paragraph
from .entries import read_entries
from .fields import Book
from .items import Shelf, heading_of, section_of
from .markers import parts_of

_TITLE_LENGTH = 64
"""A title is at most so long, in characters."""
_LOOSE_RUN = 3
"""So many unpunctuated paragraphs in a row behind the last step are boxes of a chart."""
_CLOSING = "。；：:;，,"


@dataclass(slots=True)
class Outline:
    """Reads paragraphs into a document; `shelf` holds its sections and items."""

    document: Document
    shelf: Shelf
    book: Book
    _part: str = ""
    _pending: list[Paragraph] = field(default_factory=list)
    _procedure: Procedure | None = None
    _charts: bool = False

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
        elif self._procedure is not None:
            self._take_fact(excerpt)
        elif self._charts:
            self._loose_procedure(excerpt).nodes.append(Node(excerpt.printed()))

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
            self._close_steps(pending)
        else:
            self._close_profile(part, Excerpt.joined(paragraph.excerpt for paragraph in pending))

    def end_region(self) -> None:
        """End what is open: a table follows."""
        self.close()
        self._procedure, self._charts = None, False

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
            return False
        start = excerpt.start
        number = grammar.pattern("list-number").match(excerpt.source, start, excerpt.end)
        body = excerpt.after(number.end()) if number else excerpt
        if not body or not self._lists(body):
            return False
        if number:
            span = number.span("number")
            self.document.list_number = Printed(number["number"], (span,))
            self.book.ledger.marker((span[1], number.end()))
        self.document.title = body.printed()
        return True

    def _lists(self, excerpt: Excerpt) -> bool:
        """Tell whether a paragraph ends in a list's word, but for an edition behind it."""
        text = excerpt.text
        if any(mark in text for mark in "。；：:"):
            return False
        for word in sorted(self.book.grammar.words["listings"], key=len, reverse=True):
            place = text.rfind(word)
            if place >= 0:
                return bool(self.book.grammar.pattern("title-rider").match(text, place + len(word)))
        return False

    def _is_heading(self, excerpt: Excerpt) -> bool:
        grammar = self.book.grammar
        found = grammar.pattern("section-heading").fullmatch(excerpt.source, excerpt.start, excerpt.end)
        if found:
            return self._take_section(found, excerpt)
        found = grammar.pattern("subsection-heading").fullmatch(excerpt.source, excerpt.start, excerpt.end)
        if found and squashed(found["title"]).endswith(grammar.words["charts"]):
            self._open_procedure(found, excerpt)
            return True
        if self._part or self._procedure:
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
        self._part, self._charts = part or "", chart
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

    # charts

    def _open_procedure(self, found: Match, excerpt: Excerpt) -> None:
        self.close()
        section = section_of(found, excerpt, self.book)
        title = squashed(section.title or "")
        for word in sorted(self.book.grammar.words["charts"], key=len, reverse=True):
            if title.endswith(word):
                title = title[: -len(word)]
                break
        self._procedure = Procedure(section.number, section.title, self.book.grammar.power_of(title))
        self.document.procedures.append(self._procedure)

    def _take_fact(self, excerpt: Excerpt) -> None:
        """Read `法定期限：20个工作日    承诺期限：20个工作日` as facts of the open chart, any other line as its box."""
        assert self._procedure is not None
        place, facts = excerpt.start, []
        pattern = self.book.grammar.pattern("fact")
        while place < excerpt.end:
            found = pattern.match(excerpt.source, place, excerpt.end)
            if not found:
                break
            facts.append(found)
            place = found.end()
            while place < excerpt.end and excerpt.source[place].isspace():
                place += 1
        if place < excerpt.end or not facts or len(excerpt.lines) > 1:
            self._procedure.nodes.append(Node(excerpt.printed()))
            return
        for found in facts:
            self._set_fact(found, excerpt)

    def _set_fact(self, found: Match, excerpt: Excerpt) -> None:
        assert self._procedure is not None
        label = excerpt.cut(*found.span("label"))
        value = excerpt.cut(*found.span("value"))
        key = label.squashed
        while key in self._procedure.meta:
            key += "′"
        self.book.ledger.label(label)
        self.book.ledger.marker((label.end, value.start))
        self._procedure.meta[key] = value.printed()
        word = self.book.grammar.field_of(key)
        if word and word.field == "type":
            self._procedure.type = self.book.grammar.power_of(value.text) or self._procedure.type

    def _loose_procedure(self, excerpt: Excerpt) -> Procedure:
        """Give the untitled procedure that boxes without a caption form."""
        procedures = self.document.procedures
        if not procedures or procedures[-1].title is not None or not self._charts:
            procedures.append(Procedure())
            self.book.ledger.note(NoteKind.BOXES_LOOSE, excerpt)
        self._charts = True
        return procedures[-1]

    def take_chart(self, chart: Chart) -> None:
        """Read shapes and connectors as the boxes and arrows of the open chart, or of one without a title."""
        if not any(shape.excerpt for shape in chart.shapes):
            return
        procedure = self._procedure
        if procedure is None:
            first = next(shape.excerpt for shape in chart.shapes if shape.excerpt)
            procedure = self._loose_procedure(first)
        index_by_key = {}
        for shape in chart.shapes:
            if shape.excerpt:
                index_by_key[shape.key] = len(procedure.nodes)
                procedure.nodes.append(Node(shape.excerpt.printed()))
        edges = [
            Edge(
                index_by_key[link.source],
                index_by_key[link.target],
                link.label.printed() if link.label else None,
            )
            for link in chart.links
            if link.source in index_by_key and link.target in index_by_key
        ]
        if edges:
            procedure.edges = [*(procedure.edges or []), *edges]

    # steps and profile

    def _close_steps(self, paragraphs: list[Paragraph]) -> None:
        last = self._last_step(paragraphs)
        boxes = _boxes_from(paragraphs, last)
        whole = Excerpt.joined(paragraph.excerpt for paragraph in paragraphs[:boxes])
        steps = [
            self._step_of(part.number, part.body)
            for part in parts_of(whole, self.book.grammar, self.book.ledger)
        ]
        self.document.steps = [*(self.document.steps or []), *steps]
        self._charts = False
        for paragraph in paragraphs[boxes:]:
            procedure = self._loose_procedure(paragraph.excerpt)
            procedure.nodes.append(Node(paragraph.excerpt.printed()))

    def _last_step(self, paragraphs: list[Paragraph]) -> int:
        """Find the last paragraph that goes on counting in the style of the first."""
        last, wanted, style = 0, 1, None
        for index, paragraph in enumerate(paragraphs):
            found = self._number_of(paragraph.excerpt)
            if found and style in (None, found[0]) and value_of(found[1]) == wanted:
                last, wanted, style = index, wanted + 1, found[0]
        return last

    def _number_of(self, excerpt: Excerpt) -> tuple[str, Printed, int] | None:
        """Read a number at a line's start: its style, itself, and where what it opens begins."""
        pattern = self.book.grammar.pattern("number-at-line")
        found = pattern.match(excerpt.source, excerpt.start, excerpt.end)
        if not found or found.lastgroup is None or found.end() >= excerpt.end:
            return None
        return found.lastgroup, Printed(found[found.lastgroup], (found.span(found.lastgroup),)), found.end()

    def _step_of(self, number: Printed | None, body: Excerpt) -> Step:
        """Read a step: its first line is its text, numbered lines below are steps of it, others its notes."""
        first, rest = body.lines[:1], body.lines[1:]
        step = Step(number, Excerpt(body.source, first).printed())
        for line in rest:
            excerpt = Excerpt(body.source, (line,))
            found = self._number_of(excerpt)
            if found is None:
                step.notes.append(excerpt.printed())
            else:
                _, own, after = found
                ((start, end),) = own.spans
                self.book.ledger.marker((line[0], start), (end, after))
                step.steps.append(Step(own, excerpt.after(after).printed()))
        return step

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


def _boxes_from(paragraphs: list[Paragraph], last: int) -> int:
    """Find where the boxes of a chart start that were dumped behind the last step (003, line 113).

    Blank lines part them more widely than the steps; where the format keeps none, a run of paragraphs does it that
    neither count nor close with a mark, as sentences would.
    """
    usual = median(paragraph.gap for paragraph in paragraphs[: last + 1])
    for index in range(last + 1, len(paragraphs)):
        if paragraphs[index].gap > 2 * usual + 1:
            return index
        run = paragraphs[index : index + _LOOSE_RUN]
        unclosed = [paragraph for paragraph in run if paragraph.excerpt.text[-1] not in _CLOSING]
        if len(run) == _LOOSE_RUN and len(unclosed) == _LOOSE_RUN:
            return index
    return len(paragraphs)
