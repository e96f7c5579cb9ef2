"""XRF: words that belong to another item, and one thing called by two names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from ..models import Item, Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking
from .slips import iter_slips

_PENALTY = "清河市水务局权责清单\n序号 | 权力类型 | 权力项目名称 | 责任事项\n"
_CASE = "1.立案责任：发现{}的，决定是否立案。⏎2.调查责任：两名执法人员出示证件，收集证据。⏎3.告知责任：告知听证等权利。"
_TAPS = "企业擅自取用地下水"
_DUMPS = "单位向河道倾倒垃圾渣土"

_FOUND = re.compile(r"发现(?P<subject>[^。；\n]{4,80}?)(?:行为)?的?，(?=决定|予以|依法)")
_PENALTIES = "行政处罚"
_ONE_ACT = re.compile(
    r"下列(?:行为|情形)之一[^（\n]*（[一二三四五六七八九十]+）(?P<act>[^（）；。\n]{10,})[；。]?\s*(?=\n|$|第[一二三四五六七八九十百]+条)"
)
_LEAST_TOLD = 20
_OVERDUE = re.compile(r"逾期仍?[不未](?P<act>[一-鿿]{2})")
_OWN_SHARE, _OTHER_SHARE = 0.2, 0.7
_BY_RESULT = re.compile(r"根据(?P<terms>[一-鿿、]{4,40}?)(?:情况|结果)")
_TERM = re.compile(r"(?P<where>[一-鿿]{2})(?P<act>审查|检查|核查|评审|调查|勘验|勘查|踏勘)")
_CLAUSE = re.compile(r"[^，。；：！？\n]+")
_LEAST_CLAUSE = 10
_LEAST_LEADS = 3
_LIKE_SHARE = 0.8
_MOST_REPLACED = 2


@checking(
    "XRF006",
    Severity.ERROR,
    Wording("“{found}”不是本项的内容", "{found!r} belongs to another item"),
    bad=Snippet(
        _PENALTY
        + f"1 | 行政处罚 | 对{_TAPS}的处罚 | {_CASE.format(_TAPS)}\n2 | 行政处罚 | 对{_DUMPS}的处罚 | {_CASE.format(_TAPS)}"
    ),
    good=Snippet(
        _PENALTY
        + f"1 | 行政处罚 | 对{_TAPS}的处罚 | {_CASE.format(_TAPS)}\n"
        + f"2 | 行政处罚 | 对{_DUMPS}的处罚 | {_CASE.format(_DUMPS)}"
    ),
)
def text_of_other_item(evidence: Evidence) -> Iterator[Finding]:
    """A duty speaks of what another item is about, of an act that its own item never names, or of a stage it has not.

    It was copied and not adapted: what the body does in this item is not said.

    Write what this item is about.

    责任所说的是另一事项的内容，或者本事项没有的行为、环节。

    是从别的事项照搬而没有修改的，本事项该做什么没有写。

    改成本事项的内容。
    """
    yield from _unopened(evidence)
    yield from _foreign_acts(evidence)
    yield from _foreign_subjects(evidence)
    yield from _foreign_quotes(evidence)


def _unopened(evidence: Evidence) -> Iterator[Finding]:
    """Find duties that take up a case where no stage opens one: 对立案的案件."""
    for slip in iter_slips(evidence, "XRF006"):
        item = slip.text.item
        if slip.text.column != "duties" or item is None or slip.instead is None:
            continue
        others = [
            duty for index, duty in enumerate(item.duties or ()) if f"duties/{index}/text" != slip.text.field
        ]
        if not any(slip.instead in f"{duty.stage or ''}{duty.text or ''}" for duty in others):
            yield evidence.found_in_text(
                slip.text, slip.stretch, found=slip.text.value[: slip.stretch[1] + 3]
            )


def _foreign_acts(evidence: Evidence) -> Iterator[Finding]:
    """Find acts of coercion that stand in a duty and nowhere else in its item: 逾期不拆除 on a web page."""
    acts = evidence.checking.grammar.words["acts"]
    by_item: dict[str, list[str]] = defaultdict(list)
    for text in evidence.texts:
        if text.item is not None and text.column != "duties":
            by_item[text.item.id].append(text.value)
    for text in evidence.texts:
        if text.column != "duties" or text.item is None:
            continue
        for match in _OVERDUE.finditer(text.value):
            if match["act"] in acts and not any(match["act"] in value for value in by_item[text.item.id]):
                yield evidence.found_in_text(text, match.span(), found=match[0])


def _foreign_subjects(evidence: Evidence) -> Iterator[Finding]:
    """Find duties whose subject is the name of another item and shares nothing with their own."""
    names = _Names(evidence.document.items)
    for item in evidence.document.items:
        for index, duty in enumerate(item.duties or ()):
            for match in _FOUND.finditer(duty.text or ""):
                subject = _letters_of(match["subject"])
                own = _letters_of(
                    "\n".join(filter(None, (item.name, item.subitem, item.scope, item.measure, item.subject)))
                )
                if _shared(subject, own) <= _OWN_SHARE and names.has_other(subject, item):
                    stretch = match.span("subject")
                    yield evidence.found_in(
                        duty.text, item, f"duties/{index}/text", stretch, found=match["subject"]
                    )


def _foreign_quotes(evidence: Evidence) -> Iterator[Finding]:
    """Find the one act that an item of penalty quotes from an article's many, if it has nothing of what is punished.

    Short names and acts are left alone: they say the same in other words.
    """
    for text in evidence.texts:
        if text.column != "basis" or text.item is None or text.item.type != _PENALTIES:
            continue
        told = _letters_of(f"{text.item.name}\n{text.item.scope or ''}")
        for match in _ONE_ACT.finditer(text.value):
            act = _letters_of(match["act"])
            if min(len(act), len(told)) >= _LEAST_TOLD and not act & told:
                stretch = match.span("act")
                yield evidence.found_in_text(text, stretch, found=match["act"])


def _letters_of(value: str) -> frozenset[str]:
    """Give all that three letters in a row spell, marks left out."""
    letters = re.sub(r"[^一-鿿]", "", value)
    return frozenset(letters[index : index + 3] for index in range(len(letters) - 2))


def _shared(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 1.0


class _Names:
    """Finds the items whose name holds most of a subject, without comparing it with all."""

    def __init__(self, items: list[Item]) -> None:
        self._items = items

    @cached_property
    def _by_letters(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for index, item in enumerate(self._items):
            for letters in _letters_of(item.name or ""):
                found[letters].append(index)
        return found

    def has_other(self, subject: frozenset[str], own: Item) -> bool:
        """Tell whether another item's name holds most of `subject`."""
        counts = Counter(index for letters in subject for index in self._by_letters.get(letters, ()))
        return any(
            count >= _OTHER_SHARE * len(subject) and self._items[index] is not own
            for index, count in counts.items()
        )


