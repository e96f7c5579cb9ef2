"""CIT: legal bases as they are printed: the forms of orders and document numbers, separators."""

from __future__ import annotations

from collections.abc import Iterator

from ..excerpt import Printed, Span
from ..lawbook.versions import orders_in
from ..models import Severity
from .cited import Cited, iter_lists, plain_number
from .rule import Evidence, Finding, Rule, Snippet, Wording, checking

_LIST = "序号 | 权力类型 | 权力项目名称 | 实施依据\n1 | 行政检查 | 安全生产检查 | {}"
_SOUND = "1.【法律】《安全生产法》（2021年修正）第九条：依法检查。"


@checking(
    "CIT002",
    Severity.WARNING,
    Wording(
        "文号的年份应当用六角括号：{printed}",
        "the year of a document number stands in 〔〕: {printed}",
    ),
    bad=Snippet(_LIST.format("1.【规范性文件】《安全检查工作规定》（某安发[2013]14号）第九条：依法检查。")),
    good=Snippet(
        _LIST.format("1.【规范性文件】《安全检查工作规定》（某安发〔2013〕14号）第九条：依法检查。")
    ),
)
def number_brackets(evidence: Evidence) -> Iterator[Finding]:
    """The year of a document number stands in brackets other than 〔〕.

    Searches for the number miss it, and one document appears under several numbers.

    Put the year in 〔〕.

    文号的年份没有用六角括号〔〕。

    按文号检索会漏掉，同一文件会显得有几个文号。

    年份改用〔〕。
    """
    pattern = evidence.checking.grammar.pattern("document-number")
    for cited in _iter_heads(evidence):
        start, note = _note_of(cited)
        for match in pattern.finditer(note):
            plain = plain_number(match["number"])
            if "〔" not in match["number"] or "〕" not in match["number"]:
                stretch = (start + match.start(), start + match.end())
                values = {"printed": match["number"], "fix": plain}
                yield evidence.found_in(cited.text, cited.item, cited.field, stretch, **values)


@checking(
    "CIT005",
    Severity.WARNING,
    Wording(
        "令号写法不规范：{printed}，应为{usual}",
        "the order is not named in the usual form: {printed}; it is {usual}",
    ),
    bad=Snippet(
        _LIST.format("1.【行政法规】《地质灾害防治条例》（2003年国务院第394号令）第九条：依法检查。")
    ),
    good=Snippet(
        _LIST.format("1.【行政法规】《地质灾害防治条例》（2003年国务院令第394号）第九条：依法检查。")
    ),
)
def order_form(evidence: Evidence) -> Iterator[Finding]:
    """An order is named with 令 in the wrong place or twice, without 第, or with a year that lacks 年.

    Searches for the order miss it, and one order appears under several names.

    Write organ, 令, the year if orders are counted by years, 第, number, 号.

    令号的写法不规范：“令”字错位或重复，缺“第”字，或年份缺“年”字。

    按令号检索会漏掉，同一个令会显得有几个名称。

    写作“机关令第N号”，按年编号的写作“机关令某年第N号”。
    """
    for cited in _iter_heads(evidence):
        start, note = _note_of(cited)
        for order in orders_in(note, evidence.checking.grammar):
            if not order.is_plain:
                first, last = order.span
                values = {"printed": note[first:last], "usual": order.spelling, "fix": order.spelling}
                stretch = (start + first, start + last)
                yield evidence.found_in(cited.text, cited.item, cited.field, stretch, **values)


@checking(
    "CIT006",
    Severity.ERROR,
    Wording(
        "{year}年与文号的年份不符：{printed}",
        "the year {year} contradicts the document number {printed}",
    ),
    bad=Snippet(
        _LIST.format("1.【规范性文件】《安全检查规定》（2003年某安发〔2013〕14号）第九条：依法检查。")
    ),
    good=Snippet(
        _LIST.format("1.【规范性文件】《安全检查规定》（2013年某安发〔2013〕14号）第九条：依法检查。")
    ),
)
def year_against_number(evidence: Evidence) -> Iterator[Finding]:
    """The year before a document number is not the year of the number.

    One of the two is wrong, and which document is meant cannot be told.

    Look the document up; as a rule the year before the number is superfluous.

    文号前的年份与文号中的年份不一致。

    其中必有一个是错的，无法确定所指是哪一份文件。

    查对文件；文号前的年份一般可以省去。
    """
    number = evidence.checking.grammar.pattern("document-number")
    date = evidence.checking.grammar.pattern("version-date")
    for cited in _iter_heads(evidence):
        start, note = _note_of(cited)
        for match in number.finditer(note):
            years = [found for found in date.finditer(note, 0, match.start()) if found.end() == match.start()]
            counted = _year_of(match["number"])
            # What is numbered in December may be issued in January.
            if years and int(years[-1]["year"]) not in (counted, counted + 1):
                stretch = (start + years[-1].start(), start + match.end())
                values = {"year": years[-1]["year"], "printed": match["number"]}
                yield evidence.found_in(cited.text, cited.item, cited.field, stretch, **values)


