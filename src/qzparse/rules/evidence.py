"""What a rule looks at, and what it finds there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from ..excerpt import Printed, Span, span_within
from ..grammar import Grammar
from ..ledger import Ledger, Note, NoteKind
from ..models import Coverage, Document, Item
from ..tokens import Transcript
from ..trace import ValueIndex
from .cited import Mention, mentions_in
from .texts import Text, iter_texts


class Finding(NamedTuple):
    """One place where a rule's defect stands; `values` fill the rule's message."""

    span: Span | None = None
    values: Mapping[str, object] = MappingProxyType({})
    item: str | None = None
    field: str | None = None
    fix: str | None = None


class Checking(NamedTuple):
    """What a check knows beside the document: words and acts, and the day by which law is in force or not."""

    grammar: Grammar
    as_of: date


class Evidence:
    """All that a rule may look at; `notes` are those that it answers.

    A document that was loaded, not read, has an empty ledger and transcript, and its values have no spans.
    """

    def __init__(
        self,
        document: Document,
        ledger: Ledger,
        transcript: Transcript,
        coverage: Coverage,
        known: Checking | None = None,
    ) -> None:
        self.document = document
        self.ledger = ledger
        self.transcript = transcript
        self.coverage = coverage
        self.notes: tuple[Note, ...] = ()
        self._known = known

    @property
    def checking(self) -> Checking:
        """What a rule of checking may ask; no rule of reading may."""
        if self._known is None:
            message = "a rule of reading asked what only a check knows"
            raise LookupError(message)
        return self._known

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every law that the entries cite, for the rules of checking."""
        return mentions_in(self.document, self.checking.grammar)

    @cached_property
    def values(self) -> ValueIndex:
        """The document's printed values by their places."""
        return ValueIndex(self.document)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """All values that are text, in the order of the document."""
        return tuple(iter_texts(self.document))

    @cached_property
    def texts_by_value(self) -> dict[str, list[Text]]:
        """All texts by what they read: law that every item quotes is one of them."""
        sorted_out: dict[str, list[Text]] = {}
        for text in self.texts:
            sorted_out.setdefault(str(text.value), []).append(text)
        return sorted_out

    @cached_property
    def notes_by_kind(self) -> dict[NoteKind, tuple[Note, ...]]:
        """All notes, sorted out for the rules that answer them."""
        sorted_out: dict[NoteKind, list[Note]] = {}
        for note in self.ledger.notes:
            sorted_out.setdefault(note.kind, []).append(note)
        return {kind: tuple(notes) for kind, notes in sorted_out.items()}

    def answering(self, kind: NoteKind) -> Evidence:
        """Look at the same evidence with the notes of `kind` in hand."""
        _ = self.values  # built once, for all views
        view = copy(self)
        view.notes = self.notes_by_kind.get(kind, ())
        return view

    def noted(self) -> Iterator[Finding]:
        """Find every note in hand in the item and field that stand at its place."""
        for note in self.notes:
            item, path = self._item_of(self.values.path_within(note.span))
            field = note.values.get("field") or path
            yield self._found(note, item or self._item_at(note.span), str(field) if field else None)

    def noted_in_items(self, field: str | None = None) -> Iterator[Finding]:
        """Find every note in hand in the item at its place, in `field` or the one that it names."""
        for note in self.notes:
            named = field or note.values.get("field")
            yield self._found(note, self._item_at(note.span), str(named) if named else None)

    def noted_in_document(self) -> Iterator[Finding]:
        """Find every note in hand at its place, in no item."""
        for note in self.notes:
            yield self._found(note, None, None)

    @staticmethod
    def found_in(
        value: str | None,
        item: Item | None,
        field: str,
        stretch: Span | None = None,
        **values: object,
    ) -> Finding:
        """Find a defect in a value, or in `stretch` of its characters; `field` is its pointer below the item.

        Its span is where that stands in the source; a value that is not printed has none.
        """
        span = span_within(value, *(stretch or (0, len(value)))) if isinstance(value, Printed) else None
        fix = values.pop("fix", None)
        return Finding(span, values, item.id if item else None, field, str(fix) if fix is not None else None)

    @classmethod
    def found_in_text(
        cls, text: Text, stretch: Span | None = None, /, *, fix: str | None = None, **values: object
    ) -> Finding:
        """Find a defect in one of the texts."""
        return cls.found_in(text.value, text.item, text.field, stretch, fix=fix, **values)

    def item_around(self, span: Span) -> Item | None:
        """Give the item whose values stand both before and after `span`."""
        before, _ = self._item_of(self.values.path_before(span[0]))
        after, _ = self._item_of(self.values.path_after(span[1]))
        return before if before is after else None

    @staticmethod
    def _found(note: Note, item: Item | None, field: str | None) -> Finding:
        span = None if note.span == (0, 0) else note.span
        return Finding(span, note.values, item.id if item else None, field)

    def _item_at(self, span: Span) -> Item | None:
        return self._item_of(self.values.path_at(span))[0] if span != (0, 0) else None

    def _item_of(self, path: str | None) -> tuple[Item | None, str | None]:
        if path is None:
            return None, None
        _, holder, *rest = path.split("/")
        if holder == "items":
            return self.document.items[int(rest[0])], "/".join(rest[1:])
        return None, path[1:]
