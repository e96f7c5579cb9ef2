"""TXT: words that cannot be meant: doubled, lost, mistaken or garbled, and characters that only look like others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ..models import Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking
from .slips import iter_slips

_LIST = "某市某局权责清单\n序号 | 权力类型 | 权力项目名称 | 责任事项\n1 | 行政检查 | 安全生产检查 | {}"
_SOUND = Snippet(_LIST.format("1.检查责任：依法进行检查。⏎2.处置责任：向受检单位提出意见。"))

_TWICE = re.compile("([㐀-鿿]{1,4})\\1")
_CLAUSES = re.compile(r"[^，。；：、\n]+[，。；：]?")
_MOST_CLAUSES = 4
"""Of so many clauses at most may a sentence be that is printed twice."""
_LEAST = 10
"""So many letters at least has a sentence whose repetition is no figure of speech."""
_LOOKALIKE = re.compile(
    "[\u2e80-\u2fdf\ue000-\uf8ff\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe4f\ufe50-\ufe6f\ufffd\u200b-\u200f\u2060\ufeff\u00ad]"
)
_QUOTES = {"“": "”", "‘": "’"}
_CLOSING = {end: start for start, end in _QUOTES.items()}


@checking(
    "TXT001",
    Severity.WARNING,
    Wording("引号不配对：{mark}", "a quotation mark stands alone: {mark}"),
    bad=Snippet(_LIST.format("1.检查责任：依法进行检查。”⏎2.处置责任：依法处置。")),
    good=Snippet(_LIST.format("1.检查责任：依法进行“双随机”检查。⏎2.处置责任：依法处置。")),
)
def quotation_mark_alone(evidence: Evidence) -> Iterator[Finding]:
    """A quotation mark has no partner in its text.

    Where a quotation ends cannot be told, or the mark was left over from another document.

    Add its partner, or take it out.

    引号在本段文字中缺少另一半。

    无法判断引文到哪里为止，或者它是从别处带来的。

    补上另一半，或者删去。
    """
    for value, texts in evidence.texts_by_value.items():
        if not any(mark in value for mark in "“”‘’"):
            continue
        for index in _alone(value):
            for text in texts:
                yield evidence.found_in_text(text, (index, index + 1), mark=value[index])


def _alone(value: str) -> list[int]:
    """Find the marks without a partner: `立案。”` has one."""
    opened: list[int] = []
    alone: list[int] = []
    for index, character in enumerate(value):
        if character in _QUOTES:
            opened.append(index)
        elif character in _CLOSING:
            if opened and value[opened[-1]] == _CLOSING[character]:
                opened.pop()
            else:
                alone.append(index)
    return alone + opened


@checking(
    "TXT002",
    Severity.WARNING,
    Wording("文字重复或多余：“{found}”", "words are doubled or left over: {found!r}"),
    bad=Snippet(_LIST.format("1.检查责任：对对受检单位进行检查。⏎2.处置责任：依法处置。")),
    good=_SOUND,
)
def words_doubled(evidence: Evidence) -> Iterator[Finding]:
    """A word, clause or attribute is printed twice in a row, or one was left over when the sentence was changed.

    A slip of the pen in an official list is copied into decisions and answers that cite it.

    Take the second one out.

    同一词语、分句或定语连续出现两次，或者改写时留下了多余的字。

    正式清单中的笔误，会被引用它的决定和答复照抄。

    删去重复的部分。
    """
    for slip in iter_slips(evidence, "TXT002", _TWICE):
        yield evidence.found_in_text(slip.text, slip.stretch, found=slip.found, fix=slip.instead)
    for value, texts in evidence.texts_by_value.items():
        for start, middle, end in _repeated(value):
            for text in texts:
                yield evidence.found_in_text(text, (middle, end), found=value[start:middle], fix="")


def _repeated(value: str) -> Iterator[tuple[int, int, int]]:
    """Find clauses that are printed twice in a row, with where the first starts, the second starts and it ends."""
    clauses = [clause.span() for clause in _CLAUSES.finditer(value)]
    words = [value[start:end] for start, end in clauses]
    most = _MOST_CLAUSES if len(set(words)) < len(words) else 2
    for index, word in enumerate(words):
        for count in range(1, min(most, index + 1)):
            first = index - count
            start, end = clauses[index][0], clauses[min(index + count, len(words)) - 1][1]
            if end - start < _LEAST or not words[first].endswith(word):
                continue
            if words[first + 1 : index] == words[index + 1 : index + count]:
                yield clauses[first][1] - len(word), start, end


@checking(
    "TXT006",
    Severity.WARNING,
    Wording("“{found}”读不通，疑有误", "{found!r} makes no sense here"),
    bad=Snippet(_LIST.format("1.检查责任：依法进行检查。⏎2.处置责任：及时想受检单位提出意见。")),
    good=_SOUND,
)
def words_garbled(evidence: Evidence) -> Iterator[Finding]:
    """A word is one that sounds or looks like the right one, or a sentence says what cannot be meant.

    The list says something else than its body means, and a reader may take it at its word.

    Put the right word; the suggestion is the usual one.

    词语与正确的词音近或形近，或者句子读不通。

    清单所说的与机关的本意不同，读者可能照字面理解。

    改成正确的词语；建议的是通常写法。
    """
    for slip in iter_slips(evidence, "TXT006"):
        yield evidence.found_in_text(slip.text, slip.stretch, found=slip.found, fix=slip.instead)
    spellings = evidence.checking.grammar.spellings
    for value, texts in evidence.texts_by_value.items():
        for wrong in [word for word in spellings if word in value]:
            for match in re.finditer(re.escape(wrong), value):
                for text in texts:
                    yield evidence.found_in_text(text, match.span(), found=wrong, fix=spellings[wrong])


@checking(
    "TXT007",
    Severity.INFO,
    Wording(
        "字符“{found}”（{code}）只是形似", "the character {found!r} ({code}) only looks like the usual one"
    ),
    bad=Snippet(_LIST.format("1.检查责任：依法检查生产﹑经营单位。⏎2.处置责任：依法处置。")),
    good=_SOUND,
)
def character_lookalike(evidence: Evidence) -> Iterator[Finding]:
    """A character is a compatibility form, a radical, a private one or one of no width: `﹑` is not `、`.

    Whoever searches the list for the word, or compares it with another, does not find it.

    Put the usual character in its place.

    字符是兼容形式、部首、自造字或零宽字符：“﹑”不是“、”。

    检索或比对时找不到这个词。

    换成通常的字符。
    """
    for value, texts in evidence.texts_by_value.items():
        for match in _LOOKALIKE.finditer(value):
            usual = _usual(match[0])
            for text in texts:
                code = f"U+{ord(match[0]):04X}"
                yield evidence.found_in_text(text, match.span(), found=match[0], code=code, fix=usual)


@lru_cache(maxsize=256)
def _usual(character: str) -> str:
    usual = unicodedata.normalize("NFKC", character)
    return "" if unicodedata.category(character) == "Cf" else usual


@checking(
    "TXT008",
    Severity.WARNING,
    Wording("“{found}”疑漏字", "a letter seems lost in {found!r}"),
    bad=Snippet(_LIST.format("1.检查责任：由行管理部门检查。⏎2.处置责任：依法处置。")),
    good=_SOUND,
)
def letter_lost(evidence: Evidence) -> Iterator[Finding]:
    """A term of law lacks one of its letters, or a sentence a word that it cannot do without.

    A term that is not the law's own may be read as another body or another act.

    Put the letter back; the suggestion is the usual term.

    法律用语缺了一个字，或者句子缺了不可少的词。

    用语与法律不一致，可能被理解为别的机关或行为。

    补上漏字；建议的是通常写法。
    """
    for slip in iter_slips(evidence, "TXT008"):
        yield evidence.found_in_text(slip.text, slip.stretch, found=slip.found, fix=slip.instead)
    shortened = _shortened(evidence.checking.grammar.words["terms"])
    for value, texts in evidence.texts_by_value.items():
        for short in [word for word in shortened if word in value]:
            for match in re.finditer(re.escape(short), value):
                for text in texts:
                    yield evidence.found_in_text(text, match.span(), found=short, fix=shortened[short])


@lru_cache(maxsize=4)
def _shortened(terms: tuple[str, ...]) -> dict[str, str]:
    """Give each term without one of its inner letters, as long as that is part of no term.

    >>> _shortened(("行政管理部门",))["行管理部门"]
    '行政管理部门'
    """
    shortened = {}
    for term in terms:
        for index in range(1, len(term) - 1):
            short = term[:index] + term[index + 1 :]
            if not any(short in other for other in terms):
                shortened[short] = term
    return shortened


RULES: tuple[Rule, ...] = (
    quotation_mark_alone,
    words_doubled,
    words_garbled,
    character_lookalike,
    letter_lost,
)
