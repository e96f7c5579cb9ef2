"""A stored number and its number format → the characters that a sheet prints.

1. A whole number prints no point: 1.0 is 1. General shows at most ten digits of a broken number, as sheets do.
2. Digits are computed as decimals, so nothing is rounded but what the format rounds.
3. Dates and times are printed as their format says; a number that is no date is printed as a number.
4. A format that is not understood prints its number as General does.

>>> pairs = (("1.0", "General"), ("45292", "yyyy-mm-dd"), ("7", "000"), ("0.256", "0.0%"), ("3", '"A-"00'))
>>> [print_figure(*pair) for pair in pairs]
['1', '2024-01-01', '007', '25.6%', 'A-03']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

from qzparse.numerals import chinese_of, numeral_of

GENERAL = "General"
# Formats that a file names by number only, as a Chinese system prints them; their words stand in no file.
_YEAR, _MONTH, _DAY, _HOUR, _MINUTE, _SECOND = map(chr, (0x5E74, 0x6708, 0x65E5, 0x65F6, 0x5206, 0x79D2))
_WEEK, _HALF = (
    "".join(map(chr, (0x661F, 0x671F))),
    "/".join((chr(0x4E0A) + chr(0x5348), chr(0x4E0B) + chr(0x5348))),
)
_YMD, _YM, _MD = f"yyyy{_YEAR}m{_MONTH}d{_DAY}", f"yyyy{_YEAR}m{_MONTH}", f"m{_MONTH}d{_DAY}"
_HM, _HMS = f"h{_HOUR}mm{_MINUTE}", f"h{_HOUR}mm{_MINUTE}ss{_SECOND}"
BUILT_IN = dict(
    (
        *((0, GENERAL), (1, "0"), (2, "0.00"), (3, "#,##0"), (4, "#,##0.00"), (9, "0%"), (10, "0.00%")),
        *(
            (11, "0.00E+00"),
            (12, "# ?/?"),
            (13, "# ??/??"),
            (14, "yyyy/m/d"),
            (15, "d-mmm-yy"),
            (16, "d-mmm"),
        ),
        *((17, "mmm-yy"), (18, "h:mm AM/PM"), (19, "h:mm:ss AM/PM"), (20, "h:mm"), (21, "h:mm:ss")),
        *((22, "yyyy/m/d h:mm"), (27, _YM), (28, _MD), (29, _MD), (30, "m-d-yy"), (31, _YMD), (32, _HM)),
        *((33, _HMS), (34, _HALF + _HM), (35, _HALF + _HMS), (36, _YM), (37, "#,##0;-#,##0")),
        *((38, "#,##0;-#,##0"), (39, "#,##0.00;-#,##0.00"), (40, "#,##0.00;-#,##0.00"), (41, "#,##0")),
        *(
            (42, "#,##0"),
            (43, "#,##0.00"),
            (44, "#,##0.00"),
            (45, "mm:ss"),
            (46, "[h]:mm:ss"),
            (47, "mm:ss.0"),
        ),
        *((48, "##0.0E+0"), (49, "@"), (50, _YM), (51, _MD), (52, _YM), (53, _MD), (54, _MD)),
        *((55, _HALF + _HM), (56, _HALF + _HMS), (57, _YM), (58, _MD)),
    )
)

_TOKEN = re.compile(
    r"""(?P<literal>"[^"]*"|\\.)|(?P<nothing>[_*].)|(?P<elapsed>\[(?:h+|m+|s+)\])|\[(?P<bracket>[^\]]*)\]"""
    rf"""|(?P<general>General|G/[^\x00-\x7f]{{4}}|@)|(?P<half>AM/PM|A/P|{_HALF})|(?P<exponent>E[+-]0+)"""
    r"""|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+|a{3,4})|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)"""
    r"""|(?P<fraction>(?<=[0#?])\s*/\s*(?=[0-9#?]))|(?P<other>.)""",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)")
_CURRENCY = re.compile(r"\$([^-]+)")
_CHINESE = re.compile(r"DBNum[12].*", re.IGNORECASE)
_PLAIN = re.compile(r"-?[0-9]+")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EXACT, _STORED, _GENERAL, _LONGEST = 15, 17, 10, 400
_FIFTEEN = Context(prec=_EXACT, rounding=ROUND_HALF_UP)
_ROUNDING = Context(prec=2 * _LONGEST, rounding=ROUND_HALF_UP)
_EPOCH, _EPOCH_1904 = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()
_DAY_LENGTH = 86_400_000

