"""Property modifiers of a Word document → what a paragraph is.

1. A paragraph has the modifiers of the run that its mark stands in, then those of a fast save.
2. Modifiers are read once for each set of bytes: paragraphs that are alike share a `Look`.
3. Only those are read that say where a paragraph stands and how it is numbered.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from .word_binary import WordBinary

PAGE = 512
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_DEEPEST = 16


class Modifier(IntEnum):
    """The modifiers that say something to readers, by their codes."""

    STYLE = 0x4600
    CHANGED = 0x2664
    IN_TABLE = 0x2416
    DEPTH = 0x6649
    ENDS_ROW = 0x2417
    ENDS_INNER_ROW = 0x244C
    ENDS_INNER_CELL = 0x244B
    OUTLINE = 0x2640
    LIST = 0x460B
    LIST_DEPTH = 0x260A
    CHANGE_TABS = 0xC615
    HUGE = 0x6646
    OLD_HUGE = 0x6645
    DEFINE_ROW = 0xD608
    DEFINE_OLD_ROW = 0xD606
    HEADER_ROW = 0x3404
    LEFT = 0x9601
    GAP = 0x9602
    MERGE_UPRIGHT = 0xD62B
    MERGE = 0x5624
    SPLIT = 0x5625
    INSERT = 0x7621
    DELETE = 0x5622
    WIDTH = 0x7623
    DELETED = 0x0800
    INSERTED = 0x0801
    SYMBOL = 0x6A09


_DEFINITIONS = {Modifier.DEFINE_ROW, Modifier.DEFINE_OLD_ROW}
_OF_ROWS = {code for code in Modifier if code >> 10 & 7 == 5}
_OF_PARAGRAPHS = {code for code in Modifier if code >> 10 & 7 == 1}


def iter_modifiers(modifiers: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each modifier's code and operand.

    >>> [(hex(code), operand.hex()) for code, operand in iter_modifiers(bytes.fromhex("162401496602000000"))]
    [('0x2416', '01'), ('0x6649', '02000000')]
    """
    place = 0
    while place + 2 < len(modifiers):
        code = modifiers[place] | modifiers[place + 1] << 8
        place += 2
        size = _SIZES[code >> 13]
        if code in _DEFINITIONS:
            size = int.from_bytes(modifiers[place : place + 2], "little") - 1
            place += 2
        elif not size:
            size = modifiers[place]
            place += 1
            if code == Modifier.CHANGE_TABS and size == 0xFF:
                size = _size_of_tabs(modifiers, place)
        yield code, modifiers[place : place + size]
        place += max(0, size)


def _size_of_tabs(modifiers: bytes, place: int) -> int:
    added = place + 1 + 4 * modifiers[place]
    return added + 1 + 3 * modifiers[added] - place


@dataclass(slots=True, eq=False)
class Look:
    """What a paragraph's modifiers say; `row` is what they say of the row that it ends.

    `depth` counts the tables around it; `outline` is its heading level, from 1, or 0 for body text.
    """

    style: int = 0
    depth: int = 0
    ends_row: bool = False
    ends_cell: bool = False
    outline: int | None = None
    number: int | None = None
    number_depth: int | None = None
    row: list[tuple[int, bytes]] = field(default_factory=list)

    def apply(self, modifiers: bytes, data: bytes = b"") -> None:
        """Take over what `modifiers` say; they may point at more of them in `data`."""
        for code, operand in iter_modifiers(modifiers):
            if code in _OF_ROWS:
                self.row.append((code, operand))
            elif code in _OF_PARAGRAPHS:
                self._set(code, int.from_bytes(operand[:4], "little"), data)

    def _set(self, code: int, value: int, data: bytes) -> None:
        match code:
            case Modifier.STYLE | Modifier.CHANGED:
                # What stands before them is what the paragraph was like before it was changed.
                self.style = value if code == Modifier.STYLE else self.style
                self.outline = self.number = self.number_depth = None
            case Modifier.IN_TABLE:
                self.depth = max(self.depth, 1) if value else 0
            case Modifier.DEPTH:
                self.depth = min(value, _DEEPEST)
            case Modifier.ENDS_ROW | Modifier.ENDS_INNER_ROW:
                self.ends_row = bool(value)
            case Modifier.ENDS_INNER_CELL:
                self.ends_cell = bool(value)
            case Modifier.OUTLINE:
                self.outline = value + 1 if value < 9 else 0
            case Modifier.LIST:
                self.number = value
            case Modifier.LIST_DEPTH:
                self.number_depth = value
            case Modifier.HUGE | Modifier.OLD_HUGE if data:
                size = struct.unpack_from("<H", data, value)[0]
                self.apply(data[value + 2 : value + 2 + size])


class Looks:
    """The looks of all paragraphs of a document."""

    def __init__(self, word: WordBinary) -> None:
        self._word = word
        self._data = word.data
        runs = sorted(_iter_paragraphs(word), key=lambda run: run[0])
        self._starts = [start for start, _ in runs]
        self._modifiers = [modifiers for _, modifiers in runs]
        self._looks: dict[tuple[bytes, bytes], Look] = {}
        self._saved = any(piece.modifier for piece in word.pieces)

    def looks_at(self, marks: list[int]) -> list[Look]:
        """Give the looks of the paragraphs whose marks stand at ascending positions."""
        starts, modifiers, looks = self._starts, self._modifiers, self._looks
        found = []
        for mark, offset in zip(marks, self._word.offsets_of(marks), strict=True):
            index = bisect_right(starts, offset) - 1
            own = modifiers[index] if index >= 0 else b""
            saved = self._word.modifiers_of(self._word.piece_at(mark)) if self._saved else b""
            look = looks.get((own, saved))
            if look is None:
                look = looks[own, saved] = Look(int.from_bytes(own[:2], "little"))
                look.apply(own[2:], self._data)
                look.apply(saved, self._data)
            found.append(look)
        return found


def iter_pages(word: WordBinary, index: int) -> Iterator[bytes]:
    """Yield the pages of property runs that a structure of the header lists."""
    for number in word.plex(index, 4)[1]:
        start = (int.from_bytes(number, "little") & 0x3FFFFF) * PAGE
        if start + PAGE > len(word.main):
            raise word.broken()
        yield word.main[start : start + PAGE]


def _iter_paragraphs(word: WordBinary) -> Iterator[tuple[int, bytes]]:
    """Yield where each run of paragraph properties starts, and its style and modifiers."""
    for page in iter_pages(word, 13):
        count = page[-1]
        starts = struct.unpack_from(f"<{count}I", page)
        for start, place in zip(starts, page[4 * (count + 1) :: 13], strict=False):
            size = page[2 * place]
            if not place:
                yield start, b""
            elif size:
                yield start, page[2 * place + 1 : 2 * place + 2 * size]
            else:
                size = page[2 * place + 1]
                yield start, page[2 * place + 2 : 2 * place + 2 + 2 * size]
