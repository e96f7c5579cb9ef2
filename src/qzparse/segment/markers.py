"""Excerpt → its numbered parts.

1. A number opens a part at a line's start, or inside a line where the running sequence goes on and a part's head follows.
2. Which of the numbers count is one choice for the whole cell: the chain with the best score, in time linear in the
   numbers. What the chain leaves out (a nested list, a quoted 项, a year) stays in a part's body.
3. What stands before the first number is a part without one, and so is a cell without numbers.
4. Every character of the excerpt lies in a part's number or body, or is claimed as a marker.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

import regex

from qzparse.excerpt import Excerpt, Folded, Printed, Span, trimmed
from qzparse.grammar import Grammar
from qzparse.ledger import Ledger, NoteKind
from qzparse.numerals import value_of


class Opens(Enum):
    """What may follow a number: the head of an entry, a duty's stage, a case, or anything."""

    ENTRY = "entry"
    DUTY = "duty"
    CASE = "case"
    ANYTHING = "anything"


@dataclass(slots=True)
class Part:
    """A number and what it opens; `value` and `part` are 2 and 1 for `2-1`, None and 0 without a number."""

    number: Printed | None
    value: int | None
    part: int
    body: Excerpt


@dataclass(slots=True)
class _Mark:
    """A number that could open a part."""

    start: int
    end: int
    number: Span
    family: str
    style: str
    value: int
    part: int
    line: int
    inline: bool
    run: int = field(default=-1)
    """The index of the mark that opens the unbroken run of one style to which this one belongs."""


_WIDTHS = str.maketrans("．）（，－‐–—０１２３４５６７８９", ".)(,----0123456789", " 　")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_INLINE = {Opens.ENTRY: "entry-inline", Opens.DUTY: "duty-inline", Opens.CASE: "case-inline"}
_FAMILIES = {
    "arabic": "arabic",
    "group": "arabic",
    "bare": "arabic",
    "circled": "circled",
    "chinese": "chinese",
    "ordinal": "ordinal",
    "bracketed": "",
    "glued": "",
}
"""Named group → family; a bracketed or glued number's is seen from its digits."""

_STRONG, _PLAIN = 3.0, 1.0
"""What a part adds to a chain: one that opens as its kind does, one that opens with any text."""
_SKIPPED_STRONG, _SKIPPED_LINE = 3.0, 0.5
"""What it costs to leave a strong mark, or a mark at a line's start, inside the body of another part."""
_AT_HEAD = 2.0
"""What a chain gains that starts where the excerpt starts."""
_GAP, _REPEAT, _RESTART, _STYLE, _UNDER = 1.25, 1.25, 4.0, 0.5, 6.0
"""What a chain pays: for a gap, a repeated number, a restart, another style, a start below another list's first number."""
_REACH = 4
"""How many numbers a gap may leave out where nothing but the order speaks for it."""


def parts_of(excerpt: Excerpt, grammar: Grammar, ledger: Ledger, opens: Opens = Opens.ANYTHING) -> list[Part]:
    """Cut an excerpt into its numbered parts; note gaps, repeats, mixed styles and numbers inside a line.

    `1.受理：…` `2－1．审查：…` → 1 and 2-1; `1.作出决定：` `（一）准予；` → 1, with the item in its body.
    """
    if not excerpt:
        return []
    marks = _marks_of(excerpt, grammar, opens)
    if not marks:
        return [Part(None, None, 0, excerpt)]
    if not _runs_plainly(marks, excerpt, grammar, opens):
        marks = _Chain(marks, excerpt, grammar, opens).best()
        if not marks:
            return [Part(None, None, 0, excerpt)]
        _note_order(marks, ledger)
    return _cut(excerpt, marks, ledger)


