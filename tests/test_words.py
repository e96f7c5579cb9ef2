"""grammars/: sound, sorted, and true to its own examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from qzparse.errors import GrammarFault
from qzparse.grammar import Grammar, faults_of, load_grammar, shipped_folder, squashed
from qzparse.models import Item

FILES = sorted(shipped_folder().glob("*.yaml"))
CONTENTS: dict[str, dict[str, Any]] = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in FILES}
READS = {
    "accountability",
    "code",
    "divided",
    "duties",
    "entries",
    "limit",
    "main_duties",
    "name",
    "number",
    "oversight",
    "phone",
    "text",
    "type",
}
DERIVED = {"id", "caption", "list_number", "section", "printed_type", "extra", "inferred", "inherits"}


def entries_of(key: str) -> Iterator[dict[str, Any]]:
    for content in CONTENTS.values():
        yield from content.get(key, [])


@pytest.mark.parametrize("name", [entry["name"] for entry in entries_of("patterns")])
def test_pattern_matches_its_examples_and_refuses_near_misses(grammar: Grammar, name: str) -> None:
    matches, refusals = grammar.examples[name]
    assert matches
    assert refusals, "a pattern without a near miss is not shown to be careful"
    assert not list(faults_of(grammar, name))


@pytest.mark.parametrize("entry", list(entries_of("fields")), ids=lambda entry: entry["field"])
def test_field_has_a_name_and_is_read_in_a_known_way(entry: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z_]+(\+[a-z_]+)*", entry["field"])
    assert entry["reads"] in READS


def test_every_field_of_an_item_has_its_printed_words(grammar: Grammar) -> None:
    named = {name for word in grammar.fields.values() for name in word.field.split("+")}
    assert {field.name for field in fields(Item)} - DERIVED <= named


@pytest.mark.parametrize("key", ["fields", "powers", "stages", "parts"])
def test_words_are_sorted_and_unique(key: str) -> None:
    for entry in entries_of(key):
        words = entry["words"]
        assert words == sorted(words), f"sort the words of {next(iter(entry.values()))}"
        assert len({squashed(word) for word in words}) == len(words)


def test_regions_are_sorted_codes_with_names(grammar: Grammar) -> None:
    lines = (shipped_folder() / "regions.tsv").read_text("utf-8").splitlines()
    codes = [line.partition("\t")[0] for line in lines]
    assert codes == sorted(set(codes))
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert all(line.count("\t") in (1, 2) for line in lines)
    assert grammar.region_of("110000") == "北京市"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("fields:\n  - {field: duties, reads: duties}\n", "own.yaml:2: fields: words missing"),
        ("\nfields: 责任\n", "own.yaml:2: fields: a list is expected"),
        ("\n\nnonsense: []\n", "own.yaml:3: nonsense: no such key"),
        ("powers:\n  - {type: 行政许可, words: 许可}\n", "own.yaml:2: powers: words is to be a list"),
        ("stages:\n  - {stage: 受理, words: [], wrods: []}\n", "own.yaml:2: stages: no such key as 'wrods'"),
        ("fields: [\n", "own.yaml:2: "),
        ("just words\n", "own.yaml:1: a mapping is expected"),
        (
            "patterns:\n  - {name: own, pattern: '甲(', match: [甲]}\n",
            "own.yaml:2: pattern own does not compile",
        ),
        (
            "patterns:\n  - {name: own, pattern: 甲, match: [乙]}\n",
            "own.yaml:2: pattern own does not match '乙'",
        ),
        (
            "patterns:\n  - {name: own, pattern: 甲, match: [甲], refuse: [甲乙]}\n",
            "own.yaml:2: pattern own does not refuse '甲乙'",
        ),
        (
            "patterns:\n  - {name: own, pattern: '(a|a)+$', match: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab]}\n",
            "own.yaml:2: pattern own",
        ),
    ],
)
def test_overlay_fault_names_file_and_line(tmp_path: Path, content: str, told: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(content, "utf-8")
    with pytest.raises(GrammarFault) as caught:
        load_grammar((own,))
    assert told in caught.value.message("en")


def test_overlay_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one: []\ntwo: []\n", "utf-8")
    (tmp_path / "b.yaml").write_text("fields: {}\n", "utf-8")
    with pytest.raises(GrammarFault) as caught:
        load_grammar((tmp_path, tmp_path / "nosuch"))
    told = caught.value.message("zh").splitlines()[1:]
    assert [line.removeprefix(str(tmp_path)).split(": ")[0] for line in told] == [
        "/a.yaml:1",
        "/a.yaml:2",
        "/b.yaml:1",
        "/nosuch",
    ]


def test_overlay_adds_words_and_takes_a_word_over(tmp_path: Path, grammar: Grammar) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("fields:\n  - {field: remarks, reads: text, words: [责任事项, 另有说明]}\n", "utf-8")
    laid = load_grammar((own,))
    for word in ("另有说明", "责任 事项"):
        known = laid.field_of(word)
        assert known is not None
        assert known.field == "remarks"
    shipped = grammar.field_of("责任事项（明确责任主体）")
    assert shipped is not None
    assert (shipped.field, shipped.rider) == ("duties", "(明确责任主体)")
