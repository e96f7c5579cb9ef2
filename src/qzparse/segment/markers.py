"""Excerpt → its numbered parts.

1. A number opens a part at a line's start, or inside a line where the running sequence goes on and the head
   of a part follows.
2. Which numbers count is one choice for the whole cell: the chain with the best score, found in time linear
   in the numbers. What the chain leaves out (a nested list, a quoted 项, a year) stays in a part's body.
3. What stands before the first number is a part without one, and so is a cell without numbers.
4. Every character of the excerpt lies in a part's number or body, or is claimed as a marker; a cell that
   holds a dash alone is one marker and has no parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import zip_longest

import regex

from ..excerpt import Excerpt, Folded, Printed, Span, trimmed
from ..grammar import Grammar, squashed
from ..ledger import Ledger, NoteKind
from ..numerals import value_of


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


_WIDTHS = str.maketrans("．）（，－‐–—０１２３４５６７８９", ".)(,----0123456789", " 　")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_GLUED = {chr(0x2474 + n): str(n + 1) for n in range(20)}
_GLUED |= {chr(0x2488 + n): str(n + 1) for n in range(20)}
_GLUED |= {chr(0x3220 + n): numeral for n, numeral in enumerate("一二三四五六七八九十")}
"""Numbers in one glyph with their dot or brackets: ⑴ ⒈ ㈠."""
_INLINE = {Opens.ENTRY: "entry-inline", Opens.DUTY: "duty-inline", Opens.CASE: "case-inline"}
_SIGNS = {Opens.ENTRY: "《【同", Opens.DUTY: "：:"}
"""Every head that may follow a number inside a line has one of these: behind the last of them none is looked for."""
_SIGN_ROOM = 3
"""So many characters of a head the last sign may open: 同 1."""
_FAMILIES = {"circled": "circled", "chinese": "chinese", "ordinal": "ordinal", "bracketed": "", "glued": ""}
"""Named group → family; a bracketed or glued number shows it in its digits, all others are arabic."""

_STRONG, _PLAIN = 3.0, 1.0
"""What a mark adds to a chain: one that opens as its kind does, one that opens with any text."""
_SKIPPED = 0.5
"""What it costs to leave a plain mark at a line's start in another part's body; a strong one costs its gain."""
_AT_HEAD = 2.0
"""What a chain gains that starts where the excerpt starts."""
_GAP, _REPEAT, _RESTART, _STYLE = 1.25, 1.25, 4.0, 0.5
"""What a step pays over a gap, to the same number, back to any number, to another style."""
_UNDER = 6.0
"""What a chain of plain marks pays that starts below the first number of another list."""
_REACH = 4
"""How far a step over a gap may go."""
_NEVER = -1e9
_SHORT = 6
"""So long may a dash be that stands for nothing."""


def parts_of(excerpt: Excerpt, grammar: Grammar, ledger: Ledger, opens: Opens = Opens.ANYTHING) -> list[Part]:
    r"""Cut an excerpt into its numbered parts; note gaps, repeats, mixed styles, numbers inside a line.

    >>> from qzparse.grammar import load_grammar
    >>> cell = Excerpt.of("1.受理\n2－1．决定：\n（一）准予；")
    >>> [(str(part.number), part.body.text) for part in parts_of(cell, load_grammar(), Ledger(cell.source))]
    [('1', '受理'), ('2-1', '决定：\n（一）准予；')]
    """
    lines = excerpt.lines
    if not lines or (lines[-1][1] - lines[0][0] <= _SHORT and not any(map(str.isalnum, excerpt.text))):
        # A dash or a slash stands there instead of a text.
        ledger.marker(*lines)
        return []
    marks = _marks_of(excerpt, grammar, opens)
    if marks and not _runs_plainly(marks, excerpt, opens):
        marks = _Chain(marks, excerpt, grammar, opens).best()
        _note_order(marks, excerpt.source, ledger)
    return _cut(excerpt, marks, ledger) if marks else [Part(None, None, 0, excerpt)]


def cut_at(excerpt: Excerpt, offsets: list[int]) -> list[Excerpt]:
    """Cut an excerpt at rising offsets, in one walk over its lines."""
    edges = [*offsets, excerpt.end]
    bodies: list[list[Span]] = [[]]
    for line, end in excerpt.lines:
        start = line
        while start < end:
            if start >= edges[len(bodies) - 1]:
                bodies.append([])
            stop = min(end, edges[len(bodies) - 1])
            piece = trimmed(excerpt.source, start, stop)
            if piece:
                bodies[-1].append(piece)
            start = stop
    return [Excerpt(excerpt.source, tuple(lines)) for lines in bodies]


def is_label(excerpt: Excerpt, grammar: Grammar, ledger: Ledger) -> bool:
    """Tell whether all that stands here is a field's name and a colon, `责任事项：`; claim it as a label."""
    if len(excerpt.lines) != 1 or excerpt.source[excerpt.end - 1] not in ":：":
        return False
    if grammar.field_of(excerpt.source[excerpt.start : excerpt.end - 1]) is None:
        return False
    ledger.label(excerpt)
    return True


