"""STR, CNT: whose list it is, what its cells must hold, and which items stand where they should not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ..excerpt import Printed, Span
from ..models import Document, Item, Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking

_TITLE = "清河市水务局权责清单\n"
_HEAD = "序号 | 权力类型 | 权力项目名称 | 实施主体 | 承办机构 | 本级具体职责权限 | 责任事项\n"
_DUTIES = "1.检查责任：两名执法人员出示证件，依法检查。⏎2.处置责任：依法处置。"
_ROW = f"{{}} | {{}} | {{}} | 清河市水务局 | {{}} | {{}} | {_DUTIES}\n"
_ONE = _ROW.format(1, "行政检查", "取水检查", "法规科", "负责本市取水检查")
_TWO = _ROW.format(2, "行政检查", "排水检查", "法规科", "负责本市排水检查")
_SOUND = Snippet(_TITLE + _HEAD + _ONE + _TWO)

_NAMELESS = re.compile(
    r"(?:省|自治区|自治州|自治县|市(?![场政容中北南辖])|州|盟|地区|县(?!域)|区(?!域)|旗|乡|镇|街道)(?!级|直|属)"
)
"""What a body's name opens with where the name of its place is lost."""
_REQUIRED = ("type", "name", "authority", "unit", "basis", "duties", "accountability")
_MAY_HOLD_REMARKS = ("scope", "subject", "level", "co_authority", "place")
_CAPTION = re.compile(r"^(?P<head>.*?)(?P<number>\d+)\D*$")


@checking(
    "STR001",
    Severity.ERROR,
    Wording("看不出是哪里的清单：{found}", "it cannot be told whose list it is: {found}"),
    bad=Snippet(
        "县水务局权责清单\n"
        + _HEAD.replace(" | 实施主体", "")
        + "1 | 行政检查 | 取水检查 | 法规科 | 取水检查 | "
        + _DUTIES
    ),
    good=_SOUND,
)
def place_unnamed(evidence: Evidence) -> Iterator[Finding]:
    """The title opens with 县, 市 or 区 and no name before it, or there is no title and no item names the place.

    Out of its web page the list belongs to nobody; it cannot be filed, compared or cited.

    Print the full name of the body in the title.

    标题以“县”“市”“区”开头而没有地名，或者没有标题，各项也看不出是哪里的。

    离开发布的网页就不知道是谁的清单，无法归档、比较和引用。

    在标题写明机关全称。
    """
    document = evidence.document
    if document.region or not (document.items or document.procedures):
        return
    if document.title:
        if _NAMELESS.match(document.title):
            yield evidence.found_in(document.title, None, "title", found=document.title)
        return
    bodies = [(item, item.authority) for item in document.items if item.authority]
    if bodies and all(_NAMELESS.match(body) for _, body in bodies):
        item, body = bodies[0]
        places = sorted(span for name in _names_of(item) for span in _spans_of(getattr(item, name)))
        yield Finding(places[0] if places else None, {"found": body}, item.id, "authority")


@checking(
    "STR007",
    Severity.ERROR,
    Wording("必填的单元格空白", "a cell that no item can do without is blank"),
    bad=Snippet(
        _TITLE
        + _HEAD
        + _ONE
        + _ROW.format(2, "行政检查", "用水检查", "监察科", "")
        + _TWO.replace("法规科", "")
    ),
    good=_SOUND,
)
def cell_blank(evidence: Evidence) -> Iterator[Finding]:
    """A cell that no item can do without is blank, though its column is filled elsewhere.

    Who acts, on what law, and what must be done are what the list is for.

    Fill the cell; if it says the same as the one above, merge them or repeat it.

    必填的单元格空白，而其他事项的同一栏都有内容。

    由谁实施、依据什么、承担什么责任，正是清单要说明的。

    补上；与上一项相同的，合并单元格或者重复填写。
    """
    items = evidence.document.items
    for field in _REQUIRED:
        filled = [item for item in items if getattr(item, field)]
        # A row that takes its name from the one above shares its other merged cells, too.
        blank = [item for item in items if getattr(item, field) in ("", []) and not item.inherits]
        if len(filled) > len(blank):
            for item in blank:
                place = _place_of(field, item, filled[0]) or evidence.found_in(item.name, item, field).span
                yield Finding(place, {}, item.id, field)


def _place_of(field: str, item: Item, sibling: Item) -> Span | None:
    """Tell where a blank cell stands: behind the field that its sibling prints before it."""
    start = min((span[0] for span in _spans_of(getattr(sibling, field))), default=None)
    if start is None:
        return None
    before = [
        (span[1], name)
        for name in _names_of(sibling)
        for span in _spans_of(getattr(sibling, name))
        if span[1] <= start
    ]
    if not before:
        return None
    ends = [span[1] for span in _spans_of(getattr(item, max(before)[1]))]
    return (max(ends) + 1, max(ends) + 2) if ends else None


def _names_of(item: Item) -> tuple[str, ...]:
    return tuple(name for name in type(item).__slots__ if name != "extra")


def _spans_of(value: object) -> Iterator[Span]:
    if isinstance(value, Printed):
        yield from value.spans
    elif isinstance(value, list):
        for one in value:
            yield from _spans_of(one)
    elif hasattr(value, "__slots__") and not isinstance(value, str):
        for name in type(value).__slots__:
            yield from _spans_of(getattr(value, name))


