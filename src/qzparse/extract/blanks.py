"""Text objects that print nothing → the blanks at the ends of runs, which PDFium leaves out of its text.

A blank at which a line was wrapped stands behind the line's last glyph, in an object of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial
from itertools import pairwise, repeat

from .glyphs import TextLayer
from .leaf import Box
from .pdfium import Floats, bounds_of, loose_box, text_object_at

_NEAR = 0.5
"""A blank stands so near to the glyph before it, in a line's height."""
_INKLESS = 0.01
_BESIDE = 0.1
"""An object that reaches so far beyond its last glyph, in points, ends in a blank."""
_BLANK = " "


def restore_blanks(layer: TextLayer, texts: Sequence[int], left: float) -> None:
    """Add the printed blanks that a text layer lacks; `texts` are the page's text objects, its left side is at `left`."""
    following = dict(pairwise(texts))
    _restore_inner(layer, following)
    _restore_last(layer, following, left)


def _restore_inner(layer: TextLayer, following: dict[int, int]) -> None:
    """Keep a blank that was made up between objects where one is printed too: of the two PDFium keeps its own."""
    at = partial(text_object_at, layer.handle)
    made_up = [index for index in layer.made_up_blanks() if at(index - 1) != at(index + 1)]
    ahead = [at(index - 1) for index in made_up]
    behind = [following.get(one, one) for one in ahead]
    rights = layer.rights_of([index - 1 for index in made_up])
    layer.keep_blanks(
        [
            index
            for index, right, (_, _, reached, _), (start, foot, _, top) in zip(
                made_up, rights, _boxes_of(ahead), _boxes_of(behind), strict=True
            )
            if reached > right + _BESIDE or (top - foot <= _INKLESS and start > right - _BESIDE)
        ]
    )


def _restore_last(layer: TextLayer, following: dict[int, int], left: float) -> None:
    """Add the blanks that follow runs: of several PDFium keeps the first, of one none."""
    handle, runs = layer.handle, layer.runs
    lasts = map(text_object_at, repeat(handle), [run.origin[1] - 1 for run in runs])
    behind = [
        last if run.text[-1] == _BLANK else following.get(last, last)
        for run, last in zip(runs, lasts, strict=True)
    ]
    inks = _boxes_of(behind)
    blank = [place for place, (_, foot, _, top) in enumerate(inks) if top - foot <= _INKLESS]
    for run, (start, _, stop, _) in [(runs[place], inks[place]) for place in blank]:
        if abs(start - left - run.right) > _NEAR * (run.bottom - run.top):
            continue
        if run.text[-1] != _BLANK:
            run.text += _BLANK
        elif stop > start:
            run.text += _BLANK * round((stop - start) / _width_at(handle, run.origin[1] - 1))


def _boxes_of(objects: Sequence[int]) -> list[Box]:
    """Give left, bottom, right, top of what objects print."""
    floats = Floats(4 * len(objects))
    at, end = floats.address, floats.address + 16 * len(objects)
    deque(map(bounds_of, objects, *(range(at + shift, end + shift, 16) for shift in (0, 4, 8, 12))), maxlen=0)
    values = floats.values()
    return list(zip(values[0::4], values[1::4], values[2::4], values[3::4], strict=True))


def _width_at(handle: int, index: int) -> float:
    """Tell how wide a glyph is."""
    box = Floats(4)
    loose_box(handle, index, box.address)
    return max(box[2] - box[0], _INKLESS)
