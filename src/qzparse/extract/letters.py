"""Glyphs in the order of a page's content, each at its place → the runs of a leaf.

Equal glyphs at one place, as fake bold has them, count once; between Latin words that stand apart stands a blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .leaf import Glyph, Leaf, Run, run_of

_GAP = 1.0
"""Glyphs that stand farther apart than so much of their height are of two runs."""
_WORD_GAP = 0.2
"""Latin glyphs that stand so far apart, in their height, are of two words."""
_SAME = 0.25
"""Equal glyphs so near to each other, in their height, are one."""


class Letter(NamedTuple):
    """A glyph and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class _Group:
    """Glyphs that follow one another on a line."""

    def __init__(self, letter: Letter) -> None:
        self.glyphs = [Glyph(letter.text, letter.left, letter.right)]
        self.top, self.bottom = letter.top, letter.bottom

    def takes(self, letter: Letter) -> bool:
        """Take a glyph that goes on with these; tell whether it does."""
        height = letter.bottom - letter.top
        if abs(letter.top + letter.bottom - self.top - self.bottom) >= height:
            return False
        near = _SAME * height
        if any(one.text == letter.text and abs(one.left - letter.left) < near for one in self.glyphs[-8:]):
            return True
        last = self.glyphs[-1]
        if not last.left <= letter.left <= last.right + _GAP * height:
            return False
        pair = last.text + letter.text
        if letter.left - last.right > _WORD_GAP * height and pair.isascii() and pair.isalnum():
            self.glyphs.append(Glyph(" ", last.right, letter.left))
        self.glyphs.append(Glyph(letter.text, letter.left, letter.right))
        return True


def set_letters(leaf: Leaf, letters: Iterable[Letter]) -> None:
    """Give a leaf its runs."""
    groups = list(_groups_of(letters))
    starts: dict[str, Run] = {}
    for place, group in enumerate(groups):
        run = run_of(group.glyphs, group.top, group.bottom)
        if run is None:
            continue
        run.text = "".join([glyph.text for glyph in group.glyphs])
        twin = starts.get(run.text)
        apart = abs(twin.left - run.left) + abs(twin.top - run.top) if twin else float("inf")
        if apart >= _SAME * (run.bottom - run.top):
            run.origin = (place, place + 1)
            starts[run.text] = run
            leaf.runs.append(run)
            leaf.unmapped += run.text.count("\ufffd")
    leaf.glyphs_of = lambda run: groups[run.origin[0]].glyphs


def _groups_of(letters: Iterable[Letter]) -> Iterator[_Group]:
    group: _Group | None = None
    for letter in letters:
        if group is not None and group.takes(letter):
            continue
        if group is not None:
            yield group
        group = _Group(letter)
    if group is not None:
        yield group
