"""The order of the passes, and what they leave behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from qzparse.errors import UnreadableSource
from qzparse.pipeline import ingest


@pytest.fixture
def collector() -> Iterator[None]:
    """Turn the collector back on, whatever a test does."""
    yield
    gc.enable()


@pytest.mark.usefixtures("collector")
@pytest.mark.parametrize("collects", [True, False])
def test_ingest_leaves_the_collector_as_it_was(*, collects: bool) -> None:
    (gc.enable if collects else gc.disable)()
    ingest(b"\t\xe5\xba\x8f\xe5\x8f\xb7\n")
    assert gc.isenabled() is collects
    with pytest.raises(UnreadableSource):
        ingest(b"PK\x03\x04 cut short", name="list.docx")
    assert gc.isenabled() is collects
