"""PDFs drawn in the test, and those of the corpus, read page by page."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pdfplumber
import pytest
from paper import ABSENT, EMBEDDED, UNMAPPED, Sheet, pdf_of, width_of, wrapped

from qzparse.errors import UnreadableSource
from qzparse.extract import extract
from qzparse.extract.cells import spread_of
from qzparse.extract.pdf_file import PdfFile
from qzparse.ledger import NoteKind
from qzparse.source import Source, read_source, source_of
from qzparse.tokens import Margin, Paragraph, Table, Transcript

CORPUS = sorted((Path(__file__).parents[2] / ".." / "shared" / "corpus" / "pdf").glob("*.pdf"))
XS = (50, 90, 210, 545)
HEADS = ("序号", "权力项目名称", "实施依据")
LONG = (
    "《某省安全生产条例》第二十三条第一款：负有安全生产监督管理职责的部门依法对生产经营单位执行有关法律、法规"
    "和国家标准或者行业标准的情况进行监督检查。"
)


def read(*sheets: Sheet, missing: int = 0) -> Transcript:
    return extract(source_of(pdf_of(*sheets, missing=missing), "list.pdf"))


def tables_of(transcript: Transcript) -> list[Table]:
    return [token for token in transcript.tokens if isinstance(token, Table)]


def rows_of(transcript: Transcript, table: int = 0) -> list[list[str]]:
    found = tables_of(transcript)[table]
    return [[cell.excerpt.text for cell in found.cells if cell.row == row] for row in range(found.rows)]


def paragraphs_of(transcript: Transcript) -> list[str]:
    return [token.excerpt.text for token in transcript.tokens if isinstance(token, Paragraph)]


def margins_of(transcript: Transcript) -> list[str]:
    return [token.excerpt.text for token in transcript.tokens if isinstance(token, Margin)]


def kinds_of(transcript: Transcript) -> list[NoteKind]:
    return [note.kind for note in transcript.notes]


def ruled(sheet: Sheet, ys: tuple[float, ...], *rows: tuple[str, ...], xs: tuple[float, ...] = XS) -> Sheet:
    """Rule a table and wrap the texts of its cells."""
    sheet.grid(xs, ys)
    for top, row in zip(ys, rows, strict=False):
        for left, right, text in zip(xs, xs[1:], row, strict=False):
            sheet.cell(left, top, wrapped(text, right - left - 10, 10))
    return sheet


def test_ruled_table_gives_its_cells_in_rows() -> None:
    sheet = ruled(Sheet(), (80, 100, 130), HEADS, ("1", "安全生产检查", "无"))
    sheet.text(50, 60, "某市某局权责清单", 16)
    sheet.text(50, 160, "注：本表自公布之日起施行。")
    transcript = read(sheet)
    assert transcript.text == (
        "某市某局权责清单\n\t序号\t权力项目名称\t实施依据\n\t1\t安全生产检查\t无\n注：本表自公布之日起施行。\n"
    )
    assert [type(token) for token in transcript.tokens] == [Paragraph, Table, Paragraph]
    assert transcript.pages == 1
    assert not transcript.notes


def test_merged_cells_keep_their_spans() -> None:
    sheet = Sheet()
    for y, start in ((70, 50), (100, 150), (130, 50), (160, 150), (190, 50)):
        sheet.line(start, y, 450, y)
    for x, end in ((50, 190), (150, 190), (450, 190)):
        sheet.line(x, 70, x, end)
    sheet.line(300, 100, 300, 190)
    for x, y, text in ((50, 70, "甲"), (150, 70, "乙"), (150, 100, "丙"), (300, 100, "丁"), (50, 130, "戊")):
        sheet.cell(x, y, [text])
    (table,) = tables_of(read(sheet))
    spans = {
        cell.excerpt.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells
    }
    assert spans == {
        "甲": (0, 0, 2, 1),
        "乙": (0, 1, 1, 2),
        "丙": (1, 1, 1, 1),
        "丁": (1, 2, 1, 1),
        "戊": (2, 0, 2, 1),
        "": (3, 2, 1, 1),
    }


def test_lines_that_were_wrapped_are_joined_and_ends_of_paragraphs_kept() -> None:
    text = f"1.受理责任：公示材料。\n2.审查责任：{LONG}\n（有关科室）"
    transcript = read(ruled(Sheet(), (80, 100, 400), HEADS, ("1", "检查", text)))
    assert rows_of(transcript)[1] == ["1", "检查", text]


def test_number_that_opens_a_full_line_starts_a_paragraph() -> None:
    first = "1.受理责任：一次性告知补正材料，依法受理或者不予受理。"
    room = width_of(first, 10)
    sheet = Sheet()
    sheet.grid((50, 60 + room), (80, 140))
    sheet.cell(50, 80, [first, "2.审查责任：审查。", "2.5倍以下的罚款"])
    assert rows_of(read(sheet))[0] == [f"{first}\n2.审查责任：审查。\n2.5倍以下的罚款"]


def test_code_cut_at_a_line_end_is_whole_again() -> None:
    sheet = Sheet()
    sheet.grid((50, 125, 285, 410), (80, 170))
    sheet.cell(50, 80, ["7291904510100", "0010003440200"])
    sheet.cell(125, 80, ["监督电话：0976-8871024、0976-", "8871025"])
    sheet.cell(285, 80, ["see the Administrative", "Penalty Law"])
    assert rows_of(read(sheet))[0] == [
        "72919045101000010003440200",
        "监督电话：0976-8871024、0976-8871025",
        "see the Administrative Penalty Law",
    ]


def column(lines: Sequence[str], room: float) -> list[str]:
    """Print lines in the last cell of a table whose column has so much room, and give its paragraphs."""
    sheet = Sheet(height=600)
    sheet.grid((50, 80, 140, 150 + room), (80, 580))
    sheet.cell(50, 80, ["1"])
    sheet.cell(80, 80, ["行政检查"])
    sheet.cell(140, 80, lines)
    return rows_of(read(sheet))[0][2].split("\n")


@pytest.mark.parametrize(
    ("lines", "room", "paragraphs"),
    [
        (["SW-", "CF-", "0001"], 33, ["SW-CF-0001"]),
        (["JHD", "ACF", "-001"], 17, ["JHDACF-001"]),
        (["0329-5550", "136、12345"], 52, ["0329-5550136、12345"]),
        (["4.同2-", "1。"], 34, ["4.同2-1。"]),
        (["2.同2-", "2.第五条"], 48, ["2.同2-", "2.第五条"]),
        (["合格的发给审图", "号。"], 81, ["合格的发给审图号。"]),
        (["1.罚法第五十四条", "2.同1。", "4.罚法第五十七条", "6.罚法第七十二条"], 76, 4),
        (["2.第三款", "3-1.第七条", "3-2.第八条"], 46, 3),
        (["3.十日内作出决定。", "送达责任：七日内送达。"], 90, 2),
        (["情形的。", "追责依", "据：第七", "十四条"], 45, 2),
        (["第一款所称单位，", "包括：甲、乙。"], 80, 1),
        (["中国气象局令第三号）", "第十三条"], 110.3, ["中国气象局令第三号）第十三条"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_lines_of_a_column_are_paragraphs_again(
    lines: list[str], room: float, paragraphs: list[str] | int
) -> None:
    found = column(lines, room)
    assert found == paragraphs if isinstance(paragraphs, list) else len(found) == paragraphs


def test_tables_of_nearly_the_same_columns_keep_their_own() -> None:
    sheet = Sheet()
    for top, shift in ((80, 0), (300, 2)):
        sheet.grid((50, 120 + shift, 179.7 + shift, 545), (top, top + 20, top + 100))
        for x in (50, 120 + shift, 179.7 + shift):
            sheet.cell(x, top, ["名称"])
            sheet.cell(x, top + 20, ["河道管理", "范围内建", "设项目审", "批"])
    transcript = read(sheet)
    whole = "河道管理范围内建设项目审批"
    assert [rows_of(transcript, index)[1][1] for index in (0, 1)] == [whole, whole]


def test_centred_lines_are_no_paragraphs_of_their_own() -> None:
    sheet = Sheet()
    sheet.grid((50, 120, 202), (80, 140))
    sheet.cell(50, 80, ["1"])
    for y, text in ((92, "监督电话："), (106, "0375-"), (120, "55501444；市长"), (134, "热线12345")):
        sheet.text(161 - width_of(text, 10) / 2, y, text)
    assert rows_of(read(sheet))[0][1] == "监督电话：0375-55501444；市长热线12345"


def test_texts_of_several_cells_and_lines_that_follow_one_another_keep_to_their_cells() -> None:
    sheet = Sheet()
    for y, left, right in ((80, 50, 400), (100, 100, 300), (125, 50, 400)):
        sheet.line(left, y, right, y)
    for x in (50, 100, 200, 300, 400):
        sheet.line(x, 100 if x == 200 else 80, x, 125)
    # Cells in the middle of two rows stand hardly above the texts of the second row.
    for x, y, text in (
        (55, 106, "序"),
        (190, 94, "清单"),
        (340, 107, "备注"),
        (110, 111, "名称"),
        (205, 105, "实施主"),
        (215, 117, "体"),
    ):
        sheet.text(x, y, text)
    assert [sorted(row) for row in rows_of(read(sheet))] == [["备注", "序", "清单"], ["名称", "实施主\n体"]]


def test_blank_at_a_line_end_is_kept() -> None:
    sheet = Sheet()
    sheet.grid((50, 120, 220), (80, 140))
    sheet.cell(50, 80, ["1"])
    # PDFium leaves the blank out of its text: it stands in an object of its own.
    for x, y, text in ((125, 92, "第三十八条第一款"), (205, 92, " "), (125, 106, "无证取水的，责令停")):
        sheet.text(x, y, text)
    assert rows_of(read(sheet))[0] == ["1", "第三十八条第一款 无证取水的，责令停"]


def test_two_blanks_at_a_line_end_are_two() -> None:
    sheet = Sheet()
    for x, y, text in ((50, 92, "第四十三条"), (100, 92, "  "), (50, 106, "危及安全的"), (50, 120, "罚款。")):
        sheet.text(x, y, text)
    sheet.grid((45, 105, 200), (80, 140))
    assert rows_of(read(sheet))[0][0] == "第四十三条  危及安全的罚款。"


def test_glyphs_printed_twice_count_once() -> None:
    sheet = Sheet()
    for shift in (0, 0.3):
        sheet.text(50 + shift, 60, "加粗的标题")
    for index, character in enumerate("逐字加粗"):
        sheet.text(50 + 10 * index, 90, character)
        sheet.text(50.3 + 10 * index, 90, character)
    sheet.text(50, 130, "人人有责2200")
    assert paragraphs_of(read(sheet)) == ["加粗的标题", "逐字加粗", "人人有责2200"]


def test_printed_blanks_are_kept_and_made_up_ones_dropped() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "第二十二条  属于   国家秘密的")
    for x, text in ((50, "自"), (62.5, "1988"), (85, "年起")):
        sheet.text(x, 90, text)
    assert paragraphs_of(read(sheet)) == ["第二十二条  属于   国家秘密的", "自1988年起"]


def test_characters_beyond_the_first_plane_are_whole() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "𠮷林路 ⼀号")
    assert read(sheet).text == "𠮷林路 ⼀号\n"


@pytest.mark.parametrize(
    ("rotation", "turn"), [(0, (0, 1, -1, 0)), (90, (0, 1, -1, 0)), (270, (0, -1, 1, 0))]
)
def test_page_on_its_side_is_read_upright(rotation: int, turn: tuple[float, float, float, float]) -> None:
    upwards = turn[1] > 0
    sheet = Sheet(rotation=rotation)
    for x in (100, 130, 160):
        sheet.line(x, 100, x, 500)
    for y in (100, 300, 500):
        sheet.line(100, y, 160, y)
    for row, texts in enumerate((("序号", "名称"), ("1", "检查"))):
        for column, text in enumerate(texts):
            across, down = 118 + 30 * row, 200 * column + 20
            x, y = (across, 500 - down) if upwards else (260 - across, 100 + down)
            sheet.turned(x, y, text, turn)
    assert rows_of(read(sheet)) == [["序号", "名称"], ["1", "检查"]]


def test_text_at_an_angle_is_a_margin() -> None:
    sheet = ruled(Sheet(), (80, 100, 130), HEADS, ("1", "安全生产检查", "无"))
    sheet.turned(100, 300, "内部资料注意保存", (0.7071, 0.7071, -0.7071, 0.7071))
    transcript = read(sheet)
    assert margins_of(transcript) == ["内部资料注意保存"]
    assert rows_of(transcript)[1] == ["1", "安全生产检查", "无"]


def test_row_cut_by_the_page_break_is_one() -> None:
    whole = LONG * 3
    lines = wrapped(whole, 325, 10)
    first = ruled(Sheet(height=220), (80, 100, 200), HEADS, ("1", "检查"))
    second = ruled(Sheet(height=220), (40, 60, 140, 160), HEADS, ("", "", ""), ("2", "处罚", "无"))
    first.cell(210, 100, lines[:7])
    second.cell(210, 60, lines[7:])
    transcript = read(first, second)
    assert rows_of(transcript) == [[*HEADS], ["1", "检查", whole], ["2", "处罚", "无"]]
    assert margins_of(transcript) == ["\t".join(HEADS)]
    (table,) = tables_of(transcript)
    assert (table.page, table.header_rows) == (1, 1)
    assert {cell.row: cell.page for cell in table.cells} == {0: 1, 1: 1, 2: 2}
    assert transcript.place_of(transcript.text.index("处罚")).page == 2


@pytest.mark.parametrize(
    ("above", "below", "xs"),
    [
        (("1", "甲县水务局", "检查类"), ("2", "甲县水务局", "处罚类"), (50, 68, 130, 172)),
        (("序号", "检查对象", "备注"), ("1", "用水单位", "无"), (50, 82, 134, 260)),
    ],
    ids=["numbers count on", "texts have ended"],
)
def test_row_that_fills_its_cells_by_chance_is_not_gone_on_with(
    above: tuple[str, ...], below: tuple[str, ...], xs: tuple[float, ...]
) -> None:
    first = ruled(Sheet(height=160), (80, 100), above, xs=xs)
    second = ruled(Sheet(height=160), (40, 60), below, xs=xs)
    assert rows_of(read(first, second)) == [[*above], [*below]]


def test_rows_after_a_page_break_are_new_ones() -> None:
    first = ruled(Sheet(), (760, 780, 800), HEADS, ("1", "检查", "无"))
    second = ruled(Sheet(), (40, 60, 80), HEADS, ("2", "处罚", "无"))
    assert rows_of(read(first, second)) == [[*HEADS], ["1", "检查", "无"], ["2", "处罚", "无"]]


def test_table_that_no_rule_closes_goes_on() -> None:
    first, second = Sheet(), Sheet()
    for x in XS:
        first.line(x, 700, x, 800)
        second.line(x, 40, x, 120)
    for y in (700, 720):
        first.line(XS[0], y, XS[-1], y)
    for y in (90, 120):
        second.line(XS[0], y, XS[-1], y)
    for x, head in zip(XS, HEADS, strict=False):
        first.cell(x, 700, [head])
    lines = wrapped(LONG, 325, 10)
    for x, cell in zip(XS, (["1"], ["检查"], lines[:2]), strict=False):
        first.cell(x, 720, cell)
    second.cell(210, 40, lines[2:])
    second.cell(50, 90, ["2"])
    assert rows_of(read(first, second)) == [[*HEADS], ["1", "检查", LONG], ["2", "", ""]]


def test_merged_cell_goes_on_over_a_page_break() -> None:
    first, second = Sheet(), Sheet()
    for sheet, top in ((first, 740), (second, 40)):
        for x in XS:
            sheet.line(x, top, x, top + 60)
        for y, start in ((top, 50), (top + 30, 90), (top + 60, 50)):
            sheet.line(start, y, XS[-1], y)
    first.cell(50, 740, ["许可"])
    for sheet, top, names in ((first, 740, "甲乙"), (second, 40, "丙丁")):
        for index, name in enumerate(names):
            sheet.cell(90, top + 30 * index, [name])
            sheet.cell(210, top + 30 * index, [f"{name}的依据"])
    (table,) = tables_of(read(first, second))
    assert [(cell.excerpt.text, cell.row_span) for cell in table.cells if cell.column == 0] == [("许可", 4)]


def test_row_with_fewer_borders_belongs_to_the_form() -> None:
    first = ruled(Sheet(), (760, 780, 800), ("编码", "01", "名称", "检查"), xs=(50, 120, 250, 320, 545))
    second = ruled(Sheet(), (40, 80), ("依据", "《条例》"), xs=(50, 120, 545))
    first.cell(50, 780, ["类型"])
    first.cell(120, 780, ["检查类"])
    (table,) = tables_of(read(first, second))
    assert (table.rows, table.columns) == (3, 4)
    assert [(cell.column, cell.column_span) for cell in table.cells if cell.row == 2] == [(0, 1), (1, 3)]


def test_forms_with_the_same_labels_are_two() -> None:
    first = ruled(Sheet(), (760, 780, 800), ("编码", "01"), ("名称", "检查"), xs=(50, 120, 545))
    second = ruled(Sheet(), (40, 60, 80), ("编码", "02"), ("名称", "处罚"), xs=(50, 120, 545))
    assert len(tables_of(read(first, second))) == 2


def test_running_lines_and_page_numbers_are_margins() -> None:
    sheets = []
    for number in range(1, 5):
        sheet = ruled(Sheet(), (80, 100, 130), (f"甲{number}", "乙", "丙"), ("丁", "戊", f"己{number}"))
        sheet.text(240, 40, "某市某局权责清单")
        sheet.text(280, 810, f"— {number} —")
        sheet.text(50, 300, f"第{number}节")
        sheets.append(sheet)
    transcript = read(*sheets)
    assert margins_of(transcript) == [
        "— 1 —",
        *(line for n in (2, 3, 4) for line in ("某市某局权责清单", f"— {n} —")),
    ]
    assert paragraphs_of(transcript) == ["某市某局权责清单", *(f"第{number}节" for number in range(1, 5))]


def test_same_caption_above_the_tables_of_two_pages_stays() -> None:
    sheets = []
    for number in (1, 2):
        sheet = ruled(Sheet(), (80, 100, 130), ("序号", "名称", "依据"), (f"{number}", "甲", "乙"))
        sheet.text(50, 60, "一、总则")
        sheet.text(50, 76, f"表{number}")
        sheets.append(sheet)
    assert "表1" in paragraphs_of(read(*sheets))
    assert "表2" in paragraphs_of(read(*sheets))


def test_paragraphs_outside_tables_are_joined_over_a_page_break() -> None:
    lines = wrapped(LONG * 2, 400, 10)
    first, second = Sheet(width=500, height=160), Sheet(width=500, height=160)
    for index, line in enumerate(lines[:4]):
        first.text(50, 90 + 14 * index, line)
    for index, line in enumerate(lines[4:]):
        second.text(50, 40 + 14 * index, line)
    assert paragraphs_of(read(first, second)) == [LONG * 2]


def test_indented_line_starts_a_paragraph() -> None:
    sheet = Sheet(width=500)
    sheet.text(70, 60, "本" * 38)
    sheet.text(50, 74, "局" * 40)
    sheet.text(70, 88, "一" * 38)
    assert paragraphs_of(read(sheet)) == ["本" * 38 + "局" * 40, "一" * 38]


def test_tables_side_by_side_are_read_one_after_the_other() -> None:
    sheet = Sheet()
    for left, name in ((50, "甲"), (320, "乙")):
        ruled(sheet, (70, 100, 130), ("名", name), ("值", f"{name}值"), xs=(left, left + 60, left + 200))
    transcript = read(sheet)
    assert [rows_of(transcript, index) for index in (0, 1)] == [
        [["名", "甲"], ["值", "甲值"]],
        [["名", "乙"], ["值", "乙值"]],
    ]


def test_columns_without_rules_are_a_table() -> None:
    sheet = Sheet()
    sheet.text(200, 50, "某市某局权责清单")
    rows = [
        ("序号", "类别", "名称"),
        ("1", "行政检查", "安全检查"),
        ("2", "行政处罚", ""),
        ("3", "行政许可", "取水"),
    ]
    for index, row in enumerate(rows):
        for x, text in zip((60, 120, 260), row, strict=True):
            sheet.cell(x, 80 + 20 * index, [text])
    sheet.text(60, 200, "注：本表由某局负责解释，自公布之日起施行。")
    transcript = read(sheet)
    assert rows_of(transcript) == [[*row] for row in rows]
    assert len(paragraphs_of(transcript)) == 2


def test_words_far_apart_on_few_lines_are_no_table() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "承办部门：保密局")
    sheet.text(300, 60, "电话：0976-8871024")
    assert paragraphs_of(read(sheet)) == ["承办部门：保密局 电话：0976-8871024"]


def test_table_inside_a_cell_is_noted_and_a_frame_is_not() -> None:
    sheet = ruled(Sheet(), (70, 100, 300), ("甲", "乙"), xs=(60, 200, 500))
    sheet.grid((220, 300, 400), (140, 170, 200))
    sheet.cell(220, 140, ["内"])
    framed = ruled(Sheet(), (100, 130, 160), HEADS, ("1", "甲", "乙"))
    framed.box(30, 30, 565, 800)
    assert kinds_of(read(sheet)) == [NoteKind.NESTED_TABLE]
    assert rows_of(read(framed)) == [[*HEADS], ["1", "甲", "乙"]]


def test_underlines_and_shades_are_no_borders() -> None:
    sheet = Sheet()
    sheet.box(50, 80, 545, 100, "f")
    ruled(sheet, (80, 100, 160), HEADS, ("1", "检查", "第一行\n第二行"))
    sheet.line(216, 114, 246, 114)
    assert rows_of(read(sheet))[1] == ["1", "检查", "第一行\n第二行"]


def test_rules_drawn_as_thin_boxes_and_as_outlines_are_borders() -> None:
    sheet = Sheet()
    for y in (80, 110):
        sheet.box(50, y, 300, y + 0.5, "f")
    for x in (50, 150, 300):
        sheet.box(x, 80, x + 0.5, 110, "f")
    sheet.box(50, 110, 150, 140)
    sheet.box(150, 110, 300, 140)
    for x, y, text in ((50, 80, "甲"), (150, 80, "乙"), (50, 110, "丙"), (150, 110, "丁")):
        sheet.cell(x, y, [text])
    assert rows_of(read(sheet)) == [["甲", "乙"], ["丙", "丁"]]


def test_scanned_page_among_others_is_noted() -> None:
    scan, text = Sheet(), Sheet()
    scan.picture()
    text.text(50, 60, "某市某局权责清单")
    assert NoteKind.PAGE_SCANNED in kinds_of(read(text, scan))


def test_file_of_scans_is_not_read() -> None:
    scan = Sheet()
    scan.picture()
    with pytest.raises(UnreadableSource) as caught:
        read(scan)
    assert caught.value.problem in ("scanned", "illegible")
    assert "qzparse[ocr]" in UnreadableSource("scanned", name="list.pdf").message("zh")


def test_glyphs_that_name_no_character_are_noted_and_replaced() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "某市某局权责清单，安全生产监督管理局的各项权力")
    sheet.text(50, 90, "无名", font=UNMAPPED)
    transcript = read(sheet)
    assert paragraphs_of(transcript)[-1] == "\ufffd\ufffd"
    assert [
        (note.kind, note.values) for note in transcript.notes if note.kind is NoteKind.GLYPHS_UNMAPPED
    ] == [(NoteKind.GLYPHS_UNMAPPED, {"page": 1, "count": 2})]


def test_page_whose_lone_glyphs_pdfium_loses_is_read_by_pdfplumber() -> None:
    sheet = ruled(Sheet(), (80, 100, 130), HEADS, ("1", "安全生产检查", ""))
    sheet.text(215, 112, "\ue000", font=ABSENT)
    transcript = read(sheet)
    assert rows_of(transcript)[1] == ["1", "安全生产检查", "\ue000"]
    assert kinds_of(transcript) == [NoteKind.PAGE_REREAD]


def test_page_that_is_not_there_is_noted() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "某市某局权责清单")
    assert kinds_of(read(sheet, missing=1)) == [NoteKind.PAGE_UNREAD]


def test_file_with_a_password_is_encrypted_and_one_of_the_owner_only_is_read() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "某市某局权责清单")
    with pytest.raises(UnreadableSource) as caught:
        extract(source_of(pdf_of(sheet, passwords=("user", "owner")), "list.pdf"))
    assert caught.value.problem == "encrypted"
    transcript = extract(source_of(pdf_of(sheet, passwords=("", "owner")), "list.pdf"))
    assert paragraphs_of(transcript) == ["某市某局权责清单"]


def test_text_in_a_field_of_a_form_is_read() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "职权名称：")
    filled = pdf_of(sheet, filled=(100, sheet.height - 60, "取水许可"))
    assert extract(source_of(filled, "list.pdf")).text == "职权名称：取水许可\n"


def test_form_that_other_programs_draw_is_not_read() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "Please wait...")
    with pytest.raises(UnreadableSource) as caught:
        extract(source_of(pdf_of(sheet, dynamic=True), "list.pdf"))
    assert caught.value.problem == "form"
    assert "XFA" in caught.value.message("zh")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_file_is_broken(share: float) -> None:
    whole = pdf_of(ruled(Sheet(), (80, 100, 130), HEADS, ("1", "安全生产检查", "无")))
    with pytest.raises(UnreadableSource) as caught:
        extract(source_of(whole[: int(len(whole) * share)], "list.pdf"))
    assert (caught.value.problem, caught.value.values["reason"]) == ("broken", "truncated")


def test_bytes_behind_the_magic_number_are_broken() -> None:
    with pytest.raises(UnreadableSource) as caught:
        extract(source_of(b"%PDF-1.7\n" + bytes(range(256)) * 8, "list.pdf"))
    assert caught.value.problem == "broken"


def test_file_without_pages_is_broken() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read()
    assert caught.value.problem == "broken"


def test_damaged_table_of_contents_is_noted_and_junk_before_the_file_is_not() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "某市某局权责清单")
    whole = pdf_of(sheet)
    damaged = extract(source_of(whole.replace(b"startxref\n", b"startxref\n9"), "list.pdf"))
    assert kinds_of(damaged) == [NoteKind.FILE_REPAIRED]
    assert paragraphs_of(extract(source_of(b"junk\n" + whole, "list.pdf"))) == ["某市某局权责清单"]


def squeezed(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def cells_by_us(source: Source) -> list[list[list[str]]]:
    file = PdfFile(source)
    pages = []
    for index in range(file.pages):
        with file.leaf(index) as leaf:
            grids = spread_of(leaf).grids
        pages.append([[squeezed(slot.passage.text) for slot in grid.slots if slot.passage] for grid in grids])
    file.close()
    return pages


def cells_by_pdfplumber(source: Source) -> list[list[list[str]]]:
    with pdfplumber.open(io.BytesIO(source.data)) as document:
        return [
            [
                [squeezed(cell) for row in table for cell in row if squeezed(cell)]
                for table in page.dedupe_chars().extract_tables()
            ]
            for page in document.pages
        ]


@pytest.mark.skipif(not CORPUS, reason="the corpus is not at hand")
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_cells_of_the_corpus_are_those_of_pdfplumber(path: Path) -> None:
    source = read_source(path)
    assert cells_by_us(source) == cells_by_pdfplumber(source)


@pytest.mark.parametrize("columns", [2, 3, 7, 12])
def test_cells_of_drawn_tables_are_those_of_pdfplumber(columns: int) -> None:
    xs = tuple(40 + 515 * place / columns for place in range(columns + 1))
    rows = [tuple(LONG[row + column :][: 3 * row + column] for column in range(columns)) for row in range(8)]
    sheet = ruled(Sheet(), tuple(60 + 90 * row for row in range(9)), *rows, xs=xs)
    sheet.text(60, 40, "表外的文字", font=EMBEDDED)
    source = source_of(pdf_of(sheet), "list.pdf")
    assert cells_by_us(source) == cells_by_pdfplumber(source)
