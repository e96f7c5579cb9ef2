"""A document's entries → the laws and places they cite, each with the stretch of the entry where it is printed.

1. Which titles found an entry was read already; here they are found again in its text, with what stands behind them.
2. A place without a law of its own belongs to the law above it.
3. What stands between a place and the next one is its quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ..excerpt import Span
from ..grammar import Grammar
from ..lawbook import Act, Event, law_book
from ..lawbook.versions import version_in
from ..locators import Place, places_of
from ..models import Document, Entry, Item

ENTRY_FIELDS = ("basis", "duty_basis", "accountability_basis")

_OPENING = dict.fromkeys("[【（(﹝〈［", "〔")
_CLOSING = dict.fromkeys("]】）)﹞〉］", "〕")
_LINES = re.compile("\n")
_HEADS = "\n。；;】］]"


def plain_number(number: str) -> str:
    """Spell a document number as usual, its year in 〔〕.

    >>> plain_number("国保发[2012]7号"), plain_number("中保办（局）字(2009)2号")
    ('国保发〔2012〕7号', '中保办（局）字〔2009〕2号')
    """
    written = list("".join(number.split()))
    for at in range(1, len(written) - 4):
        if "".join(written[at : at + 4]).isdigit():
            written[at - 1] = _OPENING.get(written[at - 1], written[at - 1])
            written[at + 4] = _CLOSING.get(written[at + 4], written[at + 4])
    return "".join(written)


class Passage(NamedTuple):
    """A law, and the places of it that one locator names; spans count the characters of the text."""

    title: str
    note: str = ""
    kind: str = ""
    """The tag before it."""
    law_span: Span | None = None
    """From the title mark to the end of the brackets; None where the law stands above."""
    title_span: Span | None = None
    note_span: Span | None = None
    places: tuple[Place, ...] = ()
    run: Span | None = None
    """The locator."""
    quote: Span | None = None


class Cited(NamedTuple):
    """A passage, and the value that prints it."""

    item: Item | None
    field: str
    """The value's pointer below the item."""
    text: str
    passage: Passage

    @property
    def quoted(self) -> str:
        """What is quoted from the place."""
        start, end = self.passage.quote or (0, 0)
        return self.text[start:end]


class Mention(NamedTuple):
    """A law where an entry names it, the places cited there, and what the law book knows of it."""

    head: Cited
    """The passage that names the law; where the law stands in an entry above, the first of its places."""
    passages: tuple[Cited, ...]
    act: Act | None
    version: Event | None
    """The version that its note means."""

    @property
    def title(self) -> str:
        """What stands between its title marks."""
        return self.head.passage.title

    @property
    def articles(self) -> tuple[Place, ...]:
        """All places cited, in printed order."""
        return tuple(place for cited in self.passages for place in cited.passage.places)


class Listed(NamedTuple):
    """The entries of one field of an item, or of the document."""

    item: Item | None
    field: str
    entries: list[Entry]


_Law = tuple[str, str]
"""Title and note."""


def iter_lists(document: Document) -> Iterator[Listed]:
    """Give every list of entries, in the document's order."""
    if document.legal_basis:
        yield Listed(None, "legal_basis", document.legal_basis)
    for item in document.items:
        for field in ENTRY_FIELDS:
            entries = getattr(item, field)
            if entries and field not in (item.inherits or ()):
                yield Listed(item, field, entries)


def mentions_in(document: Document, grammar: Grammar) -> tuple[Mention, ...]:
    """Give every law that a document's entries cite, entry by entry."""
    return tuple(
        mention
        for listed in iter_lists(document)
        for index, entry in enumerate(listed.entries)
        for mention in _iter_mentions(list(cited_by(entry, listed, index, grammar)), grammar)
    )


def _iter_mentions(cited: list[Cited], grammar: Grammar) -> Iterator[Mention]:
    book = law_book(grammar)
    heads = [at for at, one in enumerate(cited) if at == 0 or one.passage.law_span is not None]
    for first, last in pairwise([*heads, len(cited)]):
        head = cited[first]
        act = book.find(head.passage.title)
        version = version_in(head.passage.note, act, grammar) if act else None
        yield Mention(head, tuple(cited[first:last]), act, version)


