"""CIT: the titles of laws: their kind, spelling, numbers and events, by the law book and by one another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..lawbook import Act, Event, LawBook, key_of, law_book
from ..lawbook.titles import STATE, Near, compared
from ..lawbook.versions import Order, Signal, event_of, is_order_of, orders_in, signals_in
from ..models import Severity
from .cited import Mention, plain_number
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking

_LIST = "序号 | 权力类型 | 权力项目名称 | 实施依据\n1 | 行政检查 | 安全生产检查 | {}"
_TWO = _LIST + "\n2 | 行政检查 | 消防安全检查 | {}"
_SOUND = Snippet(_LIST.format("1.【法律】《中华人民共和国安全生产法》（2021年修正）第九条：依法检查。"))

_SAME = {
    **dict.fromkeys(("地方政府规章", "地方规章", "省政府规章", "政府规章"), "地方政府规章"),
    **dict.fromkeys(("部门规章", "部委规章"), "部门规章"),
    **dict.fromkeys(("规范性文件", "部门规范性文件", "地方规范性文件", "其他规范性文件"), "规范性文件"),
    **{kind: kind for kind in ("法律", "行政法规", "地方性法规")},
}
"""Tag → kind; tags that say less, as 法规 does, contradict nothing."""
_NATIONAL = ("国家", "中华人民共和国", "总局", "总署")
_STATE_LIKE = re.compile(
    "中国人民共和国|中华人共和国|中华民共和国|华人民共和国(?<!中华人民共和国)|中华人民和国|中华人民共和(?!国)|中华人民共国"
)
_YEAR = re.compile("[0-9]{4}年")
_REACH, _LIKENESS, _LONG = 5, 0.6, 8
_TELLING = {
    "暂行",
    "试行",
    "（试行）",
    "实施",
    "条例",
    "办法",
    "规定",
    "细则",
    "管理",
    "法",
    "省",
    "市",
    "县",
    "区",
}
"""Pieces by which titles of different acts differ."""
_NUMERALS = frozenset("一二三四五六七八九十")
_Variant = tuple[str, str]
"""A title, and its document number with what leads it."""
_REVISED = ("修订", "修正", "修改")
_FIRST = ("通过", "公布", "批准", "印发", "发布")


@checking(
    "CIT003",
    Severity.ERROR,
    Wording(
        "标为【{tag}】，但《{title}》是{kind}",
        "the tag says {tag}, but 《{title}》 is of the kind {kind}",
    ),
    bad=Snippet(_LIST.format("1.【行政法规】《中华人民共和国安全生产法》（2021年修正）第九条：依法检查。")),
    good=_SOUND,
)
def kind_against_tag(evidence: Evidence) -> Iterator[Finding]:
    """The tag before a law names another kind of law than the law is, by the law book or by the order that issued it.

    What a power may be founded on depends on the rank of the law.

    Correct the tag; if the law is right, check what it may found.

    法律前的类别标签与该法律的类别不符（依法律库，或依公布它的令）。

    依据能否设定该项职权取决于它的层级。

    改正标签，并核对该层级能否设定此项职权。
    """
    for mention in evidence.mentions:
        tag = _SAME.get(mention.head.passage.kind)
        kind = _kind_known(mention) or _kind_by_order(mention, tag, evidence)
        if tag and kind and tag != kind:
            head = mention.head
            start = head.text.find(head.passage.kind)
            stretch = (start, start + len(head.passage.kind)) if start >= 0 else head.passage.title_span
            values = {"tag": head.passage.kind, "title": mention.title, "kind": kind, "fix": kind}
            if start < 0:
                del values["fix"]
            yield evidence.found_in(head.text, head.item, head.field, stretch, **values)


@checking(
    "CIT004",
    Severity.ERROR,
    Wording(
        "名称有误：{printed}，应为{right}",
        "the name is misspelt: {printed}; it is {right}",
    ),
    bad=Snippet(_LIST.format("1.【法律】《中国人民共和国安全生产法》（2021年修正）第九条：依法检查。")),
    good=_SOUND,
)
def title_misspelt(evidence: Evidence) -> Iterator[Finding]:
    """A title is not that of any known law, but almost: a character is missing, added or exchanged.

    The law cannot be found by the title, and programs take it for another.

    Take the title from the message.

    法律名称与已知的名称只差一两个字：漏字、多字或者错字。

    按此名称检索不到该法律，程序会把它当作另一部法律。

    按提示改正名称。
    """
    book = law_book(evidence.checking.grammar)
    titles = Counter(key_of(mention.title) for mention in evidence.mentions)
    numbered = {number: _variants(mentions, evidence) for number, mentions in _by_number(evidence).items()}
    known: dict[tuple[str, str], str | None] = {}
    for mention in evidence.mentions:
        yield from _state_misspelt(mention)
        if mention.head.passage.law_span is None or mention.act is not None:
            continue
        printed = mention.title, mention.head.passage.note
        if printed not in known:
            known[printed] = _right_title(mention, book, titles, evidence) or _title_of_others(
                mention, numbered.get(_number_of(mention, evidence), ())
            )
        right = known[printed]
        if right:
            yield _found(mention, printed=mention.title, right=right, fix=right)


@checking(
    "CIT007",
    Severity.WARNING,
    Wording(
        "文号{number}在清单中对应不同的名称或写法，另见第{other}项：{rest}",
        "the number {number} stands with another title or spelling in item {other}: {rest}",
    ),
    bad=Snippet(
        _TWO.format(
            "《某市安全检查细则》（某委办〔2015〕57号）第九条：依法检查。",
            "《某市安全检查实施细则（试行）》（某委办〔2015〕57号）第八条：依法抽查。",
        )
    ),
    good=Snippet(
        _TWO.format(
            "《某市安全检查细则》（某委办〔2015〕57号）第九条：依法检查。",
            "《某市安全检查实施细则（试行）》（某委办〔2015〕58号）第八条：依法抽查。",
        )
    ),
)
def number_with_two_titles(evidence: Evidence) -> Iterator[Finding]:
    """One document number stands with titles that differ, or one document has its number in several spellings.

    It cannot be told whether one document is meant or several.

    Look the document up; use one title and one spelling throughout.

    同一文号对应的名称不同，或者同一文件的文号有几种写法。

    无法判断所指是同一份文件还是几份文件。

    查对文件，全文统一名称和文号的写法。
    """
    for number, mentions in _by_number(evidence).items():
        variants = _variants(mentions, evidence)
        others = {
            variant: next((rest for rest in variants if _differ(variant, rest)), None) for variant in variants
        }
        for mention in mentions:
            other = others[mention.title, _led_number(mention, evidence)]
            if other is not None:
                title, led = other
                item = variants[other].head.item
                told = {"other": item.id if item else "—", "rest": f"《{title}》{led}"}
                yield _found(mention, number=number, **told)


@checking(
    "CIT011",
    Severity.WARNING,
    Wording(
        "《{title}》的版本信息“{printed}”与记载不符：{known}",
        "{printed!r} does not fit what is known of 《{title}》: {known}",
    ),
    bad=Snippet(_LIST.format("1.【法律】《中华人民共和国行政处罚法》（2019年修订）第九条：依法处罚。")),
    good=_SOUND,
)
def event_unknown(evidence: Evidence) -> Iterator[Finding]:
    """The brackets behind a title tell of a revision that was none, or of an order in another year.

    Which version is cited cannot be told, nor whether it is in force.

    Take day, order and verb from the law's own heading.

    名称后括号里的版本信息有误：所称的修订并不存在，或者令号与年份不符。

    无法确定引用的是哪个版本，也就无法判断是否有效。

    按法律文本题注改正日期、令号和用词。
    """
    grammar = evidence.checking.grammar
    for mention in evidence.mentions:
        act, head = mention.act, mention.head
        if act is None or head.passage.note_span is None or act.history_confidence == "low":
            continue
        start, end = head.passage.note_span
        note = head.text[start:end]
        for signal in signals_in(note, grammar):
            known = _contradicted(signal, note, act, evidence)
            if known is not None:
                first, last = signal.span
                told = f"{known.date} {known.action} {known.order}".strip()
                values = {"title": mention.title, "printed": note[first:last], "known": told}
                stretch = (start + first, start + last)
                yield evidence.found_in(head.text, head.item, head.field, stretch, **values)


@checking(
    "CIT014",
    Severity.INFO,
    Wording(
        "同一栏里既写《{title}》又写全称《{full}》",
        "the cell has both 《{title}》 and the full title 《{full}》",
    ),
    bad=Snippet(
        _LIST.format("1.《中华人民共和国安全生产法》第九条：依法检查。⏎2.《安全生产法》第八条：依法抽查。")
    ),
    good=Snippet(_LIST.format("1.《安全生产法》第九条：依法检查。⏎2.《安全生产法》第八条：依法抽查。")),
)
def title_short_and_full(evidence: Evidence) -> Iterator[Finding]:
    """A law stands under its full title and under a short one in the same cell.

    Programs that know no short titles take them for two laws.

    Use the full title throughout.

    同一栏里同一部法律既用全称又用简称。

    不认识简称的程序会当作两部法律。

    统一使用全称。
    """
    full = {
        (_cell_of(mention), mention.act.title)
        for mention in evidence.mentions
        if mention.act and mention.title == mention.act.title
    }
    for mention in evidence.mentions:
        act = mention.act
        if act and mention.title != act.title and (_cell_of(mention), act.title) in full:
            yield _found(mention, title=mention.title, full=act.title, fix=act.title)


def _kind_known(mention: Mention) -> str | None:
    act = mention.act
    return _SAME.get(act.kind) if act and act.history_confidence != "low" else None


def _kind_by_order(mention: Mention, tag: str | None, evidence: Evidence) -> str | None:
    """Tell of what kind a law is by who issued it by order; what was approved from above may be of a higher one."""
    note = mention.head.passage.note
    orders = orders_in(note, evidence.checking.grammar)
    if not orders or "批准" in note:
        return None
    organ = orders[0].organ
    if organ.endswith("国务院"):
        return "行政法规"
    if organ.endswith("人民政府"):
        # Governments of counties issue orders too, and those are no 规章.
        return None if tag == "规范性文件" else "地方政府规章"
    # Until 2002 ministries issued what the State Council had approved.
    if tag not in ("法律", "地方性法规", "地方政府规章"):
        return None
    return "部门规章" if organ.endswith(("部", *_NATIONAL)) or organ.startswith(_NATIONAL) else None


def _state_misspelt(mention: Mention) -> Iterator[Finding]:
    """Find the state's name with a character too few, too many or exchanged, in a title or behind it."""
    head = mention.head
    if head.passage.law_span is None:
        return
    start, end = head.passage.law_span
    for match in _STATE_LIKE.finditer(head.text, start, end):
        values = {"printed": match[0], "right": STATE, "fix": STATE}
        yield Evidence.found_in(head.text, head.item, head.field, match.span(), **values)


