"""Pixels → level pixels, the rules drawn on them, where their ink is.

1. Rules are dark stretches far longer than the strokes of letters, or shorter ones that end at two such rules.
2. What is coloured is not dark: stamps do not count.
3. All lengths are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from .leaf import Box
from .picture import Picture

Pixels = Any
"""Rows of pixels, three bytes each or one."""

_BLOCK, _DARKER = 31, 12
"""A pixel is dark that is so much darker than the pixels around it."""
_SHORTEST, _LONG = 26, 90
"""The length of a rule between two others, and of one by itself."""
_THICKEST = 14
_BROKEN = 5
"""A gap in a rule is at most so long."""
_WHOLE = 0.9
"""So much of a long rule is dark: strokes of letters in one column leave more gaps."""
_REACH = 5
"""A rule ends at another at most so far from it."""
_STEEPEST = 6.0
_LEVEL = 0.04
"""A page askew by less, in degrees, is level."""
_FRINGE = 2
"""So far around a rule is its blur."""
_SPECK = 4
"""Fewer dark pixels than so are dirt, not part of a letter."""
_QUARTER = 0.25
_MANY = 2000


class Ink:
    """What is dark on a page: its rules, and all the rest."""

    def __init__(self, pixels: Pixels) -> None:
        dark = _dark(pixels)
        self.rules = _accepted(_stretches(dark, across=True), _stretches(dark, across=False))
        for left, top, right, bottom in self.rules:
            first, above = max(round(left) - _FRINGE, 0), max(round(top) - _FRINGE, 0)
            dark[above : round(bottom) + _FRINGE, first : round(right) + _FRINGE] = 0
        _, labels, found, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
        self._letters = (found[:, cv2.CC_STAT_AREA] >= _SPECK)[labels] & (dark > 0)

    def bounds(self, box: Box) -> Box:
        """Shrink a box to the ink in it; one without ink stays as it is."""
        left, top = max(round(box[0]), 0), max(round(box[1]), 0)
        inside = _crop(self._letters, box)
        columns, rows = np.flatnonzero(inside.any(axis=0)), np.flatnonzero(inside.any(axis=1))
        if not columns.size:
            return box
        return (
            float(left + columns[0]),
            float(top + rows[0]),
            float(left + columns[-1] + 1),
            float(top + rows[-1] + 1),
        )

    def letters_down(self, box: Box) -> list[Box]:
        """Part a column of letters into its letters, by the gaps between them."""
        left, top, right = (max(round(side), 0) for side in box[:3])
        rows = _crop(self._letters, box).any(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], rows, [0])).astype(np.int8)))
        parts = [(top + int(start), top + int(end)) for start, end in edges.reshape(-1, 2)]
        return [
            (float(left), float(start), float(right), float(end))
            for start, end in _letters_of(parts, right - left)
        ]


def set_threads(count: int) -> None:
    """Let OpenCV use so many threads."""
    cv2.setNumThreads(count)


def pixels_of(picture: Picture) -> Pixels:
    """Lay out a picture's bytes."""
    rows = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3)
    return np.ascontiguousarray(rows)


def turned(pixels: Pixels, quarters: int) -> Pixels:
    """Turn pixels by so many quarters, to the left."""
    return np.ascontiguousarray(np.rot90(pixels, quarters))


def halved(pixels: Pixels) -> Pixels:
    """Make a copy of half the size, of pixels that are many."""
    if max(pixels.shape) < _MANY:
        return pixels
    return cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