def cited_by(entry: Entry, listed: Listed, index: int, grammar: Grammar) -> Iterator[Cited]:
    """Give what one entry cites; an entry that prose founds has no text of its own."""
    laws = tuple((law.title, law.note or "") for law in entry.citations)
    if entry.text is not None:
        field = f"{listed.field}/{index}/text"
        for passage in _passages(entry.text, laws, entry.kind or "", grammar):
            yield Cited(listed.item, field, entry.text, passage)
    elif listed.item is not None:
        for field, prose in _iter_prose(listed.item):
            for passage in _passages(prose, laws, "", grammar):
                if passage.law_span is not None:
                    yield Cited(listed.item, field, prose, passage)


def _iter_prose(item: Item) -> Iterator[tuple[str, str]]:
    held = item.accountability
    if held is not None:
        if held.lead is not None:
            yield "accountability/lead", held.lead
        for number, case in enumerate(held.cases):
            if case.text is not None:
                yield f"accountability/cases/{number}/text", case.text
    if item.oversight is not None and item.oversight.text is not None:
        yield "oversight/text", item.oversight.text


@lru_cache(maxsize=4096)
def _passages(text: str, laws: tuple[_Law, ...], kind: str, grammar: Grammar) -> tuple[Passage, ...]:
    marks: list[tuple[int, int, Passage]] = []
    for mark in sorted([*_iter_laws(text, laws, kind, grammar), *_iter_bare_places(text, grammar)]):
        if not marks or mark[0] >= marks[-1][1]:
            marks.append(mark)
    title, note = laws[0] if laws and f"《{laws[0][0]}》" not in text else ("", "")
    passages = []
    for index, (_, end, passage) in enumerate(marks):
        if passage.law_span is not None:
            title, note = passage.title, passage.note
        elif not title:
            continue
        until = marks[index + 1][0] if index + 1 < len(marks) else len(text)
        quote = _quote_of(text, end, until, is_last=until == len(text))
        passages.append(passage._replace(title=title, note=note, quote=quote))
    return tuple(passages)


def _iter_laws(
    text: str, laws: tuple[_Law, ...], kind: str, grammar: Grammar
) -> Iterator[tuple[int, int, Passage]]:
    titles = {title for title, _ in laws}
    seen: set[str] = set()
    for match in grammar.pattern("law").finditer(text):
        title = match["title"].strip()
        before = text[: match.start()].rstrip(" \t　")
        if title not in titles or (title in seen and before and before[-1] not in _HEADS):
            continue
        tag = before[before.rfind("【") + 1 : -1] if before.endswith("】") else "" if seen else kind
        seen.add(title)
        named = next((name for name in ("note", "torn", "second") if match[name] is not None), None)
        behind = grammar.pattern("places-behind-a-colon").match(text, match.end())
        places = grammar.pattern("places").match(text, behind.end() if behind else match.end())
        yield (
            match.start(),
            places.end() if places else match.end(),
            Passage(
                title,
                match[named] if named else "",
                tag,
                match.span(),
                match.span("title"),
                match.span(named) if named else None,
                places_of(places["run"], grammar.pattern("place-token")) if places else (),
                places.span("run") if places else None,
            ),
        )


def _iter_bare_places(text: str, grammar: Grammar) -> Iterator[tuple[int, int, Passage]]:
    starts = [0, *(match.end() for match in _LINES.finditer(text))]
    starts += [match.end() for match in grammar.pattern("stop").finditer(text)]
    for start in starts:
        places = grammar.pattern("places").match(text, start)
        if places and grammar.pattern("places-end").match(text, places.end()):
            found = places_of(places["run"], grammar.pattern("place-token"))
            yield places.start("run"), places.end(), Passage("", places=found, run=places.span("run"))


def _quote_of(text: str, start: int, end: int, *, is_last: bool) -> Span | None:
    if text[start : start + 2] == "规定":
        start += 2
    while start < end and (text[start].isspace() or text[start] in "：:。，,；;"):
        start += 1
    if not is_last:
        # Before the next law stands its number or tag, which is no part of the quotation.
        stop = text.rfind("。", start, end)
        end = stop + 1 if stop >= 0 else end
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
