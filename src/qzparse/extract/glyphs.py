"""A page's text, as PDFium holds it → runs of glyphs.

1. Blanks that PDFium made up are dropped where Han meets Latin, for typesetters leave room there, and kept between words
   of one script; of printed blanks it keeps one, and as many are given back as there is room for.
2. A glyph printed twice at one place, as fake bold does, counts once.
3. Glyphs that name no character stand as U+FFFD.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from math import pi
from typing import NamedTuple

from .leaf import Glyph, Run, head_end
from .pdfium import Floats, angle_of, close_text, is_generated, is_unmapped, load_text, loose_box, text_of

_HYPHEN = "\ufffe"
"""What PDFium puts for a hyphen at a line's end, in place of the line's end."""
_ODD = re.compile("[\0-\b\x0e-\x1f\ufffd\uffff\ue000-\uf8ff]")
_DENSE = 0.55
"""Glyphs whose advance is less than so much of their height are looked at one by one: some may be there twice."""
_SAME = 0.25
"""Equal glyphs so near to each other, in their height, are one."""
_TURN = round(2 * pi, 1)
_AROUND = 6
"""So many glyphs on both sides tell whether a line is justified."""
_TOUCHING = 0.03
"""Glyphs that stand so little apart, in their width, touch."""
_APART = 2
"""So many gaps around are no blanks, but a justified line."""
_SLANT = 0.5
"""A run whose ends differ by more than so much of its height is not upright."""


class _Stretch(NamedTuple):
    """Text without a line end, the index it starts at, and those of its first glyph, its last, and the last of its head."""

    piece: str
    start: int
    first: int
    last: int
    head: int


class TextLayer:
    """The text of a page whose upper left corner stands at `left`, `top`."""

    def __init__(self, page: int, left: float, top: float) -> None:
        self._handle = load_text(page)
        self._left, self._top = left, top
        self._text = text_of(self._handle) if self._handle else ""
        self._starts: dict[str, tuple[float, float]] = {}
        self.unmapped = 0
        self.slanted: list[Run] = []
        """What is printed at an angle."""
        self.sideways = 0
        """How many characters stand on their side."""
        self.runs = self._all_runs()

    def __len__(self) -> int:
        return len(self._text)

    @property
    def quarters(self) -> int:
        """Tell by how many quarters most runs are turned."""
        angles = Counter(round(angle_of(self._handle, run.origin[0]) * 2 / pi) % 4 for run in self.runs)
        return angles.most_common(1)[0][0] if angles else 0

    def close(self) -> None:
        """Let go of what PDFium holds."""
        if self._handle:
            close_text(self._handle)

    def _all_runs(self) -> list[Run]:
        stretches = list(self._stretches())
        if _ODD.search(self._text) or any(
            map(is_unmapped, repeat(self._handle), (one.first for one in stretches))
        ):
            self._replace_unmapped()
            stretches = list(self._stretches())
        return self._read(stretches)

    def _read(self, stretches: Sequence[_Stretch]) -> list[Run]:
        ends = self._boxes([place for _, _, *places in stretches for place in places])
        corner_left, corner_top, starts = self._left, self._top, self._starts
        runs = []
        place = 0
        for stretch in stretches:
            left, top, _, bottom, _, last_top, right, last_bottom, _, _, head, _ = ends[place : place + 12]
            place += 12
            piece, start, *_ = stretch
            text = piece if " " not in piece else self._spelled(piece, start)
            height = top - bottom
            if abs(top + bottom - last_top - last_bottom) > height:
                runs += self._parted(stretch)
                continue
            twin = starts.get(text)
            if twin is not None and abs(twin[0] - left) + abs(twin[1] - top) < _SAME * height:
                continue
            starts[text] = (left, top)
            run = Run(
                text,
                left - corner_left,
                corner_top - (top if top > last_top else last_top),
                right - corner_left,
                corner_top - (bottom if bottom < last_bottom else last_bottom),
                head - left,
                (start, start + len(piece)),
            )
            if right - left < _DENSE * height * len(text):
                run.text = "".join([glyph.text for glyph in self.glyphs_of(run)])
            runs.append(run)
        return runs

    def glyphs_of(self, run: Run) -> list[Glyph]:
        """Look at the glyphs of a run one by one, from left to right."""
        start, end = run.origin
        boxes = self._boxes(range(start, end))
        near = _SAME * (run.bottom - run.top)
        glyphs: list[Glyph] = []
        for index in range(start, end):
            place = 4 * (index - start)
            left, right = boxes[place] - self._left, boxes[place + 2] - self._left
            text = self._text[index]
            if text == " ":
                text = self._blanks_at(index)
            if text and not any(text == twin.text and abs(left - twin.left) < near for twin in glyphs[-8:]):
                glyphs.append(Glyph(text.replace(_HYPHEN, "-"), left, right))
        glyphs.sort(key=lambda glyph: glyph.left)
        return glyphs

    def _stretches(self) -> Iterator[_Stretch]:
        """Cut the text at its line ends."""
        for piece, start in self._pieces():
            if piece and not piece.isspace():
                yield _stretch_of(piece, start)

    def _pieces(self) -> Iterator[tuple[str, int]]:
        start = 0
        for line in self._text.split("\r\n"):
            *broken, whole = line.split(_HYPHEN)
            for piece in broken:
                yield piece + "-", start
                start += len(piece) + 1
            yield whole, start
            start += len(whole) + 2

    def _spelled(self, piece: str, start: int) -> str:
        """Spell a piece without the blanks that PDFium made up."""
        words = piece.split(" ")
        spelled = [words[0]]
        index = start + len(words[0])
        for word in words[1:]:
            spelled += (self._blanks_at(index), word)
            index += 1 + len(word)
        return "".join(spelled)

    def _blanks_at(self, index: int) -> str:
        """Give the blanks printed at an index, or left out but for the room they take."""
        if is_generated(self._handle, index):
            around = self._text[index - 1 : index + 2 : 2]
            if not around.isalnum() or around[0].isascii() != around[-1].isascii():
                return ""
            return " " if around.isascii() or self._is_set_solid(index) else ""
        if self._text[index + 1 : index + 2].isspace() or index + 1 >= len(self._text):
            return " "
        left, _, right, _, following, *_ = self._boxes((index, index + 1))
        return " " * max(1, round((following - left) / (right - left))) if right > left else " "

    def _is_set_solid(self, index: int) -> bool:
        """Tell whether the other Han glyphs around an index touch: in a justified line they do not."""
        start, end = max(index - _AROUND, 0), min(index + _AROUND + 1, len(self._text))
        boxes = self._boxes(range(start, end))
        apart = 0
        last = None
        for place in range(start, end):
            character = self._text[place]
            left, _, right, _ = boxes[4 * (place - start) : 4 * (place - start) + 4]
            if character == " ":
                continue
            wide = not character.isascii()
            if wide and last is not None and left > last + _TOUCHING * (right - left):
                apart += 1
            last = right if wide else None
        return apart < _APART

    def _boxes(self, indices: Sequence[int]) -> list[float]:
        """Give left, top, right, bottom of each glyph, one after the other."""
        floats = Floats(4 * len(indices))
        deque(map(loose_box, repeat(self._handle), indices, floats.addresses(4)), maxlen=0)
        return floats.values()

    def _replace_unmapped(self) -> None:
        """Put U+FFFD for glyphs that name no character, or a control."""
        characters = list(self._text)
        for index, character in enumerate(characters):
            if character in "\r\n" or character == _HYPHEN:
                continue
            if is_unmapped(self._handle, index) or (_ODD.match(character) and character < " "):
                characters[index] = "\ufffd"
                self.unmapped += 1
            elif _ODD.match(character):
                self.unmapped += 1
        self._text = "".join(characters)

    def _parted(self, stretch: _Stretch) -> list[Run]:
        """Part a stretch whose ends are not level: PDFium has missed a line's end, or it is not upright."""
        _, _, first, last, _ = stretch
        boxes = self._boxes(range(first, last + 1))
        cuts = [first]
        for index in range(first + 1, last + 1):
            place = 4 * (index - first)
            _, above, _, below, _, top, _, bottom = boxes[place - 4 : place + 4]
            if abs(top + bottom - above - below) > above - below:
                cuts.append(index)
        if len(cuts) == 1 or round(angle_of(self._handle, first), 1) % _TURN:
            return self._slanted(stretch, boxes)
        parts = []
        for start, end in pairwise([*cuts, last + 1]):
            piece = self._text[start:end]
            if piece[-1] == " " and is_generated(self._handle, end - 1):
                piece = piece[:-1]
            if piece.strip():
                parts.append(_stretch_of(piece, start))
        return self._read(parts)

    def _slanted(self, stretch: _Stretch, boxes: list[float]) -> list[Run]:
        """Keep a run that stands on its side; set others apart."""
        left, top = min(boxes[0::4]) - self._left, self._top - max(boxes[1::4])
        right, bottom = max(boxes[2::4]) - self._left, self._top - min(boxes[3::4])
        span = (stretch.start, stretch.start + len(stretch.piece))
        run = Run(self._spelled(stretch.piece, stretch.start), left, top, right, bottom, 0.0, span)
        if run.right - run.left > _SLANT * (run.bottom - run.top):
            self.slanted.append(run)
            return []
        self.sideways += len(run.text)
        return [run]


def _stretch_of(piece: str, start: int) -> _Stretch:
    """Find the ends of a piece of text that starts at an index and is not blank."""
    printed = piece.strip()
    first = start if piece[0] == printed[0] else start + piece.index(printed[0])
    return _Stretch(piece, start, first, first + len(printed) - 1, first + head_end(printed) - 1)
