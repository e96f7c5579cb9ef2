"""Text objects that print nothing → the blanks at the ends of runs, which PDFium leaves out of its text.

A blank at which a line was wrapped stands behind the line's last glyph, in an object of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import repeat

from .leaf import Run
from .pdfium import Floats, bounds_of, text_object_at

_NEAR = 0.5
"""A blank stands so near to the glyph before it, in a line's height."""
_INKLESS = 0.01
_WIDE = 0.3
"""A blank is about so wide, in a line's height."""


def restore_blanks(handle: int, runs: Sequence[Run], texts: Sequence[int], left: float) -> None:
    """Add the blanks that follow runs; `texts` are the page's text objects in order, its left side is at `left`."""
    place_of = dict(zip(texts, range(1, len(texts) + 1), strict=True))
    lasts = map(text_object_at, repeat(handle), [run.origin[1] - 1 for run in runs])
    followed = [
        (run, texts[place])
        for run, place in zip(runs, [place_of.get(last, len(texts)) for last in lasts], strict=True)
        if place < len(texts)
    ]
    floats = Floats(4 * len(followed))
    at, end = floats.address, floats.address + 16 * len(followed)
    objects = [text for _, text in followed]
    deque(map(bounds_of, objects, *(range(at + shift, end + shift, 16) for shift in (0, 4, 8, 12))), maxlen=0)
    values = floats.values()
    sides = (values[place::4] for place in range(4))
    for (run, _), start, foot, stop, top in zip(followed, *sides, strict=True):
        if top - foot > _INKLESS:
            continue
        height = run.bottom - run.top
        if abs(start - left - run.right) < _NEAR * height and run.text[-1] not in " \u3000":
            run.text += " " * (1 + round((stop - start) / (_WIDE * height)))
