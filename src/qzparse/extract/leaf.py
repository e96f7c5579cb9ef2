"""What a printed page holds, whatever its format: runs of glyphs, and rules.

Lengths are points from the upper left corner of the upright page, y grows downwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from qzparse.breaks import head_end

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Glyph(NamedTuple):
    """One printed character."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Run:
    """Glyphs on one baseline; its box is that of what is not blank, `text` keeps printed blanks at both ends.

    `head` is how much room its first glyphs need that no line break may part.
    `origin` tells the reader of the format which glyphs these are.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    head: float
    origin: tuple[int, int] = (0, 0)
    confidence: float = 1.0
    """How sure its least sure character is, where they were recognised."""


@dataclass(slots=True)
class Leaf:
    """A page's runs in the order of its content, and the boxes of its rules."""

    number: int
    width: float
    height: float
    runs: list[Run]
    rules: list[Box]
    glyphs_of: Callable[[Run], list[Glyph]]
    slanted: list[Run] = field(default_factory=list)
    """What is printed at an angle, such as watermarks."""
    pictured: float = 0.0
    """How much of it pictures cover; 1 is all."""
    objects: int = 0
    """How many things are printed on it."""
    unmapped: int = 0
    """How many glyphs name no character."""
    levelled: Callable[[Run], list[Run]] = field(default=lambda run: [run])
    """Parts a run whose glyphs stand on several lines."""


def run_of(glyphs: Sequence[Glyph], top: float, bottom: float) -> Run | None:
    """Make a run of glyphs that stand side by side; None where they print nothing."""
    text = "".join([glyph.text for glyph in glyphs]).strip(" ")
    printed = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not printed:
        return None
    head = printed[min(head_end(text.strip()), len(printed)) - 1]
    return Run(text, printed[0].left, top, printed[-1].right, bottom, head.right - printed[0].left)
