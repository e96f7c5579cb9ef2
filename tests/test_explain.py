"""How a file was read, told so that a person can follow it; and the words that would settle its doubts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_cli import Answer, run

from qzparse import ingest
from qzparse.errors import ExitCode, GrammarFault, UsageError
from qzparse.explanation import cell_of, explanation_of
from qzparse.grammar import Grammar, check_overlay, load_grammar
from qzparse.pipeline import Outcome, read
from qzparse.source import read_source, source_of
from qzparse.suggestions import suggest

SAMPLES = Path(__file__).parents[1] / "samples"
HEADER = "\t序号\n\t权力类型\n\t权力项目名称\n\t怎么干\n\t星座\n\n\n"
DUTIES = "\t1.检查责任：依法检查。\n2.{}：依法处置。\n"
LIST = (
    "某市某局权责清单\n\n"
    + HEADER
    + "\t1\n\t行政检查\n\t安全生产检查\n"
    + DUTIES.format("处置责任")
    + "\t白羊\n"
    + "\t2\n\t行政检查类事宜\n\t消防检查\n"
    + DUTIES.format("报送备忘责任")
    + "\t双鱼\n"
)


def outcome_of(text: str, grammar: Grammar) -> Outcome:
    return read(source_of(text.encode(), "list.txt"), grammar, traced=True)


@pytest.fixture(scope="module")
def demo(grammar: Grammar) -> Outcome:
    return read(read_source(SAMPLES / "demo" / "list.txt"), grammar, traced=True)


def columns_of(sample: str, grammar: Grammar) -> dict[str, dict[str, Any]]:
    outcome = read(read_source(SAMPLES / sample), grammar)
    return {column["field"]: column for column in explanation_of(outcome, grammar, "en")[0]["columns"]}


def test_a_known_word_is_named_and_so_is_its_rider(grammar: Grammar) -> None:
    columns = columns_of("two-storey-header/list.txt", grammar)
    assert columns["basis"]["because"] == "the word 实施依据 is known"
    assert "the rider (明确责任主体)" in columns["duties"]["because"]


def test_content_is_told_by_counts_and_position_by_neighbours(grammar: Grammar) -> None:
    columns = columns_of("headerless-table/list.txt", grammar)
    assert columns["duties"]["because"].startswith("4 of 4 cells name stages of duty")
    assert "between basis and duty_basis" in columns["duties"]["because"]
    assert columns["duties"]["content"]["shown"][0] == {"trait": "stage", "cells": 4, "filled": 4}
    assert columns["subitem"]["because"].startswith("all its cells are blank")


def test_an_unknown_word_is_told_with_what_it_is_most_like(grammar: Grammar) -> None:
    column = columns_of("repeated-header/list.txt", grammar)["extra"]
    assert "跨县联办方式 is not known" in column["because"]
    assert column["content"]["likely"] in column["because"]


def test_repairs_name_the_cells_that_are_lost(grammar: Grammar) -> None:
    outcome = read(read_source(SAMPLES / "torn-dump" / "list.txt"), grammar)
    repairs = explanation_of(outcome, grammar, "zh")[0]["repairs"]
    assert {"row": 3, "columns": [1], "why": "lost"}.items() <= repairs[1].items()
    assert "序号" in repairs[1]["because"]


def test_every_reason_of_every_sample_is_worded(grammar: Grammar) -> None:
    for file in sorted(SAMPLES.glob("*/list.*")):
        outcome = read(read_source(file), grammar)
        for language in ("zh", "en"):
            for reading in explanation_of(outcome, grammar, language):
                assert all(column["because"] for column in reading["columns"])


def test_cell_is_followed_from_characters_to_value(demo: Outcome, grammar: Grammar) -> None:
    cell = cell_of(demo, "二-2.责任事项", grammar, "en")
    assert cell["field"] == "duties"
    assert cell["excerpt"].startswith("1.检查责任：汛期")
    assert "".join(cell["excerpt"].split()) == "".join("".join(one["text"].split()) for one in cell["spans"])
    assert [one["role"] for one in cell["spans"][:4]] == ["value", "marker", "value", "marker"]
    assert cell["value"][3]["number"] == "5"
    assert "NUM001" in [one["code"] for one in cell["diagnostics"]]
    assert cell["column"]["header"] == "责任事项"
    assert cell == cell_of(demo, "二-2.duties", grammar, "en")


def test_every_cell_of_every_item_can_be_followed(demo: Outcome, grammar: Grammar) -> None:
    for item in demo.document.items:
        for field in ("number", "name", "type", "basis"):
            followed = cell_of(demo, f"{item.id}.{field}", grammar, "zh")
            assert followed["item"] == item.id
            assert followed["excerpt"] or followed["spans"] == []


def test_inherited_cell_is_followed_into_the_item_above(demo: Outcome, grammar: Grammar) -> None:
    item = next(one for one in demo.document.items if "number" in (one.inherits or ()))
    cell = cell_of(demo, f"{item.id}.number", grammar, "en")
    assert cell["inherited_from"]
    assert cell["inherited_from"] != item.id


@pytest.mark.parametrize("address", ["99.name", "二-2.nonsense", "name", "1.name"])
def test_cell_that_is_not_there_is_refused(address: str, demo: Outcome, grammar: Grammar) -> None:
    with pytest.raises(UsageError):
        cell_of(demo, address, grammar, "en")


def test_cell_speaks_text_and_json() -> None:
    file = SAMPLES / "demo" / "list.txt"
    assert "检查责任" in run("explain", file, "--cell", "二-2.责任事项", "--lang", "zh").out
    assert json.loads(run("explain", file, "--cell", "二-2.duties", "--json").out)["item"] == "二-2"
    assert run("explain", file, "--cell", "二-2.nonsense").code == ExitCode.USAGE


def test_suggestion_is_active_where_the_answer_is_likely(grammar: Grammar) -> None:
    draft = suggest([outcome_of(LIST, grammar)], grammar, "en")
    active = yaml.safe_load(draft)
    assert active == {
        "fields": [{"field": "duties", "reads": "duties", "words": ["怎么干"]}],
        "powers": [{"type": "行政检查", "words": ["行政检查类事宜"]}],
    }
    assert '# - {stage: "报送备忘责任", words: ["报送备忘责任"]}' in draft
    assert "星座" in draft
    assert "2 of 2 cells name stages of duty" in draft


def test_suggestion_accepted_settles_the_doubt(tmp_path: Path, grammar: Grammar) -> None:
    own = tmp_path / "own.yaml"
    draft = suggest([outcome_of(LIST, grammar)], grammar, "zh")
    own.write_text(
        "\n".join(
            line.replace("# ", "", 1) if line.lstrip().startswith(("# - {", "# stages:")) else line
            for line in draft.split("\n")
        ),
        "utf-8",
    )
    assert check_overlay(own) == (4, 0)
    document = ingest(LIST.encode(), name="list.txt", grammar=load_grammar((own,)))
    assert [one.code for one in document.diagnostics] == []
    assert document.grade == "clean"
    assert document.items[1].printed_type == "行政检查类事宜"


def test_suggestions_of_every_sample_are_sound(tmp_path: Path, grammar: Grammar) -> None:
    for file in sorted(SAMPLES.glob("*/list.txt")):
        own = tmp_path / f"{file.parent.name}.yaml"
        own.write_text(suggest([read(read_source(file), grammar)], grammar, "zh"), "utf-8")
        check_overlay(own)


def test_nothing_unknown_is_nothing_to_suggest(grammar: Grammar) -> None:
    outcome = read(read_source(SAMPLES / "four-column-forms" / "list.txt"), grammar)
    assert suggest([outcome], grammar, "en") == "# There is no word that is not known.\n"


def suggested(tmp_path: Path, *words: str) -> Answer:
    (tmp_path / "list.txt").write_text(LIST, "utf-8")
    return run("suggest", "list.txt", *words, cwd=tmp_path)


def test_suggest_writes_where_it_is_told(tmp_path: Path) -> None:
    assert "怎么干" in suggested(tmp_path).out
    assert suggested(tmp_path, "-o", "own.yaml").code == ExitCode.CLEAN
    assert "怎么干" in (tmp_path / "own.yaml").read_text("utf-8")
    assert suggested(tmp_path, "-o", "list.txt").code == ExitCode.USAGE
    assert suggested(tmp_path, "absent.txt").code == ExitCode.UNREADABLE


def test_grammar_check_tells_what_is_sound_and_what_is_not(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("kinds: [某某规程]\n", "utf-8")
    sound = run("grammar", "check", "own.yaml", "--lang", "en", cwd=tmp_path)
    assert (sound.code, sound.out) == (ExitCode.CLEAN, "own.yaml: sound (1 words, 0 patterns)\n")
    assert run("grammar", "check", ".", cwd=tmp_path).code == ExitCode.CLEAN
    assert run("grammar", "check", "absent.yaml", cwd=tmp_path).code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("overlay", "fault"),
    [
        (
            "# dutys\nfields:\n  - {field: dutys, reads: text, words: [甲]}\n",
            "own.yaml:3: there is no field 'dutys'",
        ),
        (
            "fields:\n  - {field: name, reads: nme, words: [甲]}\n",
            "own.yaml:2: name: no cell is read as 'nme'",
        ),
        (
            "patterns:\n  - name: tag\n    pattern: 'a'\n    match: [b]\n",
            "own.yaml:2: pattern tag does not match 'b'",
        ),
        (
            "patterns:\n  - name: tag\n    pattern: 'a'\n    match: [a]\n    refuse: [a]\n",
            "does not refuse 'a'",
        ),
        ("kinds: 甲\n", "own.yaml:1: kinds: a list is expected"),
    ],
)
def test_fault_of_an_overlay_names_file_and_line(overlay: str, fault: str, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(overlay, "utf-8")
    with pytest.raises(GrammarFault) as caught:
        check_overlay(own)
    assert fault in str(caught.value)
