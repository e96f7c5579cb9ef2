"""TEL, TIM: phones and time limits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ..models import Item, Procedure, Severity
from ..numerals import value_of
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking

_TITLE = "韶关市水务局权责清单\n"
_HEAD = "序号 | 权力类型 | 权力项目名称 | 服务电话 | 监督电话 | 法定时限 | 承诺时限 | 优化时限\n"
_ROW = "1 | 行政许可 | 取水审批 | {} | {} | {} | {} | {}"
_SOUND = Snippet(
    _TITLE + _HEAD + _ROW.format("0751-8870001", "0751-8870002", "20个工作日", "10个工作日", "10个工作日")
)

_CHART = (
    "韶关市水务局责任清单\n一、权力运行流程图\n（一）行政检查流程图\n项目类型：行政检查\n"
    "法定期限：20个工作日    承诺期限：10个工作日\n监督投诉电话：0751-8870002"
)


def _bad(**changed: str) -> Snippet:
    cells = {
        "service": "0751-8870001",
        "complaint": "0751-8870002",
        "legal": "20个工作日",
        "promised": "10个工作日",
    }
    told = {**cells, "saved": "10个工作日", **changed}
    return Snippet(_TITLE + _HEAD + _ROW.format(*told.values()))


_WITH_AREA = re.compile(
    r"(?<![\dA-Za-z-])(?P<area>0\d{2,3})(?P<dash>[-－—–\s]{1,3})(?P<local>\d+)(?![\dA-Za-z])"
)
_LOCAL = (7, 8)
_NUMBER = re.compile(r"(?<![\dA-Za-z-])(?:0\d{2,3}[-－—–\s]{0,2})?\d{7,11}(?![\dA-Za-z])")
_LIMIT = re.compile(
    r"(?<![\d一二三四五六七八九十百])(?P<number>\d++|[一二三四五六七八九十百]++)[ ]*+个?"
    r"(?P<unit>工作日|自然日|日|天|小时|月|年)"
)
_DAYS = {
    "工作日": "day",
    "自然日": "date",
    "日": "date",
    "天": "date",
    "小时": "hour",
    "月": "month",
    "年": "year",
}
_LIMITS = ("legal_limit", "promised_limit", "saved_limit")


class _Fact(NamedTuple):
    """A printed fact of an item or a chart: its field, its value and where it is."""

    name: str
    value: str
    item: Item | None
    field: str


def _facts_of(evidence: Evidence) -> Iterator[list[_Fact]]:
    """Give the phones and limits of each item and chart, by the field that each label stands for."""
    grammar = evidence.checking.grammar
    for item in evidence.document.items:
        named = {"service_phone": item.service_phone, **{name: getattr(item, name) for name in _LIMITS}}
        facts = [_Fact(name, value, item, name) for name, value in named.items() if value]
        if item.oversight and item.oversight.text:
            facts.append(_Fact("oversight", item.oversight.text, item, "oversight/text"))
        yield facts
    for index, procedure in enumerate(evidence.document.procedures):
        yield [
            _Fact(word.field, value, None, f"procedures/{index}/meta/{label}")
            for label, value in _meta_of(procedure)
            if (word := grammar.field_of(label))
        ]


def _meta_of(procedure: Procedure) -> list[tuple[str, str]]:
    return list(procedure.meta.items())


@checking(
    "TEL001",
    Severity.WARNING,
    Wording("电话号码“{phone}”写法有误", "the phone {phone!r} cannot be dialled"),
    bad=_bad(service="0751--887001"),
    good=_SOUND,
)
def phone_malformed(evidence: Evidence) -> Iterator[Finding]:
    """A phone has too few or too many digits, or more than one dash behind its area code.

    It reaches nobody.

    Correct it.

    电话号码位数不对，或者区号后面的连接号多了。

    打不通。

    改正号码。
    """
    for facts in _facts_of(evidence):
        for fact in facts:
            for match in _WITH_AREA.finditer(fact.value):
                is_whole = len(match["local"]) in _LOCAL and len(match["dash"].strip()) <= 1
                if not is_whole:
                    yield evidence.found_in(fact.value, fact.item, fact.field, match.span(), phone=match[0])


@checking(
    "TEL002",
    Severity.WARNING,
    Wording("服务电话与监督电话相同：{phone}", "the phone for service is the one for complaints: {phone}"),
    bad=_bad(complaint="0751-8870001"),
    good=_SOUND,
)
def phones_same(evidence: Evidence) -> Iterator[Finding]:
    """The phone for service and the phone for complaints are one.

    Who complains speaks to whom the complaint is about; in a small office there may be no other.

    Name a phone of the body that supervises.

    服务电话与监督投诉电话是同一个号码。

    投诉人会打给被投诉的人；小单位可能只有一部电话。

    写监督机关的电话。
    """
    for facts in _facts_of(evidence):
        phones: dict[str, dict[str, _Fact]] = defaultdict(dict)
        for fact in facts:
            if fact.name in ("service_phone", "oversight"):
                for match in _NUMBER.finditer(fact.value):
                    phones[re.sub(r"\D", "", match[0])][fact.name] = fact
        for phone, named in phones.items():
            if len(named) > 1:
                for fact in named.values():
                    yield evidence.found_in(fact.value, fact.item, fact.field, phone=phone)


@checking(
    "TEL003",
    Severity.WARNING,
    Wording("区号 {area} 不是{region}的", "the area code {area} is not that of {region}"),
    bad=_bad(service="0755-8870001"),
    good=_SOUND,
)
def area_code_foreign(evidence: Evidence) -> Iterator[Finding]:
    """The area code of a phone is that of another place than the list's.

    It reaches another city, or the cell was copied from its list.

    Correct the phone.

    电话的区号是别的地方的。

    会打到别的城市，或者这一格是从别处照搬的。

    改正电话。
    """
    region = evidence.document.region
    if region is None:
        return
    areas = evidence.checking.grammar.areas
    for facts in _facts_of(evidence):
        for fact in facts:
            for match in _WITH_AREA.finditer(fact.value):
                places = areas.get(match["area"], ())
                if places and not any(_meets(place, region.code) for place in places):
                    yield evidence.found_in(
                        fact.value,
                        fact.item,
                        fact.field,
                        match.span("area"),
                        area=match["area"],
                        region=region.name,
                    )


def _meets(place: str, code: str) -> bool:
    """Tell whether an area and a region share ground: 4402 and 440203, 44 and 440200."""
    own = code.rstrip("0").ljust(2, "0")
    return place.startswith(own) or code.startswith(place)


@checking(
    "TIM001",
    Severity.WARNING,
    Wording("同一时限写了两次：{limit}", "one limit is stated twice: {limit}"),
    bad=Snippet(f"{_CHART}\n法定时限：20个工作日    承诺时限：10个工作日"),
    good=Snippet(_CHART),
)
def limit_repeated(evidence: Evidence) -> Iterator[Finding]:
    """A form states one limit twice under two labels: 法定期限 and 法定时限.

    When one of them is changed, the other stays behind.

    State it once.

    同一表格里，同一时限用两个名称写了两次：法定期限和法定时限。

    修改其中一处，另一处就成了旧的。

    只写一次。
    """
    for facts in _facts_of(evidence):
        limits: dict[str, list[_Fact]] = defaultdict(list)
        for fact in facts:
            if fact.name in _LIMITS:
                limits[fact.name].append(fact)
        for stated in limits.values():
            for fact in stated if len(stated) > 1 else ():
                yield evidence.found_in(fact.value, fact.item, fact.field, limit=fact.value)


@checking(
    "TIM002",
    Severity.ERROR,
    Wording(
        "承诺时限 {promised} 长于法定时限 {legal}",
        "the promised limit {promised} is longer than the legal {legal}",
    ),
    bad=_bad(promised="30个工作日"),
    good=_SOUND,
)
def promise_longer_than_law(evidence: Evidence) -> Iterator[Finding]:
    """The limit that the body promises is longer than the one that the law sets.

    A promise cannot lengthen what the law gives.

    Correct one of them; look whether both count the same days.

    承诺时限比法定时限长。

    承诺不能延长法律规定的期限。

    改正其中一个；核对是否都按工作日计算。
    """
    for facts in _facts_of(evidence):
        named = {fact.name: fact for fact in facts}
        legal, promised = (_limit_of(named.get(name)) for name in _LIMITS[:2])
        if legal and promised and legal[1] == promised[1] and promised[0] > legal[0]:
            fact, law = named["promised_limit"], named["legal_limit"]
            yield evidence.found_in(fact.value, fact.item, fact.field, promised=fact.value, legal=law.value)


@checking(
    "TIM003",
    Severity.WARNING,
    Wording(
        "优化时限 {saved} 不等于法定时限减承诺时限",
        "the time saved, {saved}, is not the legal limit less that",
    ),
    bad=_bad(saved="5个工作日"),
    good=_SOUND,
)
def saving_wrong(evidence: Evidence) -> Iterator[Finding]:
    """The time saved is not what the legal limit and the promised one leave between them.

    One of the three is wrong, and the promise is what people hold the body to.

    Correct it.

    优化时限不等于法定时限与承诺时限之差。

    三个数中有一个是错的，而公众以承诺时限为准。

    改正错的那个数。
    """
    for facts in _facts_of(evidence):
        named = {fact.name: fact for fact in facts}
        limits = [_limit_of(named.get(name)) for name in _LIMITS]
        if None in limits:
            continue
        (legal, day), (promised, other), (saved, third) = (limit for limit in limits if limit)
        if day == other == third and legal - promised != saved:
            fact = named["saved_limit"]
            yield evidence.found_in(fact.value, fact.item, fact.field, saved=fact.value)


def _limit_of(fact: _Fact | None) -> tuple[int, str] | None:
    """Read a limit that is one number: 20个工作日 is 20 days; what gives several is left alone."""
    found = list(_LIMIT.finditer(fact.value)) if fact else []
    number = value_of(found[0]["number"]) if len(found) == 1 else None
    return None if number is None else (number, _DAYS[found[0]["unit"]])


RULES: tuple[Rule, ...] = (
    phone_malformed,
    phones_same,
    area_code_foreign,
    limit_repeated,
    promise_longer_than_law,
    saving_wrong,
)
