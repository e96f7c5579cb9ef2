"""The style sheet and list tables of a Word document → heading levels and numbered lists.

1. A paragraph's own list goes before its style's, a style's before that of the style it is based on.
2. A list is read when a paragraph first belongs to it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .lists import Counts, Level, NumberedList
from .word_binary import WordBinary
from .word_properties import Look

_STYLES, _LISTS, _OVERRIDES = 1, 73, 74
_NO_STYLE = 0xFFF
_HEADINGS = range(1, 10)
_DEPTHS = 9
_LAST_LIST = 0x7FE
_SUFFIXES = (" ", " ", "")
# The numbers of number formats, as the names that docx gives them.
_FORMATS = dict(
    enumerate(
        (
            *("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText"),
            *("ordinalText", "hex", "chicago", "ideographDigital", "japaneseCounting", "aiueo", "iroha"),
            *("decimalFullWidth", "decimalHalfWidth", "japaneseLegal", "japaneseDigitalTenThousand"),
            *("decimalEnclosedCircle", "decimalFullWidth2", "aiueoFullWidth", "irohaFullWidth"),
            *(
                "decimalZero",
                "bullet",
                "ganada",
                "chosung",
                "decimalEnclosedFullstop",
                "decimalEnclosedParen",
            ),
            *("decimalEnclosedCircleChinese", "ideographEnclosedCircle", "ideographTraditional"),
            *("ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting"),
            *("ideographLegalTraditional", "taiwaneseCountingThousand", "taiwaneseDigital"),
            *("chineseCounting", "chineseLegalSimplified", "chineseCountingThousand"),
        )
    )
) | {57: "numberInDash", 255: "none"}


class WordLists:
    """The styles and lists of a document, and how far each list has counted."""

    def __init__(self, word: WordBinary) -> None:
        self._word = word
        self._counts = Counts()
        self._styles = list(_iter_styles(word.structure(_STYLES)))
        self._looks: dict[int, Look] = {}
        self._overrides: list[tuple[int, dict[int, Level], dict[int, int]]] | None = None
        self._levels: dict[int, dict[int, Level]] = {}
        self._lists: dict[int, NumberedList | None] = {}
        self._numbered: dict[Look, tuple[NumberedList, int] | None] = {}

    def level_of(self, look: Look) -> int | None:
        """Give the heading level of a paragraph, from 1; None for body text."""
        outline = look.outline if look.outline is not None else self._style_of(look.style).outline
        return outline or None

    def number_of(self, look: Look) -> str:
        """Count a paragraph in; give its printed number and what stands between the two."""
        if look not in self._numbered:
            self._numbered[look] = self._find_list(look)
        found = self._numbered[look]
        return self._counts.count(*found) if found else ""

    def _find_list(self, look: Look) -> tuple[NumberedList, int] | None:
        """Find the list of a paragraph, and how deep in it the paragraph stands."""
        style = self._style_of(look.style)
        number = look.number if look.number is not None else style.number
        if not number or number > _LAST_LIST:
            return None
        if number not in self._lists:
            self._lists[number] = self._list_of(number)
        found = self._lists[number]
        depth = look.number_depth if look.number_depth is not None else style.number_depth
        return (found, depth or 0) if found else None

    def _style_of(self, index: int) -> Look:
        """Give what a style says, with what it inherits."""
        found = self._looks.get(index)
        if found is None:
            chain = []
            while index < len(self._styles) and index not in chain:
                chain.append(index)
                index = self._styles[index].base
            found = Look()
            for one in reversed(chain):
                style = self._styles[one]
                if style.heading:
                    found.outline = style.heading
                found.apply(style.modifiers)
            for one in chain[:1]:
                self._looks[one] = found
        return found

    def _list_of(self, number: int) -> NumberedList | None:
        if self._overrides is None:
            self._levels = _levels_by_list(self._word.structure(_LISTS, beyond=True))
            self._overrides = list(_iter_overrides(self._word.structure(_OVERRIDES)))
        if number > len(self._overrides):
            return None
        key, changed, starts = self._overrides[number - 1]
        levels = self._levels.get(key)
        if levels is None:
            return None
        levels = levels | changed
        for depth, start in starts.items():
            levels[depth] = replace(levels.get(depth, Level()), start=start)
        return NumberedList(str(key), levels, dict(starts))


@dataclass(frozen=True, slots=True)
class _Style:
    base: int = _NO_STYLE
    heading: int = 0
    modifiers: bytes = b""


def _iter_styles(sheet: bytes) -> Iterator[_Style]:
    if len(sheet) < 6:
        return
    header, count, fixed = struct.unpack_from("<3H", sheet)
    place = 2 + header
    while count and place + 2 <= len(sheet):
        size = struct.unpack_from("<H", sheet, place)[0]
        yield _style_of(sheet[place + 2 : place + 2 + size], fixed)
        place += 2 + size + size % 2
        count -= 1


def _style_of(style: bytes, fixed: int) -> _Style:
    """Read a style; only those of paragraphs say something of lists and levels."""
    if len(style) < fixed + 2:
        return _Style()
    first, second = struct.unpack_from("<2H", style)
    kind, base = second & 0xF, second >> 4
    if kind != 1:
        return _Style(base)
    name = struct.unpack_from("<H", style, fixed)[0]
    place = fixed + 2 + 2 * name + 2
    size = int.from_bytes(style[place : place + 2], "little")
    heading = first & 0xFFF
    # The modifiers follow the number of the style itself.
    return _Style(base, heading if heading in _HEADINGS else 0, style[place + 4 : place + 2 + size])


def _levels_by_list(table: bytes) -> dict[int, dict[int, Level]]:
    """Read the lists; the levels of all of them follow the last."""
    if not table:
        return {}
    count = struct.unpack_from("<H", table)[0]
    place = 2 + 28 * count
    found = {}
    for first in range(2, place, 28):
        key = struct.unpack_from("<i", table, first)[0]
        levels = {}
        for depth in range(1 if table[first + 26] & 1 else _DEPTHS):
            levels[depth], place = _read_level(table, place)
        found[key] = levels
    return found


def _iter_overrides(table: bytes) -> Iterator[tuple[int, dict[int, Level], dict[int, int]]]:
    """Yield the list that each number stands for, its other levels, and where these start."""
    if not table:
        return
    count = struct.unpack_from("<I", table)[0]
    place = 4 + 16 * count
    for first in range(4, place, 16):
        key, changes = struct.unpack_from("<i8xB", table, first)
        place += 4
        levels, starts = {}, {}
        for _ in range(changes):
            start, flags = struct.unpack_from("<iI", table, place)
            place += 8
            depth = flags & 0xF
            if flags & 0x20:
                levels[depth], place = _read_level(table, place)
                start = levels[depth].start
            if flags & 0x10:
                starts[depth] = start
        yield key, levels, starts


def _read_level(table: bytes, place: int) -> tuple[Level, int]:
    """Read a level at `place`; tell where it ends."""
    start, style, flags, suffix, *sizes, restart = struct.unpack_from("<iBB9xB8xBBBx", table, place)
    place += 28 + sum(sizes)
    length = struct.unpack_from("<H", table, place)[0]
    text = table[place + 2 : place + 2 + 2 * length].decode("utf-16-le", "replace")
    level = Level(
        start=start,
        style=_FORMATS.get(style, "decimal"),
        text="".join(f"%{ord(sign) + 1}" if ord(sign) < _DEPTHS else sign for sign in text),
        suffix=_SUFFIXES[suffix] if suffix < len(_SUFFIXES) else " ",
        restart=restart if flags & 8 else None,
        legal=bool(flags & 4),
    )
    return level, place + 2 + 2 * length