@checking(
    "STR009",
    Severity.WARNING,
    Wording("“{found}”像备注，却不在备注栏", "{found!r} reads like a remark, and stands in another column"),
    bad=Snippet(
        _TITLE + _HEAD + _ONE + _TWO.replace("负责本市排水检查", "参照省调整名称，列入权责清单其他类职权")
    ),
    good=_SOUND,
)
def remark_misplaced(evidence: Evidence) -> Iterator[Finding]:
    """A column of powers holds what the office of lists remarks on the item: renamed, moved, abolished.

    What the body may do at its level is not said, and the remark is not where readers look.

    Move it to the remarks, and state the power.

    职责权限等栏中写的是清单管理部门对该事项的说明：更名、调整、取消等。

    本级的职责权限没有写，备注也不在该在的地方。

    移到备注栏，并写明本级职责权限。
    """
    sign = evidence.checking.grammar.pattern("remark-sign")
    for item in evidence.document.items:
        for field in _MAY_HOLD_REMARKS:
            value = getattr(item, field)
            match = sign.search(value) if value else None
            if match:
                yield evidence.found_in(value, item, field, match.span(), found=match[0])


@checking(
    "STR021",
    Severity.ERROR,
    Wording("权力类型是{type}，{proof}却是{other}", "its type is {type}, {proof} says {other}"),
    bad=Snippet(_TITLE + _HEAD + _ONE + _TWO.replace("排水检查", "对违法排水的处罚", 1)),
    good=_SOUND,
)
def type_contradicted(evidence: Evidence) -> Iterator[Finding]:
    """The type of an item is not that of the section it stands in, or not the act that its name says it is.

    The type decides the procedure and how the list is counted.

    Move the item to its section, or correct its type or name.

    事项的权力类型与所在部分的类型不同，或者与名称所说的行为不同。

    类型决定适用什么程序，也决定怎样计数。

    移到相应部分，或者改正类型或名称。
    """
    grammar = evidence.checking.grammar
    types = {str(section.number): section.type for section in evidence.document.sections if section.type}
    acts = [(grammar.pattern(slip.name), slip.instead or "") for slip in grammar.slips["STR021"]]
    for item in evidence.document.items:
        if not item.type:
            continue
        of_section = types.get(item.section or "")
        if of_section and of_section != item.type:
            yield _contradiction(evidence, item, "section", of_section)
            continue
        said = next(
            (act for pattern, act in acts if pattern.match(item.subitem or item.name or "")), item.type
        )
        if said != item.type:
            yield _contradiction(evidence, item, "name", said)


def _contradiction(evidence: Evidence, item: Item, proof: str, other: str) -> Finding:
    place = item.name if proof == "name" or not _is_printed(item.type) else item.type
    return evidence.found_in(place, item, "type", type=item.type, proof=proof, other=other)


def _is_printed(value: str | None) -> bool:
    return isinstance(value, Printed) and bool(value.spans)


@checking(
    "STR022",
    Severity.WARNING,
    Wording("与 {other} 项同名：“{name}”", "named as item {other} is: {name!r}"),
    bad=Snippet(_TITLE + _HEAD + _ONE + _TWO.replace("排水检查", "取水检查", 1)),
    good=_SOUND,
)
def name_repeated(evidence: Evidence) -> Iterator[Finding]:
    """Two items of one type have the same name, and no sub-item that tells them apart.

    One power is listed and counted twice, or two powers cannot be told apart.

    Drop one, or name what makes them different.

    同一类型的两个事项名称相同，也没有子项可以区分。

    同一权力被列了两次，或者两项权力无法区分。

    删去一项，或者在名称中写明区别。
    """
    firsts: dict[tuple[object, ...], Item] = {}
    for item in evidence.document.items:
        if not item.name or "name" in (item.inherits or ()):
            continue
        key = (item.list_number, item.type, item.authority, "".join(item.name.split()), item.subitem or "")
        if key in firsts:
            yield evidence.found_in(item.name, item, "name", other=firsts[key].id, name=item.name)
        else:
            firsts[key] = item


@checking(
    "CNT002",
    Severity.WARNING,
    Wording("{caption} 前面是 {before}，不连续", "{caption} follows {before}"),
    bad=Snippet(""),
    good=_SOUND,
)
def caption_gap(evidence: Evidence) -> Iterator[Finding]:
    """The numbers above the tables of a list leave one out, or name one twice.

    A table was lost, or put in without renumbering.

    Find the missing table, or number them again.

    清单各表的编号缺号或重号。

    可能丢了一张表，或者增加后没有重新编号。

    找回缺少的表，或者重新编号。
    """
    for before, item in _pairs_of(evidence.document):
        first, second = _CAPTION.match(before), _CAPTION.match(item.caption or "")
        if (
            first
            and second
            and first["head"] == second["head"]
            and int(second["number"]) != int(first["number"]) + 1
        ):
            yield evidence.found_in(item.caption, item, "caption", caption=item.caption, before=before)


def _pairs_of(document: Document) -> Iterator[tuple[str, Item]]:
    by_list: dict[object, str] = defaultdict(str)
    for item in document.items:
        if item.caption:
            if by_list[item.list_number]:
                yield by_list[item.list_number], item
            by_list[item.list_number] = item.caption


RULES: tuple[Rule, ...] = (
    place_unnamed,
    cell_blank,
    remark_misplaced,
    type_contradicted,
    name_repeated,
    caption_gap,
)
