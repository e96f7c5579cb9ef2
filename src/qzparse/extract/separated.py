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
        if not _looks_like_header(text, _read_record(text, start, separator)):
            continue
        records = _run_of_records(text, start, separator)
        if len(records) > 1:
            reached = records[-1].end
        if _is_separated(text, records):
            yield _stretch(text, start, records, len(records[0].fields))


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


def _looks_like_header(text: str, record: _Record) -> bool:
    """Tell whether a row is one of short cells, and ends no sentence; quotes around a cell leave no doubt."""
    if any(_is_quoted(text, field) for field in record.fields):
        return len(record.fields) >= _FEWEST_COLUMNS
    cells = [text[start:end].strip() for start, end in record.fields]
    return all(len(cell) <= _LONGEST_HEADER for cell in cells) and not "".join(cells).endswith(_CLOSED)


def _is_separated(text: str, records: list[_Record]) -> bool:
    """Tell rows from prose: by quotes around fields, or by three rows, or two of four cells and more."""
    count = len(records[0].fields)
    if len(records) < 2 or count < _FEWEST_COLUMNS:
        return False
    if any(_is_quoted(text, field) for record in records for field in record.fields):
        return True
    # A line of prose ends with its mark, and so do its neighbours: `甲;乙;`.
    closed = records[0].fields[-2][1] > records[0].fields[-2][0]
    ends_open = closed and not any(text[slice(*record.fields[-1])].strip() for record in records)
    return not ends_open and (len(records) > 2 or count > _FEWEST_COLUMNS)


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
    """Read rows of about as many cells as the first line, or as stand from one number to the next: what reaches further."""
    counts = {len(_read_record(text, start, "\t").fields), _numbered_count(text, start)}
    found = [_rows_of(text, start, count) for count in counts if count >= _FEWEST_COLUMNS]
    return max(found, key=lambda records: records[-1].end if records else 0, default=[])


def _rows_of(text: str, start: int, count: int) -> list[_Record]:
    records: list[_Record] = []
    near = 0
    while start < len(text) and len(records) - near <= near + 2:
        if records and text.startswith("\n", start):
            start += 1
        record = _next_tabbed(text, start, count)
        if record is None:
            break
        records.append(record)
        near += max(_FEWEST_COLUMNS, count - 2) <= len(record.fields) <= count
        start = record.end + 1
    while records and len(records[-1].fields) == 1:
        records.pop()
    whole = bool(records) and len(records[0].fields) == count
    return records if whole and near > 1 and 2 * near >= len(records) else []


def _numbered_count(text: str, start: int) -> int:
    """Count the cells from a header on to the first row that opens with a number, if the row has as many; else 0."""
    totals, total = [], 0
    for _ in range(_MOST_WRAPPED):
        record = _read_record(text, start, "\t")
        if len(record.fields) > 1 and text[slice(*record.fields[0])].strip().isdigit():
            totals.append(total)
            total = 0
        total += len(record.fields) - 1
        start = record.end + 1
        if len(totals) > 1 or start >= len(text):
            break
    totals.append(total)
    return totals[0] + 1 if len(totals) > 1 and totals[0] == totals[1] else 0


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
    """Go on with a row whose cells hold line ends, until it has all its cells or the next number opens a row."""
    fields, end, mended = list(record.fields), record.end, record
    number = text[slice(*fields[0])].strip()
    for _ in range(_MOST_WRAPPED):
        if len(fields) == count:
            return _Record(fields, end)
        if end >= len(text):
            return mended
        more = _read_record(text, end + 1, "\t")
        first = text[slice(*more.fields[0])].strip()
        if len(more.fields) > 1 and first.isdigit():
            follows = number.isdigit() and int(first) == int(number) + 1
            return _Record(fields, end) if follows else None
        if len(fields) + len(more.fields) - 1 > count or (len(more.fields) > 1 and not first):
            return None
        fields = [*fields[:-1], (fields[-1][0], more.fields[0][1]), *more.fields[1:]]
        end = more.end
        if len(more.fields) > 1:
            mended = _Record(fields, end)
    return None


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
