"""An inspection → SARIF 2.1.0, a result for each place.

1. What the baseline knows is there too: `unchanged`, or suppressed with its reason.
2. A file without lines is shown at line 1, for viewers ask for a line; the message tells the place.
3. A file that cannot be read is a notification of the run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from qzparse.findings import CheckedList, Inspection, Slip, Spot
from qzparse.models import Severity

from .location import line_of, sentence_of, uri_of

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


def iter_sarif(inspection: Inspection) -> Iterator[str]:
    """Write one run, with the rules that found something."""
    slips = {slip.code: slip for one in inspection.lists for slip in one.slips}
    places = {code: index for index, code in enumerate(sorted(slips))}
    driver = {
        "name": "qzparse",
        "version": inspection.version,
        "rules": [_rule(slips[code]) for code in places],
    }
    run = {
        "tool": {"driver": driver},
        "language": _LANGUAGES[inspection.language],
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not inspection.totals.unread,
                "toolExecutionNotifications": [_notification(one) for one in inspection.lists if one.unread],
            }
        ],
        "results": [
            _result(one, slip, spot, places[slip.code], inspection.language)
            for one, slip, spot in inspection.spots()
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(slip: Slip) -> dict[str, Any]:
    return {
        "id": slip.code,
        "name": slip.name,
        "shortDescription": {"text": slip.what},
        "fullDescription": {"text": slip.why or slip.what},
        "help": {"text": slip.cure or slip.what},
        "defaultConfiguration": {"level": _LEVELS[slip.severity]},
        "properties": {"tags": [slip.code[:3]]},
    }


def _result(one: CheckedList, slip: Slip, spot: Spot, place: int, language: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": slip.code,
        "ruleIndex": place,
        "level": _LEVELS[slip.severity],
        "message": {"text": sentence_of(spot, language)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri_of(one.file)},
                    "region": {"startLine": line_of(spot)},
                },
                "logicalLocations": [{"name": spot.told, "kind": "member"}],
            }
        ],
        "partialFingerprints": {"qzparse/v1": spot.fingerprint},
        "baselineState": "new" if spot.standing == "new" else "unchanged",
        "properties": {
            name: value
            for name in ("item", "item_name", "field", "header", "found", "suggested")
            if (value := getattr(spot, name)) is not None
        },
    }
    if spot.standing == "waived":
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": spot.waived or ""}
        ]
    return result


def _notification(one: CheckedList) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": one.unread},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri_of(one.file)}}}],
    }
