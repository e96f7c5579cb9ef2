import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from gold import (
    SAMPLES,
    bless,
    expected_of,
    gold_file,
    iter_differences,
    judged,
    list_files,
    losses_of,
    named,
)
from proof import read_or_refuse

from qzparse import dump, load, schema
from qzparse.grammar import Grammar
from qzparse.models import Document
from qzparse.pipeline import ingest

FILES = list_files()
LISTS = pytest.mark.parametrize("file", FILES, ids=map(named, FILES))
FOLDERS = sorted(folder for folder in SAMPLES.iterdir() if folder.is_dir())


def read_plain(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(dump(ingest(file)))
    return document


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_sample_is_there_as_text_and_as_word_document(folder: Path) -> None:
    assert {file.suffix for file in FILES if file.parent == folder} >= {".txt", ".docx"}


@LISTS
def test_list_of_any_format_is_read_as_the_one_document(file: Path, pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("bless"):
        files = [other for other in FILES if other.parent == file.parent]
        bless(files, [judged(read_plain(other)) for other in files])
        pytest.fail(f"the gold of {file.parent.name} was rewritten: read it, then run without --bless")
    assert gold_file(file).exists(), f"{file.parent.name} has no gold; write it with --bless"
    differences = "\n".join(iter_differences(judged(read_plain(file)), expected_of(file)))
    assert not differences, differences


@LISTS
def test_trace_of_a_list_proves_that_nothing_is_lost(file: Path, grammar: Grammar) -> None:
    assert read_or_refuse(file.read_bytes(), file.name, grammar)


@LISTS
def test_list_read_twice_gives_the_same_bytes(file: Path) -> None:
    for form in ("json", "yaml", "jsonl"):
        assert dump(ingest(file), form) == dump(ingest(file), form)


@LISTS
def test_json_and_yaml_of_a_list_load_to_the_same_value(file: Path) -> None:
    document = ingest(file)
    value = json.loads(dump(document, "json"))
    assert yaml.safe_load(dump(document, "yaml")) == value
    assert {dump(load(dump(document, form))) for form in ("json", "yaml", "jsonl")} == {dump(document)}


@LISTS
def test_document_of_a_list_follows_the_schema(file: Path) -> None:
    jsonschema.Draft202012Validator(schema()).validate(read_plain(file))


@pytest.mark.parametrize("seed", ["1", "2"])
def test_bytes_do_not_depend_on_the_seed_of_hashing(seed: str) -> None:
    file = SAMPLES / "demo" / "list.docx"
    command = (
        "import sys; from qzparse import dump, ingest; sys.stdout.buffer.write(dump(ingest(sys.argv[1])))"
    )
    run = subprocess.run(
        [sys.executable, "-c", command, str(file)],
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": seed},
    )
    assert run.stdout == dump(ingest(file))


def test_only_formats_that_are_there_have_losses() -> None:
    for folder in FOLDERS:
        losses = folder / "losses.yaml"
        there = {file.suffix.lstrip(".") for file in FILES if file.parent == folder}
        if losses.exists():
            assert yaml.safe_load(losses.read_text("utf-8")).keys() <= there


def test_every_loss_says_why() -> None:
    for file in FILES:
        for loss in losses_of(file):
            assert loss.keys() <= {"at", "why", "found"}
            assert loss["why"].strip()


def test_every_field_that_samples_can_show_is_shown() -> None:
    shown = {name for file in FILES for item in read_plain(file)["items"] for name in item}
    assert shown >= {
        "basis",
        "duty_basis",
        "accountability_basis",
        "extra",
        "inferred",
        "inherits",
        "subitem",
    }
    documents: list[Document] = [ingest(file) for file in FILES]
    assert any(document.profile for document in documents)
    assert any(document.steps for document in documents)
    assert any(procedure.edges for document in documents for procedure in document.procedures)
