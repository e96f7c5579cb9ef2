"""Lists with a book of what careful readers found in them: what check finds is compared with it, if it is there."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from qzparse.grammar import load_grammar
from qzparse.models import Diagnostic, Severity
from qzparse.pipeline import examine, read
from qzparse.rules.rule import Checking
from qzparse.source import read_source

SHARED = Path(__file__).parents[2] / "shared"
BOOK = SHARED / "domain" / "defects.json"
AS_OF = date(2026, 11, 1)
FAMILIES = ("CIT", "LAW")
"""Those that need no text of a law."""
ALIKE = {"CIT001": {"CIT001", "CIT022"}}
"""Codes that the book has under one."""

pytestmark = pytest.mark.skipif(not BOOK.is_file(), reason="the readers' book is not here")


def defects() -> list[dict[str, Any]]:
    return [one for one in json.loads(BOOK.read_text("utf-8"))["defects"] if one["rule"][:3] in FAMILIES]


@lru_cache(maxsize=8)
def found_in(seed: str) -> tuple[Diagnostic, ...]:
    outcome = read(read_source(SHARED / "seeds" / seed), load_grammar())
    found = [*outcome.document.diagnostics, *examine(outcome, Checking(load_grammar(), AS_OF))]
    return tuple(one for one in found if one.code[:3] in (*FAMILIES, "QUO"))


def lines_of(seed: str) -> dict[str, set[int | None]]:
    lines = defaultdict(set)
    for one in found_in(seed):
        lines[one.code].add(one.where.line if one.where else None)
    return lines


def lost(defect: dict[str, Any]) -> list[int]:
    lines = lines_of(defect["seed"])
    codes = ALIKE.get(defect["rule"], {defect["rule"]})
    return [line for line in defect["lines"] if not any(line in lines[code] for code in codes)]


def test_every_certain_error_is_found_at_its_line() -> None:
    grave = [one for one in defects() if one["severity"] == "error" and one["confidence"] == "certain"]
    assert {one["id"]: lost(one) for one in grave if lost(one)} == {}


def test_nearly_all_that_is_certain_or_likely_is_found() -> None:
    known = [one for one in defects() if one["confidence"] in ("certain", "likely")]
    places = sum(len(one["lines"]) for one in known)
    assert sum(len(lost(one)) for one in known) <= 0.05 * places


@pytest.mark.parametrize("seed", ["001.txt", "002.txt", "003.txt"])
def test_no_error_is_reported_where_the_book_knows_none(seed: str) -> None:
    known: dict[str, set[int]] = defaultdict(set)
    for one in defects():
        if one["seed"] == seed:
            known[one["rule"]].update(one["lines"])
    errors = [one for one in found_in(seed) if one.severity is Severity.ERROR and one.where]
    assert [one.message for one in errors if one.where and one.where.line not in known[one.code]] == []
