"""DUT, PUN: whether the duties of an item are the chain that its type of power needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..grammar import Grammar, squashed
from ..models import Duty, Item, Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking

_LIST = "某市某局权责清单\n序号 | 权力类型 | 权力项目名称 | 处罚种类 | 责任事项\n"
_CHAIN = (
    "1.立案责任：发现违法经营的，决定是否立案。⏎2.调查责任：两名执法人员出示证件，收集证据。⏎3.审查责任：审查案件调查报告。"
    "⏎{}⏎5.决定责任：作出行政处罚决定。⏎6.送达责任：送达行政处罚决定书。⏎7.执行责任：监督当事人履行。⏎8.其他责任：其他应履行的责任。"
)
_TELLS = "4.告知责任：告知当事人事实、理由、依据和陈述、申辩、听证的权利。"
_PENALTY = _LIST + "1 | 行政处罚 | 对违法经营的处罚 | {} | {}"
_SOUND = Snippet(_PENALTY.format("警告、罚款", _CHAIN.format(_TELLS)))

_COVERED = {
    "审查与决定": ("审查", "决定"),
    "决定与送达": ("决定", "送达"),
    "审核公示": ("审查",),
    "裁决": ("决定",),
}
"""What stages of two parts stand for, too."""
_PENALTIES, _COERCION, _INSPECTION = "行政处罚", "行政强制", "行政检查"
_TOLD, _DECIDED, _URGED, _HEARD, _REST = "告知", "决定", "催告", "听证", "其他"
_LEAST_DUTIES = 3
_SENTENCE = re.compile(r"[^。；\n]+")
_MARKS = re.compile(r"[^一-鿿]")
_LEAST_SENTENCE = 10
_LABELLED = re.compile(r"责任|阶段|环节")
_LEAST_SHARE = 2 / 3


@checking(
    "DUT001",
    Severity.ERROR,
    Wording("{type}事项缺少环节：{stages}", "an item of {type} lacks stages: {stages}"),
    bad=Snippet(_PENALTY.format("警告", _CHAIN.format("4.研究责任：集体研究。"))),
    good=_SOUND,
)
def stage_missing(evidence: Evidence) -> Iterator[Finding]:
    """The duties of an item lack a stage that the law on its type of power demands, and no duty mentions it.

    What the body must do by law is no duty of anybody; a decision without it can be set aside.

    Add the duty of that stage.

    事项的责任事项缺少该类权力依法必须经过的环节，各条中也没有提到。

    依法必须做的事没有列为责任，缺少该环节的决定可能被撤销。

    补上该环节的责任。
    """
    for item, stages in _missing_stages(evidence, advised=False):
        yield evidence.found_in(item.name, item, "duties", type=item.type, stages="、".join(stages))


@checking(
    "DUT003",
    Severity.WARNING,
    Wording(
        "环节名称“{stage}”没有“责任”二字，其他各条都有",
        "{stage!r} is no duty by its label, as the others are",
    ),
    bad=Snippet(_PENALTY.format("警告", _CHAIN.format(_TELLS).replace("执行责任", "执行"))),
    good=_SOUND,
)
def stage_label_bare(evidence: Evidence) -> Iterator[Finding]:
    """The label of a duty is the bare stage where the list's other labels end in 责任.

    Whoever splits the cell at its labels misses it.

    Complete the label.

    责任事项的名称只有环节，没有“责任”，清单其他各条都有。

    按名称拆分责任事项时会漏掉。

    补全名称。
    """
    stages = [
        (item, index, duty.stage)
        for item in evidence.document.items
        for index, duty in enumerate(item.duties or ())
        if duty.stage and not is_rest(duty, evidence.checking.grammar)
    ]
    states = evidence.checking.grammar.words["states"]
    bare = [one for one in stages if not _LABELLED.search(one[2]) and not one[2].endswith(states)]
    if len(bare) <= (1 - _LEAST_SHARE) * len(stages):
        for item, index, stage in bare:
            yield evidence.found_in(stage, item, f"duties/{index}/stage", stage=stage, fix=f"{stage}责任")


@checking(
    "DUT004",
    Severity.INFO,
    Wording("没有“其他”兜底责任，其他事项都有", "no closing duty for all else, as the other items have"),
    bad=Snippet(
        _PENALTY.format("警告", _CHAIN.format(_TELLS))
        + "\n2 | 行政处罚 | 对虚假宣传的处罚 | 警告 | "
        + _CHAIN.format(_TELLS).partition("⏎8")[0]
    ),
    good=_SOUND,
)
def closing_duty_missing(evidence: Evidence) -> Iterator[Finding]:
    """The last duty of an item is not the one for all else that the law may demand, which most items have.

    It is custom, not law; but a list that mixes both looks as if the duty had been left out on purpose.

    Add it, or drop it from all items.

    事项的最后一条不是“其他法律法规规章规定的责任”，而多数事项都有。

    这是惯例而非法律要求；但有的有、有的没有，会让人以为是有意省略。

    补上，或者各项统一不写。
    """
    grammar = evidence.checking.grammar
    items = [item for item in evidence.document.items if item.duties]
    bare = [item for item in items if not any(is_rest(duty, grammar) for duty in item.duties or ())]
    if len(bare) <= len(items) / 2:
        for item in bare:
            last = (item.duties or [Duty()])[-1]
            yield evidence.found_in(last.stage or last.text, item, f"duties/{len(item.duties or ()) - 1}")


@checking(
    "DUT005",
    Severity.INFO,
    Wording("强制措施“{act}”之前不需要催告", "nobody is urged before a measure such as {act}"),
    bad=Snippet(
        _LIST
        + "1 | 行政强制 | 查封违法经营场所 |  | 1.催告责任：下达催告书。⏎2.决定责任：作出决定。⏎3.送达责任：送达。"
    ),
    good=_SOUND,
)
def measure_urged(evidence: Evidence) -> Iterator[Finding]:
    """An item of coercion urges the party, though its act is a measure that is taken at once.

    Measures follow 行政强制法 18, execution follows 35 to 38: the procedure is the wrong one, or the type.

    Look which of the two the item is, and give the duties of that one.

    行政强制事项中有催告，而其内容是当场采取的强制措施。

    强制措施适用行政强制法第十八条，强制执行适用第三十五条至第三十八条：程序或者类型有一个不对。

    判断属于哪一种，按该种程序列责任事项。
    """
    grammar = evidence.checking.grammar
    for item in _items_of(evidence, _COERCION):
        act = next(
            (word for word in grammar.words["coercions"] if word in f"{item.name}{item.measure or ''}"), None
        )
        for index, duty in enumerate(item.duties or ()):
            if act and _key_of(duty, grammar) == _URGED:
                yield evidence.found_in(duty.stage, item, f"duties/{index}", act=act)


@checking(
    "DUT006",
    Severity.WARNING,
    Wording("处罚含“{penalty}”，责任事项中没有听证", "{penalty!r} allows a hearing; no duty mentions one"),
    bad=Snippet(_PENALTY.format("吊销许可证", _CHAIN.format(_TELLS.replace("、听证", "")))),
    good=_SOUND,
)
def hearing_unmentioned(evidence: Evidence) -> Iterator[Finding]:
    """A penalty before which a hearing can be asked for is threatened, and no duty tells the party so.

    行政处罚法 63 gives that right before a licence is revoked, a business closed or a large fine imposed.

    Name the right to a hearing in the duty of telling.

    处罚种类属于可以要求听证的，但责任事项没有告知听证权利。

    依照行政处罚法第六十三条，吊销许可、责令停产停业、较大数额罚款等处罚前，当事人有权要求听证。

    在告知责任中写明听证权利。
    """
    grammar = evidence.checking.grammar
    weighty = grammar.pattern("weighty-penalty")
    for item in _items_of(evidence, _PENALTIES):
        duties = _words_of(item)
        if not item.duties or _HEARD in duties:
            continue
        in_measure = weighty.search(item.measure or "")
        if in_measure:
            yield evidence.found_in(item.measure, item, "measure", in_measure.span(), penalty=in_measure[0])
            continue
        found = weighty.search(f"{item.name}\n{duties}")
        telling = [duty for duty in item.duties if _key_of(duty, grammar) == _TOLD]
        if found and telling:
            place = item.duties.index(telling[0])
            yield evidence.found_in(telling[0].text, item, f"duties/{place}/text", penalty=found[0])


@checking(
    "DUT007",
    Severity.WARNING,
    Wording("{type}事项没有提到：{stages}", "an item of {type} does not mention {stages}"),
    bad=Snippet(
        _PENALTY.format(
            "警告", _CHAIN.format(_TELLS).replace("7.执行责任：监督当事人履行", "7.归档责任：归档")
        )
    ),
    good=_SOUND,
)
def stage_unmentioned(evidence: Evidence) -> Iterator[Finding]:
    """The duties do not mention a stage that nearly all lists have for the type, or how a measure is taken.

    The chain of duties ends before the power does.

    Add the stage, or say where it is dealt with.

    责任事项没有提到该类权力通常都有的环节，或者没有提到强制措施的实施程序。

    权力还在行使，责任链条却断了。

    补上该环节，或者说明在哪里规定。
    """
    for item, stages in _missing_stages(evidence, advised=True):
        yield evidence.found_in(item.name, item, "duties", type=item.type, stages="、".join(stages))


@checking(
    "DUT008",
    Severity.INFO,
    Wording(
        "检查事项没有提到执法人员数和出示证件", "the inspection names neither two officers nor their papers"
    ),
    bad=Snippet(
        _LIST
        + "1 | 行政检查 | 安全生产检查 |  | 1.检查责任：依法检查。⏎2.处置责任：依法处置。⏎3.监管责任：复查。"
    ),
    good=_SOUND,
)
def inspectors_unnamed(evidence: Evidence) -> Iterator[Finding]:
    """The duties of an inspection say neither that two officers come nor that they show their papers.

    It is the list's custom elsewhere, and what the inspected first ask for.

    Name both in the duty of inspecting.

    行政检查的责任事项没有写明两名以上执法人员和出示证件。

    其他清单通常都写，被检查单位首先要看的也是这个。

    在检查责任中写明。
    """
    named = evidence.checking.grammar.pattern("inspectors-named")
    for item in _items_of(evidence, _INSPECTION):
        if len(item.duties or ()) >= _LEAST_DUTIES and not named.search(_words_of(item)):
            yield evidence.found_in(item.name, item, "duties")


@checking(
    "DUT009",
    Severity.WARNING,
    Wording("“{stage}”排在告知之前", "{stage!r} stands before the party is told"),
    bad=Snippet(
        _PENALTY.format(
            "警告",
            "1.立案责任：立案。⏎2.调查责任：调查取证。⏎3.审查责任：审查。⏎4.决定责任：作出决定。⏎5.告知责任：告知陈述、申辩和听证的权利。"
            "⏎6.送达责任：送达。⏎7.执行责任：执行。",
        )
    ),
    good=_SOUND,
)
def decision_before_telling(evidence: Evidence) -> Iterator[Finding]:
    """A penalty is decided before the party is told of it and heard.

    行政处罚法 44 demands it the other way round; a decision made so does not stand.

    Put the duty of telling before the decision.

    处罚决定排在告知当事人之前。

    行政处罚法第四十四条要求先告知后决定，否则决定不能成立。

    把告知责任放到决定之前。
    """
    grammar = evidence.checking.grammar
    for item in _items_of(evidence, _PENALTIES):
        keys = [_key_of(duty, grammar) for duty in item.duties or ()]
        if _TOLD in keys and _DECIDED in keys[: keys.index(_TOLD)]:
            index = keys.index(_DECIDED)
            stage = (item.duties or [])[index].stage
            yield evidence.found_in(stage, item, f"duties/{index}", stage=stage)


@checking(
    "DUT010",
    Severity.INFO,
    Wording("“{found}”在第 {first} 条责任中已有", "{found!r} stands in duty {first} already"),
    bad=Snippet(
        _PENALTY.format(
            "警告",
            _CHAIN.format(_TELLS).replace(
                "作出行政处罚决定。", "作出行政处罚决定。发现违法经营的，决定是否立案。"
            ),
        )
    ),
    good=_SOUND,
)
def sentence_in_two_stages(evidence: Evidence) -> Iterator[Finding]:
    """One sentence stands in two duties of an item.

    What belongs to one stage is told of another, too: in which of them it is done cannot be told.

    Leave it in the stage where it belongs.

    同一句话出现在一个事项的两条责任中。

    属于一个环节的内容又写进另一个环节，看不出在哪个环节完成。

    只保留在应在的环节。
    """
    for item in evidence.document.items:
        seen: dict[str, int] = {}
        for index, duty in enumerate(item.duties or ()):
            for sentence in _SENTENCE.finditer(duty.text or ""):
                letters = _MARKS.sub("", sentence[0])
                first = seen.setdefault(letters, index)
                if first != index and len(letters) >= _LEAST_SENTENCE:
                    field = f"duties/{index}/text"
                    yield evidence.found_in(
                        duty.text, item, field, sentence.span(), found=sentence[0], first=first + 1
                    )


@checking(
    "PUN001",
    Severity.WARNING,
    Wording("“{measure}”不是行政处罚的种类", "{measure!r} is no kind of penalty"),
    bad=Snippet(_PENALTY.format("责令改正，警告", _CHAIN.format(_TELLS))),
    good=_SOUND,
)
def penalty_none(evidence: Evidence) -> Iterator[Finding]:
    """The kinds of penalty name an order or a measure, which 行政处罚法 9 does not list.

    An order to stop or mend a wrong needs another procedure, and is no penalty in the records.

    Move it to the duties, or to an item of its own type.

    处罚种类中列了责令改正、收缴等措施，不属于行政处罚法第九条的处罚种类。

    责令停止或改正适用其他程序，也不计入处罚。

    移到责任事项，或者另列为相应类型的事项。
    """
    corrections = evidence.checking.grammar.alternation("corrections")
    for item in _items_of(evidence, _PENALTIES):
        for match in corrections.finditer(item.measure or ""):
            yield evidence.found_in(item.measure, item, "measure", match.span(), measure=match[0])


def _items_of(evidence: Evidence, power: str) -> list[Item]:
    return [item for item in evidence.document.items if item.type == power]


def _missing_stages(evidence: Evidence, *, advised: bool) -> Iterator[tuple[Item, list[str]]]:
    """Give the stages of the chains that an item's duties neither are nor mention."""
    grammar = evidence.checking.grammar
    for item in evidence.document.items:
        links = grammar.chains.get(item.type or "", ())
        if not links or len(item.duties or ()) < _LEAST_DUTIES:
            continue
        words = _words_of(item)
        keys = {key for duty in item.duties or () for key in _keys_of(duty, grammar)}
        whole = f"{item.name}\n{item.measure or ''}\n{words}"
        missing = [
            link.stage
            for link in links
            if link.advised == advised
            and (not link.when or re.search(link.when, whole))
            and link.stage not in keys
            and not any(word in words for word in link.words)
        ]
        if missing:
            yield item, missing


def _words_of(item: Item) -> str:
    return "\n".join(f"{duty.stage or ''}：{duty.text or ''}" for duty in item.duties or ())


def _key_of(duty: Duty, grammar: Grammar) -> str:
    return grammar.stages.get(squashed(duty.stage), "") if duty.stage else ""


def _keys_of(duty: Duty, grammar: Grammar) -> tuple[str, ...]:
    key = _key_of(duty, grammar)
    return (key, *_COVERED.get(key, ()))


def is_rest(duty: Duty, grammar: Grammar) -> bool:
    """Tell the duty for all else: `6.其他：…`, or without a label `其他法律法规规定应履行的责任。`."""
    if duty.stage:
        return _key_of(duty, grammar) == _REST
    return bool(duty.text) and _REST in str(duty.text)


RULES: tuple[Rule, ...] = (
    stage_missing,
    stage_label_bare,
    closing_duty_missing,
    measure_urged,
    hearing_unmentioned,
    stage_unmentioned,
    inspectors_unnamed,
    decision_before_telling,
    sentence_in_two_stages,
    penalty_none,
)
