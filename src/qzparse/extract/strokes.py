"""A page's path objects, as PDFium holds them → the boxes of its rules.

A thin box is a rule; so is each upright or level line of a drawn path, and each thin part of a filled one. Filled areas
and curves are none. What a form object holds is looked into.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .leaf import Box
from .pdfium import (
    FORM,
    IMAGE,
    LINE,
    PATH,
    TEXT,
    Floats,
    Integers,
    bounds_of,
    closes,
    count_inner,
    count_segments,
    draw_mode,
    inner_at,
    kind_of,
    matrix_of,
    point_of,
    segment_at,
    segment_kind,
)
from .vectors import THIN, UNMOVED, Matrix, Point, box_of, iter_rules, moved, product

SEGMENTS = 100_000
"""A path of more segments is a drawing."""
_DEEPEST = 8


class Strokes:
    """What stands on a page whose upper left corner is at `left`, `top`: its rules, its texts, the area of its pictures."""

    def __init__(self, left: float, top: float) -> None:
        self.rules: list[Box] = []
        self.pictured = 0.0
        self.texts: list[int] = []
        self._left, self._top = left, top

    def take(self, objects: Sequence[int], matrix: Matrix = UNMOVED, depth: int = 0) -> None:
        """Take objects of the page, or of a form that `matrix` places on it."""
        kinds = list(map(kind_of, objects))
        self.texts += _of_kind(TEXT, objects, kinds)
        if PATH in kinds:
            self._take_paths(_of_kind(PATH, objects, kinds), matrix)
        if IMAGE in kinds:
            for left, top, right, bottom in self._boxes_of(_of_kind(IMAGE, objects, kinds), matrix):
                self.pictured += (right - left) * (bottom - top)
        if FORM in kinds and depth < _DEEPEST:
            for form in _of_kind(FORM, objects, kinds):
                inner = [inner_at(form, index) for index in range(count_inner(form))]
                self.take(inner, product(_matrix_of(form), matrix), depth + 1)

    def _take_paths(self, paths: Sequence[int], matrix: Matrix) -> None:
        for path, box in zip(paths, self._boxes_of(paths, matrix), strict=True):
            left, top, right, bottom = box
            if right - left <= THIN or bottom - top <= THIN:
                self.rules.append(box)
            elif 0 < (count := count_segments(path)) <= SEGMENTS:
                self._take_outline(path, count, product(_matrix_of(path), matrix))

    def _take_outline(self, path: int, count: int, matrix: Matrix) -> None:
        """Take the lines of a drawn path, or the thin parts of a filled one."""
        modes = Integers(2)
        draw_mode(path, modes.address, modes.address + 4)
        for points in _lines_of(path, count, matrix):
            placed = [(x - self._left, self._top - y) for x, y in points]
            self.rules += iter_rules(placed, drawn=bool(modes[1]))

    def _boxes_of(self, objects: Sequence[int], matrix: Matrix) -> Iterator[Box]:
        """Yield the outline of each object, on the page."""
        floats = Floats(4 * len(objects))
        at, end = floats.address, floats.address + 16 * len(objects)
        list(map(bounds_of, objects, *(range(at + shift, end + shift, 16) for shift in (0, 4, 8, 12))))
        sides = iter(floats.values())
        for left, bottom, right, top in zip(sides, sides, sides, sides, strict=True):
            if matrix is UNMOVED:
                yield (left - self._left, self._top - top, right - self._left, self._top - bottom)
            else:
                corners = [moved((x, y), matrix) for x in (left, right) for y in (bottom, top)]
                yield box_of([(x - self._left, self._top - y) for x, y in corners])


def _of_kind(wanted: int, objects: Sequence[int], kinds: Sequence[int]) -> list[int]:
    return [one for one, kind in zip(objects, kinds, strict=True) if kind == wanted]


def _lines_of(path: int, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """Yield the polygons of a path; a curve parts two of them."""
    point = Floats(2)
    points: list[Point] = []
    for index in range(count):
        segment = segment_at(path, index)
        point_of(segment, point.address, point.address + 4)
        placed = moved((point[0], point[1]), matrix)
        if segment_kind(segment) != LINE:
            if len(points) > 1:
                yield points
            points = []
        points.append(placed)
        if closes(segment) and len(points) > 1:
            yield [*points, points[0]]
            points = points[:1]
    if len(points) > 1:
        yield points


def _matrix_of(one: int) -> Matrix:
    floats = Floats(6)
    matrix_of(one, floats.address)
    a, b, c, d, e, f = floats.values()
    return (a, b, c, d, e, f)