def opens_list(source: str, line: Span, grammar: Grammar) -> bool:
    """Tell whether a line opens with the first number of a list: 1. （一） ①."""
    match = grammar.pattern("number-at-line").match(source, *line)
    return match is not None and _mark_of(source, match, 0, inline=False).value == 1


def _marks_of(excerpt: Excerpt, grammar: Grammar, opens: Opens) -> list[_Mark]:
    """List the numbers at the starts of lines, and those inside lines that a part's head follows."""
    source = excerpt.source
    marks: list[_Mark] = []
    at_line = grammar.pattern("number-at-line").match
    inline = grammar.pattern(_INLINE[opens]).finditer if opens in _INLINE else None
    circled = grammar.pattern("circled-inline").finditer if opens is Opens.ENTRY else None
    signs = _SIGNS.get(opens, "")
    for line, (start, end) in enumerate(excerpt.lines):
        match = at_line(source, start, end)
        if match:
            marks.append(_mark_of(source, match, line, inline=False))
        if inline is None:
            continue
        if circled and (not marks or marks[0].family == "circled"):
            # In a cell that counts by ① ② ③ they need no head behind them: 001, line 326 prints ④《…》⑤其他.
            found = circled(source, marks[-1].end if match else start, end)
            marks.extend([_mark_of(source, inner, line, inline=True) for inner in found])
        stop = max([source.rfind(sign, start, end) for sign in signs]) + _SIGN_ROOM if signs else end
        for inner in inline(source, start, min(stop, end)) if stop > start else ():
            if not marks or inner.end() > marks[-1].end:
                marks.append(_mark_of(source, inner, line, inline=True))
    return [mark for mark in marks if mark.value]


def _mark_of(source: str, match: regex.Match[str], line: int, *, inline: bool) -> _Mark:
    group = match.lastgroup or ""
    start, end = match.span()
    number = first, last = match.span(group)
    if inline:
        start = first - (group == "bracketed")
    family, style, value, part = _face_of(group, source[start:end], first - start, last - start)
    return _Mark(start, end, number, family, style, value, part, line, inline)


@lru_cache(maxsize=1024)
def _face_of(group: str, printed: str, first: int, last: int) -> tuple[str, str, int, int]:
    """Read the family, style, value and part of a number that stands at `first`–`last` of what is printed."""
    number = printed[first:last]
    part = 0
    if group == "group":
        whole, _, second = number.translate(_WIDTHS).partition("-")
        value, part = int(whole), int(second)
    else:
        value = value_of(number.removeprefix("第")) or 0
    family = _FAMILIES.get(group, "arabic")
    if not family:
        family = "chinese" if _GLUED.get(number, number)[0] not in _DIGITS else "arabic"
    return family, (printed[:first] + printed[last:]).strip(), value, part


def _runs_plainly(marks: list[_Mark], excerpt: Excerpt, opens: Opens) -> bool:
    """Tell whether the marks run 1 to n in one style, line by line: then no choice is left."""
    first = marks[0]
    if first.start != excerpt.start and opens is not Opens.CASE:
        return False
    family, style, value, part = first.family, first.style, 0, 0
    for mark in marks:
        if mark.family != family or mark.style != style or (mark.inline and family != "circled"):
            return False
        if (mark.part or mark.value != value + 1) and not _follows(value, part, mark.value, mark.part):
            return False
        value, part = mark.value, mark.part
    return True


def _follows(value: int, part: int, next_value: int, next_part: int) -> bool:
    """Tell whether a number directly continues another: 3 or 2-2 or 3-1 after 2-1."""
    if next_value == value + 1:
        return next_part <= 1
    return next_value == value > 0 and next_part == part + 1


def _strength(mark: _Mark, excerpt: Excerpt, grammar: Grammar, opens: Opens) -> float:
    """Say how much what follows a number looks like the head of a part of its kind."""
    if opens not in (Opens.ENTRY, Opens.DUTY):
        return _PLAIN
    pattern = grammar.pattern(f"{opens.value}-opens")
    match = pattern.match(excerpt.source, mark.end, excerpt.lines[mark.line][1])
    if match is None:
        return _PLAIN
    if opens is Opens.ENTRY:
        return _STRONG
    label = squashed(match["label"])
    return _STRONG if label in grammar.stages or label.endswith(grammar.words["endings"]) else _PLAIN


