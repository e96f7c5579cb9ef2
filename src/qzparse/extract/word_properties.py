"""Property modifiers of a Word document → what a paragraph is.

1. A paragraph has the modifiers of the run that its mark stands in, then those of a fast save.
2. Modifiers are read once for each set of bytes: paragraphs that are alike share a `Look`.
3. Only those are read that say where a paragraph stands and how it is numbered.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from .word_binary import WordBinary

PAGE = 512
DEFINE_TABLE, DEFINE_OLD_TABLE = 0xD608, 0xD606
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_CHANGE_TABS = 0xC615
_HUGE = (0x6646, 0x6645)
_ROWS = 5
_DEEPEST = 16


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
        if code in (DEFINE_TABLE, DEFINE_OLD_TABLE):
            size = int.from_bytes(modifiers[place : place + 2], "little") - 1
            place += 2
        elif not size:
            size = modifiers[place]
            place += 1
            if code == _CHANGE_TABS and size == 0xFF:
                size = _size_of_tabs(modifiers, place)
        yield code, modifiers[place : place + size]
        place += max(0, size)


def _size_of_tabs(modifiers: bytes, place: int) -> int:
    added = place + 1 + 4 * modifiers[place]
    return added + 1 + 3 * modifiers[added] - place


@dataclass(slots=True, eq=False)
class Look:
    """What a paragraph's modifiers say; `row` are those of the row that it ends.

    `depth` counts the tables around it; `outline` is its heading level, from 1, or 0 for body text.
    """

    style: int = 0
    depth: int = 0
    ends_row: bool = False
    ends_cell: bool = False
    outline: int | None = None
    list: int | None = None
    list_depth: int | None = None
    row: bytes = b""

    def apply(self, modifiers: bytes, data: bytes = b"") -> None:
        """Take over what `modifiers` say; they may point at more of them in `data`."""
        for code, operand in iter_modifiers(modifiers):
            value = int.from_bytes(operand[:4], "little")
            if code >> 10 & 7 == _ROWS:
                self.row = self.row if self.row.endswith(modifiers) else self.row + modifiers
            elif code in _HUGE and data:
                size = struct.unpack_from("<H", data, value)[0]
                self.apply(data[value + 2 : value + 2 + size])
            else:
                self._set(code, value)

    def _set(self, code: int, value: int) -> None:
        match code:
            case 0x4600:
                self.style = value
            case 0x2416:
                self.depth = max(self.depth, 1) if value else 0
            case 0x6649:
                self.depth = min(value, _DEEPEST)
            case 0x2417 | 0x244C:
                self.ends_row = bool(value)
            case 0x244B:
                self.ends_cell = bool(value)
            case 0x2640:
                self.outline = value + 1 if value < 9 else 0
            case 0x460B:
                self.list = value
            case 0x260A:
                self.list_depth = value


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
