"""Items and columns → rows, titles and headings, and the truth of each."""

from dataclasses import dataclass, field, replace
from random import Random

from .cells import Column, Pen, write_cell
from .invent import Item, invent
from .pages import Block, Cell, Format, Layout, Merge, Paragraph, Row, Truth
from .style import Style, draw_style, mark
from .wordings import SECTION_NAMES, TITLE_WORDS

_COUNTS = ("（{}项）", "（{}项）", "（共{}项）", "({}项)", "（共 {} 项）", "")


@dataclass
class Draft:
    """A list that is being laid out: what is printed so far, and what a reader should find in it."""

    pen: Pen
    format: Format
    title: str
    list_number: str = ""
    blocks: list[Block] = field(default_factory=list)
    items: list[Truth] = field(default_factory=list)
    sections: list[Truth] = field(default_factory=list)
    profile: Truth | None = None
    noted: list[tuple[int, str]] = field(default_factory=list)
    merged: frozenset[str] = frozenset(("number", "name"))
    """Fields whose cells a sub-item shares with its main item."""
    real_merges: bool = True
    section_marker: str = "{一}、"
    section_count: str = ""

    @property
    def random(self) -> Random:
        """The chance that decides everything."""
        return self.pen.random

    @property
    def style(self) -> Style:
        """The habits of the list's writer."""
        return self.pen.style

    def restyle(self, style: Style) -> None:
        """Change habits before anything is printed."""
        self.pen = replace(self.pen, style=style)

    def note(self, *fields: str) -> None:
        """Say that the last item's fields were deduced, inherited or lost."""
        self.noted += [(len(self.items) - 1, name) for name in fields]


def open_draft(random: Random, form: Format, *, subitems: bool = False, untitled: float = 0.08) -> Draft:
    """Invent a list, draw its style, and print its title unless chance leaves it out."""
    listing = invent(random, subitems=subitems)
    draft = Draft(Pen(random, draw_style(random), listing), form, "")
    if form is Format.DOCX and random.random() < 0.4:
        draft.merged |= {"type", "authority", "unit"}
    draft.section_count = random.choice(_COUNTS)
    draft.section_marker = random.choice(("{一}、", "{一}、", "{一}、", "（{一}）"))
    draft.real_merges = draft.merged > {"number", "name"} or random.random() < 0.7
    if random.random() < untitled:
        draft.restyle(replace(draft.style, short_authority=False))
        return draft
    draft.title = listing.body + random.choice(TITLE_WORDS)
    if random.random() < 0.15:
        printed, draft.list_number = mark(random.choice(("{}.", "{}．", "{}、")), random.randint(2, 60))
        draft.blocks.append(Paragraph(printed + draft.title))
    else:
        draft.blocks.append(Paragraph(draft.title))
    return draft


def add_item(
    draft: Draft, item: Item, columns: tuple[Column, ...], number: int, *, lost: bool = False
) -> Row:
    """Print one row and record its truth; a lost number is blank though the row has a name of its own."""
    truth: Truth = {"section": draft.sections[-1]["number"], "type": item.type} if draft.sections else {}
    inherits: list[str] = []
    cells: list[Cell] = []
    above = draft.items[-1] if draft.items else {}
    for column in columns:
        name = "name" if column.field in ("offence", "coerced") else column.field
        merge = _merge_of(draft, item, name)
        if name in draft.merged and not item.main:
            cells.append(Cell("", merge=merge))
            truth[name] = above[name]
            inherits.append(name)
        elif name == "number":
            truth["number"] = str(number)
            cells.append(Cell("" if lost else str(number), merge=merge))
        else:
            written = write_cell(draft.pen, item, column)
            truth |= written.fields
            cells.append(Cell(written.text, merge=merge))
    draft.items.append(truth)
    if lost:
        truth["inferred"] = ["number"]
        draft.note("number")
    if inherits:
        truth["inherits"] = inherits
        draft.note(*inherits)
    return Row(tuple(cells))


def _merge_of(draft: Draft, item: Item, name: str) -> Merge:
    if name not in draft.merged or item.parts < 2 or not draft.real_merges:
        return Merge.NONE
    return Merge.TOP if item.main else Merge.BELOW


def number_items(items: tuple[Item, ...]) -> list[tuple[int, Item]]:
    """Count main items from 1; sub-items keep the number of theirs."""
    numbered: list[tuple[int, Item]] = []
    number = 0
    for item in items:
        number += item.main
        numbered.append((number, item))
    return numbered


def open_section(draft: Draft, kind: str, items: tuple[Item, ...]) -> str:
    """Print the heading of a section and record it; a declared count counts main items."""
    index = len(draft.sections) + 1
    wordings = SECTION_NAMES[kind]
    name = wordings[draft.style.type_wording % len(wordings)]
    count = sum(item.main for item in items)
    printed, number = mark(draft.section_marker, index)
    section: Truth = {"number": number, "title": name, "type": kind}
    if draft.section_count:
        section["declared_items"] = count
    draft.sections.append(section)
    return printed + name + draft.section_count.format(count)


def close_draft(draft: Draft, family: str, seed: int) -> Layout:
    """Gather what was printed and what it says."""
    truth: Truth = {"schema": "qzparse/1"}
    body = draft.pen.listing.body
    if draft.title:
        truth |= {"title": draft.title, "authority": body}
        if draft.list_number:
            truth["list_number"] = draft.list_number
    elif all("authority" in item for item in draft.items):
        truth["authority"] = body
    if draft.sections:
        truth["sections"] = draft.sections
    if draft.profile:
        truth["profile"] = draft.profile
    truth["items"] = draft.items
    return Layout(family, seed, draft.format, tuple(draft.blocks), truth, tuple(draft.noted))
