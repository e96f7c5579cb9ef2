"""A document and its trace → the proof that no character was lost or read twice, independent of `qzparse.trace`."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from gold import ABSENT, value_at

from qzparse.canonical import plain
from qzparse.errors import QzparseError
from qzparse.grammar import Grammar
from qzparse.pipeline import Outcome, read
from qzparse.source import source_of

_READ = (
    "title",
    "list_number",
    "profile",
    "sections",
    "items",
    "procedures",
    "legal_basis",
    "steps",
    "notes",
)
_DERIVED = {"id", "section", "type", "kind", "same_as", "citations", "phones", "inferred", "inherits"}
"""Fields whose value is concluded from others, and has no place in the text of its own."""


def read_or_refuse(content: bytes, name: str, grammar: Grammar) -> Outcome | None:
    """Read bytes, and prove the reading; None where qzparse refuses them with a message."""
    try:
        outcome = read(source_of(content, name), grammar, traced=True)
    except QzparseError as fault:
        refusal = str(fault)
    else:
        assert outcome.trace is not None
        prove(plain(outcome.document), json.loads(outcome.trace.dump()))
        return outcome
    assert refusal
    return None


def prove(document: dict[str, Any], trace: dict[str, Any]) -> None:
    """Prove that each printed character lies in one span, and each value is what its spans print."""
    text, counts = trace["text"], {"assigned": 0, "residue": 0}
    reached, printed_by_path = 0, defaultdict(list)
    for span in trace["spans"]:
        start, end, role = span["start"], span["end"], span["role"]
        assert reached <= start < end <= len(text), f"out of order: {span}"
        assert not text[reached:start].strip(), f"in no span: {text[reached:start]!r}"
        assert role in {"value", "label", "marker", "furniture", "residue"}
        assert (role == "value") == ("path" in span), f"only values have a path: {span}"
        counts["residue" if role == "residue" else "assigned"] += len(_squeezed(text[start:end]))
        if role == "value":
            printed_by_path[span["path"]].append(_squeezed(text[start:end]))
        reached = end
    assert not text[reached:].strip(), f"in no span: {text[reached:]!r}"
    _prove_coverage(document["coverage"], text, counts)
    for path, printed in printed_by_path.items():
        value = value_at(document, path)
        assert value is not ABSENT, f"no such path: {path}"
        assert _squeezed(str(value)) in ("".join(printed), *set(printed)), (
            f"{path}: {value!r} is not {printed}"
        )
    unprinted = [path for path in _iter_printed(document) if path not in printed_by_path]
    assert not unprinted, f"printed nowhere: {unprinted[:3]}"


def _prove_coverage(coverage: dict[str, Any], text: str, counts: dict[str, int]) -> None:
    assert coverage["characters"] == len(_squeezed(text))
    assert (coverage["assigned"], coverage["residue_characters"]) == (counts["assigned"], counts["residue"])
    assert coverage["characters"] == coverage["assigned"] + coverage["residue_characters"]
    assert sum(len(_squeezed(one["text"])) for one in coverage["residue"]) == coverage["residue_characters"]
    for one in coverage["residue"]:
        assert text[one["start"] : one["end"]] == one["text"]


def _iter_printed(document: dict[str, Any]) -> Iterator[str]:
    """Yield the paths of values that the source must print."""
    yield from _iter_strings({name: document[name] for name in _READ if name in document}, "")


def _iter_strings(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield path
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _iter_strings(member, f"{path}/{index}")
    elif isinstance(value, dict):
        deduced = {*_DERIVED, *(value.get("inferred") or ()), *(value.get("inherits") or ())}
        for name, member in value.items():
            if name not in deduced:
                yield from _iter_strings(member, f"{path}/{name.replace('~', '~0').replace('/', '~1')}")


def _squeezed(text: str) -> str:
    """Drop blanks, and fold the one sign that numbers fold: `2－1` is 2-1."""
    return "".join(text.split()).replace("－", "-")
