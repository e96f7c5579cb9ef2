"""A run of locators → the places in a law that it names, in printed order.

>>> import regex
>>> token = regex.compile("(?P<numeral>[一二三四五六七八九十]+)|(?P<unit>[条款项章])|(?P<range>至)|(?P<after>之)")
>>> [place[0] for place in places_of("第七十二、七十三条", token)]
[72, 73]
>>> places_of("第五条第一款至第三款", token)[-1]
(5, 3, None, None, None)
"""

from __future__ import annotations

from functools import lru_cache

import regex

from .numerals import value_of

RANGE_CAP = 100
"""So many articles a range may stand for; a longer one is read as its two ends."""

Place = tuple[int, int | None, int | None, int | None, int | None]
"""Article, paragraph, item, chapter, and which one inserted behind the article it is."""


@lru_cache(maxsize=4096)
def places_of(run: str, token: regex.Pattern[str]) -> tuple[Place, ...]:
    """Read a run of locators: 第七十二、七十三条 · 第五条第一款、第二款 · 第三条至第五条."""
    if run.endswith("条"):
        only = value_of(run[1:-1])
        if only is not None:
            return ((only, None, None, None, None),)
    places = _Places()
    for match in token.finditer(run):
        if match["numeral"]:
            places.number(match["numeral"])
        elif match["unit"]:
            places.unit(match["unit"])
        elif match["range"]:
            places.is_range = True
        else:
            places.skips = True
    return tuple(places.found)


class _Places:
    """The places read so far, and the numbers that wait for their unit."""

    def __init__(self) -> None:
        self.found: list[Place] = []
        self.is_range = False
        self.skips = False
        self._waiting: list[int] = []
        self._chapter: int | None = None
        self._last_unit, self._last_value = "", 0

    def number(self, numeral: str) -> None:
        """Take a number: it waits for its unit, or ends a range of numbers."""
        value = value_of(numeral)
        if self.skips or value is None:
            if self.skips and self.found:
                self.found[-1] = (*self.found[-1][:4], value)
            self.skips = False
            return
        if self.is_range and self._waiting:
            self._waiting.extend(_filled(self._waiting[-1], value))
            self.is_range = False
        self._waiting.append(value)

    def unit(self, unit: str) -> None:
        """Give the waiting numbers their unit."""
        numbers, self._waiting = self._waiting, []
        self.skips = False
        if self.is_range and numbers and unit == self._last_unit:
            numbers = [*_filled(self._last_value, numbers[0]), *numbers]
        if unit == "章" and numbers:
            self._chapter = numbers[-1]
        elif unit == "条":
            self.found.extend((number, None, None, self._chapter, None) for number in numbers)
        elif unit in "款项" and self.found:
            for number in numbers:
                self._add_below(unit, number)
        self._last_unit, self._last_value = unit, numbers[-1] if numbers else 0
        self.is_range = False

    def _add_below(self, unit: str, number: int) -> None:
        article, paragraph, item, chapter, inserted = self.found[-1]
        place: Place
        if unit == "款":
            place = (article, number, None, chapter, inserted)
            taken = paragraph is not None or item is not None
        else:
            place = (article, paragraph, number, chapter, inserted)
            taken = item is not None
        if taken:
            self.found.append(place)
        else:
            self.found[-1] = place


def _filled(first: int, last: int) -> range:
    """Count the numbers between the ends of a range; none where it runs backwards or beyond the cap."""
    return range(first + 1, last if last - first <= RANGE_CAP else first + 1)
