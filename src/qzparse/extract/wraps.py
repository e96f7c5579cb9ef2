"""Lines of a cell or of a column of text → its paragraphs: soft wraps are joined, ends of paragraphs are kept.

A line was wrapped where the first glyphs of the next one, which no line break may part, would not have fitted into it.
Where they would not but the next line is indented as first lines are, or starts with a number and a dot, a paragraph
has happened to fill its last line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .leaf import Run

_NUMBERED = re.compile(r"\s*[0-9]{1,3}(?:[-\uff0d][0-9]{1,3})*[.\uff0e\u3001](?![0-9])")
_SPACING = 0.25
"""Typesetters leave so much between Han and Latin characters, in a line's height."""
_INDENT = 0.8
"""A first line is indented by at least so much, in its height."""
_LEVEL = 2.0
"""Lines whose middles differ from their column's by at most so much, in points, are centred."""


@dataclass(slots=True)
class Passage:
    """Paragraphs, and what tells whether a text elsewhere goes on with them."""

    paragraphs: list[str]
    first: Run
    last: Run
    room: float
    """How much room the last line leaves."""

    @property
    def text(self) -> str:
        """The paragraphs, a line each."""
        return self.paragraphs[0] if len(self.paragraphs) == 1 else "\n".join(self.paragraphs)

    def is_wrapped_to(self, following: Passage) -> bool:
        """Tell whether the first line of `following` was wrapped from the last of this."""
        return _is_wrapped(self.last, following.first, self.room)

    def join(self, following: Passage) -> None:
        """Go on with `following`."""
        if self.is_wrapped_to(following):
            self.paragraphs[-1] = _joined(self.paragraphs[-1], following.paragraphs[0])
            self.paragraphs += following.paragraphs[1:]
        else:
            self.paragraphs += following.paragraphs
        self.last, self.room = following.last, following.room


def passage_of(lines: Sequence[Run], left: float, right: float) -> Passage:
    """Join the lines of a column that reaches from `left` to `right`."""
    first = line = lines[0]
    if len(lines) == 1:
        return Passage([line.text], line, line, right - line.right)
    if _is_upright(lines):
        return Passage(["".join([line.text for line in lines])], first, lines[-1], 0.0)
    # Centred lines could grow to both sides.
    grown = left if _are_centred(lines, left + right) else None
    body = min([line.left for line in lines]) + _INDENT * (line.bottom - line.top)
    indents = first.left > body and grown is None
    paragraphs = []
    text = line.text
    for following in lines[1:]:
        room = right - line.right if grown is None else right - line.right + line.left - left
        if _is_wrapped(line, following, room) and not (indents and following.left > body >= line.left):
            text = _joined(text, following.text)
        else:
            paragraphs.append(text)
            text = following.text
        line = following
    paragraphs.append(text)
    room = right - line.right if grown is None else right - line.right + line.left - left
    return Passage(paragraphs, first, line, room)


def _is_wrapped(line: Run, following: Run, room: float) -> bool:
    """Tell whether the head of the next line would not have fitted into the room that a line leaves."""
    lacking = following.head - room
    if lacking <= 0:
        if lacking <= -_SPACING * (line.bottom - line.top):
            return False
        last, first = line.text[-1], following.text[0]
        if last.isascii() == first.isascii() or not (last.isalnum() and first.isalnum()):
            return False
    return not ("0" <= following.text.lstrip()[0] <= "9" and _NUMBERED.match(following.text))


def _joined(text: str, following: str) -> str:
    """Join two lines of a paragraph; between Latin words stands a blank."""
    last, first = text[-1], following[0]
    if last.isascii() and first.isascii() and last.isalpha() and first.isalpha():
        return f"{text} {following}"
    return text + following


def _is_upright(lines: Sequence[Run]) -> bool:
    """Tell whether the text runs downwards, a Han character a line."""
    return (
        len(lines) > 2
        and len(lines[0].text) == len(lines[1].text) == 1
        and all(len(line.text.strip()) == 1 and not line.text.isascii() for line in lines)
    )


def _are_centred(lines: Sequence[Run], sides: float) -> bool:
    if abs(lines[0].left - lines[-1].left) < 1 and abs(lines[0].left - lines[1].left) < 1:
        return False
    return all(abs(line.left + line.right - sides) < 2 * _LEVEL for line in lines)
