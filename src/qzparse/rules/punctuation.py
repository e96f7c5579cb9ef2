"""TXT: marks that stand in the wrong place, are of the wrong width, or are missing where their siblings have them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ..excerpt import Printed, Span
from ..models import Case, Duty, Item, Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking
from .slips import iter_slips
from .texts import Text

_LIST = "某市某局权责清单\n序号 | 权力类型 | 权力项目名称 | 责任事项 | 追责情形\n"
_ROW = "{} | 行政检查 | 安全生产检查{} | {} | {}\n"
_DUTIES = "1.检查责任：检查生产、经营单位，制作笔录。⏎2.处置责任：依法处置，提出意见。"
_CASES = "有下列情形之一的，行政机关应承担相应责任：⏎1.不依法检查的{0}⏎2.不制作笔录的{0}⏎3.不依法处置的{0}"
_BARE = _CASES.replace("的，", "的", 1).format("（监察科）。")
_FIVE = [_ROW.format(n, n, _DUTIES, _CASES.format("（监察科）。")) for n in range(1, 6)]
_SOUND = Snippet(_LIST + "".join(_FIVE))

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ".": "。"}
_HALF = re.compile(
    r"(?<=[一-鿿）】》”])[ ]?(?P<mark>[,;:?!])(?=[ ]?(?:[一-鿿（【《“]|\n|$))"
    r"|(?P<open>\()(?=[^()\n]*[一-鿿][^()\n]*\))"
    r"|(?<=[一-鿿）)\d])(?P<stop>\.)(?=\s*(?:\n|$))"
)
_USUAL_SHARE = 3
"""So many times oftener wide marks must stand in the list before one of half width is a slip."""

_ENDS = "。；！？…：;.:"
_SENTENCES = frozenset({"duties", "accountability", "oversight", "exemption", "main_duties", "steps"})
_PARTED = frozenset({"duties", "accountability", "accountability_basis"})
"""What is cut at its marks: a document that was loaded does not show them."""
_LEAST_SIBLINGS = 4
_LEAST_LINE = 15
_LEAST_STEP = 10
_LEAST_SHARE = 2 / 3
_CITED = re.compile(r"[条款项号章节目》）)\]〕】]$")

_RUN = re.compile(r"[一-鿿、]+")
_WINDOW = 6
_MOVED_SHARE = 3
_LEAD = re.compile(
    r"下列(?:情形|行为)(?:之一)?的(?P<comma>，?)(?=行政机关|机关|单位|部门|工作人员|相关|有关)"
)
_MOST_ODD = 0.4
"""At most this share of the siblings may be the odd ones."""


@checking(
    "TXT003",
    Severity.WARNING,
    Wording("此处标点有误：“{found}”", "the mark is wrong here, or one is missing: {found!r}"),
    bad=Snippet(_LIST + _ROW.format(1, "", "1.告知责任：告知当事人陈述。申辩的权利。", "")),
    good=_SOUND,
)
def mark_misplaced(evidence: Evidence) -> Iterator[Finding]:
    """A mark splits what belongs together, stands a word too far, or is missing between two sentences.

    A sentence that ends too early, or runs on, says something else.

    Put the mark where the same words have it elsewhere.

    标点把应当连在一起的词语断开，或者错了位置，或者两句之间没有标点。

    句子断得过早或者没有断开，意思就变了。

    参照其他各处相同文字的标点改正。
    """
    for slip in iter_slips(evidence, "TXT003"):
        yield evidence.found_in_text(slip.text, slip.stretch, found=slip.found, fix=slip.instead)
    for value, index in _moved(evidence):
        for text in evidence.texts_by_value[value]:
            around = value[max(0, index - 3) : index + 4]
            yield evidence.found_in_text(text, (index, index + 1), found=around)


def _moved(evidence: Evidence) -> list[tuple[str, int]]:
    """Find the 、 that stands elsewhere than wherever else its list prints the same six letters with one 、."""
    places: dict[str, dict[int, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for value in evidence.texts_by_value:
        for run in filter(_parts_words, _RUN.finditer(value)):
            for letters, offset, index in _windows(run[0]):
                places[letters][offset].append((value, run.start() + index))
    moved = []
    for offsets in places.values():
        if len(offsets) == 2:
            odd, usual = sorted(offsets.values(), key=len)
            if len(usual) >= _MOVED_SHARE * len(odd):
                moved += odd
    return list(dict.fromkeys(moved))


def _parts_words(run: re.Match[str]) -> bool:
    return "、" in run[0]


def _windows(run: str) -> Iterator[tuple[str, int, int]]:
    """Give six letters around each 、 that is the only one among them: letters, where it cuts them, its index."""
    letters = run.replace("、", "")
    cuts = [index - place for place, index in enumerate(_commas_of(run))]
    for place, cut in enumerate(cuts):
        before = cuts[place - 1] if place else -1
        after = cuts[place + 1] if place + 1 < len(cuts) else len(letters) + 1
        for start in range(max(0, cut - _WINDOW + 1), min(cut, len(letters) - _WINDOW + 1)):
            if before <= start and after >= start + _WINDOW:
                yield letters[start : start + _WINDOW], cut - start, cut + place


def _commas_of(run: str) -> list[int]:
    return [index for index, character in enumerate(run) if character == "、"]


@checking(
    "TXT004",
    Severity.WARNING,
    Wording("半角标点“{found}”，清单通常用全角", "a half-width {found!r} where the list prints wide marks"),
    bad=Snippet(_LIST + "".join(_FIVE) + _ROW.format(6, 6, "1.检查责任：依法检查;制作笔录。", "")),
    good=_SOUND,
)
def mark_half_width(evidence: Evidence) -> Iterator[Finding]:
    """A comma, semicolon, colon, stop or bracket of half width stands in Chinese text whose others are wide.

    It tells of text that was pasted in, and whoever splits the list at its marks misses it.

    Use the wide mark.

    中文文字里的逗号、分号、冒号、句点或括号是半角，其他各处是全角。

    说明这段文字是从别处粘贴来的；按标点拆分清单时会漏掉。

    改用全角标点。
    """
    found = [
        (value, match.start(match.lastgroup or 0))
        for value in evidence.texts_by_value
        for match in _HALF.finditer(value)
        if not (match["stop"] and value.startswith("同"))
    ]
    counts = Counter(value[index] for value, index in found)
    wide = sum(value.count(mark) for value in evidence.texts_by_value for mark in _WIDE.values())
    for value, index in found:
        mark = value[index]
        if wide >= _USUAL_SHARE * counts[mark]:
            for text in evidence.texts_by_value[value]:
                yield evidence.found_in_text(text, (index, index + 1), found=mark, fix=_WIDE[mark])


@checking(
    "TXT005",
    Severity.WARNING,
    Wording("句末没有标点：“{found}”", "no mark ends the sentence: {found!r}"),
    bad=Snippet(
        _LIST + "".join(_FIVE) + _ROW.format(6, 6, "1.检查责任：依法检查。⏎2.处置责任：依法处置", "")
    ),
    good=_SOUND,
)
def end_unmarked(evidence: Evidence) -> Iterator[Finding]:
    """A sentence has no mark at its end, where most of its column have one.

    It may have been cut off; a reader cannot tell whether the text is whole.

    Look whether text was lost, and add the mark.

    句末没有标点，而同一栏的其他各条都有。

    可能文字被截断，读者无法判断是否完整。

    核对是否缺字，补上标点。
    """
    columns: dict[str, list[tuple[Text, Span, bool]]] = defaultdict(list)
    for text in evidence.texts:
        for column, (start, end) in _sentences_of(text):
            columns[column].append((text, (start, end), _is_ended(evidence, text.value, end)))
    for lines in columns.values():
        ended = sum(is_ended for *_, is_ended in lines)
        if ended >= max(_LEAST_SIBLINGS, _LEAST_SHARE * len(lines)):
            for text, (start, end), is_ended in lines:
                if not is_ended:
                    yield evidence.found_in_text(
                        text, (start, end), found=text.value[max(start, end - 12) : end]
                    )


def _sentences_of(text: Text) -> Iterator[tuple[str, Span]]:
    """Give the stretches of a text that its column's custom ends with a mark: of law, lines that quote it.

    001, line 39: the last entry of an 问责依据 closes the cell, so it is a column of its own.
    """
    whole = (0, len(text.value))
    if text.column in _PARTED and not (isinstance(text.value, Printed) and text.value.spans):
        return
    if text.column in _SENTENCES:
        if text.column != "steps" or len(text.value) >= _LEAST_STEP:
            yield text.column, whole
    elif _is_last(text):
        yield "last", whole
    elif text.quotes:
        for line in re.finditer(r"[^\n]+", text.value):
            end = line.start() + len(line[0].rstrip())
            if end - line.start() >= _LEAST_LINE and not _CITED.search(text.value, line.start(), end):
                yield text.column, (line.start(), end)


def _is_last(text: Text) -> bool:
    entries = text.item.accountability_basis if text.item and text.column == "accountability_basis" else None
    return entries is not None and entries[-1].text is text.value and not entries[-1].same_as


def _is_ended(evidence: Evidence, value: str, end: int) -> bool:
    """Tell whether a mark follows, or would but for a bracket that names a unit."""
    if value[end - 1] in _ENDS or (value[end - 1] in "”’）" and value[end - 2 : end - 1] in tuple(_ENDS)):
        return True
    return end == len(value) and _follows(evidence, value)[:1] in tuple(_ENDS)


def _follows(evidence: Evidence, value: str) -> str:
    """Give what the source prints behind a value in its line, without a bracket that follows."""
    if not isinstance(value, Printed) or not value.spans:
        return ""
    end = value.spans[-1][1]
    rest = evidence.transcript.text[end : end + 80].partition("\n")[0].strip()
    return re.sub(r"^[（(][^）)]*[）)]\s*", "", rest)


class _Closing(NamedTuple):
    """How a duty or case ends that names a unit: the mark, and whether it stands before the bracket."""

    item: Item
    field: str
    unit: str
    mark: str
    before: bool


@checking(
    "TXT009",
    Severity.INFO,
    Wording(
        "“{unit}”括号与句末标点先后与其他各条不同",
        "the bracket of {unit!r} and the end mark stand in another order",
    ),
    bad=Snippet(_LIST + "".join(_FIVE[:1]) + _ROW.format(2, 2, _DUTIES, "1.不依法检查的。（监察科）")),
    good=_SOUND,
)
def unit_behind_mark(evidence: Evidence) -> Iterator[Finding]:
    """The bracket that names a unit stands before the end mark in some lines and behind it in others.

    Whoever splits the list at its marks puts the unit to the wrong line.

    Use one order throughout.

    注明单位的括号，有的在句末标点之前，有的在之后。

    按标点拆分清单时，单位会归到别的条目。

    全文统一先后。
    """
    closings = list(_closings_of(evidence))
    groups: dict[tuple[str, str], list[_Closing]] = defaultdict(list)
    cells: dict[tuple[str, str, str], list[_Closing]] = defaultdict(list)
    for closing in closings:
        column = closing.field.partition("/")[0]
        groups[column, closing.mark].append(closing)
        cells[closing.item.id, column, closing.mark].append(closing)
    odd = [one for group in groups.values() for one in _odd_of(group)]
    odd += [one for (_, _, mark), cell in cells.items() if mark == "；" and _odd_of(cell, 1) for one in cell]
    for closing in {(one.item.id, one.field): one for one in odd}.values():
        yield evidence.found_in(closing.unit, closing.item, closing.field, unit=closing.unit)


def _odd_of(closings: list[_Closing], most: float = _MOST_ODD) -> list[_Closing]:
    before = [one for one in closings if one.before]
    after = [one for one in closings if not one.before]
    odd = min(before, after, key=len)
    return odd if len(odd) <= most * len(closings) else []


def _closings_of(evidence: Evidence) -> Iterator[_Closing]:
    for item in evidence.document.items:
        cases = item.accountability.cases if item.accountability else []
        lines: list[tuple[str, Duty | Case]] = [
            *((f"duties/{index}/unit", duty) for index, duty in enumerate(item.duties or ())),
            *((f"accountability/cases/{index}/unit", case) for index, case in enumerate(cases)),
        ]
        for field, line in lines:
            closing = _closing_of(evidence, line)
            if closing:
                yield _Closing(item, field, *closing)


def _closing_of(evidence: Evidence, line: Duty | Case) -> tuple[str, str, bool] | None:
    text, unit = line.text, line.unit
    if not text or not unit or not text.spans or not unit.spans or unit.spans[0][0] < text.spans[-1][1]:
        return None
    source = evidence.transcript.text
    between = source[text.spans[-1][1] : unit.spans[0][0]]
    behind = source[unit.spans[-1][1] + 1 : unit.spans[-1][1] + 4].lstrip(" ")
    before = (text[-1] + between).rstrip("（( ")[-1:]
    if before in "。；":
        return unit, before, True
    return (unit, behind[0], False) if behind[:1] in ("。", "；") else None


@checking(
    "TXT010",
    Severity.INFO,
    Wording(
        "“{found}”后缺少逗号，其他各条都有", "no comma follows {found!r}, as it does elsewhere in the list"
    ),
    bad=Snippet(
        _LIST
        + "".join(_FIVE)
        + _ROW.format(6, 6, _DUTIES, _CASES.replace("的，", "的", 1).format("（监察科）。"))
    ),
    good=_SOUND,
)
def comma_behind_lead_lost(evidence: Evidence) -> Iterator[Finding]:
    """The sentence that opens the cases has no comma behind 情形的, where the other items have one.

    Without it the cases are the bodies', not what they answer for.

    Add the comma.

    引出各项情形的句子，“情形的”之后没有逗号，其他事项都有。

    没有逗号，“情形”就成了机关的定语。

    补上逗号。
    """
    leads = [
        (text, match)
        for text in evidence.texts
        if text.column == "accountability"
        for match in _LEAD.finditer(text.value)
    ]
    bare = [(text, match) for text, match in leads if not match["comma"]]
    if len(leads) >= 3 * len(bare):
        for text, match in bare:
            yield evidence.found_in_text(text, match.span(), found=match[0], fix=f"{match[0]}，")


RULES: tuple[Rule, ...] = (
    mark_misplaced,
    mark_half_width,
    end_unmarked,
    unit_behind_mark,
    comma_behind_lead_lost,
)
