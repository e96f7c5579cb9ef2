"""An outcome → why it was read so: layouts, columns and repairs; and one cell's path from characters to value.

1. What is given is plain values, the same for people and for machines; sentences are worded by the catalogue.
2. A reason is never a verdict alone: it names the printed word, the traits with their counts, or the neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .canonical import plain
from .catalogue import say, word_of
from .errors import UsageError
from .excerpt import Span
from .grammar import Grammar, squashed
from .ledger import Column, Reading, Role
from .models import Item
from .pipeline import Outcome

_NAMED = 12
"""So many items are named to a person who asks for one that is not there."""
_TOLD = 4
"""So many traits of a column are told in words; all are in the JSON."""


def explanation_of(outcome: Outcome, grammar: Grammar, language: str) -> list[dict[str, Any]]:
    """Tell how each region was read, in the order of the text."""
    return [
        {
            "where": _where(outcome, reading.span[0]),
            "layout": reading.layout,
            "score": round(reading.score, 2),
            "runner_up": reading.runner_up,
            "runner_up_score": round(reading.runner_up_score, 2),
            "rows": reading.rows,
            "repairs": [_repair(repair, reading.columns, language) for repair in reading.repairs],
            "columns": [_column(column, grammar, language) for column in reading.columns],
        }
        for reading in sorted(outcome.ledger.readings, key=lambda reading: reading.span)
    ]


def cell_of(outcome: Outcome, address: str, grammar: Grammar, language: str) -> dict[str, Any]:
    """Follow one cell, `3.责任事项` or `一-2.duties`, from the characters of the file to the value."""
    index, name = _found(outcome, address, grammar)
    item = outcome.document.items[index]
    field = name.partition("/")[0]
    holder = _holder(outcome.document.items, index, field)
    prefix = f"/items/{holder}/{name}"
    value = plain(item)[field]
    if "/" in name:
        value = value[name.partition("/")[2]]
    own = [(start, end) for start, end, _, path in _spans(outcome) if _is_below(path, prefix)]
    extent = _extent(outcome, own) if own else None
    text = outcome.ledger.text
    return {
        "item": item.id,
        "field": name,
        "value": value,
        "inherited_from": outcome.document.items[holder].id if holder != index else None,
        "inferred": field in (item.inferred or ()),
        "where": _where(outcome, extent[0]) if extent else {},
        "excerpt": text[extent[0] : extent[1]] if extent else None,
        "column": _column_at(outcome, extent, name, grammar, language) if extent else None,
        "spans": [
            {"start": start, "end": end, "role": str(role), "path": path, "text": text[start:end]}
            for start, end, role, path in _spans(outcome)
            if extent and extent[0] <= start and end <= extent[1]
        ],
        "diagnostics": [
            plain(one)
            for one in outcome.document.diagnostics
            if (one.item == item.id and _is_below(f"/{(one.field or '').lstrip('/')}", f"/{name}"))
            or (extent and one.span and one.span[0] < extent[1] and extent[0] < one.span[1])
        ],
    }


def evidence_of(column: Column, language: str) -> str:
    """Word what a column's cells show, and which field comes second."""
    likely = column.likely
    if likely is None:
        return say("reason-blank", language)
    told = [
        say(
            "reason-shown",
            language,
            cells=one.cells,
            filled=one.filled,
            trait=word_of("trait", one.trait, language),
        )
        for one in likely.shown[:_TOLD]
    ]
    second = say("reason-second", language, field=likely.runner_up)
    return say("comma", language).join([*(told or [say("reason-plain", language)]), second])


def _column(column: Column, grammar: Grammar, language: str) -> dict[str, Any]:
    likely = column.likely
    return {
        "header": column.header,
        "field": column.field,
        "score": round(column.score, 2),
        "reasons": list(column.reasons),
        "because": say("semicolon", language).join(_iter_reasons(column, grammar, language)),
        "between": list(column.between) if column.between else None,
        "content": None
        if likely is None
        else {
            "likely": likely.field,
            "runner_up": likely.runner_up,
            "lead": round(likely.lead, 2),
            "shown": [one._asdict() for one in likely.shown],
        },
    }


def _iter_reasons(column: Column, grammar: Grammar, language: str) -> Iterator[str]:
    for reason in column.reasons:
        match reason:
            case "word":
                yield _word_reason(column, grammar, language)
            case "carried":
                yield say("reason-carried", language, header=column.header)
            case "position" | "doubled" if column.between:
                if reason == "doubled":
                    yield say("reason-doubled", language, header=column.header)
                sides = [side or say("edge", language) for side in column.between]
                yield say("reason-position", language, before=sides[0], after=sides[1])
            case "content":
                yield evidence_of(column, language)
            case "unknown":
                yield say("reason-unknown", language, header=column.header)
                if column.likely:
                    yield say("reason-closest", language, field=column.likely.field)
                    yield evidence_of(column, language)
            case _:
                yield word_of("reason", reason, language)


