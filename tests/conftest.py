from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from qzparse.grammar import Grammar, load_grammar

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite the gold of the samples, and fail")


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def grammar() -> Grammar:
    return load_grammar()
