"""Diagnostics of a list → findings as a person looks them up: grouped, each with its place, its text and its key.

1. One slip is one group, however many places it has; the gravest come first, then those that stand first.
2. A place names the item by its number, the column by its printed header, and where the file has it.
3. A finding's key is made of its list, rule, item, field and text: lines that move change no key.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

from .catalogue import say, word_of
from .errors import ExitCode
from .grammar import squashed
from .models import Diagnostic, Document, Item, Severity, Where
from .pipeline import Outcome
from .rules.register import ALL_RULES

FINDINGS_SCHEMA: Literal["qzparse-findings/1"] = "qzparse-findings/1"
GRAVEST_FIRST = tuple(Severity)
_RULES = {rule.code: rule for rule in ALL_RULES}
_SHOWN = 300
"""So many characters of the text that was found are shown."""

Standing = Literal["new", "known", "waived"]
"""Whether a finding counts: `new` ones do; `known` ones stand in the baseline, `waived` ones there with a reason."""


@dataclass(slots=True)
class Spot:
    """One place of a slip."""

    message: str
    """What is wrong there."""
    told: str
    """The place as a person looks it up, in the language that was asked for."""
    fingerprint: str
    """The same for the same text in the same item and field, wherever it stands in the file."""
    standing: Standing = "new"
    """`new`, or `known` or `waived` by the baseline."""
    waived: str | None = None
    """Why it is waived."""
    item: str | None = None
    """The `id` of the item concerned."""
    item_name: str | None = None
    """Its name."""
    field: str | None = None
    """The JSON Pointer's part below the item, or below the document."""
    header: str | None = None
    """The printed header of the column, or label of the cell."""
    where: Where | None = None
    """Where in the file."""
    found: str | None = None
    """What stands there, cut where it is long."""
    suggested: str | None = None
    """What to put in its place."""


@dataclass(slots=True)
class Slip:
    """One kind of defect, and all its places in a list."""

    code: str
    """Three letters of the family and three digits."""
    name: str
    """The rule's name."""
    severity: Severity
    """The rule's, unless the settings say another."""
    what: str
    """What the rule finds."""
    why: str
    """Why it matters."""
    cure: str
    """What to do."""
    spots: list[Spot] = field(default_factory=list)
    """Where it stands, in the order of the list."""


@dataclass(slots=True)
class CheckedList:
    """One file, and what was found in it."""

    file: str
    """The file as it was named."""
    identity: str = ""
    """What a baseline knows the list by: its body and its title, else the file's name."""
    title: str | None = None
    """The title of the list."""
    as_of: str | None = None
    """The day by which law was in force or not."""
    as_of_from: str | None = None
    """Who says so: `asked`, `settings`, `printed` in the list itself, or `today`."""
    unread: str | None = None
    """Why the file cannot be read, where it cannot."""
    slips: list[Slip] = field(default_factory=list)
    """What was found, the gravest first."""


@dataclass(slots=True)
class Totals:
    """How much was found; only what is new is counted by its severity."""

    lists: int = 0
    error: int = 0
    warning: int = 0
    info: int = 0
    known: int = 0
    waived: int = 0
    unread: int = 0
    gone: int = 0
    """Entries of the baseline that are there no more."""


@dataclass(slots=True)
class Inspection:
    """What a check found in all files."""

    schema: Literal["qzparse-findings/1"] = FINDINGS_SCHEMA
    version: str = ""
    """The version of qzparse."""
    language: str = "zh"
    """The language of all messages."""
    fail_on: str = "error"
    """From which severity on a new finding fails the check."""
    lists: list[CheckedList] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)

    def count(self) -> None:
        """Total what the lists hold."""
        told: Counter[str] = Counter(lists=len(self.lists), gone=self.totals.gone)
        told["unread"] = sum(one.unread is not None for one in self.lists)
        for _, slip, spot in self.spots():
            told[slip.severity.value if spot.standing == "new" else spot.standing] += 1
        self.totals = Totals(**told)

    def spots(self) -> Iterator[tuple[CheckedList, Slip, Spot]]:
        """Give every finding with its list and its slip."""
        return ((one, slip, spot) for one in self.lists for slip in one.slips for spot in slip.spots)

    def is_grave(self, severity: Severity) -> bool:
        """Tell whether a severity is one that the check is to fail on."""
        if self.fail_on == "never":
            return False
        return GRAVEST_FIRST.index(severity) <= GRAVEST_FIRST.index(Severity(self.fail_on))

    @property
    def exit_code(self) -> ExitCode:
        """Say in a number what came of the check; a file that cannot be read outweighs all findings."""
        if self.totals.unread:
            return ExitCode.UNREADABLE
        fails = any(self.is_grave(one) and getattr(self.totals, one.value) for one in Severity)
        return ExitCode.FINDINGS if fails else ExitCode.CLEAN


def identity_of(document: Document, file: str) -> str:
    """Name a list by what it prints: its body and its title; else by its file."""
    body, title = squashed(document.authority or ""), squashed(document.title or "")
    if not body:
        return Path(file).name
    return title if body in title else f"{body}{title}"


