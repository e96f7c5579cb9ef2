"""Recognised lines and the ink of a page → rows of glyphs where a printer would have set them.

1. A line that runs over a rule is cut there.
2. A row's ends are those of its ink, and the blank that its first and last glyph have beside it.
3. A bracket is as wide as the room it takes: half or full, whatever was recognised.
4. Letters that stand one below the other are read anew, side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from .leaf import Box, Glyph
from .pixels import Ink, Pixels, strip_of
from .recognition import Letter, Line, read_strip

_OPENING = "\u2018\u201c\u3008\u300a\u300c\u300e\u3010\u3014\u3016\uff08\uff3b\uff5b"
_CLOSING = (
    "\u2019\u201d\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\u3017"
    "\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d"
)
_FULL = {ord(half): ord(half) + 0xFEE0 for half in "()"}
_HALF = {full: half for half, full in _FULL.items()}
_OPEN, _CLOSED, _SIDE = 0.5, 0.65, 0.04
"""How much of a mark's place is blank before or behind it, and of another glyph's at either side."""
_WIDE = 0.78
"""A bracket that takes so much of a letter's room is a full one."""
_BOXED = 0.84
"""A letter's height in that of a line's box."""
_SURE = 12
"""So many letters in a row tell how far apart they stand."""
_ALIKE = 0.15


class Row(NamedTuple):
    """Glyphs on a line, in pixels, and how sure the least sure of them is."""

    glyphs: list[Glyph]
    top: float
    bottom: float
    confidence: float


def rows_of(pixels: Pixels, ink: Ink, lines: Sequence[Line]) -> list[Row]:
    """Set recognised lines."""
    rows: list[Row] = []
    level = [part for line in lines if not line.is_tall for part in _parted(line, ink)]
    pitches = [(line.box[3] - line.box[1], *_pitch_of(line)) for line in level]
    for line, (height, pitch, count) in zip(level, pitches, strict=True):
        size = pitch if count >= _SURE else _usual(height, pitches) or _BOXED * height
        rows.append(_row_of(line, ink.bounds(line.box), size))
    for line in lines:
        if line.is_tall:
            rows += _column_of(pixels, ink, line)
    return rows


def _parted(line: Line, ink: Ink) -> Iterator[Line]:
    """Cut a line at the rules that it runs over."""
    left, top, right, bottom = line.box
    level, inset = (top + bottom) / 2, (bottom - top) / 4
    cuts = sorted(
        (rule[0] + rule[2]) / 2
        for rule in ink.rules
        if rule[1] <= level <= rule[3] and left + inset < (rule[0] + rule[2]) / 2 < right - inset
    )
    for start, end in zip([left, *cuts], [*cuts, right], strict=True):
        letters = (
            [letter for letter in line.letters if start <= letter.middle < end] if cuts else line.letters
        )
        if any(not letter.text.isspace() for letter in letters):
            yield Line((start, top, end, bottom), letters)


def _pitch_of(line: Line) -> tuple[float, int]:
    """Tell how far apart ideographs stand in the longest stretch of them, and how many these are."""
    best = stretch = 0
    pitch = start = 0.0
    for letter in line.letters:
        if not _is_ideograph(letter.text):
            stretch = 0
            continue
        stretch += 1
        if stretch == 1:
            start = letter.middle
        elif stretch > best:
            best, pitch = stretch, (letter.middle - start) / (stretch - 1)
    return pitch, best


def _usual(height: float, pitches: Sequence[tuple[float, float, int]]) -> float:
    """Give the pitch that most letters of about that height have; 0 where none is known."""
    alike = sorted(
        (pitch, count)
        for other, pitch, count in pitches
        if count > 3 and abs(other - height) < _ALIKE * height
    )
    half = sum(count for _, count in alike) / 2
    for pitch, count in alike:
        half -= count
        if half <= 0:
            return pitch
    return 0.0


