"""An OFD (GB/T 33190), the format in which offices sign documents → its transcript.

1. Pages are read as those of a PDF are: letters and rules to tables, tables made whole over page breaks.
2. A page prints its templates, then its own layers; a template that names itself is printed once.
3. Members are found inside the package only; a page that is missing is noted.
4. A page whose text stands on its side or its head is turned upright first.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from qzparse.errors import UnreadableSource
from qzparse.ledger import NoteKind
from qzparse.source import Source
from qzparse.tokens import Transcript

from .archive import Archive
from .binder import Binder
from .cells import spread_of
from .leaf import Leaf
from .letters import set_letters
from .margins import Spread, iter_parted
from .ofd_page import OBJECTS, POINTS, Drawn, numbers_in
from .vectors import UNMOVED, Matrix

PAGES = 6_000
"""Pages beyond are not read."""
_ROOT = "OFD.xml"
_LOCKS = "Encryptions.xml"
"""Lists the members that are encrypted."""
_BOX = (0.0, 0.0, 210.0, 297.0)
"""A page's box where the file gives none, in millimetres."""


def read_ofd(source: Source) -> Transcript:
    """Read an OFD."""
    return _Reading(source).transcript()


class _Document:
    """One of the documents of a package: its pages, its templates, the box of its pages."""

    def __init__(self, archive: Archive, member: str) -> None:
        self._archive = archive
        self._folder = posixpath.dirname(member)
        root = archive.parsed(archive.read(member))
        self.box = _box_in(root) or _BOX
        self.pages = [self.member(page.get("BaseLoc")) for page in root.iterfind("{*}Pages/{*}Page")]
        self._templates = {
            template.get("ID"): self.member(template.get("BaseLoc"))
            for template in root.iterfind("{*}CommonData/{*}TemplatePage")
        }

    def member(self, place: str | None) -> str:
        """Name the member that the document calls so."""
        named = posixpath.normpath(posixpath.join("/", self._folder, place or "")).lstrip("/")
        outside = posixpath.normpath(posixpath.join(self._folder, place or "")).startswith("..")
        if outside or "\\" in named:
            raise self._archive.hostile("unsafe-member")
        return named

    def drawn_on(self, root: etree._Element, matrix: Matrix = UNMOVED) -> Drawn:
        """Print a page, moved by a matrix."""
        drawn = Drawn()
        self._draw(root, drawn, matrix, frozenset())
        return drawn

    def _draw(self, root: etree._Element, drawn: Drawn, matrix: Matrix, printed: frozenset[str]) -> None:
        """Print the templates that are not yet `printed`, then the content."""
        for use in root.iterfind("{*}Template"):
            member = self._templates.get(use.get("TemplateID"), "")
            if member in self._archive and member not in printed:
                template = self._archive.parsed(self._archive.read(member))
                self._draw(template, drawn, matrix, printed | {member})
        for content in root.iterfind("{*}Content"):
            drawn.take(content, matrix)


class _Reading:
    """The reading of one package."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._archive = Archive(source)
        self._binder = Binder()
        self._note = self._binder.transcriber.note
        self._pages = self._scanned = self._read = 0

    def transcript(self) -> Transcript:
        """Read the pages of all documents."""
        for spread in iter_parted(self._spreads()):
            self._binder.add(spread)
        if self._scanned and not self._read:
            raise UnreadableSource("scanned", name=self._source.name)
        return self._binder.transcript(self._pages)

    def _spreads(self) -> Iterator[Spread]:
        if _LOCKS in self._archive:
            raise UnreadableSource("encrypted", name=self._source.name)
        if _ROOT not in self._archive:
            raise self._archive.broken("parts")
        root = self._archive.parsed(self._archive.read(_ROOT))
        for place in root.iterfind("{*}DocBody/{*}DocRoot"):
            member = posixpath.normpath((place.text or "").strip().lstrip("/"))
            if member not in self._archive:
                raise self._archive.broken("parts")
            yield from self._spreads_of(_Document(self._archive, member))
        if not self._pages:
            raise self._archive.broken("no-pages")

    def _spreads_of(self, document: _Document) -> Iterator[Spread]:
        for member in document.pages:
            if self._pages == PAGES:
                self._note(NoteKind.LIMIT_REACHED, limit=f"OFD: {PAGES:,}")
                return
            self._pages += 1
            leaf = self._leaf(document, member)
            if leaf is not None:
                yield spread_of(leaf)

    def _leaf(self, document: _Document, member: str) -> Leaf | None:
        if member not in self._archive:
            self._note(NoteKind.PAGE_UNREAD, page=self._pages)
            return None
        root = self._archive.parsed(self._archive.read(member))
        left, top, width, height = _box_in(root) or document.box
        right, bottom = left + width, top + height
        drawn = document.drawn_on(root)
        quarters = drawn.quarters
        if quarters:
            drawn = document.drawn_on(root, _turning(quarters, right, bottom))
            if quarters % 2:
                right, bottom = bottom, right
        leaf = Leaf(self._pages, right * POINTS, bottom * POINTS, [], drawn.rules, lambda _: [])
        set_letters(leaf, drawn.letters)
        leaf.objects = drawn.objects
        leaf.pictured = drawn.pictured / max(width * height * POINTS**2, 1.0)
        if drawn.objects > OBJECTS:
            self._note(NoteKind.LIMIT_REACHED, limit=f"{self._pages}: {OBJECTS:,}")
        if leaf.runs:
            self._read += 1
        elif leaf.pictured:
            self._scanned += 1
            self._note(NoteKind.PAGE_SCANNED, page=self._pages)
        return leaf


def _turning(quarters: int, right: float, bottom: float) -> Matrix:
    """Give what turns a page upright whose text stands so many quarters askew."""
    if quarters == 1:
        return (0.0, -1.0, 1.0, 0.0, 0.0, right)
    if quarters == 2:
        return (-1.0, 0.0, 0.0, -1.0, right, bottom)
    return (0.0, 1.0, -1.0, 0.0, bottom, 0.0)


def _box_in(root: etree._Element) -> tuple[float, float, float, float] | None:
    """Find the box of a page, or of all pages."""
    for place in ("{*}Area/{*}PhysicalBox", "{*}CommonData/{*}PageArea/{*}PhysicalBox"):
        box = numbers_in(root.findtext(place))
        if len(box) == 4:
            return (box[0], box[1], box[2], box[3])
    return None