def _marks_of(excerpt: Excerpt, grammar: Grammar, opens: Opens) -> list[_Mark]:
    """List the numbers at the starts of lines, and those inside lines that a part's head follows."""
    source, marks = excerpt.source, []
    at_line = grammar.pattern("number-at-line")
    inline = grammar.pattern(_INLINE[opens]) if opens in _INLINE else None
    circled = grammar.pattern("circled-inline") if opens is Opens.ENTRY else None
    for line, (start, end) in enumerate(excerpt.lines):
        match = at_line.match(source, start, end)
        if match:
            marks.append(_mark_of(source, match, line, inline=False))
        if inline is None:
            continue
        if circled and (not marks or marks[0].family == "circled"):
            marks.extend(_circled_of(source, (marks[-1].end if match else start, end), line, circled))
        for found in inline.finditer(source, start, end):
            if not marks or found.end() > marks[-1].end:
                marks.append(_mark_of(source, found, line, inline=True))
    return [mark for mark in marks if mark.value]


def _circled_of(source: str, span: Span, line: int, circled: regex.Pattern[str]) -> list[_Mark]:
    """List ① ② ③ inside a line: in a cell that counts by them they need no head behind them."""
    return [_mark_of(source, found, line, inline=True) for found in circled.finditer(source, *span)]


def _mark_of(source: str, match: regex.Match[str], line: int, *, inline: bool) -> _Mark:
    group = match.lastgroup or ""
    start, end = match.span()
    number = match.span(group)
    if inline:
        start = number[0] - (group == "bracketed")
    printed = source[number[0] : number[1]]
    part = 0
    if group == "group":
        first, _, second = printed.translate(_WIDTHS).partition("-")
        value, part = int(first), int(second)
    else:
        value = value_of(printed) or 0
    family = _FAMILIES[group]
    if not family:
        family = "arabic" if printed[0] in _DIGITS or printed < "㈠" and group == "glued" else "chinese"
    style = source[start : number[0]] + source[number[1] : end].rstrip()
    return _Mark(start, end, number, family, style, value, part, line, inline)


def _runs_plainly(marks: list[_Mark], excerpt: Excerpt, grammar: Grammar, opens: Opens) -> bool:
    """Tell whether the marks run 1 to n in one style, line by line, from the excerpt's start: no choice is left."""
    first = marks[0]
    if first.start != excerpt.start and opens is not Opens.CASE:
        return False
    family, style, value, part = first.family, first.style, 0, 0
    for mark in marks:
        if mark.family != family or mark.style != style or (mark.inline and family != "circled"):
            return False
        if mark.part or part:
            if not _follows(value, part, mark.value, mark.part):
                return False
        elif mark.value != value + 1:
            return False
        value, part = mark.value, mark.part
    return True


def _follows(value: int, part: int, next_value: int, next_part: int) -> bool:
    """Tell whether a number directly continues another: 3 or 2-2 or 3-1 after 2-1."""
    if next_value == value:
        return value > 0 and next_part == part + 1
    return next_value == value + 1 and next_part <= 1


def _strength(mark: _Mark, excerpt: Excerpt, grammar: Grammar, opens: Opens) -> float:
    """Say how much what follows a number looks like the head of a part of its kind."""
    if opens is Opens.ENTRY:
        match = grammar.pattern("entry-opens").match(excerpt.source, mark.end, excerpt.lines[mark.line][1])
        return _STRONG if match else _PLAIN
    if opens is not Opens.DUTY:
        return _PLAIN
    match = grammar.pattern("duty-opens").match(excerpt.source, mark.end, excerpt.lines[mark.line][1])
    label = match["label"].strip() if match else ""
    return _STRONG if label.endswith(("责任", "阶段", "环节")) or label in grammar.stages else _PLAIN