def group(outcome: Outcome, diagnostics: Sequence[Diagnostic], file: str, language: str) -> list[Slip]:
    """Gather diagnostics of one rule, each with its place; `file` names the list where nothing in it does."""
    places = _Places(outcome, identity_of(outcome.document, file), language)
    slips: dict[tuple[str, str], Slip] = {}
    for one in diagnostics:
        key = (one.code, one.severity)
        slip = slips.get(key)
        if slip is None:
            rule = _RULES.get(one.code)
            what, why, cure = rule.paragraphs(language) if rule else (one.message, "", "")
            name = rule.name if rule else one.code
            slip = slips[key] = Slip(one.code, name, one.severity, what, why, cure)
        slip.spots.append(places.spot_of(one))
    return list(slips.values())


def gravity_of(slip: Slip) -> int:
    """Rank a slip: 0 is an error."""
    return GRAVEST_FIRST.index(slip.severity)


class _Places:
    """Finds the item, the header, the text and the key of a diagnostic in one list."""

    def __init__(self, outcome: Outcome, identity: str, language: str) -> None:
        document, ledger, _, _ = outcome
        self._outcome = outcome
        self._language = language
        self._items = {item.id: item for item in document.items}
        self._numbers = Counter(item.number for item in document.items)
        self._typed = Counter((item.type, item.number) for item in document.items)
        self._headers: dict[str, list[tuple[int, str]]] = {}
        for reading in sorted(ledger.readings, key=lambda reading: reading.span):
            for column in reading.columns:
                for named in column.field.split("+"):
                    self._headers.setdefault(named, []).append((reading.span[0], column.header))
        self._list = identity
        self._seen: Counter[str] = Counter()

    def spot_of(self, one: Diagnostic) -> Spot:
        """Place a diagnostic; equal ones are told apart by their order."""
        item = self._items.get(one.item or "")
        found = self._found(one, item)
        header = self._header(one)
        return Spot(
            message=one.message,
            told=self._told(one, item, header),
            fingerprint=self._key(one, item, found),
            item=one.item,
            item_name=" ".join(_name_of(item).split()) or None if item else None,
            field=one.field,
            header=header,
            where=one.where,
            found=found[:_SHOWN] + "…" if found and len(found) > _SHOWN else found,
            suggested=one.fix.text if one.fix else None,
        )

    def _found(self, one: Diagnostic, item: Item | None) -> str | None:
        """Give the text at fault: what stands at the span, else the value that the pointer names."""
        text = self._outcome.ledger.text
        if one.span and text:
            return text[slice(*one.span)].strip() or None
        value: object = item or self._outcome.document
        for part in (one.field or "").split("/"):
            value = _below(value, part)
        return value if isinstance(value, str) else None

    def _header(self, one: Diagnostic) -> str | None:
        """Give the printed header above; without one, the field's own name."""
        named, _, rest = (one.field or "").partition("/")
        if named == "extra":
            return rest or None
        headers = self._headers.get(named)
        if headers and one.item:
            place = one.span[0] if one.span else 0
            index = bisect_right(headers, place, key=lambda header: header[0]) - 1
            return "".join(headers[max(index, 0)][1].split())
        known = word_of("named", named, "zh")
        return known if known != named and one.item else None

    def _told(self, one: Diagnostic, item: Item | None, header: str | None) -> str:
        told = self._told_item(item) if item is not None else ""
        if header:
            column = say("place-column", self._language, header=header)
            told = say("place-in-item", self._language, item=told, column=column) if told else column
        parts = [part for part in (told, place_of(one.where, self._language)) if part]
        return say("place-joint", self._language).join(parts) or say("place-document", self._language)

    def _told_item(self, item: Item) -> str:
        """Name an item by its number, where that names no other; else by its type too, else by its id."""
        if item.number and self._numbers[item.number] == 1:
            return say("place-item", self._language, number=item.number)
        if item.number and item.type and self._typed[item.type, item.number] == 1:
            return say("place-typed-item", self._language, type=item.type, number=item.number)
        if item.number and item.subitem:
            told = " ".join(item.subitem.split())
            return say("place-subitem", self._language, number=item.number, subitem=told)
        return say("at-item", self._language, item=item.id)

    def _key(self, one: Diagnostic, item: Item | None, found: str | None) -> str:
        named = (squashed(_name_of(item)) or item.code or item.id) if item else ""
        root = (one.field or "").partition("/")[0]
        parts = "\0".join((self._list, one.code, named, root, squashed(found or "")))
        self._seen[parts] += 1
        digest = sha256(f"{parts}\0{self._seen[parts]}".encode(errors="replace"))
        return digest.hexdigest()[:16]


def place_of(where: Where | None, language: str) -> str:
    """Word a place in the file, as far as the file has places."""
    if where is None:
        return ""
    names = ("page", "sheet", "table", "row", "column", "cell", "line")
    known = {name: getattr(where, name) for name in names}
    if known["cell"]:
        known.update(row=None, column=None)
    told = (
        say(f"at-{name}", language, **{name: value}) for name, value in known.items() if value is not None
    )
    return say("comma", language).join(told)


def _name_of(item: Item) -> str:
    return " ".join(part for part in (item.name, item.subitem) if part)


def _below(value: object, part: str) -> object:
    if isinstance(value, list):
        return value[int(part)] if part.isdigit() and int(part) < len(value) else None
    if isinstance(value, dict):
        return value.get(part)
    return getattr(value, part, None) if part else None
