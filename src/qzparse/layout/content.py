"""A cell's text → what it looks like, and how well that fits a field.

1. `traits_of` gives a set of bits; no bit depends on a county, a body or a file, only on words of the genre and on shape.
2. A `Profile` says how likely each trait is in a column: what the field leads one to expect, and what the column's
   own cells have shown so far. Its score is a log-likelihood, so scores of one cell under two profiles compare.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from math import log

from ..excerpt import Excerpt
from ..grammar import Grammar, squashed
from ..numerals import value_of


class Trait:
    """What can be said of a cell at a glance; bits of one integer, plain for speed."""

    BLANK = 1
    INTEGER = 2
    CODE = 4
    POWER = 8
    BODY = 16
    UNIT = 32
    PHONE = 64
    LIMIT = 128
    LAW = 256
    STAGE = 512
    NUMBERED = 1024
    ACCOUNT = 2048
    EXEMPT = 4096
    SHORT = 8192
    LONG = 16384
    SENTENCE = 32768
    LEVEL = 65536
    PLACE = 131072


_SHORT, _LONG = 18, 80
_HEAD = 400
"""A long cell is told by its first so many characters."""
_STAGE_ENDINGS = ("责任", "阶段", "环节")
_LONGEST_PLACE = 10
"""第一百二十三条 is about the longest article that a text opens with."""
_WIDE = 120
"""Phones are looked for in cells up to this length."""
_DOTS = ".．、)）"
_NARROW = 44
"""Words of a kind (a type, a body, a limit) are looked for in cells up to this length, in characters."""

_PLAIN = (Trait.BLANK, Trait.SHORT, Trait.LONG, Trait.SENTENCE, Trait.NUMBERED)
EXPECTED: dict[str, dict[int, float]] = {
    "number": {Trait.INTEGER: 0.96, Trait.SHORT: 0.99},
    "code": {Trait.CODE: 0.95, Trait.SHORT: 0.3},
    "type": {Trait.POWER: 0.96, Trait.SHORT: 0.99},
    "name": {Trait.SHORT: 0.4, Trait.LONG: 0.07, Trait.SENTENCE: 0.06, Trait.UNIT: 0.06},
    "subitem": {Trait.BLANK: 0.6, Trait.SHORT: 0.6, Trait.NUMBERED: 0.2},
    "authority": {Trait.BODY: 0.93, Trait.UNIT: 0.45, Trait.SHORT: 0.92},
    "unit": {Trait.UNIT: 0.9, Trait.BODY: 0.2, Trait.SHORT: 0.92, Trait.BLANK: 0.08},
    "basis": {
        Trait.SHORT: 0.12,
        Trait.LAW: 0.95,
        Trait.LONG: 0.8,
        Trait.NUMBERED: 0.55,
        Trait.SENTENCE: 0.8,
        Trait.ACCOUNT: 0.15,
    },
    "duties": {
        Trait.SHORT: 0.12,
        Trait.STAGE: 0.94,
        Trait.NUMBERED: 0.88,
        Trait.LONG: 0.9,
        Trait.SENTENCE: 0.9,
        Trait.LAW: 0.06,
    },
    "duty_basis": {
        Trait.SHORT: 0.12,
        Trait.LAW: 0.96,
        Trait.LONG: 0.9,
        Trait.NUMBERED: 0.8,
        Trait.SENTENCE: 0.85,
    },
    "accountability": {
        Trait.SHORT: 0.12,
        Trait.ACCOUNT: 0.9,
        Trait.NUMBERED: 0.7,
        Trait.LONG: 0.85,
        Trait.SENTENCE: 0.9,
        Trait.LAW: 0.15,
    },
    "accountability_basis": {
        Trait.SHORT: 0.12,
        Trait.LAW: 0.95,
        Trait.NUMBERED: 0.7,
        Trait.ACCOUNT: 0.6,
        Trait.LONG: 0.75,
        Trait.SENTENCE: 0.7,
    },
    "exemption": {Trait.EXEMPT: 0.9, Trait.SENTENCE: 0.8, Trait.BLANK: 0.1, Trait.SHORT: 0.15},
    "oversight": {Trait.PHONE: 0.92, Trait.SHORT: 0.6, Trait.SENTENCE: 0.3},
    "service_phone": {Trait.PHONE: 0.92, Trait.SHORT: 0.95},
    "legal_limit": {Trait.LIMIT: 0.9, Trait.SHORT: 0.95},
    "promised_limit": {Trait.LIMIT: 0.9, Trait.SHORT: 0.95},
    "place": {Trait.PLACE: 0.93, Trait.SHORT: 0.85, Trait.UNIT: 0.4, Trait.BODY: 0.1},
    "level": {Trait.LEVEL: 0.93, Trait.SHORT: 0.97},
    "remarks": {Trait.BLANK: 0.85, Trait.SHORT: 0.65, Trait.SENTENCE: 0.25},
}
"""How often a field's cells are blank, and how often those that are not show a trait; what is not named is rare.

The order is the genre's usual one of columns.
"""
TELLING_TRAITS = {
    field: max((share, trait) for trait, share in expected.items() if trait not in _PLAIN)[1]
    for field, expected in EXPECTED.items()
    if field not in ("name", "subitem", "remarks")
}
"""The trait by which a field's cells are told, where there is one."""
_ANY: dict[int, float] = {
    Trait.SHORT: 0.4,
    Trait.LONG: 0.2,
    Trait.SENTENCE: 0.25,
    Trait.BLANK: 0.2,
    Trait.NUMBERED: 0.1,
}
_RARE = 0.025
_FILLED_TRAITS = tuple(1 << place for place in range(1, 18))
_PRIOR_WEIGHT = 4.0
FIELDS_BY_CONTENT = tuple(EXPECTED)
"""Fields that can be told by what their cells hold, in the genre's usual order of columns."""


