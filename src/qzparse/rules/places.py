"""CIT: the places of laws that entries cite: chapters, articles left out, one place with several texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations

from ..lawbook import law_book
from ..lawbook.titles import overlap
from ..models import Severity
from .cited import Mention
from .quoted import Quotation, iter_places, plain_of, quotations_by_law, wordings_of
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking

_LIST = "序号 | 权力类型 | 权力项目名称 | 实施依据\n1 | 行政检查 | 安全生产检查 | {}"
_TWO = _LIST + "\n2 | 行政检查 | 消防安全检查 | {}"
_AKIN = 0.6
_WITH_ARTICLES = ("法", "条例", "规定", "办法", "细则", "规则")
_ENUMERATION = re.compile("下列[^。]*[：:]\\s*[（(][一二三四五六七八九十]")
_ACCOUNT = "序号 | 权力类型 | 权力项目名称 | 追责依据\n1 | 行政检查 | 安全生产检查 | {}"


@checking(
    "CIT008",
    Severity.ERROR,
    Wording(
        "第{article}条在第{right}章，不在第{chapter}章",
        "article {article} stands in chapter {right}, not in chapter {chapter}",
    ),
    bad=Snippet(
        _LIST.format("1.【法律】《中华人民共和国保守国家秘密法》（2024年修订）第五章第五十二条：依法收缴。")
    ),
    good=Snippet(
        _LIST.format("1.【法律】《中华人民共和国保守国家秘密法》（2024年修订）第四章第五十二条：依法收缴。")
    ),
)
def chapter_of_another_article(evidence: Evidence) -> Iterator[Finding]:
    """The chapter printed before an article is not the one in which the version cited has it.

    Chapter or article is wrong; which provision founds the power cannot be told.

    Look the article up in the version cited and correct the chapter, or leave it out.

    条文号前写的章，不是所引版本中该条所在的章。

    章与条必有一个是错的，无法确定依据的是哪一条。

    查对所引版本，改正章号，或者删去章号。
    """
    book, day = law_book(evidence.checking.grammar), evidence.checking.as_of.isoformat()
    versions = {
        mention.act.title: mention.version for mention in evidence.mentions if mention.act and mention.version
    }
    for mention in evidence.mentions:
        act = mention.act
        version = (mention.version or versions.get(act.title) or act.version_on(day)) if act else None
        if act is None or version is None:
            continue
        for cited in mention.passages:
            for article, _, _, chapter, _ in cited.passage.places:
                right = book.chapter_of(act, version, article)
                renumbered = book.earlier_with(act, version, chapter, article)
                if chapter and right and chapter != right and renumbered is None:
                    values = {"article": article, "right": right, "chapter": chapter}
                    yield evidence.found_in(cited.text, cited.item, cited.field, cited.passage.run, **values)


@checking(
    "CIT010",
    Severity.WARNING,
    Wording(
        "《{title}》没有写明条文，本栏其余依据都写明了",
        "《{title}》 is cited without an article; all other bases of the cell have one",
    ),
    bad=Snippet(_ACCOUNT.format("①《行政许可法》；②《安全生产法》第九十条；③《公务员法》第五十九条。")),
    good=Snippet(
        _ACCOUNT.format("①《行政许可法》第七十二条；②《安全生产法》第九十条；③《公务员法》第五十九条。")
    ),
)
def article_left_out(evidence: Evidence) -> Iterator[Finding]:
    """A law is cited as a whole in a cell where every other law is cited by its articles.

    The provision on which the reader is to rely cannot be found.

    Add the article, as in the others.

    同一栏其余依据都写明条文，只有这一部法律笼统引用。

    读者找不到所依据的具体条文。

    像其余各条一样补上条文号。
    """
    for mentions in _by_cell(evidence):
        if any(cited.quoted for mention in mentions for cited in mention.passages):
            continue
        whole = [
            mention for mention in mentions if not mention.articles and mention.title.endswith(_WITH_ARTICLES)
        ]
        # What one of several leaves out is a slip; what half of them leave out is a habit.
        if 0 < len(whole) * 3 <= len(mentions):
            for mention in whole:
                head = mention.head
                yield evidence.found_in(
                    head.text, head.item, head.field, head.passage.law_span, title=mention.title
                )


@checking(
    "CIT012",
    Severity.ERROR,
    Wording(
        "同一法条（{run}）在清单中引了两种内容，另见第{other}项",
        "one place ({run}) is quoted with two contents; the other stands in item {other}",
    ),
    bad=Snippet(
        _TWO.format(
            "《某某业管理条例》第九条第二款：未办理登记手续的，由主管部门责令改正，给予警告。",
            "《某某业管理条例》第九条第二款：经营者有下列行为之一的，吊销许可证：（一）伪造名册的；（二）拒绝检查的。",
        )
    ),
    good=Snippet(
        _TWO.format(
            "《某某业管理条例》第九条第二款：未办理登记手续的，由主管部门责令改正，给予警告。",
            "《某某业管理条例》第九条第一款：经营者有下列行为之一的，吊销许可证：（一）伪造名册的；（二）拒绝检查的。",
        )
    ),
)
def place_with_two_texts(evidence: Evidence) -> Iterator[Finding]:
    """One paragraph of a law is quoted with an enumeration in one place and with another text altogether in another.

    One of the locators is wrong, and the item under it has no sound basis.

    Look both up and correct the wrong locator.

    同一法条同一款，一处引的是分项列举，另一处引的是完全不同的内容。

    其中必有一处条款号是错的，该项职权的依据不成立。

    查对法条，改正写错的条款号。
    """
    for same in iter_places(evidence):
        if same[0].cited.passage.places[0][1:3] != (None, None):
            yield from _contradictions(evidence, same, _is_enumeration)


@checking(
    "CIT013",
    Severity.ERROR,
    Wording(
        "同一文件的同一处（{run}）引了两种内容，另见第{other}项",
        "one place of a document ({run}) is quoted with two contents; the other stands in item {other}",
    ),
    bad=Snippet(
        _TWO.format(
            "《某市某局职能配置规定》（某市机编〔2008〕107号）一、主要职责（七）指导、督促各级单位开展检查。",
            "《某市某局职能配置规定》（某市机编〔2008〕107号）一、主要职责（七）承担行政复议的各项工作。",
        )
    ),
    good=Snippet(
        _TWO.format(
            "《某市某局职能配置规定》（某市机编〔2008〕107号）一、主要职责（七）指导、督促各级单位开展检查。",
            "《某市某局职能配置规定》（某市机编〔2008〕107号）一、主要职责（八）承担行政复议的各项工作。",
        )
    ),
)
def outline_place_with_two_texts(evidence: Evidence) -> Iterator[Finding]:
    """One numbered point of a document without articles is quoted with two different contents.

    One of the numbers is wrong, and the item under it has no sound basis.

    Look both up and correct the wrong number.

    没有条文号的文件，同一序号处引了两种不同的内容。

    其中必有一处序号是错的，该项职权的依据不成立。

    查对文件，改正写错的序号。
    """
    pattern = evidence.checking.grammar.pattern("outline-place")
    for quotations in quotations_by_law(evidence).values():
        by_place: dict[str, list[Quotation]] = {}
        for quotation in quotations:
            place = None if quotation.cited.passage.places else pattern.match(quotation.cited.quoted)
            if place is not None:
                own = plain_of(quotation.cited.quoted[place.end() :])
                by_place.setdefault(plain_of(place[0]), []).append(quotation._replace(plain=own))
        for same in by_place.values():
            yield from _contradictions(evidence, same, lambda _: True)


def _by_cell(evidence: Evidence) -> Iterator[list[Mention]]:
    """Give the mentions of laws cell by cell."""
    cells: dict[tuple[str | None, str], list[Mention]] = {}
    for mention in evidence.mentions:
        head = mention.head
        if head.passage.law_span is not None:
            key = (head.item.id if head.item else None, head.field.partition("/")[0])
            cells.setdefault(key, []).append(mention)
    yield from cells.values()


def _contradictions(
    evidence: Evidence, same: list[Quotation], proves: Callable[[Quotation], bool]
) -> Iterator[Finding]:
    """Find the quotations of one place that have nothing in common with another, where one of the two proves it."""
    against: dict[str, Quotation] = {}
    for one, other in combinations(wordings_of(same).values(), 2):
        if overlap(one.plain, other.plain) <= _AKIN and (proves(one) or proves(other)):
            against.setdefault(one.plain, other)
            against.setdefault(other.plain, one)
    for quotation in same:
        if quotation.plain in against:
            yield _contradiction(evidence, quotation, against[quotation.plain])


def _contradiction(evidence: Evidence, found: Quotation, against: Quotation) -> Finding:
    cited = found.cited
    first, last = cited.passage.run or cited.passage.quote or (0, 0)
    run = cited.text[first : min(last, first + 16)]
    other = against.cited.item.id if against.cited.item else "—"
    return evidence.found_in(cited.text, cited.item, cited.field, (first, last), run=run, other=other)


def _is_enumeration(quotation: Quotation) -> bool:
    """Tell whether a lead sentence and numbered items are quoted: they are the whole of a paragraph."""
    return _ENUMERATION.search(quotation.cited.quoted) is not None


RULES: tuple[Rule, ...] = (
    chapter_of_another_article,
    article_left_out,
    place_with_two_texts,
    outline_place_with_two_texts,
)
