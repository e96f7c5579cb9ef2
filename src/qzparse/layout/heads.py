"""Rows of cells → how much they look like a header, or like a form's labels.

Both are judged by the share of cells whose words the grammar knows: as headers, as labels, as words that only span.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..excerpt import Excerpt
from ..grammar import Grammar
from .content import Trait

LONGEST_HEADER = 48
"""A header or label is at most so long, in characters; longer cells are not looked up."""
_CONTENT = Trait.INTEGER | Trait.CODE | Trait.POWER | Trait.LAW | Trait.STAGE | Trait.PHONE | Trait.LIMIT
_CONTENT |= Trait.ACCOUNT | Trait.EXEMPT | Trait.LONG | Trait.SENTENCE | Trait.BLANK
_TELLING = _CONTENT & ~(Trait.LONG | Trait.SENTENCE | Trait.BLANK) | Trait.BODY | Trait.UNIT | Trait.PLACE
_BOXED = 3
_SHARED = 0.6
_FEWEST_TOLD = 2
_TELLING_TRAITS = tuple(1 << place for place in range(18) if _TELLING & (1 << place))


def is_known(excerpt: Excerpt | None, grammar: Grammar) -> bool:
    """Tell whether a cell holds a word that names a field or spans several."""
    if not excerpt or excerpt.end - excerpt.start > LONGEST_HEADER:
        return False
    text = excerpt.text
    return grammar.field_of(text) is not None or grammar.is_group(text)


def is_label(excerpt: Excerpt | None, grammar: Grammar) -> bool:
    """Tell whether a cell holds a word that names a field."""
    if not excerpt or excerpt.end - excerpt.start > LONGEST_HEADER:
        return False
    return grammar.field_of(label_text(excerpt)) is not None


def label_text(excerpt: Excerpt) -> str:
    """Give a label's words without the colon that may close it and the brackets that may hold it: `【设定依据】：`."""
    text = excerpt.text.rstrip("：: 　")
    if len(text) > _BOXED and text[0] in "【[〔［" and text[-1] in "】]〕］":
        return text[1:-1]
    return text


@dataclass(frozen=True, slots=True)
class HeaderScore:
    """How many cells of a row are known words, and their share of those that are not blank."""

    known: int
    share: float

    @property
    def holds(self) -> bool:
        """A header needs two known words, and half of its words known."""
        return self.known >= 2 and self.share >= 0.5


def header_score(cells: Sequence[Excerpt | None], grammar: Grammar) -> HeaderScore:
    """Judge a row as a header."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return HeaderScore(0, 0.0)
    known = sum(is_known(cell, grammar) for cell in filled)
    return HeaderScore(known, known / len(filled))


def card_score(rows: Sequence[Sequence[Excerpt | None]], grammar: Grammar) -> float:
    """Judge rows as a form: labels at even places, values at odd ones; 1 is a perfect form, below 0 its contrary."""
    even = odd = even_known = odd_known = 0
    for row in rows:
        for place, cell in enumerate(row):
            if not cell:
                continue
            if place % 2 == 0:
                even += 1
                even_known += is_label(cell, grammar)
            else:
                odd += 1
                odd_known += is_label(cell, grammar)
    if even_known < 2:
        return 0.0
    return even_known / even - (odd_known / odd if odd else 0.0)


def stands_apart(first: Sequence[int], below: Sequence[Sequence[int]]) -> bool:
    """Tell whether a row whose words nobody knows is a header, by the traits of its cells and of those below.

    Its own cells are short and show nothing that a list's cells hold, while columns below do, each its own.
    """
    if len(first) <= _FEWEST_TOLD or any(traits & _CONTENT or not traits & Trait.SHORT for traits in first):
        return False
    told = 0
    for place in range(len(first)):
        filled = [row[place] for row in below if place < len(row) and not row[place] & Trait.BLANK]
        shared = [
            trait
            for trait in _TELLING_TRAITS
            if sum(bool(bits & trait) for bits in filled) >= _SHARED * len(filled)
        ]
        told += bool(filled and any(not first[place] & trait for trait in shared))
    return told >= _FEWEST_TOLD
