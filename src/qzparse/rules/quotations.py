"""QUO: what is quoted from laws, against the texts a user has and against the same list's other quotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from ..excerpt import Span
from ..lawbook.titles import compared, is_within
from ..models import Severity
from .cited import Cited
from .quoted import Quotation, iter_articles, iter_places, sentences_of, wordings_of
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking

_LIST = "序号 | 权力类型 | 权力项目名称 | 实施依据\n1 | 行政检查 | 安全生产检查 | {}"
_TWO = _LIST + "\n2 | 行政检查 | 消防安全检查 | {}"
_LIKE, _CHANGES, _OUTNUMBERED, _BESIDE = 0.8, 6, 3, 6


class _Variant(NamedTuple):
    """A sentence, and one almost like it that the same article is quoted with elsewhere."""

    sentence: str
    other: str
    where: Quotation
    """Where the other stands."""


@checking(
    "QUO001",
    Severity.WARNING,
    Wording(
        "同一法条的引文不一：此处作“{here}”，第{other}项作“{there}”",
        "one article is quoted in two wordings: here {here!r}, in item {other} {there!r}",
    ),
    bad=Snippet(
        _TWO.format(
            "《某某安全条例》第九条：主管部门应当依法及时调查或者组织有关单位调查处理。",
            "《某某安全条例》第九条：主管部门应当依法及时调查或组织有关单位调查处理。",
        )
    ),
    good=Snippet(
        _TWO.format(
            "《某某安全条例》第九条：主管部门应当依法及时调查或者组织有关单位调查处理。",
            "《某某安全条例》第九条：主管部门应当依法及时调查或者组织有关单位调查处理。有关单位应当配合。",
        )
    ),
)
def quotations_disagree(evidence: Evidence) -> Iterator[Finding]:
    """A sentence of an article is quoted with words that another quotation of the same article does not have.

    One of the two is not what the law says; a decision that repeats it can be contested.

    Compare both with the law's text and correct the one that errs. A wording that most others outvote is reported
    alone, else every place is.

    同一法条的同一句话，清单里两处引文用字不同。

    其中必有一处与法律文本不符；照抄的处理决定会受到质疑。

    对照法律文本，改正有误的一处。多数引文一致时只报告少数一方，否则各处都报告。
    """
    for same in iter_articles(evidence):
        variants = _variants(same)
        for quotation in same:
            for span, sentence in sentences_of(quotation.cited.quoted):
                variant = variants.get(sentence)
                if variant is not None:
                    yield _disagreement(evidence, quotation.cited, span, variant)


@checking(
    "QUO003",
    Severity.INFO,
    Wording(
        "同一法条的引文标点不一：此处作“{here}”，第{other}项作“{there}”",
        "one place is quoted with two punctuations: here {here!r}, in item {other} {there!r}",
    ),
    bad=Snippet(
        _TWO.format(
            "《某某安全条例》第九条：主管部门依法开展下列检查：（一）要害部门、部位的管理。",
            "《某某安全条例》第九条：主管部门依法开展下列检查：（一）要害部门部位的管理。",
        )
    ),
    good=Snippet(
        _TWO.format(
            "《某某安全条例》第九条：主管部门依法开展下列检查：（一）要害部门、部位的管理。",
            "《某某安全条例》第九条：主管部门依法开展下列检查：（一）要害部门、部位的管理；",
        )
    ),
)
def punctuation_disagrees(evidence: Evidence) -> Iterator[Finding]:
    """One sentence of an article is quoted with two punctuations.

    A mark may part what belongs together, or join what the law keeps apart.

    Take the punctuation of the law's text.

    同一法条的同一句话，清单里两处引文的标点不同。

    标点会把一件事拆成两件，或者把两件事并成一件。

    以法律文本的标点为准。
    """
    for same in iter_places(evidence):
        marked: dict[str, dict[str, Quotation]] = {}
        for quotation in same:
            for span, sentence in sentences_of(quotation.cited.quoted):
                marked.setdefault(sentence, {}).setdefault(_marks(quotation.cited.quoted, span), quotation)
        for quotation in same:
            for span, sentence in sentences_of(quotation.cited.quoted):
                printed = _marks(quotation.cited.quoted, span)
                other = next((mark for mark in marked[sentence] if mark != printed), None)
                if other is not None:
                    against = marked[sentence][other].cited
                    yield _difference(evidence, quotation.cited, span, (printed, other, against))


def _variants(same: list[Quotation]) -> dict[str, _Variant]:
    """Find the sentences of an article that another quotation of it has almost so; those that most outvote, alone."""
    wordings, counts = wordings_of(same), Counter(quotation.plain for quotation in same)
    variants: dict[str, _Variant] = {}
    for one, other in combinations(wordings.values(), 2):
        for sentence in _own(one, other):
            for against in _own(other, one):
                if _is_slip(sentence, against):
                    votes, others = _votes(sentence, counts), _votes(against, counts)
                    if votes < others * _OUTNUMBERED:
                        variants.setdefault(sentence, _Variant(sentence, against, other))
                    if others < votes * _OUTNUMBERED:
                        variants.setdefault(against, _Variant(against, sentence, one))
    return {
        sentence: variant
        for sentence, variant in variants.items()
        if _votes(sentence, counts) < _votes(variant.other, counts) * _OUTNUMBERED
    }


def _own(one: Quotation, other: Quotation) -> list[str]:
    """Give the sentences of a quotation that the other one lacks."""
    return [sentence for _, sentence in sentences_of(one.cited.quoted) if sentence not in other.plain]


def _votes(sentence: str, counts: Counter[str]) -> int:
    return sum(count for plain, count in counts.items() if sentence in plain)


def _is_slip(one: str, other: str) -> bool:
    """Tell whether two sentences are one that was copied differently, and not two of a kind, as items are."""
    if abs(len(one) - len(other)) > _CHANGES or one[:1] != other[:1]:
        return False
    if not is_within(one, other, _CHANGES):
        return False
    near = compared(one, other)
    cut = all(not old for old, _ in near.changes) or all(not new for _, new in near.changes)
    at_end = len(near.changes) == 1 and cut and not one.endswith(other[-1:])
    return near.likeness >= _LIKE and not at_end


def _disagreement(evidence: Evidence, cited: Cited, span: Span, variant: _Variant) -> Finding:
    here, there = _beside(variant.sentence, variant.other)
    item = variant.where.cited.item.id if variant.where.cited.item else "—"
    return _at(evidence, cited, span, here=here, there=there, other=item)


def _difference(evidence: Evidence, cited: Cited, span: Span, difference: tuple[str, str, Cited]) -> Finding:
    printed, other, against = difference
    here, there = _beside(printed, other)
    item = against.item.id if against.item else "—"
    return _at(evidence, cited, span, here=here, there=there, other=item)


def _at(evidence: Evidence, cited: Cited, span: Span, **values: object) -> Finding:
    first = (cited.passage.quote or (0, 0))[0]
    return evidence.found_in(
        cited.text, cited.item, cited.field, (first + span[0], first + span[1]), **values
    )


def _beside(one: str, other: str) -> tuple[str, str]:
    """Cut two texts down to what differs first, and a little beside it."""
    start = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    first = max(0, start - _BESIDE)
    reach = start + _BESIDE + abs(len(one) - len(other))
    return one[first:reach], other[first:reach]


def _marks(text: str, span: Span) -> str:
    """Give a sentence with its punctuation, less blanks; widths do not count here."""
    return "".join(text[span[0] : span[1]].split()).translate(_WIDE)


_WIDE = str.maketrans("(),;:.", "（），；：．")

RULES: tuple[Rule, ...] = (
    quotations_disagree,
    punctuation_disagrees,
)
