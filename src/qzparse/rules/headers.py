"""HDR: printed headers and labels, and the fields they stand for."""

from __future__ import annotations

from collections.abc import Iterator

from ..ledger import NoteKind
from ..models import Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, rule

_LIST = "序号 | 权力类型 | 权力项目名称 | {}\n1 | 行政检查 | 安全生产检查 | {}"


@rule(
    "HDR001",
    Severity.WARNING,
    Wording(
        "不认识的表头“{header}”，内容原样列入 extra",
        "the header {header!r} is not known; its cells are kept under extra",
    ),
    bad=Snippet(_LIST.format("星座", "白羊")),
    good=Snippet(_LIST.format("实施主体", "某市某局")),
    answers=NoteKind.HEADER_UNKNOWN,
)
def header_unknown(evidence: Evidence) -> Iterator[Finding]:
    """A column or label has a name that stands for no known field.

    Its text is kept whole, but under its printed name, so it is not found where the field is looked for.

    Add the word to a fields file and pass it with --grammar, if it means a known field.

    栏目或标签的名称不对应任何已知字段。

    文字完整保留，但列在所印名称之下，按字段查找时找不到。

    如果它就是某个已知字段，写入词表文件，用 --grammar 加载。
    """
    return evidence.noted_in_document()


@rule(
    "HDR002",
    Severity.WARNING,
    Wording(
        "表头“{header}”重复出现",
        "the header {header!r} names two columns",
    ),
    bad=Snippet(_LIST.format("备注 | 备注", "甲 | 乙")),
    good=Snippet(_LIST.format("备注", "甲")),
    answers=NoteKind.HEADER_DOUBLED,
)
def header_doubled(evidence: Evidence) -> Iterator[Finding]:
    """Two columns of a table stand for the same field.

    One of them is kept as the field and the other under extra; a reader cannot tell which was meant.

    Give the columns different names.

    表中有两栏对应同一个字段。

    一栏读作该字段，另一栏列入 extra，无法知道本意是哪一栏。

    给两栏不同的名称。
    """
    return evidence.noted_in_document()


@rule(
    "HDR003",
    Severity.WARNING,
    Wording(
        "“{header}”一列按内容读作 {field}",
        "the column {header!r} was read as {field} by what it holds",
    ),
    bad=Snippet(_LIST.format("怎么干", "1.检查责任：依法检查。⏎2.处置责任：依法处置。")),
    good=Snippet(_LIST.format("责任事项", "1.检查责任：依法检查。")),
    answers=NoteKind.COLUMN_BY_CONTENT,
)
def column_named_by_content(evidence: Evidence) -> Iterator[Finding]:
    """A column's header says nothing, or something else than its cells.

    Which field it is was concluded from its cells.

    Correct the header; `qzparse explain` shows why the column was read so.

    表头没有说明这一栏是什么，或与内容不符。

    这一栏是什么字段，是根据内容判断的。

    改正表头；qzparse explain 会说明为什么这样读。
    """
    return evidence.noted_in_document()


@rule(
    "HDR004",
    Severity.INFO,
    Wording(
        "表格没有表头，沿用上表的 {columns} 列",
        "the table has no header; the {columns} columns of the one above go on",
    ),
    bad=Snippet(
        "一、行政检查\n序号 | 权力类型 | 权力名称 | 责任事项\n1 | 行政检查 | 安全生产检查 | 1.检查责任：依法检查。\n"
        "二、行政许可\n2 | 行政许可 | 取水许可 | 1.受理责任：依法受理。\n"
    ),
    good=Snippet(_LIST.format("责任事项", "1.检查责任：依法检查。")),
    answers=NoteKind.HEADER_CARRIED,
)
def header_carried(evidence: Evidence) -> Iterator[Finding]:
    """A table of items has no header of its own and is read by that of the table above.

    A long table that was parted in two keeps its header in the first part alone; the cells agree with it.

    Repeat the header, or join the two tables.

    表格自己没有表头，按上一张表的表头读取。

    一张长表分成了两张，表头只在前一张；各格内容与表头相符。

    重复表头，或者把两张表合成一张。
    """
    return evidence.noted_in_document()


RULES: tuple[Rule, ...] = (
    header_unknown,
    header_doubled,
    column_named_by_content,
    header_carried,
)
