"""An entry's text → the laws that found it.

1. A law founds where an entry or one of its lines opens with it, or where such a head goes on to list laws.
2. 第N条 founds behind its law, at a line's start, or behind a full stop; in quoted text it is quotation.
3. A locator without a law of its own belongs to the law above it, in the entry or in the entry before.
4. Citations are derived: they claim nothing. Titles and notes stay as printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import regex

from ..excerpt import Excerpt
from ..grammar import Grammar
from ..locators import Place, places_of
from ..models import Article, Citation

_HEAD = 400
"""So far behind one law of a head the next one is looked for, and so long a law inside a line may be."""


@dataclass(slots=True)
class _Law:
    """A law as its citations are built from."""

    title: str
    note: str | None
    document_number: str | None
    places: dict[tuple[int | None, ...], Place] = field(default_factory=dict)
    """Each once, in printed order."""

    def cited(self) -> Citation:
        """Make a citation of one's own, free to be changed."""
        articles = [Article(*place) for place in self.places.values()]
        chapter = articles[0].chapter if articles else None
        return Citation(self.title, self.note, self.document_number, articles, chapter)


def read_citations(lines: Excerpt, grammar: Grammar, inherited: Citation | None = None) -> list[Citation]:
    r"""Read the laws that found an entry, with the articles cited.

    >>> from qzparse.grammar import load_grammar
    >>> law, = read_citations(Excerpt.of("《某法》（2010年修订）\n第二十二条 属于"), load_grammar())
    >>> (law.title, law.note, [place.article for place in law.articles])
    ('某法', '2010年修订', [22])
    """
    return citations_in(lines.text, grammar, inherited)


def citations_in(text: str, grammar: Grammar, inherited: Citation | None) -> list[Citation]:
    """Read the laws that found an entry whose lines are joined already."""
    above = (inherited.title, inherited.note, inherited.document_number) if inherited else None
    return [law.cited() for law in _founding(text, above, grammar)]


def read_prose_citations(lines: Excerpt, grammar: Grammar) -> list[Citation]:
    """Read every law that running prose names; names of forms are none.

    `依据《某法》、《某条例》第五条等规定` → 某法; 某条例, article 5.
    """
    return [law.cited() for law in _named(lines.text, grammar)]


# Lists cite the same few texts again and again: half the entries of a list repeat another one word for word.
@lru_cache(maxsize=2048)
def _founding(
    text: str, above: tuple[str, str | None, str | None] | None, grammar: Grammar
) -> tuple[_Law, ...]:
    reading = _Reading(text, grammar, _Law(*above) if above else None)
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = end if end >= 0 else len(text)
        reading.take_line(start, end)
        start = end + 1
    return tuple(reading.laws)


@lru_cache(maxsize=512)
def _named(text: str, grammar: Grammar) -> tuple[_Law, ...]:
    reading = _Reading(text, grammar, None)
    for match in grammar.pattern("law").finditer(text):
        reading.take_law(match, len(text))
    return tuple(reading.laws)


