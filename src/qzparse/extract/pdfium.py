"""PDFium's functions, bound without the checks of arguments that take longer than most of the calls.

Handles are addresses, 0 or None where there is nothing. PDFium is not thread-safe: one thread of a process calls it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_char_p, c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p

import pypdfium2.raw as library

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
"""Kinds of objects on a page."""
LINE = 0
"""The kind of a path's segment that is a straight line."""
DYNAMIC = 2
"""The kind of form whose pages hold a notice in place of its content."""
FLATTENED = 1
LOCKED = (4, 5)
"""Errors of files that ask for a password, or lock in a way of their own."""


def _bound(name: str, result: type | None, *arguments: type) -> Callable[..., int]:
    address = ctypes.cast(getattr(library, name), c_void_p).value
    assert address
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


load = _bound("FPDF_LoadMemDocument64", c_void_p, c_char_p, c_size_t, c_char_p)
last_error = _bound("FPDF_GetLastError", c_ulong)
close = _bound("FPDF_CloseDocument", None, c_void_p)
count_pages = _bound("FPDF_GetPageCount", c_int, c_void_p)
has_valid_table = _bound("FPDF_DocumentHasValidCrossReferenceTable", c_int, c_void_p)
form_type = _bound("FPDF_GetFormType", c_int, c_void_p)

count_annotations = _bound("FPDFPage_GetAnnotCount", c_int, c_void_p)
flatten = _bound("FPDFPage_Flatten", c_int, c_void_p, c_int)
load_page = _bound("FPDF_LoadPage", c_void_p, c_void_p, c_int)
close_page = _bound("FPDF_ClosePage", None, c_void_p)
page_box = _bound("FPDF_GetPageBoundingBox", c_int, c_void_p, c_void_p)
page_width = _bound("FPDF_GetPageWidthF", c_float, c_void_p)
page_height = _bound("FPDF_GetPageHeightF", c_float, c_void_p)
page_rotation = _bound("FPDFPage_GetRotation", c_int, c_void_p)
count_objects = _bound("FPDFPage_CountObjects", c_int, c_void_p)
object_at = _bound("FPDFPage_GetObject", c_void_p, c_void_p, c_int)

load_text = _bound("FPDFText_LoadPage", c_void_p, c_void_p)
close_text = _bound("FPDFText_ClosePage", None, c_void_p)
count_characters = _bound("FPDFText_CountChars", c_int, c_void_p)
copy_text = _bound("FPDFText_GetText", c_int, c_void_p, c_int, c_int, c_void_p)
character_at = _bound("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
is_unmapped = _bound("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int)
is_generated = _bound("FPDFText_IsGenerated", c_int, c_void_p, c_int)
angle_of = _bound("FPDFText_GetCharAngle", c_float, c_void_p, c_int)
text_object_at = _bound("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
loose_box = _bound("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)

kind_of = _bound("FPDFPageObj_GetType", c_int, c_void_p)
bounds_of = _bound("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
matrix_of = _bound("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
transform = _bound("FPDFPageObj_TransformF", c_int, c_void_p, c_void_p)
font_of = _bound("FPDFTextObj_GetFont", c_void_p, c_void_p)
is_embedded = _bound("FPDFFont_GetIsEmbedded", c_int, c_void_p)
copy_name = _bound("FPDFFont_GetBaseFontName", c_size_t, c_void_p, c_void_p, c_size_t)
count_inner = _bound("FPDFFormObj_CountObjects", c_int, c_void_p)
inner_at = _bound("FPDFFormObj_GetObject", c_void_p, c_void_p, c_ulong)
draw_mode = _bound("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
count_segments = _bound("FPDFPath_CountSegments", c_int, c_void_p)
segment_at = _bound("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
point_of = _bound("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
segment_kind = _bound("FPDFPathSegment_GetType", c_int, c_void_p)
closes = _bound("FPDFPathSegment_GetClose", c_int, c_void_p)

create_bitmap = _bound("FPDFBitmap_CreateEx", c_void_p, c_int, c_int, c_int, c_void_p, c_int)
fill_bitmap = _bound("FPDFBitmap_FillRect", c_int, c_void_p, c_int, c_int, c_int, c_int, c_ulong)
draw_page = _bound(
    "FPDF_RenderPageBitmap", None, c_void_p, c_void_p, c_int, c_int, c_int, c_int, c_int, c_int
)
destroy_bitmap = _bound("FPDFBitmap_Destroy", None, c_void_p)
_BLUE_FIRST, _ANNOTATIONS, _WHITE = 2, 1, 0xFFFFFFFF


class Floats:
    """A row of C floats that functions write to."""

    def __init__(self, count: int, values: tuple[float, ...] = ()) -> None:
        self._floats = (c_float * count)(*values)
        self.address = ctypes.addressof(self._floats)

    def __getitem__(self, index: int) -> float:
        return self._floats[index]

    def values(self) -> list[float]:
        """Copy them all."""
        return self._floats[:]

    def addresses(self, each: int) -> range:
        """Give the addresses of every so many of them."""
        return range(self.address, self.address + 4 * len(self._floats), 4 * each)


class Integers:
    """A row of C integers that functions write to."""

    def __init__(self, count: int) -> None:
        self._integers = (c_int * count)()
        self.address = ctypes.addressof(self._integers)

    def __getitem__(self, index: int) -> int:
        return self._integers[index]


def name_of(font: int) -> bytes:
    """Give a font's name."""
    buffer = ctypes.create_string_buffer(256)
    copy_name(font, ctypes.addressof(buffer), 256)
    return buffer.value


def text_of(text_page: int) -> str:
    """Give a text page's characters, those that PDFium made up too: one for each index, so a pair of surrogates is two."""
    count = count_characters(text_page)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(4 * count + 4)
    units = copy_text(text_page, 0, count, ctypes.addressof(buffer))
    text = buffer.raw[: 2 * units - 2].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    return "".join([chr(character_at(text_page, index)) for index in range(count)])


def drawn(page: int, width: int, height: int) -> bytearray:
    """Draw a page so many pixels wide and high, three bytes each, blue first."""
    pixels = bytearray(3 * width * height)
    buffer = (ctypes.c_char * len(pixels)).from_buffer(pixels)
    bitmap = create_bitmap(width, height, _BLUE_FIRST, ctypes.addressof(buffer), 3 * width)
    if bitmap:
        fill_bitmap(bitmap, 0, 0, width, height, _WHITE)
        draw_page(bitmap, page, 0, 0, width, height, 0, _ANNOTATIONS)
        destroy_bitmap(bitmap)
    return pixels
