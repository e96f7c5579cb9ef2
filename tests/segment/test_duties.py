"""Duty cells → duties."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from segment.reading import assert_accounted, cases_of, grammar, notes_of, opened

from qzparse.excerpt import Excerpt
from qzparse.ledger import Ledger
from qzparse.models import Duty
from qzparse.segment.duties import read_duties

PIECES = [
    "1.",
    "2.",
    "3．",
    "（1）",
    "①",
    "受理责任",
    "审查",
    "责任",
    "其他",
    "（业务科）",
    "(秘书处)",
    "：",
    ":",
    "。",
    "；",
]
PIECES += ["子", "丑寅卯", "\n", "\n", "\u3000", "（试行）", "）", "（", "依法", "立案。", "——"]


def _shown(duty: Duty) -> dict[str, str]:
    values = {name: getattr(duty, name) for name in ("number", "stage", "unit", "text", "sub_head")}
    return {name: "⏎".join(value.splitlines()) for name, value in values.items() if value is not None}


@pytest.mark.parametrize("case", cases_of("duties"))
def test_read_duties_case_gives_the_expected_duties(case: dict[str, Any]) -> None:
    excerpt, ledger = opened(case["input"])
    duties = read_duties(excerpt, grammar(), ledger)
    assert [_shown(duty) for duty in duties] == case["expected"]
    assert notes_of(ledger) == case.get("notes", [])
    assert_accounted(excerpt, ledger, duties)


@pytest.mark.parametrize("seed", range(400))
def test_read_duties_any_text_loses_nothing(seed: int) -> None:
    chooser = random.Random(seed)
    excerpt, ledger = opened("".join(chooser.choice(PIECES) for _ in range(chooser.randrange(1, 50))))
    assert_accounted(excerpt, ledger, read_duties(excerpt, grammar(), ledger))


@pytest.mark.parametrize(
    "piece",
    [
        "1.受理责任（业务科）：公示。\n",
        "受理责任：子。",
        "受理责任：子。\n",
        "（（",
        "1.子（业务科）。\n",
        "责任：",
    ],
)
def test_read_duties_of_a_long_cell_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        excerpt = Excerpt.of(piece * size)
        started = time.process_time()
        read_duties(excerpt, grammar(), Ledger(excerpt.source))
        return time.process_time() - started

    seconds(500)
    small = min(seconds(1000) for _ in range(3))
    assert min(seconds(8000) for _ in range(3)) < 8 * 4 * small + 0.05
