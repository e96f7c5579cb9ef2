"""A grid's header cells, or the contents below them → the field of each column.

Words decide where they are known. A column that no word names is named by what its cells hold if that is clear, and
noted; otherwise it is kept under its printed words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..excerpt import Excerpt
from ..grammar import FieldWord, Grammar
from ..layout.content import TELLING_TRAITS, Trait, traits_of
from ..layout.heads import label_text
from ..layout.naming import TELLING, Guess, are_alike, find_likely, guess_fields, is_between, word_of
from ..layout.region import Grid
from ..ledger import Column, Ledger, Likely, NoteKind, Reading

SAMPLED = 40
"""So many rows are looked at to name a column by content."""

_ITEM_FIELDS = frozenset(("name", "subitem", "basis", "duties", "duty_basis", "accountability"))
"""A table of items has a column of at least one of these."""
_SPEAKING = frozenset(
    ("type", "basis", "duties", "duty_basis", "accountability", "accountability_basis", "exemption")
)
"""Where no word of a header is known, cells must show at least one of these: a number and a name stand in any table."""
_SHOWN = 0.5
"""So many of a column's filled cells must show it."""
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


_MOST_COLUMNS = 500
_AGREED = 0.5
"""So many of the columns that content tells must be what they are in the table above, for a table to go on with it."""


@dataclass(frozen=True, slots=True)
class ColumnField:
    """What a column holds: the field, how its cells are read, and its printed header."""

    field: str
    reads: str
    header: str


def name_columns(grid: Grid, grammar: Grammar, ledger: Ledger) -> list[ColumnField]:
    """Name every column of a grid; claim its headers as labels, note what words did not settle.

    A grid in which nothing can be an item's (a summary of counts, a list of contacts) has no columns: it stays residue.
    So does one of more columns than a page, or any list, has room for.
    """
    if grid.width > _MOST_COLUMNS:
        _keep_reading(grid, (), is_list=False, ledger=ledger)
        return []
    stacks = grid.labels or [()] * grid.width
    words = _less_shared([word_of(stack, grammar) for stack in stacks], stacks, grammar)
    words, placed = _placed(words)
    known = [word.field.partition("+")[0] if word else "" for word in words]
    doubled = _drop_doubles(known) | placed
    guesses: list[Guess | None] = [None] * grid.width
    likely: list[Likely | None] = [None] * grid.width
    traits: Sequence[Sequence[int]] = ()
    if not all(known):
        traits = _traits(grid, known, grammar)
        guesses = guess_fields(traits, known, headed=bool(grid.labels))
        likely = [find_likely(cells, guess, known) for cells, guess in zip(traits, guesses, strict=True)]
    columns = [
        _column_of(word if named else None, guess, _header_text(stack, index))
        for index, (stack, word, named, guess) in enumerate(zip(stacks, words, known, guesses, strict=True))
    ]
    is_list = any(
        field in _ITEM_FIELDS or field.startswith("basis_")
        for column in columns
        for field in column.field.split("+")
    )
    if not any(known):
        is_list = is_list and _speaks_of_powers(traits, guesses)
    _keep_reading(grid, _evidence(columns, guesses, likely, placed), is_list=is_list, ledger=ledger)
    if not is_list:
        return []
    for head in grid.heads:
        ledger.label(head)
    _note_columns(grid, columns, guesses, doubled, ledger)
    return columns


def _speaks_of_powers(columns: Sequence[Sequence[int]], guesses: Sequence[Guess | None]) -> bool:
    """Tell whether some column plainly holds what only a list of powers has."""
    for cells, guess in zip(columns, guesses, strict=True):
        if guess and guess.field in _SPEAKING:
            filled = [traits for traits in cells if not traits & Trait.BLANK]
            shown = sum([bool(traits & TELLING_TRAITS[guess.field]) for traits in filled])
            if shown and shown >= _SHOWN * len(filled):
                return True
    return False


def carry_columns(
    grid: Grid, above: list[ColumnField], grammar: Grammar, ledger: Ledger
) -> list[ColumnField] | None:
    """Give a table without a header the columns of the one above, if it has as many and its cells do not speak against it.

    A word processor parts a long table at a heading or a page, and the header stands in the first part alone.
    """
    if grid.labels or len(above) != grid.width:
        return None
    traits = _traits(grid, [""] * grid.width, grammar)
    guesses = guess_fields(traits, [""] * grid.width, headed=False)
    told = [
        are_alike(guess.field, column.field.partition("+")[0])
        for guess, column in zip(guesses, above, strict=True)
        if guess and guess.field in TELLING
    ]
    if not told or sum(told) < _AGREED * len(told):
        return None
    start = max(grid.start, 0)
    ledger.note(NoteKind.HEADER_CARRIED, (start, start + 1), columns=grid.width)
    evidence = tuple(
        Column(index, column.header, column.field, ("carried",)) for index, column in enumerate(above)
    )
    _keep_reading(grid, evidence, is_list=True, ledger=ledger)
    return above