@checking(
    "XRF008",
    Severity.INFO,
    Wording("“{found}”与另一处的“{other}”说法不一", "{found!r} is {other!r} elsewhere"),
    bad=Snippet(
        _PENALTY
        + "1 | 行政许可 | 取水审批 | 1.受理责任：受理申请。⏎2.审查责任：组织书面审查、现场检查。⏎"
        + "3.决定责任：根据书面审查、现场审查情况，作出许可决定。⏎4.送达责任：送达。"
    ),
    good=Snippet(
        _PENALTY
        + "1 | 行政许可 | 取水审批 | 1.受理责任：受理申请。⏎2.审查责任：组织书面审查、现场审查。⏎"
        + "3.决定责任：根据书面审查、现场审查情况，作出许可决定。⏎4.送达责任：送达。"
    ),
)
def wording_differs(evidence: Evidence) -> Iterator[Finding]:
    """One thing is called by two names: in two duties of an item, in a chart and its steps, in two facts of a form.

    Whether the same is meant cannot be told.

    Use one name.

    同一件事有两种说法：一个事项的两条责任之间、流程图与文字步骤之间、同一表格的两栏之间。

    无法判断是否同一件事。

    统一说法。
    """
    yield from _results(evidence)
    yield from _roles(evidence)
    yield from _clauses(evidence)
    yield from _leads(evidence)


def _results(evidence: Evidence) -> Iterator[Finding]:
    """Find what a duty relies on and an earlier one calls otherwise: 现场审查 after 现场检查."""
    for item in evidence.document.items:
        before = ""
        for index, duty in enumerate(item.duties or ()):
            for match in _BY_RESULT.finditer(duty.text or ""):
                for term in _TERM.finditer(match["terms"]):
                    other = re.search(rf"{term['where']}(?:审查|检查|核查|评审|调查|勘验|勘查|踏勘)", before)
                    if other and term[0] not in before:
                        start = match.start("terms") + term.start()
                        stretch = (start, start + len(term[0]))
                        yield evidence.found_in(
                            duty.text, item, f"duties/{index}/text", stretch, found=term[0], other=other[0]
                        )
            before += f"{duty.text or ''}\n"


