"""A page or an image → a picture of it, no larger than is read."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

DOTS = 200
"""Dots to the inch at which letters are read best: more cost time and bring nothing."""
_MOST = 25_000_000
"""Of a picture of more pixels a smaller copy is read."""


class Picture(NamedTuple):
    """Rows of pixels of three bytes, blue first, and how many points a pixel is wide."""

    pixels: bytes | bytearray
    width: int
    height: int
    points: float


def shrink_of(width: float, height: float, points: float) -> float:
    """Give the factor that brings so many pixels, each so many points wide, to those that are read.

    >>> round(shrink_of(1190, 842, 1.0), 3), shrink_of(1654, 2339, 0.36), round(shrink_of(50_000, 500_000, 1.0), 3)
    (2.778, 1.0, 0.032)
    """
    return min(points * DOTS / 72, sqrt(_MOST / max(width * height, 1.0)))
