"""Pages of a PDF → their runs and rules, as pdfplumber finds them: slower than PDFium, and blind to no glyph."""

from __future__ import annotations

import io
from typing import Any

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from .leaf import Leaf
from .letters import Letter, set_letters

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
_UNMAPPED = "(cid:"


class Plumber:
    """A file whose pages are read one by one."""

    def __init__(self, data: bytes) -> None:
        self._document = pdfplumber.open(io.BytesIO(data))

    def leaf(self, index: int) -> Leaf:
        """Read a page, counted from 0; one of `FAULTS` is raised where it cannot be read."""
        page = self._document.pages[index]
        rules = [(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in page.edges]
        leaf = Leaf(index + 1, float(page.width), float(page.height), [], rules, lambda _: [])
        set_letters(leaf, map(_letter_of, page.chars))
        leaf.objects = len(page.chars) + len(rules)
        page.close()
        return leaf


def _letter_of(character: dict[str, Any]) -> Letter:
    text = "\ufffd" if character["text"].startswith(_UNMAPPED) else character["text"]
    return Letter(text, character["x0"], character["top"], character["x1"], character["bottom"])
