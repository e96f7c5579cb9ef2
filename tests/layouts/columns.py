"""A style and chance → the columns of a table: which, in what order, under what words."""

from dataclasses import replace
from random import Random

from .cells import Column
from .pages import Cell, Merge, Row
from .style import Style
from .wordings import GENRE_ORDER, HEADERS, PAIRED_LIMITS, STOREYS

_CHANCES = {
    "code": 0.3,
    "authority": 0.7,
    "unit": 0.5,
    "level": 0.2,
    "basis": 0.92,
    "subject": 0.15,
    "co_authority": 0.1,
    "scope": 0.15,
    "legal_limit": 0.2,
    "fee": 0.1,
    "result": 0.08,
    "quota": 0.05,
    "publicity": 0.06,
    "duties": 0.92,
    "duty_basis": 0.25,
    "accountability": 0.7,
    "accountability_basis": 0.35,
    "redress": 0.2,
    "exemption": 0.35,
    "oversight": 0.4,
    "service_phone": 0.12,
    "place": 0.1,
    "remarks": 0.7,
    "extra": 0.1,
}
_POWER = frozenset(
    (
        "name",
        "subitem",
        "authority",
        "unit",
        "level",
        "basis",
        "subject",
        "co_authority",
        "measure",
        "scope",
        "fee",
        "result",
        "quota",
        "legal_limit",
        "promised_limit",
    )
)
_DUTY = frozenset(("duties", "duty_basis", "accountability", "accountability_basis", "redress", "exemption"))


def draw_columns(random: Random, style: Style, always: frozenset[str]) -> tuple[Column, ...]:
    """Draw columns in the genre's usual order; `always` are there whatever chance says."""
    fields = {field for field, chance in _CHANCES.items() if random.random() < chance}
    fields |= {"number", "name", *always}
    if "duties" not in fields:
        fields.discard("duty_basis")
    if "redress" in fields:
        fields -= {"accountability_basis", "oversight"}
    if style.accountability == "laws" and "accountability" in fields:
        fields -= {"accountability_basis", "redress"}
    if "legal_limit" in fields:
        fields.add("promised_limit")
    return headed(random, tuple(field for field in GENRE_ORDER if field in fields))


def headed(random: Random, fields: tuple[str, ...]) -> tuple[Column, ...]:
    """Put a header over each field; the two time limits are worded alike."""
    columns = [Column(field, random.choice(HEADERS[field])) for field in fields]
    limit = next((column.header for column in columns if column.field == "legal_limit"), None)
    if limit is None:
        return tuple(columns)
    paired = PAIRED_LIMITS[limit]
    return tuple(
        replace(column, header=paired) if column.field == "promised_limit" else column for column in columns
    )


def permuted(random: Random, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Give the columns in any order, the number still first."""
    return (columns[0], *random.sample(columns[1:], len(columns) - 1))


def header_row(columns: tuple[Column, ...]) -> Row:
    """Print one row of headers."""
    return Row(tuple(Cell(column.header) for column in columns))


def header_storeys(random: Random, columns: tuple[Column, ...]) -> tuple[Row, Row]:
    """Print groups over headers, and headers merged over both rows (002, lines 2 to 23)."""
    labels = random.choice(STOREYS)
    upper: list[Cell] = []
    lower: list[Cell] = []
    index = 0
    while index < len(columns):
        group = next((i for i, fields in enumerate((_POWER, _DUTY)) if columns[index].field in fields), None)
        width = _run_length(columns, index, group)
        if group is None or width == 1:
            upper.append(Cell(columns[index].header, merge=Merge.TOP))
            lower.append(Cell("", merge=Merge.BELOW))
            width = 1
        else:
            upper.append(Cell(labels[group], span=width))
            lower += [Cell(column.header) for column in columns[index : index + width]]
        index += width
    return Row(tuple(upper)), Row(tuple(lower))


def _run_length(columns: tuple[Column, ...], start: int, group: int | None) -> int:
    if group is None:
        return 1
    fields = (_POWER, _DUTY)[group]
    end = start
    while end < len(columns) and columns[end].field in fields:
        end += 1
    return end - start
