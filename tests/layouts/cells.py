"""An item and a column → the printed cell, and the part of the truth that it prints."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from . import phrases
from .citing import Law, citation_of, draw_law, draw_locator, draw_quotes, stripped, write_entry
from .invent import Item, Listing
from .pages import Truth
from .style import DOTTED, Style, mark, mark_part
from .wordings import SECTION_NAMES


@dataclass(frozen=True)
class Pen:
    """What writing a cell needs: chance, the writer's habits, and the list that is written."""

    random: Random
    style: Style
    listing: Listing


@dataclass(frozen=True)
class Column:
    """A column of a table, or a labelled row of a form."""

    field: str
    header: str


@dataclass(frozen=True)
class Written:
    """A printed cell and the fields that a reader takes from it."""

    text: str
    fields: Truth


Writer = Callable[[Pen, Item, Column], Written]


def write_cell(pen: Pen, item: Item, column: Column) -> Written:
    """Print the cell of one item under one column."""
    return _WRITERS[column.field](pen, item, column)


def _filled(template: str, item: Item) -> str:
    return template.format(thing=item.thing, party=item.party, topic=item.topic)


def _joined(pen: Pen, lines: list[str]) -> str:
    return ("\n\n" if pen.style.blank_lines else "\n").join(lines)


def _bracketed(pen: Pen, text: str) -> str:
    return pen.style.brackets[0] + text + pen.style.brackets[1]


def _plain(field: str, value_of: Callable[[Pen, Item], str]) -> Writer:
    def write(pen: Pen, item: Item, _: Column) -> Written:
        printed = value_of(pen, item)
        return Written(printed, {field: stripped(printed)})

    return write


def _drawn(field: str, templates: tuple[str, ...], blank: float = 0.0) -> Writer:
    def value_of(pen: Pen, item: Item) -> str:
        return "" if pen.random.random() < blank else _filled(pen.random.choice(templates), item)

    return _plain(field, value_of)


def _write_type(pen: Pen, item: Item, _: Column) -> Written:
    wordings = SECTION_NAMES[item.type]
    return Written(wordings[pen.style.type_wording % len(wordings)], {"type": item.type})


def _write_remarks(pen: Pen, _: Item, __: Column) -> Written:
    chance = pen.random.random()
    printed = pen.random.choice(phrases.REMARKS) if chance < 0.2 else "　" if chance < 0.3 else ""
    return Written(printed, {"remarks": stripped(printed)})


def _write_extra(pen: Pen, _: Item, column: Column) -> Written:
    printed = pen.random.choice(("", *phrases.EXTRAS))
    return Written(printed, {"extra": {column.header: printed}})


def _write_duties(pen: Pen, item: Item, _: Column) -> Written:
    style, lines, duties = pen.style, [], []
    stages = [(stem + style.stage_end, text) for stem, text in item.stages]
    endings = ("其他责任",) if style.duty_flow == "unnumbered" else ("其他责任", "其他责任", "其他")
    if style.last_duty == "staged":
        stages.append((pen.random.choice(endings), pen.random.choice(phrases.CATCH_ALL_STAGED)))
    for index, (stage, text) in enumerate(stages):
        printed, number = mark(style.duty_marker, index + 1)
        if style.duty_flow == "unnumbered":
            printed, number = "", ""
        unit = pen.random.choice((item.unit, item.unit, *pen.listing.units)) if style.duty_units else ""
        body = _lengthened(pen, text) if index < len(item.stages) else text
        lines.append(printed + stage + (_bracketed(pen, unit) if unit else "") + style.colon + body)
        duties.append(_present(number=number, stage=stage, unit=unit, text=stripped(body)))
    if style.last_duty == "bare":
        line, duty = _bare_duty(pen, len(stages) + 1)
        lines.append(line)
        duties.append(duty)
    text = "".join(lines) if style.duty_flow == "run-on" else _joined(pen, lines)
    return Written(text, {"duties": duties})


def _bare_duty(pen: Pen, value: int) -> tuple[str, Truth]:
    """Print the closing duty, which has no stage; its bracket may stand last (002, line 82)."""
    printed, number = mark(pen.style.duty_marker, value)
    text = pen.random.choice(phrases.CATCH_ALL_BARE)
    unit = "有关科室" if pen.style.duty_units else ""
    ends = (_bracketed(pen, unit) + "。", "。" + _bracketed(pen, unit)) if unit else ("。",)
    return printed + text + pen.random.choice(ends), _present(number=number, unit=unit, text=text)


def _lengthened(pen: Pen, text: str) -> str:
    """Now and then add what belongs to the duty: an inner list, or a line that has no number."""
    chance, style = pen.random.random(), pen.style
    if chance < 0.06 and style.duty_marker in DOTTED:
        return text + pen.random.choice(phrases.INNER_LISTS)
    if chance < 0.1 and style.duty_flow != "run-on":
        return f"{text}\n{style.indent}{pen.random.choice(phrases.CONTINUATIONS)}"
    return text


