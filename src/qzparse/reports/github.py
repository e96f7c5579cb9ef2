"""An inspection → annotations of GitHub Actions: one a slip, at its first place, with all places in its text.

A job shows ten of each severity, so a slip with many places is not told many times.
"""

from __future__ import annotations

from collections.abc import Iterator

from qzparse.findings import Inspection, Slip, Spot
from qzparse.models import Severity

from .location import path_of, printable, sentence_of

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def iter_github(inspection: Inspection) -> Iterator[str]:
    """Write a workflow command for each slip that is new somewhere, and for each file that cannot be read."""
    for one in inspection.lists:
        file = _property(path_of(one.file))
        if one.unread:
            yield f"::error file={file}::{_text(one.unread)}\n"
        for slip in one.slips:
            spots = [spot for spot in slip.spots if spot.standing == "new"]
            if spots:
                yield _annotation(file, slip, spots, inspection.language)


def _annotation(file: str, slip: Slip, spots: list[Spot], language: str) -> str:
    times = f" ×{len(spots)}" if len(spots) > 1 else ""
    line = f",line={spots[0].where.line}" if spots[0].where and spots[0].where.line else ""
    title = _property(f"{slip.code} {slip.name}{times}")
    told = _text("\n".join(sentence_of(spot, language) for spot in spots))
    return f"::{_COMMANDS[slip.severity]} file={file}{line},title={title}::{told}\n"


def _text(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
