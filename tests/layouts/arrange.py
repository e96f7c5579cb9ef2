"""A seeded random → a list laid out by one family's habits; each family is a function of its name.

A family opens a draft, prints into it, and leaves the truth of what it printed.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from random import Random

from . import phrases
from .cells import Column
from .columns import draw_columns, headed, header_row, header_storeys, permuted
from .drafts import Draft, add_item, number_items, open_draft, open_section
from .drawn import box, comma_separated, page_text, pipe, tab_separated, wrapped_box
from .glued import glued, interleaved
from .invent import Item
from .invented import invented_headers
from .irregular import irregular_duties
from .pages import Cell, Format, Paragraph, Row, Table
from .parted import line_per_cell, outline, space_joined
from .structures import (
    basis_by_rank,
    contents,
    divider_rows,
    overview_detail,
    side_by_side,
    spanned_values,
    split_duties,
    typed_title,
    wide_header,
)
from .style import mark
from .wordings import PROFILE_LABELS

_TYPED = frozenset(("type",))


def wide(random: Random, form: Format) -> Draft:
    """One wide table under one row of headers."""
    draft = open_draft(random, form)
    return _one_table(draft, draw_columns(random, draft.style, _TYPED))


def permuted_columns(random: Random, form: Format) -> Draft:
    """A wide table whose columns stand in an unusual order."""
    draft = open_draft(random, form)
    return _one_table(draft, permuted(random, draw_columns(random, draft.style, _TYPED)))


def run_on(random: Random, form: Format) -> Draft:
    """A wide table whose duties and entries stand in one line each."""
    draft = open_draft(random, form)
    duties = replace(draft.style, duty_flow="run-on", duty_marker="{}.", last_duty="staged")
    shape = random.choice(("inline", "locator"))
    draft.restyle(replace(duties, entry_flow="run-on", entry_marker="{}.", entry_shape=shape))
    return _one_table(draft, draw_columns(random, draft.style, _TYPED | {"duties", "basis"}))


def lost_numbers(random: Random, form: Format) -> Draft:
    """A wide table where some 序号 cells are blank though the row has a name of its own."""
    draft = open_draft(random, form)
    columns = draw_columns(random, draft.style, _TYPED)
    rows = [header_row(columns)]
    for number, item in number_items(draft.pen.listing.items):
        rows.append(add_item(draft, item, columns, number, lost=number > 1 and random.random() < 0.2))
    draft.blocks.append(Table(tuple(rows)))
    return draft


def two_storeys(random: Random, form: Format) -> Draft:
    """A wide table under two rows of headers, groups above."""
    draft = open_draft(random, form, subitems=random.random() < 0.3)
    always = _TYPED | {"authority", "basis", "duties", "accountability"}
    columns = draw_columns(random, draft.style, always | _subitem_column(draft))
    rows = (*header_storeys(random, columns), *_item_rows(draft, columns))
    draft.blocks.append(Table(rows))
    return draft


def repeated_headers(random: Random, form: Format) -> Draft:
    """A wide table whose header stands again on each page."""
    draft = open_draft(random, form)
    columns = draw_columns(random, draft.style, _TYPED | {"basis", "duties"})
    headers = header_storeys(random, columns) if random.random() < 0.4 else (header_row(columns),)
    rows: list[Row] = []
    page = random.randint(2, 4)
    for index, row in enumerate(_item_rows(draft, columns)):
        rows += [*(headers if index % page == 0 else ()), row]
    draft.blocks.append(Table(tuple(rows)))
    return draft


def subitems(random: Random, form: Format) -> Draft:
    """A wide table where sub-items share the number and the name of their main item."""
    draft = open_draft(random, form, subitems=True)
    return _one_table(draft, draw_columns(random, draft.style, _TYPED | {"subitem"}))


def sections(random: Random, form: Format) -> Draft:
    """A table per power type, under a numbered heading, with columns of its own."""
    draft = open_draft(random, form, subitems=random.random() < 0.3)
    draft.section_marker = random.choice((draft.section_marker,) * 7 + ("{}、",))
    return _sections(draft, torn=False)


def torn_sections(random: Random, form: Format) -> Draft:
    """Sections where a page break took the last cell before a heading, as 001 line 69."""
    return _sections(open_draft(random, form), torn=True)


def _sections(draft: Draft, *, torn: bool) -> Draft:
    random = draft.random
    columns = draw_columns(random, draft.style, frozenset(("remarks",)) if torn else frozenset())
    if torn:
        columns = tuple(column for column in columns if column.field != "extra")
    titled, restart = draft.title and random.random() < 0.3, random.random() < 0.7
    number = 0
    for kind, group in _items_by_type(draft):
        heading = open_section(draft, kind, group)
        break_above = torn and len(draft.sections) > 1 and random.random() < 0.6
        if break_above:
            _tear_off_remarks(draft)
        elif titled and len(draft.sections) > 1:
            draft.blocks.append(Paragraph(draft.title))
        draft.blocks.append(Paragraph(heading, torn=break_above))
        own = _columns_of_type(draft, kind, columns)
        rows = [header_row(own)]
        number = 0 if restart else number
        for item in group:
            number += item.main
            rows.append(add_item(draft, item, own, number))
        draft.blocks.append(Table(tuple(rows)))
    return draft


def _tear_off_remarks(draft: Draft) -> None:
    table = draft.blocks[-1]
    assert isinstance(table, Table)
    last = table.rows[-1]
    draft.blocks[-1] = Table((*table.rows[:-1], Row(last.cells[:-1])))
    del draft.items[-1]["remarks"]
    draft.note("remarks")


def _columns_of_type(draft: Draft, kind: str, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Give a section its own columns, as 001 does: offences and penalties, whom a permit is for."""
    fields = [column.field for column in columns]
    if any(item.part and item.type == kind for item in draft.pen.listing.items):
        return _replaced(draft, columns, {"name": ("name", "subitem")})
    if kind == "行政处罚" and draft.random.random() < 0.6:
        return _replaced(draft, columns, {"name": ("offence", "measure")})
    if kind == "行政强制" and draft.random.random() < 0.4:
        return _replaced(draft, columns, {"name": ("coerced", "coercion")})
    if kind in ("行政许可", "行政奖励") and "subject" not in fields and draft.random.random() < 0.4:
        return _replaced(draft, columns, {"name": ("name", "subject")})
    return columns


