"""A picture of a page → what a printed page holds: runs and rules, found on its pixels.

1. A page askew is levelled; one on its side or its head is turned, where that reads better.
2. Ruled lines make the same tables as a printed page's; text is cut at their borders.
3. Every run tells how sure its least sure letter is.
"""

from __future__ import annotations

from collections.abc import Sequence

from .leaf import Box, Glyph, Leaf, run_of
from .picture import Picture
from .pixels import Ink, Pixels, halved, levelled, pixels_of, turned
from .recognition import Line, read_lines
from .typeset import rows_of

_POOR = 0.85
"""Where letters are less sure than so on the whole, the page may stand on its head."""
_BETTER = 0.1
"""A page is turned where that makes its letters so much surer."""
_LOOSE = 1.12
"""How much wider than it is measured the head of a line may be."""


def leaf_of(picture: Picture, number: int) -> Leaf | None:
    """Read a picture as the page `number`; None where there is no text on it."""
    pixels = levelled(pixels_of(picture))
    lines = read_lines(pixels)
    turns = _turns_to(pixels, lines)
    if turns:
        pixels = levelled(turned(pixels, turns))
        lines = read_lines(pixels)
    if not lines:
        return None
    ink = Ink(pixels)
    rows = rows_of(pixels, ink, lines)
    height, width = pixels.shape[:2]
    scale = picture.points
    rules = [_scaled(rule, scale) for rule in ink.rules]
    leaf = Leaf(number, width * scale, height * scale, [], rules, lambda run: glyphs[run.origin[0]])
    glyphs = [[Glyph(one.text, one.left * scale, one.right * scale) for one in row.glyphs] for row in rows]
    for place, row in enumerate(rows):
        run = run_of(glyphs[place], row.top * scale, row.bottom * scale)
        if run is not None:
            run.origin, run.confidence = (place, place + 1), row.confidence
            run.head *= _LOOSE
            leaf.runs.append(run)
    return leaf


def _turns_to(pixels: Pixels, lines: Sequence[Line]) -> int:
    """Tell by how many quarters a page is to be turned to the left."""
    upright = _legibility(lines)
    if upright >= _POOR or not lines:
        return 0
    small = halved(pixels)
    letters = sum(len(line.letters) for line in lines)
    tried = [(_legibility(read_lines(turned(small, turns)), letters), turns) for turns in (1, 2, 3)]
    best, turns = max(tried)
    return turns if best > upright + _BETTER else 0


def _legibility(lines: Sequence[Line], fewest: int = 1) -> float:
    """Tell how sure a page's letters, at least so many, are on the whole; those on their side count as not read."""
    letters = max(sum(len(line.letters) for line in lines), fewest)
    read = sum(line.confidence * len(line.letters) for line in lines if not line.is_tall)
    return read / letters


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = box
    return (left * scale, top * scale, right * scale, bottom * scale)