def _present(**values: str) -> Truth:
    return {key: value for key, value in values.items() if value}


def _write_basis(pen: Pen, item: Item, _: Column) -> Written:
    count = pen.random.choice((1, 1, 2, 2, 3, 4))
    printed = []
    for _index in range(count):
        law = draw_law(
            pen.random, pen.random.choice((item.topic, *pen.listing.subject.topics)), pen.listing.province
        )
        printed.append(write_entry(pen.random, pen.style, law, draw_quotes(pen.random, item.topic)))
    if count == 1 and pen.random.random() < 0.7:
        return Written(printed[0][0], {"basis": [printed[0][1]]})
    return _numbered(
        pen, "basis", [(*mark(pen.style.entry_marker, i + 1), *printed[i]) for i in range(count)]
    )


def _numbered(pen: Pen, field: str, entries: list[tuple[str, str, str, Truth]]) -> Written:
    """Join entries: marker as printed, number, text as printed, entry."""
    run_on = pen.style.entry_flow == "run-on"
    lines = [
        marker + (text if not run_on or text[-1] in "。；" else text + "。") for marker, _, text, _ in entries
    ]
    text = "".join(lines) if run_on else _joined(pen, lines)
    return Written(text, {field: [{"number": number, **entry} for _, number, _, entry in entries]})


def _write_following(field: str, *, fault: bool) -> Writer:
    """Write entries whose numbers follow the duties or cases: parts `2-1`, and `同1` for what is repeated."""

    def write(pen: Pen, item: Item, _: Column) -> Written:
        if pen.random.random() < 0.04:
            return Written("", {field: []})
        entries: list[tuple[str, str, str, Truth]] = []
        whole: list[int] = []
        for value in range(1, (len(item.stages) if not fault else pen.random.randint(1, 4)) + 1):
            if whole and pen.style.entry_marker not in ("{①}", "{一}、") and pen.random.random() < 0.25:
                entries.append(_same(pen, value, whole[-1]))
                continue
            parts = (
                2 if pen.style.parts and pen.style.entry_marker in DOTTED and pen.random.random() < 0.3 else 1
            )
            if parts == 1:
                whole.append(value)
            for part in range(1, parts + 1):
                law = draw_law(pen.random, item.topic, pen.listing.province)
                written = write_entry(
                    pen.random, pen.style, law, draw_quotes(pen.random, item.topic, fault=fault)
                )
                marked = (
                    mark_part(pen.style, value, part) if parts > 1 else mark(pen.style.entry_marker, value)
                )
                entries.append((*marked, *written))
        return _numbered(pen, field, entries)

    return write


def _same(pen: Pen, value: int, other: int) -> tuple[str, str, str, Truth]:
    text = f"同{other}" + (
        "。" if pen.style.entry_flow == "run-on" else pen.random.choice(("。", "。", ".", ""))
    )
    return (
        *mark(pen.style.entry_marker, value),
        text,
        {"same_as": str(other), "text": text, "citations": []},
    )


def _write_accountability(pen: Pen, item: Item, _: Column) -> Written:
    shape = pen.style.accountability
    if shape in ("prose", "laws"):
        return _prose(pen, item, with_laws=shape == "laws")
    lead = "" if shape == "bare" else pen.random.choice(phrases.LEADS)
    lines, cases = [lead] if lead else [], []
    for index, template in enumerate(pen.random.sample(phrases.CASES, pen.random.randint(2, 6))):
        printed, number = mark(pen.style.case_marker, index + 1)
        text = _filled(template, item)
        unit = "" if pen.style.case_units == "none" else pen.listing.supervisors[0]
        bracket = _bracketed(pen, unit) if unit else ""
        end = pen.random.choice("。；")
        lines.append(printed + text + (end + bracket if pen.style.case_units == "outside" else bracket + end))
        cases.append(_present(number=number, text=text, unit=unit))
    return Written(_joined(pen, lines), {"accountability": {"lead": lead, "cases": cases}})


def _prose(pen: Pen, item: Item, *, with_laws: bool) -> Written:
    if not with_laws:
        text = _filled(pen.random.choice(phrases.PROSE), item)
        return Written(pen.style.indent + text, {"accountability": {"lead": text, "cases": []}})
    named = [
        _law_without_nested_title(pen, topic) for topic in pen.random.sample(pen.listing.subject.topics, 3)
    ]
    listed = "、".join(f"《{law.title}》" for law in named)
    text = _filled(pen.random.choice(phrases.PROSE_WITH_LAWS).replace("{laws}", listed), item)
    founded = [{"title": law.title, "note": "", "articles": []} for law in named]
    fields = {"accountability": {"lead": text, "cases": []}, "accountability_basis": [{"citations": founded}]}
    return Written(pen.style.indent + text, fields)


