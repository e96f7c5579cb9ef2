"""ROW: rows and their cells: torn, lost, unread, inherited."""

from __future__ import annotations

from collections.abc import Iterator

from ..ledger import NoteKind
from ..models import Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, rule

_HEAD = "序号 | 权力类型 | 权力项目名称 | 子项名称 | 实施主体 | 责任事项 | 备注\n"
_FIRST = "1 | 行政检查 | 安全生产检查 |  | 某市某局 | 1.检查责任：依法检查。 | \n"
_DIVIDED = (
    "序号 | 权力类型 | 权力项目名称 | 问责依据和监督方式\n"
    "1 | 行政检查 | 安全生产检查 | 1.问责依据：《安全生产法》第九条。⏎2.监督方式：12345⏎{}"
)
_SECOND = "2 | 行政许可 | 资质认定 | 甲级 | 某市某局 | 1.受理责任：依法受理。 | \n"


@rule(
    "ROW001",
    Severity.WARNING,
    Wording(
        "断页使本行缺少单元格（{lost}），其余按内容对齐",
        "a page seam ate cells of the row ({lost}); the others were aligned by what they hold",
    ),
    bad=Snippet(_HEAD + _FIRST + "✂行政许可 | 资质认定 | 甲级 | 某市某局 | 1.受理责任：依法受理。 | \n"),
    good=Snippet(_HEAD + _FIRST + _SECOND),
    answers=NoteKind.ROW_TORN,
)
def row_torn(evidence: Evidence) -> Iterator[Finding]:
    """A page break ate the end of one row and the start of the next.

    Which cells remain was decided by what they hold; the others are gone from the file.

    Restore the row from the original; export the list without page breaks.

    断页丢失了一行的末尾和下一行的开头。

    剩下的是哪些格，是根据内容判断的；其余的已不在文件里。

    对照原件补全；导出时不要分页。
    """
    return evidence.noted_in_items()


@rule(
    "ROW002",
    Severity.WARNING,
    Wording(
        "“{header}”单元格已丢失",
        "the cell under {header!r} is lost",
    ),
    bad=Snippet(
        _HEAD
        + "1 | 行政检查 | 安全生产检查 |  | 某市某局 | 1.检查责任：依法检查。\n✂"
        + _SECOND.removeprefix("2 | ")
    ),
    good=Snippet(_HEAD + _FIRST + _SECOND),
    answers=NoteKind.CELL_LOST,
)
def cell_lost(evidence: Evidence) -> Iterator[Finding]:
    """A cell that the row once had is not in the file.

    The field is left out of the document: that says nothing about what the list prints there.

    Restore the cell from the original.

    这一行原有的一个单元格不在文件里。

    该字段在文档中空缺，这并不说明清单印了什么。

    对照原件补上。
    """
    return evidence.noted_in_items()


@rule(
    "ROW003",
    Severity.ERROR,
    Wording(
        "这段文字未能归入任何栏目，列为未解析",
        "this text found no place in its row and stays residue",
    ),
    bad=Snippet(_HEAD + _FIRST + "↔甲乙丙丁", "list.docx"),
    good=Snippet(_HEAD + _FIRST),
    answers=NoteKind.ROW_UNREAD,
)
def cell_unread(evidence: Evidence) -> Iterator[Finding]:
    """A cell stands beyond the columns of its table.

    Its text is in the coverage's residue and in no item.

    Compare the row with the header: a cell is doubled, or a column has no header.

    有单元格超出了表格的栏目。

    其中的文字只在未解析部分，不在任何事项里。

    与表头对照：可能多了一格，也可能有一栏没有表头。
    """
    return evidence.noted_in_items()


@rule(
    "ROW004",
    Severity.INFO,
    Wording(
        "本行空缺的 {fields} 取自上一项",
        "the row takes {fields} from the item above",
    ),
    bad=Snippet(_HEAD + _SECOND + " |  |  | 乙级 | 某市某局 | 1.受理责任：依法受理。 | \n"),
    good=Snippet(_HEAD + _FIRST + _SECOND),
    answers=NoteKind.VALUE_INHERITED,
)
def value_inherited(evidence: Evidence) -> Iterator[Finding]:
    """Cells that are merged with, or blank below, those of the item above take its values.

    It is how sub-items are printed, but a blank cell can also be a mistake.

    Nothing, if the item is a sub-item of the one above; else fill in the cells.

    与上一项合并的、或空着的单元格，取上一项的值。

    子项就是这样印的，但空格也可能是遗漏。

    如果是上一项的子项，不必处理；否则请补填。
    """
    return evidence.noted_in_items()


@rule(
    "ROW005",
    Severity.WARNING,
    Wording(
        "{field} 的内容与该栏目不大相符",
        "what stands under {field} hardly fits that field",
    ),
    bad=Snippet(_DIVIDED.format("3.监督方式：12346")),
    good=Snippet(_DIVIDED.format("")),
    answers=NoteKind.VALUE_DOUBTFUL,
)
def value_doubtful(evidence: Evidence) -> Iterator[Finding]:
    """A cell could be divided or named in more than one way.

    The way taken is the likelier one, not a sure one.

    Compare the item with the original.

    这一格的划分或归属不止一种可能。

    所取的是较可能的一种，并不确定。

    对照原件核对这一项。
    """
    return evidence.noted()