class _Chain:
    """Finds the chain of marks with the best score; each mark looks at a few possible predecessors only.

    A chain's score is what its marks add, less what its steps pay, less the price of the marks it skips.
    """

    def __init__(self, marks: list[_Mark], excerpt: Excerpt, grammar: Grammar, opens: Opens) -> None:
        self._marks = marks
        self._excerpt = excerpt
        self._opens = opens
        self._strengths = [_strength(mark, excerpt, grammar, opens) for mark in marks]
        self._heads = {mark.start for mark in marks if not mark.inline}
        self._lead_opens = self._has_open_lead(grammar)
        self._runs = self._runs_of()
        self._skipped = 0.0
        """The price of all marks so far."""
        self._stored: list[float] = []
        """For each mark, the best chain that ends there, as if nothing before had been skipped."""
        self._latest: dict[tuple[str, int, int], int] = {}
        """The mark with the best chain for each number, for each number's group, for each family."""
        self._list_open = False
        """Whether a list has started at a line's start already."""

    def best(self) -> list[_Mark]:
        """Give the marks of the best chain; none where it is better to leave all of them in the text."""
        before = [self._take(index, mark) for index, mark in enumerate(self._marks)]
        last = max(range(len(self._marks)), key=self._stored.__getitem__)
        chain: list[_Mark] = []
        while last >= 0 and self._stored[last] > 0:
            chain.append(self._marks[last])
            last = before[last]
        return chain[::-1]

    def _take(self, index: int, mark: _Mark) -> int:
        """Find the best chain that ends here; return the mark before this one in it, -1 for none."""
        strength = self._strengths[index]
        score, origin = self._started(index, mark) - self._skipped, -1
        for before, price in self._steps_to(index, mark):
            style = _STYLE if self._marks[before].style != mark.style else 0.0
            reached = self._stored[before] - self._skipped - price - style
            if reached > score:
                score, origin = reached, before
        if strength == _STRONG:
            self._skipped += _STRONG
        elif not mark.inline:
            self._skipped += _SKIPPED
        self._stored.append(score + strength + self._skipped)
        for key in ((mark.value, mark.part), (mark.value, -1), (-1, -1)):
            known = self._latest.get((mark.family, *key))
            if known is None or self._stored[known] <= self._stored[index]:
                self._latest[mark.family, *key] = index
        self._list_open |= mark.value == 1 and not mark.inline
        return origin

    def _started(self, index: int, mark: _Mark) -> float:
        """Score the start of a chain at a mark."""
        strong = self._strengths[index] == _STRONG
        if mark.start == self._excerpt.start:
            return _AT_HEAD - (0.0 if mark.value == 1 else _GAP)
        if self._lead_opens and not strong:
            return _NEVER
        if mark.inline and (mark.value != 1 or not (strong or self._opens is Opens.CASE)):
            return _NEVER
        distant = 0.0 if mark.value == 1 else _GAP if mark.value <= _REACH else 2 * _GAP
        return -distant - (_UNDER if self._list_open and not strong else 0.0)

    def _steps_to(self, index: int, mark: _Mark) -> Iterator[tuple[int, float]]:
        """List the marks that this one may follow in a chain, each with the price of the step."""
        if mark.value == 1 and mark.part <= 1 and self._is_nested(index, mark):
            return
        run = self._runs[index]
        for value, part, price in self._keys_before(index, mark):
            before = self._latest.get((mark.family, value, part), -1)
            if before >= 0 and not (before < run and self._opens_list(run, index)):
                yield before, price

    def _opens_list(self, run: int, index: int) -> bool:
        """Tell whether a run opens with its own 1: past that, only the head of a part may be reached."""
        return run != index and self._marks[run].value == 1 and self._strengths[index] < _STRONG

    def _keys_before(self, index: int, mark: _Mark) -> Iterator[tuple[int, int, float]]:
        """List the numbers that this one may follow, a part of -1 for any, with the price of the step."""
        if mark.part:
            yield mark.value, mark.part - 1, 0.0
        if mark.part <= 1:
            yield mark.value - 1, -1, 0.0
        if mark.inline:
            return
        yield mark.value, mark.part, _REPEAT
        for step in range(2, min(_REACH, mark.value - 1) + 1):
            yield mark.value - step, -1, _GAP
        if mark.part > 1:
            yield mark.value, -1, _GAP
        if self._strengths[index] == _STRONG:
            yield -1, -1, _RESTART

    def _is_nested(self, index: int, mark: _Mark) -> bool:
        """Tell whether a 1 stands right below a line that ends in a colon: the list of that line.

        A strong 1 is nested below a numbered line only; below a loose sub-head the cell's own list restarts.
        """
        if mark.inline or mark.line == 0:
            return False
        if self._character_before(mark) not in ":：":
            return False
        return self._strengths[index] < _STRONG or self._excerpt.lines[mark.line - 1][0] in self._heads

    def _runs_of(self) -> list[int]:
        """For each mark, find the one that opens its unbroken run in one style.

        A full stop behind items that end in semicolons closes their run: 1.甲； 2.乙。 | 3.丙
        """
        runs: list[int] = []
        latest: dict[tuple[str, str], int] = {}
        loose: set[int] = set()
        for index, mark in enumerate(self._marks):
            before = latest.get((mark.family, mark.style))
            latest[mark.family, mark.style] = index
            if before is None or not self._joins(self._marks[before], mark):
                runs.append(index)
                continue
            closing = self._character_before(mark)
            if closing in ";；":
                loose.add(runs[before])
            runs.append(index if closing == "。" and runs[before] in loose else runs[before])
        return runs

    def _character_before(self, mark: _Mark) -> str:
        """Give the last printed character before a mark."""
        start = self._excerpt.lines[mark.line][0]
        if mark.start == start:
            return self._excerpt.source[self._excerpt.lines[mark.line - 1][1] - 1] if mark.line else " "
        offset = mark.start - 1
        while offset > start and self._excerpt.source[offset].isspace():
            offset -= 1
        return self._excerpt.source[offset]

    @staticmethod
    def _joins(before: _Mark, mark: _Mark) -> bool:
        return _follows(before.value, before.part, mark.value, mark.part)

    def _has_open_lead(self, grammar: Grammar) -> bool:
        """Tell whether the text before the first mark is a part itself: plain numbers below it are nested."""
        source, start, first = self._excerpt.source, self._excerpt.start, self._marks[0]
        if first.start == start or self._opens in (Opens.ANYTHING, Opens.CASE):
            return False
        if self._opens is Opens.ENTRY:
            return source.find("《", start, first.start) >= 0
        return grammar.pattern("duty-opens").match(source, start, self._excerpt.lines[0][1]) is not None


