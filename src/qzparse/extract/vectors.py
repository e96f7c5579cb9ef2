"""Lines and polygons on a page → the boxes of its rules; and what moves them to their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from .leaf import Box

THIN = 3.0
"""What is so thin is a rule, in points."""

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def moved(point: Point, matrix: Matrix) -> Point:
    """Move a point."""
    x, y = point
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def product(first: Matrix, second: Matrix) -> Matrix:
    """Join two matrices: what `first` moves, `second` moves on."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def box_of(points: Iterable[Point]) -> Box:
    """Give the box around points."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def is_thin(box: Box) -> bool:
    """Tell whether a box is a rule."""
    return box[2] - box[0] <= THIN or box[3] - box[1] <= THIN


def iter_rules(points: Sequence[Point], *, drawn: bool) -> Iterator[Box]:
    """Yield the rules of a polygon: its upright and level lines where it is drawn, itself where it is filled and thin."""
    boxes = map(box_of, pairwise(points)) if drawn else [box_of(points)]
    return (box for box in boxes if is_thin(box))
