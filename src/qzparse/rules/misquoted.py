"""QUO: what is quoted from laws, against the texts that a user has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..excerpt import Span
from ..lawbook.texts import law_texts
from ..lawbook.titles import compared, stretch_like
from ..models import Severity
from .cited import Cited
from .quoted import plain_of, quotations_by_law, sentences_of
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking

_LIST = "序号 | 权力类型 | 权力项目名称 | 实施依据\n1 | 行政检查 | 安全生产检查 | {}"
_NEEDS_A_TEXT = Snippet("")
_SOUND = Snippet(_LIST.format("《某某安全条例》第九条：主管部门应当依法及时调查处理。"))
_BESIDE = 6
_SLIGHT = frozenset("的地得了者将和与及或之其")


class _Misquoted(NamedTuple):
    """A quoted sentence that its article does not have."""

    cited: Cited
    span: Span
    here: str
    there: str
    is_slight: bool
    """Only words of grammar differ."""
    elsewhere: int | None
    """The article that does have it."""


@checking(
    "QUO002",
    Severity.ERROR,
    Wording(
        "引文与法条不符：此处作“{here}”，法条作“{there}”",
        "the quotation is not what the article says: here {here!r}, in the law {there!r}",
    ),
    bad=_NEEDS_A_TEXT,
    good=_SOUND,
)
def quotation_against_text(evidence: Evidence) -> Iterator[Finding]:
    """A sentence in a quotation differs from the article's text, which stands in a `texts` folder of the grammar.

    What is quoted is not the law; a decision that repeats it can be contested.

    Take the article's own words; leave out whole sentences only.

    引文中的句子与法条原文不同（原文取自词表文件夹的 `texts`）。

    所引的不是法律的原话；照抄的处理决定会受到质疑。

    改用法条原文；要省略就省略整句。
    """
    for misquoted in _iter_misquoted(evidence):
        if not misquoted.is_slight and misquoted.elsewhere is None:
            yield _found(misquoted, here=misquoted.here, there=misquoted.there)


@checking(
    "QUO004",
    Severity.WARNING,
    Wording(
        "引文与法条用字略有出入：此处作“{here}”，法条作“{there}”",
        "the quotation differs slightly from the article: here {here!r}, in the law {there!r}",
    ),
    bad=_NEEDS_A_TEXT,
    good=_SOUND,
)
def quotation_slightly_off(evidence: Evidence) -> Iterator[Finding]:
    """A sentence in a quotation differs from the article's text by words of grammar alone.

    The sense stands, but the words are not the law's.

    Take the article's own words.

    引文与法条原文只差虚词。

    意思不变，但不是法律的原话。

    改用法条原文。
    """
    for misquoted in _iter_misquoted(evidence):
        if misquoted.is_slight and misquoted.elsewhere is None:
            yield _found(misquoted, here=misquoted.here, there=misquoted.there)


@checking(
    "QUO005",
    Severity.ERROR,
    Wording(
        "引文在第{elsewhere}条，不在所引的条文：{here}",
        "what is quoted stands in article {elsewhere}, not in the one cited: {here}",
    ),
    bad=_NEEDS_A_TEXT,
    good=_SOUND,
)
def quotation_of_another_article(evidence: Evidence) -> Iterator[Finding]:
    """What is quoted does not stand in the article cited but, word for word, in another of the same version.

    Who looks the article up finds another provision; often the number is that of an earlier version.

    Correct the number.

    引文不在所引的条文里，而在同一版本的另一条。

    按条文号查到的是别的规定；常见原因是沿用了旧版本的条文号。

    改正条文号。
    """
    for misquoted in _iter_misquoted(evidence):
        if misquoted.elsewhere is not None:
            yield _found(misquoted, here=misquoted.here, elsewhere=misquoted.elsewhere)


def _iter_misquoted(evidence: Evidence) -> Iterator[_Misquoted]:
    shelf, day = law_texts(evidence.checking.grammar), evidence.checking.as_of.isoformat()
    if not len(shelf):
        return
    for quotations in quotations_by_law(evidence).values():
        for cited, mention, _ in quotations:
            act, places = mention.act, cited.passage.places
            version = (mention.version or act.version_on(day)) if act else None
            articles = shelf.articles(act.title if act else mention.title, version.date if version else "")
            if len(places) == 1 and (places[0][0], places[0][4]) in articles:
                texts = {key: plain_of(text) for key, text in articles.items()}
                yield from _misquoted_in(cited, texts)


def _misquoted_in(cited: Cited, texts: dict[tuple[int, int | None], str]) -> Iterator[_Misquoted]:
    place = cited.passage.places[0]
    own = texts[place[0], place[4]]
    for span, sentence in sentences_of(cited.quoted):
        parts = [plain_of(part) for part in cited.quoted[slice(*span)].replace("……", "…").split("…")]
        if all(part in own or part.lstrip(_NUMERALS) in own for part in parts):
            continue
        elsewhere = next((key[0] for key, text in texts.items() if sentence in text), None)
        there = stretch_like(sentence, own)
        changes = compared(sentence, there).changes
        is_slight = all(set(piece) <= _SLIGHT for change in changes for piece in change)
        here, said = _beside(sentence, there)
        yield _Misquoted(cited, span, here, said, is_slight, elsewhere)


def _beside(one: str, other: str) -> tuple[str, str]:
    """Cut two texts down to what differs first, and a little beside it."""
    pairs = enumerate(zip(one, other, strict=False))
    start = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    first, reach = max(0, start - _BESIDE), start + 2 * _BESIDE
    return one[first:reach], other[first:reach]


def _found(misquoted: _Misquoted, **values: object) -> Finding:
    cited = misquoted.cited
    first = (cited.passage.quote or (0, 0))[0]
    stretch = (first + misquoted.span[0], first + misquoted.span[1])
    return Evidence.found_in(cited.text, cited.item, cited.field, stretch, **values)


_NUMERALS = "一二三四五六七八九十"

RULES: tuple[Rule, ...] = (
    quotation_against_text,
    quotation_slightly_off,
    quotation_of_another_article,
)