def _note_order(marks: list[_Mark], source: str, ledger: Ledger) -> None:
    """Note what is odd in a chain: gaps, repeats, mixed styles, numbers inside a line."""
    value, part = 0, 0
    styles = Counter(mark.style for mark in marks)
    usual = max(styles, key=styles.__getitem__, default="")
    for mark in marks:
        printed = source[mark.number[0] : mark.number[1]]
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
    """Cut the excerpt at the marks: what is no number and none of its dots and brackets is a part's body."""
    source, lines = excerpt.source, excerpt.lines
    parts: list[Part] = []
    first = marks[0]
    if first.start > excerpt.start:
        lead = [*lines[: first.line], *_before(source, lines[first.line][0], first.start)]
        parts.append(Part(None, None, 0, Excerpt(source, tuple(lead))))
    claims: list[Span] = []
    for mark, after in zip_longest(marks, marks[1:]):
        opening, closing = mark.number
        if opening > mark.start:
            claims.append((mark.start, opening))
        claims.append((closing, mark.end))
        body = Excerpt(source, _lines_between(excerpt, mark, after))
        parts.append(Part(_number_of(source, mark.number), mark.value, mark.part, body))
    ledger.marker(*claims)
    return parts


def _number_of(source: str, span: Span) -> Printed:
    """Make the number's value, its width folded: `２－１` → 2-1; `①` and `⒈` are one glyph and stay as they are."""
    printed = source[span[0] : span[1]]
    if printed.isascii():
        return Printed(printed, (span,))
    folded = printed.translate(_WIDTHS)
    return Printed(printed, (span,)) if folded == printed else Folded(folded, (span,))


def _lines_between(excerpt: Excerpt, mark: _Mark, after: _Mark | None) -> tuple[Span, ...]:
    """Keep what stands between two marks, or behind the last one; only lines that a mark cuts are trimmed anew."""
    source, lines, line = excerpt.source, excerpt.lines, mark.line
    if after is not None and after.line == line:
        return _before(source, mark.end, after.start)
    end = lines[line][1]
    if mark.end < end and not source[mark.end].isspace():
        head: tuple[Span, ...] = ((mark.end, end),)
    else:
        head = _before(source, mark.end, end)
    if after is None:
        return head + lines[line + 1 :]
    rest = head + lines[line + 1 : after.line]
    start = lines[after.line][0]
    return rest + _before(source, start, after.start) if after.start > start else rest


def _before(source: str, start: int, end: int) -> tuple[Span, ...]:
    """Keep the one line from `start` to `end`, if anything is printed there."""
    line = trimmed(source, start, end)
    return (line,) if line else ()
