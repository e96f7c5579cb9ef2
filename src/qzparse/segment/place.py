"""Title, codes → the region whose list it is, by GB/T 2260."""

from __future__ import annotations

from collections.abc import Mapping

from ..grammar import Grammar, squashed
from ..models import Document, Region

_LEVELS = {2: "省", 4: "市", 6: "县"}
_LONGEST = 16
"""A region's own name is at most so long, in characters."""


def find_region(document: Document, grammar: Grammar) -> Region | None:
    """Find the region that the title names or that all items' codes hold; None where they leave it open."""
    names = grammar.region_codes
    for text in (document.title, document.authority):
        code = _code_in(squashed(text), names) if text else None
        if code:
            return _region(code, grammar, "title")
    held = {
        item.code[-6:]
        for item in document.items
        if item.code and len(item.code) == 26 and item.code.isdigit()
    }
    if len(held) == 1:
        code = held.pop()
        if code in grammar.regions:
            return _region(code, grammar, "codes")
    return None


def _code_in(text: str, names: Mapping[str, list[str]]) -> str | None:
    """Read region names from the start of a title, each within the one before: 攀枝花市东区 is 510402."""
    code = None
    while text:
        for length in range(min(_LONGEST, len(text)), 1, -1):
            held = [own for own in names.get(text[:length], []) if _lies_in(own, code)]
            if len(held) == 1:
                code, text = held[0], text[length:]
                break
        else:
            return code
    return code


def _lies_in(code: str, outer: str | None) -> bool:
    return outer is None or (code != outer and code.startswith(outer.rstrip("0")))


def _region(code: str, grammar: Grammar, found_in: str) -> Region:
    digits = 2 if code.endswith("0000") else 4 if code.endswith("00") else 6
    outer = [code[:2] + "0000", code[:4] + "00", code]
    names = [grammar.regions[own] for own in dict.fromkeys(outer) if own in grammar.regions]
    return Region("".join(names), code, _LEVELS[digits], found_in)
