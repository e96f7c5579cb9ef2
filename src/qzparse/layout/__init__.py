"""Tokens → regions: grids, cards, prose, charts, in the order of the text.

1. A region holds excerpts only. Every token's text is in exactly one region, or claimed as furniture here.
2. A layout is chosen per table by score, from the words and contents on the page; the runner-up and its score are kept.
3. Loose cells get their rows and columns back; what was torn away stays lost, and is listed.
"""

from __future__ import annotations

from ..excerpt import Excerpt
from ..grammar import Grammar
from ..ledger import Ledger, NoteKind
from ..tokens import LooseCell, Margin, Paragraph, Shape, Table, Token, Transcript
from .content import traits_of
from .flow import arrange_paragraphs
from .heads import card_score, header_score, is_known, is_label, stands_apart
from .loose import Rower, Run, flattened_labels, header_runs, runs_of, width_of
from .naming import likely_fields
from .rearrange import rearrange
from .region import Card, Chart, Grid, Prose, Region, Row
from .ruled import arrange_table

__all__ = ["Card", "Chart", "Grid", "Prose", "Region", "Row", "arrange", "rearrange"]

_PARTING_GAP = 2
"""Behind so many blank lines a label opens another table or form."""
_SAMPLED = 20
"""So many runs are looked at to tell a header by what stands below it."""
_HEADING_LENGTH = 60
"""A heading inside a loose cell is looked for in lines up to this length, in characters."""


def arrange(transcript: Transcript, grammar: Grammar, ledger: Ledger) -> tuple[Region, ...]:
    """Arrange all tokens of a transcript into regions."""
    builder = _Arranger(transcript, grammar, ledger)
    for token in transcript.tokens:
        builder.take(token)
    builder.flush()
    return tuple(builder.regions)