def _right_title(mention: Mention, book: LawBook, titles: Counter[str], evidence: Evidence) -> str | None:
    """Give the title of the known act that is meant, where that is beyond doubt."""
    note, grammar = mention.head.passage.note, evidence.checking.grammar
    orders, number = orders_in(note, grammar), plain_number(note)
    for act, near in book.near(mention.title, _REACH):
        if (
            act.history_confidence == "low"
            or near.likeness < _LIKENESS
            or _means_another(near)
            or mention.title[-2:] != near.key[-2:]
        ):
            continue
        published = [event for event in act.history if event.order]
        confirmed = any(
            event.order in number or any(is_order_of(order, event, grammar) for order in orders)
            for event in published
        )
        # What stands before a title or behind it makes another title of it: 国内, 某省, 实施细则.
        inner = key_of(mention.title)[:1] == near.key[:1]
        slip = near.substituted == 0 and near.distance <= 2 and inner and len(near.key) >= _LONG
        if confirmed or (slip and act.ending is None and (titles[near.key] or near.distance == 1)):
            return act.title if mention.title.startswith("中") else act.title.removeprefix(STATE)
    return None


def _title_of_others(mention: Mention, variants: Iterable[_Variant]) -> str | None:
    """Give the title that all others print with the same number, where this one lacks or adds a character."""
    others = {title for title, _ in variants if key_of(title) != key_of(mention.title)}
    if len(others) < 2:
        return None
    letters = {title: "".join(filter(str.isalnum, title)) for title in (mention.title, *others)}
    slips = [
        {
            change
            for change in compared(letters[mention.title], letters[title]).changes
            if len(max(change, key=len)) == 1
        }
        for title in others
    ]
    if not set.intersection(*slips):
        return None
    return max(sorted(others), key=lambda title: compared(mention.title, title).likeness)


