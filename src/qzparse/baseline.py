"""A file of known findings ↔ what a check finds: what stands in it does not count, what was mended leaves it.

1. A finding is known by its key: the list, the rule, the item, the field and the text; lines that move change nothing.
2. A waiver is an entry with a reason and a day, written by hand; past its last day it waives nothing.
3. Writing keeps the waivers, adds what is new, takes out what is gone, and leaves lists alone that were not checked.
4. The file has one finding a line, in an order of its own: two versions are compared, and merged, line by line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from .errors import UsageError
from .findings import CheckedList, Inspection, Slip, Spot
from .output import write
from .settings import CheckSettings

_SCHEMA = "qzparse-baseline/1"
_TOLD = ("key", "list", "rule", "item", "field", "message")


class Waiver(NamedTuple):
    """Why a finding is left as it is, since when, and how long."""

    reason: str
    on: date
    until: date | None = None


class Known(NamedTuple):
    """A finding that was there before."""

    key: str
    list: str
    rule: str
    item: str
    field: str
    message: str
    waived: Waiver | None = None


class Baseline:
    """What is known, and what of it was met."""

    def __init__(self, path: Path, entries: Sequence[Known] = ()) -> None:
        self.path = path
        self._entries = {entry.key: entry for entry in entries}
        self._checked: set[str] = set()
        self._met: set[str] = set()

    def settle(self, one: CheckedList, met: Sequence[str], today: date) -> None:
        """Tell which findings of a list are known or waived; `met` are the keys of all, those that are silent too."""
        self._checked.add(one.identity)
        self._met.update(met)
        for slip in one.slips:
            for spot in slip.spots:
                known = self._entries.get(spot.fingerprint)
                waiver = known.waived if known else None
                if waiver and (waiver.until is None or today <= waiver.until):
                    spot.standing, spot.waived = "waived", waiver.reason
                elif known and not waiver:
                    spot.standing = "known"

    @property
    def gone(self) -> int:
        """How many entries of the lists that were checked are there no more."""
        return sum(self._is_gone(entry) for entry in self._entries.values())

    def renew(self, inspection: Inspection) -> None:
        """Write the file anew: without what is gone, with what is new."""
        kept = {key: entry for key, entry in self._entries.items() if not self._is_gone(entry)}
        for one, slip, spot in inspection.spots():
            kept.setdefault(spot.fingerprint, _entry_of(one, slip, spot))
            if spot.standing == "new" and kept[spot.fingerprint].waived is None:
                spot.standing = "known"
        inspection.count()
        inspection.totals.gone = 0
        write(self.path, (chunk.encode(errors="backslashreplace") for chunk in _iter_dumped(kept.values())))

    def _is_gone(self, entry: Known) -> bool:
        return entry.list in self._checked and entry.key not in self._met


def find_baseline(asked: Path | None, settings: CheckSettings, *, writing: bool) -> Baseline | None:
    """Read the baseline that is asked for, or that of the settings; one that is to be written need not be there."""
    path = asked or settings.baseline
    if path is None:
        if writing:
            raise UsageError("baseline-unnamed")
        return None
    return read_baseline(path, may_be_absent=writing)


def read_baseline(path: Path, *, may_be_absent: bool) -> Baseline:
    """Read the file; a fault names the entry."""
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        if may_be_absent:
            return Baseline(path)
        raise UsageError("baseline-absent", name=path) from None
    except (OSError, ValueError) as fault:
        raise UsageError("baseline-unsound", name=path, reason=str(fault)) from None
    if not isinstance(content, dict) or content.get("schema") != _SCHEMA:
        raise UsageError("baseline-unsound", name=path, reason=f'"schema": "{_SCHEMA}"')
    return Baseline(path, [_read(entry, path) for entry in content.get("findings", [])])


def _read(entry: dict[str, Any], path: Path) -> Known:
    try:
        waived = entry.get("waived")
        waiver = None
        if waived is not None:
            if not waived["reason"].strip():
                raise UsageError("waiver-unsound", name=path, key=entry["key"])
            until = waived.get("until")
            on = date.fromisoformat(waived["on"])
            waiver = Waiver(waived["reason"], on, date.fromisoformat(until) if until else None)
        key, named, rule, item, field, message = (str(entry[name]) for name in _TOLD)
        return Known(key, named, rule, item, field, message, waiver)
    except (AttributeError, KeyError, TypeError, ValueError):
        told = entry.get("key", "?") if isinstance(entry, dict) else str(entry)[:40]
        raise UsageError("waiver-unsound", name=path, key=told) from None


def _entry_of(one: CheckedList, slip: Slip, spot: Spot) -> Known:
    item = spot.item_name or spot.item or ""
    root = (spot.field or "").partition("/")[0]
    return Known(spot.fingerprint, one.identity, slip.code, item, root, spot.message)


def _iter_dumped(entries: Iterable[Known]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    yield f'{{"schema": {encode(_SCHEMA)}, "findings": [\n'
    ordered = sorted(entries, key=lambda entry: (entry.list, entry.rule, entry.item, entry.field, entry.key))
    yield ",\n".join(encode(_plain(entry)) for entry in ordered)
    yield "\n]}\n"


def _plain(entry: Known) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(entry, name) for name in _TOLD}
    if entry.waived:
        told["waived"] = {"reason": entry.waived.reason, "on": entry.waived.on.isoformat()}
        if entry.waived.until:
            told["waived"]["until"] = entry.waived.until.isoformat()
    return told
