"""Lines of neighbouring cells that were printed in turn → the column of each line.

1. A page printed line by line gives the first line of each cell of a row, then the second of each that has one; a cell that
   has ended has no more. So a line stands in the next column that still goes on, and those that are passed over are closed.
2. A cell goes on only behind a line that was cut at its column's width, and no line is wider than its column; what stands
   in a narrow column is no sentence, and a list closes with one. What speaks against a way to lay the lines is its cost.
3. All ways that cost little are followed at once. The lead of the best over the next says how sure it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..grammar import Grammar
from .content import Trait
from .folds import Column
from .stream import Unit

LISTED = frozenset(
    ("basis", "duties", "duty_basis", "accountability", "accountability_basis", "exemption", "oversight")
)
"""Fields whose cells hold sentences, over many lines."""
_BEAM = 48
"""So many ways are followed at once."""
_BLANK, _WIDER, _SHORT, _OPEN, _SENTENCE, _STRANGE = 4.0, 2.0, 6.0, 3.0, 4.0, 8.0
"""What it costs to leave a cell out, per half width beyond the column, to go on behind a line that is not full, to close a
list in mid-sentence, to put a sentence into a narrow column, to put text where a number or type stands."""
_PER_WIDTH = 0.5
"""What each half width costs by which a line that goes on falls short."""
_SIGNS = frozenset("。；，：【】")
_CLOSING = frozenset("。；.;！？”’）)》")
_HEADED = Trait.LAW | Trait.STAGE | Trait.NUMBERED | Trait.ACCOUNT | Trait.EXEMPT | Trait.PHONE

_WHOLE = {"type": Trait.POWER, "code": Trait.CODE}
"""By the field, what a line shows that says all of it."""
_ENDINGS = {"authority": ("authorities", "units"), "unit": ("units", "authorities")}
"""By the field, the lists of words of which a cell ends in one."""


@dataclass(frozen=True, slots=True)
class Way:
    """How the first lines of a row may stand: what that costs, and the columns of the lines so far."""

    cost: float
    columns: tuple[int, ...]
    going: tuple[bool, ...]
    """Which columns still go on."""
    last: tuple[int, ...]
    """The last line of each column; -1 where it has none."""


@dataclass(frozen=True, slots=True)
class Turns:
    """The lines of a row by column, what speaks against it, and its lead over the next best way."""

    columns: tuple[int, ...]
    cost: float
    margin: float


class Turner:
    """Lays the lines of rows over columns whose fields and widths are known."""

    def __init__(
        self, fields: Sequence[str], columns: Sequence[Column], source: str, grammar: Grammar
    ) -> None:
        self._fields = fields
        self._columns = columns
        self._source = source
        self._endings = [
            tuple(word for name in _ENDINGS.get(field, ()) for word in grammar.words[name])
            for field in fields
        ]
        self._known: list[set[str]] = [set() for _ in fields]

    def learn(self, rows: Sequence[tuple[Sequence[Unit], Turns]]) -> None:
        """Remember the bodies and units of rows that were laid clearly: others name the same ones."""
        for units, turns in rows:
            cells: dict[int, str] = {}
            for unit, column in zip(units, turns.columns, strict=True):
                cells[column] = cells.get(column, "") + self._source[slice(*unit.span)]
            for column, cell in cells.items():
                if self._endings[column]:
                    self._known[column].add(cell)

    def lay(self, units: Sequence[Unit]) -> Turns | None:
        """Lay the lines of one row; None where no way costs little enough to be followed."""
        width = len(self._fields)
        texts = [self._source[slice(*unit.span)] for unit in units]
        ways = [Way(0.0, (), (True,) * width, (-1,) * width)]
        for index in range(len(units)):
            following = [after for way in ways for after in self._steps(way, index, units, texts)]
            following.sort(key=lambda way: way.cost)
            ways = following[:_BEAM]
        ends = sorted((self._ended(way, texts), way.columns) for way in ways)
        if not ends:
            return None
        margin = ends[1][0] - ends[0][0] if len(ends) > 1 else float("inf")
        return Turns(ends[0][1], ends[0][0], margin)

    def _steps(self, way: Way, index: int, units: Sequence[Unit], texts: Sequence[str]) -> list[Way]:
        """Put a line into each column that may have it: the next that goes on, or one behind it."""
        width = len(self._fields)
        cursor = way.columns[-1] if way.columns else -1
        cost, going = way.cost, list(way.going)
        found: list[Way] = []
        for step in range(1, width + 1):
            column = (cursor + step) % width
            if not going[column]:
                continue
            own = cost + self._placing(column, way.last[column], index, units, texts)
            last = (*way.last[:column], index, *way.last[column + 1 :])
            found.append(Way(own, (*way.columns, column), tuple(going), last))
            cost += self._closing(way, column, texts)
            going[column] = False
        return found

    def _placing(
        self, column: int, before: int, index: int, units: Sequence[Unit], texts: Sequence[str]
    ) -> float:
        """Say what speaks against a line in a column, behind its line `before`."""
        field, text, unit = self._fields[column], texts[index], units[index]
        own = self._columns[column]
        cost = _WIDER * max(0, own.measure(text) - own.width)
        if field not in LISTED and not _SIGNS.isdisjoint(text):
            cost += _SENTENCE
        if before >= 0:
            if not own.wraps(texts[before], text):
                cost += _SHORT + _PER_WIDTH * (own.width - own.measure(texts[before]))
            whole = _WHOLE.get(field, 0) & units[before].traits
            return cost + (_STRANGE if whole or field == "number" else 0.0)
        if (field == "number" and not unit.traits & Trait.INTEGER) or (
            field == "code" and not unit.traits & Trait.CODE
        ):
            return cost + _STRANGE
        if field == "type" and not unit.traits & Trait.POWER:
            return cost + _SENTENCE
        return cost + (1.0 if field in LISTED and not unit.traits & _HEADED else 0.0)

    def _closing(self, way: Way, column: int, texts: Sequence[str]) -> float:
        """Say what speaks against a column's ending with the line that it has."""
        last = way.last[column]
        if last < 0:
            return _BLANK
        if self._fields[column] in LISTED:
            return 0.0 if texts[last][-1] in _CLOSING else _OPEN
        if self._endings[column]:
            cell = "".join(texts[index] for index, own in enumerate(way.columns) if own == column)
            broken = any(known.startswith(cell) and known != cell for known in self._known[column])
            return 0.0 if cell.endswith(self._endings[column]) and not broken else _OPEN
        return 0.0

    def _ended(self, way: Way, texts: Sequence[str]) -> float:
        return way.cost + sum(
            self._closing(way, column, texts) for column, goes in enumerate(way.going) if goes
        )
