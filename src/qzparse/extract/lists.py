"""A list's levels → the number printed before a paragraph.

Numbers are counted as Word counts them: by abstract list, in document order, restarted as the list says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qzparse.numerals import numeral_of

from .symbols import BULLETS

_PLACE = re.compile("%([1-9])")


@dataclass(slots=True)
class Level:
    """How a level is written; `text` holds `%1` where the number of level 1 stands.

    `restart` is the level, from 1, down to which a number above lets it start anew; None is any level above.
    """

    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = " "
    restart: int | None = None
    legal: bool = False
    paragraph_style: str | None = None


@dataclass(slots=True)
class NumberedList:
    """The levels of a list, by depth; lists of one `key` count on together, but for what `starts` says."""

    key: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Counts:
    """How far each list has counted."""

    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def count(self, found: NumberedList, depth: int) -> str:
        """Count a paragraph in; give its printed number and what stands between the two.

        >>> levels = {0: Level(style="chineseCounting", text="%1\u3001", suffix=""), 1: Level(text="%2.")}
        >>> counts, outline = Counts(), NumberedList("1", levels, {})
        >>> [counts.count(outline, depth) for depth in (0, 1, 1, 0, 1)]
        ['一、', '1. ', '2. ', '二、', '1. ']
        """
        level = found.levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(found.key, {})
        if depth in found.starts:
            counts[depth] = found.starts.pop(depth)
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [one for one in counts if one > depth]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or (restart and depth < restart):
                del counts[deeper]
        if level.style == "none":
            return ""
        if level.style == "bullet":
            return level.text.translate(BULLETS) + level.suffix
        written = _PLACE.sub(lambda place: self._written(found, level, int(place[1]) - 1), level.text)
        return written + level.suffix if written else ""

    def _written(self, found: NumberedList, shown: Level, depth: int) -> str:
        level = found.levels.get(depth, shown)
        # Word shows a level that has not been counted yet with its start.
        value = self._counts[found.key].get(depth, level.start)
        return numeral_of(value, "decimal" if shown.legal else level.style)