def _means_another(near: Near) -> bool:
    """Tell whether the difference is one by which titles of different acts are told apart."""
    changed = {piece for change in near.changes for piece in change if piece}
    return bool(changed & _TELLING) or any(piece.isascii() or set(piece) & _NUMERALS for piece in changed)


def _by_number(evidence: Evidence) -> dict[str, list[Mention]]:
    """Bring the mentions of laws together by their document numbers."""
    by_number: dict[str, list[Mention]] = {}
    for mention in evidence.mentions:
        number = _number_of(mention, evidence)
        if number:
            by_number.setdefault(number, []).append(mention)
    return by_number


def _variants(mentions: Iterable[Mention], evidence: Evidence) -> dict[_Variant, Mention]:
    """Give every title with which a number stands and the number as it is printed, with the first that does so."""
    variants: dict[_Variant, Mention] = {}
    for mention in mentions:
        variants.setdefault((mention.title, _led_number(mention, evidence)), mention)
    return variants


def _number_of(mention: Mention, evidence: Evidence) -> str:
    return _number_in(mention, evidence)[0]


def _led_number(mention: Mention, evidence: Evidence) -> str:
    """Give a document number, with the year alone that stands before it: `2002年国保发〔2012〕7号`."""
    number, led = _number_in(mention, evidence)
    return led if _YEAR.fullmatch(led.removesuffix(number)) else number


