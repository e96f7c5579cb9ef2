"""LAW: whether the laws cited are in force on a day, and in the version cited."""

from __future__ import annotations

from collections.abc import Iterator

from ..lawbook import Act, Event, LawBook, law_book
from ..models import Severity
from .cited import Mention
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking

_LIST = "序号 | 权力类型 | 权力项目名称 | 实施依据\n1 | 行政检查 | 安全生产检查 | {}"
_SOUND = Snippet(_LIST.format("1.【法律】《中华人民共和国安全生产法》（2021年修正）第九条：依法检查。"))


@checking(
    "LAW001",
    Severity.ERROR,
    Wording(
        "《{title}》已废止（{on}，由《{by}》取代）",
        "《{title}》 is repealed ({on}, by 《{by}》)",
    ),
    bad=Snippet(_LIST.format("1.【法律】《中华人民共和国合同法》第八条：依法成立的合同，受法律保护。")),
    good=_SOUND,
)
def law_repealed(evidence: Evidence) -> Iterator[Finding]:
    """A law is cited that was out of force on the day for which the list is judged.

    A power without a basis in force cannot be used, and duties founded on it bind nobody.

    Find the provision that has taken its place and cite that; where there is none, the power goes.

    引用的法律在核查日已经废止。

    职权失去有效依据就不能行使，依此设定的责任也无人承担。

    查找承接的条款并改引；没有承接条款的，职权应当取消。
    """
    book, day = _book_and_day(evidence)
    for mention in evidence.mentions:
        act = _meant(mention, book)
        ending = act.ended(day) if act else None
        sure = act is not None and "low" not in (act.history_confidence, act.currency_confidence)
        if act and ending and ending.repealed and ending.sure and sure:
            yield _found(mention, title=act.title, on=ending.on, by=ending.by)


@checking(
    "LAW002",
    Severity.WARNING,
    Wording(
        "《{title}》引用的是{cited}的文本，{now}的文本已经施行；条文号对照：{moved}",
        "《{title}》 is cited in the text of {cited}; that of {now} is in force; articles: {moved}",
    ),
    bad=Snippet(_LIST.format("1.【法律】《中华人民共和国安全生产法》（2014年修正）第九条：依法检查。")),
    good=_SOUND,
)
def version_superseded(evidence: Evidence) -> Iterator[Finding]:
    """A law is cited in a version that a later one has replaced by the day for which the list is judged.

    Its articles may read otherwise now, or stand under other numbers.

    Compare with the text in force; where the new number is known, the message gives it.

    引用的法律文本在核查日已被新文本取代。

    条文内容或条文号可能已经变动。

    对照现行文本修改；已知新条文号的，提示中已列出。
    """
    book, day = _book_and_day(evidence)
    for mention in evidence.mentions:
        act, version = mention.act, mention.version
        if act is None or version is None or act.ended(day):
            continue
        later = act.versions_after(version, day)
        if later:
            moved = _moved(mention, act, version, book)
            yield _found(mention, title=act.title, cited=version.date, now=later[-1].date, moved=moved or "—")


@checking(
    "LAW003",
    Severity.ERROR,
    Wording(
        "《{title}》（{version}）共{last}条，没有第{article}条",
        "《{title}》 of {version} has {last} articles; there is no article {article}",
    ),
    bad=Snippet(_LIST.format("1.【法律】《中华人民共和国行政强制法》第九十一条：依法强制。")),
    good=Snippet(_LIST.format("1.【法律】《中华人民共和国行政强制法》第九条：依法强制。")),
)
def article_beyond_the_last(evidence: Evidence) -> Iterator[Finding]:
    """An article is cited whose number is greater than that of the law's last.

    The provision meant cannot be found; the number is of another law, another version, or mistyped.

    Look the provision up in the version cited and correct the number.

    引用的条文号超过了该法的总条数。

    找不到所指条文：条文号属于别的法律、别的版本，或者录入有误。

    查对所引版本，改正条文号。
    """
    book, day = _book_and_day(evidence)
    named = _versions_named(evidence)
    for mention in evidence.mentions:
        act = mention.act
        version = mention.version or _version_by_default(act, named, day)
        if act is None or version is None or act.history_confidence == "low":
            continue
        if mention.version is None and act.currency_confidence != "high":
            continue
        last = book.last_article(act, version)
        for cited in mention.passages:
            for place in cited.passage.places:
                if last and place[0] > last:
                    values = {"title": act.title, "version": version.date, "last": last, "article": place[0]}
                    yield evidence.found_in(cited.text, cited.item, cited.field, cited.passage.run, **values)


