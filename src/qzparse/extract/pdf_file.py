"""A PDF's bytes → its pages, one at a time, as PDFium finds them.

1. A file that asks for a password is not read; one that only forbids printing or copying is.
2. A page whose text stands on its side or its head is turned upright first.
3. The file is opened anew after each `REOPENED` pages: PDFium keeps all that it has parsed.
4. What is filled into the fields of a form is read; a form whose content its own program draws is not.
5. A page that PDFium cannot load, or whose glyphs it loses, raises `PageDeclined`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat

from qzparse.errors import UnreadableSource
from qzparse.source import Source

from . import pdfium
from .blanks import restore_blanks
from .glyphs import TextLayer
from .leaf import Box, Leaf
from .picture import Picture, shrink_of
from .strokes import Strokes

OBJECTS = 2_000_000
"""A page of more objects is not read."""
REOPENED = 100
_TURNS = ((1.0, 0.0, 0.0, 1.0), (0.0, 1.0, -1.0, 0.0), (-1.0, 0.0, 0.0, -1.0), (0.0, -1.0, 1.0, 0.0))
"""What turns text upright that stands so many quarters askew."""
_LATIN = re.compile(
    rb"(?:[A-Z]{6}\+)?(?:Arial|Times|Helvetica|Courier|Calibri|Cambria|Symbol|Verdana|Tahoma|Georgia|Wingdings)"
)
"""Fonts that PDFium has a stand-in for, whatever the machine."""


class PageDeclined(Exception):
    """PDFium does not read the page, or not all of it."""


class PageTooLarge(Exception):
    """The page has more objects than are read."""


class PdfFile:
    """An open file."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._read = 0
        self._opened = self._open()
        self.pages = pdfium.count_pages(self._opened)
        self.repaired = not pdfium.has_valid_table(self._opened)
        if pdfium.form_type(self._opened) == pdfium.DYNAMIC:
            raise UnreadableSource("form", name=source.name)
        if self.pages <= 0:
            raise self._broken("no-pages")
        if self.repaired and self._is_cut():
            raise self._broken("truncated")

    def close(self) -> None:
        """Let go of what PDFium holds."""
        if self._opened:
            pdfium.close(self._opened)
            self._opened = 0

    @contextmanager
    def leaf(self, index: int) -> Iterator[Leaf]:
        """Read a page, counted from 0; its glyphs can be looked at as long as it is held."""
        self._read += 1
        if self._read > REOPENED:
            self.close()
            self._opened, self._read = self._open(), 1
        page = self._load(index)
        if not page:
            raise PageDeclined
        layer = None
        try:
            count = pdfium.count_objects(page)
            if count > OBJECTS:
                raise PageTooLarge
            objects = list(map(pdfium.object_at, repeat(page), range(count)))
            layer, (left, top, right, bottom) = _upright(page, objects)
            strokes = Strokes(left, top)
            strokes.take(objects)
            if _loses_glyphs(strokes.texts):
                raise PageDeclined
            restore_blanks(layer, strokes.texts, left)
            yield Leaf(
                index + 1,
                right - left,
                top - bottom,
                layer.runs,
                strokes.rules,
                layer.glyphs_of,
                layer.slanted,
                strokes.pictured / max((right - left) * (top - bottom), 1.0),
                count,
                layer.unmapped,
                layer.levelled,
            )
        finally:
            if layer is not None:
                layer.close()
            pdfium.close_page(page)

    def picture(self, index: int) -> Picture | None:
        """Draw a page, counted from 0; None where it cannot be."""
        page = pdfium.load_page(self._opened, index)
        if not page:
            return None
        try:
            width, height = float(pdfium.page_width(page)), float(pdfium.page_height(page))
            scale = shrink_of(width, height, 1.0)
            across, down = round(width * scale), round(height * scale)
            if across < 1 or down < 1:
                return None
            return Picture(pdfium.drawn(page, across, down), across, down, 1 / scale)
        finally:
            pdfium.close_page(page)

    def _load(self, index: int) -> int:
        """Load a page; what is filled into its fields and noted on it becomes a part of it."""
        page = pdfium.load_page(self._opened, index)
        if page and pdfium.count_annotations(page) > 0 and pdfium.flatten(page, 0) == pdfium.FLATTENED:
            pdfium.close_page(page)
            page = pdfium.load_page(self._opened, index)
        return page

    def _open(self) -> int:
        data = self._source.data
        opened = pdfium.load(data, len(data), None)
        if opened:
            return opened
        if pdfium.last_error() in pdfium.LOCKED:
            raise UnreadableSource("encrypted", name=self._source.name)
        raise self._broken("truncated" if self._is_cut() else "structure")

    def _is_cut(self) -> bool:
        """Tell whether the end is missing, or objects follow the last end."""
        rest = self._source.data.rpartition(b"%%EOF")
        return not rest[1] or b" obj" in rest[2]

    def _broken(self, reason: str) -> UnreadableSource:
        source = self._source
        return UnreadableSource("broken", name=source.name, format=source.format.value, reason=reason)


def _upright(page: int, objects: Sequence[int]) -> tuple[TextLayer, Box]:
    """Load a page's text, turned upright, and give the page's box: left, top, right, bottom, y upwards."""
    box = pdfium.Floats(4)
    pdfium.page_box(page, box.address)
    left, top, right, bottom = box.values()
    layer = TextLayer(page, left, top)
    turns = layer.quarters if 2 * layer.sideways > len(layer) or pdfium.page_rotation(page) == 2 else 0
    if not turns:
        return layer, (left, top, right, bottom)
    layer.close()
    a, b, c, d = _TURNS[turns]
    matrix = pdfium.Floats(6, (a, b, c, d, 0.0, 0.0))
    for one in objects:
        pdfium.transform(one, matrix.address)
    xs = [a * x + c * y for x in (left, right) for y in (top, bottom)]
    ys = [b * x + d * y for x in (left, right) for y in (top, bottom)]
    left, top, right, bottom = min(xs), max(ys), max(xs), min(ys)
    return TextLayer(page, left, top), (left, top, right, bottom)


def _loses_glyphs(texts: Sequence[int]) -> bool:
    """Tell whether PDFium drops texts: a lone glyph has no width for it where its font is neither in the file nor here."""
    absent = {font for font in set(map(pdfium.font_of, texts)) if not _is_at_hand(font)}
    if not absent:
        return False
    box = pdfium.Floats(4)
    at = box.address
    for text in texts:
        if pdfium.font_of(text) in absent:
            pdfium.bounds_of(text, at, at + 4, at + 8, at + 12)
            if box[2] - box[0] <= 0:
                return True
    return False


def _is_at_hand(font: int) -> bool:
    return bool(pdfium.is_embedded(font)) or bool(_LATIN.match(pdfium.name_of(font)))
