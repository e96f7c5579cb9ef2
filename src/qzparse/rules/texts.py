"""Document → its texts: every value that is words, with its item, its place below it and its column.

A text whose column is in `QUOTING` quotes law: its wording is the law's, its punctuation too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..models import Document, Entry, Item, Step

QUOTING = frozenset({"basis", "duty_basis", "accountability_basis", "legal_basis"})
_VALUES = (
    "name",
    "subitem",
    "authority",
    "unit",
    "co_authority",
    "subject",
    "scope",
    "measure",
    "level",
    "accountability_target",
    "accountability_form",
    "exemption",
    "legal_limit",
    "promised_limit",
    "saved_limit",
    "fee",
    "result",
    "quota",
    "publicity",
    "place",
    "procedure",
    "risk_points",
    "risk_controls",
    "remarks",
)


class Text(NamedTuple):
    """A value that is words."""

    value: str
    item: Item | None
    field: str
    """Its pointer below the item, or below the document."""
    column: str
    """The field of the item or document that it is part of."""

    @property
    def quotes(self) -> bool:
        """Tell whether it stands in a column of law."""
        return self.column in QUOTING


def iter_texts(document: Document) -> Iterator[Text]:
    """Give the texts of a document in the order of its fields."""
    if document.title:
        yield Text(document.title, None, "title", "title")
    for index, section in enumerate(document.sections):
        if section.title:
            yield Text(section.title, None, f"sections/{index}/title", "sections")
    yield from _profile_of(document)
    for item in document.items:
        yield from texts_of(item)
    for index, procedure in enumerate(document.procedures):
        path = f"procedures/{index}"
        if procedure.title:
            yield Text(procedure.title, None, f"{path}/title", "procedures")
        for label, value in procedure.meta.items():
            yield Text(value, None, f"{path}/meta/{label}", "meta")
        for place, node in enumerate(procedure.nodes):
            yield Text(node.text, None, f"{path}/nodes/{place}/text", "nodes")
    yield from _entries_of(document.legal_basis, None, "legal_basis")
    yield from _steps_of(document.steps or (), "steps")
    for index, note in enumerate(document.notes or ()):
        yield Text(note, None, f"notes/{index}", "notes")


def texts_of(item: Item) -> Iterator[Text]:
    """Give the texts of one item."""
    for name in _VALUES:
        value = getattr(item, name)
        if value:
            yield Text(value, item, name, name)
    yield from _entries_of(item.basis, item, "basis")
    for index, duty in enumerate(item.duties or ()):
        if duty.text:
            yield Text(duty.text, item, f"duties/{index}/text", "duties")
    yield from _entries_of(item.duty_basis, item, "duty_basis")
    yield from _accountability_of(item)
    yield from _entries_of(item.accountability_basis, item, "accountability_basis")
    if item.oversight and item.oversight.text:
        yield Text(item.oversight.text, item, "oversight/text", "oversight")
    for header, extra in (item.extra or {}).items():
        if extra:
            yield Text(extra, item, f"extra/{header}", f"extra/{header}")


def _accountability_of(item: Item) -> Iterator[Text]:
    if item.accountability is None:
        return
    if item.accountability.lead:
        yield Text(item.accountability.lead, item, "accountability/lead", "accountability")
    for index, case in enumerate(item.accountability.cases):
        if case.text:
            yield Text(case.text, item, f"accountability/cases/{index}/text", "accountability")


def _entries_of(entries: list[Entry] | None, item: Item | None, column: str) -> Iterator[Text]:
    for index, entry in enumerate(entries or ()):
        if entry.text:
            yield Text(entry.text, item, f"{column}/{index}/text", column)


def _profile_of(document: Document) -> Iterator[Text]:
    profile = document.profile
    if profile is None:
        return
    for index, duty in enumerate(profile.main_duties or ()):
        yield Text(duty, None, f"profile/main_duties/{index}", "main_duties")
    if profile.duty_boundary:
        yield Text(profile.duty_boundary, None, "profile/duty_boundary", "duty_boundary")


def _steps_of(steps: Iterable[Step], path: str) -> Iterator[Text]:
    for index, step in enumerate(steps):
        here = f"{path}/{index}"
        if step.text:
            yield Text(step.text, None, f"{here}/text", "steps")
        for place, note in enumerate(step.notes):
            yield Text(note, None, f"{here}/notes/{place}", "steps")
        yield from _steps_of(step.steps, f"{here}/steps")
