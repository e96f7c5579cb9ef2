r"""Lines whose cells are parted by tabs, commas or semicolons → stretches that are tables.

1. Commas and semicolons follow RFC 4180: three columns or more, equal counts, quoted fields over several lines.
2. Tabs: one line is one row; trailing cells may be missing; a cell whose lines are broken is put together where the
   count comes out (`1\t甲\t乙`, `丙\t丁` under four headers).
3. Prose is left alone: counts must agree over two or three rows, and the first row must look like headers.
4. A line between rows that is parted otherwise is one cell that spans the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qzparse.excerpt import Excerpt, Span

from .stretch import Stretch, stretch_of, table_of

_FEWEST_COLUMNS = 3
_LONGEST_HEADER = 40
_MOST_WRAPPED = 200
"""A broken row goes on for at most so many lines."""
_LOOK_BACK = 8
"""A quoted header has at most so many lines."""
_CLOSED = tuple("。；：:.，?？!！")
_DOUBLED = re.compile('""')
_QUOTED = '[ ]*"(?:[^"]++|"")*+"[ ]*(?=[{0}\\n]|\\Z)'
_FIELDS = {
    separator: re.compile(f"{_QUOTED.format(separator)}|[^{separator}\n]*") for separator in ("\t", ",", ";")
}


@dataclass(frozen=True, slots=True)
class _Record:
    """The fields of one row, and where its last line ends."""

    fields: list[Span]
    end: int


def find_separated(text: str) -> list[Stretch]:
    """Find the stretches whose cells are parted by one of the separators, the first found first."""
    found = []
    leading = text.count("\n\t") + text.startswith("\t")
    if text.count("\t") >= leading + 2:
        found += list(_iter_tabbed(text))
    for separator in ",;":
        if text.count(separator) >= 2 * (_FEWEST_COLUMNS - 1):
            found += list(_iter_quoted(text, separator))
    return found


def _iter_candidates(text: str, separator: str) -> Iterator[Span]:
    """Give the lines that hold two separators or more."""
    reached = 0
    for found in re.finditer(f"{separator}[^{separator}\n]*{separator}", text):
        if found.start() >= reached:
            end = text.find("\n", found.end())
            reached = len(text) if end < 0 else end
            yield text.rfind("\n", 0, found.start()) + 1, reached


def _read_record(text: str, start: int, separator: str) -> _Record:
    r"""Read the fields of one row from the start of its line.

    >>> _read_record('1,"甲,\n乙",丙\n2', 0, ",")
    _Record(fields=[(0, 1), (2, 8), (9, 10)], end=10)
    """
    pattern, fields = _FIELDS[separator], []
    while True:
        found = pattern.match(text, start)
        end = found.end() if found else start
        fields.append((start, end))
        if text[end : end + 1] != separator:
            return _Record(fields, end)
        start = end + 1


# commas and semicolons


def _iter_quoted(text: str, separator: str) -> Iterator[Stretch]:
    reached = 0
    for line, _ in _iter_candidates(text, separator):
        if line < reached or text.startswith("\t", line):
            continue
        start = _opening(text, line, separator, reached)
        records = _run_of_records(text, start, separator)
        if _is_separated(text, records):
            stretch = _stretch(text, start, records, len(records[0].fields))
            reached = stretch.end
            yield stretch


def _opening(text: str, line: int, separator: str, reached: int) -> int:
    """Find where the row starts whose quoted field runs into `line`."""
    opening = start = line
    for _ in range(_LOOK_BACK if '"' in text else 0):
        if start <= reached:
            break
        start = max(text.rfind("\n", reached, start - 1) + 1, reached)
        if '"' in text[start:line] and _read_record(text, start, separator).end >= line:
            opening = start
    return opening


def _run_of_records(text: str, start: int, separator: str) -> list[_Record]:
    """Read rows of as many fields as the first; one that differs is taken if its neighbours agree."""
    records = [_read_record(text, start, separator)]
    count = len(records[0].fields)
    while count >= _FEWEST_COLUMNS and records[-1].end < len(text):
        start = records[-1].end + 1
        record = _read_record(text, start + text.startswith("\n", start), separator)
        if len(record.fields) != count:
            follows = _read_record(text, record.end + 1, separator) if record.end < len(text) else None
            if len(records) < 2 or not follows or len(follows.fields) != count or _is_blank(text, record):
                break
        records.append(record)
    return records


def _is_blank(text: str, record: _Record) -> bool:
    return not text[record.fields[0][0] : record.end].strip()


def _is_separated(text: str, records: list[_Record]) -> bool:
    count = len(records[0].fields)
    if len(records) < 2 or count < _FEWEST_COLUMNS:
        return False
    first = [text[start:end].strip() for start, end in records[0].fields]
    if any(len(field) > _LONGEST_HEADER for field in first) or "".join(first).endswith(_CLOSED):
        return False
    ends_open = not first[-1] and first[-2] and all(not text[slice(*row.fields[-1])] for row in records)
    quoted = any(_is_quoted(text, field) for record in records for field in record.fields)
    return quoted or (not ends_open and (len(records) > 2 or count > _FEWEST_COLUMNS))


def _is_quoted(text: str, field: Span) -> bool:
    start, end = field
    piece = text[start:end].strip(" ")
    return len(piece) > 1 and piece[0] == piece[-1] == '"'


# tabs


def _iter_tabbed(text: str) -> Iterator[Stretch]:
    reached = 0
    for line, end in _iter_candidates(text, "\t"):
        if line < reached or not text[line:end].strip():
            continue
        led = text[line] == "\t"
        records = _led_records(text, line) if led else _tabbed_records(text, line)
        if records:
            stretch = _stretch(text, line, records, max(len(record.fields) for record in records))
            reached = stretch.end
            yield stretch


def _led_records(text: str, start: int) -> list[_Record]:
    """Read whole rows that each open with a tab; fewer than three are loose cells."""
    records: list[_Record] = []
    while start < len(text) and text[start] == "\t":
        record = _read_record(text, start, "\t")
        if records and len(record.fields) != len(records[0].fields) + 1:
            break
        records.append(_Record(record.fields[1:], record.end))
        start = record.end + 1
    return records if len(records) > 2 and len(records[0].fields) >= _FEWEST_COLUMNS else []


def _tabbed_records(text: str, start: int) -> list[_Record]:
    """Read rows of about as many cells as the first; none unless most have just as many."""
    records = [_read_record(text, start, "\t")]
    count, whole = len(records[0].fields), 1
    while records[-1].end < len(text):
        start = records[-1].end + 1
        if text.startswith("\n", start):
            start += 1
        record = _next_tabbed(text, start, count)
        if record is None or len(records) - whole > whole + 2:
            break
        records.append(record)
        whole += len(record.fields) == count
    while len(records) > 1 and len(records[-1].fields) == 1:
        records.pop()
    return records if whole > 1 and 2 * whole >= len(records) and count >= _FEWEST_COLUMNS else []


def _next_tabbed(text: str, start: int, count: int) -> _Record | None:
    """Read one row: whole, broken over lines, or short of its last cells; None where the table ends."""
    record = _read_record(text, start, "\t")
    length = len(record.fields)
    if length == count:
        return record if text[start : record.end].strip() else None
    if text.startswith("\t", start) or length > count:
        return None
    if length == 1:
        divides = text[start : record.end].strip() and record.end < len(text)
        below = len(_read_record(text, record.end + 1, "\t").fields) if divides else 0
        return record if below == count else None
    return _mended(text, record, count) or record


def _mended(text: str, record: _Record, count: int) -> _Record | None:
    """Go on with a row whose cells hold line ends, until it has all its cells; no line below opens with a number."""
    fields, end = list(record.fields), record.end
    for _ in range(_MOST_WRAPPED):
        if len(fields) == count or end >= len(text):
            break
        more = _read_record(text, end + 1, "\t")
        first = text[slice(*more.fields[0])].strip()
        if len(fields) + len(more.fields) - 1 > count or (
            len(more.fields) > 1 and (first.isdigit() or not first)
        ):
            return None
        fields = [*fields[:-1], (fields[-1][0], more.fields[0][1]), *more.fields[1:]]
        end = more.end
    return _Record(fields, end) if len(fields) == count else None


# both


def _stretch(text: str, start: int, records: list[_Record], columns: int) -> Stretch:
    rows, escapes = [], []
    for record in records:
        fields = record.fields
        if len(fields) > columns:
            fields = [(fields[0][0], record.end)]
        cells = []
        for field in fields:
            inner = _unquoted(text, field)
            if inner != field:
                escapes += [found.span() for found in _DOUBLED.finditer(text, *inner)][:1]
            cells.append(Excerpt.of(text, *inner))
        rows.append(cells)
    return stretch_of(text, (start, records[-1].end), table_of(rows), escapes)


def _unquoted(text: str, field: Span) -> Span:
    if not _is_quoted(text, field):
        return field
    start, end = field
    return text.index('"', start, end) + 1, text.rindex('"', start, end)