class _Reading:
    """The laws found so far, and the one that a bare locator belongs to."""

    __slots__ = ("_current", "_grammar", "_inherited", "_latest", "_law", "_places", "_text", "laws")

    def __init__(self, text: str, grammar: Grammar, inherited: _Law | None) -> None:
        self.laws: list[_Law] = []
        self._latest: dict[str, _Law] = {}
        self._text = text
        self._grammar = grammar
        self._law = grammar.pattern("law")
        self._places = grammar.pattern("places")
        self._current: _Law | None = None
        self._inherited = inherited

    def take_line(self, start: int, end: int) -> None:
        """Read one line: its head, then the sentences that open with a locator or a law."""
        position = self._take_head(start, end)
        for match in self._grammar.pattern("stop").finditer(self._text, position, end):
            if match.start() >= position:
                position = self._take_sentence(match.end(), end)

    def take_law(self, match: regex.Match[str], end: int) -> int:
        """Add the law that was matched, and the places behind it; return where they end."""
        title, note, torn, second = match.group("title", "note", "torn", "second")
        return self._add_law(title, torn if note is None else note, second, match.end(), end)

    def _add_law(self, title: str, note: str | None, second: str | None, start: int, end: int) -> int:
        """Add a law and the places that stand at `start`; return where they end."""
        title = title.strip()
        if not title or _is_form(title, self._grammar.pattern("form")):
            return start
        known = self._latest.get(title)
        if known is None or (note and known.note and note != known.note):
            known = _Law(title, note, self._document_number(note) or self._document_number(second))
            self.laws.append(known)
            self._latest[title] = known
        self._current = known
        places = self._places.match(self._text, start, end)
        if places is None:
            colon = self._grammar.pattern("places-behind-a-colon").match(self._text, start, end)
            return self._take_places(colon.end(), end) if colon else start
        self._add_places(known, places["run"])
        return places.end()

    def _document_number(self, note: str | None) -> str | None:
        return _document_number(note, self._grammar.pattern("document-number")) if note else None

    def _take_head(self, start: int, end: int) -> int:
        """Read the laws or locators that a line opens with; return where quoted text begins."""
        first = not self.laws and self._current is None
        if not first and not self._grammar.pattern("law-at-line").match(self._text, start, end):
            return self._take_places(start, end)
        match = self._law_behind("law-prefix", start, end)
        if match is None:
            return self._take_torn(start, end) if first else self._take_places(start, end)
        position = start
        while match is not None:
            position = self.take_law(match, end)
            match = self._law_behind("law-join", position, min(end, position + _HEAD))
        return position

    def _law_behind(self, name: str, start: int, end: int) -> regex.Match[str] | None:
        """Find the first law, if what stands before it is what the pattern of that name may hold."""
        opening = self._text.find("《", start, end)
        if opening < 0 or (
            opening > start and not self._grammar.pattern(name).match(self._text, start, opening)
        ):
            return None
        return self._law.match(self._text, opening, end)

    def _take_torn(self, start: int, end: int) -> int:
        """Read a head whose title lost one of its marks, `《某法（2021年修正）第九条：`, or one without a law."""
        tag = self._grammar.pattern("tag").match(self._text, start, end)
        torn = self._grammar.pattern("law-torn").match(self._text, tag.end() if tag else start, end)
        if torn is None:
            return self._take_plain(tag.end() if tag else start, end) or self._take_places(start, end)
        title, headless, note = torn.group("title", "headless", "note")
        return self._add_law(title or headless, note, None, torn.end(), end)

    def _take_plain(self, start: int, end: int) -> int:
        """Read laws that lack their marks but show their articles: `水法第四十八条；水规第三条`; 0 for none."""
        position, reached = start, 0
        pattern = self._grammar.pattern("law-plain")
        while law := pattern.match(self._text, position, end):
            reached = self._add_law(law["title"], law["note"], None, law.end(), end)
            joint = self._grammar.pattern("law-plain-join").match(self._text, reached, end)
            if joint is None:
                break
            position = joint.end()
        return reached

    def _take_sentence(self, start: int, end: int) -> int:
        """Read the law or the locators that a sentence opens with; return where its text begins."""
        match = self._grammar.pattern("law-at-line").match(self._text, start, min(end, start + _HEAD))
        if match is None:
            return self._take_places(start, end)
        law = self._law.match(self._text, match.end() - 1, min(end, match.end() + _HEAD))
        places = self._places.match(self._text, law.end(), end) if law else None
        if law and places and self._grammar.pattern("places-end").match(self._text, places.end(), end):
            return self.take_law(law, end)
        return start

    def _take_places(self, start: int, end: int) -> int:
        """Read locators that stand without a law; they belong to the law above."""
        places = self._places.match(self._text, start, end)
        if places is None or not self._grammar.pattern("places-end").match(self._text, places.end(), end):
            return start
        if self._current is None and self._inherited is not None:
            self._current = self._inherited
            self.laws.append(self._current)
        if self._current is not None:
            self._add_places(self._current, places["run"])
        return places.end()

    def _add_places(self, law: _Law, run: str) -> None:
        for place in places_of(run, self._grammar.pattern("place-token")):
            law.places.setdefault((*place[:3], place[4]), place)


@lru_cache(maxsize=4096)
def _is_form(title: str, form: regex.Pattern[str]) -> bool:
    return form.match(title) is not None


@lru_cache(maxsize=4096)
def _document_number(note: str, pattern: regex.Pattern[str]) -> str | None:
    match = pattern.search(note)
    return match["number"] if match else None
