"""A family and a seed → an invented list in a random layout, and the truth that a careful reader finds.

`build` lays a list out, `render` prints it to bytes, `compare` judges a document that was read from them.
Texts, places, laws and bodies are invented; what a careful reader could read in two ways is not made.
"""

from random import Random

from .arrange import FAMILIES
from .compare import Comparison, Difference, compare
from .drafts import close_draft
from .pages import Cell, Format, Layout, Paragraph, Table, Truth
from .render_docx import render_docx
from .render_txt import render_txt

__all__ = [
    "FAMILIES",
    "Cell",
    "Comparison",
    "Difference",
    "Format",
    "Layout",
    "Paragraph",
    "Table",
    "Truth",
    "build",
    "compare",
    "family_names",
    "render",
]


def family_names() -> list[str]:
    """Name every family in every format that can show it, as `wide-txt`."""
    return [f"{family}-{form.value}" for family, (_, forms) in FAMILIES.items() for form in forms]


def build(name: str, seed: int) -> Layout:
    """Lay out the list of a seed; the same name and seed give the same layout."""
    family, _, extension = name.rpartition("-")
    arranger, _ = FAMILIES[family]
    draft = arranger(Random(f"{family} {seed}"), Format(extension))
    return close_draft(draft, name, seed)


def render(layout: Layout) -> bytes:
    """Print a layout in its format."""
    return render_docx(layout) if layout.format is Format.DOCX else render_txt(layout)
