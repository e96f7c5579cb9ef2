"""Text objects that print nothing → the blanks at the ends of runs, which PDFium leaves out of its text.

A blank at which a line was wrapped stands behind the line's last glyph, in an object of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise, repeat

from .leaf import Run
from .pdfium import Floats, bounds_of, loose_box, text_object_at

_NEAR = 0.5
"""A blank stands so near to the glyph before it, in a line's height."""
_INKLESS = 0.01
_BLANK = " "


def restore_blanks(handle: int, runs: Sequence[Run], texts: Sequence[int], left: float) -> None:
    """Add the blanks that follow runs; `texts` are the page's text objects in order, its left side is at `left`.

    Of several blanks PDFium keeps the first; of one, none.
    """
    following = dict(pairwise(texts))
    lasts = map(text_object_at, repeat(handle), [run.origin[1] - 1 for run in runs])
    ended = []
    objects = []
    for run, last in zip(runs, lasts, strict=True):
        one = last if run.text[-1] == _BLANK else following.get(last)
        if one:
            ended.append(run)
            objects.append(one)
    floats = Floats(4 * len(objects))
    at, end = floats.address, floats.address + 16 * len(objects)
    deque(map(bounds_of, objects, *(range(at + shift, end + shift, 16) for shift in (0, 4, 8, 12))), maxlen=0)
    values = floats.values()
    for run, start, foot, stop, top in zip(ended, *(values[side::4] for side in range(4)), strict=True):
        if top - foot > _INKLESS or abs(start - left - run.right) > _NEAR * (run.bottom - run.top):
            continue
        if run.text[-1] != _BLANK:
            run.text += _BLANK
        elif stop > start:
            run.text += _BLANK * round((stop - start) / _width_at(handle, run.origin[1] - 1))


def _width_at(handle: int, index: int) -> float:
    """Tell how wide a glyph is."""
    box = Floats(4)
    loose_box(handle, index, box.address)
    return max(box[2] - box[0], _INKLESS)