def _column_of(word: FieldWord | None, guess: Guess | None, header: str) -> ColumnField:
    if word:
        return ColumnField(word.field, word.reads, header)
    if guess:
        return ColumnField(guess.field, _READS.get(guess.field, "text"), header)
    return ColumnField("extra", "text", header)


def _note_columns(
    grid: Grid, columns: list[ColumnField], guesses: list[Guess | None], doubled: set[int], ledger: Ledger
) -> None:
    if not grid.labels:
        start = max(grid.start, 0)
        ledger.note(NoteKind.HEADER_ABSENT, (start, start + 1), columns=grid.width)
        return
    for index, (stack, column) in enumerate(zip(grid.labels, columns, strict=True)):
        if not stack:
            continue
        if index in doubled:
            ledger.note(NoteKind.HEADER_DOUBLED, stack[-1], header=column.header)
        elif column.field == "extra":
            ledger.note(NoteKind.HEADER_UNKNOWN, stack[-1], header=column.header)
        if column.field != "extra" and guesses[index]:
            ledger.note(NoteKind.COLUMN_BY_CONTENT, stack[-1], header=column.header, field=column.field)


def _evidence(
    columns: list[ColumnField], guesses: list[Guess | None], likely: list[Likely | None], placed: set[int]
) -> tuple[Column, ...]:
    """Put together why each column is what it is; between which fields it stands is told where content named it."""
    named = ["", *(column.field.partition("+")[0] for column in columns), ""]
    evidence = []
    for index, (column, guess) in enumerate(zip(columns, guesses, strict=True)):
        sides = (named[index], named[index + 2])
        between = sides if guess and is_between(column.field, *sides) else None
        reasons, score = _reasons(column, guess, is_placed=between is not None)
        if index in placed:
            reasons, between = ("doubled",), sides
        own = None if reasons == ("word",) else likely[index]
        evidence.append(Column(index, column.header, column.field, reasons, score, between, own))
    return tuple(evidence)


def _keep_reading(grid: Grid, columns: tuple[Column, ...], *, is_list: bool, ledger: Ledger) -> None:
    """Keep the evidence for `explain`."""
    start = max(grid.start, 0)
    layout = "grid" if is_list else "unread"
    scores = (grid.score, grid.runner_up, grid.runner_up_score)
    ledger.readings.append(
        Reading((start, start), layout, *scores, columns, len(grid.rows), tuple(grid.repairs))
    )


def _reasons(column: ColumnField, guess: Guess | None, *, is_placed: bool) -> tuple[tuple[str, ...], float]:
    if guess:
        return (("content", "position") if is_placed else ("content",)), guess.lead
    return (("unknown",), 0.0) if column.field == "extra" else (("word",), 1.0)


def _header_text(stack: tuple[Excerpt, ...], index: int) -> str:
    for label in reversed(stack):
        if label:
            return label.squashed
    return f"列{index + 1}"


def _less_shared(
    words: list[FieldWord | None], stacks: Sequence[Sequence[Excerpt]], grammar: Grammar
) -> list[FieldWord | None]:
    """Drop the word that a leaf nobody knows has from a label above it that spans other leaves too.

    实施主体 above 法定实施主体 and 第一责任层级建议 says nothing of the second, 行使层级 above 省, 市 and 县 of none alone.
    """
    above = Counter(stack[-2] for stack in stacks if len(stack) > 1 and stack[-2] is not stack[-1])
    return [
        None
        if word
        and len(stack) > 1
        and above[stack[-2]] > 1
        and word == grammar.field_of(label_text(stack[-2]))
        and not grammar.field_of(label_text(stack[-1]))
        else word
        for word, stack in zip(words, stacks, strict=True)
    ]


_BASIS_OF = {"duties": "duty_basis", "accountability": "accountability_basis"}
"""What a second column of a legal basis founds, by the column before it."""


def _placed(words: list[FieldWord | None]) -> tuple[list[FieldWord | None], set[int]]:
    """Read a second column of 依据 by its place, behind 责任事项 as what founds the duties; tell which columns were."""
    named, placed, seen = list(words), set[int](), set[str]()
    for index, word in enumerate(words):
        before = named[index - 1] if index else None
        behind = _BASIS_OF.get(before.field, "") if before else ""
        if word and word.field == "basis" and "basis" in seen and behind and behind not in seen:
            named[index] = FieldWord(behind, "entries")
            placed.add(index)
        seen.add(word.field if word else "")
    return named, placed


def _drop_doubles(known: list[str]) -> set[int]:
    """Let the first of two columns of one field keep it; the other is named by content, or by its words."""
    seen: set[str] = set()
    doubled = set()
    for index, field in enumerate(known):
        if field and field in seen:
            known[index] = ""
            doubled.add(index)
        seen.add(field)
    return doubled


def _traits(grid: Grid, known: list[str], grammar: Grammar) -> list[list[int]]:
    rows = [row for row in grid.rows[:SAMPLED] if not row.spanning]
    return [
        []
        if known[column]
        else [traits_of(cell, grammar) for row in rows if (cell := row.cells[column]) is not None]
        for column in range(grid.width)
    ]
