"""Lines with rules above, between and below them → a table of true geometry.

1. Characters are laid on columns of the screen: ideographs are two wide, what is ambiguous one or two, or all are one;
   the widths that put every bar under the rules' corners are taken.
2. Where a rule or a bar is missing between two places, they are one cell; its lines are read from all of its rows.
3. Rows lie between rules. Without rules below the headers each line is a row, unless its first cell is blank.
4. Where no widths fit, bars are counted: lines of equal count between two rules are one row.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from unicodedata import combining, east_asian_width

from qzparse.excerpt import Excerpt, Span
from qzparse.tokens import Cell, Table

from .stretch import BARS, Stretch, stretch_of, table_of

_FLAT = "-=\u2500\u2501\u2504\u2505\u2508\u2509\u254c\u254d\u2550 \u3000:"
_FORKS = "\u251c\u2520\u2523\u2560\u253c\u254b\u256c+"
_PARTED = re.compile(
    f"[{_FORKS}][-=\u2500\u2501\u2550]{{2}}|[-=\u2500\u2501\u2550]{{2}}[\u2524\u252b\u2563{_FORKS}]"
)
_BAR = re.compile(f"[{BARS}]")


@dataclass(slots=True)
class _Band:
    """Lines between two rules, and for each column whether the rule above it is missing."""

    lines: list[int]
    rule: int | None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Lines laid on the screen: for each line and each edge, the index of the character there, or None."""

    text: str
    lines: Sequence[Span]
    edges: list[int]
    places: list[list[int | None]]
    ruled: list[bool]

    def piece(self, line: int, first: int, last: int) -> Span:
        """Give what stands between two edges of a line."""
        start, end = self.places[line][first], self.places[line][last]
        return (0, 0) if start is None or end is None else (start + 1, end)

    def is_parted(self, line: int, edge: int) -> bool:
        """Tell whether a bar or a corner stands on an edge."""
        place = self.places[line][edge]
        return place is not None and self.text[place] not in _FLAT and _is_mark(self.text[place])


def find_box(text: str, lines: Sequence[Span], ruled: Sequence[bool]) -> Stretch | None:
    """Read lines of which some are rules; None where they are no table."""
    if not all(_is_mark(text[start]) and _is_mark(text[end - 1]) for start, end in lines):
        return None
    rules = [flag or bool(_PARTED.search(text, *line)) for line, flag in zip(lines, ruled, strict=True)]
    table = None
    for width_of in (_narrow_width, _wide_width, _single_width):
        sheet = _laid(text, lines, rules, width_of)
        table = _merged(sheet) if sheet else None
        if table:
            break
    table = table or _counted(text, lines, rules)
    return stretch_of(text, (lines[0][0], lines[-1][1]), table) if table else None


def _is_mark(character: str) -> bool:
    return character in BARS or character == "+" or "\u2500" <= character <= "\u257f"


# widths


def _narrow_width(character: str) -> int:
    return 0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1


def _wide_width(character: str) -> int:
    return 0 if combining(character) else 2 if east_asian_width(character) in "WFA" else 1


def _single_width(_: str) -> int:
    return 1


def _laid(
    text: str, lines: Sequence[Span], rules: list[bool], width_of: Callable[[str], int]
) -> _Sheet | None:
    """Lay lines on the screen; None unless every line opens and closes on the outer edges."""
    indent = lines[0][0] - (text.rfind("\n", 0, lines[0][0]) + 1)
    columns = []
    for start, end in lines:
        margin = text.rfind("\n", 0, start) + 1
        offset = start - margin - indent
        columns.append(list(accumulate(map(width_of, text[start : end - 1]), initial=offset)))
    edges = sorted(
        {
            column
            for (start, end), row, rule in zip(lines, columns, rules, strict=True)
            if rule
            for column, character in zip(row, text[start:end], strict=True)
            if character not in _FLAT and _is_mark(character)
        }
    )
    if len(edges) < 3 or any(row[0] != edges[0] or row[-1] != edges[-1] for row in columns):
        return None
    places: list[list[int | None]] = []
    for (start, _), row in zip(lines, columns, strict=True):
        found = [bisect_left(row, edge) for edge in edges]
        places.append(
            [start + at if row[at] == edge else None for at, edge in zip(found, edges, strict=True)]
        )
    return _Sheet(text, lines, edges, places, rules)


# geometry


