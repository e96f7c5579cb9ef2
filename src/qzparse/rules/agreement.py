"""XRF: fields of one item, or of one document, that do not agree with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..grammar import Grammar, squashed
from ..models import Case, Duty, Entry, Item, Severity
from ..numerals import value_of
from .chains import is_rest
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking
from .slips import iter_slips

_LIST = "清河市水务局权责清单\n序号 | 权力类型 | 权力项目名称 | 承办机构 | 责任事项 | 责任事项依据 | 追责情形 | 追责依据\n"
_DUTIES = "1.检查责任（法规科）：两名执法人员出示证件。⏎2.处置责任（法规科）：依法处置。⏎3.其他责任（法规科）：其他责任。"
_BASIS = "1.《水法》第五十九条：检查。⏎2.《水法》第六十条：处置。"
_CASES = "有下列情形的，应承担相应责任：⏎1.不检查的。⏎2.不处置的。⏎3.其他违反规定的。"
_ROW = "{} | 行政检查 | {}检查 | 法规科 | {} | {} | {} | {}\n"


def _rows(duties: str = _DUTIES, basis: str = _BASIS, cases: str = _CASES, grounds: str = _BASIS) -> str:
    names = ("取水", "排水", "用水")
    sound = "".join(
        _ROW.format(n, name, _DUTIES, _BASIS, _CASES, _BASIS) for n, name in enumerate(names, start=1)
    )
    return f"{_LIST}{sound}{_ROW.format(4, '节水', duties, basis, cases, grounds)}"


_SOUND = Snippet(_rows())
_PENALTY = "清河市水务局权责清单\n序号 | 权力类型 | 权力项目名称 | 责任事项\n"
_LEAST_AGREEING = 2
_AGREEING_SHARE = 2 / 3
_ANY_UNIT = re.compile(r"有关|相关|各|承办|责任|本|具体|经办|业务|窗口")
"""What names whatever unit is concerned."""
_OF_TYPE = re.compile(r"行政(?:许可|审批|处罚|强制|征收|给付|确认|奖励|裁决|检查)")
_REST_CASE = re.compile(r"其他|其它|除以上|除上述")
_DECIDING = frozenset({"受理", "审查", "决定", "送达", "告知", "审查与决定", "决定与送达"})


@checking(
    "XRF001",
    Severity.ERROR,
    Wording(
        "责任事项与责任事项依据的编号不对应：{numbers}",
        "duties and bases do not meet: {numbers}",
    ),
    bad=Snippet(_rows(basis="1.《水法》第五十九条：检查。")),
    good=_SOUND,
)
def duty_without_basis(evidence: Evidence) -> Iterator[Finding]:
    """A duty has no entry of its number among the bases of duties, or an entry has the number of no duty.

    In such a list `2-1` is the first basis of duty 2: a number that points nowhere was lost or shifted.

    Add the missing entry, or correct the numbers.

    某条责任在责任事项依据中没有相同编号的依据，或者某条依据的编号没有对应的责任。

    这类清单中“2-1”是第 2 条责任的第一条依据，编号落空说明缺条或错位。

    补上缺少的依据，或者改正编号。
    """
    grammar = evidence.checking.grammar
    pairs = [
        _Pair(item, "duty_basis", item.duty_basis or [], _numbers_of(item.duties or [], grammar))
        for item in evidence.document.items
    ]
    yield from _unmet(evidence, pairs)


@checking(
    "XRF002",
    Severity.WARNING,
    Wording(
        "追责情形与追责依据的编号不对应：{numbers}",
        "the numbers of cases and of their bases do not meet: {numbers}",
    ),
    bad=Snippet(_rows(grounds="1.《水法》第六十四条：处分。⏎2.同1。⏎3.同1。⏎4.同1。")),
    good=_SOUND,
)
def case_without_basis(evidence: Evidence) -> Iterator[Finding]:
    """A case of accountability has no entry of its number among the bases, or an entry has the number of no case.

    Nobody can be held to account on a basis that belongs to no case.

    Add the missing entry or case, or correct the numbers.

    某种追责情形在追责依据中没有相同编号的依据，或者某条依据没有对应的情形。

    没有对应情形的依据无法用来追责。

    补上缺少的依据或情形，或者改正编号。
    """
    grammar = evidence.checking.grammar
    pairs = [
        _Pair(
            item,
            "accountability_basis",
            item.accountability_basis or [],
            _numbers_of(item.accountability.cases if item.accountability else [], grammar),
        )
        for item in evidence.document.items
    ]
    yield from _unmet(evidence, pairs)


class _Pair(NamedTuple):
    """A column of bases, and the numbers of what they found: True where it needs none of its own."""

    item: Item
    column: str
    entries: list[Entry]
    numbers: dict[int, bool]

    @property
    def groups(self) -> dict[int, int]:
        """The numbers that the bases have, with the first entry of each."""
        groups: dict[int, int] = {}
        for index, entry in enumerate(self.entries):
            number = value_of(re.split(r"[-－–—]", entry.number)[0]) if entry.number else None
            if number is not None:
                groups.setdefault(number, index)
        return groups

    @property
    def unmet(self) -> list[int]:
        """The numbers of one side that the other lacks."""
        needed = {number for number, is_free in self.numbers.items() if not is_free}
        return sorted((needed - set(self.groups)) | (set(self.groups) - set(self.numbers)))


def _numbers_of(lines: Sequence[Duty | Case], grammar: Grammar) -> dict[int, bool]:
    numbers = {}
    for line in lines:
        number = value_of(line.number) if line.number else None
        if number is not None:
            is_free = (
                is_rest(line, grammar) if isinstance(line, Duty) else bool(_REST_CASE.search(line.text or ""))
            )
            numbers[number] = is_free
    if numbers and any(line.number is None and line.text for line in lines):
        # What stands without its number still counts: its basis has the number that it lost.
        for number in range(1, len(lines) + 1):
            numbers.setdefault(number, True)
    return numbers


def _unmet(evidence: Evidence, pairs: list[_Pair]) -> Iterator[Finding]:
    """Find the numbers that point nowhere, where the list numbers both sides alike as a rule."""
    numbered = [pair for pair in pairs if len(pair.numbers) > 1 and pair.groups]
    odd = [pair for pair in numbered if pair.unmet]
    agreeing = len(numbered) - len(odd)
    if agreeing < max(_LEAST_AGREEING, _AGREEING_SHARE * len(numbered)):
        return
    for pair in odd:
        places = [pair.groups[number] for number in pair.unmet if number in pair.groups]
        index = places[0] if places else 0
        numbers = "、".join(map(str, pair.unmet))
        yield evidence.found_in(
            pair.entries[index].text, pair.item, f"{pair.column}/{index}", numbers=numbers
        )


@checking(
    "XRF003",
    Severity.ERROR,
    Wording("承办机构是{unit}，各条责任却由{others}承担", "its unit is {unit}, its duties name {others}"),
    bad=Snippet(_rows(duties=_DUTIES.replace("法规科", "监察科"))),
    good=_SOUND,
)
def unit_contradicted(evidence: Evidence) -> Iterator[Finding]:
    """No duty of an item names the unit that the item is said to be run by.

    Who answers for it cannot be told.

    Correct the unit of the item, or those of its duties.

    事项的承办机构没有出现在任何一条责任的责任单位中。

    无法判断由谁负责。

    改正承办机构或者各条责任的单位。
    """
    for item in evidence.document.items:
        units = [
            squashed(duty.unit) for duty in item.duties or () if duty.unit and not _ANY_UNIT.match(duty.unit)
        ]
        own = squashed(item.unit) if item.unit else ""
        if own and units and not any(_share_name(own, unit) for unit in units):
            others = "、".join(dict.fromkeys(units))
            yield evidence.found_in(item.unit, item, "unit", unit=item.unit, others=others)


def _share_name(own: str, unit: str) -> bool:
    """Tell whether a name of one stands in the other: 法规科 in 法规科、监察科."""
    parts = [part for part in re.split(r"[、，,；;和及/]", own) if part]
    return unit in own or any(part in unit for part in parts)


@checking(
    "XRF004",
    Severity.ERROR,
    Wording("{type}事项的责任中作出的是{other}", "a duty of an item of {type} decides a {other}"),
    bad=Snippet(
        _PENALTY + "1 | 其他行政权力 | 取水计划备案 | 1.受理责任：受理申请。⏎2.决定责任：作出行政许可决定。"
    ),
    good=Snippet(
        _PENALTY + "1 | 行政许可 | 取水审批 | 1.受理责任：受理申请。⏎2.决定责任：作出行政许可决定。"
    ),
)
def decision_of_other_type(evidence: Evidence) -> Iterator[Finding]:
    """A duty makes or serves the decision of another type of power than the item's.

    The type or the duty was taken over from another item; the two types have different procedures.

    Correct the duty, or the type of the item.

    责任事项中作出或送达的是另一类权力的决定。

    类型或者责任是从别的事项照搬的，两类权力的程序不同。

    改正该条责任，或者事项的权力类型。
    """
    grammar = evidence.checking.grammar
    seen: set[tuple[str, str]] = set()
    for slip in iter_slips(evidence, "XRF004"):
        item, (column, _, rest) = slip.text.item, slip.text.field.partition("/")
        if column != "duties" or item is None or not item.type or item.type == slip.instead:
            continue
        duty = (item.duties or [])[int(rest.partition("/")[0])]
        key = grammar.stages.get(squashed(duty.stage), "") if duty.stage else ""
        if key in _DECIDING and (item.id, slip.text.field) not in seen:
            seen.add((item.id, slip.text.field))
            yield evidence.found_in_text(slip.text, slip.stretch, type=item.type, other=slip.instead)


@checking(
    "XRF005",
    Severity.INFO,
    Wording(
        "追责依据《{title}》是关于{other}的，事项是{type}",
        "the basis 《{title}》 is on {other}, the item of {type}",
    ),
    bad=Snippet(_rows(grounds="1.《某省行政审批责任追究办法》第五条：处分。⏎2.同1。")),
    good=_SOUND,
)
def basis_of_other_type(evidence: Evidence) -> Iterator[Finding]:
    """An item is answered for by an act that is on another type of power, by its very title.

    The act may reach further than its title; more often the cell was copied from an item of that type.

    Look whether the act holds for this type of power, and cite the one that does.

    追责依据的名称表明它规定的是另一类权力。

    它的适用范围也可能更宽，但更常见的是从那一类事项照搬。

    核对是否适用于本类权力，改引适用的依据。
    """
    grammar = evidence.checking.grammar
    for item in evidence.document.items:
        for index, entry in enumerate(item.accountability_basis or ()):
            for citation in entry.citations:
                named = _OF_TYPE.search(citation.title)
                other = grammar.power_of(named[0]) if named else None
                start = (entry.text or "").find(citation.title)
                if other and item.type and other != item.type and start >= 0:
                    stretch = (start, start + len(citation.title))
                    yield evidence.found_in(
                        entry.text,
                        item,
                        f"accountability_basis/{index}/text",
                        stretch,
                        title=citation.title,
                        other=other,
                        type=item.type,
                    )


RULES: tuple[Rule, ...] = (
    duty_without_basis,
    case_without_basis,
    unit_contradicted,
    decision_of_other_type,
    basis_of_other_type,
)
