"""Two lines of text → whether the break between them was made by the width of a column, or ends a paragraph.

What is told by the words alone: which glyphs no line break may part, and which numbers start a paragraph. How much room
a line left is the business of who knows its column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .numerals import value_of

_OPENING = r"(?:[(\[{\u2018\u201c\u3008\u300a\u300c\u300e\u3010\u3014\u3016\uff08\uff3b\uff5b] ?)*"
_CLOSING = (
    r"[)\]}!,.:;?%\u2019\u201d\u2026\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\u3017"
    r"\uff01\uff05\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d]"
)
_LISTED = rf"[\u2460-\u249b]{_OPENING}[^\s\ufffe]"
# PDFium's own blanks may stand between a mark and its neighbours.
HEAD = (
    rf"{_OPENING}(?:[!-~]+\ufffe?|{_LISTED}|[^\s\ufffe])"
    rf"(?: ?{_CLOSING}|(?<={_CLOSING}) ?[0-9][!-~]*|(?<=[,.:;]) ?(?:[!-~]+|{_LISTED}))*"
)
"""Glyphs that no line break may part: opening marks, a Latin word or one glyph, closing marks."""
_HEAD = re.compile(HEAD)

_CHINESE = r"[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e]"
NUMBERS = re.compile(
    r"(?P<dotted>[0-9]{1,3}(?:[-\uff0d][0-9]{1,3})*[.\uff0e\u3001](?![0-9]))"
    r"|(?P<bracketed>[(\uff08][0-9]{1,3}[)\uff09])|(?P<closed>[0-9]{1,3}[)\uff09])"
    rf"|(?P<chinese>{_CHINESE}{{1,3}}\u3001)|(?P<enclosed>[(\uff08]{_CHINESE}{{1,3}}[)\uff09])"
    r"|(?P<circled>[\u2460-\u249b])"
)
_NUMERAL = re.compile(_CHINESE)
_FIRST = re.compile(r"[(\uff08]?(?:1|\u4e00)(?![0-9\u4e00-\u9fff])")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}(?:[(\uff08][^()\uff08\uff09]{1,12}[)\uff09])?[:\uff1a]")
"""What a paragraph starts with that is said to be something; only behind a sentence's end."""
STOPS = "\u3002\uff1b"
ENDS = ".;:!?\uff1a\uff01\uff1f" + STOPS
"""What a paragraph ends with, as a sentence does."""
_LEFT_OUT = 4
"""A number counts on from one that is at most so much less."""
_DASHES = "-\uff0d\u2013\u2014"
_DOTTED, _CIRCLED = "dotted", "circled"
MARKS = frozenset("0123456789( \u3000\uff08") | frozenset(
    map(chr, (*range(0x2460, 0x249C), *(int(code, 16) for code in re.findall(r"u(....)", _CHINESE))))
)
"""What a line that starts a paragraph by its look may start with."""


def head_end(text: str) -> int:
    """Count the first glyphs that no line break may part."""
    found = _HEAD.match(text)
    return found.end() if found else 0


def starts_paragraph(text: str, following: str, numbers: frozenset[str]) -> bool:
    """Tell whether what may have been wrapped from `text` starts a paragraph all the same."""
    if following[:2].isspace():
        return True
    last = text.rstrip()[-1:]
    if last in STOPS and _LABEL.match(following):
        return True
    found = NUMBERS.match(following)
    if found is None or last in _DASHES or (_NUMERAL.match(last) and _NUMERAL.match(following)):
        return False
    own = NUMBERS.match(text.lstrip())
    if own is not None and own.lastgroup == found.lastgroup and own.lastgroup in numbers:
        return _follows(found[0], own[0])
    if found.lastgroup == _DOTTED:
        return not (last.isascii() and last.isalnum())
    # What the paragraph counts in its midst, it goes on counting.
    return (
        found.lastgroup in numbers
        and not last.isalnum()
        and all(one.lastgroup != found.lastgroup for one in NUMBERS.finditer(text, 1))
    )


def _follows(number: str, before: str) -> bool:
    """Tell whether a number counts on from another, a few left out: `2.` or `1-3.` from `1-2.`, `2-1.` from `1.`."""
    values, others = _values_of(number), _values_of(before)
    for value, other in zip(values, others, strict=False):
        if value != other:
            return other < value <= other + _LEFT_OUT
    return len(values) > len(others)


def _values_of(number: str) -> list[int]:
    """Give the values of the parts of a number such as `2-1.`."""
    return [value_of(part) or 0 for part in re.split(r"[-\uff0d]", number.strip(".\uff0e\u3001"))]


def kinds_of(first: str, starts: Sequence[str]) -> frozenset[str]:
    """Name the kinds of numbers that paragraphs surely start with; the first line need not be the start of one."""
    found = [one for one in map(NUMBERS.match, map(str.lstrip, starts)) if one]
    number = NUMBERS.match(first.lstrip())
    if number and number.lastgroup != _CIRCLED and _FIRST.match(number[0]):
        found.append(number)
    return frozenset(one.lastgroup for one in found if one.lastgroup)


def joined(text: str, following: str, *, torn: bool = False) -> str:
    """Join two lines of a paragraph; between Latin words stands a blank, unless the break has torn one word."""
    last, first = text[-1], following[0]
    if not torn and last.isascii() and first.isascii() and last.isalpha() and first.isalpha():
        return f"{text} {following}"
    return text + following
