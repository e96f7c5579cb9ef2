"""How far a document can be trusted: as far as its worst part."""

from __future__ import annotations

from pathlib import Path

import pytest

from qzparse import ingest, load, schema
from qzparse.models import Coverage, Diagnostic, Document, Grade, Severity
from qzparse.rules import grade_of

SAMPLES = Path(__file__).parents[1] / "samples"


def graded(*severities: Severity, residue: int = 0) -> Grade:
    found = [Diagnostic("XXX000", severity, "") for severity in severities]
    return grade_of(Document(diagnostics=found, coverage=Coverage(9, 9 - residue, residue)))


def test_grade_is_that_of_the_gravest_diagnostic() -> None:
    assert graded() == "clean"
    assert graded(Severity.INFO) == "noted"
    assert graded(Severity.INFO, Severity.WARNING) == "doubtful"
    assert graded(Severity.WARNING, Severity.ERROR, Severity.INFO) == "faulty"


def test_text_without_a_place_is_a_doubt_by_itself() -> None:
    assert graded(residue=1) == graded(Severity.INFO, residue=1) == "doubtful"
    assert graded(Severity.ERROR, residue=1) == "faulty"


@pytest.mark.parametrize(
    ("sample", "grade"),
    [
        ("four-column-forms/list.txt", "clean"),
        ("torn-dump/list.docx", "clean"),
        ("torn-dump/list.txt", "faulty"),
        ("item-forms/list.txt", "doubtful"),
        ("demo/list.docx", "faulty"),
    ],
)
def test_sample_has_its_grade(sample: str, grade: Grade) -> None:
    assert ingest(SAMPLES / sample).grade == grade


def test_document_that_nobody_judged_has_no_grade() -> None:
    assert load(b'{"items": []}').grade is None


def test_schema_names_the_grades() -> None:
    published = str(schema()["properties"]["grade"])
    assert all(f"'{grade}'" in published for grade in ("clean", "noted", "doubtful", "faulty"))
