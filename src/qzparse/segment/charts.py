"""Captions, labelled facts, boxes and connectors → procedures."""

from __future__ import annotations

from dataclasses import dataclass

from ..excerpt import Excerpt
from ..grammar import Match, squashed
from ..layout.region import Chart
from ..ledger import NoteKind
from ..models import Document, Edge, Node, Procedure
from .fields import Book
from .shelf import section_of


@dataclass(slots=True)
class Charts:
    """Gathers facts and boxes into the procedures of a document."""

    document: Document
    book: Book
    open: Procedure | None = None
    """The titled chart to which lines belong."""
    gathering: bool = False
    """Loose boxes belong to the untitled chart that is last."""

    @property
    def is_closed(self) -> bool:
        """No chart is open, and no loose boxes are gathered."""
        return self.open is None and not self.gathering

    def end(self) -> None:
        """Let what follows belong to no chart."""
        self.open, self.gathering = None, False

    def take_box(self, excerpt: Excerpt) -> None:
        """Take a loose paragraph as a box of the untitled chart."""
        self._loose(excerpt).nodes.append(Node(excerpt.printed()))

    def open_titled(self, found: Match, excerpt: Excerpt) -> None:
        """Open the chart that a heading titles: `（一）行政强制流程图`."""
        section = section_of(found, excerpt, self.book)
        title = squashed(section.title or "")
        for word in sorted(self.book.grammar.words["charts"], key=len, reverse=True):
            if title.endswith(word):
                title = title[: -len(word)]
                break
        self.open = Procedure(section.number, section.title, self.book.grammar.power_of(title))
        self.document.procedures.append(self.open)

    def take_line(self, excerpt: Excerpt) -> None:
        """Read `法定期限：20个工作日    承诺期限：20个工作日` as facts of the open chart, any other line as its box."""
        assert self.open is not None
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
            self.open.nodes.append(Node(excerpt.printed()))
            return
        for found in facts:
            self._set_fact(found, excerpt)

    def _set_fact(self, found: Match, excerpt: Excerpt) -> None:
        assert self.open is not None
        label = excerpt.cut(*found.span("label"))
        value = excerpt.cut(*found.span("value"))
        key = label.squashed
        while key in self.open.meta:
            key += "′"
        self.book.ledger.label(label)
        self.book.ledger.marker((label.end, value.start))
        self.open.meta[key] = value.printed()
        word = self.book.grammar.field_of(key)
        if word and word.field == "type":
            self.open.type = self.book.grammar.power_of(value.text) or self.open.type

    def _loose(self, excerpt: Excerpt) -> Procedure:
        """Give the untitled procedure that boxes without a caption form."""
        procedures = self.document.procedures
        if not procedures or procedures[-1].title is not None or not self.gathering:
            procedures.append(Procedure())
            self.book.ledger.note(NoteKind.BOXES_LOOSE, excerpt)
        self.gathering = True
        return procedures[-1]

    def take_chart(self, chart: Chart) -> None:
        """Read shapes and connectors as the boxes and arrows of the open chart, or of one without a title."""
        if not any(shape.excerpt for shape in chart.shapes):
            return
        procedure = self.open
        if procedure is None:
            first = next(shape.excerpt for shape in chart.shapes if shape.excerpt)
            procedure = self._loose(first)
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
