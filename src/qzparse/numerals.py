"""Printed numerals ↔ integers: 二十一 · ㈠ · ① · １２ ↔ 21 · 1 · 1 · 12.

>>> value_of("二十一"), value_of("①"), value_of("１２"), value_of("㈢"), value_of("廿三")
(21, 1, 12, 3, 23)
>>> value_of("一百零二"), value_of("一〇二"), value_of("两"), value_of("十百")
(102, 102, 2, None)
>>> chinese_of(21), chinese_of(110), chinese_of(102)
('二十一', '一百一十', '一百零二')
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TENS = {"廿": "二十", "卅": "三十"}


@lru_cache(maxsize=4096)
def value_of(numeral: str) -> int | None:
    """Read one numeral of any family; None where it is none."""
    folded = unicodedata.normalize("NFKC", numeral).strip("()（）. ")
    if folded.isascii() and folded.isdigit():
        return int(folded) if len(folded) < 10 else None
    for short, long in _TENS.items():
        folded = folded.replace(short, long)
    if not folded or any(c not in _DIGITS and c not in _UNITS for c in folded):
        return None
    if not any(c in _UNITS for c in folded):
        return int("".join(str(_DIGITS[c]) for c in folded)) if len(folded) < 10 else None
    return _value_with_units(folded)


def _value_with_units(numeral: str) -> int | None:
    total, digit, last = 0, None, 10_000
    for character in numeral:
        if character in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[character]
            continue
        unit = _UNITS[character]
        if unit >= last or (digit is None and not (unit == 10 and last == 10_000)):
            return None
        total += (1 if digit is None else digit) * unit
        digit, last = None, unit
    return total + (digit or 0)


def chinese_of(value: int) -> str:
    """Write 1–9999 as lists number their sections: 21 → 二十一."""
    written, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            written += ("零" if zero and written else "") + "〇一二三四五六七八九"[digit] + name
        zero = not digit
    return written[1:] if written.startswith("一十") else written


def circled_of(value: int) -> str:
    """Write 1–50 as a circled number: 3 → ③."""
    if value <= 20:
        return chr(0x2460 + value - 1)
    return chr(0x3251 + value - 21) if value <= 35 else chr(0x32B1 + value - 36)
