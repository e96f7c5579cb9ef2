"""Dumps → documents: what flow are read into."""

from __future__ import annotations

from typing import Any

import pytest
from segment.documents import assert_holds, document_of
from segment.reading import cases_of


@pytest.mark.parametrize("case", cases_of("flow"))
def test_text_without_cells_is_read(case: dict[str, Any]) -> None:
    assert_holds(case["expected"], document_of(case["source"]))
