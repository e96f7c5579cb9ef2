"""A list in a text that draws its table: with bars, commas, tabs, or rules around every cell.

The table is laid out first and drawn then, so the truth does not depend on how it is drawn.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from itertools import accumulate
from random import Random
from unicodedata import east_asian_width

from .columns import draw_columns, header_row
from .drafts import Draft, open_draft
from .pages import Format, Paragraph
from .rows import item_rows

Rows = list[list[str]]
_ONE_LINE = frozenset(("remarks", "service_phone", "place", "level", "oversight", "extra", "publicity"))
"""Columns whose cells have one line; a broken row that ends with another cannot be told from the text below it."""


def pipe(random: Random, form: Format) -> Draft:
    """Bars between the cells, as Markdown has them, with a rule under the header or without."""
    bar, outer = random.choice("||||｜│"), random.random() < 0.7
    ruled = bar == "|" and random.random() < (0.8 if outer else 0.3)
    end = random.choice(("<br>", "<br>", "<br/>", "<br />", *(("\n",) if outer else ())))
    dashes = random.choice(("---", ":---:", "---:", "------"))

    def draw(rows: Rows, _: str) -> str:
        lines = [_barred([cell.replace("\n", end) for cell in row], bar, outer=outer) for row in rows]
        if ruled:
            lines.insert(1, _barred([dashes] * len(rows[0]), bar, outer=outer))
        return "\n".join(lines)

    return _drawn(random, form, draw)


def _barred(cells: list[str], bar: str, *, outer: bool) -> str:
    inner = f" {bar} ".join(cells)
    return f"{bar} {inner} {bar}" if outer else inner


def comma_separated(random: Random, form: Format) -> Draft:
    """Commas or semicolons between the cells, quotes around what holds them."""
    separator = random.choice(",,,;")
    quoting = random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    return _drawn(random, form, lambda rows, _: _written(rows, separator, quoting))


def tab_separated(random: Random, form: Format) -> Draft:
    """Tabs between the cells; cells of several lines are quoted, or broken where they stand."""
    broken = random.random() < 0.4

    def draw(rows: Rows, last: str) -> str:
        if not broken or last not in _ONE_LINE:
            return _written(rows, "\t", csv.QUOTE_MINIMAL)
        return "\n".join("\t".join(row) for row in rows)

    return _drawn(random, form, draw)


def _written(rows: Rows, separator: str, quoting: int) -> str:
    page = StringIO()
    csv.writer(page, delimiter=separator, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return page.getvalue().rstrip("\n")


@dataclass(frozen=True)
class _Pencil:
    """What rules are drawn with: lid, rule and floor, each as left end, line, crossing and right end."""

    lid: str
    rule: str
    floor: str
    bar: str


_PENCILS = (
    _Pencil("┌─┬┐", "├─┼┤", "└─┴┘", "│"),
    _Pencil("┌─┬┐", "├─┼┤", "└─┴┘", "│"),
    _Pencil("┏━┳┓", "┣━╋┫", "┗━┻┛", "┃"),
    _Pencil("╔═╦╗", "╠═╬╣", "╚═╩╝", "║"),
    _Pencil("+-++", "+-++", "+-++", "|"),
)


def box(random: Random, form: Format) -> Draft:
    """Rules around every cell, as wide as its longest line."""
    return _boxed(random, form, 10_000)


def wrapped_box(random: Random, form: Format) -> Draft:
    """Rules around every cell, and its text wrapped between them."""
    return _boxed(random, form, random.choice((16, 24, 40)))


def _boxed(random: Random, form: Format, widest: int) -> Draft:
    pencil = random.choice(_PENCILS)
    wide = "WF" if pencil.bar == "|" or random.random() < 0.7 else "WFA"
    everywhere = random.random() < 0.7

    def width_of(text: str) -> int:
        return sum(2 if east_asian_width(character) in wide else 1 for character in text)

    def wrapped(text: str, width: int) -> list[str]:
        lines: list[str] = []
        for line in text.split("\n"):
            kept = line.strip()
            while width_of(kept) > width:
                reached = accumulate(map(width_of, kept))
                cut = next(place for place, total in enumerate(reached) if total > width)
                lines.append(kept[:cut])
                kept = kept[cut:].lstrip()
            lines.append(kept)
        return lines

    def draw(rows: Rows, _: str) -> str:
        widths = [
            min(widest, 2 + max(width_of(line) for cell in column for line in cell.split("\n")))
            for column in zip(*rows, strict=True)
        ]
        unit = width_of(pencil.lid[1])
        widths = [width + width % 2 for width in widths]
        edges = [pencil.lid, *[pencil.rule] * (len(rows) - 1), pencil.floor]
        lines: list[str] = []
        for number, (row, edge) in enumerate(zip([*rows, []], edges, strict=True)):
            if everywhere or number in (0, 1, len(rows)):
                crossings = edge[2].join(edge[1] * (width // unit) for width in widths)
                lines.append(edge[0] + crossings + edge[3])
            stacks = [wrapped(cell, width) for cell, width in zip(row, widths, strict=False)]
            for turn in range(max(map(len, stacks), default=0)):
                pieces = [stack[turn] if turn < len(stack) else "" for stack in stacks]
                padded = [
                    piece + " " * (width - width_of(piece))
                    for piece, width in zip(pieces, widths, strict=True)
                ]
                lines.append(pencil.bar + pencil.bar.join(padded) + pencil.bar)
        return "\n".join(lines)

    return _drawn(random, form, draw)


def page_text(random: Random, form: Format) -> Draft:
    """Columns kept apart by blanks alone, as a page's text is dumped; pages break anywhere, their header stands again."""
    gap, page = random.randint(2, 4), random.randint(30, 60)
    widest, again = random.choice((8, 12, 16)), random.random() < 0.6

    def draw(rows: Rows, _: str) -> str:
        widths = [
            min(widest, max(len(line) for cell in column for line in cell.split("\n")))
            for column in zip(*rows, strict=True)
        ]
        header, *body = [_stacked(row, widths, gap) for row in rows]
        lines = [*header]
        for number, line in enumerate((line for row in body for line in row), 1):
            turned = number % page == 0
            lines += [f"\f{header[0]}", *header[1:]] if turned and again else []
            lines.append(f"\f{line}" if turned and not again else line)
        return "\n".join(line.rstrip() for line in lines)

    return _drawn(random, form, draw)


def _stacked(row: list[str], widths: list[int], gap: int) -> list[str]:
    """Wrap the cells of a row, and print their lines side by side."""
    stacks = [
        [piece for line in cell.split("\n") for piece in _cut(line.strip(), width)]
        for cell, width in zip(row, widths, strict=True)
    ]
    return [
        (" " * gap).join(
            (stack[turn] if turn < len(stack) else "").ljust(width)
            for stack, width in zip(stacks, widths, strict=True)
        )
        for turn in range(max(map(len, stacks)))
    ]


def _cut(line: str, width: int) -> list[str]:
    pieces = []
    while line:
        pieces.append(line[:width])
        line = line[width:].lstrip()
    return pieces


def _drawn(random: Random, form: Format, draw: Callable[[Rows, str], str]) -> Draft:
    """Lay out one wide table, and put what is drawn of it in its place."""
    draft = open_draft(random, form)
    columns = draw_columns(random, draft.style, frozenset(("type",)))
    rows = (header_row(columns), *item_rows(draft, columns))
    texts = [[cell.text for cell in row.cells] for row in rows]
    draft.blocks.append(Paragraph(draw(texts, columns[-1].field)))
    return draft