def traits_of(excerpt: Excerpt, grammar: Grammar) -> int:
    """Say what a cell looks like, as bits of `Trait`."""
    return _traits_of(excerpt.text, grammar) if excerpt else Trait.BLANK


# The columns of a list repeat their types, bodies and laws, and a table is looked at more than once.
@lru_cache(maxsize=1024)
def _traits_of(text: str, grammar: Grammar) -> int:
    length = len(text)
    bits = _shape_of(text, length)
    if length <= _NARROW:
        bits |= _words_of(text, grammar)
    if length <= _WIDE and grammar.pattern("phone-sign").search(text):
        bits |= Trait.PHONE
    if _opens_with_law(text):
        bits |= Trait.LAW
    head = text[:_HEAD]
    if _holds_any(head, grammar.words["accounts"]):
        bits |= Trait.ACCOUNT
    if _holds_any(head, grammar.words["exempts"]):
        bits |= Trait.EXEMPT
    if _holds_any(head, _STAGE_ENDINGS) and grammar.pattern("stage-sign").search(head):
        bits |= Trait.STAGE
    return bits


def _holds_any(text: str, words: Iterable[str]) -> bool:
    return True in map(text.__contains__, words)


def _opens_with_law(text: str) -> bool:
    """Tell whether a text opens with a law, behind a number, a tag or an issuer at most, not in mid-sentence."""
    if "【" in text[:8] or (text[0] == "第" and "条" in text[:_LONGEST_PLACE]):
        return True
    place = text.find("《", 0, _HEAD)
    return place >= 0 and not any(mark in text[:place] for mark in "，。；：")


def _shape_of(text: str, length: int) -> int:
    bits = 0
    if length <= _SHORT:
        bits |= Trait.SHORT
    elif length > _LONG:
        bits |= Trait.LONG
    if "。" in text or "；" in text:
        bits |= Trait.SENTENCE
    if length > 2 and (text[1] in _DOTS or text[2] in _DOTS or "①" <= text[0] <= "⑳"):
        bits |= Trait.NUMBERED
    return bits


def _words_of(text: str, grammar: Grammar) -> int:
    word = squashed(text)
    bits = 0
    if value_of(word.rstrip(".、")) is not None:
        bits |= Trait.INTEGER
    if grammar.pattern("code-sign").fullmatch(word):
        bits |= Trait.CODE
    if grammar.power_of(text):
        bits |= Trait.POWER
    if word.endswith(grammar.words["authorities"]):
        bits |= Trait.BODY
    if word.endswith(grammar.words["units"]):
        bits |= Trait.UNIT
    if grammar.pattern("level-sign").fullmatch(word):
        bits |= Trait.LEVEL
    if grammar.pattern("limit-sign").search(word):
        bits |= Trait.LIMIT
    if grammar.pattern("place-sign").match(word):
        bits |= Trait.PLACE
    return bits


class Profile:
    """How likely each trait is in a column of `field`: first whether the cell is blank, then what a filled one shows."""

    __slots__ = ("_blanks", "_counts", "_filled", "_scores", "_weights", "field")

    def __init__(self, field: str = "") -> None:
        expected = EXPECTED.get(field, _ANY)
        self.field = field
        self._blanks = expected.get(Trait.BLANK, _RARE) * _PRIOR_WEIGHT
        self._filled = _PRIOR_WEIGHT - self._blanks
        self._counts = [expected.get(trait, _RARE) * self._filled for trait in _FILLED_TRAITS]
        self._scores: dict[int, float] = {}
        self._weights: list[float] = []

    def learn(self, traits: int) -> None:
        """Count a cell that is known to stand in this column."""
        self._scores.clear()
        self._weights = []
        if traits & Trait.BLANK:
            self._blanks += 1
            return
        self._filled += 1
        self._counts = [
            count + 1 if traits & trait else count
            for count, trait in zip(self._counts, _FILLED_TRAITS, strict=True)
        ]

    def score(self, traits: int) -> float:
        """Give the log-likelihood of such a cell in this column."""
        known = self._scores.get(traits)
        if known is None:
            known = self._scores[traits] = self._score(traits)
        return known

    def _score(self, traits: int) -> float:
        if not self._weights:
            self._weigh()
        if traits & Trait.BLANK:
            return self._weights[0]
        score = self._weights[1]
        for weight, trait in zip(self._weights[2:], _FILLED_TRAITS, strict=True):
            if traits & trait:
                score += weight
        return score

    def _weigh(self) -> None:
        """Turn the counts into weights: of a blank cell, of a filled one without traits, of each trait it shows."""
        total = self._blanks + self._filled
        shares = [_bounded(count / self._filled) for count in self._counts]
        plain = log(_bounded(self._filled / total)) + sum(log(1.0 - share) for share in shares)
        shown = [log(share / (1.0 - share)) for share in shares]
        self._weights = [log(_bounded(self._blanks / total)), plain, *shown]


@cache
def expected_of(field: str) -> Profile:
    """Give what a field leads one to expect; it is everybody's, and learns nothing."""
    return Profile(field)


def _bounded(share: float) -> float:
    return min(max(share, 0.004), 0.996)
