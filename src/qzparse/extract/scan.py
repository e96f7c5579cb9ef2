"""Pictures → their transcript, by recognition.

Nothing that recognises text is imported before a picture is to be read; without the extra `ocr` none is.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from qzparse.errors import UnreadableSource
from qzparse.ledger import NoteKind
from qzparse.source import Source
from qzparse.tokens import Transcript

from .binder import Binder
from .cells import spread_of
from .leaf import Leaf
from .margins import Spread, iter_parted
from .picture import Picture

_PACKAGES = ("cv2", "numpy", "onnxruntime", "rapidocr")
_PAGES = 500
"""Pictures of a file beyond so many are not read."""


def can_recognise() -> bool:
    """Tell whether what reads pictures is installed."""
    return all(find_spec(package) is not None for package in _PACKAGES)


def read_image(source: Source) -> Transcript:
    """Read an image file, a page for each of its pictures."""
    if not can_recognise():
        raise UnreadableSource("scanned", name=source.name)
    binder = Binder()
    read: list[bool] = []
    for spread in iter_parted(_spreads(source, binder, read)):
        binder.add(spread)
    if not any(read):
        raise UnreadableSource("illegible", name=source.name)
    return binder.transcript(len(read))


def _spreads(source: Source, binder: Binder, read: list[bool]) -> Iterator[Spread]:
    """Yield the pages on which there is text; tell of each page whether there is."""
    from .image_file import iter_pictures

    for number, picture in enumerate(iter_pictures(source), 1):
        if number > _PAGES:
            binder.transcriber.note(NoteKind.LIMIT_REACHED, limit=f"{_PAGES}")
            return
        leaf = recognise(picture, number)
        read.append(leaf is not None)
        if leaf is None:
            binder.transcriber.note(NoteKind.PAGE_SCANNED, page=number)
        else:
            note_recognised(leaf, binder)
            yield spread_of(leaf)


def note_recognised(leaf: Leaf, binder: Binder) -> None:
    """Note that a page's text was read from its picture."""
    count = sum(len(run.text) for run in leaf.runs)
    binder.transcriber.note(NoteKind.TEXT_RECOGNISED, page=leaf.number, count=count)


def recognise(picture: Picture, number: int) -> Leaf | None:
    """Read a picture as the page `number`; None where there is no text on it."""
    from .sight import leaf_of

    return leaf_of(picture, number)