def _row_of(line: Line, bounds: Box, size: float) -> Row:
    letters = list(_kept(line.letters))
    texts = _with_brackets(letters, size)
    glyphs = []
    for letter, text in zip(letters, texts, strict=True):
        half = size / 2 if _is_wide(text) else size / 4
        glyphs.append(Glyph(text, letter.middle - half, letter.middle + half))
    first, last = glyphs[0], glyphs[-1]
    left = bounds[0] - size * (_OPEN if first.text in _OPENING else _SIDE)
    right = bounds[2] + size * (_CLOSED if last.text in _CLOSING else _SIDE)
    if last.text in _CLOSING and len(glyphs) > 1:
        # A faint mark at the end may lie beyond the box.
        right = max(right, glyphs[-2].right + size)
    glyphs[0] = first._replace(left=left, right=left + first.right - first.left)
    glyphs[-1] = glyphs[-1]._replace(right=right)
    middle = (line.box[1] + line.box[3]) / 2
    return Row(glyphs, middle - size / 2, middle + size / 2, _surety(letters))


def _surety(letters: Iterable[Letter]) -> float:
    """Tell how sure the least sure letter or digit is; marks are never sure, for want of a difference."""
    return min((letter.confidence for letter in letters if letter.text.isalnum()), default=1.0)


def _kept(letters: Sequence[Letter]) -> Iterator[Letter]:
    """Yield letters without the blanks that stand anywhere but between Latin ones."""
    for before, letter, after in zip([None, *letters], letters, [*letters[1:], None], strict=False):
        if not letter.text.isspace() or (
            before
            and after
            and before.text.isalnum()
            and after.text.isalnum()
            and before.text.isascii()
            and after.text.isascii()
        ):
            yield letter


def _with_brackets(letters: Sequence[Letter], size: float) -> list[str]:
    """Give the characters, brackets as wide as there is room between their neighbours."""
    texts = [letter.text for letter in letters]
    for index, text in enumerate(texts):
        code = ord(text)
        if code not in _FULL and code not in _HALF:
            continue
        before, after = letters[max(index - 1, 0)], letters[min(index + 1, len(letters) - 1)]
        if before is letters[index] or after is letters[index]:
            full = any(_is_wide(one.text) for one in (before, after) if one is not letters[index])
        else:
            sides = (
                _behind(before.text) + 1 - _behind(after.text)
                if _is_wide(after.text)
                else _behind(before.text) + 0.25
            )
            full = (after.middle - before.middle) / size - sides >= _WIDE
        texts[index] = chr(_FULL.get(code, code) if full else _HALF.get(code, code))
    return texts


def _column_of(pixels: Pixels, ink: Ink, line: Line) -> Iterator[Row]:
    """Read letters that stand one below the other."""
    boxes = ink.letters_down(ink.bounds(line.box))
    read = read_strip(strip_of(pixels, boxes))
    if len(boxes) == 1 and read:
        left, top, right, bottom = boxes[0]
        width = (right - left) / len(read)
        glyphs = [
            Glyph(text, left + width * index, left + width * (index + 1))
            for index, (text, _) in enumerate(read)
        ]
        yield Row(glyphs, top, bottom, min(sure for _, sure in read))
        return
    if len(read) != len(boxes):
        left, top, right, bottom = line.box
        step = (bottom - top) / max(len(line.letters), 1)
        boxes = [
            (left, top + step * index, right, top + step * (index + 1)) for index in range(len(line.letters))
        ]
        read = [(letter.text, 0.0) for letter in line.letters]
    for (left, top, right, bottom), (text, sure) in zip(boxes, read, strict=True):
        yield Row([Glyph(text, left, right)], top, bottom, sure)


def _behind(text: str) -> float:
    """Tell how much of a glyph's place is behind the middle of its ink, in letters."""
    if text in _CLOSING:
        return 0.75
    if text in _OPENING:
        return 0.25
    return 0.5 if _is_wide(text) else 0.25


def _is_wide(text: str) -> bool:
    return text in _OPENING or text in _CLOSING or east_asian_width(text[0]) in "WFA"


def _is_ideograph(text: str) -> bool:
    return "\u4e00" <= text[0] <= "\u9fff"
