"""A duty cell → its duties: number, stage, unit, text.

`4.告知责任（法规科）：作出决定前…` is number 4, stage 告知责任, unit 法规科; `5.其他应履行的责任（有关处室）。` has no stage.
A line without a number is a duty of its own only where it opens with a stage in 责任 and a colon; else it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from qzparse.excerpt import Excerpt, Printed, Span, trimmed
from qzparse.grammar import Grammar, squashed
from qzparse.ledger import Ledger, NoteKind
from qzparse.models import Duty
from qzparse.segment.markers import Opens, Part, parts_of
from qzparse.segment.units import Tail, around, find_tails


def read_duties(excerpt: Excerpt, grammar: Grammar, ledger: Ledger) -> list[Duty]:
    """Read the duties of a cell, in printed order."""
    parts = parts_of(excerpt, grammar, ledger, Opens.DUTY)
    numbered = any(part.number is not None for part in parts)
    pieces: list[tuple[Printed | None, Excerpt]] = []
    for part in parts:
        pieces.extend(_pieces_of(part, grammar, numbered=numbered))
    heads = [_head_of(body, grammar) for _, body in pieces]
    known = {head.text_of(head.unit) for head in heads if head and head.unit}
    stageless = [None if head else body for (_, body), head in zip(pieces, heads, strict=True)]
    tails = find_tails(stageless, known, grammar, ledger)
    duties = []
    for (number, body), head, tail in zip(pieces, heads, tails, strict=True):
        if head is None:
            duties.append(_stageless(number, body, tail, ledger))
            continue
        if number is None and numbered:
            ledger.note(NoteKind.NUMBER_ABSENT, head.stage, stage=head.text_of(head.stage))
        duties.append(_staged(number, body, head, ledger))
    return duties


@dataclass(frozen=True, slots=True)
class _Head:
    """A duty's label: the stage, the unit in its bracket, and where the text behind it starts."""

    source: str
    stage: Span
    unit: Span | None
    end: int

    def text_of(self, span: Span) -> str:
        """Give the printed text of a span."""
        return self.source[span[0] : span[1]]


def _pieces_of(part: Part, grammar: Grammar, *, numbered: bool) -> list[tuple[Printed | None, Excerpt]]:
    """Cut a part where a line, or a sentence of a cell without numbers, opens with a stage of its own."""
    body = part.body
    cuts: list[int] = []
    at_line = grammar.pattern("stage-at-line")
    for start, end in body.lines[1:]:
        if at_line.match(body.source, start, end):
            cuts.append(start)
    if not numbered and body and not cuts and at_line.match(body.source, *body.lines[0]):
        inline = grammar.pattern("stage-inline")
        cuts = [
            match.start("label")
            for start, end in body.lines
            for match in inline.finditer(body.source, start, end)
        ]
    if not cuts:
        return [(part.number, body)]
    edges = [body.start, *cuts, body.end]
    bodies = _cut_at(body, edges)
    return [(part.number, bodies[0]), *((None, piece) for piece in bodies[1:])]


def _cut_at(body: Excerpt, edges: list[int]) -> list[Excerpt]:
    """Cut an excerpt at rising offsets, in one walk over its lines."""
    bodies: list[list[Span]] = [[] for _ in edges[1:]]
    index = 0
    for start, end in body.lines:
        while start < end:
            while start >= edges[index + 1] and index < len(bodies) - 1:
                index += 1
            stop = min(end, edges[index + 1])
            piece = trimmed(body.source, start, stop)
            if piece:
                bodies[index].append(piece)
            start = stop
    return [Excerpt(body.source, tuple(lines)) for lines in bodies]


def _head_of(body: Excerpt, grammar: Grammar) -> _Head | None:
    """Read the label that a duty opens with; None where it has none."""
    if not body:
        return None
    start, end = body.lines[0]
    match = grammar.pattern("stage-label").match(body.source, start, end)
    if match is None:
        match = grammar.pattern("stage-closed").match(body.source, start, end)
        if match is None or squashed(match["stage"]) not in grammar.stages:
            return None
    stage = trimmed(body.source, *match.span("stage"))
    if stage is None:
        return None
    unit = match.span("unit") if match["unit"] else None
    return _Head(body.source, stage, trimmed(body.source, *unit) if unit else None, match.end())


def _staged(number: Printed | None, body: Excerpt, head: _Head, ledger: Ledger) -> Duty:
    source = body.source
    text = body.after(head.end)
    ledger.marker(*around(source, (head.stage[1], head.end), head.unit or (head.end, head.end)))
    unit = _printed(source, head.unit) if head.unit else None
    return Duty(number, _printed(source, head.stage), unit, text.printed() if text else None)


def _stageless(number: Printed | None, body: Excerpt, tail: Tail | None, ledger: Ledger) -> Duty:
    if tail is None:
        return Duty(number, None, None, body.printed() if body else None)
    tail.claim(ledger)
    text = body.before(tail.start)
    return Duty(number, None, tail.unit, text.printed() if text else None)


def _printed(source: str, span: Span) -> Printed:
    return Printed(source[span[0] : span[1]], (span,))