@rule(
    "ROW006",
    Severity.WARNING,
    Wording(
        "本行的单元格连在一起，只按内容分开",
        "the row's cells run together and were told apart by what they hold",
    ),
    bad=Snippet(
        "序号权力类型权力名称实施依据\n1行政许可取水许可《取水规定》第二条\n2行政许可采砂许可《采砂规定》第三条\n"
    ),
    good=Snippet("序号 | 权力类型 | 权力名称 | 实施依据\n1 | 行政许可 | 取水许可 | 《取水规定》第二条\n"),
    answers=NoteKind.ROW_BY_CONTENT,
)
def row_by_content(evidence: Evidence) -> Iterator[Finding]:
    """A row has lost what parted its cells; where one ends and the next begins is told by content alone.

    A name that ends in the word of the next cell can be cut in the wrong place.

    Compare the item with the original, or export the list again as a table.

    这一行各格之间的分隔已经丢失，只能按内容划分。

    名称若以下一格的用词结尾，可能切错位置。

    对照原件核对，或重新导出为表格。
    """
    return evidence.noted_in_items()


_CUT = (
    "1.检查责任：依照年度计划对本⏎行政区域内的生产经营单位开展⏎"
    "安全生产检查，如实记录检查的⏎情况和处理的结果并由双方签字⏎存档备查。"
)


@rule(
    "ROW007",
    Severity.ERROR,
    Wording(
        "单元格内混入了相邻单元格的行，本事项的文字归属和次序均不可信",
        "lines of neighbouring cells stand among each other: what the item's fields hold is not to be trusted",
    ),
    bad=Snippet(
        _HEAD + _FIRST.replace("1.检查责任：依法检查。", _CUT.replace("⏎安全生产", "⏎检查⏎安全生产"))
    ),
    good=Snippet(_HEAD + _FIRST),
    answers=NoteKind.LINES_MIXED,
)
def lines_mixed(evidence: Evidence) -> Iterator[Finding]:
    """A short line that ends in the middle of a sentence stands among lines cut at one width.

    A program that writes a page line by line prints the first line of each cell, then the second of each. Which cell a line
    came from is no longer in the file, so the value is kept as it stands.

    Convert the original again, to docx or xlsx, or copy cell by cell.

    在按同一宽度折断的各行之间，出现了句子未完的短行。

    逐行输出页面的程序会先打印各格的第一行，再打印各格的第二行。某一行属于哪一格，文件里已无从知道，
    因此原样保留。

    从原件重新转换为 docx 或 xlsx，或逐格复制。
    """
    return evidence.noted_in_items()


@rule(
    "ROW008",
    Severity.WARNING,
    Wording(
        "单元格内的文字按宽度折行，跨行的词语、序号和引文可能未能识别",
        "the lines of the cell are cut at a width: words, numbers and citations that a line end cuts may be unread",
    ),
    bad=Snippet(_HEAD + _FIRST.replace("1.检查责任：依法检查。", _CUT)),
    good=Snippet(_HEAD + _FIRST),
    answers=NoteKind.LINES_WRAPPED,
)
def lines_wrapped(evidence: Evidence) -> Iterator[Finding]:
    """The lines of a cell end where its width ended, not where a sentence does.

    The text is complete and in order. What a line end cuts in two, 《中华人民共和国安 | 全生产法》, may not be recognised.

    Export the list again as a table, without line breaks inside cells.

    单元格内各行按宽度折断，而不是在句末换行。

    文字完整，次序无误；但被换行切断的法名、条款或序号可能认不出来。

    重新导出为表格，单元格内不要强制换行。
    """
    return evidence.noted()


_FULL = (
    "┌────┬──────────┬──────────────────┐⏎"
    "│序号│权力名称  │备注              │⏎"
    "├────┼──────────┼──────────────────┤⏎"
    "│1   │安全生产检│由局机关负责的由局│⏎"
    "│    │查        │机关办理由乡镇负责│⏎"
    "│    │          │{}│⏎"
    "│    │          │其余事项不办理。  │⏎"
    "└────┴──────────┴──────────────────┘⏎"
)


@rule(
    "ROW009",
    Severity.INFO,
    Wording(
        "此行写满栏宽且句子已完，下一行是否另起一段无法确定，按同一段连接",
        "the line fills its column and closes a sentence: the next was joined to it, and may be another paragraph",
    ),
    bad=Snippet(_FULL.format("的事项由乡镇办理。")),
    good=Snippet(_FULL.format("的事项由乡镇办理，")),
    answers=NoteKind.WRAP_DOUBTFUL,
)
def wrap_doubtful(evidence: Evidence) -> Iterator[Finding]:
    """A line that fills its column also closes a sentence.

    Lines that a column's width cut are joined again, and so was this one. Nothing is lost; a paragraph may lack its break.

    Compare the cell with the original.

    写满栏宽的一行恰好也是句末。

    被栏宽折断的各行已重新连接，此行也是。文字没有缺失，但可能少一处分段。

    对照原件核对这一格。
    """
    return evidence.noted()


RULES: tuple[Rule, ...] = (
    row_torn,
    cell_lost,
    cell_unread,
    value_inherited,
    value_doubtful,
    row_by_content,
    lines_mixed,
    lines_wrapped,
    wrap_doubtful,
)
