"""A rearranged text keeps the places of the printed one, and drawn tables read as if no width had cut them."""

from __future__ import annotations

import pytest
from layouts import build, render
from proof import read_or_refuse

from qzparse.excerpt import Printed
from qzparse.grammar import Grammar
from qzparse.reflow import Reflow

REARRANGED = ("wrapped-box-txt",)


def test_pieces_that_touch_are_one_span() -> None:
    reflow = Reflow("甲乙丙丁")
    reflow.copy((0, 2))
    reflow.copy((2, 4))
    assert reflow.spans_of((0, 4)) == ((0, 4),)
    assert reflow.spans_of((1, 3)) == ((1, 3),)


def test_what_is_ours_is_printed_nowhere() -> None:
    reflow = Reflow("甲|乙")
    reflow.copy((0, 1))
    filler = reflow.write("\n")
    reflow.copy((2, 3))
    assert reflow.text == "甲\n乙"
    assert reflow.spans_of(filler) == ()
    assert reflow.place_of(filler[0]) == 1
    assert reflow.spans_of((0, 3)) == ((0, 1), (2, 3))


def test_value_that_moves_stays_the_same_text() -> None:
    value = Printed("甲乙", ((0, 2),))
    value.relocate(((3, 4), (9, 10)))
    assert (value, value.spans) == ("甲乙", ((3, 4), (9, 10)))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("family", REARRANGED)
def test_rearranged_layout_is_traced_to_its_printed_text(family: str, seed: int, grammar: Grammar) -> None:
    content = render(build(family, seed))
    outcome = read_or_refuse(content, "list.txt", grammar)
    assert outcome
    assert outcome.trace
    assert outcome.trace.text == content.decode()
    assert outcome.transcript.reflow
