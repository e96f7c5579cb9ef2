"""STR, CNT: how the list is built: its header, rows, numbers and sections."""

from __future__ import annotations

from collections.abc import Iterator

from ..ledger import NoteKind
from ..models import Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, rule

_HEAD = "序号 | 权力类型 | 权力项目名称 | 实施主体 | 责任事项\n"
_FIRST = "1 | 行政检查 | 安全生产检查 | 某市某局 | 1.检查责任：依法检查。\n"
_THIRD = "3 | 行政处罚 | 对违法经营的处罚 | 某市某局 | 1.立案责任：依法立案。\n"


@rule(
    "STR002",
    Severity.ERROR,
    Wording(
        "序号缺失，推定为 {number}（依据：{proof}）",
        "the item's number is lost; {number} is inferred ({proof})",
    ),
    bad=Snippet(_HEAD + _FIRST + "✂行政许可 | 资质认定 | 某市某局 | 1.受理责任：依法受理。\n" + _THIRD),
    good=Snippet(_HEAD + _FIRST + "2 | 行政许可 | 资质认定 | 某市某局 | 1.受理责任：依法受理。\n" + _THIRD),
    answers=NoteKind.NUMBER_INFERRED,
)
def item_number_lost(evidence: Evidence) -> Iterator[Finding]:
    """An item stands without its 序号, which its neighbours or its code prove.

    The number is the name by which a list, its declared total and other documents call the item.

    Put the number back; where a page break ate it, the cells beside it may be lost too.

    事项没有序号，由前后各项或编码可以推定。

    清单、申报项数和其他文件都用序号称呼事项。

    补上序号；断页丢失的，旁边的单元格可能也丢了。
    """
    return evidence.noted_in_items("number")


@rule(
    "STR003",
    Severity.ERROR,
    Wording(
        "表格没有表头，{columns} 列按内容辨认",
        "the table has no header; its {columns} columns are named by what they hold",
    ),
    bad=Snippet(_FIRST + _THIRD),
    good=Snippet(_HEAD + _FIRST),
    answers=NoteKind.HEADER_ABSENT,
)
def header_absent(evidence: Evidence) -> Iterator[Finding]:
    """A table of items has no row that names its columns.

    Which column is which was decided by what the cells hold, and a reader has no other way either.

    Put the header row back; `qzparse explain` shows how each column was read.

    事项的表格没有写明各栏名称的表头。

    各栏是什么，是根据内容判断的，读者也别无办法。

    补上表头；qzparse explain 会说明每一栏是怎样读的。
    """
    return evidence.noted_in_document()


@rule(
    "STR005",
    Severity.WARNING,
    Wording(
        "本行缺少单元格（{lost}），其余按内容对齐",
        "the row lacks cells ({lost}); the others were aligned by what they hold",
    ),
    bad=Snippet(_HEAD + _FIRST + "2 | 行政许可 | 资质认定 | 1.受理责任：依法受理。\n" + _THIRD),
    good=Snippet(_HEAD + _FIRST),
    answers=NoteKind.ROW_RAGGED,
)
def row_ragged(evidence: Evidence) -> Iterator[Finding]:
    """A row has fewer cells than the header names columns.

    Which cells are missing is a conclusion from the content of those that remain.

    Compare the row with the original and add the empty cells.

    本行的单元格比表头少。

    缺的是哪几格，是根据其余各格的内容推断的。

    对照原件，补上空的单元格。
    """
    return evidence.noted_in_items()


@rule(
    "STR008",
    Severity.ERROR,
    Wording(
        "章节标题处断页，前后内容有缺失",
        "the section starts at a page seam; text around it is lost",
    ),
    bad=Snippet(
        "一、行政检查（1项）\n" + _HEAD + _FIRST.rstrip() + "⏎ 二、行政处罚（1项）\n" + _HEAD + _THIRD
    ),
    good=Snippet(
        "一、行政检查（1项）\n"
        + _HEAD
        + _FIRST
        + "二、行政处罚（1项）\n"
        + _HEAD
        + _THIRD.replace("3", "1", 1)
    ),
    answers=NoteKind.SECTION_TORN,
)
def section_torn(evidence: Evidence) -> Iterator[Finding]:
    """A section's title stands where a page break ate the end of what is before it.

    The last cells of the section above are gone from the file.

    Restore them from the original; export the list without page breaks.

    章节标题处断页，前面的末尾丢失。

    上一章节最后的单元格已不在文件里。

    对照原件补全；导出时不要分页。
    """
    return evidence.noted_in_document()