@checking(
    "CIT009",
    Severity.ERROR,
    Wording("条文号重复：{printed}", "the article's number is printed twice: {printed}"),
    bad=Snippet(_LIST.format("1.【法律】《安全生产法》（2021年修正）第九条 第九条：依法检查。")),
    good=Snippet(_LIST.format(_SOUND)),
)
def article_twice(evidence: Evidence) -> Iterator[Finding]:
    """The same article is named twice in one locator.

    Another article or a paragraph may have been meant, and the reader cannot tell.

    Delete one, or put the place that was meant.

    同一条文号连写了两次。

    也可能本来要写另一条或某一款，读者无从判断。

    删去一个，或改为所指的条款。
    """
    for mention in evidence.mentions:
        for cited in mention.passages:
            places = cited.passage.places
            if any(place in places[:at] for at, place in enumerate(places)) and cited.passage.run:
                first, last = cited.passage.run
                printed = cited.text[first:last]
                yield evidence.found_in(
                    cited.text, cited.item, cited.field, cited.passage.run, printed=printed
                )


@checking(
    "CIT015",
    Severity.WARNING,
    Wording(
        "“{before}”与“{after}”之间缺少分隔标点",
        "a separator is missing between {before!r} and {after!r}",
    ),
    bad=Snippet(
        "序号 | 权力类型 | 权力项目名称 | 追责依据\n1 | 行政检查 | 安全生产检查 | "
        "①《行政许可法》第七十二条；②《安全生产法》第九十条③《公务员法》第五十九条。"
    ),
    good=Snippet(
        "序号 | 权力类型 | 权力项目名称 | 追责依据\n1 | 行政检查 | 安全生产检查 | "
        "①《行政许可法》第七十二条；②《安全生产法》第九十条；③《公务员法》第五十九条。"
    ),
)
def separator_missing(evidence: Evidence) -> Iterator[Finding]:
    """Two legal bases of a line run together, where the others of the cell are parted by a mark.

    The second may be overlooked, or taken for a part of the first.

    Put the mark that parts the others.

    同一行里两条依据连在一起，而本栏其余各条之间都有标点分隔。

    后一条可能被漏看，或者被当作前一条的一部分。

    补上与其余各条相同的标点。
    """
    source = evidence.transcript.text
    for item, field, entries in iter_lists(evidence.document):
        gaps: list[tuple[int, str, Span]] = []
        for index in range(1, len(entries)):
            gap = _gap(entries[index - 1].text, entries[index].number)
            if gap and "\n" not in source[gap[0] : gap[1]]:
                gaps.append((index, source[gap[0] : gap[1]].strip(), gap))
        parted = [between for _, between, _ in gaps if between]
        for index, between, gap in gaps:
            before, after = entries[index - 1], entries[index]
            if not between and parted and before.text and before.text[-1] not in _MARKS:
                values = {"before": before.text[-8:], "after": after.number}
                yield Finding(gap, values, item.id if item else None, f"{field}/{index}/number", parted[0])


@checking(
    "CIT022",
    Severity.WARNING,
    Wording(
        "书名号里的书名号应当用〈〉：{printed}",
        "a title within a title stands in 〈〉: {printed}",
    ),
    bad=Snippet(_LIST.format("1.【规范性文件】《关于印发<安全检查规定>的通知》第九条：依法检查。")),
    good=Snippet(_LIST.format("1.【规范性文件】《关于印发〈安全检查规定〉的通知》第九条：依法检查。")),
)
def inner_title_marks(evidence: Evidence) -> Iterator[Finding]:
    """A title within a title stands in signs of arithmetic instead of title marks.

    Searches for the inner title miss it, and programs take the signs for markup.

    Put it in 〈〉.

    书名号里的书名用了小于号、大于号，没有用单书名号。

    检索内层书名会漏掉，程序会把它当作标记。

    改用〈〉。
    """
    for cited in _iter_heads(evidence):
        title = cited.passage.title
        if "<" in title or "＜" in title:
            fix = title.translate(_INNER)
            values = {"printed": title, "fix": fix}
            yield evidence.found_in(cited.text, cited.item, cited.field, cited.passage.title_span, **values)


_MARKS = "；;。．.，,、！？"
_INNER = str.maketrans("<>＜＞", "〈〉〈〉")


def _iter_heads(evidence: Evidence) -> Iterator[Cited]:
    """Give the passages that name a law, with its brackets."""
    return (mention.head for mention in evidence.mentions if mention.head.passage.law_span is not None)


def _note_of(cited: Cited) -> tuple[int, str]:
    """Give what stands in brackets behind a title, and where that starts in the text."""
    start, end = cited.passage.note_span or (0, 0)
    return start, cited.text[start:end]


def _year_of(number: str) -> int:
    digits = "".join(character if character.isdigit() else " " for character in number)
    return int(next(word for word in digits.split() if len(word) == 4))


def _gap(before: str | None, number: str | None) -> Span | None:
    """Give the stretch of the source between an entry's text and the next one's number, if both are printed."""
    if isinstance(before, Printed) and isinstance(number, Printed) and before.spans and number.spans:
        start, end = before.spans[-1][1], number.spans[0][0]
        return (start, end) if start <= end else None
    return None


RULES: tuple[Rule, ...] = (
    number_brackets,
    order_form,
    year_against_number,
    article_twice,
    separator_missing,
    inner_title_marks,
)
