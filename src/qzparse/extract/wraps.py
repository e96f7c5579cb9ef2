"""Lines of a cell or of a column of text → its paragraphs: soft wraps are joined, ends of paragraphs are kept.

1. A line was wrapped where the first glyphs of the next one, which no line break may part, would not have fitted into it.
2. Where they would not, a paragraph may yet have filled its last line by chance: so it is where the next line stands
   farther below than lines do, is indented as first lines are, starts with a number and a dot, or with a number of the
   kind that paragraphs around start with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from qzparse.breaks import ENDS, MARKS, STOPS, head_end, joined, kinds_of, starts_paragraph

from .leaf import Run

_SPACING = 0.25
"""Typesetters leave so much between Han and Latin characters, in a line's height."""
_LOOSE = 1.3
"""Lines that stand so much farther apart than is usual end a paragraph."""
_NARROW = 0.5
"""A glyph is at least about so wide, in a line's height."""
_EXACT = 0.1
_INEXACT = 0.5
"""Where a column's text ends is not known better, in points."""
_BLANK = 0.6
"""A printed blank is at most about so wide, in a line's height."""
_AHEAD = 4
"""What a paragraph starts with may run over so many lines of a narrow column."""
_TORN = 1.2
"""A word is torn where less room is left than for a glyph so much wider than the usual one of its line."""
_INDENT = 0.8
"""A first line is indented by at least so much, in its height."""
_LEVEL = 1.0
"""Lines whose insets on both sides differ by at most so much, in points, are centred."""


class Pitch(NamedTuple):
    """How far apart lines usually stand, in points, and in their height."""

    points: float
    heights: float


@dataclass(slots=True)
class Passage:
    """Paragraphs, and what tells whether a text elsewhere goes on with them."""

    paragraphs: list[str]
    first: Run
    last: Run
    room: float
    """How much room the last line leaves."""
    head: float = 0.0
    """How much room the head of the first line needs."""
    starts: list[str] = field(default_factory=list)
    """The lines below the first that surely start paragraphs."""
    confidence: float = 1.0
    """How sure its least sure character is, where they were recognised."""

    @property
    def text(self) -> str:
        """The paragraphs, a line each."""
        return self.paragraphs[0] if len(self.paragraphs) == 1 else "\n".join(self.paragraphs)

    def is_wrapped_to(self, following: Passage) -> bool:
        """Tell whether the first line of `following` was wrapped from the last of this."""
        first = following.first
        if not _is_full(self.last, first, following.head, self.room):
            return False
        if first.text[0] not in MARKS and self.paragraphs[-1].rstrip()[-1:] not in STOPS:
            return True
        numbers = kinds_of(self.first.text, [*self.starts, *following.starts])
        return not starts_paragraph(
            self.paragraphs[-1], following.paragraphs[0], numbers | kinds_of(first.text, [])
        )

    def join(self, following: Passage) -> None:
        """Go on with `following`."""
        if self.is_wrapped_to(following):
            torn = _is_torn(self.last, self.last.right + self.room)
            self.paragraphs[-1] = joined(self.paragraphs[-1], following.paragraphs[0], torn=torn)
            self.paragraphs += following.paragraphs[1:]
        else:
            self.paragraphs += following.paragraphs
            self.starts.append(following.first.text)
        self.last, self.room = following.last, following.room
        self.starts += following.starts
        self.confidence = min(self.confidence, following.confidence)


def passage_of(lines: Sequence[Run], left: float, right: float, pitch: Pitch | None = None) -> Passage:
    """Join the lines of a column that reaches from `left` to `right`."""
    first, last = lines[0], lines[-1]
    if len(lines) == 1:
        return Passage([first.text], first, last, right - last.right, first.head)
    if _is_upright(lines):
        return Passage(["".join([line.text for line in lines])], first, last, 0.0, first.head)
    # Centred lines could grow to both sides.
    grown = left if _are_centred(lines, left + right) else None
    wraps = _wraps_of(lines, right, grown, pitch)
    starts = [line.text for line, wrapped in zip(lines[1:], wraps, strict=True) if not wrapped]
    numbers: frozenset[str] | None = None
    paragraphs = []
    text = first.text
    for index, wrapped in enumerate(wraps, 1):
        following = lines[index].text
        if wrapped and (following[0] in MARKS or text[-1] in STOPS):
            if numbers is None:
                numbers = kinds_of(first.text, starts)
            ahead = "".join([line.text for line in lines[index : index + _AHEAD]])
            if starts_paragraph(text, ahead, numbers):
                paragraphs.append(text)
                text = following
                continue
        if wrapped:
            torn = following[0] < "{" and _is_torn(lines[index - 1], right)
            text = joined(text, following, torn=torn) if following[0] < "{" else text + following
        else:
            paragraphs.append(text)
            text = following
    paragraphs.append(text)
    room = right - last.right if grown is None else right - last.right + last.left - grown
    return Passage(paragraphs, first, last, room, _head_of(lines, 0), starts)