def _merged(sheet: _Sheet) -> Table | None:
    """Join the places between which no bar and no rule stands; None where a cell is no rectangle."""
    bands = _bands(sheet)
    width = len(sheet.edges) - 1
    cells: list[list[int]] = []
    above: dict[int, list[int]] = {}
    for row, band in enumerate(bands):
        opened: dict[int, list[int]] = {}
        for first, last in _spans_of(sheet, band, width):
            open_ended = band.rule is not None and not _is_ruled(sheet, band.rule, first, last)
            grown = above.get(first) if open_ended else None
            if open_ended and (grown is None or grown[3] != last):
                return None
            if grown is None:
                grown = [row, first, row, last]
                cells.append(grown)
            grown[2] = row
            opened[first] = grown
        above = opened
    filled = tuple(_filled(sheet, cell, bands) for cell in cells)
    below = bands[1].rule if len(bands) > 1 else None
    marked = below is not None and "=" in sheet.text[slice(*sheet.lines[below])]
    return Table(filled, len(bands), width, int(marked)) if bands else None


def _spans_of(sheet: _Sheet, band: _Band, width: int) -> list[tuple[int, int]]:
    """Give the first and last edge of each cell of a band: an edge parts where every line has a bar on it."""
    parted = [
        edge
        for edge in range(width + 1)
        if edge in (0, width) or all(sheet.is_parted(line, edge) for line in band.lines)
    ]
    return list(pairwise(parted))


def _is_ruled(sheet: _Sheet, line: int, first: int, last: int) -> bool:
    start, end = sheet.places[line][first], sheet.places[line][last]
    if start is None or end is None:
        return True
    piece = sheet.text[start + 1 : end].strip()
    return bool(piece) and all(character in _FLAT or _is_mark(character) for character in piece)


def _bands(sheet: _Sheet) -> list[_Band]:
    bands: list[_Band] = []
    rule: int | None = None
    fresh = True
    for index, ruled in enumerate(sheet.ruled):
        if ruled:
            rule, fresh = index, True
        elif fresh:
            bands.append(_Band([index], rule if bands else None))
            fresh = False
        else:
            bands[-1].lines.append(index)
    return [part for number, band in enumerate(bands) for part in _split(sheet, band, number, len(bands))]


def _split(sheet: _Sheet, band: _Band, number: int, count: int) -> list[_Band]:
    """Cut a band into rows at the lines whose first cell is not blank, where rules do not do it.

    So it is below the only rule, or where the first cells of the lines are different numbers.
    """
    firsts = [sheet.text[slice(*sheet.piece(line, 0, 1))].strip() for line in band.lines]
    numbers = [first for first in firsts if first]
    counted = (
        len(numbers) > 1 and all(first.isdigit() for first in numbers) and len(set(numbers)) == len(numbers)
    )
    by_rules = count > 2 or (number == 0 and count == 2)
    if by_rules and not counted:
        return [band]
    parts = [_Band([], band.rule)]
    for line, first in zip(band.lines, firsts, strict=True):
        if first and any(sheet.text[slice(*sheet.piece(one, 0, 1))].strip() for one in parts[-1].lines):
            parts.append(_Band([], None))
        parts[-1].lines.append(line)
    return parts


def _filled(sheet: _Sheet, cell: list[int], bands: list[_Band]) -> Cell:
    """Read a cell's lines from its rows and from the rules that it interrupts."""
    top, first, bottom, last = cell
    lines = range(bands[top].lines[0], bands[bottom].lines[-1] + 1)
    spans = [sheet.piece(line, first, last) for line in lines]
    excerpt = Excerpt.joined([Excerpt.of(sheet.text, *span) for span in spans])
    return Cell(excerpt, top, first, bottom - top + 1, last - first)


# counts


def _counted(text: str, lines: Sequence[Span], rules: list[bool]) -> Table | None:
    """Read bars by their order alone: lines of equal count between two rules are one row."""
    bands: list[list[list[Span]]] = [[]]
    for line, rule in zip(lines, rules, strict=True):
        if rule:
            bands.append([])
            continue
        bars = [found.start() for found in _BAR.finditer(text, *line)]
        if len(bars) < 2 or bars[0] != line[0] or bars[-1] != line[1] - 1:
            return None
        bands[-1].append([(start + 1, end) for start, end in pairwise(bars)])
    kept = [band for band in bands if band]
    counts = Counter(len(pieces) for band in kept for pieces in band)
    most = counts.most_common(1)[0][0] if counts else 0
    if most < 2 or any(len({len(pieces) for pieces in band}) > 1 for band in kept):
        return None
    rows = [row for number, band in enumerate(kept) for row in _rows(text, band, number, len(kept))]
    return table_of([[Excerpt.joined(stack) for stack in zip(*row, strict=True)] for row in rows])


def _rows(text: str, band: list[list[Span]], number: int, count: int) -> list[list[list[Excerpt]]]:
    lines = [[Excerpt.of(text, *piece) for piece in pieces] for pieces in band]
    if count > 2 or (number == 0 and count > 1):
        return [lines]
    rows: list[list[list[Excerpt]]] = []
    for line in lines:
        if rows and (not line[0] or not any(above[0] for above in rows[-1])):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows
