"""What a list quotes from each place of a law, brought together.

1. Texts are compared without blanks and punctuation: lists cut sentences and items out of articles.
2. A place is one article, paragraph or item of one version of a law; a locator that names several has no text of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..lawbook import key_of
from .cited import Cited, Mention
from .rule import Evidence

LEAST = 8
"""So many characters make a text that can be told from another."""


class Quotation(NamedTuple):
    """One quotation, where it stands, and its text less blanks and punctuation."""

    cited: Cited
    mention: Mention
    plain: str


@lru_cache(maxsize=8192)
def plain_of(text: str) -> str:
    """Keep a text's letters and digits.

    >>> plain_of("对机关、单位 进行检查；")
    '对机关单位进行检查'
    """
    return "".join(character for character in text if unicodedata.category(character)[0] in "LN")


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


def iter_places(evidence: Evidence) -> Iterator[list[Quotation]]:
    """Give the quotations of each single place that is quoted in more than one wording."""
    for quotations in quotations_by_law(evidence).values():
        by_place: dict[tuple[int | None, ...], list[Quotation]] = {}
        for quotation in quotations:
            places = quotation.cited.passage.places
            if len(places) == 1:
                article, paragraph, item, _, inserted = places[0]
                by_place.setdefault((article, paragraph, item, inserted), []).append(quotation)
        for same in by_place.values():
            if len({quotation.plain for quotation in same}) > 1:
                yield same
