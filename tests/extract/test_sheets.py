"""What stands on a sheet → titles, tables and notes: the same in xlsx, xls and ods."""

from pathlib import Path

import pytest
from books import WRITERS, Drawn, drawn, ods_of, shown, xls_of, xlsx_of

from qzparse.extract import extract
from qzparse.extract.sheets import label_of, margins_of
from qzparse.ledger import NoteKind
from qzparse.source import source_of
from qzparse.tokens import Paragraph, Table, Transcript

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FORMATS = pytest.mark.parametrize("form", [*WRITERS])
LIST = "序号 | 类型 | 名称\n1 | 行政处罚 | 对甲的处罚\n2 | 行政检查 | 对乙的检查"
ROWS = "[序号][类型][名称]|[1][行政处罚][对甲的处罚]|[2][行政检查][对乙的检查]"

SHEETS = {
    "a table": (drawn(LIST), [ROWS]),
    "blank rows and columns around": (
        drawn("\n\n | | 序号 | 名称\n | | 1 | 甲\n\n"),
        ["[序号][名称]|[1][甲]"],
    ),
    "a title": (drawn("某局权责清单\n" + LIST), ["某局权责清单", ROWS]),
    "a merged title": (drawn("某局权责清单\n" + LIST, "A1:C1"), ["某局权责清单", ROWS]),
    "a title in the middle": (drawn(" | 某局权责清单\n" + LIST), ["某局权责清单", ROWS]),
    "a ruled title across": (drawn("某局权责清单\n" + LIST, "A1:C1", "A1:C4"), ["某局权责清单", ROWS]),
    "two titles and a gap": (
        drawn("某局权责清单\n一、行政处罚\n\n" + LIST),
        ["某局权责清单", "一、行政处罚", ROWS],
    ),
    "a storey above the middle columns": (
        drawn(" | 权力清单 | | 备注\n序号 | 类型 | 名称 | 备注\n1 | 处罚 | 甲 | 无", "B1:C1"),
        ["[][权力清单→][备注]|[序号][类型][名称][备注]|[1][处罚][甲][无]"],
    ),
    "a lone storey above the middle columns": (
        drawn(" | 权力清单\n序号 | 类型 | 名称 | 备注\n1 | 处罚 | 甲 | 无", "B1:C1", "A1:D3"),
        ["[][权力清单→][]|[序号][类型][名称][备注]|[1][处罚][甲][无]"],
    ),
    "notes below": (drawn(LIST + "\n注：以上为甲。\n\n附件：乙"), [ROWS, "注：以上为甲。", ".附件：乙"]),
    "a form below": (
        drawn(LIST + "\n\n填表人：张三 | | 审核人：李四"),
        [ROWS, ".填表人：张三", "审核人：李四"],
    ),
    "a heading across the table": (
        drawn("序号 | 类型 | 名称\n一、处罚\n1 | 处罚 | 甲\n二、检查\n2 | 检查 | 乙", "A2:C2 A4:C4"),
        ["[序号][类型][名称]|[一、处罚→→]|[1][处罚][甲]|[二、检查→→]|[2][检查][乙]"],
    ),
    "a second header behind a heading": (
        drawn(
            "一、处罚\n序号 | 名称 | 种类\n1 | 甲 | 罚款\n二、检查\n序号 | 名称 | 对象\n1 | 乙 | 企业",
            "A4:C4",
        ),
        ["一、处罚", "[序号][名称][种类]|[1][甲][罚款]", "二、检查", "[序号][名称][对象]|[1][乙][企业]"],
    ),
    "a caption between ruled tables": (
        drawn("表1\n序号 | 1\n名称 | 甲\n表2\n序号 | 2\n名称 | 乙", ruled="A2:B3"),
        ["表1", "[序号][1]|[名称][甲]", "表2", "[序号][2]|[名称][乙]"],
    ),
    "tables parted by a blank row": (
        drawn("序号 | 1\n名称 | 甲\n\n序号 | 2\n名称 | 乙"),
        ["[序号][1]|[名称][甲]", "[序号][2]|[名称][乙]"],
    ),
    "a list that goes on after a blank row": (
        drawn(LIST + "\n\n3 | 行政许可 | 丙的许可"),
        [ROWS + "|[3][行政许可][丙的许可]"],
    ),
    "a blank row that is ruled": (
        drawn("序号 | 名称\n1 | 甲\n\n2 | 乙", ruled="A1:B4"),
        ["[序号][名称]|[1][甲]|[2][乙]"],
    ),
    "a blank column that is ruled": (
        drawn("1 | 甲\n2 | 乙", ruled="A1:C2"),
        ["[1][甲][]|[2][乙][]"],
    ),
    "blank ruled rows below": (drawn("1 | 甲\n2 | 乙", ruled="A1:B9"), ["[1][甲]|[2][乙]"]),
    "a label without a value": (
        drawn("名称 | 甲\n备注", ruled="A1:B2"),
        ["[名称][甲]|[备注][]"],
    ),
    "merged cells": (
        drawn("序号 | 名称 | 子项\n1 | 甲 | 子一\n | | 子二\n2 | 乙 | ", "A2:A3 B2:B3 B4:C4"),
        ["[序号][名称][子项]|[1↓][甲↓][子一]|[子二]|[2][乙→]"],
    ),
    "two storeys of headers": (
        drawn("序号 | 权力 | | 备注\n | 类型 | 名称 |\n1 | 处罚 | 甲 | 无", "A1:A2 B1:C1 D1:D2"),
        ["[序号↓][权力→][备注↓]|[类型][名称]|[1][处罚][甲][无]"],
    ),
    "a merge over blank rows": (
        drawn("序号 | 名称 | 子项\n1 | 甲 | 子一\n\n | | 子二", "A2:A4 B2:B4"),
        ["[序号][名称][子项]|[1↓][甲↓][子一]|[子二]"],
    ),
    "a merge wider than the table": (
        drawn("一、处罚 | | \n序号 | 名称 | 对象\n1 | 甲 | 乙\n二、检查\n2 | 丙 | 丁", "A1:Z1 A4:Z4"),
        ["一、处罚", "[序号][名称][对象]|[1][甲][乙]|[二、检查→→]|[2][丙][丁]"],
    ),
    "lines in cells": (drawn("1 | 1.甲⏎2.乙\n2 | 丙"), ["[1][1.甲\n2.乙]|[2][丙]"]),
    "lines of one column": (drawn("某局\n一、职责\n\n1.甲"), ["某局", "一、职责", ".1.甲"]),
    "one row": (drawn("1 | 行政处罚 | 甲"), ["[1][行政处罚][甲]"]),
    "nothing": (drawn(""), []),
    "whole and broken numbers": (
        Drawn({"A1": 1, "B1": 2.5, "A2": 1.0, "B2": 0.1}),
        ["[1][2.5]|[1][0.1]"],
    ),
}


