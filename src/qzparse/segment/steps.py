"""Paragraphs of a 工作程序 → a tree of steps, and where the boxes of a chart begin behind them."""

from __future__ import annotations

from statistics import median

from ..excerpt import Excerpt, Printed
from ..models import Step
from ..numerals import value_of
from ..tokens import Paragraph
from .fields import Book
from .markers import parts_of

_LOOSE_RUN = 3
"""So many unpunctuated paragraphs in a row behind the last step are boxes of a chart."""
_CLOSING = "。；：:;，,"


def read_steps(paragraphs: list[Paragraph], book: Book) -> tuple[list[Step], int]:
    """Read steps; give them and the index of the first paragraph that is a box of a chart instead."""
    boxes = _boxes_from(paragraphs, _last_step(paragraphs, book))
    whole = Excerpt.joined(paragraph.excerpt for paragraph in paragraphs[:boxes])
    parts = parts_of(whole, book.grammar, book.ledger)
    return [_step_of(part.number, part.body, book) for part in parts], boxes


def _last_step(paragraphs: list[Paragraph], book: Book) -> int:
    """Find the last paragraph that goes on counting in the style of the first."""
    last, wanted, style = 0, 1, None
    for index, paragraph in enumerate(paragraphs):
        found = _number_of(paragraph.excerpt, book)
        if found and style in (None, found[0]) and value_of(found[1]) == wanted:
            last, wanted, style = index, wanted + 1, found[0]
    return last


def _number_of(excerpt: Excerpt, book: Book) -> tuple[str, Printed, int] | None:
    """Read a number at a line's start: its style, itself, and where what it opens begins."""
    pattern = book.grammar.pattern("number-at-line")
    found = pattern.match(excerpt.source, excerpt.start, excerpt.end)
    if not found or found.lastgroup is None or found.end() >= excerpt.end:
        return None
    return found.lastgroup, Printed(found[found.lastgroup], (found.span(found.lastgroup),)), found.end()


def _step_of(number: Printed | None, body: Excerpt, book: Book) -> Step:
    """Read a step: its first line is its text, numbered lines below are steps of it, others its notes."""
    first, rest = body.lines[:1], body.lines[1:]
    step = Step(number, Excerpt(body.source, first).printed())
    for line in rest:
        excerpt = Excerpt(body.source, (line,))
        found = _number_of(excerpt, book)
        if found is None:
            step.notes.append(excerpt.printed())
        else:
            _, own, after = found
            ((start, end),) = own.spans
            book.ledger.marker((line[0], start), (end, after))
            step.steps.append(Step(own, excerpt.after(after).printed()))
    return step


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