@checking(
    "LAW004",
    Severity.WARNING,
    Wording(
        "《{title}》条文号似为{old}文本的编号，现行文本的条文号：{moved}",
        "《{title}》 seems cited by the numbers of {old}; those of the text in force: {moved}",
    ),
    bad=Snippet(
        _LIST.format("1.【法律】《中华人民共和国保守国家秘密法》（2024年修订）第四章第四十五条：依法收缴。")
    ),
    good=Snippet(
        _LIST.format("1.【法律】《中华人民共和国保守国家秘密法》（2024年修订）第四章第五十二条：依法收缴。")
    ),
)
def article_renumbered(evidence: Evidence) -> Iterator[Finding]:
    """An article's number and its chapter fit an earlier version of the law, not the one cited or in force.

    The version in brackets was brought up to date and the numbers were not: they point to other provisions.

    Take the new number from the message, and compare the text.

    条文号与章的搭配符合旧文本，不符合所引的或现行的文本。

    括号里的版本更新了，条文号没有更新，指向了别的条文。

    按提示改用新条文号，并核对条文内容。
    """
    book, day = _book_and_day(evidence)
    named = _versions_named(evidence)
    for mention in evidence.mentions:
        act = mention.act
        version = mention.version or _version_by_default(act, named, day)
        if act is None or version is None or act.versions_after(version, day):
            continue
        for cited in mention.passages:
            for article, _, _, chapter, _ in cited.passage.places:
                old = book.earlier_with(act, version, chapter, article)
                if old is not None:
                    moved = _arrows(article, book.moved_to(act, old, article))
                    values = {"title": act.title, "old": old.date, "moved": moved or f"{article}→?"}
                    yield evidence.found_in(cited.text, cited.item, cited.field, cited.passage.run, **values)


@checking(
    "LAW005",
    Severity.WARNING,
    Wording(
        "《{title}》未注明版本，而{now}修订后条文号已变动：{moved}",
        "《{title}》 is cited without its version, and {now} renumbered its articles: {moved}",
    ),
    bad=Snippet(_LIST.format("1.【法律】《中华人民共和国保守国家秘密法》第四十二条：依法指导。")),
    good=Snippet(
        _LIST.format("1.【法律】《中华人民共和国保守国家秘密法》（2024年修订）第四十九条：依法指导。")
    ),
)
def version_untold(evidence: Evidence) -> Iterator[Finding]:
    """Articles are cited of a law that has been renumbered, and nowhere does the list tell which version it means.

    By the old numbers and by the new ones they are different provisions.

    Name the version in brackets behind the title, and check the numbers against it.

    引用了条文号已经变动的法律的条文，而整份清单都没有注明是哪个版本。

    按旧编号和按新编号，所指是不同的条文。

    在法律名称后用括号注明版本，并核对条文号。
    """
    book, day = _book_and_day(evidence)
    named = _versions_named(evidence)
    for mention in evidence.mentions:
        act = mention.act
        if act is None or mention.version or act.title in named or not mention.articles or act.ended(day):
            continue
        old = next((event for event in reversed(act.history) if book.is_renumbered(act, event)), None)
        later = act.versions_after(old, day) if old else ()
        moved = _moved(mention, act, old, book) if old and later else ""
        if moved:
            yield _found(mention, title=act.title, now=later[-1].date, moved=moved)


