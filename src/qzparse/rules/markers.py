"""NUM, REF: numbers whose style or target misleads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..models import Entry, Item, Severity, Step
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking

_LIST = "某市某局权责清单\n序号 | 权力类型 | 权力项目名称 | 责任事项 | 责任事项依据\n"
_DUTIES = "1.检查责任：依法检查。⏎2.处置责任：依法处置。⏎3.公开责任：公开结果。"
_ROW = "1 | 行政检查 | 安全生产检查 | {} | {}"
_BASIS = "1.【法律】《安全生产法》第九条：依法检查。⏎2.同1。⏎3.同1。"
_SOUND = Snippet(_LIST + _ROW.format(_DUTIES, _BASIS))

_CIRCLED = re.compile(r"[①-⑳㉑-㉟㊱-㊿][.．、]")
_CHINESE = re.compile(r"[一二三四五六七八九十百]+")
_SAME = re.compile(r"同[^\S\n]?[0-9①-⑳\-－]+(?P<end>.*)", re.DOTALL)
_STOP = "。"
_INLINE = re.compile(r"(?:^|(?<=[；。\n]))[ ]*(?P<number>[1-9][0-9]?)(?P<mark>[.．、)）])(?=[^\d\s])")
_ARTICLE = r"第[一二三四五六七八九十百零〇]+条(?:之[一二三四五六七八九十])?(?:第[一二三四五六七八九十]+款)?"
_WIDE_DASH = re.compile(r"[－–—‐]")
_AT_LINE = re.compile(rf"^[ 　]*{_ARTICLE}", re.MULTILINE)
_IN_LINE = re.compile(rf"(?<=[。；])(?P<article>{_ARTICLE})[：:]")
_USUAL_SHARE = 5
"""So many times oftener articles must open a line before one that runs on is odd."""
_COLUMNS = ("basis", "duty_basis", "accountability_basis")


@checking(
    "NUM004",
    Severity.WARNING,
    Wording("带圈编号后又加了点：“{found}”", "a dot follows a circled number: {found!r}"),
    bad=Snippet(_LIST + _ROW.format("1.检查责任：①.依法检查。②.制作笔录。⏎2.处置责任：依法处置。", _BASIS)),
    good=_SOUND,
)
def circled_number_dotted(evidence: Evidence) -> Iterator[Finding]:
    """A circled number is followed by a dot or 、 as if it were a plain one.

    The circle is its mark already; two marks look like two levels.

    Take the dot out.

    带圈编号后面又加了点或顿号。

    圈本身就是编号的标记，两个标记看起来像两级编号。

    删去点号。
    """
    for value, texts in evidence.texts_by_value.items():
        for match in _CIRCLED.finditer(value):
            for text in texts:
                yield evidence.found_in_text(text, match.span(), found=match[0], fix=match[0][0])


@checking(
    "NUM005",
    Severity.WARNING,
    Wording(
        "编号 {number} 与上一级标题的写法相同", "the number {number} is written as the headings above it are"
    ),
    bad=Snippet(
        "某市某局责任清单\n一、法律依据：\n1.《安全生产法》第九条\n二、工作程序：\n一、制定检查计划。\n二、实施现场检查。\n三、提出处理意见。"
    ),
    good=Snippet(
        "某市某局责任清单\n一、法律依据：\n1.《安全生产法》第九条\n二、工作程序：\n1.制定检查计划。\n2.实施现场检查。\n3.提出处理意见。"
    ),
)
def level_style_repeated(evidence: Evidence) -> Iterator[Finding]:
    """The steps below a heading are numbered 一、二、, as the headings are.

    Whether `二、` opens a step or the next part of the list can only be guessed.

    Number the steps in another style: （一） or 1.

    标题之下的各步骤也用“一、二、”编号，与标题相同。

    “二、”是下一步骤还是清单的下一部分，只能猜测。

    步骤改用另一种编号：（一）或者 1.。
    """
    headings = [section.number for section in evidence.document.sections if section.number]
    if any(_CHINESE.fullmatch(number) for number in headings):
        yield from _chinese_steps(evidence, evidence.document.steps or ())


def _chinese_steps(evidence: Evidence, steps: Sequence[Step]) -> Iterator[Finding]:
    for index, step in enumerate(steps):
        if step.number and _CHINESE.fullmatch(step.number):
            yield evidence.found_in(step.number, None, f"steps/{index}/number", number=step.number)


@checking(
    "REF002",
    Severity.WARNING,
    Wording("“{found}”指向的第 {number} 条分为 {parts}", "{found!r}: entry {number} is split into {parts}"),
    bad=Snippet(
        _LIST
        + _ROW.format(
            _DUTIES,
            "1-1.【法律】《安全生产法》第九条：检查。⏎1-2.【法律】《消防法》第五条：检查。⏎2.同1。⏎3.同1-1。",
        )
    ),
    good=_SOUND,
)
def reference_to_split(evidence: Evidence) -> Iterator[Finding]:
    """`同1` points to an entry that stands as 1-1 and 1-2.

    Whether one of them is meant or all cannot be told.

    Name the entry: 同1-1, or 同1-1、1-2.

    “同1”所指的条目分成了 1-1 和 1-2。

    看不出指的是其中一条还是全部。

    写明所指的条目：同1-1，或者同1-1、1-2。
    """
    for item, field, entry, entries in _references(evidence):
        numbers = [str(one.number) for one in entries if one.number]
        parts = [number for number in numbers if number.startswith(f"{entry.same_as}-")]
        if entry.same_as not in numbers and parts:
            yield evidence.found_in(
                entry.text, item, field, found=entry.text, number=entry.same_as, parts="、".join(parts)
            )


@checking(
    "REF003",
    Severity.INFO,
    Wording("“{found}”的结尾与其他“同N。”不同", "{found!r} does not end as the list's other references do"),
    bad=Snippet(_LIST + _ROW.format(_DUTIES, _BASIS.replace("⏎3.同1。", "⏎3.同1."))),
    good=_SOUND,
)
def reference_ending_odd(evidence: Evidence) -> Iterator[Finding]:
    """`同1` ends in an ASCII dot or in nothing, where others of the list end in 。.

    The dot reads like the mark of a number: 同1.

    End it in 。.

    “同1”以半角点结尾或者没有结尾，清单中其他的以“。”结尾。

    半角点看起来像编号的一部分。

    统一以“。”结尾。
    """
    found = [
        (item, field, entry, _SAME.match(entry.text or "")) for item, field, entry, _ in _references(evidence)
    ]
    if not any(match and match["end"].strip() == _STOP for *_, match in found):
        return
    for item, field, entry, match in found:
        if match and match["end"].strip() in ("", ".", "．"):
            fixed = f"{match[0][: match.start('end')]}{_STOP}"
            yield evidence.found_in(entry.text, item, field, found=entry.text, fix=fixed)


def _references(evidence: Evidence) -> Iterator[tuple[Item, str, Entry, list[Entry]]]:
    for item in evidence.document.items:
        for column in _COLUMNS:
            entries: list[Entry] = getattr(item, column) or []
            for index, entry in enumerate(entries):
                if entry.same_as:
                    yield item, f"{column}/{index}/text", entry, entries


def iter_mixed(evidence: Evidence) -> Iterator[Finding]:
    """Find numbers inside one text that are written otherwise than the first: `1.复查；2、出具意见`."""
    yield from _wide_dashes(evidence)
    for value, texts in evidence.texts_by_value.items():
        numbers = list(_INLINE.finditer(value))
        if [match["number"] for match in numbers] != [str(count) for count in range(1, len(numbers) + 1)]:
            continue
        for match in numbers[1:]:
            if match["mark"] != numbers[0]["mark"]:
                for text in texts:
                    yield evidence.found_in_text(
                        text, match.span("number"), number=match["number"], style=numbers[0]["mark"]
                    )


def _wide_dashes(evidence: Evidence) -> Iterator[Finding]:
    """Find the parts of a group whose dash is wide, in a list that numbers others with a plain one: `1－1` and `3-1`."""
    plain, wide = [], []
    for item in evidence.document.items:
        for column in _COLUMNS:
            for index, entry in enumerate(getattr(item, column) or []):
                if entry.number and entry.number.spans:
                    start, end = entry.number.spans[0]
                    printed = evidence.transcript.text[start:end]
                    if "-" in printed:
                        plain.append(item)
                    elif _WIDE_DASH.search(printed):
                        wide.append((item, f"{column}/{index}/number", entry.number))
    if len(plain) > len(wide):
        for item, field, number in wide:
            yield evidence.found_in(number, item, field, number=number, style="-")


def iter_run_on(evidence: Evidence) -> Iterator[Finding]:
    """Find articles that run on in the line of another, where nearly all of the list's open a line."""
    texts = [text for text in evidence.texts if text.quotes]
    running = [(text, match) for text in texts for match in _IN_LINE.finditer(text.value)]
    at_line = sum(len(_AT_LINE.findall(text.value)) for text in texts)
    if at_line >= _USUAL_SHARE * len(running):
        for text, match in running:
            yield evidence.found_in_text(text, match.span("article"), number=match["article"])


RULES: tuple[Rule, ...] = (
    circled_number_dotted,
    level_style_repeated,
    reference_to_split,
    reference_ending_odd,
)