def _number_in(mention: Mention, evidence: Evidence) -> tuple[str, str]:
    note = mention.head.passage.note if mention.head.passage.law_span else ""
    match = evidence.checking.grammar.pattern("document-number").search(note)
    return (plain_number(match["number"]), plain_number(note[: match.end()])) if match else ("", "")


def _differ(one: _Variant, other: _Variant) -> bool:
    """Tell whether a number is spelt in two ways, or two titles of it differ and neither forwards the other."""
    if one[1] != other[1]:
        return True
    first, second = key_of(one[0]), key_of(other[0])
    return _core(first) != _core(second) and not any(
        "〈" in long and _core(short) in long for short, long in ((first, second), (second, first))
    )


def _core(title: str) -> str:
    """Give what a title is about, from 关于 on."""
    return title[title.find("关于") :] if "关于" in title else title


def _contradicted(signal: Signal, note: str, act: Act, evidence: Evidence) -> Event | None:
    """Give the event that a signal misstates, or the last one if it tells of one that is not known."""
    grammar = evidence.checking.grammar
    if signal.order is not None:
        numbered = [one for one in act.history if one.date and _has_number(signal.order, one, evidence)]
        if not numbered:
            return None
        year = signal.day[:4]
        event = next((one for one in numbered if year in (one.date[:4], one.effective[:4])), numbered[0])
        if len(numbered) == 1 and note[signal.order.span[1] :].startswith(_REVISED) and _is_first(event, act):
            return event
        # An event of that year may have the same number without the book's knowing it.
        is_known = any(one.date.startswith(year) or one.effective.startswith(year) for one in act.history)
        return None if is_known else event
    if signal.verb not in _REVISED or not signal.day or act.history_confidence != "high":
        return None
    meant = event_of(signal, act, grammar)
    if meant is not None:
        return meant if _is_first(meant, act) else None
    last = act.history[-1]
    return last if act.currency_confidence == "high" or signal.day < last.date else None


def _is_first(event: Event, act: Act) -> bool:
    """Tell whether nothing was revised up to an event's year: what a revision ends in is promulgated anew."""
    return all(one.action in _FIRST for one in act.history if one.date[:4] <= event.date[:4])


def _has_number(order: Order, event: Event, evidence: Evidence) -> bool:
    """Tell whether an order is that of an event, whatever year stands beside it."""
    return is_order_of(order._replace(year=None), event, evidence.checking.grammar)


def _cell_of(mention: Mention) -> tuple[str | None, str]:
    head = mention.head
    return (head.item.id if head.item else None, head.field.partition("/")[0])


def _found(mention: Mention, **values: object) -> Finding:
    head = mention.head
    return Evidence.found_in(head.text, head.item, head.field, head.passage.title_span, **values)


RULES: tuple[Rule, ...] = (
    kind_against_tag,
    title_misspelt,
    number_with_two_titles,
    event_unknown,
    title_short_and_full,
)
