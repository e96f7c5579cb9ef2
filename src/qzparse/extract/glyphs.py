"""A page's text, as PDFium holds it → runs of glyphs.

1. Blanks that PDFium made up are dropped where Han meets Latin, for typesetters leave room there, and kept between words
   of one script; of printed blanks it keeps one, and as many are given back as there is room for.
2. A glyph printed twice at one place, as fake bold does, counts once.
3. Glyphs that name no character stand as U+FFFD.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from math import pi
from statistics import median

from qzparse.breaks import HEAD

from .leaf import Glyph, Run
from .pdfium import Floats, angle_of, close_text, is_generated, is_unmapped, load_text, loose_box, text_of

_MOST_BLANKS = 200
"""No line of a page has room for more."""
_HYPHEN = "\ufffe"
"""What PDFium puts for a hyphen at a line's end, in place of the line's end."""
_LINE = re.compile(rf"(?:[^\S\r\n]++|(?=\S))(?:({HEAD})[^\r\n\ufffe]*\ufffe?)?")
"""A line, or blanks alone: taken as they come, so that a page of blanks is not looked through again from each of them."""
_ODD = re.compile("[\0-\b\x0e-\x1f\ufffd\uffff\ue000-\uf8ff]")
_HALF = re.compile("[\ud800-\udfff]")
_DENSE = 0.55
"""Glyphs whose advance is less than so much of their height are looked at one by one: some may be there twice."""
_SAME = 0.25
"""Equal glyphs so near to each other, in their height, are one."""
_TURN = round(2 * pi, 1)
_AROUND = 6
"""So many glyphs on both sides tell how a line is set."""
_NARROW = 0.12
"""A blank is at least so wide, in a line's height."""
_WIDE = 1.2
"""A gap of so much of a line's height is no blank, but parts columns."""
_FEWEST = 3
"""So many pairs of glyphs show how far apart a line sets them."""
_BLANKS = " \u3000\t"
_SLANT = 0.5
"""A run whose ends differ by more than so much of its height is not upright."""


_Stretch = tuple[int, int, int, int, int]
"""Text between two indices, and those of its first glyph, its last, and the last of its head."""