def read(form: str, *sheets: Drawn) -> Transcript:
    return extract(source_of(WRITERS[form](*sheets), f"list.{form}"))


@FORMATS
@pytest.mark.parametrize(("sheet", "expected"), [*SHEETS.values()], ids=[*SHEETS])
def test_sheet(form: str, sheet: Drawn, expected: list[str]) -> None:
    transcript = read(form, sheet)
    assert shown(transcript) == expected
    assert transcript.notes == ()


@FORMATS
def test_sheets_stand_in_their_order(form: str) -> None:
    transcript = read(form, drawn("1 | 甲\n2 | 乙", name="一"), drawn("3 | 丙\n4 | 丁", name="二"))
    tables = [token for token in transcript.tokens if isinstance(token, Table)]
    assert [table.sheet for table in tables] == ["一", "二"]
    assert shown(transcript) == ["[1][甲]|[2][乙]", "[3][丙]|[4][丁]"]


@FORMATS
def test_every_place_has_its_label(form: str) -> None:
    transcript = read(form, drawn("\n | 某局权责清单\n\n | 序号 | 名称\n | 1 | 甲"))
    title, table = transcript.tokens
    assert isinstance(title, Paragraph)
    assert isinstance(table, Table)
    assert (title.sheet, title.label) == ("清单", "B2")
    assert [cell.label for cell in table.cells] == ["B4", "C4", "B5", "C5"]
    place = transcript.place_of(transcript.text.index("甲"))
    assert (place.sheet, place.cell, place.table, place.row, place.column) == ("清单", "C5", 1, 2, 2)
    assert transcript.place_of(transcript.text.index("某局")).cell == "B2"


@FORMATS
def test_hidden_sheets_are_read_and_noted(form: str) -> None:
    transcript = read(form, drawn("1 | 甲\n2 | 乙"), drawn("3 | 丙\n4 | 丁", name="旧", hidden=True))
    assert shown(transcript)[1] == "[3][丙]|[4][丁]"
    assert [(note.kind, note.values) for note in transcript.notes] == [
        (NoteKind.SHEET_HIDDEN, {"sheet": "旧"})
    ]