class _Arranger:
    """Collects tokens of a kind until another kind comes."""

    def __init__(self, transcript: Transcript, grammar: Grammar, ledger: Ledger) -> None:
        self.regions: list[Region] = []
        self._grammar = grammar
        self._ledger = ledger
        self._loose: list[LooseCell] = []
        self._paragraphs: list[Paragraph] = []
        self._shapes: list[Shape] = []
        self._links = transcript.links

    def take(self, token: Token) -> None:
        match token:
            case LooseCell():
                self._take_loose(token)
            case Paragraph():
                if token.excerpt:
                    self._flush_loose()
                    self._take_paragraph(token)
            case Table():
                self.flush()
                self.regions.extend(arrange_table(token, self._grammar, self._ledger))
            case Shape():
                self._shapes.append(token)
            case Margin():
                self._ledger.furniture(token.excerpt)

    def flush(self) -> None:
        self._flush_loose()
        self._flush_paragraphs()
        if self._shapes:
            keys = {shape.key for shape in self._shapes}
            links = tuple(link for link in self._links if link.source in keys and link.target in keys)
            self.regions.append(Chart(self._shapes, links))
            self._shapes = []

    def _take_paragraph(self, token: Paragraph) -> None:
        line = token.excerpt.text
        is_number = len(line) < 24 and self._grammar.pattern("page-number").fullmatch(line)
        if (is_number and not line.strip().isdigit()) or self._is_contents(token.excerpt):
            self._ledger.furniture(token.excerpt)
        else:
            self._paragraphs.append(token)

    def _is_contents(self, excerpt: Excerpt) -> bool:
        """Tell whether a paragraph is a line of a table of contents, or its head."""
        line = (excerpt.source, excerpt.start, excerpt.end)
        if len(excerpt.lines) > 1 or excerpt.end - excerpt.start > _HEADING_LENGTH * 2:
            return False
        if excerpt.source[excerpt.end - 1].isdigit():
            return self._grammar.pattern("contents-line").fullmatch(*line) is not None
        return self._grammar.pattern("contents-head").fullmatch(*line) is not None

    def _take_loose(self, cell: LooseCell) -> None:
        self._flush_paragraphs()
        self._loose.append(cell)

    def _heading_in(self, excerpt: Excerpt, following: Excerpt) -> int | None:
        """Find where a section's heading starts that a torn page has left in a cell.

        It names a power type, on a line below the cell's first, and declares a count or stands right before
        a header: ` 二、行政处罚（7项）` behind the last line of a 监督方式 cell (001, line 69).
        """
        source = excerpt.source
        for start, end in excerpt.lines:
            if end - start > _HEADING_LENGTH or source[end - 1] in "。；，、;":
                continue
            if start == excerpt.start and "\n" not in source[source.rfind("\t", 0, start) : start]:
                continue
            for _, pattern in self._grammar.patterns_of("headings"):
                found = pattern.fullmatch(source, start, end)
                if not found or not self._grammar.power_of(found["title"]):
                    continue
                if found.groupdict().get("count") or is_known(following, self._grammar):
                    return start
        return None

    def _flush_paragraphs(self) -> None:
        if self._paragraphs:
            self.regions.extend(arrange_paragraphs(self._paragraphs, self._grammar, self._ledger))
            self._paragraphs = []

    def _flush_loose(self) -> None:
        if not self._loose:
            return
        self._flush_paragraphs()
        cells, self._loose = self._loose, []
        first = 0
        for index, cell in enumerate(cells[:-1]):
            if cell.gap >= _PARTING_GAP and index > first and is_label(cell.excerpt, self._grammar):
                self._arrange_loose(cells[first:index])
                first = index
            heading = self._heading_in(cell.excerpt, cells[index + 1].excerpt)
            if heading is not None:
                rest = cell.excerpt.after(heading)
                kept = LooseCell(cell.excerpt.before(heading), cell.gap, cell.torn)
                self._arrange_loose([*cells[first:index], kept])
                self._ledger.note(NoteKind.SECTION_TORN, rest)
                lines = [Paragraph(Excerpt(rest.source, (line,))) for line in rest.lines]
                self.regions.append(Prose(lines))
                first = index + 1
        self._arrange_loose(cells[first:])

    def _arrange_loose(self, cells: list[LooseCell]) -> None:
        runs = runs_of(cells)
        form = card_score([run.cells for run in runs if len(run.cells) in (2, 4, 6)], self._grammar)
        paired = sum(len(run.cells) % 2 == 0 for run in runs) / len(runs)
        share = header_score(runs[0].cells, self._grammar).share
        if form * paired > 0.5 and form * paired >= share:
            pairs = [
                (
                    run.cells[place],
                    run.cells[place + 1] if place + 1 < len(run.cells) else run.cells[place].before(0),
                )
                for run in runs
                for place in range(0, len(run.cells), 2)
            ]
            self.regions.append(Card(pairs, score=form * paired, runner_up="grid", runner_up_score=share))
            return
        self._arrange_grid(runs, form * paired)

    def _arrange_grid(self, runs: list[Run], form: float) -> None:
        heads = header_runs(runs, self._grammar)
        labels = flattened_labels(runs[:heads], self._grammar) if heads else None
        if not heads and self._is_header(runs):
            heads, labels = 1, [(cell,) for cell in runs[0].cells]
        share = header_score(runs[0].cells, self._grammar).share
        body = self._without_repeats(runs, heads)
        if not labels and len(body) == 1 and len(body[0].cells) == 1:
            self.regions.append(Prose([Paragraph(cell) for cell in body[0].cells if cell]))
            return
        width = len(labels) if labels else width_of(body) if body else 0
        fields = likely_fields(labels or [()] * width, self._grammar)
        rower = Rower(width, fields, self._grammar)
        rower.take(body)
        heading = [cell for run in runs[:heads] for cell in run.cells if cell]
        grid = Grid(rower.rows, width, labels or [], heading, share if labels else 1 - share, "card", form)
        grid.repairs = rower.repairs
        self.regions.append(grid)

    def _is_header(self, runs: list[Run]) -> bool:
        """Tell whether the first run is a header whose words nobody knows, by the runs of its length below."""
        below = [run for run in runs[1:_SAMPLED] if len(run.cells) == len(runs[0].cells)]
        traits = [[traits_of(cell, self._grammar) for cell in run.cells] for run in [runs[0], *below]]
        return bool(below) and stands_apart(traits[0], traits[1:])

    def _without_repeats(self, runs: list[Run], heads: int) -> list[Run]:
        """Take the runs below the header, and claim those that repeat it as furniture."""
        words = [[cell.squashed for cell in run.cells] for run in runs[:heads]]
        body = []
        for run in runs[heads:]:
            if heads and len(run.cells) in map(len, words) and [cell.squashed for cell in run.cells] in words:
                for cell in run.cells:
                    self._ledger.furniture(cell)
            else:
                body.append(run)
        return body
