"""SHT: what a workbook holds that its print does not show, or shows and has lost."""

from __future__ import annotations

from collections.abc import Iterator

from ..ledger import NoteKind
from ..models import Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, rule

_TEXT = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'
_HIDDEN = '<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>乙</t></is></c></row>'
_CELL = '<row r="2"><c r="A2">{}</c></row>'
_SOUND = Snippet(_TEXT.format(1, "甲") + _TEXT.format(2, "乙"), "list.xlsx")


@rule(
    "SHT001",
    Severity.WARNING,
    Wording(
        "工作表“{sheet}”是隐藏的，其内容也读入了", "the sheet {sheet!r} is hidden; it was read all the same"
    ),
    bad=Snippet(_TEXT.format(1, "甲"), "hidden.xlsx"),
    good=_SOUND,
    answers=NoteKind.SHEET_HIDDEN,
)
def sheet_hidden(evidence: Evidence) -> Iterator[Finding]:
    """A sheet of the workbook is hidden and holds text.

    Whoever opens the file does not see it: it may be an older list, or working notes.

    Show the sheet if it belongs to the list; delete it if it does not.

    工作簿里有隐藏的工作表，其中有文字。

    打开文件的人看不到它，可能是旧清单或工作底稿。

    属于清单的请取消隐藏，不属于的请删除。
    """
    return evidence.noted_in_document()


@rule(
    "SHT002",
    Severity.WARNING,
    Wording(
        "工作表“{sheet}”有隐藏的行（{rows}）或列（{columns}），其内容也读入了",
        "the sheet {sheet!r} hides {rows} rows and {columns} columns that hold text; they were read all the same",
    ),
    bad=Snippet(_TEXT.format(1, "甲") + _HIDDEN, "list.xlsx"),
    good=_SOUND,
    answers=NoteKind.CELLS_HIDDEN,
)
def cells_hidden(evidence: Evidence) -> Iterator[Finding]:
    """Rows or columns of a sheet are hidden and hold text.

    Whoever opens the file does not see them: an item that was struck off may stand in them.

    Show them if they belong to the list; delete them if they do not.

    工作表里有隐藏的行或列，其中有文字。

    打开文件的人看不到，里面可能是已取消的事项。

    属于清单的请取消隐藏，不属于的请删除。
    """
    return evidence.noted_in_document()


@rule(
    "SHT003",
    Severity.INFO,
    Wording(
        "有 {count} 个公式（如 {cell}），读取的是保存时算出的值",
        "there are {count} formulas (such as {cell}); the values stored with them were read",
    ),
    bad=Snippet(_TEXT.format(1, "甲") + _CELL.format("<f>1+1</f><v>2</v>"), "list.xlsx"),
    good=_SOUND,
    answers=NoteKind.FORMULAS_PRESENT,
)
def formulas_present(evidence: Evidence) -> Iterator[Finding]:
    """Cells hold formulas, with the values that were computed when the file was saved.

    Another program, or another day, may compute other values.

    Publish the list with values in place of formulas.

    单元格里是公式，读取的是保存时算出的值。

    换一个程序或换一天，算出的可能是别的值。

    公布时请把公式换成数值。
    """
    return evidence.noted_in_document()


@rule(
    "SHT004",
    Severity.ERROR,
    Wording(
        "有 {count} 个公式（如 {cell}）没有保存结果，单元格读作空白",
        "{count} formulas (such as {cell}) have no value stored with them; their cells were read as blank",
    ),
    bad=Snippet(_TEXT.format(1, "甲") + _CELL.format("<f>1+1</f>"), "list.xlsx"),
    good=_SOUND,
    answers=NoteKind.FORMULA_UNCOUNTED,
)
def formula_uncounted(evidence: Evidence) -> Iterator[Finding]:
    """A formula was saved without its result, as some programs write it.

    What the cell shows in a spreadsheet program is not in the file.

    Open the workbook, let it compute, and save it.

    公式没有保存计算结果，有些程序就是这样写的。

    表格软件里显示的内容不在文件里。

    用表格软件打开，计算后保存。
    """
    return evidence.noted_in_document()


@rule(
    "SHT005",
    Severity.ERROR,
    Wording(
        "数字超过 15 位，末尾的数位在表格中已丢失",
        "the number has more digits than a sheet keeps; its last ones are lost",
    ),
    bad=Snippet(_TEXT.format(1, "甲") + _CELL.format("<v>7.2919045110000001E+17</v>"), "list.xlsx"),
    good=_SOUND,
    answers=NoteKind.DIGITS_LOST,
)
def digits_lost(evidence: Evidence) -> Iterator[Finding]:
    """A long code was typed as a number, and a sheet keeps fifteen digits of a number.

    The code in the list is not the item's code.

    Format the column as text and type the codes anew.

    长编码按数字录入，而表格的数字只保留十五位。

    清单里的编码已不是事项的编码。

    把这一列设为文本格式，重新录入编码。
    """
    return evidence.noted()


@rule(
    "SHT006",
    Severity.WARNING,
    Wording(
        "文字长度正好是单元格的上限，末尾可能已被截断",
        "the text is just as long as a cell can be; its end may be cut off",
    ),
    bad=Snippet(_TEXT.format(1, "甲" * 255), "list.xlsx"),
    good=_SOUND,
    answers=NoteKind.CELL_CUT,
)
def cell_cut(evidence: Evidence) -> Iterator[Finding]:
    """A cell's text ends without a mark exactly where programs cut the text of a cell.

    The rest of it is not in the file.

    Compare the cell with the original.

    文字恰好在程序截断的长度处结束，末尾没有标点。

    其余的文字不在文件里。

    对照原件核对这一格。
    """
    return evidence.noted()


RULES: tuple[Rule, ...] = (
    sheet_hidden,
    cells_hidden,
    formulas_present,
    formula_uncounted,
    digits_lost,
    cell_cut,
)
