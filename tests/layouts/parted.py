"""A list without any table: rows parted by blanks, one cell a line, or items as headings over labelled paragraphs.

Only what content tells apart stands side by side; blank cells leave nothing behind.
"""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from .cells import Column
from .columns import headed
from .drafts import Draft, add_item, number_items, open_draft
from .glued import one_line, open_run_on
from .pages import Format, Paragraph

_CHANCES = {
    "code": 0.3,
    "authority": 0.7,
    "unit": 0.3,
    "basis": 0.95,
    "duties": 0.9,
    "accountability": 0.6,
    "oversight": 0.4,
    "remarks": 0.4,
}
_SHORT = frozenset(("type", "code", "authority", "unit", "level"))


def _columns(random: Random) -> tuple[Column, ...]:
    fields = [field for field, chance in _CHANCES.items() if random.random() < chance]
    columns = headed(random, ("number", "type", "name", *fields))
    return tuple(replace(column, header="".join(column.header.split())) for column in columns)


def space_joined(random: Random, form: Format) -> Draft:
    """One row a line, and one blank or more between its cells."""
    draft = open_run_on(random, form)
    columns, gap = _columns(random), random.choice((" ", "  ", "\u3000", "    "))
    draft.blocks.append(Paragraph(gap.join(column.header for column in columns)))
    for number, item in number_items(draft.pen.listing.items):
        texts = [one_line((cell.text,)) for cell in add_item(draft, item, columns, number).cells]
        _lose_blanks(draft, columns, texts)
        draft.blocks.append(Paragraph(gap.join(text for text in texts if text)))
    return draft


def line_per_cell(random: Random, form: Format) -> Draft:
    """One cell a line, the header's words first; a cell of several lines has as many."""
    draft = open_draft(random, form)
    draft.restyle(replace(draft.style, short_authority=False, blank_lines=False))
    columns = _columns(random)
    draft.blocks += [Paragraph(column.header) for column in columns]
    for number, item in number_items(draft.pen.listing.items):
        texts = [cell.text.strip() for cell in add_item(draft, item, columns, number).cells]
        _lose_blanks(draft, columns, texts)
        draft.blocks += [Paragraph(text) for text in texts if text]
    return draft


def _lose_blanks(draft: Draft, columns: tuple[Column, ...], texts: list[str]) -> None:
    """Leave out of the truth, and note, what the text shows nothing of: a blank cell looks like a lost one."""
    for column, text in zip(columns, texts, strict=True):
        if not text:
            del draft.items[-1][column.field]
            draft.note(column.field)


def outline(random: Random, form: Format) -> Draft:
    """Items as numbered headings; below each, labels with their values beside, under or behind one another."""
    draft = open_draft(random, form)
    draft.restyle(replace(draft.style, blank_lines=False))
    flow = random.choice(("beside", "beside", "below", "run-on"))
    marker, colon = random.choice(("{}.", "{}、", "{}．")), random.choice("：：:")
    columns, apart = _columns(random), random.random() < 0.3
    for number, item in number_items(draft.pen.listing.items):
        cells = add_item(draft, item, columns, number).cells
        draft.blocks.append(Paragraph(marker.format(number) + cells[2].text))
        pairs = [
            (column, cell.text)
            for column, cell in zip(columns, cells, strict=True)
            if column.field not in ("number", "name")
        ]
        draft.blocks += map(Paragraph, _labelled(pairs, flow, colon))
        draft.blocks += [Paragraph("")] if apart else []
    return draft


def _labelled(pairs: list[tuple[Column, str]], flow: str, colon: str) -> Iterator[str]:
    if flow == "run-on":
        short = [f"{column.header}{colon}{text}" for column, text in pairs if column.field in _SHORT and text]
        yield "；".join(short) + "。"
        pairs = [(column, text) for column, text in pairs if column.field not in _SHORT]
    for column, text in pairs:
        if flow == "below" and text.strip():
            yield f"{column.header}{colon}\n{text}"
        else:
            yield f"{column.header}{colon}{text}"