def _roles(evidence: Evidence) -> Iterator[Finding]:
    """Find bodies in the facts of charts of which one is the end of the other's name."""
    grammar = evidence.checking.grammar
    named = [
        (value, f"procedures/{index}/meta/{label}")
        for index, procedure in enumerate(evidence.document.procedures)
        for label, value in procedure.meta.items()
        if (word := grammar.field_of(label)) and word.field == "unit"
    ]
    for value, field in named:
        others = [
            other for other, _ in named if other != value and (other.endswith(value) or value.endswith(other))
        ]
        if others:
            yield evidence.found_in(value, None, field, found=value, other=others[0])


def _clauses(evidence: Evidence) -> Iterator[Finding]:
    """Find clauses of a chart that its document's steps print with one word changed."""
    steps = [
        clause for text in evidence.texts if text.column == "steps" for clause in _CLAUSE.findall(text.value)
    ]
    known = {re.sub(r"[^一-鿿]", "", clause) for clause in steps}
    by_pair: dict[str, list[str]] = defaultdict(list)
    for letters in known:
        for pair in {letters[index : index + 2] for index in range(len(letters) - 1)}:
            by_pair[pair].append(letters)
    for text in evidence.texts:
        if text.column != "nodes" or not known:
            continue
        for clause in _CLAUSE.finditer(text.value):
            letters = re.sub(r"[^一-鿿]", "", clause[0])
            if len(letters) < _LEAST_CLAUSE or letters in known:
                continue
            counts = Counter(
                one
                for index in range(len(letters) - 1)
                for one in by_pair.get(letters[index : index + 2], ())
            )
            for other, _ in counts.most_common(1):
                changed = _changed(letters, other)
                if changed:
                    yield evidence.found_in_text(text, clause.span(), found=changed[0], other=changed[1])


def _leads(evidence: Evidence) -> Iterator[Finding]:
    """Find the lead of cases that lacks a word which the same lead has in most items: 职责 for 行政职责."""
    leads: dict[str, list[Item]] = defaultdict(list)
    for item in evidence.document.items:
        if item.accountability and item.accountability.lead:
            leads[re.sub(r"[^一-鿿]", "", item.accountability.lead)].append(item)
    usual = [lead for lead, items in leads.items() if len(items) >= _LEAST_LEADS]
    for lead, items in leads.items():
        fuller = [other for other in usual if lead not in usual and _lost_in(lead, other)]
        for item in items if fuller and len(items) == 1 else ():
            told = item.accountability.lead if item.accountability else None
            lost = _lost_in(lead, fuller[0])
            yield evidence.found_in(told, item, "accountability/lead", found=lead[:12], other=lost)


def _lost_in(short: str, long: str) -> str:
    """Give the one word of `long` that `short` lacks, with what follows it; nothing if they differ otherwise.

    >>> _lost_in("不履行职责", "不履行行政职责")
    '行政职责'
    """
    count = len(long) - len(short)
    if not 0 < count <= _MOST_REPLACED:
        return ""
    same = next(
        (index for index, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short)
    )
    return long[same : same + count + 2] if short[same:] == long[same + count :] else ""


def _changed(letters: str, other: str) -> tuple[str, str] | None:
    """Give the one word that differs, with a letter on either side, if nearly all else is alike."""
    from difflib import SequenceMatcher

    steps = SequenceMatcher(None, letters, other, autojunk=False).get_opcodes()
    replaced = [step for step in steps if step[0] == "replace"]
    same = sum(end - start for name, start, end, *_ in steps if name == "equal")
    if len(replaced) != 1 or same < _LIKE_SHARE * len(letters):
        return None
    _, start, end, low, high = replaced[0]
    if max(end - start, high - low) > _MOST_REPLACED:
        return None
    return letters[max(0, start - 2) : end + 1], other[max(0, low - 2) : high + 1]


RULES: tuple[Rule, ...] = (
    text_of_other_item,
    wording_differs,
)
