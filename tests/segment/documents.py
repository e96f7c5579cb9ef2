"""Small sources → documents as plain values, and the comparison of what a case expects with what was read."""

from __future__ import annotations

import json

from qzparse import dump
from qzparse.grammar import load_grammar
from qzparse.pipeline import read
from qzparse.source import source_of


def document_of(source: str, name: str = "list.txt") -> dict[str, object]:
    """Read a dump in which `→` stands for a TAB and `✂` for a page tear."""
    text = source.replace("✂", " \t").replace("→", "\t")
    outcome = read(source_of(text.encode(), name), load_grammar(), traced=True)
    document: dict[str, object] = json.loads(dump(outcome.document, "json"))
    return document


def assert_holds(expected: object, actual: object, place: str = "") -> None:
    """Compare what is expected with what is there; a key that is not expected may hold anything, null is absence."""
    if isinstance(expected, dict):
        assert isinstance(actual, dict), f"{place}: {actual!r} is no mapping"
        for key, value in expected.items():
            if value is None:
                assert key not in actual, f"{place}/{key}: {actual[key]!r} was not expected"
            else:
                assert key in actual, f"{place}/{key} is absent"
                assert_holds(value, actual[key], f"{place}/{key}")
    elif isinstance(expected, list):
        assert isinstance(actual, list), f"{place}: {actual!r} is no list"
        assert len(expected) == len(actual), f"{place}: {len(actual)} instead of {len(expected)}: {actual!r}"
        for index, (one, other) in enumerate(zip(expected, actual, strict=True)):
            assert_holds(one, other, f"{place}/{index}")
    else:
        assert expected == actual, f"{place}: {actual!r} instead of {expected!r}"
