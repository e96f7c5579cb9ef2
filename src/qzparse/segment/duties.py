"""A duty cell → its duties: number, stage, unit, text.

`4.告知责任（法规科）：作出决定前…` is number 4, stage 告知责任, unit 法规科; `5.其他责任（有关处室）。` has no
stage. A line without a number is a duty of its own only where it opens with a stage in 责任 and a colon.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..excerpt import Excerpt, Printed, Span, trimmed
from ..grammar import Grammar, squashed
from ..ledger import Ledger, NoteKind
from ..models import Duty
from .markers import Opens, Part, cut_at, is_label, opens_list, parts_of
from .units import Tail, find_tails, is_unit, tail_of

_SUB_HEAD = 14
"""So long may a line be that is the sub-head of a list, in characters."""


@dataclass(slots=True)
class _Piece:
    """What becomes one duty: its number, its text, and the label that the text opens with."""

    number: Printed | None
    body: Excerpt
    stage: Printed | None = None
    unit: Printed | None = None
    end: int = 0
    """Where the text behind the label starts."""
    sub_head: Printed | None = None


def read_duties(excerpt: Excerpt, grammar: Grammar, ledger: Ledger) -> list[Duty]:
    """Read the duties of a cell, in printed order.

    >>> from qzparse.grammar import load_grammar
    >>> cell = Excerpt.of("4.告知责任（法规科）：告知权利。")
    >>> duty, = read_duties(cell, load_grammar(), Ledger(cell.source))
    >>> (duty.number, duty.stage, duty.unit, duty.text)
    ('4', '告知责任', '法规科', '告知权利。')
    """
    blocks = [
        (head, parts_of(block, grammar, ledger, _opens(block, grammar)))
        for head, block in _blocks_of(excerpt, grammar, ledger)
    ]
    parts = [part for _, block in blocks for part in block]
    numbered = len(parts) > 1 or any(part.number is not None for part in parts)
    pieces: list[_Piece] = []
    for head, block in blocks:
        bodies = _pieces_of(block, grammar, ledger, numbered=numbered)
        if head is not None and bodies:
            bodies[0].sub_head = head
        pieces += bodies
    for piece in pieces:
        _take_label(piece, grammar)
    _settle_labels(pieces, grammar)
    for piece in pieces:
        _note_oddities(piece, grammar, ledger, numbered=numbered)
    stageless = [None if piece.stage else piece.body for piece in pieces]
    known = [piece.unit for piece in pieces if piece.unit]
    tails = find_tails(stageless, known, grammar, ledger)
    return [_duty_of(piece, tail, ledger) for piece, tail in zip(pieces, tails, strict=True)]


def _opens(block: Excerpt, grammar: Grammar) -> Opens:
    """Say what may follow a number inside a line: a stage and its colon, or any word where all are bare words."""
    bare = (
        grammar.pattern("duty-words").fullmatch(block.source, *block.lines[0])
        if len(block.lines) == 1
        else None
    )
    return Opens.CASE if bare else Opens.DUTY


def _pieces_of(parts: list[Part], grammar: Grammar, ledger: Ledger, *, numbered: bool) -> list[_Piece]:
    pieces: list[_Piece] = []
    for part in parts:
        if part.number is None and is_label(part.body, grammar, ledger):
            continue
        first, *others = _bodies_of(part.body, grammar, numbered=numbered)
        pieces.append(_Piece(part.number, first))
        pieces += [_Piece(None, body) for body in others]
    return pieces


def _blocks_of(excerpt: Excerpt, grammar: Grammar, ledger: Ledger) -> list[tuple[Printed | None, Excerpt]]:
    """Cut a cell at the sub-heads whose lists start at 1 again: `普通程序：`, and further down `简易程序：`.

    What the first line names, any short line may; further down a line in a duty may end in a colon as well
    (`核对下列材料：`), so there a sub-head must end in a word for one.
    """
    source, lines = excerpt.source, excerpt.lines
    heads = [
        index
        for index, (start, end) in enumerate(lines[:-1])
        if end - start <= _SUB_HEAD and source[end - 1] in ":：" and _is_sub_head(excerpt, index, grammar)
    ]
    if not heads:
        return [(None, excerpt)]
    blocks: list[tuple[Printed | None, Excerpt]] = []
    for head, until in zip([-1, *heads], [*heads, len(lines)], strict=True):
        line = Excerpt(source, lines[max(head, 0) : head + 1])
        name = _printed(source, (line.start, line.end - 1)) if line else None
        if line and (head + 1 == until or (name and grammar.field_of(name))):
            ledger.label(line)
            name = None
        elif line:
            ledger.marker((line.end - 1, line.end))
        if head + 1 < until:
            blocks.append((name, Excerpt(source, lines[head + 1 : until])))
    return blocks


def _is_sub_head(excerpt: Excerpt, index: int, grammar: Grammar) -> bool:
    source, (start, end), below = excerpt.source, excerpt.lines[index], excerpt.lines[index + 1]
    at_line = grammar.pattern("number-at-line")
    if at_line.match(source, start, end) or grammar.pattern("stage-at-line").match(source, start, end):
        return False
    if not opens_list(source, below, grammar) or _is_known(source[start : end - 1], grammar):
        return False
    match = grammar.pattern("duty-sub-head").match(source, start, end)
    return index == 0 or bool(match and match.end() == end)


def _bodies_of(body: Excerpt, grammar: Grammar, *, numbered: bool) -> list[Excerpt]:
    """Cut a part where a line opens with a stage of its own.

    001, line 273: `送达责任：…` stands without a number between 2 and 3. In a cell without any number, a
    sentence may open with a stage too, and a line with one that is known: 受理环节：….
    """
    if numbered and len(body.lines) < 2:
        return [body]
    at_line = grammar.pattern("stage-at-line")
    cuts = [start for start, end in body.lines[1:] if at_line.match(body.source, start, end)]
    if not numbered and not cuts and body and _opens_known(body, body.lines[0], grammar):
        cuts = [line[0] for line in body.lines[1:] if _opens_known(body, line, grammar)]
    if not numbered and not cuts and body and at_line.match(body.source, *body.lines[0]):
        inline = grammar.pattern("stage-inline")
        for start, end in body.lines:
            cuts += [match.start("label") for match in inline.finditer(body.source, start, end)]
    return cut_at(body, cuts) if cuts else [body]


def _opens_known(body: Excerpt, line: Span, grammar: Grammar) -> bool:
    """Tell whether a line opens with the label of a stage that is known."""
    match = grammar.pattern("stage-label").match(body.source, *line)
    return match is not None and _is_known(match["stage"], grammar)


def _settle_labels(pieces: list[_Piece], grammar: Grammar) -> None:
    """Give a label back to the text where it is all of it and the cell prints no other: `3.作出决定` is what is done.

    `受理责任` is a label whatever stands beside it.
    """
    alone = [
        piece
        for piece in pieces
        if piece.stage is not None
        and piece.end >= piece.body.end
        and piece.body.source[piece.end - 1] not in ":："
        and not squashed(piece.stage).endswith(grammar.words["endings"])
    ]
    if (
        len(alone) * 2 <= len([piece for piece in pieces if piece.stage is not None])
        or len(pieces) == len(alone) > 1
    ):
        return
    for piece in alone:
        piece.stage, piece.unit, piece.end = None, None, 0


def _take_label(piece: _Piece, grammar: Grammar) -> None:
    """Read the label that a duty opens with, if it has one."""
    if not piece.body:
        return
    source, (start, end) = piece.body.source, piece.body.lines[0]
    match = grammar.pattern("stage-label").match(source, start, end)
    if match is None:
        match = grammar.pattern("stage-boxed").match(source, start, end)
        match = match or grammar.pattern("stage-closed").match(source, start, end)
        if match is None or not _is_known(match["stage"], grammar):
            return
    if piece.number is None and not (
        _is_known(match["stage"], grammar) or grammar.pattern("stage-at-line").match(source, start, end)
    ):
        return
    piece.end = match.end()
    piece.stage = _printed(source, match.span("stage"))
    if match["unit"]:
        piece.unit = _printed(source, match.span("unit"))


def _printed(source: str, span: Span) -> Printed | None:
    place = trimmed(source, *span)
    return Printed(source[place[0] : place[1]], (place,)) if place else None


def _note_oddities(piece: _Piece, grammar: Grammar, ledger: Ledger, *, numbered: bool) -> None:
    stage = piece.stage
    if stage is None:
        return
    if piece.number is None and numbered:
        ledger.note(NoteKind.NUMBER_ABSENT, stage.spans[0], stage=str(stage))
    if not _is_known(stage, grammar) and squashed(stage).endswith(grammar.words["endings"]):
        ledger.note(NoteKind.STAGE_UNKNOWN, stage.spans[0], stage=str(stage))
    tail = tail_of(piece.body, grammar) if piece.unit is None else None
    if tail and is_unit(tail.unit, grammar):
        ledger.note(NoteKind.UNIT_DOUBTFUL, tail.span, unit=str(tail.unit))


def _is_known(stage: str, grammar: Grammar) -> bool:
    """Tell whether a label is a stage, or joins several: 立案、调查责任."""
    word = squashed(stage)
    if word in grammar.stages:
        return True
    stages = grammar.pattern("stage-join").split(grammar.pattern("inner-bracket").sub("", word))
    return all(one in grammar.stages for one in stages)


def _duty_of(piece: _Piece, tail: Tail | None, ledger: Ledger) -> Duty:
    body, stage, unit = piece.body, piece.stage, piece.unit
    if stage is None:
        if tail:
            tail.claim(ledger)
            body = body.before(tail.start)
        whole = body.printed() if body else None
        return Duty(piece.number, None, tail.unit if tail else None, whole, piece.sub_head)
    source, (start, end) = body.source, body.lines[0]
    (first, last), marks = stage.spans[0], []
    if first > start:
        marks.append((start, first))
    if unit is not None:
        opening, closing = unit.spans[0]
        marks.append((last, opening))
        last = closing
    ledger.marker(*marks, (last, piece.end))
    behind = trimmed(source, piece.end, end)
    text = Excerpt(source, (behind, *body.lines[1:]) if behind else body.lines[1:])
    return Duty(piece.number, stage, unit, text.printed() if text else None, piece.sub_head)