@FORMATS
def test_hidden_rows_and_columns_are_read_and_noted(form: str) -> None:
    sheet = drawn("1 | 甲 | a\n2 | 乙 | b\n3 | 丙 | c", hidden_rows=(2, 9), hidden_columns=("C", "F"))
    transcript = read(form, sheet)
    assert shown(transcript) == ["[1][甲][a]|[2][乙][b]|[3][丙][c]"]
    (note,) = transcript.notes
    assert (note.kind, note.values) == (NoteKind.CELLS_HIDDEN, {"sheet": "清单", "rows": 1, "columns": 1})


@FORMATS
def test_lost_digits_are_noted_at_their_cell(form: str) -> None:
    sheet = Drawn({"A1": 1, "B1": 7.2919045101010307e25, "A2": 2, "B2": 729190451010103})
    transcript = read(form, sheet)
    (note,) = transcript.notes
    assert (note.kind, note.values) == (NoteKind.DIGITS_LOST, {"cell": "B1"})
    assert transcript.text[slice(*note.span)].startswith("7.29190451010103")


@FORMATS
@pytest.mark.parametrize(
    ("text", "cut"),
    [("检" * 255, True), ("检" * 32_767, True), ("检" * 254 + "。", False), ("检" * 256, False)],
)
def test_texts_that_were_probably_cut_are_noted(form: str, text: str, *, cut: bool) -> None:
    transcript = read(form, Drawn({"A1": "1", "B1": text, "A2": "2", "B2": "乙"}))
    assert [(note.kind, note.values) for note in transcript.notes] == (
        [(NoteKind.CELL_CUT, {"cell": "B1"})] if cut else []
    )
    assert text in transcript.text


@pytest.mark.parametrize("write", [xlsx_of, xls_of])
def test_numbers_print_by_their_formats(write: object) -> None:
    assert callable(write)
    cells = {"A1": 7, "B1": 45292, "C1": 0.256, "A2": 8, "B2": 45292.5, "C2": 1500}
    codes = {"A1": "000", "B1": "yyyy-mm-dd", "C1": "0.0%", "B2": 'yyyy"年"m"月"d"日"', "C2": "#,##0"}
    transcript = extract(source_of(write(Drawn(cells, codes=codes)), "list"))
    assert shown(transcript) == ["[007][2024-01-01][25.6%]|[8][2024年1月1日][1,500]"]


@FORMATS
def test_cells_that_a_merge_covers_print_nothing_again(form: str) -> None:
    if form == "xlsx":
        pytest.skip("openpyxl empties the cells that a merge covers")
    sheet = Drawn({"A1": "甲", "A2": "甲", "B1": "1", "B2": "2", "C1": "x", "C2": "y"}, ("A1:A2", "C1:C2"))
    assert shown(read(form, sheet)) == ["[甲↓][1][x]|[2][y]"]


@FORMATS
def test_very_wide_sheets_are_bounded(form: str) -> None:
    cells = {label_of(row, column): f"{row}:{column}" for row in range(2) for column in range(250)}
    transcript = read(form, Drawn(cells))
    table = next(token for token in transcript.tokens if isinstance(token, Table))
    assert table.columns == 200
    assert all(f"1:{column}" in transcript.text for column in range(250))


def test_cells_far_apart_make_no_large_table() -> None:
    cells = {"A1": "序号", "B1": "名称", "A2": "1", "XFD2": "甲", "A9": "2", "C1048576": "乙"}
    tokens = read("xlsx", Drawn(cells)).tokens
    assert all(token.rows * token.columns < 20 for token in tokens if isinstance(token, Table))


def test_the_same_character_stands_in_one_token() -> None:
    transcript = read("xlsx", SHEETS["a merge over blank rows"][0])
    spans = [
        span
        for token in transcript.tokens
        for excerpt in (
            [cell.excerpt for cell in token.cells] if isinstance(token, Table) else [token.excerpt]
        )
        for span in excerpt.lines
    ]
    assert spans == sorted(spans)
    covered = "".join(transcript.text[start:end] for start, end in spans)
    assert covered == "".join(transcript.text.split())


def test_margins_without_their_codes() -> None:
    assert margins_of('&C&"宋体,Bold"&14某局权责清单&R第&P页 共&N页&L&K01+000A&&B') == [
        "某局权责清单",
        "第页 共页",
        "A&B",
    ]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not at hand")
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_the_corpus_reads_alike_in_xlsx_and_xls(name: str) -> None:
    books = [CORPUS / form / f"{name}.{form}" for form in ("xlsx", "xls")]
    old, new = (extract(source_of(book.read_bytes(), book.name)) for book in books)
    assert old.text == new.text
    assert shown(old) == shown(new)


def test_an_empty_spreadsheet_has_no_tokens() -> None:
    assert extract(source_of(ods_of(), "list.ods")).tokens == ()