@checking(
    "LAW006",
    Severity.WARNING,
    Wording(
        "《{title}》可能已由《{by}》取代（{on}）",
        "《{title}》 may have been replaced by 《{by}》 ({on})",
    ),
    bad=Snippet(_LIST.format("1.【行政法规】《信访条例》第六条：依法受理。")),
    good=_SOUND,
)
def law_replaced(evidence: Evidence) -> Iterator[Finding]:
    """A law is cited whose subject a later one has taken over, though no express repeal is known for certain.

    What it says may be without effect; offices go by the later one.

    Find out whether it still applies; else cite the later one.

    引用的法律所规范的事项已由后来的规定调整，但没有查实明文废止。

    所引规定可能已不适用，实际执行的是后来的规定。

    查明是否仍然适用，否则改引后来的规定。
    """
    book, day = _book_and_day(evidence)
    for mention in evidence.mentions:
        act = mention.act
        ending = act.ended(day) if act else None
        if act and ending:
            low = "low" in (act.history_confidence, act.currency_confidence)
            if not (ending.repealed and ending.sure) or low:
                yield _found(mention, title=act.title, on=ending.on or "—", by=ending.by)
        elif act is None:
            final = book.final_of(mention.title)
            since = final.history[0].since if final and final.history else ""
            if final and since and since <= day:
                yield _found(mention, title=mention.title, on=since, by=final.title)


@checking(
    "LAW007",
    Severity.WARNING,
    Wording(
        "《{title}》{version}的文本到{since}才施行",
        "《{title}》 of {version} is not in force before {since}",
    ),
    bad=Snippet(_LIST.format("1.【法律】《中华人民共和国农业法》（2026年修订）第九条：依法检查。")),
    good=_SOUND,
)
def version_of_the_future(evidence: Evidence) -> Iterator[Finding]:
    """A version is cited that was not yet in force on the day for which the list is judged.

    Until it is, the text before it is the basis.

    Cite the text in force, or publish the list when the new one is.

    引用的文本在核查日尚未施行。

    在它施行以前，依据仍是原来的文本。

    改引现行文本，或者待新文本施行时再公布清单。
    """
    _, day = _book_and_day(evidence)
    for mention in evidence.mentions:
        act = mention.act
        version = mention.version or (act.history[0] if act and act.history else None)
        if act and version and version.since > day:
            yield _found(mention, title=act.title, version=version.date, since=version.since)


def _book_and_day(evidence: Evidence) -> tuple[LawBook, str]:
    return law_book(evidence.checking.grammar), evidence.checking.as_of.isoformat()


def _found(mention: Mention, **values: object) -> Finding:
    head = mention.head
    where = head.passage.law_span or head.passage.run
    return Evidence.found_in(head.text, head.item, head.field, where, **values)


def _meant(mention: Mention, book: LawBook) -> Act | None:
    """Tell which act is meant, where a later one bears the same title."""
    act = mention.act
    namesake = book.namesake(act) if act else None
    if act is None or namesake is None or not act.history:
        return act
    years = [int(word) for word in mention.head.passage.note.replace("年", " ").split() if word.isdigit()]
    first = int(act.history[0].date[:4] or 0)
    return namesake if years and max(years) < first else act


def _versions_named(evidence: Evidence) -> dict[str, Event]:
    """Give the version that a list names of each act; the latest, where it names several."""
    named: dict[str, Event] = {}
    for mention in evidence.mentions:
        if mention.act and mention.version:
            known = named.get(mention.act.title)
            if known is None or known.date < mention.version.date:
                named[mention.act.title] = mention.version
    return named


def _version_by_default(act: Act | None, named: dict[str, Event], day: str) -> Event | None:
    return None if act is None else named.get(act.title) or act.version_on(day)


def _moved(mention: Mention, act: Act, version: Event, book: LawBook) -> str:
    """Word where the articles cited stand in the next version: `45→52`."""
    articles = dict.fromkeys(place[0] for place in mention.articles)
    return ", ".join(filter(None, (_arrows(old, book.moved_to(act, version, old)) for old in articles)))


def _arrows(old: int, new: tuple[int, ...]) -> str:
    return f"{old}→{'/'.join(map(str, new))}" if new else ""


RULES: tuple[Rule, ...] = (
    law_repealed,
    version_superseded,
    article_beyond_the_last,
    article_renumbered,
    version_untold,
    law_replaced,
    version_of_the_future,
)