@rule(
    "STR011",
    Severity.WARNING,
    Wording(
        "流程图的文字框没有次序和连线，按出现次序列出",
        "the boxes of a flow chart stand without order or links; they are listed as they come",
    ),
    bad=Snippet("某市某局责任清单\n一、权力运行流程图\n受理\n审查"),
    good=Snippet(_HEAD + _FIRST),
    answers=NoteKind.BOXES_LOOSE,
)
def boxes_loose(evidence: Evidence) -> Iterator[Finding]:
    """The texts of a flow chart's boxes stand one after another, without their arrows.

    The order of the steps, and who answers for which, cannot be known from the file.

    Publish the chart as a numbered list of steps, or keep its connectors in a docx.

    流程图的文字框一个接一个，没有箭头。

    各步骤的次序和负责的单位，从文件里无法知道。

    把流程图改成编号的步骤公布，或在 docx 里保留连线。
    """
    return evidence.noted()


@rule(
    "STR012",
    Severity.INFO,
    Wording("文件里另有一份清单：{title}", "the file holds another list: {title}"),
    bad=Snippet(
        "某市某局权责清单\n" + _HEAD + _FIRST + "某市另一局权责清单\n" + _HEAD + _THIRD.replace("3", "1", 1)
    ),
    good=Snippet("某市某局权责清单\n" + _HEAD + _FIRST + "2" + _THIRD[1:]),
    answers=NoteKind.SEVERAL_LISTS,
)
def several_lists(evidence: Evidence) -> Iterator[Finding]:
    """A file holds more than one list: another title stands between its tables.

    Numbers, sections and counts start anew, and the document's authority is that of the first.

    Look at `lists` and `list_number`: they say in which list an item stands. Publish each body's list as a file of its own.

    一个文件里有不止一份清单：表格之间另有标题。

    序号、章节和项数都重新开始，文件的主体是第一份清单的主体。

    lists 和 list_number 写明事项属于哪一份清单；各单位的清单宜各成一个文件。
    """
    return evidence.noted_in_document()


@rule(
    "STR020",
    Severity.WARNING,
    Wording(
        "权力类型“{type}”不在已知类别之内",
        "the power type {type!r} is none of those that are known",
    ),
    bad=Snippet(_HEAD + "1 | 行政魔法 | 安全生产检查 | 某市某局 | 1.检查责任：依法检查。\n"),
    good=Snippet(_HEAD + _FIRST),
    answers=NoteKind.TYPE_UNKNOWN,
)
def power_type_unknown(evidence: Evidence) -> Iterator[Finding]:
    """An item's 权力类型 is none of the known types or their spellings.

    Items are counted and compared by type, and this one falls outside.

    Correct the type; if it is right, add it to a powers file and pass it with --grammar.

    权力类型不在已知类别及其写法之内。

    事项按类型统计和比较，这一项落在外面。

    改正类型；如果无误，写入词表文件，用 --grammar 加载。
    """
    return evidence.noted_in_items("type")


@rule(
    "CNT001",
    Severity.ERROR,
    Wording(
        "标题称有 {declared} 项，实有 {found} 项",
        "the title declares {declared} items, and {found} are there",
    ),
    bad=Snippet("一、行政检查（2项）\n" + _HEAD + _FIRST),
    good=Snippet("一、行政检查（1项）\n" + _HEAD + _FIRST),
    answers=NoteKind.COUNT_DIFFERS,
)
def declared_count_wrong(evidence: Evidence) -> Iterator[Finding]:
    """A section's title declares another number of items than follow.

    Either an item is missing from the file, or the published total is wrong; sub-items are not counted.

    Count the section's items in the original and correct whichever is wrong.

    章节标题写的项数与实际项数不同。

    要么文件缺了事项，要么公布的数目有误；子项不计入。

    对照原件清点本章节的事项，改正有误的一方。
    """
    return evidence.noted_in_document()


@rule(
    "CNT020",
    Severity.WARNING,
    Wording(
        "序号 {number} 与前面的 {before} 不连续",
        "the item's number {number} does not follow {before}",
    ),
    bad=Snippet(_HEAD + _FIRST + _THIRD),
    good=Snippet(_HEAD + _FIRST),
    answers=NoteKind.NUMBER_OUT_OF_ORDER,
)
def item_number_disordered(evidence: Evidence) -> Iterator[Finding]:
    """An item's printed 序号 does not follow that of the item above.

    An item may be missing between them, or the list was edited and not renumbered.

    Check what stands between the two in the original; renumber.

    序号与上一项不连续。

    中间可能缺了事项，或者清单改过而没有重新编号。

    对照原件看两项之间有什么；重新编号。
    """
    return evidence.noted_in_items("number")


def _scraps(evidence: Evidence) -> Iterator[Finding]:
    """Find the boxes of a titled chart that no arrow joins: what is left of its picture between the facts of the form."""
    for index, procedure in enumerate(evidence.document.procedures):
        if procedure.title and procedure.meta and not procedure.edges:
            for place, node in enumerate(procedure.nodes):
                yield evidence.found_in(node.text, None, f"procedures/{index}/nodes/{place}/text")


RULES: tuple[Rule, ...] = (
    item_number_lost,
    header_absent,
    row_ragged,
    section_torn,
    boxes_loose._replace(beyond=_scraps),
    several_lists,
    power_type_unknown,
    declared_count_wrong,
    item_number_disordered,
)
