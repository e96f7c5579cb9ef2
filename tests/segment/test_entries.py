"""Cells of laws, cases and phones → entries, accountability, oversight."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from segment.reading import assert_accounted, cases_of, grammar, notes_of, opened

from qzparse.excerpt import Excerpt
from qzparse.ledger import Ledger
from qzparse.models import Case, Citation, Entry
from qzparse.segment.entries import divide, prose_basis, read_accountability, read_entries, read_oversight

PIECES = [
    "1.",
    "2.",
    "3-1.",
    "（一）",
    "①",
    "②",
    "；",
    "。",
    "：",
    "\n",
    "\n",
    "\u3000",
    "同1。",
    "【法律】",
    "法律】",
    "子",
]
PIECES += [
    "《甲法》",
    "《",
    "》",
    "（2010年）",
    "（",
    "）",
    "第五条",
    "第六、七条",
    "（秘书处）",
    "问责依据：",
    "监督方式：",
]
PIECES += ["0751-8878636", "12345", " "]


def _flat(text: str | None) -> str | None:
    return None if text is None else "⏎".join(text.splitlines())


def _shown_citation(citation: Citation) -> str:
    places = [
        " ".join(
            str(place.article) if letter == "" else f"{letter}{number}"
            for letter, number in (("", place.article), ("p", place.paragraph), ("i", place.item))
            if number is not None
        )
        for place in citation.articles
    ]
    note = f" ({citation.note})" if citation.note else ""
    return f"{citation.title}{note}" + (f" [{', '.join(places)}]" if places else "")


def _shown_entry(entry: Entry) -> dict[str, Any]:
    citations = [_shown_citation(citation) for citation in entry.citations]
    shown = {"number": entry.number, "kind": entry.kind, "same_as": entry.same_as, "text": _flat(entry.text)}
    kept: dict[str, Any] = {name: value for name, value in shown.items() if value is not None}
    return kept | ({"citations": citations} if citations else {})


def _shown_case(case: Case) -> dict[str, str]:
    shown = {"number": case.number, "text": _flat(case.text), "unit": case.unit}
    return {name: value for name, value in shown.items() if value is not None}


def _entries(excerpt: Excerpt, ledger: Ledger) -> Any:
    entries = read_entries(excerpt, grammar(), ledger)
    assert_accounted(excerpt, ledger, entries)
    return [_shown_entry(entry) for entry in entries]


def _accountability(excerpt: Excerpt, ledger: Ledger) -> Any:
    reading = read_accountability(excerpt, grammar(), ledger)
    assert_accounted(excerpt, ledger, reading)
    shown = {"lead": _flat(reading.lead), "cases": [_shown_case(case) for case in reading.cases]}
    return {name: value for name, value in shown.items() if value}


def _prose(excerpt: Excerpt, _ledger: Ledger) -> Any:
    return [_shown_entry(entry) for entry in prose_basis(excerpt, grammar())]


def _oversight(excerpt: Excerpt, ledger: Ledger) -> Any:
    oversight = read_oversight(excerpt, grammar(), ledger)
    assert_accounted(excerpt, ledger, oversight)
    return {"text": oversight.text, "phones": oversight.phones}


def _divided(excerpt: Excerpt, ledger: Ledger) -> Any:
    fields = divide(excerpt, grammar(), ledger)
    if fields:
        assert_accounted(excerpt, ledger, [own.printed() for _, own in fields])
    return [[word.field if word else None, _flat(own.text)] for word, own in fields]


READERS: dict[str, Callable[[Excerpt, Ledger], Any]] = {
    "entries": _entries,
    "accountability": _accountability,
    "prose": _prose,
    "oversight": _oversight,
    "divide": _divided,
}


@pytest.mark.parametrize("case", cases_of("entries"))
def test_reader_case_gives_the_expected_reading(case: dict[str, Any]) -> None:
    excerpt, ledger = opened(case["input"])
    assert READERS[case.get("reads", "entries")](excerpt, ledger) == case["expected"]
    assert notes_of(ledger) == case.get("notes", [])


@pytest.mark.parametrize("reads", READERS)
@pytest.mark.parametrize("seed", range(150))
def test_reader_of_any_text_loses_nothing(reads: str, seed: int) -> None:
    chooser = random.Random(seed)
    READERS[reads](*opened("".join(chooser.choice(PIECES) for _ in range(chooser.randrange(1, 50)))))


@pytest.mark.parametrize("reads", READERS)
@pytest.mark.parametrize(
    "piece",
    [
        "1.《甲法》（2010年）第五条：子。\n",
        "《甲法》第五条、第六条。",
        "《甲法》（",
        "《",
        "第五条、",
        "《甲法》、",
        "。第五条：",
        "同1",
        "0751-8878636、",
        "监督方式：",
        "2.监督方式：子\n",
        "（一）不受理的（秘书处）；\n",
        "①《甲法》；",
        "（（",
        "甲国务院、",
    ],
)
def test_reader_of_a_long_cell_takes_linear_time(reads: str, piece: str) -> None:
    def seconds(size: int) -> float:
        excerpt = Excerpt.of(piece * size)
        ledger = Ledger(excerpt.source)
        started = time.process_time()
        if reads == "entries":
            read_entries(excerpt, grammar(), ledger)
        elif reads == "accountability":
            read_accountability(excerpt, grammar(), ledger)
        elif reads == "prose":
            prose_basis(excerpt, grammar())
        elif reads == "oversight":
            read_oversight(excerpt, grammar(), ledger)
        else:
            divide(excerpt, grammar(), ledger)
        return time.process_time() - started

    seconds(300)
    small = min(seconds(1000 + extra) for extra in range(3))
    assert min(seconds(8000) for _ in range(3)) < 8 * 4 * small + 0.05