class TextLayer:
    """The text of a page whose upper left corner stands at `left`, `top`."""

    def __init__(self, page: int, left: float, top: float) -> None:
        self.handle = load_text(page)
        self._left, self._top = left, top
        self._text = text_of(self.handle) if self.handle else ""
        # Characters beyond the first plane are two for PDFium, half each.
        self._has_halves = _HALF.search(self._text) is not None
        self._starts: dict[str, tuple[float, float]] = {}
        self._glyphs: dict[tuple[int, int], list[Glyph]] = {}
        self.unmapped = 0
        self._printed: set[int] = set()
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
        angles = Counter(round(angle_of(self.handle, run.origin[0]) * 2 / pi) % 4 for run in self.runs)
        return angles.most_common(1)[0][0] if angles else 0

    def close(self) -> None:
        """Let go of what PDFium holds."""
        if self.handle:
            close_text(self.handle)

    def _all_runs(self) -> list[Run]:
        stretches = self._stretches(0, len(self._text))
        firsts = [stretch[2] for stretch in stretches]
        if _ODD.search(self._text) or any(map(is_unmapped, repeat(self.handle), firsts)):
            self._replace_unmapped()
            stretches = self._stretches(0, len(self._text))
        return self._read(stretches)

    def _stretches(self, start: int, end: int) -> list[_Stretch]:
        """Cut the text between two indices at its line ends."""
        text = self._text
        stretches = []
        for found in _LINE.finditer(text, start, end):
            opened, closed = found.span()
            first, head = found.span(1)
            if first < 0:
                continue
            last = closed - 1
            if text[last] in _BLANKS:
                last = opened + len(found[0].rstrip()) - 1
            stretches.append((opened, closed, first, last, head - 1))
        return stretches

    def _read(self, stretches: Sequence[_Stretch]) -> list[Run]:
        """Make runs of stretches, after the boxes of their ends."""
        ends = self._boxes([place for _, _, first, last, _ in stretches for place in (first, last)])
        heads = iter(self._boxes([head for _, _, first, _, head in stretches if head > first])[2::4])
        sides = (ends[place::8] for place in (0, 1, 2, 3, 5, 6, 7))
        corner_left, corner_top, starts, whole = self._left, self._top, self._starts, self._text
        runs = []
        for stretch, left, top, own, bottom, last_top, right, last_bottom in zip(
            stretches, *sides, strict=True
        ):
            start, end, first, last, head = stretch
            text = whole[start:end]
            room = own if head == first else next(heads)
            height = top - bottom
            slant = top + bottom - last_top - last_bottom
            if slant > height or -slant > height:
                runs += self._parted(stretch)
                continue
            dense = right - left < _DENSE * height * (last - first)
            if dense or " " in text or text[-1] == _HYPHEN or self._has_halves:
                text = self._spelled(start, end, dense=dense)
            twin = starts.get(text)
            if twin is not None and abs(twin[0] - left) + abs(twin[1] - top) < _SAME * height:
                continue
            starts[text] = (left, top)
            runs.append(
                Run(
                    text,
                    left - corner_left,
                    corner_top - (top if top > last_top else last_top),
                    right - corner_left,
                    corner_top - (bottom if bottom < last_bottom else last_bottom),
                    room - left,
                    (start, end),
                )
            )
        return runs

    def glyphs_of(self, run: Run) -> list[Glyph]:
        """Look at the glyphs of a run one by one, from left to right."""
        return self._glyphs.get(run.origin) or self._glyphs_at(*run.origin)

    def _glyphs_at(self, start: int, end: int, boxes: list[float] | None = None) -> list[Glyph]:
        boxes = boxes or self._boxes(range(start, end))
        height = max(boxes[1::4]) - min(boxes[3::4])
        row = _Row(self._text[start:end], boxes[0::4], boxes[2::4], height)
        corner = self._left
        glyphs: list[Glyph] = []
        for index, (character, left, right) in enumerate(zip(row.text, row.lefts, row.rights, strict=True)):
            printed = character
            if character == " ":
                made_up = self._is_made_up(start + index)
                printed = row.blank_at(index) if made_up else self._blanks_at(start + index)
            elif row.is_dense and _is_twin(character, left - corner, glyphs, _SAME * row.height):
                continue
            if glyphs and _HALF.match(glyphs[-1].text):
                glyphs[-1] = Glyph(_whole(glyphs[-1].text + printed), glyphs[-1].left, right - corner)
            elif printed:
                glyphs.append(Glyph(printed, left - corner, right - corner))
        if row.text[-1] == _HYPHEN:
            glyphs[-1] = glyphs[-1]._replace(text="-")
        glyphs.sort(key=_left_of)
        self._glyphs[start, end] = glyphs
        return glyphs

    def _spelled(self, start: int, end: int, *, dense: bool = False) -> str:
        """Spell a stretch without the blanks that PDFium made up, and without what is there twice."""
        text = self._text[start:end]
        blanks = {}
        index = text.find(" ")
        while index >= 0 and not dense:
            if not self._is_made_up(start + index):
                blanks[index] = self._blanks_at(start + index)
            elif index:
                dense = _are_alike(text[index - 1 : index + 2 : 2])
            index = text.find(" ", index + 1)
        if dense or (self._has_halves and _HALF.search(text)):
            return "".join([glyph.text for glyph in self._glyphs_at(start, end)])
        if blanks:
            text = "".join([blanks.get(place, "") if one == " " else one for place, one in enumerate(text)])
        else:
            text = text.replace(" ", "")
        return text.replace(_HYPHEN, "-")

    def _is_made_up(self, index: int) -> bool:
        return index not in self._printed and bool(is_generated(self.handle, index))

    def made_up_blanks(self) -> Iterator[int]:
        """Yield where in runs PDFium made up a blank, unless it stands between Latin letters."""
        text = self._text
        for run in self.runs:
            start, end = run.origin
            index = text.find(" ", start + 1, end - 1)
            while index >= 0:
                around = text[index - 1] + text[index + 1]
                if not around.isascii() and is_generated(self.handle, index):
                    yield index
                index = text.find(" ", index + 1, end - 1)

    def rights_of(self, indices: Sequence[int]) -> list[float]:
        """Tell where glyphs end."""
        return self._boxes(indices)[2::4]

    def keep_blanks(self, indices: Sequence[int]) -> None:
        """Take blanks for printed that PDFium made up, so that it left out those that are there."""
        self._printed.update(indices)
        for run in self.runs:
            start, end = run.origin
            place = bisect_left(indices, start)
            if place < len(indices) and indices[place] < end:
                self._glyphs.pop(run.origin, None)
                run.text = self._spelled(start, end)

    def _blanks_at(self, index: int) -> str:
        """Give as many printed blanks as there is room for, set as far apart as the first: of several PDFium keeps that."""
        if not self._text[index + 1 : index + 2].strip():
            return " "
        first = max(index - 1, 0)
        boxes = self._boxes((first, index, index + 1))
        left, right, following = boxes[-8], boxes[-6], boxes[-4]
        apart = left - boxes[2] if self._text[first].strip() else 0.0
        if right <= left:
            return " "
        room = (following - left) / (right - left + max(apart, 0.0))
        return " " * max(1, round(min(room, _MOST_BLANKS)))

    def _boxes(self, indices: Sequence[int]) -> list[float]:
        """Give left, top, right, bottom of each glyph, one after the other."""
        floats = Floats(4 * len(indices))
        deque(map(loose_box, repeat(self.handle), indices, floats.addresses(4)), maxlen=0)
        return floats.values()

    def _replace_unmapped(self) -> None:
        """Put U+FFFD for glyphs that name no character, or a control."""
        characters = list(self._text)
        for index, character in enumerate(characters):
            if character in "\r\n" or character == _HYPHEN:
                continue
            if is_unmapped(self.handle, index) or (_ODD.match(character) and character < " "):
                characters[index] = "\ufffd"
                self.unmapped += 1
            elif _ODD.match(character):
                self.unmapped += 1
        self._text = "".join(characters)

    def _parted(self, stretch: _Stretch) -> list[Run]:
        """Part a stretch whose ends are not level: PDFium has missed a line's end, or it is not upright."""
        _, _, first, last, _ = stretch
        boxes = self._boxes(range(first, last + 1))
        cuts = [first, *_cuts_in(boxes, first)]
        if len(cuts) == 1 or round(angle_of(self.handle, first), 1) % _TURN:
            return self._slanted(stretch, boxes)
        bounds = pairwise([*cuts, last + 1])
        return self._read([part for start, end in bounds for part in self._stretches(start, end)])

    def levelled(self, run: Run) -> list[Run]:
        """Part a run that crosses cells where PDFium has missed a line's end in one of them."""
        start, end = run.origin
        boxes = self._boxes(range(start, end))
        cuts = _cuts_in(boxes, start)
        if not cuts:
            self._glyphs.setdefault(run.origin, self._glyphs_at(start, end, boxes))
            return [run]
        bounds = pairwise([start, *cuts, end])
        return self._read([part for first, last in bounds for part in self._stretches(first, last)])

    def _slanted(self, stretch: _Stretch, boxes: list[float]) -> list[Run]:
        """Keep a run that stands on its side; set others apart."""
        left, top = min(boxes[0::4]) - self._left, self._top - max(boxes[1::4])
        right, bottom = max(boxes[2::4]) - self._left, self._top - min(boxes[3::4])
        span = stretch[:2]
        run = Run(self._spelled(*span), left, top, right, bottom, 0.0, span)
        if right - left > _SLANT * (bottom - top):
            self.slanted.append(run)
            return []
        self.sideways += len(run.text)
        return [run]


