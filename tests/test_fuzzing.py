"""Mutants of every format end in a document or in a refusal; `python -m fuzzing` reads as many as wanted."""

import os

import pytest
from fuzzing import FORMATS, fuzz

EXECUTIONS = int(os.environ.get("QZPARSE_FUZZ", "60"))
"""Of each format; CI asks for more."""


@pytest.mark.parametrize("kind", FORMATS)
def test_mutants_are_read_or_refused(kind: str) -> None:
    tally = fuzz([kind], 0, EXECUTIONS, jobs=1)
    assert not tally.falls, "\n".join(f"{fall.kind} {fall.seed}: {fall.told}" for fall in tally.falls)
    assert tally.executions == EXECUTIONS
    assert tally.read[kind] > EXECUTIONS // 20
