"""Paragraphs → the document's title, the titles of further lists, and what stands around them.

1. A title ends in a list's word; blanks between its letters, a number or 附件1 before it and an edition behind it are no
   part of the word. Two lines are one title where the first names a body and the second is the list's word alone.
2. A later title that names a body or a type of power opens a list of its own; the same title again is furniture.
3. The notice that sends the list round, before the title, and who signed it are notes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..excerpt import Excerpt, Printed
from ..grammar import Grammar, squashed
from ..ledger import NoteKind
from ..models import Document
from .fields import Book
from .headings import match_heading
from .shelf import Shelf

_TITLE_LENGTH = 64
"""A title is at most so long, in characters."""
_SHORTEST_BODY = 3
"""The name of a body in front of a list's word is longer."""
_BODY_LENGTH = 24
"""The name of a body is at most so long."""


@dataclass(slots=True)
class Titles:
    """Finds the titles of a file; `unplaced` holds the paragraphs that nothing has explained so far."""

    document: Document
    shelf: Shelf
    book: Book
    unplaced: list[Excerpt] = field(default_factory=list)

    def take(self, excerpt: Excerpt) -> bool:
        """Take a paragraph that is a title, or comes again as one; tell whether it was."""
        if excerpt.end - excerpt.start > _TITLE_LENGTH:
            return False
        if self.document.title is not None:
            return take_later(excerpt, self.shelf, self.book)
        number = self.book.grammar.pattern("list-number").match(excerpt.source, excerpt.start, excerpt.end)
        body = excerpt.after(number.end()) if number else less_annex(excerpt, self.book)
        if not body or not is_listing(body, self.book.grammar) or match_heading(excerpt, self.book.grammar):
            return False
        if number:
            span = number.span("number")
            self.document.list_number = Printed(number["number"], (span,))
            self.book.ledger.marker((span[1], number.end()))
        if not number and body.start > excerpt.start:
            self.book.ledger.furniture(excerpt.before(body.start))
        self.document.title = self.shelf.title = self._with_body(body).printed()
        self._take_notice()
        return True

    def take_sign_off(self) -> None:
        """Take the body that stands right above a date as who signed: both are notes."""
        if self.unplaced and _names_body(self.unplaced[-1], self.book.grammar):
            self.shelf.notes.append(self.unplaced.pop().printed())

    def _with_body(self, title: Excerpt) -> Excerpt:
        """Put the line above to a title that is nothing but a list's word."""
        above = self.unplaced[-1] if self.unplaced else None
        found = part_at_listing(title.text, self.book.grammar)
        if above is None or found is None or found[0] or not _names_body(above, self.book.grammar):
            return title
        self.unplaced.pop()
        return Excerpt.joined((above, title))

    def _take_notice(self) -> None:
        """Keep the notice before the title as notes; other text there stays what it is, unexplained."""
        head = self.book.grammar.pattern("notice-head")
        if any(head.fullmatch(squashed(excerpt.text)) for excerpt in self.unplaced):
            self.shelf.notes.extend(excerpt.printed() for excerpt in self.unplaced)
        self.unplaced.clear()


def take_later(excerpt: Excerpt, shelf: Shelf, book: Book) -> bool:
    """Take a line below the title that ends in a list's word: the title again, another list's, or a note."""
    grammar, text = book.grammar, excerpt.squashed
    if squashed(text) == squashed(shelf.title or ""):
        book.ledger.furniture(excerpt)
        return True
    too_long = excerpt.end - excerpt.start > _TITLE_LENGTH
    if too_long or not is_listing(excerpt, grammar) or match_heading(excerpt, grammar):
        return False
    body = less_annex(excerpt, book)
    before, word = part_at_listing(body.text, grammar) or ("", "")
    if word not in grammar.words["listings"] and before[:2] != squashed(shelf.title or "")[:2]:
        return False
    if not bare_owner(before, grammar).endswith(grammar.words["authorities"]):
        shelf.notes.append(excerpt.printed())
        return True
    if squashed(body.text) in map(squashed, shelf.lists):
        book.ledger.furniture(excerpt)
        return True
    if body.start > excerpt.start:
        book.ledger.furniture(excerpt.before(body.start))
    powers = {grammar.powers[word] for word in grammar.alternation("powers").findall(squashed(body.text))}
    shelf.open_list(body.printed(), next(iter(powers)) if len(powers) == 1 else None)
    book.ledger.note(NoteKind.SEVERAL_LISTS, body, title=body.text)
    return True


def less_annex(excerpt: Excerpt, book: Book) -> Excerpt:
    """Cut the number of an annex off a title: `附件2：云溂县水利局权责清单`."""
    found = book.grammar.pattern("annex-number").match(excerpt.source, excerpt.start, excerpt.end)
    return excerpt.after(found.end()) if found else excerpt


def is_listing(excerpt: Excerpt, grammar: Grammar) -> bool:
    """Tell whether a paragraph ends in a list's word, but for an edition behind it."""
    text = excerpt.squashed
    if any(mark in text for mark in "。；：;:"):
        return False
    for word in grammar.words["listings"]:
        place = text.rfind(word)
        if place >= 0 and grammar.pattern("title-rider").match(text, place + len(word)):
            return True
    return _part_loosely(text, grammar) is not None


def part_at_listing(title: str, grammar: Grammar) -> tuple[str, str] | None:
    """Part a title at its listing word, the longest that stands there: what precedes it, and the word."""
    text = squashed(title)
    for word in sorted(grammar.words["listings"], key=len, reverse=True):
        if word in text:
            return text[: text.rfind(word)], word
    return _part_loosely(text, grammar)


def _part_loosely(text: str, grammar: Grammar) -> tuple[str, str] | None:
    """Part a title whose list has a word of its own, behind the body that keeps it: 云溂县林业局 林木采伐许可清单."""
    found = grammar.pattern("list-word").fullmatch(text)
    if found is None or grammar.pattern("number-at-line").match(text):
        return None
    start, end = found.span("list")
    for place in range(end - 1, start, -1):
        if text[:place].endswith(grammar.words["authorities"]) and place > _SHORTEST_BODY:
            return text[:place], text[place:end]
    return None


def bare_owner(before: str, grammar: Grammar) -> str:
    """Take edition and power types off what precedes the listing word: the body is left."""
    body = grammar.pattern("title-year").sub("", before)
    return grammar.alternation("powers").sub("", body) or body


def _names_body(excerpt: Excerpt, grammar: Grammar) -> bool:
    """Tell whether a line is nothing but the name of a public body."""
    text = excerpt.squashed
    return 2 < len(text) <= _BODY_LENGTH and text.endswith(grammar.words["authorities"]) and text.isalpha()
