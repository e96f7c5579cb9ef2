"""Rows of a table with a column of stages → one row an item, and its duties by stage.

`办理环节` beside `责任事项` gives each stage a row of its own: the rows below an item's first one have neither name nor
number. What other columns print there again is joined in its cell; a unit of its own is the duty's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..excerpt import Excerpt, Printed
from ..layout.region import Row
from ..models import Duty
from .duties import read_duties
from .fields import Book

_NAMING = ("number", "name", "subitem", "code")


@dataclass(slots=True)
class Staged:
    """One row of stage, duty and the unit that acts."""

    stage: Excerpt
    text: Excerpt
    unit: Excerpt | None


def gather_stages(rows: list[Row], places: dict[str, int]) -> tuple[list[Row], dict[int, list[Staged]]]:
    """Join the rows of each item; give the rows and, by the joined row's identity, its duties by stage."""
    groups: list[list[Row]] = []
    for row in rows:
        goes_on = groups and not row.spanning and row.cells[places["stage"]] and not _is_named(row, places)
        if goes_on:
            groups[-1].append(row)
        else:
            groups.append([row])
    joined, staged = [], {}
    for group in groups:
        row = _joined(group, places)
        joined.append(row)
        if group[0].cells[places["stage"]]:
            staged[id(row)] = [_staged(one, group, places) for one in group]
    return joined, staged


def _is_named(row: Row, places: dict[str, int]) -> bool:
    return any(row.cells[places[name]] for name in _NAMING if name in places)


def _staged(row: Row, group: list[Row], places: dict[str, int]) -> Staged:
    nothing = Excerpt("", ())
    stage, text = (row.cells[places[name]] or nothing for name in ("stage", "duties"))
    unit = row.cells[places["unit"]] if _has_own_units(group, places) else None
    return Staged(stage, text, unit)


def _has_own_units(group: list[Row], places: dict[str, int]) -> bool:
    return "unit" in places and any(row.cells[places["unit"]] for row in group[1:])


def _joined(group: list[Row], places: dict[str, int]) -> Row:
    first = group[0]
    if len(group) == 1:
        return replace(first, cells=list(first.cells))
    own = {places["stage"], places["duties"]}
    if _has_own_units(group, places):
        own.add(places["unit"])
    cells = [cell if place in own else _joined_cell(group, place) for place, cell in enumerate(first.cells)]
    return replace(first, cells=cells)


def _joined_cell(group: list[Row], place: int) -> Excerpt | None:
    filled = [cell for row in group if (cell := row.cells[place])]
    return Excerpt.joined(filled) if filled else group[0].cells[place]


def read_staged(staged: list[Staged], book: Book) -> list[Duty]:
    """Read one duty a row; a cell that prints labels of its own is read by them, under the row's stage."""
    duties: list[Duty] = []
    for one in staged:
        labelled = read_duties(one.text, book.grammar, book.ledger) if _has_labels(one.text, book) else []
        duties.append(_duty_of(one, book))
        if labelled:
            duties[-1].text = None
            duties += labelled
    return duties


def _has_labels(text: Excerpt, book: Book) -> bool:
    at_line = book.grammar.pattern("stage-sign")
    return bool(text) and at_line.match(text.source, text.start, text.end) is not None


def _duty_of(one: Staged, book: Book) -> Duty:
    duty = Duty(text=one.text.printed() if one.text else None)
    stage = one.stage
    found = (
        book.grammar.pattern("number-at-line").match(stage.source, stage.start, stage.end) if stage else None
    )
    if found and found.lastgroup and found.end() < stage.end:
        start, end = found.span(found.lastgroup)
        duty.number = Printed(found[found.lastgroup], ((start, end),))
        book.ledger.marker((stage.start, start), (end, found.end()))
        stage = stage.after(found.end())
    if stage and stage.text[-1] in "：:":
        book.ledger.marker((stage.end - 1, stage.end))
        stage = stage.before(stage.end - 1)
    duty.stage = stage.printed() if stage else None
    duty.unit = one.unit.printed() if one.unit else None
    return duty
