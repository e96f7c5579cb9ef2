"""The book in which every pass writes what a character became, and what it noticed.

Values go in a pass's return type; claims (this span is a label) and notes (this number was deduced) go here.
Trace, coverage and diagnostics are computed from the book once, at the end. A span that nobody claims is residue.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import NamedTuple

from .excerpt import Excerpt, Span


class Role(StrEnum):
    """What a stretch of the source text became."""

    VALUE = "value"
    LABEL = "label"
    MARKER = "marker"
    FURNITURE = "furniture"
    RESIDUE = "residue"


Stretch = tuple[int, int, Role]
_ROLES = tuple(Role)
_INDEX = {role: index for index, role in enumerate(_ROLES)}
_MARKER = _INDEX[Role.MARKER]
END, START = 3, 33
"""Where the numbers of a packed claim stand, in bits: its role, its end, its start."""
REACH = (1 << START - END) - 1
"""No text has more characters than fit."""


def packed(start: int, end: int, role: Role) -> int:
    """Write a claim as one number, in whose order claims stand in the text.

    >>> unpacked(packed(3, 5, Role.LABEL))
    (3, 5, <Role.LABEL: 'label'>)
    """
    return start << START | end << END | _INDEX[role]


def unpacked(claim: int) -> Stretch:
    """Read a claim that was written as one number."""
    return claim >> START, claim >> END & REACH, _ROLES[claim & (1 << END) - 1]


class NoteKind(Enum):
    """What a pass can notice; exactly one rule answers each."""

    # the file
    ENCODING_GUESSED = "encoding-guessed"
    CHARACTERS_REPLACED = "characters-replaced"
    EXTENSION_WRONG = "extension-wrong"
    REVISIONS_PRESENT = "revisions-present"
    PACKAGE_REPAIRED = "package-repaired"
    NESTED_TABLE = "nested-table"
    LIMIT_REACHED = "limit-reached"
    SHEET_HIDDEN = "sheet-hidden"
    CELLS_HIDDEN = "cells-hidden"
    FORMULAS_PRESENT = "formulas-present"
    FORMULA_UNCOUNTED = "formula-uncounted"
    DIGITS_LOST = "digits-lost"
    CELL_CUT = "cell-cut"
    ESCAPE_KEPT = "escape-kept"
    FILE_REPAIRED = "file-repaired"
    PAGE_SCANNED = "page-scanned"
    TEXT_RECOGNISED = "text-recognised"
    RECOGNITION_DOUBTFUL = "recognition-doubtful"
    PAGE_UNREAD = "page-unread"
    PAGE_REREAD = "page-reread"
    GLYPHS_UNMAPPED = "glyphs-unmapped"
    # the structure
    NOTHING_FOUND = "nothing-found"
    HEADER_ABSENT = "header-absent"
    HEADER_UNKNOWN = "header-unknown"
    HEADER_DOUBLED = "header-doubled"
    HEADER_CARRIED = "header-carried"
    COLUMN_BY_CONTENT = "column-by-content"
    ROW_TORN = "row-torn"
    ROW_RAGGED = "row-ragged"
    ROW_UNREAD = "row-unread"
    ROW_BY_CONTENT = "row-by-content"
    NUMBER_INFERRED = "number-inferred"
    CELL_LOST = "cell-lost"
    VALUE_INHERITED = "value-inherited"
    NUMBER_OUT_OF_ORDER = "number-out-of-order"
    COUNT_DIFFERS = "count-differs"
    TYPE_UNKNOWN = "type-unknown"
    VALUE_DOUBTFUL = "value-doubtful"
    SECTION_TORN = "section-torn"
    BOXES_LOOSE = "boxes-loose"
    SEVERAL_LISTS = "several-lists"
    # inside a cell
    WRAP_DOUBTFUL = "wrap-doubtful"
    LINES_MIXED = "lines-mixed"
    LINES_WRAPPED = "lines-wrapped"
    NUMBER_GAP = "number-gap"
    NUMBER_REPEATED = "number-repeated"
    NUMBER_ABSENT = "number-absent"
    NUMBER_STYLES_MIXED = "number-styles-mixed"
    NUMBER_INLINE = "number-inline"
    REFERENCE_DANGLING = "reference-dangling"
    TAG_TORN = "tag-torn"
    TAG_UNKNOWN = "tag-unknown"
    UNIT_DOUBTFUL = "unit-doubtful"
    STAGE_UNKNOWN = "stage-unknown"
    BRACKET_UNBALANCED = "bracket-unbalanced"


class Note(NamedTuple):
    """What a pass noticed at `span`; `values` fill the rule's message."""

    kind: NoteKind
    span: Span
    values: dict[str, str | int]


class Shown(NamedTuple):
    """A trait of content, and how many of a column's filled cells show it."""

    trait: str
    cells: int
    filled: int


class Likely(NamedTuple):
    """What a column's cells alone make of it: the likeliest field, its lead over the runner-up, in log-likelihood."""

    field: str
    runner_up: str
    lead: float
    shown: tuple[Shown, ...]


@dataclass(slots=True)
class Column:
    """Why a column or label was read as `field`: the evidence, for `explain` and `suggest`."""

    index: int
    header: str
    field: str
    reasons: tuple[str, ...]
    score: float = 0.0
    between: tuple[str, str] | None = None
    """The fields on its two sides, where the genre's usual order puts it between them; empty at an edge."""
    likely: Likely | None = None
    """The evidence of its cells, where words do not name it."""


class Reading(NamedTuple):
    """Why a region was read as it was: the layout taken and its score, the runner-up and its score."""

    span: Span
    layout: str
    score: float
    runner_up: str | None
    runner_up_score: float
    columns: tuple[Column, ...]
    rows: int
    repairs: tuple[str, ...] = ()


@dataclass(slots=True)
class Ledger:
    """Claims and notes, in the order in which they were written."""

    text: str
    packed: array[int] = field(default_factory=lambda: array("Q"))
    """The claims, eight bytes each: a long list has hundreds of thousands of them."""
    notes: list[Note] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    @property
    def claims(self) -> list[Stretch]:
        """What was claimed, in the order in which it was written."""
        return [unpacked(claim) for claim in self.packed]

    def claim(self, role: Role, *spans: Span) -> None:
        """Say what the characters at `spans` became; an empty span claims nothing."""
        for start, end in spans:
            if end > start:
                self.packed.append(packed(start, end, role))

    def label(self, excerpt: Excerpt) -> None:
        """Claim an excerpt as the printed name of a field."""
        self.claim(Role.LABEL, *excerpt.lines)

    def marker(self, *spans: Span) -> None:
        """Claim spans as structure: numbers' dots, colons, brackets."""
        for start, end in spans:
            if end > start:
                self.packed.append(start << START | end << END | _MARKER)

    def furniture(self, excerpt: Excerpt) -> None:
        """Claim an excerpt as what the page adds: page numbers, repeated headers."""
        self.claim(Role.FURNITURE, *excerpt.lines)

    def note(self, kind: NoteKind, span: Span | Excerpt, **values: str | int) -> None:
        """Leave a note for the rule that answers `kind`."""
        if isinstance(span, Excerpt):
            span = (span.start, span.end) if span else (0, 0)
        self.notes.append(Note(kind, span, values))

    def extend(self, notes: Iterable[Note]) -> None:
        """Take over the notes that a reader left in its transcript."""
        self.notes.extend(notes)
