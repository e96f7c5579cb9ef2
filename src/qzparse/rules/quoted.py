"""What a list quotes from each place of a law, brought together.

1. Texts are compared without blanks and punctuation: lists cut sentences and items out of articles.
2. A place is one article, paragraph or item of one version of a law; a locator that names several has no text of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ..excerpt import Span
from ..lawbook import key_of
from ..locators import Place
from .cited import Cited, Mention
from .rule import Evidence

WORDINGS = 40
"""So many wordings of one place are compared with each other: comparing all would take the square of their number."""
LEAST = 8
"""So many characters make a text that can be told from another."""


class Quotation(NamedTuple):
    """One quotation, where it stands, and its text less blanks and punctuation."""

    cited: Cited
    mention: Mention
    plain: str


@lru_cache(maxsize=1 << 15)
def plain_of(text: str) -> str:
    """Keep a text's letters and digits.

    >>> plain_of("对机关、单位 进行检查；")
    '对机关单位进行检查'
    """
    return "".join(filter(str.isalnum, text))


def quotations_by_law(evidence: Evidence) -> dict[str, list[Quotation]]:
    """Bring the quotations of a list together by law and version, in the list's order."""
    versions = {
        mention.act.title: mention.version for mention in evidence.mentions if mention.act and mention.version
    }
    by_law: dict[str, list[Quotation]] = {}
    for mention in evidence.mentions:
        act = mention.act
        version = (mention.version or versions.get(act.title)) if act else None
        key = f"{key_of(act.title if act else mention.title)} {version.date if version else ''}"
        for cited in mention.passages:
            plain = plain_of(cited.quoted)
            if len(plain) >= LEAST:
                by_law.setdefault(key, []).append(Quotation(cited, mention, plain))
    return by_law


def wordings_of(same: list[Quotation]) -> dict[str, Quotation]:
    """Give the wordings of a place, each with where it first stands, up to as many as are compared."""
    wordings: dict[str, Quotation] = {}
    for quotation in same:
        if len(wordings) < WORDINGS:
            wordings.setdefault(quotation.plain, quotation)
    return wordings


def iter_places(evidence: Evidence) -> Iterator[list[Quotation]]:
    """Give the quotations of each article, paragraph or item that is quoted more than once."""
    yield from _iter_grouped(evidence, lambda place: (place[0], place[1], place[2], place[4]))


def iter_articles(evidence: Evidence) -> Iterator[list[Quotation]]:
    """Give the quotations of each article that is quoted more than once, whatever part of it they name."""
    yield from _iter_grouped(evidence, lambda place: (place[0], place[4]))


def _iter_grouped(
    evidence: Evidence, key_of_place: Callable[[Place], tuple[int | None, ...]]
) -> Iterator[list[Quotation]]:
    for quotations in quotations_by_law(evidence).values():
        grouped: dict[tuple[int | None, ...], list[Quotation]] = {}
        for quotation in quotations:
            places = quotation.cited.passage.places
            if len(places) == 1:
                grouped.setdefault(key_of_place(places[0]), []).append(quotation)
        yield from (same for same in grouped.values() if len(same) > 1)


@lru_cache(maxsize=1 << 15)
def sentences_of(text: str) -> tuple[tuple[Span, str], ...]:
    """Cut a quotation at full stops and semicolons; give each stretch, and its text less blanks and punctuation.

    >>> [sentence for _, sentence in sentences_of("机关、单位应当配合检查；涉嫌犯罪的，依法移送司法机关。")]
    ['机关单位应当配合检查', '涉嫌犯罪的依法移送司法机关']
    """
    cut, start = [], 0
    for at, character in enumerate(f"{text}。"):
        if character in "。；;\n":
            plain = plain_of(text[start:at])
            if len(plain) >= LEAST:
                cut.append(((start, at), plain))
            start = at + 1
    return tuple(cut)
