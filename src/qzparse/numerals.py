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
from collections.abc import Callable
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
    """Write 1–50 as a circled number: 3 → ③; beyond it is decimal."""
    if value > 50:
        return str(value)
    if value <= 20:
        return chr(0x2460 + value - 1)
    return chr(0x3251 + value - 21) if value <= 35 else chr(0x32B1 + value - 36)


def numeral_of(value: int, style: str) -> str:
    """Write a number in a style of automatic numbering, as office formats name them; else decimal.

    >>> [numeral_of(21, style) for style in ("decimal", "chineseCounting", "ideographDigital", "upperRoman")]
    ['21', '二十一', '二一', 'XXI']
    >>> [numeral_of(3, style) for style in ("decimalZero", "decimalEnclosedCircle", "lowerLetter")]
    ['03', '③', 'c']
    """
    write = _WRITERS.get(style)
    return write(value) if write is not None and 0 < value < 10_000 else str(value)


def _letters(value: int) -> str:
    # Word writes z, aa, bb, not z, aa, ab.
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    written = ""
    for unit, name in _ROMAN:
        count, value = divmod(value, unit)
        written += name * count
    return written


def _capital_of(value: int) -> str:
    plain = chinese_of(value)
    return ("一" + plain if plain.startswith("十") else plain).translate(_CAPITALS)


def _row_of(first: int, count: int) -> Callable[[int], str]:
    """Make a writer for a row of characters that are single numerals; past its end it is decimal."""
    return lambda value: chr(first + value - 1) if value <= count else str(value)


def _cycle_of(names: str) -> Callable[[int], str]:
    return lambda value: names[(value - 1) % len(names)]


_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_CAPITALS = str.maketrans("〇零一二三四五六七八九十百千", "零零壹贰叁肆伍陆柒捌玖拾佰仟")
_FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
_DIGITAL = {ord("0") + digit: "〇一二三四五六七八九"[digit] for digit in range(10)}
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CHINESE = (
    *("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand"),
    *("japaneseCounting", "koreanCounting"),
)
_WRITERS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_CHINESE, chinese_of),
    **dict.fromkeys(
        ("ideographDigital", "taiwaneseDigital", "koreanDigital2", "japaneseDigitalTenThousand"),
        lambda value: str(value).translate(_DIGITAL),
    ),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"), _capital_of),
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"), lambda value: str(value).translate(_FULL_WIDTH)
    ),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), circled_of),
    "decimalEnclosedParen": _row_of(0x2474, 20),
    "decimalEnclosedFullstop": _row_of(0x2488, 20),
    "ideographEnclosedCircle": _row_of(0x3280, 10),
    "decimalZero": lambda value: f"{value:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
    "ideographTraditional": _cycle_of(_STEMS),
    "ideographZodiac": _cycle_of(_BRANCHES),
    "numberInDash": lambda value: f"-{value}-",
}