Piece = tuple[str, str]
"""A part of a format: its kind and its text. Kinds are literal, general, digit, point, exponent, date, elapsed, half."""


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of a format: what it prints, when it applies, and whether in Chinese numerals."""

    pieces: tuple[Piece, ...]
    condition: tuple[str, Decimal] | None
    chinese: bool
    scale: Decimal
    grouped: bool

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.pieces)

    def holds(self, value: Decimal) -> bool:
        if self.condition is None:
            return True
        sign, bound = self.condition
        below, above, equal = value < bound, value > bound, value == bound
        return (below and "<" in sign) or (above and ">" in sign) or (equal and "=" in sign)


def print_figure(stored: str, code: str = GENERAL, *, since_1904: bool = False) -> str:
    """Print a number, stored as `stored`, by the format `code`."""
    value = _value_of(stored)
    if value is None:
        return stored
    if code == GENERAL:
        return _general(value)
    section, unsigned = _choose(_sections_of(code), value)
    if section is None:
        return _general(value)
    if section.has("date", "elapsed", "half"):
        printed = _dated(section, value, since_1904=since_1904)
        return _general(value) if printed is None else printed
    return _numbered(section, value.copy_abs() if unsigned else value)


def has_lost_digits(stored: str) -> bool:
    """Tell whether a number is too long for a sheet to have kept all of its digits.

    >>> codes = ("7.29190451010103E+25", "729190451010103", "72919045101010310013440200")
    >>> [has_lost_digits(code) for code in codes]
    [True, False, False]
    """
    value = _value_of(stored)
    if value is None or abs(value) < 10**_EXACT or value != value.to_integral_value():
        return False
    # A file that writes out more digits than a number can hold was not written by a sheet: they are all there.
    return not (_PLAIN.fullmatch(stored) and len(stored.strip("-").rstrip("0")) > _STORED)


def _value_of(stored: str) -> Decimal | None:
    if len(stored) > _LONGEST:
        return None
    if _PLAIN.fullmatch(stored):
        return Decimal(stored)
    try:
        value = _FIFTEEN.create_decimal(stored)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < _LONGEST else None


def _general(value: Decimal) -> str:
    if value == value.to_integral_value():
        exponent = value.as_tuple().exponent
        rounded = isinstance(exponent, int) and exponent > 0 and abs(value) >= 10**_EXACT
        return _scientific(value, _EXACT) if rounded else f"{value:.0f}"
    if abs(value) < Decimal("1E-9"):
        return _scientific(value, _EXACT)
    places = max(_GENERAL - len(f"{abs(value):.0f}"), 0)
    printed = f"{_rounded(value, places):f}"
    return printed.rstrip("0").rstrip(".") if "." in printed else printed


def _scientific(value: Decimal, digits: int, places: int = 2) -> str:
    exact = Context(prec=digits, rounding=ROUND_HALF_UP).plus(value).normalize()
    mantissa = f"{exact.scaleb(-exact.adjusted()):f}"
    return f"{mantissa}E{'-' if exact.adjusted() < 0 else '+'}{abs(exact.adjusted()):0{places}}"


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), context=_ROUNDING)


@lru_cache(maxsize=512)
def _sections_of(code: str) -> tuple[_Section, ...]:
    return tuple(_section_of(found) for found in _SECTION.findall(code)[:4])


def _section_of(code: str) -> _Section:
    pieces: list[Piece] = []
    condition, chinese, grouped, scale = None, False, False, Decimal(1)
    for token in _TOKEN.finditer(code):
        kind, text = token.lastgroup or "", token[0]
        if kind == "bracket":
            bound = _CONDITION.fullmatch(token["bracket"])
            currency = _CURRENCY.match(token["bracket"])
            condition = (bound[1], Decimal(bound[2])) if bound else condition
            chinese = chinese or _CHINESE.fullmatch(token["bracket"]) is not None
            if currency:
                pieces.append(("literal", currency[1]))
        elif kind == "literal":
            pieces.append((kind, text[1:-1] if text[0] == '"' else text[1:]))
        elif kind == "comma":
            # A comma among digits groups them; behind the last digit it divides by a thousand.
            inside = re.match(r",*[0#?]", code[token.start() :]) is not None
            grouped = grouped or inside
            scale = scale if inside else scale / 1000
        elif kind != "nothing":
            scale = scale * 100 if text == "%" else scale
            pieces.append(("literal" if kind == "other" else kind, text))
    return _Section(tuple(_with_minutes(pieces)), condition, chinese, scale, grouped)


def _with_minutes(pieces: list[Piece]) -> list[Piece]:
    """Tell minutes from months: they follow hours or precede seconds."""
    dates = [index for index, (kind, _) in enumerate(pieces) if kind in ("date", "elapsed")]
    letters = [pieces[index][1].lower().strip("[]")[0] for index in dates]
    for place, index in enumerate(dates):
        kind, text = pieces[index]
        timed = (place and letters[place - 1] == "h") or letters[place + 1 : place + 2] == ["s"]
        pieces[index] = (
            kind,
            "n" * len(text) if letters[place] == "m" and kind == "date" and timed else text,
        )
    return pieces


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section | None, bool]:
    """Choose the section for a value; tell whether it prints the sign itself."""
    if any(section.condition for section in sections[:2]):
        found = next((section for section in sections[:3] if section.holds(value)), None)
        return found, False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return (sections[0] if sections else None), False


def _numbered(section: _Section, value: Decimal) -> str:
    if section.chinese and value == value.to_integral_value() and 0 < value < 10_000:
        style = "ideographDigital" if section.has("digit") else "chineseCounting"
        return numeral_of(int(value), style)
    if section.has("fraction") or (section.pieces and not section.has("digit", "general", "literal")):
        return _general(value)
    if not section.has("digit"):
        return "".join(_general(value) if kind == "general" else text for kind, text in section.pieces)
    kinds = [kind for kind, _ in section.pieces]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    places = kinds[point:].count("digit")
    scaled = _ROUNDING.multiply(value, section.scale)
    if "exponent" in kinds:
        exponent = section.pieces[kinds.index("exponent")][1]
        return _scientific(scaled, 1 + places, exponent.count("0"))
    rounded = _rounded(scaled, places)
    whole, _, part = f"{rounded.copy_abs():f}".partition(".")
    printed = _whole(section.pieces[:point], whole.lstrip("0"), grouped=section.grouped)
    printed += _part(section.pieces[point:], part)
    return "-" + printed if rounded < 0 else printed


def _whole(pieces: tuple[Piece, ...], digits: str, *, grouped: bool) -> str:
    """Print a whole number from its last digit on; the first place takes all that are left."""
    printed: list[str] = []
    places = sum(kind == "digit" for kind, _ in pieces)
    count = 0
    for kind, text in reversed(pieces):
        if kind != "digit":
            printed.append(text)
            continue
        places -= 1
        taken = (digits[-1:] if places else digits) or ("0" if text == "0" else "")
        digits = digits[:-1]
        for digit in reversed(taken):
            printed.append(digit + "," if grouped and count and count % 3 == 0 else digit)
            count += 1
    return "".join(reversed(printed))


def _part(pieces: tuple[Piece, ...], digits: str) -> str:
    printed, kept = "", digits.rstrip("0")
    place = 0
    for kind, text in pieces:
        if kind == "point":
            continue
        if kind != "digit":
            printed += text
            continue
        shown = place < len(kept) or text == "0"
        printed += ("." if shown and not place else "") + (digits[place] if shown else "")
        place += 1
    return printed


def _dated(section: _Section, value: Decimal, *, since_1904: bool) -> str | None:
    """Print a serial number as a date; None where it is none."""
    if not 0 <= value < date.max.toordinal():
        return None
    fine = any(kind == "date" and "." in text for kind, text in section.pieces)
    unit = 1 if fine else 1000
    total = int((value * _DAY_LENGTH / unit).to_integral_value(ROUND_HALF_UP)) * unit
    days, rest = divmod(total, _DAY_LENGTH)
    # The first sheets took 1900 for a leap year: day 60 is one that never was.
    day = days + (_EPOCH_1904 if since_1904 else _EPOCH + (days < 60))
    if day > date.max.toordinal():
        return None
    moment = _Moment(date.fromordinal(day), total, rest, section.has("half"), section.chinese)
    return "".join(moment.printed(kind, text) for kind, text in section.pieces)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day, and the milliseconds since the first day and since midnight."""

    day: date
    total: int
    rest: int
    halved: bool
    chinese: bool

    def printed(self, kind: str, text: str) -> str:
        if kind == "half":
            before, after = text.split("/")
            return before if self.rest < _DAY_LENGTH // 2 else after
        if kind == "elapsed":
            unit = {"h": 3_600_000, "m": 60_000, "s": 1000}[text[1].lower()]
            return f"{self.total // unit:0{len(text) - 2}}"
        return self._part(text[0].lower(), len(text), text) if kind == "date" else text

    def _part(self, letter: str, length: int, text: str) -> str:
        day = self.day
        if letter in "ye":
            return (
                self._counted(day.year, "ideographDigital", 4) if length > 2 or letter == "e" else f"{day:%y}"
            )
        if letter == "m" and length > 2:
            return _MONTHS[day.month - 1][: 3 if length == 3 else 1 if length == 5 else None]
        if letter == "d" and length > 2:
            return _DAYS[day.weekday()][: 3 if length == 3 else None]
        if letter == "a":
            name = chinese_of(day.weekday() + 1) if day.weekday() < 6 else _DAY
            return name if length == 3 else _WEEK + name
        hours, minutes = divmod(self.rest // 60_000, 60)
        seconds = self.rest % 60_000
        if letter == "s" and "." in text:
            whole, places = text.lower().count("s"), text.count("0")
            return f"{seconds // 1000:0{whole}}.{seconds % 1000:03}"[: whole + 1 + places]
        hours = (hours + 11) % 12 + 1 if self.halved else hours
        value = {"m": day.month, "d": day.day, "h": hours, "n": minutes, "s": seconds // 1000}[letter]
        return self._counted(value, "chineseCounting", length)

    def _counted(self, value: int, style: str, length: int) -> str:
        return numeral_of(value, style) if self.chinese and value else f"{value:0{length}}"
