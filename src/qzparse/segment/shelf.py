"""What has been read so far: sections, items, profile and notes; and the headings that open a section.

A heading names a power type: `行政处罚（36项）`, `二、行政许可`, `表一：行政许可事项清单`. A later title opens a list of
its own: its items carry it, so that equal numbers of two lists are told apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..excerpt import Excerpt, Printed
from ..grammar import Match
from ..models import Item, Profile, Section
from ..numerals import value_of
from .fields import Book
from .headers import ColumnField
from .headings import match_heading, power_of_title


@dataclass(slots=True)
class Shelf:
    """What has been read so far: the document's sections, items and profile, and the section that is open."""

    sections: list[Section] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    profile: Profile | None = None
    section: Section | None = None
    caption: Excerpt | None = None
    notes: list[Printed] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)
    """Where the items of each table or form start."""
    columns: list[ColumnField] = field(default_factory=list)
    """Those of the table above."""
    title: Printed | None = None
    lists: list[str] = field(default_factory=list)
    """The titles of further lists in the file."""
    _sections_of: dict[int, Section] = field(default_factory=dict)

    def open(self, section: Section) -> None:
        """Open a section: items that follow are its own."""
        self.sections.append(section)
        self.section = section

    def open_list(self, title: Printed, power: str | None) -> None:
        """Open another list of the file, as a section without a number."""
        self.lists.append(str(title))
        self.open(Section(title=title, type=power))

    def add(self, item: Item) -> None:
        """Keep an item under the list and the section that are open."""
        self.items.append(item)
        item.list_number = len(self.lists) + 1 if self.lists else None
        if self.section is not None:
            self._sections_of[id(item)] = self.section

    def is_under(self, item: Item, section: Section) -> bool:
        """Tell whether an item stands in just that section: two lists may number their sections alike."""
        return self._sections_of.get(id(item)) is section


def heading_of(excerpt: Excerpt, book: Book) -> Section | None:
    """Read a heading that names a power type: `行政处罚（36项）`, `二、行政许可`; claim its marks."""
    found = match_heading(excerpt, book.grammar)
    return section_of(found, excerpt, book) if found else None


def section_of(found: Match, excerpt: Excerpt, book: Book) -> Section:
    """Make a section of a matched heading; its marks are claimed, its count is the number of declared items."""
    groups = found.groupdict()
    number = "number" if groups.get("number") else "part" if groups.get("part") else None
    title = found.span("title")
    kept = [title]
    section = Section(
        title=Printed(found["title"], (title,)), type=power_of_title(found["title"], book.grammar)
    )
    if number:
        section.number = Printed(found[number], (found.span(number),))
        kept.append(found.span(number))
    if groups.get("count"):
        section.declared_items = value_of(found["count"])
    place = excerpt.start
    for start, end in sorted(kept):
        book.ledger.marker((place, start))
        place = end
    book.ledger.marker((place, excerpt.end))
    return section
