"""Nothing → a printed page that has no format yet: paragraphs, and tables whose cells may span and merge."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

Truth: TypeAlias = dict[str, Any]
"""A document, or a part of one, in the canonical form."""


class Format(Enum):
    """What a page is rendered to; the value is the file name's extension."""

    TXT = "txt"
    DOCX = "docx"


class Merge(Enum):
    """Where a cell stands in a vertical merge."""

    NONE = "none"
    TOP = "top"
    BELOW = "below"


@dataclass(frozen=True)
class Cell:
    """One cell: its lines, the grid columns it covers, its place in a vertical merge."""

    text: str
    span: int = 1
    merge: Merge = Merge.NONE


@dataclass(frozen=True)
class Row:
    """A row of cells; before a torn row the page broke and took the cells on both sides of the break."""

    cells: tuple[Cell, ...]
    torn: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of one grid."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Paragraph:
    """A line outside tables; a torn one follows a row that lost its last cell."""

    text: str
    torn: bool = False


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True)
class Layout:
    """A rendered list with its truth, and the fields that the document must carry a diagnostic for."""

    family: str
    seed: int
    format: Format
    blocks: tuple[Block, ...]
    truth: Truth
    noted: tuple[tuple[int, str], ...] = field(default=())
    """Index of the item and name of the field whose value was deduced, inherited or lost."""
