"""Five real lists, cut into cells by a splitter of the test's own: every reading of theirs comes out.

The lists and their gold readings stand beside the repository, not in it; without them these tests are skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from segment.reading import assert_accounted, grammar

from qzparse.excerpt import Excerpt
from qzparse.ledger import Ledger
from qzparse.models import Citation, Entry
from qzparse.segment.duties import read_duties
from qzparse.segment.entries import divide, prose_basis, read_accountability, read_entries, read_oversight

SHARED = Path(__file__).parents[3] / "shared"
NAMES = ("000", "001", "002", "003", "004")
BASES = ("basis", "duty_basis", "accountability_basis")
BELOW_A_CELL = re.compile(r" ?(?:表\d|[一二三四五六七]、|.{2,12}清单$)")

pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the lists are not here")


@cache
def _list(name: str) -> tuple[str, dict[str, Any]]:
    text = next((SHARED / "seeds").glob(f"{name}*.txt")).read_text("utf-8")
    return text, json.loads((SHARED / "gold" / f"{name}.json").read_text("utf-8"))


def _cells_of(text: str) -> Iterator[Excerpt]:
    """Cut a list at the tabs that open its cells, and where a caption or a title stands between tables."""
    start, offset = -1, 0
    for line in [*text.split("\n"), "\t"]:
        opens = line.lstrip(" ").startswith("\t")
        if start >= 0 and (opens or BELOW_A_CELL.match(line)):
            yield Excerpt.of(text, start, offset)
            start = -1
        if opens:
            start = offset + line.index("\t") + 1
        offset += len(line) + 1


def _squashed(value: object) -> str:
    return re.sub(r"\s+", "", "" if value is None else str(value)).rstrip("。；，、.;,")


def _entry(entry: Entry | dict[str, Any]) -> tuple[Any, ...]:
    if isinstance(entry, Entry):
        own = tuple(_squashed(getattr(entry, name)) for name in ("number", "kind", "same_as", "text"))
        return (*own, tuple(map(_citation, entry.citations)))
    own = tuple(_squashed(entry.get(name)) for name in ("number", "kind", "same_as", "text"))
    laws = []
    for law in entry["citations"]:
        places = tuple(
            tuple(place.get(n) for n in ("article", "paragraph", "item")) for place in law["articles"]
        )
        laws.append((_squashed(law["title"]), _squashed(law.get("note")), places))
    return (*own, tuple(laws))


def _citation(law: Citation) -> tuple[Any, ...]:
    places = tuple((place.article, place.paragraph, place.item) for place in law.articles)
    return (_squashed(law.title), _squashed(law.note), places)


def _gold_of(field: str, value: Any) -> Any:
    if field in BASES:
        return [_entry(entry) for entry in value]
    if field == "duties":
        return [tuple(_squashed(duty.get(n)) for n in ("number", "stage", "unit", "text")) for duty in value]
    if field == "oversight":
        return (_squashed(value["text"]), value["phones"])
    cases = [tuple(_squashed(case.get(n)) for n in ("number", "text", "unit")) for case in value["cases"]]
    return (_squashed(value["lead"]), cases)


def _read(field: str, cell: Excerpt, ledger: Ledger) -> Any:
    if field in BASES:
        entries = read_entries(cell, grammar(), ledger)
        assert_accounted(cell, ledger, entries)
        return [_entry(entry) for entry in entries]
    if field == "duties":
        duties = read_duties(cell, grammar(), ledger)
        assert_accounted(cell, ledger, duties)
        return [
            tuple(_squashed(getattr(duty, n)) for n in ("number", "stage", "unit", "text")) for duty in duties
        ]
    if field == "oversight":
        oversight = read_oversight(cell, grammar(), ledger)
        return (_squashed(oversight.text), oversight.phones)
    reading = read_accountability(cell, grammar(), ledger)
    assert_accounted(cell, ledger, reading)
    cases = [tuple(_squashed(getattr(case, n)) for n in ("number", "text", "unit")) for case in reading.cases]
    return (_squashed(reading.lead), cases)


@cache
def _parts_of_cells(name: str) -> list[Excerpt]:
    """List the cells, and instead of a cell that its labels divide, what it holds."""
    text, _ = _list(name)
    parts = []
    for cell in _cells_of(text):
        divided = divide(cell, grammar(), Ledger(text)) if cell else []
        parts.extend([part for _, part in divided] or [cell])
    return parts


@pytest.mark.parametrize("field", ["duties", *BASES, "accountability", "oversight"])
@pytest.mark.parametrize("name", NAMES)
def test_cells_of_a_list_give_the_gold_readings_in_order(name: str, field: str) -> None:
    text, gold = _list(name)
    cells = _parts_of_cells(name)
    readings = [_read(field, cell, Ledger(text)) if cell else None for cell in cells]
    if field == "accountability_basis" and name == "000":
        readings = [[_entry(entry) for entry in prose_basis(cell, grammar())] for cell in cells]
    position = 0
    for item in gold["items"]:
        if field in item:
            expected = _gold_of(field, item[field])
            assert expected in readings[position:], f"{name}, item {item['number']}, {field}"
            position = readings.index(expected, position) + 1


def _examples() -> list[Any]:
    path = SHARED / "domain" / "citations.json"
    if not path.is_file():
        return []
    return [pytest.param(one, id=one["id"]) for one in json.loads(path.read_text("utf-8"))["citations"]]


def _entries_at(name: str, line: int) -> list[Entry]:
    """Read the cell that holds a line, and give the entries printed there."""
    text, _ = _list(name)
    start = sum(len(one) + 1 for one in text.split("\n")[: line - 1])
    end = start + len(text.split("\n")[line - 1])
    if name == "003":
        return read_entries(Excerpt.of(text, start, end), grammar(), Ledger(text))
    cells = [cell for cell in _parts_of_cells(name) if cell and cell.start < end and cell.end > start]
    found = []
    for cell in cells:
        prose = prose_basis(cell, grammar()) if name == "000" else []
        for entry in prose or read_entries(cell, grammar(), Ledger(text)):
            spans = entry.text.spans if entry.text else cell.lines
            if any(own_start < end and own_end > start for own_start, own_end in spans):
                found.append(entry)
    return found


@pytest.mark.parametrize("example", _examples())
def test_citation_example_is_read_as_intended(example: dict[str, Any]) -> None:
    reading = example["reading"]
    entries = _entries_at(example["seed"][:3], example["line"])
    laws = [law for entry in entries for law in entry.citations]
    places = [place for law in laws for place in law.articles]
    if "citations" in reading:
        assert len(laws) == reading["citations"]
    for article in [*reading.get("articles", []), *([reading] if "article" in reading else [])]:
        expected = article if isinstance(article, dict) else {"article": article}
        assert any(
            place.article == expected["article"]
            and all(
                getattr(place, n) == expected[n] for n in ("paragraph", "item", "chapter") if n in expected
            )
            for place in places
        ), expected
    if "doc_no" in reading:
        numbers = [
            re.sub(r"[\[【]", "〔", re.sub(r"[\]】]", "〕", law.document_number or "")) for law in laws
        ]
        assert reading["doc_no"] in numbers
    if "title" in reading:
        assert any(reading["title"].endswith(law.title) for law in laws)
    if "title_as_written" in reading:
        assert reading["title_as_written"] in [law.title for law in laws]
    if reading.get("entry"):
        assert reading["entry"] in [entry.number for entry in entries]
    if "category" in reading:
        assert reading["category"] in [entry.kind for entry in entries]
    if "same_as" in reading:
        assert str(reading["same_as"]) in [entry.same_as for entry in entries]
