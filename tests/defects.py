"""Seeds with known defects → which of them a check finds, and what it reports beside them."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

from qzparse.grammar import load_grammar
from qzparse.models import Diagnostic
from qzparse.pipeline import examine, read
from qzparse.rules.rule import Checking
from qzparse.source import source_of

SHARED = Path(__file__).parents[2] / "shared"
AS_OF = date(2026, 11, 1)
FAMILIES = ("STR", "CNT", "NUM", "REF", "DUT", "PUN", "XRF", "TXT", "TEL", "TIM", "COD", "COV", "SRC")


class Defect(NamedTuple):
    """A defect that a careful reader found: a rule, and the lines where it stands."""

    id: str
    seed: str
    rule: str
    severity: str
    confidence: str
    lines: frozenset[int]
    what: str


class Share(NamedTuple):
    """Of how many, how many."""

    found: int
    known: int

    def __str__(self) -> str:
        return f"{self.found}/{self.known}"


def has_defects() -> bool:
    """Tell whether the seeds and the known defects stand beside the project."""
    return (SHARED / "domain" / "defects.json").is_file() and (SHARED / "seeds").is_dir()


def known_defects(families: tuple[str, ...] = FAMILIES) -> list[Defect]:
    """Read the known defects of some families."""
    told = json.loads((SHARED / "domain" / "defects.json").read_text("utf-8"))["defects"]
    return [
        Defect(
            one["id"],
            one["seed"].removesuffix(".txt"),
            one["rule"],
            one["severity"],
            one["confidence"],
            frozenset(one["lines"]),
            one["what"],
        )
        for one in told
        if one["rule"][:3] in families
    ]


def reported(seed: str) -> list[Diagnostic]:
    """Read a seed and check it; give all that is reported."""
    data = (SHARED / "seeds" / f"{seed}.txt").read_bytes()
    outcome = read(source_of(data, f"{seed}.txt"), load_grammar())
    return [*outcome.document.diagnostics, *examine(outcome, Checking(load_grammar(), AS_OF))]


def lines_of(found: list[Diagnostic]) -> dict[str, set[int]]:
    """Sort the lines of what was found by rule."""
    lines: dict[str, set[int]] = defaultdict(set)
    for one in found:
        if one.where and one.where.line:
            lines[one.code].add(one.where.line)
    return lines


def shares(defects: list[Defect], found: dict[str, dict[str, set[int]]]) -> dict[str, Share]:
    """Count, family by family, the lines of `defects` that were found."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for defect in defects:
        own = counted[defect.rule[:3]]
        own[0] += len(defect.lines & found[defect.seed].get(defect.rule, set()))
        own[1] += len(defect.lines)
    return {family: Share(*numbers) for family, numbers in counted.items()}
