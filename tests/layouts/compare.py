"""A truth and a document → figures by kind, and every difference with whether a diagnostic points at it.

1. Texts are compared without white space and closing marks; absent and blank are told apart.
2. An item is right if its name and sub-item are. Items are aligned in order by these; between two that are right, those
   that are left are paired by their numbers, so that a wrong name costs the item and the name, and no more.
3. A difference is silent unless a diagnostic says not to trust the place: of the field or of the whole item that the
   document has there; for an item that the document lacks, or that the truth lacks, an error or warning of the whole of
   one that was read between the same two right items, or text left as residue that holds the name of the item.
4. A diagnostic of the document as a whole, such as a guessed encoding, excuses nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from .pages import Layout, Truth

PLAIN = (
    "caption",
    "number",
    "section",
    "code",
    "type",
    "name",
    "subitem",
    "authority",
    "unit",
    "co_authority",
    "subject",
    "scope",
    "measure",
    "level",
    "exemption",
    "legal_limit",
    "promised_limit",
    "fee",
    "result",
    "quota",
    "publicity",
    "place",
    "service_phone",
    "remarks",
)
_BASES = ("basis", "duty_basis", "accountability_basis")
_TELLING = 5
"""So many characters of a name tell it in a text."""
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True)
class Difference:
    """One value that the document has otherwise than the truth."""

    kind: str
    place: str
    expected: object
    found: object
    diagnosed: bool

    def __str__(self) -> str:
        silent = "" if self.diagnosed else " (no diagnostic)"
        return f"{self.kind} {self.place}: expected {self.expected!r}, found {self.found!r}{silent}"


@dataclass
class Comparison:
    """Counts of expected, found and right values by kind, and the differences."""

    expected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def score_of(self, kind: str) -> float:
        """Give the harmonic mean of precision and recall; 1 where nothing was expected or found."""
        total = self.expected[kind] + self.found[kind]
        return 2 * self.right[kind] / total if total else 1.0

    def add(self, other: "Comparison") -> None:
        """Take in the counts and differences of another comparison."""
        self.expected += other.expected
        self.found += other.found
        self.right += other.right
        self.differences += other.differences

    @property
    def silent(self) -> list[Difference]:
        """The differences that no diagnostic points at."""
        return [difference for difference in self.differences if not difference.diagnosed]


def compare(layout: Layout, document: Truth) -> Comparison:
    """Compare a document with the truth of the layout that it was read from."""
    judge = _Judge(document.get("diagnostics") or [], (document.get("coverage") or {}).get("residue") or [])
    truth = layout.truth
    for name in ("title", "list_number", "authority"):
        judge.value("document", name, _folded(truth.get(name)), _folded(document.get(name)))
    keys = ("number", "title", "type", "declared_items")
    judge.bag(
        "section", "sections", _rows(truth.get("sections"), keys), _rows(document.get("sections"), keys)
    )
    judge.bag("profile", "profile", _profile(truth), _profile(document))
    found = document.get("items") or []
    pairs = _pairs(judge, truth["items"], found)
    for index, expected in enumerate(truth["items"]):
        own = found[pairs[index]] if index in pairs else {}
        judge.open_item(expected, own, f"item {index} {expected['name'][:16]}")
        _compare_items(judge, expected, own)
        for name in (name for at, name in layout.noted if at == index):
            judge.noted(name)
    return judge.comparison


class _Judge:
    """Counts values and says which differences a diagnostic points at."""

    def __init__(self, diagnostics: list[Truth], residue: list[Truth]) -> None:
        self.comparison = Comparison()
        self.place = "document"
        self._diagnostics = diagnostics
        self._residue = ["".join(str(piece.get("text")).split()) for piece in residue]
        self._item: object = None
        self._excused = False
        self._near: dict[int, bool] = {}

    def open_item(self, expected: Truth, found: Truth, place: str) -> None:
        """Judge an item from now on; one that was not found is excused by what stands at its place."""
        self.place, self._item = place, found.get("id")
        self._excused = not found and self._near.get(id(expected), False)

    def miss(self, expected: list[Truth], found: list[Truth]) -> None:
        """Count the items between two right ones that are no pair, or a pair of other names."""
        doubted = any(self._doubts(item.get("id")) for item in found)
        for item in expected:
            told = doubted or self._is_residue(item)
            self._near[id(item)] = told
            self._count_item(_item_key(item), None, told=told)
        for item in found:
            self._count_item(None, _item_key(item), told=self._doubts(item.get("id")))

    def _count_item(self, expected: str | None, found: str | None, *, told: bool) -> None:
        self.comparison.expected["item"] += expected is not None
        self.comparison.found["item"] += found is not None
        self.comparison.differences.append(Difference("item", "document.items", expected, found, told))

    def _doubts(self, item: object) -> bool:
        """Tell whether an error or warning is about an item as a whole."""
        return item is not None and any(
            one.get("item") == item and not one.get("field") and one.get("severity") in ("error", "warning")
            for one in self._diagnostics
        )

    def _is_residue(self, item: Truth) -> bool:
        """Tell whether the beginning of an item's name is listed as residue."""
        name = (_folded(item.get("name")) or "")[:_TELLING]
        return bool(name) and any(
            name in piece or (len(piece) > 3 and piece in name) for piece in self._residue
        )

    def value(self, kind: str, name: str, expected: object, found: object) -> None:
        """Count one value; None on both sides is nothing to judge."""
        if expected is None and found is None:
            return
        counts = self.comparison
        counts.expected[kind] += 1
        counts.found[kind] += 1
        counts.right[kind] += expected == found
        if expected != found:
            self._differ(kind, name, expected, found)

    def bag(self, kind: str, name: str, expected: Iterable[object], found: Iterable[object]) -> None:
        """Count values whose order is not judged."""
        wanted, got = Counter(expected), Counter(found)
        self.comparison.expected[kind] += wanted.total()
        self.comparison.found[kind] += got.total()
        self.comparison.right[kind] += (wanted & got).total()
        for value in (wanted - got).elements():
            self._differ(kind, name, value, None)
        for value in (got - wanted).elements():
            self._differ(kind, name, None, value)

    def noted(self, name: str) -> None:
        """Count whether a diagnostic tells of a value deduced, inherited or lost."""
        self.value("note", name, "diagnostic", "diagnostic" if self._is_diagnosed(name) else None)

    def _differ(self, kind: str, name: str, expected: object, found: object) -> None:
        difference = Difference(kind, f"{self.place}.{name}", expected, found, self._is_doubted(name))
        self.comparison.differences.append(difference)

    def _is_doubted(self, name: str) -> bool:
        """Tell whether a value is said not to be trusted: with its field, or gravely with its item."""
        return self._excused or self._is_diagnosed(name, alone=True) or self._doubts(self._item)

    def _is_diagnosed(self, name: str, *, alone: bool = False) -> bool:
        root = name.split(".", maxsplit=1)[0]
        for diagnostic in self._diagnostics:
            field_root = (diagnostic.get("field") or "").strip("/").split("/")[0]
            if diagnostic.get("item") == self._item and field_root in ((root,) if alone else ("", root)):
                return True
        return False


