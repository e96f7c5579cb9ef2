"""A layout and the document read from it → fields that are wrong without a diagnostic, and right fields that carry one.

1. A field is one root field of one item, `basis` with all its entries, or one of the document; a lost item's are wrong,
   each of them, and so is a field that is read where the list has none.
2. A diagnostic points at a field if it names the item and the field, or the item alone; infos tell and raise no doubt.
3. A doubt is due where the layout itself gives cause, by its truth and its printed text: a number that runs on in its
   line or leaves a gap, a value inherited, deduced or torn away, a stage in words of no grammar, a row without separators.
4. What is asked for: no wrong field without a diagnostic, and at most 2 % of right fields with one that is not due.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from itertools import pairwise
from typing import Any

from .compare import Comparison
from .pages import Layout, Truth
from .render_txt import render_txt

_LOST = frozenset(("ROW001", "ROW002", "STR005", "STR008"))
"""What says that a page break or a blank ate cells of a row."""
_WITHOUT_SEPARATORS = ("glued", "interleaved", "wrapped-box")
_LOSING_CELLS = ("torn", "space-joined", *_WITHOUT_SEPARATORS)
_NO_FIELDS = frozenset(("id", "section", "caption", "inferred", "inherits", "extra", "printed_type"))
_DOCUMENT = ("title", "list_number", "authority", "sections", "profile")
_LISTS = ("basis", "duties", "duty_basis", "accountability_basis")


@dataclass
class Trust:
    """Counts of fields."""

    fields: int = 0
    wrong: int = 0
    silent: int = 0
    """Wrong, and no diagnostic points there."""
    doubted: int = 0
    """Right, and a warning or error points there."""
    undue: int = 0
    """Right, and one points there for which the layout gives no cause."""

    def add(self, other: "Trust") -> None:
        """Take in the counts of another layout."""
        for own in fields(self):
            setattr(self, own.name, getattr(self, own.name) + getattr(other, own.name))

    def share(self, name: str) -> float:
        """Give silent errors as a share of all fields, doubts as one of the right fields."""
        base = self.fields if name == "silent" else self.fields - self.wrong
        return float(getattr(self, name)) / base if base else 0.0


def trust_of(layout: Layout, document: Truth, comparison: Comparison) -> Trust:
    """Count the fields of a layout by whether they are right and whether a diagnostic points at them."""
    differing = {(difference.place, difference.diagnosed) for difference in comparison.differences}
    wrong = {place for place, _ in differing}
    silent = {place for place, diagnosed in differing if not diagnosed}
    trust = Trust()
    found = _found_by_place(layout, document)
    text = render_txt(layout).decode()
    for name in _DOCUMENT:
        place = next((place for place in wrong if place.startswith(f"document.{name}")), None)
        trust.fields += place is not None or bool(layout.truth.get(name))
        trust.wrong += place is not None
        trust.silent += place in silent
    for index, item in enumerate(layout.truth["items"]):
        prefix = f"item {index} {item['name'][:16]}"
        pointing = _pointing_at(found.get(index), document)
        made_up = {place[len(prefix) + 1 :] for place in wrong if place.startswith(f"{prefix}.")}
        names = dict.fromkeys(_names_of(item))
        names |= dict.fromkeys(name for name in made_up if not any(name.startswith(own) for own in names))
        for name in names:
            places = {place for place in wrong if place.startswith(f"{prefix}.{name}")}
            trust.fields += 1
            if places:
                trust.wrong += 1
                trust.silent += bool(places & silent)
                continue
            doubts = [one for one in pointing if _root(one) in ("", name)]
            trust.doubted += bool(doubts)
            trust.undue += any(not _is_due(one, name, (index, item), (layout, text)) for one in doubts)
    return trust


def _names_of(item: Truth) -> Iterator[str]:
    yield from (name for name in item if name not in _NO_FIELDS)
    yield from (f"extra.{name}" for name in item.get("extra") or ())


def _found_by_place(layout: Layout, document: Truth) -> dict[int, Truth]:
    """Pair the items in their order, by name and sub-item."""
    left = list(document.get("items") or [])
    pairs = {}
    for index, item in enumerate(layout.truth["items"]):
        for other in left:
            if all(_bare(item.get(name)) == _bare(other.get(name)) for name in ("name", "subitem")):
                pairs[index] = other
                left.remove(other)
                break
    return pairs


def _bare(value: object) -> str:
    return re.sub(r"\s", "", str(value or "")).rstrip("。；，、.;,")


def _pointing_at(found: Truth | None, document: Truth) -> list[Truth]:
    own = (found or {}).get("id")
    return [
        one
        for one in document.get("diagnostics") or ()
        if own is not None and one.get("item") == own and one["severity"] != "info"
    ]


def _root(diagnostic: Truth) -> str:
    return (diagnostic.get("field") or "").strip("/").split("/")[0]


def _is_due(diagnostic: Truth, name: str, placed: tuple[int, Truth], printed: tuple[Layout, str]) -> bool:
    """Tell whether the layout gives cause for a diagnostic at a field of an item."""
    (index, item), (layout, text), code = placed, printed, diagnostic["code"]
    if code in _LOST:
        return layout.family.startswith(_LOSING_CELLS) or any(at == index for at, _ in layout.noted)
    if code == "ROW006":
        return layout.family.startswith(_WITHOUT_SEPARATORS)
    if code == "STR002":
        return "number" in (item.get("inferred") or ())
    parts = (
        item.get(name)
        if name in _LISTS
        else (item.get(name) or {}).get("cases")
        if name == "accountability"
        else None
    )
    return isinstance(parts, list) and _is_due_in_list(code, parts, text)


def _is_due_in_list(code: str, parts: list[Truth], text: str) -> bool:
    values = [_value_of(part.get("number")) for part in parts]
    counted = [value for value in values if value is not None]
    if code == "DUT002":
        return any(part.get("stage") and part["stage"] not in _stages() for part in parts)
    if code == "NUM002":
        return None in values
    if code in ("NUM001", "NUM020"):
        return any(later != earlier + 1 for earlier, later in pairwise([0, *counted]))
    if code == "NUM006":
        return any(_runs_on(part, text) for part in parts)
    if code == "NUM003":
        return len({mark for part in parts for mark in _marks_of(part, text)}) > 1
    return False


@cache
def _stages() -> frozenset[str]:
    from qzparse.grammar import load_grammar

    return frozenset(load_grammar().stages)


def _value_of(number: Any) -> int | None:
    from qzparse.numerals import value_of

    return value_of(str(number).partition("-")[0]) if number else None


def _printings(part: Truth, text: str) -> Iterator[re.Match[str]]:
    """Find where a numbered part is printed."""
    head = re.escape(str(part.get("stage") or part.get("text") or "")[:8])
    if part.get("number") and head:
        number = re.escape(str(part["number"])).replace(r"\-", "[-－]")
        yield from re.finditer(rf"([（(]?){number}(\s?[.．、)）]?)[ 　]*{head}", text)


def _runs_on(part: Truth, text: str) -> bool:
    """Tell whether a part is printed behind other text in its line."""
    return any(
        text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip("\t 　│|") != ""
        for found in _printings(part, text)
    )


def _marks_of(part: Truth, text: str) -> set[str]:
    return {found[1] + found[2].strip() for found in _printings(part, text)}
