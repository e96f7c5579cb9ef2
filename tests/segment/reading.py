"""YAML cases → tests of the passes; and the proof that a pass has lost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from qzparse.excerpt import Excerpt, Printed
from qzparse.grammar import Grammar, load_grammar
from qzparse.ledger import Ledger

_CASES = Path(__file__).parents[1] / "cases"


def cases_of(name: str) -> list[Any]:
    """Load a file of cases as parameters with their names as ids."""
    cases = yaml.safe_load((_CASES / f"{name}.yaml").read_text("utf-8"))
    names = [case["name"] for case in cases]
    assert len(set(names)) == len(names), "two cases have one name"
    return [pytest.param(case, id=case["name"]) for case in cases]


def grammar() -> Grammar:
    """Give the shipped grammar."""
    return load_grammar()


def opened(text: str) -> tuple[Excerpt, Ledger]:
    """Make an excerpt of a text that stands in the middle of a longer one, and its ledger."""
    source = f"前\n{text}\n后"
    return Excerpt.of(source, 2, 2 + len(text)), Ledger(source)


def notes_of(ledger: Ledger) -> list[str]:
    """List the kinds of the notes, in order."""
    return [note.kind.value for note in ledger.notes]


def assert_accounted(excerpt: Excerpt, ledger: Ledger, *results: object) -> None:
    """Prove that each non-blank character lies in one value or one claim, and none outside the excerpt does."""
    taken: dict[int, str] = {}
    spans = [(start, end, role.value) for start, end, role in ledger.claims]
    for printed in _printed_in(results):
        spans += [(start, end, repr(str(printed))) for start, end in printed.spans]
        if type(printed) is Printed:
            assert printed == "\n".join(excerpt.source[start:end] for start, end in printed.spans)
    for start, end, what in spans:
        for offset in range(start, end):
            if not excerpt.source[offset].isspace():
                assert offset not in taken, f"{excerpt.source[offset]!r} is in {taken[offset]} and in {what}"
                taken[offset] = what
    own = {
        offset for line in excerpt.lines for offset in range(*line) if not excerpt.source[offset].isspace()
    }
    lost = "".join(excerpt.source[offset] for offset in sorted(own - taken.keys()))
    assert not lost, f"lost: {lost}"
    assert taken.keys() <= own, "characters outside the cell were taken"


def _printed_in(value: object) -> Iterator[Printed]:
    if isinstance(value, Printed):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for own in fields(value):
            yield from _printed_in(getattr(value, own.name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _printed_in(item)