def _pairs(judge: _Judge, expected: list[Truth], found: list[Truth]) -> dict[int, int]:
    """Align items in order by their keys, and those between two right ones by number."""
    wanted, got = [_item_key(item) for item in expected], [_item_key(item) for item in found]
    pairs: dict[int, int] = {}
    first = other = 0
    for block in SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks():
        left, right = range(first, block.a), range(other, block.b)
        judge.miss([expected[at] for at in left], [found[at] for at in right])
        by_number = {
            _folded(found[at].get("number")): at for at in reversed(right) if found[at].get("number")
        }
        for at in left:
            near = by_number.pop(_folded(expected[at].get("number")), None)
            if near is not None:
                pairs[at] = near
        pairs |= {block.a + k: block.b + k for k in range(block.size)}
        for counts in (judge.comparison.expected, judge.comparison.found, judge.comparison.right):
            counts["item"] += block.size
        first, other = block.a + block.size, block.b + block.size
    return pairs


def _compare_items(judge: _Judge, expected: Truth, found: Truth) -> None:
    for name in PLAIN:
        judge.value("field", name, _folded(expected.get(name)), _folded(found.get(name)))
    for name in ("duties", *_BASES, "accountability", "oversight"):
        judge.value(
            "field", name, *(None if item.get(name) is None else "there" for item in (expected, found))
        )
    for name in {**(expected.get("extra") or {}), **(found.get("extra") or {})}:
        sides = (_folded((item.get("extra") or {}).get(name)) for item in (expected, found))
        judge.value("field", f"extra.{name}", *sides)
    for name in ("inferred", "inherits"):
        judge.value("mark", name, *(sorted(item.get(name) or ()) or None for item in (expected, found)))
    duty_keys, entry_keys = ("number", "stage", "unit", "text"), ("number", "kind", "same_as", "text")
    judge.bag("duty", "duties", *(_rows(item.get("duties"), duty_keys) for item in (expected, found)))
    for name in _BASES:
        judge.bag("entry", name, *(_rows(item.get(name), entry_keys) for item in (expected, found)))
        judge.bag("citation", name, *(_citations(item.get(name)) for item in (expected, found)))
    _compare_nested(judge, expected, found)


def _compare_nested(judge: _Judge, expected: Truth, found: Truth) -> None:
    nested = [(item.get("accountability") or {}, item.get("oversight") or {}) for item in (expected, found)]
    judge.value(
        "field", "accountability.lead", *(_folded(account.get("lead")) or None for account, _ in nested)
    )
    case_keys = ("number", "unit", "text")
    judge.bag("case", "accountability", *(_rows(account.get("cases"), case_keys) for account, _ in nested))
    judge.value(
        "field", "oversight.text", *(_folded(oversight.get("text")) or None for _, oversight in nested)
    )
    judge.bag("phone", "oversight", *([*(oversight.get("phones") or ())] for _, oversight in nested))


def _folded(value: Any) -> str | None:
    """Give a text without white space and closing marks; None stays None."""
    return None if value is None else _WHITE.sub("", str(value)).rstrip("。；，、.;,")


def _item_key(item: Truth) -> str:
    return f"{_folded(item.get('name')) or ''}|{_folded(item.get('subitem')) or ''}"


def _rows(rows: list[Truth] | None, keys: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [tuple(_folded(row.get(key)) or "" for key in keys) for row in rows or ()]


def _citations(entries: list[Truth] | None) -> list[tuple[object, ...]]:
    return [
        (
            _folded(entry.get("number")) or "",
            _folded(citation.get("title")),
            _folded(citation.get("note")) or "",
            tuple(
                (place.get("article"), place.get("paragraph"), place.get("item"))
                for place in citation.get("articles") or ()
            ),
        )
        for entry in entries or ()
        for citation in entry.get("citations") or ()
    ]


def _profile(document: Truth) -> list[tuple[str, str | None]]:
    profile = document.get("profile") or {}
    duties = [("main_duties", _folded(duty)) for duty in profile.get("main_duties") or ()]
    return [*duties, ("duty_boundary", _folded(profile.get("duty_boundary")))] if profile else []
