"""Spreadsheet packages → tables: values, formulas, strings, drawings, and what is hostile."""

import io
import time
import zipfile
from pathlib import Path

import pytest
import python_calamine
from books import Drawn, shown, xlsx_of

from qzparse.errors import UnreadableSource
from qzparse.extract import extract
from qzparse.extract.xlsx import read_xlsx
from qzparse.ledger import NoteKind
from qzparse.source import Format, Source, source_of
from qzparse.tokens import Shape, Table, Transcript

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SHARED = f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><r><t>乙</t></r></si></sst>'
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d'
    '&quot;日&quot;"/></numFmts><borders><border/><border><left style="thin"/></border></borders>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0" borderId="0"/><xf numFmtId="176" borderId="1"/></cellXfs></styleSheet>'
)
BELOW = '<row><c t="str"><v>y</v></c><c t="str"><v>z</v></c></row>'


def relations(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="r{index}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{entries}</Relationships>'


def book(*names: str, more: str = "") -> str:
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{index}" r:id="r{index}"/>' for index, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{more}<sheets>{sheets}</sheets></workbook>'


def packed(rows: str, after: str = "", before: str = "", **parts: str) -> bytes:
    """Pack a book of one sheet; `parts` replace members by the name of their file."""
    places = {
        "rels": "_rels/.rels",
        "workbook": "xl/workbook.xml",
        "targets": "xl/_rels/workbook.xml.rels",
        "sheet": "xl/worksheets/sheet1.xml",
        "sheet_targets": "xl/worksheets/_rels/sheet1.xml.rels",
        "strings": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
        "drawing": "xl/drawings/drawing1.xml",
    }
    members = {
        "rels": relations(("officeDocument", "/xl/workbook.xml")),
        "workbook": book("清单"),
        "targets": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "sheet": f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
        "strings": SHARED,
        "styles": STYLES,
        **parts,
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types>spreadsheetml</Types>")
        for name, member in members.items():
            if member:
                archive.writestr(places[name], member)
    return written.getvalue()


def read(data: bytes) -> Transcript:
    return read_xlsx(Source("list.xlsx", data, Format.XLSX))


CELLS = {
    "plain strings": ('<c t="str"><v>甲</v></c>', "甲"),
    "strings in place": ('<c t="inlineStr"><is><t>甲</t></is></c>', "甲"),
    "strings in runs": (
        '<c t="inlineStr"><is><r><t>甲</t></r><r><rPr/><t xml:space="preserve"> 乙</t></r><rPh><t>a</t></rPh></is></c>',
        "甲 乙",
    ),
    "shared strings": ('<c t="s"><v>0</v></c>', "甲"),
    "shared strings in runs": ('<c t="s"><v>1</v></c>', "乙"),
    "shared strings that are not there": ('<c t="s"><v>99</v></c>', ""),
    "whole numbers": ("<c><v>1.0</v></c>", "1"),
    "broken numbers": ("<c><v>0.30000000000000004</v></c>", "0.3"),
    "all digits of a code": ("<c><v>72919045101010310013440200</v></c>", "72919045101010310013440200"),
    "numbers by their format": ('<c s="1"><v>45292</v></c>', "2024年1月1日"),
    "numbers of an unknown style": ('<c s="99"><v>5</v></c>', "5"),
    "truth": ('<c t="b"><v>1</v></c>', "TRUE"),
    "errors": ('<c t="e"><v>#REF!</v></c>', "#REF!"),
    "days": ('<c t="d"><v>2024-01-01</v></c>', "2024-01-01"),
    "escapes": ('<c t="str"><v>甲_x000D_\n乙_x4E00__xD800__x0001_</v></c>', "甲\n乙一"),
    "line ends": ('<c t="str"><v>甲&#13;&#10;乙&#13;丙</v></c>', "甲\n乙\n丙"),
    "blanks": ('<c t="str"><v> \u3000</v></c>', ""),
}


@pytest.mark.parametrize(("cell", "expected"), [*CELLS.values()], ids=[*CELLS])
def test_cells(cell: str, expected: str) -> None:
    data = packed(f'<row><c t="str"><v>x</v></c>{cell}<c t="str"><v>w</v></c></row>{BELOW}')
    assert shown(read(data)) == [f"[x][{expected}][w]|[y][z][]"]


def test_strict_and_prefixed_names_are_understood() -> None:
    rows = '<x:row><x:c t="str"><x:v>甲</x:v></x:c><x:c><x:v>1.0</x:v></x:c></x:row>'
    space = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    content = f'<x:worksheet xmlns:x="{space}"><x:sheetData>{rows * 2}</x:sheetData></x:worksheet>'
    assert shown(read(packed("", sheet=content))) == ["[甲][1]|[甲][1]"]


def test_places_that_are_not_given_are_counted() -> None:
    rows = '<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row><row><c r="B4"><v>3</v></c><c><v>4</v></c></row>'
    (table,) = read(packed(rows)).tokens
    assert isinstance(table, Table)
    assert [cell.label for cell in table.cells] == ["B3", "C3", "B4", "C4"]


def test_cells_out_of_their_order_are_put_in_it() -> None:
    first = '<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c><c r="A1"><v>9</v></c></row>'
    rows = first + '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row>'
    assert shown(read(packed(rows))) == ["[1\n9][2]|[3][4]"]


@pytest.mark.parametrize("place", ["XFE1", "a1", "ZZZZ1", "A99999999", "1", "A0", "甲1"])
def test_impossible_places_are_counted_too(place: str) -> None:
    rows = f'<row r="x"><c r="{place}"><v>1</v></c><c r="B1"><v>2</v></c></row>{BELOW}'
    assert shown(read(packed(rows)))[0].startswith("[1][2]")


def test_formulas_are_their_stored_values_and_said() -> None:
    rows = '<row><c><f>1+1</f><v>2</v></c><c t="str"><f>A1</f><v>甲</v></c></row>' + BELOW
    transcript = read(packed(rows))
    assert shown(transcript) == ["[2][甲]|[y][z]"]
    assert [(note.kind, note.values) for note in transcript.notes] == [
        (NoteKind.FORMULAS_PRESENT, {"count": 2, "cell": "清单!A1"})
    ]


def test_formulas_that_give_no_text_have_a_value() -> None:
    rows = f'<row><c t="str"><f>A9</f><v></v></c><c><v>1</v></c></row>{BELOW}'
    assert [note.kind for note in read(packed(rows)).notes] == [NoteKind.FORMULAS_PRESENT]


def test_formulas_without_values_are_said() -> None:
    rows = f"<row><c><f>1+1</f></c><c><v>1</v></c></row>{BELOW}"
    (note,) = read(packed(rows)).notes
    assert (note.kind, note.values) == (NoteKind.FORMULA_UNCOUNTED, {"count": 1, "cell": "清单!A1"})


def test_headers_and_footers_are_margins() -> None:
    header, footer = "<oddHeader>&amp;C某局权责清单</oddHeader>", "<oddFooter>第&amp;P页&amp;R甲</oddFooter>"
    margins = f"<headerFooter>{header}{footer}</headerFooter>"
    assert shown(read(packed(BELOW * 2, margins)))[1:] == ["<某局权责清单>", "<第页>", "<甲>"]


def test_rows_repeated_on_each_page_are_header_rows() -> None:
    title = '<row r="1"><c t="str"><v>某局权责清单</v></c></row>'
    name = '<definedName name="_xlnm.Print_Titles" localSheetId="0">清单!$A:$B,清单!$1:$2</definedName>'
    names = f"<definedNames>{name}</definedNames>"
    _, table = read(packed(title + BELOW * 3, workbook=book("清单", more=names))).tokens
    assert isinstance(table, Table)
    assert (table.rows, table.header_rows) == (3, 1)


def test_days_may_count_from_1904() -> None:
    data = packed(
        f'<row><c s="1"><v>0</v></c><c><v>1</v></c></row>{BELOW}',
        workbook=book("清单", more='<workbookPr date1904="1"/>'),
    )
    assert shown(read(data)) == ["[1904年1月1日][1]|[y][z]"]


def test_drawn_shapes_and_their_connectors() -> None:
    shape = (
        '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="{}" name="x"/></xdr:nvSpPr>'
        "<xdr:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main">'
        + shape.format(2, "受理")
        + shape.format(3, "审查")
        + shape.format(4, "")
        + '<xdr:cxnSp><xdr:nvCxnSpPr><xdr:cNvPr id="5"/><xdr:cNvCxnSpPr><a:stCxn id="2"/><a:endCxn id="3"/>'
        "</xdr:cNvCxnSpPr></xdr:nvCxnSpPr></xdr:cxnSp></xdr:wsDr>"
    )
    data = packed(
        BELOW,
        '<drawing r:id="r1"/>',
        sheet_targets=relations(("drawing", "../drawings/drawing1.xml")),
        drawing=drawing,
    )
    transcript = read(data)
    shapes = [token for token in transcript.tokens if isinstance(token, Shape)]
    assert [shape.excerpt.text for shape in shapes] == ["受理", "审查"]
    assert [(link.source, link.target) for link in transcript.links] == [(shapes[0].key, shapes[1].key)]


def test_a_drawing_that_is_not_there_is_none() -> None:
    assert shown(read(packed(BELOW * 2, '<drawing r:id="r1"/>'))) == ["[y][z]|[y][z]"]


def test_charts_are_no_sheets() -> None:
    data = packed(
        BELOW * 2,
        workbook=book("清单", "图"),
        targets=relations(("worksheet", "worksheets/sheet1.xml"), ("chartsheet", "chartsheets/sheet1.xml")),
    )
    assert shown(read(data)) == ["[y][z]|[y][z]"]


def test_books_without_strings_or_styles() -> None:
    assert shown(read(packed(BELOW * 2, strings="", styles="", rels=""))) == ["[y][z]|[y][z]"]


def test_a_package_without_a_book_is_broken() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(packed(BELOW, workbook=""))
    assert caught.value.problem == "broken"


def test_broken_xml_is_broken() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(packed("<row><c></row>"))
    assert caught.value.values["reason"] == "xml"


def test_a_doctype_is_refused() -> None:
    cell = '<row><c t="str"><v>&a;</v></c></row>'
    content = (
        f'<!DOCTYPE x [<!ENTITY a "甲">]><worksheet xmlns="{MAIN}"><sheetData>{cell}</sheetData></worksheet>'
    )
    with pytest.raises(UnreadableSource) as caught:
        read(packed("", sheet=content))
    assert caught.value.values["reason"] == "doctype"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_package_is_broken(share: float) -> None:
    data = packed(BELOW * 100)
    with pytest.raises(UnreadableSource):
        extract(source_of(data[: int(len(data) * share)], "list.xlsx"))


def test_far_cells_and_huge_merges_cost_nothing() -> None:
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A2:XFD1048570"/><mergeCell ref="x"/></mergeCells>'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    start = time.perf_counter()
    assert "".join(read(packed(rows, merges)).text.split()) == "12"
    assert time.perf_counter() - start < 1


def test_very_many_overlapping_merges_are_bounded() -> None:
    cells = "".join(f"<c><v>{column}</v></c>" for column in range(2_000))
    merges = "<mergeCells>" + '<mergeCell ref="A1:XFD9"/>' * 50_000 + "</mergeCells>"
    start = time.perf_counter()
    read(packed(f"<row>{cells}</row>" * 3, merges))
    assert time.perf_counter() - start < 10


def test_blank_rows_to_the_end_of_the_sheet_are_read_over() -> None:
    blank = "".join(
        f'<row r="{index}" spans="1:2"><c r="A{index}" s="1"/><c r="B{index}" s="1"/></row>'
        for index in range(3, 200_000)
    )
    start = time.perf_counter()
    assert shown(read(packed(BELOW * 2 + blank))) == ["[y][z]|[y][z]"]
    assert time.perf_counter() - start < 10


def test_more_cells_than_the_limit_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qzparse.extract.xlsx.CELLS", 5)
    (note,) = read(packed(BELOW * 9)).notes
    assert note.kind is NoteKind.LIMIT_REACHED


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not at hand")
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_calamine_finds_the_same_cells(name: str) -> None:
    data = (CORPUS / "xlsx" / f"{name}.xlsx").read_bytes()
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    cells = [str(cell).strip() for row in sheet.to_python() for cell in row if str(cell).strip()]
    transcript = read(data)
    ours = [
        text
        for token in transcript.tokens
        for text in (
            [cell.excerpt.text for cell in token.cells] if isinstance(token, Table) else [token.excerpt.text]
        )
        if text
    ]
    assert ["".join(cell.split()) for cell in ours] == ["".join(cell.split()) for cell in cells]


def test_a_book_of_ten_thousand_rows_is_read_in_time() -> None:
    cells = {f"{letter}{row}": f"对某事项的处罚{row}" for row in range(1, 10_001) for letter in "ABCDEF"}
    data = xlsx_of(Drawn(cells))
    start = time.perf_counter()
    (table,) = read(data).tokens
    assert isinstance(table, Table)
    assert table.rows == 10_000
    assert time.perf_counter() - start < 10