def _replaced(
    draft: Draft, columns: tuple[Column, ...], changes: dict[str, tuple[str, ...]]
) -> tuple[Column, ...]:
    new: list[Column] = []
    for column in columns:
        fields = changes.get(column.field, (column.field,))
        new += [column if field == column.field else headed(draft.random, (field,))[0] for field in fields]
    return tuple(new)


def divided(random: Random, form: Format) -> Draft:
    """One table whose sections open with a row of one cell that spans it."""
    draft = open_draft(random, form)
    columns = draw_columns(random, draft.style, frozenset())
    rows = [header_row(columns)]
    number, restart = 0, random.random() < 0.5
    for kind, group in _items_by_type(draft):
        heading = open_section(draft, kind, group)
        number = 0 if restart else number
        rows.append(Row((Cell(heading, span=len(columns)),)))
        for item in group:
            number += 1
            rows.append(add_item(draft, item, columns, number))
    draft.blocks.append(Table(tuple(rows)))
    return draft


def headerless(random: Random, form: Format) -> Draft:
    """A table without title or header, as 004: only columns whose content tells."""
    draft, columns = _headerless(random, form)
    draft.blocks.append(Table(_item_rows(draft, columns)))
    return draft


def torn_headerless(random: Random, form: Format) -> Draft:
    """A table without header whose page breaks took 备注 and 序号, as 004 line 112."""
    draft, columns = _headerless(random, form)
    draft.blocks.append(Table(tuple(_torn(draft, _item_rows(draft, columns), header=0))))
    return draft


