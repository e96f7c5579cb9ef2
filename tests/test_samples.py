import json
import subprocess
import sys
from functools import cache
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
from qzparse.extract.office import find_program
from qzparse.grammar import Grammar
from qzparse.models import Document
from qzparse.pipeline import ingest

FILES = list_files()
OF_OFFICE = {".rtf", ".odt"}
NO_OFFICE = pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
LISTS = pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=named(file), marks=[NO_OFFICE] if file.suffix in OF_OFFICE else [])
        for file in FILES
    ],
)
FOLDERS = sorted(folder for folder in SAMPLES.iterdir() if folder.is_dir())
WITHOUT_TABLES = {"outline-and-chart"}


@cache
def read_once(file: Path) -> Document:
    return ingest(file)


def is_read(file: Path) -> bool:
    """Tell whether a list can be read here."""
    return file.suffix not in OF_OFFICE or find_program() is not None


def read_plain(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(dump(read_once(file)))
    return document


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_sample_is_there_in_every_format_that_can_carry_it(folder: Path) -> None:
    there = {file.suffix for file in FILES if file.parent == folder}
    assert there >= {".txt", ".docx", ".doc", ".pdf", ".html"}
    assert folder.name in WITHOUT_TABLES or there >= {".xlsx", ".xls", ".ods"}


def test_some_sample_is_there_in_each_format_that_is_read() -> None:
    assert {file.suffix for file in FILES} >= {".ofd", *OF_OFFICE}


@LISTS
def test_list_of_any_format_is_read_as_the_one_document(file: Path, pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("bless"):
        files = [other for other in FILES if other.parent == file.parent and is_read(other)]
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
    again = ingest(file)
    for form in ("json", "yaml", "jsonl"):
        assert dump(read_once(file), form) == dump(again, form)


@LISTS
def test_json_and_yaml_of_a_list_load_to_the_same_value(file: Path) -> None:
    document = read_once(file)
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
    richest = [file for file in FILES if file.suffix in {".docx", ".txt"}]
    shown = {name for file in richest for item in read_plain(file)["items"] for name in item}
    assert shown >= {
        "basis",
        "duty_basis",
        "accountability_basis",
        "extra",
        "inferred",
        "inherits",
        "subitem",
    }
    documents: list[Document] = [read_once(file) for file in richest]
    assert any(document.profile for document in documents)
    assert any(document.steps for document in documents)
    assert any(procedure.edges for document in documents for procedure in document.procedures)
