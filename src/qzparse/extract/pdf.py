"""A PDF → its transcript.

1. Ruled tables are read cell by cell, by PDFium's characters and paths; tables that page breaks cut are made whole.
2. Tables without rules are read where their columns are clear.
3. A page that PDFium cannot read well is read by pdfplumber, and noted.
4. A page without text is recognised on its picture, or noted as scanned; a file of such pages only is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from qzparse.errors import UnreadableSource
from qzparse.ledger import NoteKind
from qzparse.source import Source
from qzparse.tokens import Transcript

from .binder import Binder
from .cells import spread_of
from .leaf import Leaf
from .margins import Spread, iter_parted
from .pdf_file import OBJECTS, PageDeclined, PageTooLarge, PdfFile

PAGES = 6_000
"""Pages beyond are not read."""
_FEW = 40
"""So few characters are not the text of a page that is a picture."""
_PICTURED = 0.5
"""A page is a picture where pictures cover so much of it."""
_DRAWN = 200
"""So many things on a page without text are its text, drawn as outlines."""


def read_pdf(source: Source) -> Transcript:
    """Read a PDF."""
    file = PdfFile(source)
    try:
        return _Reading(source, file).transcript()
    finally:
        file.close()


class _Reading:
    """The reading of one file."""

    def __init__(self, source: Source, file: PdfFile) -> None:
        self._source, self._file = source, file
        self._binder = Binder()
        self._note = self._binder.transcriber.note
        self._scanned = self._read = 0

    def transcript(self) -> Transcript:
        """Read all pages."""
        if self._file.repaired:
            self._note(NoteKind.FILE_REPAIRED)
        pages = self._file.pages
        if pages > PAGES:
            self._note(NoteKind.LIMIT_REACHED, limit=f"PDF: {PAGES:,}")
        for spread in iter_parted(self._spreads(min(pages, PAGES))):
            self._binder.add(spread)
        if self._scanned and not self._read:
            from .scan import can_recognise

            raise UnreadableSource("illegible" if can_recognise() else "scanned", name=self._source.name)
        return self._binder.transcript(pages)

    def _spreads(self, pages: int) -> Iterator[Spread]:
        for index in range(pages):
            spread = self._spread(index)
            if spread is not None:
                yield spread

    def _spread(self, index: int) -> Spread | None:
        try:
            with self._file.leaf(index) as leaf:
                return spread_of(self._seen(leaf))
        except PageTooLarge:
            self._note(NoteKind.LIMIT_REACHED, limit=f"{index + 1}: {OBJECTS:,}")
        except PageDeclined:
            return self._reread(index)
        return None

    def _reread(self, index: int) -> Spread | None:
        """Let pdfplumber read a page."""
        from .plumber import FAULTS

        try:
            leaf = self._read_slowly(index)
        except FAULTS:
            self._note(NoteKind.PAGE_UNREAD, page=index + 1)
            return None
        self._note(NoteKind.PAGE_REREAD, page=index + 1)
        return spread_of(self._seen(leaf))

    @cached_property
    def _read_slowly(self) -> Callable[[int], Leaf]:
        """Open the file with pdfplumber."""
        from .plumber import Plumber

        return Plumber(self._source.data).leaf

    def _seen(self, leaf: Leaf) -> Leaf:
        """Note what a page does not tell; give what is recognised on its picture instead, where that can be."""
        characters = sum(len(run.text) for run in leaf.runs)
        scanned = characters < _FEW and (
            leaf.pictured > _PICTURED or (not characters and leaf.objects > _DRAWN)
        )
        recognised = self._recognised(leaf.number) if scanned or 2 * leaf.unmapped > characters else None
        if recognised is not None:
            self._read += 1
            return recognised
        if leaf.unmapped:
            self._note(NoteKind.GLYPHS_UNMAPPED, page=leaf.number, count=leaf.unmapped)
        if scanned:
            self._scanned += 1
            self._note(NoteKind.PAGE_SCANNED, page=leaf.number)
        elif characters:
            self._read += 1
        return leaf

    def _recognised(self, page: int) -> Leaf | None:
        """Read the picture of a page, where the extra that does it is installed."""
        from .scan import can_recognise, note_recognised, recognise

        picture = self._file.picture(page - 1) if can_recognise() else None
        leaf = recognise(picture, page) if picture else None
        if leaf is not None:
            note_recognised(leaf, self._binder)
        return leaf