def _headerless(random: Random, form: Format) -> tuple[Draft, tuple[Column, ...]]:
    draft = open_draft(random, form, untitled=0.7)
    shape = random.choice(("cases", "prose"))
    draft.restyle(replace(draft.style, type_wording=0, short_authority=False, accountability=shape))
    full = random.random() < 0.5
    fields = (
        "number",
        "type",
        "name",
        "subitem",
        "authority",
        "unit",
        "basis",
        "duties",
        "duty_basis",
        "accountability",
        "accountability_basis",
        "exemption",
        "remarks",
    )
    left_out = (
        set() if full else {"subitem", *random.sample(("unit", "duty_basis", "accountability_basis"), 2)}
    )
    kept = [field for field in fields if field not in left_out]
    if not full and random.random() < 0.5:
        kept.insert(1, "code")
    return draft, headed(random, tuple(kept))


def torn(random: Random, form: Format) -> Draft:
    """A wide table whose page breaks took the last cell above and the first cell below them."""
    draft = open_draft(random, form)
    columns = draw_columns(random, draft.style, _TYPED | {"remarks", "basis", "duties"})
    kept = tuple(column for column in columns if column.field != "extra")
    rows = (header_row(kept), *_item_rows(draft, kept))
    draft.blocks.append(Table(tuple(_torn(draft, rows, header=1))))
    return draft


def _torn(draft: Draft, rows: tuple[Row, ...], header: int) -> Iterator[Row]:
    """Break pages between rows: 序号 is deduced from the row above, 备注 is gone."""
    breaks = [index for index in range(header + 1, len(rows)) if draft.random.random() < 0.3]
    while breaks and not header and len({*breaks, *(index - 1 for index in breaks)}) == len(rows):
        breaks.pop()  # without a header, one whole row must show how many columns there are
    for index, row in enumerate(rows):
        cells = row.cells
        if index in breaks:
            cells = cells[1:]
            draft.items[index - header]["inferred"] = ["number"]
            draft.noted.append((index - header, "number"))
        if index + 1 in breaks:
            cells = cells[:-1]
            del draft.items[index - header]["remarks"]
            draft.noted.append((index - header, "remarks"))
        yield Row(cells, torn=index in breaks)


def forms(random: Random, form: Format) -> Draft:
    """One form of labels and values per item, as 000."""
    return _forms(random, form, pairs=1)


def broad_forms(random: Random, form: Format) -> Draft:
    """One form per item with two labels and two values in the rows of short fields."""
    return _forms(random, form, pairs=2)


def _forms(random: Random, form: Format, pairs: int) -> Draft:
    draft = open_draft(random, form)
    captions = random.choice(("表2-{}", "表2-{}", "表{}", ""))
    if captions == "表2-{}" and random.random() < 0.7:
        _add_profile(draft)
    columns = tuple(
        replace(column, header=column.header.replace("\n", ""))
        for column in draw_columns(random, draft.style, _TYPED)
    )
    stacked = not captions and random.random() < 0.4
    rows: list[Row] = []
    for number, item in number_items(draft.pen.listing.items):
        cells = add_item(draft, item, columns, number).cells
        if captions:
            caption = captions.format(number)
            draft.items[-1]["caption"] = caption
            draft.blocks.append(Paragraph(caption))
        rows = [*(rows if stacked else ()), *_form_rows(columns, cells, pairs)]
        if not stacked:
            draft.blocks.append(Table(tuple(rows)))
    if stacked:
        draft.blocks.append(Table(tuple(rows)))
    return draft


def _form_rows(columns: tuple[Column, ...], cells: tuple[Cell, ...], pairs: int) -> Iterator[Row]:
    """Print label and value; short neighbours share a row of four cells where pairs are asked for."""
    index = 0
    while index < len(columns):
        near = range(index, min(index + pairs, len(columns)))
        together = len(near) == 2 and all(len(cells[i].text) < 24 for i in near)
        if together:
            yield Row(tuple(cell for i in near for cell in (Cell(columns[i].header), cells[i])))
        else:
            yield Row((Cell(columns[index].header), replace(cells[index], span=2 * pairs - 1)))
        index += 2 if together else 1