class _Row:
    """Glyphs between two line ends."""

    def __init__(self, text: str, lefts: list[float], rights: list[float], height: float) -> None:
        self.text, self.lefts, self.rights, self.height = text, lefts, rights, height
        self.is_dense = rights[-1] - lefts[0] < _DENSE * height * len(text)
        """Whether some glyphs may be there twice."""

    def blank_at(self, index: int) -> str:
        """Give the blank that a file leaves out but for its room, where PDFium made one up."""
        around = self.text[index - 1 : index + 2 : 2] if index else ""
        if not _are_alike(around):
            return ""
        if around.isascii():
            return " "
        gap, spacing = self.lefts[index + 1] - self.rights[index - 1], self._spacing_at(index)
        if spacing is None or gap > _WIDE * self.height + 2 * spacing:
            return ""
        return " " if gap > _NARROW * self.height + 2 * spacing else ""

    def _spacing_at(self, index: int) -> float | None:
        """Tell how far apart the Han glyphs around an index stand; None where they are too few."""
        gaps = []
        last = None
        for place in range(max(index - _AROUND, 0), min(index + _AROUND + 1, len(self.text))):
            character = self.text[place]
            if character == " ":
                continue
            wide = not character.isascii()
            if wide and last is not None:
                gaps.append(self.lefts[place] - last)
            last = self.rights[place] if wide else None
        return max(median(gaps), 0.0) if len(gaps) >= _FEWEST else None


def _cuts_in(boxes: Sequence[float], first: int) -> list[int]:
    """Give the indices of glyphs that stand on another line than the one before, or back to the left of it."""
    cuts = []
    before, above, _, below = boxes[:4]
    sides = zip(boxes[0::4], boxes[1::4], boxes[3::4], strict=True)
    for index, (left, top, bottom) in enumerate(sides, first):
        if top > bottom:
            height = above - below
            if abs(top + bottom - above - below) > height > 0 or left < before - height:
                cuts.append(index)
            before, above, below = left, top, bottom
    return cuts


def _are_alike(pair: str) -> bool:
    """Tell whether two characters are both of Latin words, or both Han."""
    return len(pair) == 2 and pair.isalnum() and pair[0].isascii() == pair[1].isascii()


def _is_twin(character: str, left: float, glyphs: list[Glyph], near: float) -> bool:
    """Tell whether a glyph is there already."""
    return any(character == other.text and abs(left - other.left) < near for other in glyphs[-8:])


def _whole(halves: str) -> str:
    """Make a character of its two halves."""
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _left_of(glyph: Glyph) -> float:
    return glyph.left