def _wraps_of(lines: Sequence[Run], right: float, grown: float | None, pitch: Pitch | None) -> list[bool]:
    """Tell of each line below the first whether its head would not have fitted into the line above, nor starts below."""
    inset = _inset_of(lines) if grown is None else float("inf")
    wraps = []
    line = lines[0]
    for index, following in enumerate(lines[1:], 1):
        room = right - line.right if grown is None else right - line.right + line.left - grown
        head = following.head
        if head >= following.right - following.left - _EXACT:
            head = _head_of(lines, index)
        wraps.append(
            (head > room or _is_full(line, following, head, room))
            and following.left <= inset
            and not (pitch and _is_loose(line, following, pitch))
        )
        line = following
    return wraps


def _is_loose(above: Run, below: Run, pitch: Pitch) -> bool:
    """Tell whether two lines stand farther apart than lines of a paragraph do, whatever their size."""
    distance = below.bottom - above.bottom
    if distance <= _LOOSE * pitch.points:
        return False
    return distance > _LOOSE * pitch.heights * max(above.bottom - above.top, below.bottom - below.top)


def _head_of(lines: Sequence[Run], index: int) -> float:
    """Give the room that a line's head needs, which goes on in the next lines where it fills its own."""
    line = lines[index]
    head, text = line.head, line.text
    while line.head >= line.right - line.left - _EXACT and index + 1 < len(lines):
        index += 1
        line = lines[index]
        more = head_end(text + line.text) - len(text)
        if more <= 0:
            break
        whole = line.right - line.left
        head += whole if more >= len(line.text) else min(whole, more * _NARROW * (line.bottom - line.top))
        if more < len(line.text):
            break
        text += line.text
    return head


def _is_full(line: Run, following: Run, head: float, room: float) -> bool:
    """Tell whether the head of the next line would not have fitted into the room that a line leaves."""
    lacking = head - room
    if lacking > 0:
        return True
    height = line.bottom - line.top
    printed = line.text.rstrip()
    last, first = printed[-1], following.text[0]
    if lacking > -_BLANK * height * min(len(line.text) - len(printed), 2):
        return True
    if lacking > -_INEXACT and last not in ENDS:
        return True
    return (
        lacking > -_SPACING * height
        and last.isascii() != first.isascii()
        and last.isalnum()
        and first.isalnum()
    )


def _inset_of(lines: Sequence[Run]) -> float:
    """Give the place beyond which a line is indented as first lines are; nowhere if they are not."""
    body = min([line.left for line in lines]) + _INDENT * (lines[0].bottom - lines[0].top)
    return body if lines[0].left > body else float("inf")


def _is_torn(line: Run, right: float) -> bool:
    """Tell whether a line is the piece of a Latin word that fills a column too narrow for the whole of it."""
    word = line.text
    return (
        word.isascii()
        and " " not in word
        and (right - line.right) * len(word) < _TORN * (line.right - line.left)
    )


def _is_upright(lines: Sequence[Run]) -> bool:
    """Tell whether the text runs downwards, a Han character a line."""
    return (
        len(lines) > 2
        and len(lines[0].text) == len(lines[1].text) == 1
        and all(len(line.text.strip()) == 1 and not line.text.isascii() for line in lines)
    )


def _are_centred(lines: Sequence[Run], sides: float) -> bool:
    left = lines[0].left
    if abs(left - lines[-1].left) < 1 and abs(left - lines[1].left) < 1:
        return False
    return all(abs(line.left + line.right - sides) < _LEVEL for line in lines)
