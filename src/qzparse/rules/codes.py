"""COD: item codes: whether they can be, agree with the item, and are unique."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ..grammar import Grammar
from ..models import Item, Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking
from .schemes import CodeParts, check_wanted, parts_of

_TITLE = "韶关市水务局权责清单\n"
_HEAD = "序号 | 编码 | 权力类型 | 职权名称 | 责任事项\n"
_DUTIES = "1.检查责任：两名执法人员出示证件，依法检查。⏎2.处置责任：依法处置。"
_CODE = "729190451{}{:05}000{}{}"


def _row(number: int, name: str, code: str, power: str = "行政检查") -> str:
    return f"{number} | {code} | {power} | {name} | {_DUTIES}\n"


_THREE = "".join(
    _row(number, name, _CODE.format("06", number, 3, 440200))
    for number, name in ((1, "取水检查"), (2, "排水检查"), (3, "用水检查"))
)
_SOUND = Snippet(_TITLE + _HEAD + _THREE)
_CITIES = ("11", "12", "31", "50")
"""Municipalities: their districts stand a level higher than others."""
_MOST = 0.5
_GAPS = 0.2


class _Coded(NamedTuple):
    """An item with the parts of its code."""

    item: Item
    parts: CodeParts


def _bad(code: str, power: str = "行政检查") -> Snippet:
    return Snippet(_TITLE + _HEAD + _THREE + _row(4, "节水检查", code, power))


@checking(
    "COD001",
    Severity.WARNING,
    Wording(
        "编码“{code}”与清单其他编码的结构不同", "the code {code!r} is not built as the list's others are"
    ),
    bad=_bad("7291904510600004000344020"),
    good=_SOUND,
)
def code_malformed(evidence: Evidence) -> Iterator[Finding]:
    """A code fits no scheme, or another one than nearly all codes of its list.

    It cannot be matched with the platform, and a digit that was lost or doubled makes it another item's.

    Compare it with the platform's code, digit by digit.

    编码不符合任何编码规则，或者与清单其他编码的结构不同。

    无法与平台对应，多一位或少一位就成了别的事项。

    与平台的编码逐位核对。
    """
    items = [item for item in evidence.document.items if item.code]
    coded = _coded(evidence)
    schemes = Counter(one.parts.scheme for one in coded)
    if not schemes:
        return
    usual, count = schemes.most_common(1)[0]
    if count <= _MOST * len(items):
        return
    right = {one.item.id for one in coded if one.parts.scheme in (usual, "code-placeholder")}
    for item in items:
        if item.id not in right:
            yield evidence.found_in(item.code, item, "code", code=item.code)


@checking(
    "COD002",
    Severity.ERROR,
    Wording("与 {other} 项编码相同：{code}", "item {other} has the code {code} too"),
    bad=_bad(_CODE.format("06", 3, 3, 440200)),
    good=_SOUND,
)
def code_repeated(evidence: Evidence) -> Iterator[Finding]:
    """Two items have one code.

    The code is the name by which the platform knows an item: one of the two cannot be found.

    Give each its own code, or drop the item that is listed twice.

    两个事项的编码相同。

    平台按编码识别事项，其中一项无法检索到。

    分别编码，或者删去重复的事项。
    """
    firsts: dict[tuple[object, str], Item] = {}
    placeholders = {one.item.id for one in _coded(evidence) if one.parts.scheme == "code-placeholder"}
    for item in evidence.document.items:
        if not item.code or item.id in placeholders or "code" in (item.inherits or ()):
            continue
        key = (item.list_number, "".join(item.code.split()))
        if key in firsts:
            yield evidence.found_in(item.code, item, "code", other=firsts[key].id, code=item.code)
        else:
            firsts[key] = item


@checking(
    "COD003",
    Severity.ERROR,
    Wording(
        "编码中的类型“{mark}”是{other}，事项是{type}",
        "the code's type {mark!r} is {other}, the item's {type}",
    ),
    bad=_bad(_CODE.format("02", 4, 3, 440200)),
    good=_SOUND,
)
def code_of_other_type(evidence: Evidence) -> Iterator[Finding]:
    """The part of the code that tells the type tells another than the item's, though the list's others agree.

    The platform files the item under the type of its code.

    Correct the code or the type.

    编码中表示类型的部分与事项的权力类型不同，而清单其他各项都一致。

    平台按编码的类型归类。

    改正编码或者类型。
    """
    marks = evidence.checking.grammar.type_marks
    typed = [
        (one, one.parts.of("type") or one.parts.of("letters")) for one in _coded(evidence) if one.item.type
    ]
    known = [(one, mark) for one, mark in typed if mark in marks]
    odd = [(one, mark) for one, mark in known if marks[mark] != one.item.type]
    if len(odd) < _MOST * len(known):
        for one, mark in odd:
            item = one.item
            yield evidence.found_in(item.code, item, "code", mark=mark, other=marks[mark], type=item.type)


@checking(
    "COD004",
    Severity.ERROR,
    Wording(
        "编码中的机构代码 {part} 校验位应为 {right}",
        "the check character of {part} in the code is to be {right}",
    ),
    bad=_bad(_CODE.format("06", 4, 3, 440200).replace("729190451", "729190541")),
    good=_SOUND,
)
def code_check_wrong(evidence: Evidence) -> Iterator[Finding]:
    """The organisation code or unified social credit code inside a code fails its check character.

    A digit of it is wrong (GB 11714, GB 32100), so it is no body's, or another's.

    Compare it with the body's certificate.

    编码中的组织机构代码或统一社会信用代码校验位不符。

    其中有一位是错的（GB 11714、GB 32100），不是本机关的代码。

    与本机关的证书核对。
    """
    for one in _coded(evidence):
        wrong = check_wanted(one.parts)
        if wrong:
            yield evidence.found_in(one.item.code, one.item, "code", part=wrong[0], right=wrong[1])


@checking(
    "COD005",
    Severity.INFO,
    Wording(
        "编码的事项号由 {before} 跳到 {number}",
        "the running number of the codes goes from {before} to {number}",
    ),
    bad=Snippet(
        _TITLE
        + _HEAD
        + "".join(
            _row(number, f"{name}检查", _CODE.format("06", number if number < 7 else 9, 3, 440200))
            for number, name in enumerate(("取水", "排水", "用水", "节水", "河道", "水库", "堤防"), start=1)
        )
    ),
    good=_SOUND,
)
def code_number_gap(evidence: Evidence) -> Iterator[Finding]:
    """The running numbers of the codes of one type leave one out, in a list that counts them through.

    An item may have been dropped without telling, or not been listed.

    Look whether an item is missing; a cancelled one may keep its number.

    同一类型的编码事项号缺号，而清单的事项号是连续的。

    可能漏列了事项，或者取消后没有说明。

    核对是否漏列；取消的事项可以保留空号。
    """
    groups: dict[tuple[str, str], dict[int, Item]] = defaultdict(dict)
    for one in _coded(evidence):
        if one.parts.of("main"):
            kind = one.parts.of("type") or one.parts.of("letters") or one.parts.of("kind")
            groups[one.parts.scheme, kind].setdefault(int(one.parts.of("main")), one.item)
    for group in groups.values():
        numbers = sorted(group)
        gaps = [(before, number) for before, number in pairwise(numbers) if number > before + 1]
        if len(gaps) <= _GAPS * (len(numbers) - 1):
            for before, number in gaps:
                item = group[number]
                yield evidence.found_in(item.code, item, "code", before=before, number=number)


@checking(
    "COD006",
    Severity.ERROR,
    Wording(
        "编码中的行政区划 {region} 不是清单所属的 {own}",
        "the code's region {region} is not the list's, {own}",
    ),
    bad=_bad(_CODE.format("06", 4, 3, 440300)),
    good=_SOUND,
)
def code_of_other_region(evidence: Evidence) -> Iterator[Finding]:
    """The region in a code is another than that of the body whose list it is, or than that of the other codes.

    The item is filed under another place, or its code was copied from there.

    Correct the region in the code.

    编码中的行政区划与清单所属机关的不同，或者与其他编码的不同。

    事项会被归到别的地方，或者编码是从别处照搬的。

    改正编码中的行政区划。
    """
    coded = [one for one in _coded(evidence) if one.parts.of("region")]
    region = evidence.document.region
    own = region.code if region and region.found_in == "title" else ""
    if not own and coded:
        own, count = Counter(one.parts.of("region") for one in coded).most_common(1)[0]
        own = own if count > _MOST * len(coded) else ""
    grammar = evidence.checking.grammar
    odd = [one for one in coded if own and not _is_near(one.parts.of("region"), own, grammar)]
    for one in odd:
        yield evidence.found_in(one.item.code, one.item, "code", region=one.parts.of("region"), own=own)


def _is_near(region: str, own: str, grammar: Grammar) -> bool:
    """Tell whether one region is the other, lies in it (440200 and 440203) or is its older code (652100 and 650400)."""
    short, long = sorted((region.rstrip("0"), own.rstrip("0")), key=len)
    names = [(grammar.region_of(code) or code)[:2] for code in (region, own)]
    return long.startswith(short) or names[0] == names[1]


@checking(
    "COD007",
    Severity.WARNING,
    Wording(
        "编码的层级 {level} 与行政区划 {region} 不符",
        "the code's level {level} does not fit its region {region}",
    ),
    bad=_bad(_CODE.format("06", 4, 2, 440200)),
    good=_SOUND,
)
def code_level_wrong(evidence: Evidence) -> Iterator[Finding]:
    """The level of exercise in a code is not that of the region in it: 3 for a city, 4 for a county.

    The item is shown at another level than the body's.

    Correct the level.

    编码中的行使层级与其中的行政区划级别不符：市级为 3，县级为 4。

    事项会显示在别的层级。

    改正行使层级。
    """
    for one in _coded(evidence):
        level, region = one.parts.of("level"), one.parts.of("region")
        if level and region and not region.startswith(_CITIES) and level not in _levels_of(region):
            yield evidence.found_in(one.item.code, one.item, "code", level=level, region=region)


def _levels_of(region: str) -> tuple[str, ...]:
    if region.endswith("0000"):
        return ("1", "2")
    return ("3",) if region.endswith("00") else ("4", "5")


def _coded(evidence: Evidence) -> list[_Coded]:
    grammar = evidence.checking.grammar
    found = ((item, parts_of(item.code, grammar)) for item in evidence.document.items if item.code)
    return [_Coded(item, parts) for item, parts in found if parts]


RULES: tuple[Rule, ...] = (
    code_malformed,
    code_repeated,
    code_of_other_type,
    code_check_wrong,
    code_number_gap,
    code_of_other_region,
    code_level_wrong,
)