class _Chain:
    """Finds the chain of marks with the best score: each mark looks at its few possible predecessors only."""

    def __init__(self, marks: list[_Mark], excerpt: Excerpt, grammar: Grammar, opens: Opens) -> None:
        self._marks = marks
        self._excerpt = excerpt
        self._opens = opens
        self._heads = {mark.start for mark in marks if not mark.inline}
        self._strengths = [_strength(mark, excerpt, grammar, opens) for mark in marks]
        self._latest: dict[tuple[str, int, int], int] = {}
        self._stored: list[float] = []
        self._lead_opens = self._is_lead_open(grammar)
        self._lists_open = False
        """Whether a list has opened at a line's start already."""

    def best(self) -> list[_Mark]:
        """Give the marks of the best chain; none where leaving all of them in the text is better."""
        skipped = 0.0
        previous: list[int] = []
        last_of_style: dict[tuple[str, str], int] = {}
        for index, mark in enumerate(self._marks):
            self._join_run(index, mark, last_of_style)
            strength = self._strengths[index]
            score, origin = self._started(index, mark), -1
            score -= skipped
            for before, penalty in self._predecessors(mark, strength):
                if self._is_entered_midway(mark, index, before):
                    continue
                penalty += _STYLE if self._marks[before].style != mark.style else 0.0
                reached = self._stored[before] - skipped - penalty
                if reached > score:
                    score, origin = reached, before
            previous.append(origin)
            skipped += _SKIPPED_STRONG if strength == _STRONG else 0.0 if mark.inline else _SKIPPED_LINE
            self._keep(index, mark, score + strength + skipped)
            if not mark.inline and mark.value == 1:
                self._lists_open = True
        last = max(range(len(self._stored)), key=lambda index: (self._stored[index], -index))
        chain: list[_Mark] = []
        while last >= 0 and self._stored[last] > 0:
            chain.append(self._marks[last])
            last = previous[last]
        return chain[::-1]

    def _is_lead_open(self, grammar: Grammar) -> bool:
        """Tell whether what stands before the first mark opens a part itself: its plain numbers are nested then."""
        first = self._marks[0]
        source, start = self._excerpt.source, self._excerpt.start
        if first.start == start or self._opens in (Opens.ANYTHING, Opens.CASE):
            return False
        if self._opens is Opens.ENTRY:
            return source.find("《", start, first.start) >= 0
        return grammar.pattern("duty-opens").match(source, start, self._excerpt.lines[0][1]) is not None

    def _join_run(self, index: int, mark: _Mark, last_of_style: dict[tuple[str, str], int]) -> None:
        key = (mark.family, mark.style)
        last = last_of_style.get(key)
        joins = last is not None and _follows(
            self._marks[last].value, self._marks[last].part, mark.value, mark.part
        )
        mark.run = self._marks[last].run if joins and last is not None else index
        last_of_style[key] = index

    def _started(self, index: int, mark: _Mark) -> float:
        """Score a chain that starts here, less what it leaves out before."""
        strong = self._strengths[index] == _STRONG
        if mark.start == self._excerpt.start:
            return _AT_HEAD - (0.0 if mark.value == 1 else _GAP)
        if self._lead_opens and not strong:
            return -1e9
        if mark.inline and (mark.value != 1 or not (strong or self._opens is Opens.CASE)):
            return -1e9
        score = 0.0 if mark.value == 1 else -_GAP if mark.value <= _REACH else -2 * _GAP
        return score - (_UNDER if self._lists_open and not strong else 0.0)

    def _predecessors(self, mark: _Mark, strength: float) -> list[tuple[int, float]]:
        """List the marks that this one may continue, each with its price."""
        family, value, part = mark.family, mark.value, mark.part
        keys = [(value, part - 1, 0.0)] if part else []
        if part <= 1:
            keys.append((value - 1, -1, 0.0))
        if not mark.inline:
            keys.append((value, part, _REPEAT))
            keys += [(value - step, -1, _GAP) for step in range(2, _REACH + 1)]
            if part > 1:
                keys.append((value, -1, _GAP))
            if strength == _STRONG:
                keys.append((-1, -1, _RESTART))
        found = []
        nested = value == 1 and not mark.inline and self._is_below_label(mark, strength)
        for key_value, key_part, penalty in keys:
            index = self._latest.get((family, key_value, key_part))
            if index is not None and not nested:
                found.append((index, penalty))
        return found

    def _is_below_label(self, mark: _Mark, strength: float) -> bool:
        """Tell whether a 1 stands right under a line that ends in a colon: a list of that line's own.

        A strong 1 is nested only under a numbered line; under a loose sub-head it starts the cell's list anew.
        """
        if mark.line == 0:
            return False
        start, end = self._excerpt.lines[mark.line - 1]
        if self._excerpt.source[end - 1] not in ":：":
            return False
        return strength < _STRONG or start in self._heads

    def _is_entered_midway(self, mark: _Mark, index: int, before: int) -> bool:
        """Tell whether a step would enter a list of its own, 1 2 3, past its 1."""
        return before < mark.run != index and self._marks[mark.run].value == 1

    def _keep(self, index: int, mark: _Mark, stored: float) -> None:
        self._stored.append(stored)
        for key in (
            (mark.family, mark.value, mark.part),
            (mark.family, mark.value, -1),
            (mark.family, -1, -1),
        ):
            known = self._latest.get(key)
            if known is None or self._stored[known] <= stored:
                self._latest[key] = index