def strip_of(pixels: Pixels, boxes: Sequence[Box]) -> Pixels:
    """Lay what is in boxes side by side, on white."""
    pieces = [_crop(pixels, box) for box in boxes]
    high = max((piece.shape[0] for piece in pieces), default=1)
    edge = high // 4
    strip = []
    for piece in pieces:
        above = (high - piece.shape[0]) // 2 + edge
        below = high - piece.shape[0] - above + 2 * edge
        white = (255, 255, 255)
        strip.append(
            cv2.copyMakeBorder(piece, above, below, edge // 2, edge // 2, cv2.BORDER_CONSTANT, value=white)
        )
    return np.ascontiguousarray(np.hstack(strip))


def levelled(pixels: Pixels) -> Pixels:
    """Turn pixels by the few degrees that they are askew."""
    small = cv2.resize(pixels, None, fx=_QUARTER, fy=_QUARTER, interpolation=cv2.INTER_AREA)
    dark = _dark(small)
    angle = 0.0
    for step, count in ((0.5, round(_STEEPEST / 0.5)), (0.1, 5), (0.02, 5)):
        angles = [angle + step * number for number in range(-count, count + 1)]
        angle = max(angles, key=lambda one: (_sharpness(dark, one), -abs(one)))
    if abs(angle) < _LEVEL:
        return pixels
    return _tilted(pixels, angle, cv2.INTER_CUBIC, 255)


def _sharpness(dark: Pixels, angle: float) -> float:
    """Tell how sharply lines are told from what is between them."""
    rows = _tilted(dark, angle, cv2.INTER_NEAREST, 0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _tilted(pixels: Pixels, angle: float, interpolation: int, around: int) -> Pixels:
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    colour = (around, around, around)
    return cv2.warpAffine(pixels, matrix, (width, height), flags=interpolation, borderValue=colour)


def _dark(pixels: Pixels) -> Pixels:
    """Mark what is darker than what is around it; of coloured pixels the lightest colour counts."""
    grey = pixels.max(axis=2)
    return cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, _DARKER
    )


def _stretches(dark: Pixels, *, across: bool) -> tuple[list[Box], list[Box]]:
    """Find the boxes of thin dark stretches: long ones, hardly broken, and short ones without a gap."""
    gap, kernel = ((1, _BROKEN), (1, _SHORTEST)) if across else ((_BROKEN, 1), (_SHORTEST, 1))
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones(gap, np.uint8))
    axis = 0 if across else 1
    long = [
        box
        for box in _thin_boxes(joined, kernel, across=across)
        if _length(box) >= _LONG and _crop(dark, box).any(axis=axis).mean() >= _WHOLE
    ]
    short = [box for box in _thin_boxes(dark, kernel, across=across) if _length(box) < _LONG]
    return long, short


def _thin_boxes(dark: Pixels, kernel: tuple[int, int], *, across: bool) -> list[Box]:
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(kernel, np.uint8))
    _, _, found, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    boxes = []
    for left, top, width, height, area in found[1:].tolist():
        length, thickness = (width, height) if across else (height, width)
        # A long rule that is not quite level has a thick box, yet few pixels.
        if area <= length * _THICKEST and thickness <= 2 * _THICKEST and thickness < length:
            boxes.append((float(left), float(top), float(left + width), float(top + height)))
    return boxes


def _length(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _crop(pixels: Pixels, box: Box) -> Pixels:
    left, top, right, bottom = (max(round(side), 0) for side in box)
    return pixels[top:bottom, left:right]


def _accepted(across: tuple[list[Box], list[Box]], down: tuple[list[Box], list[Box]]) -> list[Box]:
    """Keep the rules that are long, and those that end at two kept ones."""
    kept, left = [across[0], down[0]], [across[1], down[1]]
    grown = True
    while grown:
        grown = False
        for side in (0, 1):
            ended = {box for box in left[side] if _ends_at(box, kept[1 - side], side)}
            left[side] = [box for box in left[side] if box not in ended]
            kept[side] = [*kept[side], *ended]
            grown = grown or bool(ended)
    return sorted([*kept[0], *kept[1]])


def _ends_at(box: Box, others: Sequence[Box], side: int) -> bool:
    """Tell whether both ends of a rule meet others that cross it; `side` is 0 for one across, 1 for one down."""
    level = (box[1 - side] + box[3 - side]) / 2
    places = [
        (other[side] + other[2 + side]) / 2
        for other in others
        if other[1 - side] - _REACH <= level <= other[3 - side] + _REACH
    ]
    return all(any(abs(end - place) <= _REACH for place in places) for end in (box[side], box[2 + side]))


def _letters_of(parts: Sequence[tuple[int, int]], width: int) -> list[tuple[int, int]]:
    """Join the parts of a letter: letters of a column are about as high as it is wide."""
    letters: list[tuple[int, int]] = []
    for start, end in parts:
        if letters and end - letters[-1][0] <= 1.05 * width:
            letters[-1] = (letters[-1][0], end)
        else:
            letters.append((start, end))
    return letters
