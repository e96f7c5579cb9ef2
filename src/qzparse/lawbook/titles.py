"""A printed title → the key it is looked up by; and the key that stands nearest to a misspelt one."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

STATE = "中华人民共和国"
TRIAL = "（试行）"

_NEAREST = 5

_FOLD = str.maketrans(
    {"(": "（", ")": "）", "<": "〈", ">": "〉", "《": "〈", "》": "〉", "﹑": "、", "，": "、"}
)
_YEARED = re.compile(r"（[^（）]*[0-9]{4}[^（）]*）$")


class Near(NamedTuple):
    """A known key that a title resembles, and what was changed to get from one to the other."""

    key: str
    distance: int
    substituted: int
    likeness: float
    changes: tuple[tuple[str, str], ...]
    """What the title prints → what the key has."""


@lru_cache(maxsize=8192)
def key_of(title: str) -> str:
    """Fold what titles vary in: blanks, widths, the state's name in front, a version in brackets behind.

    >>> key_of("中华人民共和国行政许可法（2019年修正）"), key_of(" 某办法(试行)")
    ('行政许可法', '某办法（试行）')
    """
    folded = _YEARED.sub("", "".join(title.split()).translate(_FOLD))
    return folded.removeprefix(STATE) or folded


def nearest(title: str, keys: Collection[str], reach: int) -> list[Near]:
    """Find the keys that the fewest changes of a character lead to, at most `reach` of them; the nearest first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(title, list(keys), scorer=OSA.distance, score_cutoff=reach, limit=_NEAREST)
    return [compared(title, key) for key, _, _ in found]


def compared(title: str, key: str) -> Near:
    """Measure how a title differs from a key.

    >>> compared("行政处法", "行政处罚法").changes
    (('', '罚'),)
    """
    from rapidfuzz.distance import OSA

    changes = tuple(
        (title[a:b], key[c:d])
        for tag, a, b, c, d in SequenceMatcher(None, title, key, autojunk=False).get_opcodes()
        if tag != "equal"
    )
    substituted = sum(min(len(old), len(new)) for old, new in changes)
    return Near(key, OSA.distance(title, key), substituted, OSA.normalized_similarity(title, key), changes)


def is_within(one: str, other: str, changes: int) -> bool:
    """Tell fast whether so many changes of a character make one text of the other.

    >>> is_within("行政处法", "行政处罚法", 1), is_within("行政处法", "行政许可法", 1)
    (True, False)
    """
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=changes) <= changes


def overlap(one: str, other: str) -> float:
    """Tell how much of the shorter text the longer one has in one stretch, from 0 to 1."""
    from rapidfuzz.fuzz import partial_ratio

    return partial_ratio(one, other) / 100


def stretch_like(sentence: str, text: str) -> str:
    """Give the stretch of a text that a sentence comes nearest to, of about its length.

    >>> stretch_like("逾期不改正的暂停业务", "由主管部门责令限期整改逾期不改的暂停业务情节严重的停止业务")
    '逾期不改的暂停业务'
    """
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(sentence, text)
    if found is None or len(text) <= len(sentence):
        return text
    stretch = text[found.dest_start : found.dest_end]
    # The window is as long as the sentence: what it has too much at either end is let go.
    common = SequenceMatcher(None, sentence, stretch, autojunk=False).get_matching_blocks()[:-1]
    return stretch[common[0].b : common[-1].b + common[-1].size] if common else stretch