def _note_order(marks: list[_Mark], ledger: Ledger) -> None:
    """Note what is odd in a chain: gaps, repeats, mixed styles, numbers inside a line."""
    value, part = 0, 0
    usual = Counter(mark.style for mark in marks).most_common(1)[0][0]
    for mark in marks:
        printed = ledger.text[mark.number[0] : mark.number[1]]
        if (mark.value, mark.part) == (value, part) or mark.value < value:
            ledger.note(NoteKind.NUMBER_REPEATED, mark.number, number=printed)
        elif not _follows(value, part, mark.value, mark.part):
            ledger.note(NoteKind.NUMBER_GAP, mark.number, number=printed, before=value)
        if mark.style != usual:
            ledger.note(NoteKind.NUMBER_STYLES_MIXED, (mark.start, mark.end), number=printed, style=usual)
        if mark.inline and mark.family != "circled":
            ledger.note(NoteKind.NUMBER_INLINE, mark.number, number=printed)
        value, part = mark.value, mark.part


def _cut(excerpt: Excerpt, marks: list[_Mark], ledger: Ledger) -> list[Part]:
    """Cut the excerpt at the marks: what is not a number or its dots and brackets is some part's body."""
    source, lines = excerpt.source, excerpt.lines
    parts = []
    first = marks[0]
    if first.start > excerpt.start:
        parts.append(
            Part(None, None, 0, _stretch(source, lines, (0, excerpt.start), (first.line, first.start)))
        )
    last = len(marks) - 1
    claims = []
    for index, mark in enumerate(marks):
        if index < last:
            after = marks[index + 1]
            end = (after.line, after.start)
        else:
            end = (len(lines) - 1, excerpt.end)
        body = _stretch(source, lines, (mark.line, mark.end), end)
        start, stop = mark.number
        claims.append((mark.start, start))
        claims.append((stop, mark.end))
        parts.append(Part(_number_of(source, mark.number), mark.value, mark.part, body))
    ledger.marker(*claims)
    return parts


def _number_of(source: str, span: Span) -> Printed:
    """Make the number's value: as printed, with its widths folded: `２－１` → 2-1, `⒈` → 1, `①` as it is."""
    printed = source[span[0] : span[1]]
    folded = printed if printed.isascii() else _GLUED.get(printed) or printed.translate(_WIDTHS)
    return Printed(printed, (span,)) if folded == printed else Folded(folded, (span,))


_GLUED = {chr(0x2474 + n): str(n + 1) for n in range(20)}
_GLUED |= {chr(0x2488 + n): str(n + 1) for n in range(20)}
_GLUED |= {chr(0x3220 + n): "一二三四五六七八九十"[n] for n in range(10)}


def _stretch(source: str, lines: tuple[Span, ...], start: tuple[int, int], end: tuple[int, int]) -> Excerpt:
    """Cut from an offset in one line to an offset in another, touching only the lines between."""
    (first, offset), (last, stop) = start, end
    if first == last:
        only = trimmed(source, offset, stop)
        return Excerpt(source, (only,) if only else ())
    head = trimmed(source, offset, lines[first][1])
    kept = [head] if head else []
    if last - first > 1:
        kept += lines[first + 1 : last]
    if stop > lines[last][0]:
        tail = trimmed(source, lines[last][0], stop)
        kept += [tail] if tail else []
    return Excerpt(source, tuple(kept))
