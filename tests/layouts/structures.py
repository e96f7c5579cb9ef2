"""A seeded random → a list whose tables are more, wider, narrower or otherwise ruled than one row an item."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from random import Random

from .cells import Column
from .citing import Law, draw_law, draw_quotes, write_entry
from .columns import draw_columns, headed, header_row
from .drafts import Draft, add_item, number_items, open_draft, open_section
from .invent import Item
from .pages import Block, Cell, Format, Merge, Paragraph, Row, Table, Truth
from .rarities import RANKS, TYPED_LISTINGS, WIDE
from .rows import item_rows, items_by_type, keep_items, merged_below, place_of, with_cell
from .style import mark

_TYPED = frozenset(("type",))


def overview_detail(random: Random, form: Format) -> Draft:
    """An overview of numbers, types and names, then the same items with all that is said of them."""
    draft = open_draft(random, form)
    whole = draw_columns(random, draft.style, _TYPED | {"basis", "duties"})
    shown = ("number", "type", "name", *(("authority",) if random.random() < 0.2 else ()))
    overview = tuple(column for column in whole if column.field in shown)
    typeless = random.random() < 0.6
    detail = tuple(column for column in whole if not (typeless and column.field == "type"))
    rows = tuple(zip(number_items(draft.pen.listing.items), item_rows(draft, whole), strict=True))
    heading, subheading = random.choice((("", ""), ("", ""), ("权责事项总表", "权责事项明细表")))
    draft.blocks += [Paragraph(heading)] if heading else []
    draft.blocks.append(
        Table((header_row(overview), *(_columns_of(row, whole, overview) for _, row in rows)))
    )
    draft.blocks += [Paragraph(subheading)] if subheading else []
    if random.random() < 0.6:
        draft.blocks.append(
            Table((header_row(detail), *(_columns_of(row, whole, detail) for _, row in rows)))
        )
        return draft
    for _, row in rows:
        cells = _columns_of(row, whole, detail).cells
        labels = (Cell(column.header.replace("\n", "")) for column in detail)
        draft.blocks.append(Table(tuple(map(Row, zip(labels, cells, strict=True)))))
    return draft


def _columns_of(row: Row, whole: tuple[Column, ...], kept: tuple[Column, ...]) -> Row:
    return Row(tuple(cell for column, cell in zip(whole, row.cells, strict=True) if column in kept))


def contents(random: Random, form: Format) -> Draft:
    """Contents with leaders and pages, then the list: a table per type, or one for all."""
    draft = open_draft(random, form)
    sectioned, leader = random.random() < 0.6, random.choice(("……………", "..........", "·········", "…… "))
    columns = draw_columns(random, draft.style, frozenset() if sectioned else _TYPED)
    blocks: list[Block] = []
    lines, page, number = list[str](), 1, 0
    restart = random.random() < 0.6
    for kind, group in items_by_type(draft):
        if sectioned:
            heading = open_section(draft, kind, group)
            lines.append(f"{heading}{leader}{page}")
            number = 0 if restart else number
        rows = []
        for item in group:
            number += 1
            lines.append(f"{number}.{item.name}{leader}{page}")
            rows.append(add_item(draft, item, columns, number))
            page += random.randint(0, 2)
        blocks += [Paragraph(heading)] if sectioned else []
        blocks.append(Table((header_row(columns), *rows)))
    if not sectioned:
        parts = [row for table in blocks if isinstance(table, Table) for row in table.rows[1:]]
        blocks = [Table((header_row(columns), *parts))]
    draft.blocks += [Paragraph(line) for line in (random.choice(("目录", "目　录", "目  录")), *lines)]
    draft.blocks += blocks
    return draft


def divider_rows(random: Random, form: Format) -> Draft:
    """One table whose sections open with a row that names a type and counts its items, without a number."""
    draft = open_draft(random, form)
    draft.section_count = random.choice(("（{}项）", "（{}项）", "（共{}项）", "({}项)"))
    draft.section_marker = "{}、"
    columns = draw_columns(random, draft.style, frozenset())
    spanning, restart, number = random.random() < 0.6, random.random() < 0.5, 0
    rows = [header_row(columns)]
    for kind, group in items_by_type(draft):
        heading = open_section(draft, kind, group).partition("、")[2]
        blanks = () if spanning else (Cell(""),) * (len(columns) - 1)
        rows.append(Row((Cell(heading, span=len(columns) if spanning else 1), *blanks)))
        number = 0 if restart else number
        for item in group:
            number += 1
            rows.append(add_item(draft, item, columns, number))
    draft.blocks.append(Table(tuple(rows)))
    _unnumber_sections(draft)
    return draft


def _unnumber_sections(draft: Draft) -> None:
    for truth in draft.items:
        del truth["section"]
    for section in draft.sections:
        del section["number"]


def typed_title(random: Random, form: Format) -> Draft:
    """A list whose type stands in its title alone, or in a line above each table."""
    draft = open_draft(random, form, untitled=0)
    columns = draw_columns(random, draft.style, frozenset())
    if random.random() < 0.5:
        kind, items = max(items_by_type(draft), key=lambda pair: len(pair[1]))
        keep_items(draft, items)
        draft.title = draft.pen.listing.body + kind + random.choice(TYPED_LISTINGS)
        printed = mark("{}.", int(draft.list_number))[0] if draft.list_number else ""
        draft.blocks[-1] = Paragraph(printed + draft.title)
        draft.blocks.append(Table((header_row(columns), *item_rows(draft, columns))))
        for truth in draft.items:
            truth["type"] = kind
        return draft
    draft.section_marker, number, restart = "{}、", 0, random.random() < 0.5
    for kind, group in items_by_type(draft):
        heading = open_section(draft, kind, group).partition("、")[2]
        number = 0 if restart else number
        rows = [header_row(columns)]
        for item in group:
            number += 1
            rows.append(add_item(draft, item, columns, number))
        draft.blocks += [Paragraph(heading), Table(tuple(rows))]
    _unnumber_sections(draft)
    return draft


def side_by_side(random: Random, form: Format) -> Draft:
    """Two tables in one: the header stands twice in each row of headers, and each row holds two items."""
    draft = open_draft(random, form)
    extras = random.sample(("authority", "unit", "level", "remarks"), random.randint(0, 2))
    fields = ("number", *(("type",) if random.random() < 0.6 else ()), "name", *sorted(extras, key=len))
    columns = headed(random, fields)
    rows = item_rows(draft, columns)
    half = (len(rows) + 1) // 2
    blank = Row((Cell(""),) * len(columns))
    if random.random() < 0.6:
        pairs = [(rows[i], rows[i + half] if i + half < len(rows) else blank) for i in range(half)]
    else:
        pairs = [
            (pair[0], pair[1] if len(pair) > 1 else blank)
            for pair in (rows[i : i + 2] for i in range(0, len(rows), 2))
        ]
    head = header_row(columns)
    double = (Row((*left.cells, *right.cells)) for left, right in ((head, head), *pairs))
    draft.blocks.append(Table(tuple(double)))
    return draft


def wide_header(random: Random, form: Format) -> Draft:
    """A table of 20 to 35 columns, many of which say what few lists say."""
    draft = open_draft(random, form)
    usual = draw_columns(random, draft.style, _TYPED | {"authority", "unit", "basis", "duties", "remarks"})
    usual = tuple(column for column in usual if column.field != "extra")
    count = max(random.randint(20, 35) - len(usual), 4)
    taken = {column.field for column in usual}
    free = [one for one in WIDE if one[0] not in taken]
    drawn = sorted(random.sample(free, min(count, len(free))), key=free.index)
    headers = [(field, random.choice(headers), texts) for field, headers, texts in drawn]
    rows: list[Row] = []
    for row in item_rows(draft, usual):
        truth = draft.items[len(rows)]
        cells = [random.choice((*texts, "")) for _, _, texts in headers]
        for (field, header, _), text in zip(headers, cells, strict=True):
            if field:
                truth[field] = text
            else:
                truth.setdefault("extra", {})[header] = text
        rows.append(Row((*row.cells[:-1], *map(Cell, cells), row.cells[-1])))
    head = header_row(usual).cells
    draft.blocks.append(
        Table((Row((*head[:-1], *(Cell(header) for _, header, _ in headers), head[-1])), *rows))
    )
    return draft


def basis_by_rank(random: Random, form: Format) -> Draft:
    """The basis in a column for each rank of law, under a header that spans them or without it."""
    draft = open_draft(random, form)
    draft.restyle(replace(draft.style, tags=random.random() < 0.2))
    columns = draw_columns(random, draft.style, _TYPED | {"basis"})
    place, ranks = place_of(columns, "basis"), _ranks(random)
    rows: list[Row] = []
    for row in item_rows(draft, columns):
        written = [_rank_cell(draft, draft.pen.listing.items[len(rows)], kind) for kind, _ in ranks]
        draft.items[len(rows)]["basis"] = [entry for _, entries in written for entry in entries]
        cells = (Cell(text) for text, _ in written)
        rows.append(Row((*row.cells[:place], *cells, *row.cells[place + 1 :])))
    heads = [Cell(column.header) for column in columns]
    leaves = [Cell(header) for _, header in ranks]
    if random.random() < 0.5:
        draft.blocks.append(Table((Row((*heads[:place], *leaves, *heads[place + 1 :])), *rows)))
        return draft
    tops = [replace(head, merge=Merge.TOP) for head in heads]
    tops[place] = Cell(random.choice(("实施依据", "设定依据", "法律依据", "职权依据")), span=len(ranks))
    below = Cell("", merge=Merge.BELOW)
    lower = (*(below,) * place, *leaves, *(below,) * (len(heads) - place - 1))
    draft.blocks.append(Table((Row(tuple(tops)), Row(lower), *rows)))
    return draft


def _ranks(random: Random) -> list[tuple[str, str]]:
    """Draw four to six ranks of law in their order, each with its header."""
    kept = sorted(random.sample(range(len(RANKS)), random.choice((4, 5, 6, 6, 6))))
    return [(RANKS[index][0], random.choice(RANKS[index][1])) for index in kept]


def _rank_cell(draft: Draft, item: Item, kind: str) -> tuple[str, list[Truth]]:
    random, style = draft.random, draft.style
    written = []
    for _ in range(random.choice((0, 0, 1, 1, 1, 2))):
        law = _law_of(draft, item.topic, kind)
        written.append(write_entry(random, style, law, draw_quotes(random, item.topic)))
    if len(written) < 2:
        return (written[0][0], [written[0][1]]) if written else ("", [])
    marks = [mark(style.entry_marker, index + 1) for index in range(len(written))]
    texts = (printed + text for (printed, _), (text, _) in zip(marks, written, strict=True))
    entries = [{"number": number, **entry} for (_, number), (_, entry) in zip(marks, written, strict=True)]
    return ("" if style.entry_flow == "run-on" else "\n").join(texts), entries


def _law_of(draft: Draft, topic: str, kind: str) -> Law:
    law = draw_law(draft.random, topic, draft.pen.listing.province)
    return law if law.kind == kind else _law_of(draft, topic, kind)


def spanned_values(random: Random, form: Format) -> Draft:
    """A table where type, authority and unit are merged over the items that share them."""
    draft = open_draft(random, form)
    units = {kind: random.choice(draft.pen.listing.units) for kind, _ in items_by_type(draft)}
    keep_items(draft, tuple(replace(item, unit=units[item.type]) for item in draft.pen.listing.items))
    draft.restyle(replace(draft.style, short_authority=False))
    columns = draw_columns(random, draft.style, _TYPED | {"authority", "unit"})
    spanned = random.sample(("type", "authority", "unit"), random.randint(1, 3))
    rows = list(item_rows(draft, columns))
    kinds = [item.type for item in draft.pen.listing.items]
    for field in spanned:
        whole = field == "authority" and random.random() < 0.6
        _span(rows, place_of(columns, field), [] if whole else kinds)
        for index, truth in enumerate(draft.items):
            if rows[index].cells[place_of(columns, field)].merge is Merge.BELOW:
                truth["inherits"] = [*truth.get("inherits", ()), field]
                draft.noted.append((index, field))
    draft.blocks.append(Table((header_row(columns), *rows)))
    return draft


def _span(rows: list[Row], place: int, kinds: list[str]) -> None:
    """Merge one column's cells over the rows of each kind, or over all."""
    start = 0
    for _, group in groupby(kinds or [""] * len(rows)):
        end = start + len(list(group))
        cells = merged_below(tuple(row.cells[place] for row in rows[start:end]))
        rows[start:end] = [
            with_cell(row, place, cell) for row, cell in zip(rows[start:end], cells, strict=True)
        ]
        start = end


def split_duties(random: Random, form: Format) -> Draft:
    """A table where each duty has a row of its own, and the item's other cells are merged over them."""
    draft = open_draft(random, form)
    draft.restyle(replace(draft.style, duty_flow="lines", blank_lines=False))
    columns = draw_columns(random, draft.style, _TYPED | {"duties", "basis"})
    place = place_of(columns, "duties")
    rows = [header_row(columns)]
    for row in item_rows(draft, columns):
        lines = tuple(_duty_texts(draft, row.cells[place].text))
        below = [merged_below((cell,) * len(lines)) for cell in row.cells]
        below[place] = tuple(map(Cell, lines))
        rows += [Row(tuple(cells[index] for cells in below)) for index in range(len(lines))]
    draft.blocks.append(Table(tuple(rows)))
    return draft


def _duty_texts(draft: Draft, text: str) -> Iterator[str]:
    """Give each duty of a cell, with the lines that go on with it."""
    value, lines = 1, list[str]()
    for line in text.split("\n"):
        if line.startswith(mark(draft.style.duty_marker, value)[0]):
            if lines:
                yield "\n".join(lines)
            value, lines = value + 1, []
        lines.append(line)
    yield "\n".join(lines)