def _add_profile(draft: Draft) -> None:
    """Print 表1: the duties of the body itself, and the boundary to others."""
    random, listing = draft.random, draft.pen.listing
    marker = random.choice(("{}.", "{}. ", "{}、", "（{}）", "（{一}）"))
    templates = random.sample(phrases.MAIN_DUTIES, random.randint(3, 6))
    duties = [template.format(topic=random.choice(listing.subject.topics)) for template in templates]
    boundary = random.choice(phrases.BOUNDARIES).format(topic=random.choice(listing.subject.topics))
    printed = "\n".join(mark(marker, index + 1)[0] + duty for index, duty in enumerate(duties))
    rows = [
        Row((Cell(label), Cell(text)))
        for label, text in zip(PROFILE_LABELS, (printed, boundary), strict=True)
    ]
    draft.blocks += [Paragraph("表1"), Table(tuple(rows))]
    draft.profile = {"main_duties": duties, "duty_boundary": boundary}


def _one_table(draft: Draft, columns: tuple[Column, ...]) -> Draft:
    draft.blocks.append(Table((header_row(columns), *_item_rows(draft, columns))))
    return draft


def _item_rows(draft: Draft, columns: tuple[Column, ...]) -> tuple[Row, ...]:
    items = number_items(draft.pen.listing.items)
    return tuple(add_item(draft, item, columns, number) for number, item in items)


def _items_by_type(draft: Draft) -> Iterator[tuple[str, tuple[Item, ...]]]:
    for kind, group in groupby(draft.pen.listing.items, key=lambda item: item.type):
        yield kind, tuple(group)


def _subitem_column(draft: Draft) -> frozenset[str]:
    has_parts = any(item.part for item in draft.pen.listing.items)
    return frozenset(("subitem",)) if has_parts or draft.random.random() < 0.3 else frozenset()


Arranger = Callable[[Random, Format], Draft]

BOTH = (Format.TXT, Format.DOCX)
FAMILIES: dict[str, tuple[Arranger, tuple[Format, ...]]] = {
    "wide": (wide, BOTH),
    "permuted-columns": (permuted_columns, BOTH),
    "run-on": (run_on, BOTH),
    "lost-numbers": (lost_numbers, BOTH),
    "two-storeys": (two_storeys, BOTH),
    "repeated-headers": (repeated_headers, BOTH),
    "subitems": (subitems, BOTH),
    "sections": (sections, BOTH),
    "torn-sections": (torn_sections, (Format.TXT,)),
    "divided": (divided, BOTH),
    "headerless": (headerless, BOTH),
    "torn-headerless": (torn_headerless, (Format.TXT,)),
    "torn": (torn, (Format.TXT,)),
    "forms": (forms, BOTH),
    "broad-forms": (broad_forms, BOTH),
    "glued": (glued, (Format.TXT,)),
    "interleaved": (interleaved, (Format.TXT,)),
    "invented-headers": (invented_headers, BOTH),
    "overview-detail": (overview_detail, BOTH),
    "contents": (contents, (Format.TXT,)),
    "divider-rows": (divider_rows, BOTH),
    "typed-title": (typed_title, (Format.TXT,)),
    "side-by-side": (side_by_side, (Format.DOCX,)),
    "wide-header": (wide_header, (Format.DOCX,)),
    "basis-by-rank": (basis_by_rank, BOTH),
    "spanned-values": (spanned_values, (Format.DOCX,)),
    "split-duties": (split_duties, (Format.DOCX,)),
    "irregular-duties": (irregular_duties, BOTH),
    "pipe": (pipe, (Format.TXT,)),
    "csv": (comma_separated, (Format.TXT,)),
    "tsv": (tab_separated, (Format.TXT,)),
    "box": (box, (Format.TXT,)),
    "wrapped-box": (wrapped_box, (Format.TXT,)),
    "page-text": (page_text, (Format.TXT,)),
    "space-joined": (space_joined, (Format.TXT,)),
    "line-per-cell": (line_per_cell, (Format.TXT,)),
    "outline": (outline, (Format.TXT,)),
}
"""How to lay out a list, by the family's name, and the formats that can show it."""
