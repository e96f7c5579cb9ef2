"""An inspection → JSON, by the schema that `qzparse schema --of findings` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from qzparse.findings import Inspection


def iter_json(inspection: Inspection) -> Iterator[str]:
    """Write the inspection as it is, less what is absent."""
    yield json.dumps(asdict(inspection, dict_factory=_present), ensure_ascii=False, indent=2) + "\n"


def _present(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return {name: value for name, value in pairs if value is not None}
