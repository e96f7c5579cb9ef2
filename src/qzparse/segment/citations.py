"""An entry's text → the laws that found it.

1. A law founds where an entry or one of its lines opens with it, or where such a head goes on to list laws.
2. 第N条 founds behind its law, at a line's start, or behind a full stop; in quoted text it is quotation.
3. A locator without a law of its own belongs to the law above it, in the entry or in the entry before.
4. Citations are derived: they claim nothing. Titles and notes stay as printed.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from ..excerpt import Excerpt
from ..grammar import Grammar
from ..models import Article, Citation
from ..numerals import value_of

RANGE_CAP = 100
"""So many articles a range may stand for; a longer one is read as its two ends."""

_Place = tuple[int, int | None, int | None, int | None]
"""Article, paragraph, item, chapter."""


def read_citations(lines: Excerpt, grammar: Grammar, inherited: Citation | None = None) -> list[Citation]:
    """Read the laws that found an entry, with the articles cited.

    `《某法》（2010年修订）` `第二十二条 属于…` → 某法, note 2010年修订, article 22.
    """
    reading = _Reading(grammar, inherited)
    for start, end in lines.lines:
        reading.take_line(lines.source, start, end)
    return reading.citations


def read_prose_citations(lines: Excerpt, grammar: Grammar) -> list[Citation]:
    """Read every law that running prose names; names of forms are none.

    `依据《某法》、《某条例》第五条等规定` → 某法; 某条例, article 5.
    """
    reading = _Reading(grammar, None)
    text = lines.text
    for match in grammar.pattern("law").finditer(text):
        reading.take_law(match, text, len(text))
    return reading.citations


class _Reading:
    """The laws found so far, and the one that a bare locator belongs to."""

    def __init__(self, grammar: Grammar, inherited: Citation | None) -> None:
        self.citations: list[Citation] = []
        self._grammar = grammar
        self._current: Citation | None = None
        self._inherited = inherited

    def take_line(self, source: str, start: int, end: int) -> None:
        """Read one line: its head, then the sentences that open with a locator or a law."""
        position = self._take_head(source, start, end)
        for match in self._grammar.pattern("stop").finditer(source, position, end):
            if match.end() < position:
                continue
            position = self._take_sentence(source, match.end(), end)

    def take_law(self, match: regex.Match[str], source: str, end: int) -> int:
        """Add the law that was matched, and the places behind it; return where they end."""
        title = match["title"].strip()
        if not title or self._grammar.pattern("form").match(title):
            return match.end()
        note = match["note"] if match["note"] is not None else match["torn"]
        known = next((known for known in self.citations if known.title == title), None)
        if known is None or (note and known.note and note != known.note):
            number = self._document_number(note) or self._document_number(match["second"])
            known = Citation(title=title, note=note, document_number=number)
            self.citations.append(known)
        self._current = known
        places = self._grammar.pattern("places").match(source, match.end(), end)
        if places is None:
            return match.end()
        self._add_places(known, places["run"])
        return places.end()

    def _take_head(self, source: str, start: int, end: int) -> int:
        """Read the laws or locators that a line opens with; return where quoted text begins."""
        first = not self.citations and self._current is None
        pattern = self._grammar.pattern("law")
        if not first and not self._grammar.pattern("law-at-line").match(source, start, end):
            return self._take_places(source, start, end)
        match = pattern.search(source, start, end)
        if match is None or not self._grammar.pattern("law-prefix").match(source, start, match.start()):
            return self._take_places(source, start, end)
        position = start
        while match is not None:
            position = self.take_law(match, source, end)
            match = pattern.search(source, position, min(end, position + 400))
            if match and not self._grammar.pattern("law-join").match(source, position, match.start()):
                match = None
        return position

    def _take_sentence(self, source: str, start: int, end: int) -> int:
        match = self._grammar.pattern("law-at-line").match(source, start, end)
        if match is None:
            return self._take_places(source, start, end)
        law = self._grammar.pattern("law").match(source, match.end() - 1, end)
        places = self._grammar.pattern("places").match(source, law.end(), end) if law else None
        if law and places and self._grammar.pattern("places-end").match(source, places.end(), end):
            return self.take_law(law, source, end)
        return start

    def _take_places(self, source: str, start: int, end: int) -> int:
        """Read locators that stand without a law; they belong to the law above."""
        places = self._grammar.pattern("places").match(source, start, end)
        if places is None or not self._grammar.pattern("places-end").match(source, places.end(), end):
            return start
        if self._current is None and self._inherited is not None:
            above = self._inherited
            self._current = Citation(above.title, above.note, above.document_number)
            self.citations.append(self._current)
        if self._current is not None:
            self._add_places(self._current, places["run"])
        return places.end()

    def _add_places(self, citation: Citation, run: str) -> None:
        for article, paragraph, item, chapter in _places_of(run, self._grammar.pattern("place-token")):
            if citation.chapter is None and not citation.articles:
                citation.chapter = chapter
            known = any(
                (place.article, place.paragraph, place.item) == (article, paragraph, item)
                for place in citation.articles
            )
            if not known:
                citation.articles.append(Article(article, paragraph, item, chapter))

    def _document_number(self, note: str | None) -> str | None:
        match = self._grammar.pattern("document-number").search(note) if note else None
        return match["number"] if match else None


@lru_cache(maxsize=4096)
def _places_of(run: str, token: regex.Pattern[str]) -> tuple[_Place, ...]:
    """Read a run of locators: 第七十二、七十三条 · 第五条第一款、第二款 · 第三条至第五条."""
    places = _Places()
    for match in token.finditer(run):
        if match["numeral"]:
            places.number(match["numeral"])
        elif match["unit"]:
            places.unit(match["unit"])
        elif match["range"]:
            places.is_range = True
        else:
            places.skips = True
    return tuple(places.found)


class _Places:
    """The places read so far, and the numbers that wait for their unit."""

    def __init__(self) -> None:
        self.found: list[_Place] = []
        self.is_range = False
        self.skips = False
        self._waiting: list[int] = []
        self._chapter: int | None = None
        self._last_unit = ""

    def number(self, numeral: str) -> None:
        """Take a number: it waits for its unit, or ends a range of numbers."""
        value = value_of(numeral)
        if self.skips or value is None:
            self.skips = False
            return
        if self.is_range and self._waiting:
            self._waiting.extend(_filled(self._waiting[-1], value))
            self.is_range = False
        self._waiting.append(value)

    def unit(self, unit: str) -> None:
        """Give the waiting numbers their unit."""
        numbers, self._waiting = self._waiting, []
        self.skips = False
        if unit == "章" and numbers:
            self._chapter = numbers[-1]
        elif unit == "条":
            self._add_articles(numbers)
        elif unit in "款项" and self.found:
            for number in numbers:
                self._add_below(unit, number)
        self._last_unit = unit
        self.is_range = False

    def _add_articles(self, numbers: list[int]) -> None:
        if self.is_range and self.found and numbers:
            numbers = [*_filled(self.found[-1][0], numbers[0]), *numbers]
        self.found.extend((number, None, None, self._chapter) for number in numbers)

    def _add_below(self, unit: str, number: int) -> None:
        article, paragraph, item, chapter = self.found[-1]
        if unit == "款":
            place = (article, number, None, chapter)
            taken = paragraph is not None or item is not None
        else:
            place = (article, paragraph, number, chapter)
            taken = item is not None
        if taken:
            self.found.append(place)
        else:
            self.found[-1] = place


def _filled(first: int, last: int) -> range:
    """Count the numbers between the two ends of a range; none where it runs backwards or is longer than the cap."""
    return range(first + 1, last if last - first <= RANGE_CAP else first + 1)
