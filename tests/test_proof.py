import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from gold import SAMPLES
from proof import prove

from qzparse.canonical import plain
from qzparse.grammar import Grammar
from qzparse.pipeline import read
from qzparse.source import read_source

Reading = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture(scope="module")
def reading(grammar: Grammar) -> Reading:
    outcome = read(read_source(str(SAMPLES / "demo" / "list.txt")), grammar, traced=True)
    assert outcome.trace
    return plain(outcome.document), json.loads(outcome.trace.dump())


def lose_a_span(_: dict[str, Any], trace: dict[str, Any]) -> None:
    del trace["spans"][7]


def read_a_span_twice(_: dict[str, Any], trace: dict[str, Any]) -> None:
    trace["spans"].insert(7, dict(trace["spans"][7]))


def take_two_spans_out_of_order(_: dict[str, Any], trace: dict[str, Any]) -> None:
    trace["spans"][7:9] = reversed(trace["spans"][7:9])


def change_a_value(document: dict[str, Any], _: dict[str, Any]) -> None:
    document["items"][0]["name"] += "书"


def make_a_value_up(document: dict[str, Any], _: dict[str, Any]) -> None:
    document["items"][0]["exemption"] = "无"


def drop_a_value(document: dict[str, Any], _: dict[str, Any]) -> None:
    del document["items"][0]["name"]


def miscount(document: dict[str, Any], _: dict[str, Any]) -> None:
    document["coverage"]["assigned"] -= 1


FAULTS = [
    lose_a_span,
    read_a_span_twice,
    take_two_spans_out_of_order,
    change_a_value,
    make_a_value_up,
    drop_a_value,
    miscount,
]


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda spoil: spoil.__name__)
def test_proof_refutes_a_faulty_reading(
    reading: Reading, spoil: Callable[[dict[str, Any], dict[str, Any]], None]
) -> None:
    document, trace = copy.deepcopy(reading)
    spoil(document, trace)
    with pytest.raises(AssertionError):
        prove(document, trace)


def test_proof_accepts_a_right_reading(reading: Reading) -> None:
    prove(*reading)
