"""What a rule is, what it looks at, and what it finds.

1. A rule is a function from `Evidence` to findings; the decorator gives it code, name, severity and wording,
   and registers nothing.
2. Its docstring has three paragraphs: what is found, why it matters to a reader of the list, what to do;
   and the same three in Chinese.
3. `bad` yields the code and `good` does not; both are run by the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from ..excerpt import Span
from ..ledger import Ledger, Note, NoteKind
from ..models import Coverage, Document, Item, Severity
from ..tokens import Transcript
from ..trace import ValueIndex


class Finding(NamedTuple):
    """One place where a rule's defect stands; `values` fill the rule's message."""

    span: Span | None = None
    values: Mapping[str, object] = MappingProxyType({})
    item: str | None = None
    field: str | None = None
    fix: str | None = None


class Evidence:
    """All that a rule may look at; `notes` are those that it answers."""

    def __init__(
        self, document: Document, ledger: Ledger, transcript: Transcript, coverage: Coverage
    ) -> None:
        self.document = document
        self.ledger = ledger
        self.transcript = transcript
        self.coverage = coverage
        self.notes: tuple[Note, ...] = ()

    @cached_property
    def values(self) -> ValueIndex:
        """The document's printed values by their places."""
        return ValueIndex(self.document)

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


class Wording(NamedTuple):
    """A message, in both languages."""

    zh: str
    en: str


class Snippet(NamedTuple):
    r"""A small source: one row a line, ` | ` between cells, `⏎` for a line break in a cell.

    A line without ` | ` is a paragraph; `✂` before a row says that a page seam ate what stood before it.
    With a name in `.docx` or `.xlsx` the text may be the body of a WordprocessingML document, the rows of a sheet.
    With a name in `.pdf` it is printed line by line, `\\f` between pages; `▨` is a page that is a picture, and `□` opens
    a line whose glyphs do not say which characters they are. An empty one stands for what is too large to show, or needs
    an extra.
    """

    text: str
    name: str = "list.txt"
    encoding: str = "utf-8"


Find = Callable[[Evidence], Iterable[Finding]]


class Rule(NamedTuple):
    """A defect that has a code for ever."""

    code: str
    severity: Severity
    says: Wording
    find: Find
    bad: Snippet
    good: Snippet
    answers: NoteKind | None = None

    @property
    def name(self) -> str:
        """The defect in kebab case: `number-gap`."""
        return self.find.__name__.replace("_", "-")

    @property
    def family(self) -> str:
        """The three letters that name its file."""
        return self.code[:3]

    def paragraphs(self, language: str) -> tuple[str, ...]:
        """Tell what is found, why it matters and what to do, in `zh` or `en`."""
        told = [" ".join(paragraph.split()) for paragraph in (self.find.__doc__ or "").split("\n\n")]
        return tuple(told[3:] if language == "zh" else told[:3])


def rule(
    code: str,
    severity: Severity,
    says: Wording,
    *,
    bad: Snippet,
    good: Snippet,
    answers: NoteKind | None = None,
) -> Callable[[Find], Rule]:
    """Make a rule of a function."""
    return lambda find: Rule(code, severity, says, find, bad, good, answers)
