"""An inspection → the code quality report of GitLab: one entry a new finding, told apart by its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Iterator

from qzparse.findings import Inspection
from qzparse.models import Severity

from .location import line_of, path_of, sentence_of

_GRAVITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def iter_gitlab(inspection: Inspection) -> Iterator[str]:
    """Write what is new; a file without lines is shown at line 1, and one that cannot be read is a blocker."""
    entries = [
        {
            "description": sentence_of(spot, inspection.language),
            "check_name": slip.code,
            "fingerprint": f"{path_of(one.file)}:{spot.fingerprint}",
            "severity": _GRAVITIES[slip.severity],
            "location": {"path": path_of(one.file), "lines": {"begin": line_of(spot)}},
        }
        for one, slip, spot in inspection.spots()
        if spot.standing == "new"
    ]
    entries += [
        {
            "description": one.unread,
            "check_name": "unreadable",
            "fingerprint": f"{path_of(one.file)}:unreadable",
            "severity": "blocker",
            "location": {"path": path_of(one.file), "lines": {"begin": 1}},
        }
        for one in inspection.lists
        if one.unread
    ]
    yield json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
