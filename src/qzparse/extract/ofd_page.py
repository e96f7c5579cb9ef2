"""The XML of an OFD page → its letters, rules and pictures, in points.

1. An object's boundary and matrix place it; lengths are millimetres, y grows downwards.
2. Letters stand where the offsets of their text code say; without offsets, one behind the other.
3. Objects count as they stand: blocks are looked into, `DEEPEST` deep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain, repeat
from math import atan2, pi

from lxml import etree

from .leaf import Box
from .letters import Letter
from .vectors import UNMOVED, Matrix, Point, box_of, iter_rules, moved, product

POINTS = 72 / 25.4
"""Points in a millimetre."""
OBJECTS = 2_000_000
"""A page of more objects is not read."""
DEEPEST = 16
_SIZE = 3.5
"""A letter's size where the file gives none, in millimetres."""
_ASCENT, _DESCENT = 0.88, 0.12
_STARTS, _CURVES, _CLOSE = "MS", {"Q": 4, "B": 6, "A": 7}, "C"
"""What the operators of a path do: start a line, end in a curve after so many numbers, close."""


@dataclass(slots=True)
class Drawn:
    """What objects print, in the order of the page."""

    letters: list[Letter] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    pictured: float = 0.0
    """How much area pictures cover."""
    objects: int = 0
    directions: Counter[int] = field(default_factory=Counter)

    @property
    def quarters(self) -> int:
        """Tell by how many quarters most letters are turned."""
        return self.directions.most_common(1)[0][0] if self.directions else 0

    def take(self, container: etree._Element, matrix: Matrix = UNMOVED, depth: int = 0) -> None:
        """Take the objects of a layer or block."""
        for element in container.iterchildren("{*}*"):
            self.objects += 1
            if self.objects > OBJECTS:
                return
            match etree.QName(element).localname:
                case "TextObject":
                    placed = _placed(element, matrix)
                    before = len(self.letters)
                    self.letters += _letters_of(element, placed)
                    angle = atan2(placed[1], placed[0])
                    self.directions[round(angle * 2 / pi) % 4] += len(self.letters) - before
                case "PathObject":
                    self.rules += _rules_of(element, matrix)
                case "ImageObject":
                    left, top, right, bottom = box_of(_corners_of(element, matrix))
                    self.pictured += (right - left) * (bottom - top)
                case "Layer" | "PageBlock" if depth < DEEPEST:
                    self.take(element, matrix, depth + 1)


def numbers_in(text: str | None) -> list[float]:
    """Read numbers parted by blanks; what is no number ends them."""
    numbers = []
    for word in (text or "").split():
        try:
            numbers.append(float(word))
        except ValueError:
            break
    return [number for number in numbers if abs(number) < 1e9]


def offsets_in(text: str | None, count: int) -> list[float]:
    """Read at most `count` offsets; `g 3 4.5` stands for three times 4.5.

    >>> offsets_in("3.5 g 3 4 2", 9), offsets_in("g 2000000000 1", 2)
    ([3.5, 4.0, 4.0, 4.0, 2.0], [1.0, 1.0])
    """
    offsets: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if len(offsets) >= count:
            break
        times, value = (next(words, "0"), next(words, "0")) if word == "g" else ("1", word)
        try:
            offsets += repeat(float(value), min(max(int(times), 0), count - len(offsets)))
        except ValueError:
            break
    return offsets


def _placed(element: etree._Element, matrix: Matrix) -> Matrix:
    """Give the matrix of an object: its own, moved to the corner of its boundary, then those around it."""
    corner = numbers_in(element.get("Boundary"))[:2]
    own = numbers_in(element.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else UNMOVED
    x, y = corner if len(corner) == 2 else (0.0, 0.0)
    return product((a, b, c, d, e + x, f + y), matrix)


def _corners_of(element: etree._Element, matrix: Matrix) -> list[Point]:
    box = numbers_in(element.get("Boundary"))
    x, y, width, height = box if len(box) == 4 else (0.0, 0.0, 0.0, 0.0)
    return [_in_points(moved((x + right, y + down), matrix)) for right in (0, width) for down in (0, height)]


def _in_points(point: Point) -> Point:
    return (point[0] * POINTS, point[1] * POINTS)


def _letters_of(element: etree._Element, placed: Matrix) -> Iterator[Letter]:
    """Place the letters of a text object; one that stands on its side or its head keeps its box."""
    size = next(iter(numbers_in(element.get("Size"))), _SIZE)
    stretch = next(iter(numbers_in(element.get("HScale"))), 1.0)
    x = y = 0.0
    for code in element.iterchildren("{*}TextCode"):
        text = code.text or ""
        x = next(iter(numbers_in(code.get("X"))), x)
        y = next(iter(numbers_in(code.get("Y"))), y)
        widths = [size * stretch * (0.5 if character.isascii() else 1.0) for character in text]
        steps = offsets_in(code.get("DeltaX"), len(text)), offsets_in(code.get("DeltaY"), len(text))
        across = steps[0] if any(steps) else widths
        lefts = _places(x, across, len(text))
        levels = _places(y, steps[1], len(text))
        # A Latin letter reaches to the next one, unless that stands apart.
        for index, following in enumerate(lefts[1:]):
            if text[index].isascii() and 0 < following - lefts[index] <= size * stretch:
                widths[index] = following - lefts[index]
        for character, left, level, width in zip(text, lefts, levels, widths, strict=True):
            corners = [(left, level - _ASCENT * size), (left + width, level + _DESCENT * size)]
            yield Letter(character, *box_of([_in_points(moved(corner, placed)) for corner in corners]))


def _places(start: float, steps: list[float], count: int) -> list[float]:
    """Add offsets up; the last one holds for what follows."""
    last = steps[-1] if steps else 0.0
    following = chain(steps, repeat(last))
    return list(accumulate((next(following) for _ in range(count - 1)), initial=start))[:count]


def _rules_of(element: etree._Element, matrix: Matrix) -> Iterator[Box]:
    """Read the abbreviated data of a path, and give the rules that it draws or fills."""
    placed = _placed(element, matrix)
    drawn = element.get("Stroke", "true") != "false"
    if not drawn and element.get("Fill") != "true":
        return
    for data in element.iterchildren("{*}AbbreviatedData"):
        for points in _polygons_in((data.text or "").split()):
            yield from iter_rules([_in_points(moved(point, placed)) for point in points], drawn=drawn)


def _polygons_in(words: list[str]) -> Iterator[list[Point]]:
    """Yield the lines of a path; a curve parts two of them."""
    points: list[Point] = []
    place = 0
    while place < len(words):
        operator = words[place]
        count = _CURVES.get(operator, 0 if operator == _CLOSE else 2)
        numbers = numbers_in(" ".join(words[place + 1 : place + 1 + count]))
        place += 1 + count
        if len(numbers) < count:
            break
        if operator == _CLOSE:
            if len(points) > 1:
                yield [*points, points[0]]
            points = points[:1]
            continue
        if operator in _STARTS or operator in _CURVES:
            if len(points) > 1:
                yield points
            points = []
        points.append((numbers[-2], numbers[-1]))
    if len(points) > 1:
        yield points
