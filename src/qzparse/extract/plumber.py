"""Pages of a PDF → their runs and rules, as pdfplumber finds them: slower than PDFium, and blind to no glyph."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from .leaf import Glyph, Leaf, run_of

FAULTS = (
    PSException,
    PdfminerException,
    MalformedPDFException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What pdfminer raises where a file is damaged."""
_SAME = 1.0
"""Equal glyphs so near to each other, in points, are one."""
_GAP = 1.0
"""Glyphs that stand farther apart than so much of their height are of two runs."""
_UNMAPPED = "(cid:"


class Plumber:
    """A file whose pages are read one by one."""

    def __init__(self, data: bytes) -> None:
        self._document = pdfplumber.open(io.BytesIO(data))

    def leaf(self, index: int) -> Leaf:
        """Read a page, counted from 0; one of `FAULTS` is raised where it cannot be read."""
        page = self._document.pages[index]
        groups = list(_groups_of(page))
        rules = [(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in page.edges]
        leaf = Leaf(
            index + 1,
            float(page.width),
            float(page.height),
            [],
            rules,
            lambda run: groups[run.origin[0]].glyphs,
        )
        for place, group in enumerate(groups):
            leaf.unmapped += sum(glyph.text == "\ufffd" for glyph in group.glyphs)
            run = run_of(group.glyphs, group.top, group.bottom)
            if run is not None:
                run.origin = (place, place + 1)
                leaf.runs.append(run)
        page.close()
        return leaf


class _Group:
    """Glyphs that follow one another on a line."""

    def __init__(self, top: float, bottom: float) -> None:
        self.glyphs: list[Glyph] = []
        self.top, self.bottom = top, bottom


def _groups_of(page: Page) -> Iterator[_Group]:
    group: _Group | None = None
    for character in page.dedupe_chars(tolerance=_SAME).chars:
        text, left, right = character["text"], character["x0"], character["x1"]
        top, bottom = character["top"], character["bottom"]
        if group is not None:
            last = group.glyphs[-1]
            level = abs(top + bottom - group.top - group.bottom) < bottom - top
            if not level or not last.left <= left <= last.right + _GAP * (bottom - top):
                yield group
                group = None
        if group is None:
            group = _Group(top, bottom)
        group.glyphs.append(Glyph("\ufffd" if text.startswith(_UNMAPPED) else text, left, right))
    if group is not None:
        yield group
