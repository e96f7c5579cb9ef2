"""An image file's bytes → its pictures, upright as the file says, no larger than is read."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from qzparse.errors import UnreadableSource
from qzparse.source import Source

from .picture import Picture, shrink_of

_LARGEST = 120_000_000
"""Pictures of more pixels are not opened."""
_LONGER_SIDE = 842.0
"""How long a page is, in points, whose picture does not say so: A4's."""
_STATED = (100, 1200)
"""Dots to the inch that scanners state; what cameras and screens state is no measure."""
_FAULTS = (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError)


def iter_pictures(source: Source) -> Iterator[Picture]:
    """Yield the pictures of an image file; one of several pages has several."""
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(source.data)) as file:
            yield from map(_picture_of, ImageSequence.Iterator(file))
    except _TooLarge:
        raise UnreadableSource("hostile", name=source.name, reason="too-large") from None
    except _FAULTS:
        name, kind = source.name, source.format.value
        raise UnreadableSource("broken", name=name, format=kind, reason="structure") from None


class _TooLarge(Exception):
    """A picture is not opened for its size."""


def _picture_of(frame: Image.Image) -> Picture:
    if frame.width * frame.height > _LARGEST:
        raise _TooLarge
    points = _points_of(frame)
    shrink = min(shrink_of(frame.width, frame.height, points), 1.0)
    image = ImageOps.exif_transpose(_on_white(frame))
    if shrink < 1:
        size = (max(1, round(image.width * shrink)), max(1, round(image.height * shrink)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    return Picture(image.tobytes("raw", "BGR"), image.width, image.height, points / shrink)


def _points_of(frame: Image.Image) -> float:
    """Tell how many points a pixel is wide."""
    stated = frame.info.get("dpi")
    if isinstance(stated, tuple) and stated and _STATED[0] <= stated[0] <= _STATED[1]:
        return 72 / float(stated[0])
    return _LONGER_SIDE / max(frame.width, frame.height)


def _on_white(frame: Image.Image) -> Image.Image:
    """Give a picture in colours, what is clear in it white."""
    if "A" not in frame.getbands() and "transparency" not in frame.info:
        return frame.convert("RGB")
    clear = frame.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")
