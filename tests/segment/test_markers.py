"""The passes' numbered parts: cases, nothing lost, linear time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from segment.reading import assert_accounted, cases_of, grammar, notes_of, opened

from qzparse.excerpt import Excerpt, Folded, Printed
from qzparse.ledger import Ledger
from qzparse.segment.markers import Opens, Part, parts_of

MARKS = [
    "1.",
    "2.",
    "3、",
    "4．",
    "（1）",
    "(2)",
    "一、",
    "（二）",
    "①",
    "②.",
    "2-1.",
    "1－2、",
    "10.",
    "⑴",
    "第一，",
    "1",
]
WORDS = [
    "受理责任：",
    "【法律】",
    "《某法》",
    "同1。",
    "子",
    "丑；",
    "寅。",
    " ",
    "\u3000",
    "：",
    "第五条",
    "\n",
    "\n\n",
    "2014年",
]


def _shown(part: Part) -> str:
    return f"{part.number or ''}|{'⏎'.join(part.body.text.splitlines())}"


@pytest.mark.parametrize("case", cases_of("markers"))
def test_parts_of_case_gives_the_expected_parts(case: dict[str, Any]) -> None:
    excerpt, ledger = opened(case["input"])
    parts = parts_of(excerpt, grammar(), ledger, Opens(case.get("opens", "anything")))
    assert [_shown(part) for part in parts] == case["expected"]
    assert notes_of(ledger) == case.get("notes", [])


@pytest.mark.parametrize("opens", Opens)
@pytest.mark.parametrize("seed", range(200))
def test_parts_of_any_text_loses_nothing(opens: Opens, seed: int) -> None:
    chooser = random.Random(seed)
    text = "".join(chooser.choice(MARKS + WORDS) for _ in range(chooser.randrange(1, 40)))
    excerpt, ledger = opened(text)
    parts = parts_of(excerpt, grammar(), ledger, opens)
    bodies = [part.body.printed() for part in parts if part.body]
    assert_accounted(excerpt, ledger, bodies, [part.number for part in parts])


def test_number_as_printed_keeps_its_span_and_folded_its_reading() -> None:
    excerpt, ledger = opened("1.甲\n２－１．乙\n2-2.丙")
    numbers = [part.number for part in parts_of(excerpt, grammar(), ledger)]
    assert [type(number) for number in numbers] == [Printed, Folded, Printed]
    assert numbers[1] == "2-1"
    assert numbers[1] is not None
    assert [excerpt.source[start:end] for start, end in numbers[1].spans] == ["２－１"]


def test_value_and_part_of_a_group() -> None:
    excerpt, ledger = opened("1.甲\n2-1.乙\n2-2.丙")
    assert [(part.value, part.part) for part in parts_of(excerpt, grammar(), ledger)] == [
        (1, 0),
        (2, 1),
        (2, 2),
    ]


LONG: dict[str, Callable[[int], str]] = {
    "running": lambda n: "\n".join(f"{i % 900 + 1}.甲" for i in range(n)),
    "ones": lambda n: "1.甲\n" * n,
    "nested": lambda n: "1.甲：\n（1）乙\n（2）丙\n" * (n // 3),
    "inline": lambda n: "甲。1.《乙》" * n,
    "blanks": lambda n: "1.甲。" + " " * (10 * n) + "2.《乙》",
    "circled": lambda n: "①甲" * n,
    "digits": lambda n: "1" * n + "." * n,
}  # fmt: skip


@pytest.mark.parametrize("shape", LONG)
@pytest.mark.parametrize("opens", Opens)
def test_parts_of_a_long_cell_takes_linear_time(shape: str, opens: Opens) -> None:
    def seconds(size: int) -> float:
        text = LONG[shape](size)
        excerpt = Excerpt.of(text)
        started = time.process_time()
        parts_of(excerpt, grammar(), Ledger(text), opens)
        return time.process_time() - started

    seconds(1000)
    small = min(seconds(2500) for _ in range(3))
    assert min(seconds(20000) for _ in range(3)) < 8 * 4 * small + 0.05
