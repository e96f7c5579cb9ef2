"""A list whose separators are lost: cells run into one string, or columns dumped line by line in turn.

Only what content tells apart stands side by side, so a careful reader finds every cell again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random
from textwrap import wrap

from .columns import headed
from .drafts import Draft, add_item, number_items, open_draft
from .pages import Cell, Format, Paragraph

_ALWAYS = frozenset(("number", "type", "name", "basis"))
_CHANCES = {"code": 0.3, "authority": 0.85, "unit": 0.4, "duties": 0.85, "accountability": 0.6}
_LATER_CHANCES = {"oversight": 0.25}
_NAME_WIDTHS, _BODY_WIDTHS, _LONG_WIDTHS = (5, 6, 8), (4, 5, 6), (16, 20, 24)
"""How wide the columns are whose lines alternate, in characters: a name, a body, a text of law or duty."""


def glued(random: Random, form: Format) -> Draft:
    """Each row is one line without any separator, under a header whose words run together."""
    draft = open_run_on(random, form)
    columns = headed(random, tuple(_fields(random)))
    draft.blocks.append(Paragraph(one_line(column.header for column in columns)))
    for number, item in number_items(draft.pen.listing.items):
        cells = add_item(draft, item, columns, number).cells
        draft.blocks.append(Paragraph(one_line(cell.text for cell in cells)))
    return draft


def interleaved(random: Random, form: Format) -> Draft:
    """Two or three columns of one row give their wrapped lines in turn; the short ones end first."""
    draft = open_run_on(random, form)
    bodies = ("authority",) if random.random() < 0.4 else ()
    columns = headed(random, ("number", "type", "name", *bodies, random.choice(("basis", "duties"))))
    widths = (
        random.choice(_NAME_WIDTHS),
        *(random.choice(_BODY_WIDTHS) for _ in bodies),
        random.choice(_LONG_WIDTHS),
    )
    draft.blocks += [Paragraph(one_line((column.header,))) for column in columns]
    for number, item in number_items(draft.pen.listing.items):
        cells = add_item(draft, item, columns, number).cells
        draft.blocks += [Paragraph(cell.text) for cell in cells[:2]]
        draft.blocks += [Paragraph(line) for line in _in_turn(cells[2:], widths)]
    return draft


def open_run_on(random: Random, form: Format) -> Draft:
    """Open a list whose texts still show their parts when they stand in one line, as ruling 1 reads them."""
    draft = open_draft(random, form, untitled=0)
    shapes = random.choice(("inline", "locator"))
    style = replace(
        draft.style,
        duty_flow="run-on",
        duty_marker="{}.",
        last_duty=random.choice(("staged", "none")),
        entry_flow="run-on",
        entry_marker="{}.",
        entry_shape=shapes,
        accountability=random.choice(("cases", "prose", "laws")),
        case_marker=random.choice(("{}.", "（{}）", "{①}")),
        short_authority=False,
        blank_lines=False,
        indent="",
        type_wording=random.choice((0, 0, 1)),
    )
    draft.restyle(style)
    return draft


def _fields(random: Random) -> Iterator[str]:
    first = ["number", "type", "name"]
    if random.random() < 0.2:
        first = ["number", "name", "type"]
    yield from first
    for field in ("code", "authority", "unit"):
        if random.random() < _CHANCES[field]:
            yield field
    yield "basis"
    for field in ("duties", "accountability"):
        if random.random() < _CHANCES[field]:
            yield field
    if random.random() < _LATER_CHANCES["oversight"]:
        yield "oversight"


def one_line(texts: Iterable[str]) -> str:
    """Run the lines of texts together."""
    return "".join("".join(line.strip() for line in text.split("\n")) for text in texts)


def _in_turn(cells: tuple[Cell, ...], widths: tuple[int, ...]) -> Iterator[str]:
    pieces = [wrap(one_line((cell.text,)), width) for cell, width in zip(cells, widths, strict=True)]
    for turn in range(max(map(len, pieces))):
        yield from (lines[turn] for lines in pieces if turn < len(lines))