def _law_without_nested_title(pen: Pen, topic: str) -> Law:
    law = draw_law(pen.random, topic, pen.listing.province)
    return law if "〈" not in law.title else _law_without_nested_title(pen, topic)


def _write_oversight(pen: Pen, _: Item, column: Column) -> Written:
    first, second, _third = pen.listing.phones
    text, phones = first, [first]
    if pen.random.random() < 0.3:
        text, phones = f"{first}、{second}", [first, second]
    if column.header == "监督方式":
        text, phones = _oversight_prose(pen)
    return Written(text, {"oversight": {"text": text, "phones": phones}})


def _oversight_prose(pen: Pen) -> tuple[str, list[str]]:
    first, second, _third = pen.listing.phones
    supervisor = pen.listing.supervisors[0]
    return pen.random.choice(
        (
            (f"{pen.listing.place}政务热线，电话：12345；{supervisor}，{first}。", ["12345", first]),
            (f"拨打{supervisor}电话{first}反映", [first]),
            (f"来信来访；电话：{first}、{second}", [first, second]),
        )
    )


def _write_redress(pen: Pen, item: Item, column: Column) -> Written:
    """Print two fields in one cell: `1.问责依据：①…；②…` over `2.监督方式：…`."""
    label, colon = column.header[:4], pen.style.colon
    printed, entries = [], []
    for index in range(pen.random.randint(1, 3)):
        law, locator = draw_law(pen.random, item.topic, pen.listing.province), draw_locator(pen.random)
        text = f"《{law.title}》{locator.text}"
        entry = {"number": mark("{①}", index + 1)[1], "text": text}
        entries.append(entry | {"citations": [citation_of(law, locator.articles) | {"note": ""}]})
        printed.append(str(entry["number"]) + text)
    if pen.random.random() < 0.5:
        number = mark("{①}", len(entries) + 1)[1]
        entries.append({"number": number, "text": f"其他{label}", "citations": []})
        printed.append(f"{number}其他{label}")
    oversight, phones = _oversight_prose(pen)
    marker = pen.style.duty_marker if pen.style.duty_marker in DOTTED else "{}."
    lines = [
        f"{mark(marker, 1)[0]}{label}{colon}{'；'.join(printed)}。",
        f"{mark(marker, 2)[0]}监督方式{colon}{oversight}",
    ]
    fields = {"accountability_basis": entries, "oversight": {"text": oversight, "phones": phones}}
    return Written(_joined(pen, lines), fields)


def _authority(pen: Pen, _: Item) -> str:
    return pen.listing.short_body if pen.style.short_authority else pen.listing.body


_WRITERS: dict[str, Writer] = {
    "code": _plain("code", lambda _, item: item.code),
    "type": _write_type,
    "name": _plain("name", lambda _, item: item.name),
    "offence": _plain("name", lambda _, item: item.name),
    "coerced": _plain("name", lambda _, item: item.name),
    "subitem": _plain("subitem", lambda _, item: item.subitem),
    "authority": _plain("authority", _authority),
    "unit": _plain("unit", lambda _, item: item.unit),
    "level": _drawn("level", phrases.LEVELS),
    "basis": _write_basis,
    "subject": _drawn("subject", ("{party}",)),
    "co_authority": _drawn("co_authority", phrases.CO_AUTHORITIES, blank=0.6),
    "measure": _drawn("measure", phrases.PENALTIES),
    "coercion": _drawn("measure", phrases.COERCIONS),
    "scope": _drawn("scope", phrases.SCOPES),
    "legal_limit": _drawn("legal_limit", phrases.LEGAL_LIMITS),
    "promised_limit": _drawn("promised_limit", phrases.PROMISED_LIMITS),
    "fee": _drawn("fee", phrases.FEES),
    "result": _drawn("result", phrases.RESULTS),
    "quota": _drawn("quota", phrases.QUOTAS),
    "publicity": _drawn("publicity", phrases.PUBLICITIES),
    "duties": _write_duties,
    "duty_basis": _write_following("duty_basis", fault=False),
    "accountability": _write_accountability,
    "accountability_basis": _write_following("accountability_basis", fault=True),
    "redress": _write_redress,
    "exemption": _drawn("exemption", phrases.EXEMPTIONS),
    "oversight": _write_oversight,
    "service_phone": _plain("service_phone", lambda pen, _: pen.listing.phones[2]),
    "place": _drawn("place", phrases.PLACES),
    "remarks": _write_remarks,
    "extra": _write_extra,
}
