"""The drawings of a Word document → its text boxes, where they are anchored, and the connectors between them.

1. A box in a group of shapes is anchored where the group is.
2. A box that is anchored nowhere is none the less given: with the last ones.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from .word_binary import WordBinary

_ANCHORS, _ART, _BOXES = 40, 50, 56
_BOX_SIZE, _ANCHOR_SIZE = 22, 26
_GROUP, _SHAPE, _RULES, _OWN, _RULE = 0xF003, 0xF004, 0xF005, 0xF00A, 0xF012
_DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Box:
    """A text box: its shape's key, and the positions of its text within the text boxes' story."""

    key: str
    start: int
    end: int


@dataclass(slots=True)
class Boxes:
    """The text boxes of the main text, by the position of their anchor."""

    links: list[tuple[str, str]] = field(default_factory=list)
    _anchors: list[int] = field(default_factory=list)
    _boxes: list[Box] = field(default_factory=list)

    @classmethod
    def of(cls, word: WordBinary) -> Boxes:
        """Find the boxes of a document."""
        limits, found = word.plex(_BOXES, _BOX_SIZE)
        if not found:
            return cls()
        art = _Art()
        art.read(word.structure(_ART))
        positions, shapes = word.plex(_ANCHORS, _ANCHOR_SIZE)
        anchors = {
            struct.unpack_from("<I", shape)[0]: position
            for position, shape in zip(positions, shapes, strict=False)
        }
        boxes = []
        for start, end, box in zip(limits, limits[1:], found, strict=False):
            unused, shape = struct.unpack_from("<8xH4xI", box)
            anchor = anchors.get(art.outermost.get(shape, shape), word.story(0)[1])
            if not unused:
                boxes.append((anchor, Box(str(shape), start, end)))
        boxes.sort(key=lambda one: one[0])
        links = [(str(start), str(end)) for start, end in art.links]
        return cls(links, [anchor for anchor, _ in boxes], [box for _, box in boxes])

    def between(self, start: int, end: int) -> list[Box]:
        """Give the boxes that are anchored from `start` to before `end`."""
        if not self._anchors:
            return []
        return self._boxes[bisect_left(self._anchors, start) : bisect_left(self._anchors, end)]


@dataclass(slots=True)
class _Art:
    """Reads drawing records: which outermost shape or group each shape belongs to, and what is connected."""

    outermost: dict[int, int] = field(default_factory=dict)
    links: list[tuple[int, int]] = field(default_factory=list)

    def read(self, art: bytes) -> None:
        """Read the drawings that follow what they have in common; each has a byte before it."""
        place = 8 + struct.unpack_from("<4xI", art)[0] if len(art) >= 8 else 0
        while place > 0 and place + 9 <= len(art):
            size = struct.unpack_from("<4xI", art, place + 1)[0]
            for kind, record in _iter_records(art[place + 9 : place + 9 + size]):
                if kind == _GROUP:
                    self._read_page(record)
                elif kind == _RULES:
                    self._read_rules(record)
            place += 9 + size

    def _read_page(self, page: bytes) -> None:
        """Read the outermost group of a drawing, which is the page that it is drawn on."""
        for _, record in _iter_records(page):
            shapes = list(_iter_shapes(record))
            for shape in shapes:
                self.outermost[shape] = shapes[0]

    def _read_rules(self, rules: bytes) -> None:
        for kind, record in _iter_records(rules):
            if kind == _RULE and len(record) >= 12:
                start, end = struct.unpack_from("<4x2I", record)
                if start and end:
                    self.links.append((start, end))


def _iter_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 8 <= len(data):
        kind, size = struct.unpack_from("<2xHI", data, place)
        yield kind, data[place + 8 : place + 8 + size]
        place += 8 + size


def _iter_shapes(container: bytes, depth: int = 0) -> Iterator[int]:
    """Yield the numbers of the shapes in a shape's or group's container."""
    for kind, record in _iter_records(container):
        if kind == _OWN and len(record) >= 4:
            yield struct.unpack_from("<I", record)[0]
        elif kind in (_GROUP, _SHAPE) and depth < _DEEPEST:
            yield from _iter_shapes(record, depth + 1)
