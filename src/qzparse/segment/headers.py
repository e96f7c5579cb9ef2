"""A grid's header cells, or the contents below them → the field of each column.

Words decide where they are known. A column that no word names is named by what its cells hold if that is clear, and
noted; otherwise it is kept under its printed words.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..excerpt import Excerpt
from ..grammar import Grammar
from ..layout.content import traits_of
from ..layout.naming import Guess, guess_fields, word_of
from ..layout.region import Grid
from ..ledger import Column, Ledger, NoteKind, Reading

SAMPLED = 40
"""So many rows are looked at to name a column by content."""

_READS = {
    "number": "number",
    "code": "text",
    "type": "type",
    "basis": "entries",
    "duties": "duties",
    "duty_basis": "entries",
    "accountability": "accountability",
    "accountability_basis": "entries",
    "oversight": "oversight",
}


@dataclass(frozen=True, slots=True)
class ColumnField:
    """What a column holds: the field, how its cells are read, and its printed header."""

    field: str
    reads: str
    header: str


def name_columns(grid: Grid, grammar: Grammar, ledger: Ledger) -> list[ColumnField]:
    """Name every column of a grid; claim its headers as labels, note what words did not settle."""
    stacks = grid.labels or [()] * grid.width
    for head in grid.heads:
        ledger.label(head)
    words = [word_of(stack, grammar) for stack in stacks]
    known = [word.field.partition("+")[0] if word else "" for word in words]
    _drop_doubles(known, stacks, ledger)
    guesses: list[Guess | None] = [None] * grid.width
    if not all(known):
        guesses = guess_fields(_traits(grid, known, grammar), known, headed=bool(grid.labels))
    if not grid.labels and grid.rows:
        ledger.note(NoteKind.HEADER_ABSENT, (max(grid.start, 0), max(grid.start, 0) + 1), columns=grid.width)
    columns, evidence = [], []
    for index, stack in enumerate(stacks):
        word, guess = words[index], guesses[index]
        header = _header_text(stack, index)
        if word and known[index]:
            columns.append(ColumnField(word.field, word.reads, header))
            evidence.append(Column(index, header, word.field, ("word",), 1.0))
        elif guess:
            columns.append(ColumnField(guess.field, _READS.get(guess.field, "text"), header))
            evidence.append(Column(index, header, guess.field, ("content", "position"), guess.lead))
            if stack:
                ledger.note(NoteKind.COLUMN_BY_CONTENT, stack[-1], header=header, field=guess.field)
        else:
            columns.append(ColumnField("extra", "text", header))
            evidence.append(Column(index, header, "extra", ("unknown",), 0.0))
            if stack:
                ledger.note(NoteKind.HEADER_UNKNOWN, stack[-1], header=header)
    ledger.readings.append(
        Reading(
            (max(grid.start, 0), max(grid.start, 0)),
            "grid",
            grid.score,
            grid.runner_up,
            grid.runner_up_score,
            tuple(evidence),
            len(grid.rows),
            tuple(grid.repairs),
        )
    )
    return columns


def _header_text(stack: tuple[Excerpt, ...], index: int) -> str:
    for label in reversed(stack):
        if label:
            return label.squashed
    return f"列{index + 1}"


def _drop_doubles(known: list[str], stacks: list[tuple[Excerpt, ...]], ledger: Ledger) -> None:
    """Let the first of two columns of one field keep it; the other is named by content, or by its words."""
    seen: set[str] = set()
    for index, field in enumerate(known):
        if field in seen:
            known[index] = ""
            ledger.note(NoteKind.HEADER_DOUBLED, stacks[index][-1], header=_header_text(stacks[index], index))
        if field:
            seen.add(field)


def _traits(grid: Grid, known: list[str], grammar: Grammar) -> list[list[int]]:
    rows = [row for row in grid.rows[:SAMPLED] if not row.spanning]
    return [
        []
        if known[column]
        else [traits_of(cell, grammar) for row in rows if (cell := row.cells[column]) is not None]
        for column in range(grid.width)
    ]
