"""A printed item code → its parts by the first scheme that it fits, and whether their check characters are right.

The schemes are patterns of the grammar's family COD001, whose groups name the parts.

>>> organisation_check("72919045")
'1'
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from ..grammar import Grammar

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11714, for the eight characters of an organisation code."""
_MODULUS = 11


class CodeParts(NamedTuple):
    """What a code says by its scheme; a part that the scheme lacks is empty."""

    scheme: str
    parts: dict[str, str]

    def of(self, name: str) -> str:
        """Give one part."""
        return self.parts.get(name, "")


def parts_of(code: str, grammar: Grammar) -> CodeParts | None:
    """Take a code apart; None where it fits no scheme."""
    printed = "".join(unicodedata.normalize("NFKC", code).split())
    for slip in grammar.slips.get("COD001", ()):
        match = grammar.pattern(slip.name).fullmatch(printed)
        if match:
            return CodeParts(slip.name, {name: part for name, part in match.groupdict().items() if part})
    return None


def organisation_check(body: str) -> str | None:
    """Give the check character of eight characters by GB 11714; None where they are no code."""
    values = [int(character, 36) for character in body if character.isascii() and character.isalnum()]
    if len(values) != len(_WEIGHTS):
        return None
    check = _MODULUS - sum(value * weight for value, weight in zip(values, _WEIGHTS, strict=True)) % _MODULUS
    return {10: "X", 11: "0"}.get(check, str(check))


def check_wanted(parts: CodeParts) -> tuple[str, str] | None:
    """Give the part whose check character is wrong and the right character, if one is.

    An organisation code follows GB 11714, a unified social credit code GB 32100.
    """
    from stdnum.cn import uscc
    from stdnum.exceptions import ValidationError

    organisation = parts.of("organisation").replace("-", "")
    if organisation:
        right = organisation_check(organisation[:-1])
        return (organisation, right) if right and right != organisation[-1] else None
    credit = parts.of("credit")
    if credit:
        try:
            right = str(uscc.calc_check_digit(credit[:-1]))
        except (ValidationError, ValueError):
            return (credit, "?")
        return (credit, right) if right != credit[-1] else None
    return None
