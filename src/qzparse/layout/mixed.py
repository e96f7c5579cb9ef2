"""Paragraphs below a header whose words stand one to a line → a table, where the lines of its cells were printed in turn.

1. The numbers that count on open the rows. Each column is as wide as the widest of its cells' first lines.
2. It is taken for a table so printed if most rows can be laid at little cost, and several lines of theirs were cut.
3. A row that fits no way, or two about as well, is kept whole: it is read as nothing, and told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..excerpt import Excerpt, Span
from ..grammar import Grammar
from ..ledger import Note, NoteKind
from ..tokens import Cell, Paragraph, Table
from .flow import ends_table, header_at, opens_part
from .folds import MEASURES, Column, Found, Paragraphs
from .naming import likely_fields
from .stream import Unit, mark_counting, unit_of
from .turns import Turner, Turns

_FEWEST_ROWS = 2
_FEWEST_CUT = 3
"""In so many lines at least a table shows that its cells were cut."""
_MOST_NOTES = 3
"""So many paragraphs below a table may be about the list itself."""
_DEAR = 5.0
"""A row whose best way costs more was printed otherwise."""
_CLEAR = 2.0
"""The best way leads the next by at least so much."""
_MOST = 0.6
"""So many of the rows are laid clearly."""


def find_mixed(paragraphs: Sequence[Paragraph], index: int, grammar: Grammar) -> Found | None:
    """Read a table whose header opens at `index`; None where there is none, or its lines do not stand in turn."""
    header = header_at(paragraphs, index, grammar)
    if header is None or not header.by_line:
        return None
    end = _end_of(paragraphs, header.following, grammar)
    fields = likely_fields([(label,) for label in header.labels], grammar)
    source = header.labels[0].source
    lines = [line for part in paragraphs[header.following : end] for line in part.excerpt.lines]
    rows = _rows_of(source, lines, grammar)
    if len(rows) < _FEWEST_ROWS or fields[0] != "number" or any(len(row) < len(fields) for row in rows):
        return None
    columns, laid = min(
        (_laid(rows, fields, source, grammar, measure) for measure in MEASURES),
        key=lambda found: _dearness(found[1]),
    )
    clear = [turns for turns in laid if turns and _is_clear(turns)]
    if len(clear) < _MOST * len(rows) or sum(map(_count_cut, clear)) < _FEWEST_CUT:
        return None
    return _table(header.labels, list(zip(rows, laid, strict=True)), columns, grammar)._replace(end=end)


def _end_of(paragraphs: Sequence[Paragraph], first: int, grammar: Grammar) -> int:
    """Find where the table ends: a line that looks like a note is one near the end only, else a cut line of a cell."""
    end = first
    while end < len(paragraphs) and not opens_part(paragraphs[end].excerpt, grammar):
        end += 1
    notes = range(max(end - _MOST_NOTES, first), end)
    return next((place for place in notes if ends_table(paragraphs[place].excerpt, grammar)), end)


def _laid(
    rows: Sequence[Sequence[Unit]],
    fields: Sequence[str],
    source: str,
    grammar: Grammar,
    measure: Callable[[str], int],
) -> tuple[list[Column], list[Turns | None]]:
    """Lay all rows, each column being as wide as the widest first line in it."""
    firsts = zip(*(row[: len(fields)] for row in rows), strict=True)
    widths = (max(measure(source[slice(*unit.span)]) for unit in units) for units in firsts)
    columns = [Column(width, hard=True, measure=measure) for width in widths]
    turner = Turner(fields, columns, source, grammar)
    laid = [turner.lay(row) for row in rows]
    turner.learn([(row, turns) for row, turns in zip(rows, laid, strict=True) if turns and _is_clear(turns)])
    return columns, [
        turns if _is_clear(turns) else turner.lay(row) for row, turns in zip(rows, laid, strict=True)
    ]


def _dearness(laid: Sequence[Turns | None]) -> float:
    return sum(min(turns.cost, 4 * _DEAR) if turns else 4 * _DEAR for turns in laid)


def _rows_of(source: str, lines: Sequence[Span], grammar: Grammar) -> list[list[Unit]]:
    """Part lines at the numbers that count on; none where lines stand before the first."""
    units = [unit_of(source, line, fresh=True, grammar=grammar) for line in lines]
    mark_counting(units)
    rows: list[list[Unit]] = []
    for unit in units:
        if unit.counts:
            rows.append([])
        if not rows:
            return []
        rows[-1].append(unit)
    return rows


def _is_clear(turns: Turns | None) -> bool:
    return turns is not None and turns.cost <= _DEAR and turns.margin >= _CLEAR


def _count_cut(turns: Turns) -> int:
    """Count the lines behind which a cell goes on."""
    return len(turns.columns) - len(set(turns.columns))


def _table(
    labels: Sequence[Excerpt],
    rows: Sequence[tuple[list[Unit], Turns | None]],
    columns: Sequence[Column],
    grammar: Grammar,
) -> Found:
    source = labels[0].source
    cells = [Cell(label, 0, place) for place, label in enumerate(labels)]
    folded: list[Paragraphs] = [[[line] for line in label.lines] for label in labels]
    notes: list[Note] = []
    for index, (units, turns) in enumerate(rows, 1):
        spans = [unit.span for unit in units]
        if turns is None or not _is_clear(turns):
            cells.append(Cell(Excerpt(source, tuple(spans)), index, 0, 1, len(labels)))
            folded.append([[span] for span in spans])
            continue
        notes.append(Note(NoteKind.ROW_BY_CONTENT, spans[0], {}))
        for place, column in enumerate(columns):
            lines = [span for span, own in zip(spans, turns.columns, strict=True) if own == place]
            cells.append(Cell(Excerpt(source, tuple(lines)), index, place))
            folded.append(column.fold(source, lines, grammar) if lines else [])
    table = Table(tuple(cells), len(rows) + 1, len(labels))
    return Found(table, folded, 0, notes, [], [])