def _word_reason(column: Column, grammar: Grammar, language: str) -> str:
    header = "".join(column.header.split())
    known = grammar.field_of(header)
    if known is None:
        return say("reason-joined", language, header=header)
    if known.rider:
        word = squashed(header).replace(known.rider, "")
        return say("reason-rider", language, word=word, rider=known.rider)
    return say("reason-word", language, word=header)


def _repair(repair: str, columns: Sequence[Column], language: str) -> dict[str, Any]:
    """Spell a repair out: `2:10` is a row that lost its tenth cell, `5:repeated-header` one that was set aside."""
    row, _, what = repair.partition(":")
    if not what.replace(",", "").isdigit():
        return {
            "row": int(row),
            "columns": [],
            "why": what,
            "because": say(f"repair-{what}", language, row=row),
        }
    lost = [int(column) for column in what.split(",")]
    headers = [columns[column - 1].header for column in lost if column <= len(columns)]
    named = say("listing", language).join(headers)
    because = say("repair-lost", language, row=row, columns=what, headers=named)
    return {"row": int(row), "columns": lost, "why": "lost", "because": because}


def _found(outcome: Outcome, address: str, grammar: Grammar) -> tuple[int, str]:
    """Find item and field of `3.责任事项`: the item by id or else by number, the field by our name or a printed one."""
    items = outcome.document.items
    key, _, name = address.rpartition(".")
    if not key or not name:
        raise UsageError("cell-address", name=address)
    places = [index for index, item in enumerate(items) if item.id == key]
    places = places or [index for index, item in enumerate(items) if item.number == key]
    if not places:
        known = ", ".join(item.id for item in items[:_NAMED]) or "-"
        raise UsageError("cell-item", name=key, known=known)
    if len(places) > 1:
        raise UsageError("cell-items", name=key, known=", ".join(items[place].id for place in places))
    item = items[places[0]]
    field = _field_of(item, name, grammar)
    if field is None:
        raise UsageError("cell-field", name=name, item=item.id, known=", ".join(_names_in(item)))
    return places[0], field


def _field_of(item: Item, name: str, grammar: Grammar) -> str | None:
    there = set(_names_in(item))
    known = grammar.field_of(name)
    wanted = [name, f"extra/{name}", *(known.field.split("+") if known else ())]
    wanted += [one for one in there if squashed(one) == squashed(f"extra/{name}")]
    return next((one for one in wanted if one in there), None)


def _names_in(item: Item) -> list[str]:
    names = [name for name in plain(item) if name not in ("id", "extra", "inferred", "inherits")]
    return names + [f"extra/{header}" for header in item.extra or ()]


def _holder(items: Sequence[Item], index: int, field: str) -> int:
    """Go up to the item in which an inherited value is printed."""
    while index and field in (items[index].inherits or ()):
        index -= 1
    return index


def _is_below(path: str, prefix: str) -> bool:
    plain_path = path.replace("~1", "/").replace("~0", "~")
    return plain_path == prefix or plain_path.startswith(f"{prefix}/")


def _spans(outcome: Outcome) -> Sequence[tuple[int, int, Role, str]]:
    return outcome.trace.spans if outcome.trace else ()


def _extent(outcome: Outcome, own: Sequence[Span]) -> Span:
    """Stretch from the first to the last value, with the marks that touch them."""
    text, start, end = outcome.ledger.text, own[0][0], own[-1][1]
    marks = [(first, last) for first, last, role, _ in _spans(outcome) if role is Role.MARKER]
    for first, last in reversed(marks):
        if last <= start and not text[last:start].strip(" ") and "\t" not in text[first:last]:
            start = first
    for first, last in marks:
        if first >= end and not text[end:first].strip(" ") and "\t" not in text[first:last]:
            end = last
    return start, end


def _column_at(
    outcome: Outcome, extent: Span, name: str, grammar: Grammar, language: str
) -> dict[str, Any] | None:
    """Give the column or label, of the region before the cell's end, that is read as its field."""
    field, _, header = name.partition("/")
    above = [reading for reading in outcome.ledger.readings if reading.span[0] < extent[1]]
    for reading in sorted(above, key=_start_of, reverse=True):
        for column in reading.columns:
            if field in column.field.split("+") and (
                not header or squashed(column.header) == squashed(header)
            ):
                return _column(column, grammar, language)
    return None


def _start_of(reading: Reading) -> int:
    return reading.span[0]


def _where(outcome: Outcome, offset: int) -> dict[str, Any]:
    place = outcome.transcript.place_of(offset)
    return {key: value for key, value in place._asdict().items() if value is not None}
