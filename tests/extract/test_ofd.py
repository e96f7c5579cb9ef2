"""OFDs packed in the test: the same sheets as PDFs, and packages that are not as they should be."""

from __future__ import annotations

import pytest
from ofd_paper import DOCUMENT, ROOT, ofd_of
from paper import Sheet, pdf_of, wrapped

from qzparse.errors import UnreadableSource
from qzparse.extract import extract
from qzparse.extract.ofd_page import numbers_in, offsets_in
from qzparse.ledger import NoteKind
from qzparse.source import source_of
from qzparse.tokens import Margin, Paragraph, Table, Transcript

LONG = "《某省安全生产条例》第二十三条：负有安全生产监督管理职责的部门依法进行监督检查（2014年1月17日公布）。"
XS = (50, 100, 220, 400)
_PAGE = '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content></ofd:Page>'


def read(data: bytes) -> Transcript:
    return extract(source_of(data, "list.ofd"))


def listed(number: str = "1") -> Sheet:
    """Print a list of one item."""
    sheet = Sheet()
    sheet.grid(XS, (80, 100, 200))
    for x, head, text in zip(XS, ("序号", "名称", "依据"), (number, "检查", LONG), strict=False):
        sheet.cell(x, 80, [head])
        sheet.cell(x, 100, wrapped(text, 170, 10))
    return sheet


def page_of(objects: str) -> Transcript:
    """Read a package whose only page holds these objects."""
    return read(ofd_of(Sheet(), changed={"Doc_0/Pages/Page_0/Content.xml": _PAGE.format(objects)}))


def text_of(boundary: str, code: str, rest: str = 'Size="4"') -> str:
    return f'<ofd:TextObject Boundary="{boundary}" {rest}>{code}</ofd:TextObject>'


def test_sheet_reads_the_same_from_ofd_and_pdf() -> None:
    sheets = [listed(), listed("2")]
    sheets[0].text(150, 50, "某市某局权责清单", 16)
    first, second = (
        extract(source_of(*one)) for one in ((ofd_of(*sheets), "a.ofd"), (pdf_of(*sheets), "a.pdf"))
    )
    assert first.text == second.text
    assert [type(token) for token in first.tokens] == [type(token) for token in second.tokens]
    assert first.pages == 2
    assert not first.notes
    (table,) = [token for token in first.tokens if isinstance(token, Table)]
    assert [(cell.excerpt.text, cell.page) for cell in table.cells][3:] == [
        ("1", 1),
        ("检查", 1),
        (LONG, 1),
        ("2", 2),
        ("检查", 2),
        (LONG, 2),
    ]


def test_template_is_printed_on_every_page_once() -> None:
    template = Sheet()
    template.text(200, 40, "某市某局权责清单")
    template.grid((50, 100, 200), (80, 100, 130))
    sheets = [Sheet(), Sheet()]
    for number, sheet in enumerate(sheets, 1):
        sheet.cell(50, 80, ["序号"])
        sheet.cell(100, 80, ["名称"])
        sheet.cell(50, 100, [str(number)])
    transcript = read(ofd_of(*sheets, template=template))
    assert transcript.text.count("某市某局权责清单") == 2
    assert [type(token) for token in transcript.tokens] == [Paragraph, Table, Margin, Margin]


@pytest.mark.parametrize(
    ("turn", "x", "y"),
    [((0.0, 1.0, -1.0, 0.0), 100, 790), ((0.0, -1.0, 1.0, 0.0), 500, 50), ((-1.0, 0.0, 0.0, -1.0), 540, 700)],
)
def test_page_on_its_side_or_head_is_read_upright(
    turn: tuple[float, float, float, float], x: float, y: float
) -> None:
    sheet = Sheet()
    for line, text in enumerate(("某市某局权责清单", "二〇二五年")):
        # Lines follow one another down the turned page.
        sheet.turned(x - 20 * line * turn[2], y + 20 * line * turn[3], text, turn)
    assert read(ofd_of(sheet)).text == "某市某局权责清单\n二〇二五年\n"


def test_offsets_matrices_and_blocks_place_letters() -> None:
    counted = text_of("20 20 80 10", '<ofd:TextCode X="0" Y="4" DeltaX="g 3 4">行政检查</ofd:TextCode>')
    moved = text_of(
        "20 20 80 10",
        '<ofd:TextCode X="0" Y="2" DeltaX="2 2">事项名</ofd:TextCode>',
        'Size="2" CTM="2 0 0 2 16 0"',
    )
    codes = (
        '<ofd:TextCode X="0" Y="4" DeltaX="4">第一</ofd:TextCode><ofd:TextCode X="8" Y="4">条</ofd:TextCode>'
    )
    assert page_of(f"<ofd:PageBlock>{counted}{moved}</ofd:PageBlock>").text == "行政检查事项名\n"
    assert page_of(text_of("20 20 80 10", codes)).text == "第一条\n"


def test_wide_latin_letters_make_no_blank_and_printed_blanks_stay() -> None:
    code = '<ofd:TextCode X="0" Y="4" DeltaX="2.7 2.7 1.3 3.9 2.2 1.0 4">BY-WL 检查</ofd:TextCode>'
    blank = text_of("48 20 5 5", '<ofd:TextCode X="0" Y="4"> </ofd:TextCode>')
    assert page_of(text_of("20 20 80 10", code)).text == "BY-WL 检查\n"
    assert page_of(text_of("20 20 80 10", code) + blank).text == "BY-WL 检查\n"


def test_letters_one_by_one_and_twice_make_one_line() -> None:
    letters = "".join(
        text_of(f"{20 + 4 * index + shift} 20 5 5", f'<ofd:TextCode X="0" Y="4">{character}</ofd:TextCode>')
        for index, character in enumerate("行政检查")
        for shift in (0, 0.1)
    )
    assert page_of(letters).text == "行政检查\n"


def test_offsets_are_counted_but_not_beyond_the_letters() -> None:
    assert offsets_in("g 2000000000 1 5", 3) == [1.0, 1.0, 1.0]
    assert offsets_in("3.5 g x 4", 4) == [3.5]
    assert numbers_in("1 2 drei 4") == [1.0, 2.0]
    assert numbers_in("1e300") == []


def test_page_that_is_a_picture_is_scanned() -> None:
    scan = Sheet()
    scan.picture()
    with pytest.raises(UnreadableSource) as caught:
        read(ofd_of(scan))
    assert caught.value.problem == "scanned"
    assert [note.kind for note in read(ofd_of(listed(), scan)).notes] == [NoteKind.PAGE_SCANNED]


def test_page_that_is_not_there_is_noted() -> None:
    document = (
        '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Pages>'
        '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/><ofd:Page ID="2" BaseLoc="Pages/None.xml"/>'
        "</ofd:Pages></ofd:Document>"
    )
    transcript = read(ofd_of(listed(), changed={DOCUMENT: document}))
    assert [(note.kind, note.values) for note in transcript.notes] == [(NoteKind.PAGE_UNREAD, {"page": 2})]


def changed(name: str, content: str) -> bytes:
    return ofd_of(listed(), changed={name: content})


OUTSIDE = '<Document><Pages><Page ID="1" BaseLoc="../../../etc/passwd"/></Pages></Document>'


@pytest.mark.parametrize(
    ("data", "problem", "reason"),
    [
        (changed(DOCUMENT, OUTSIDE), "hostile", "unsafe-member"),
        (changed(DOCUMENT, '<!DOCTYPE a [<!ENTITY b "c">]><Document>&b;</Document>'), "hostile", "doctype"),
        (changed(DOCUMENT, "<Document>"), "broken", "xml"),
        (
            changed(ROOT, "<OFD><DocBody><DocRoot>Doc_9/Document.xml</DocRoot></DocBody></OFD>"),
            "broken",
            "parts",
        ),
        (changed(ROOT, "<OFD/>"), "broken", "no-pages"),
        (changed(DOCUMENT, "<Document/>"), "broken", "no-pages"),
        (ofd_of(listed())[:600], "broken", "truncated"),
    ],
)
def test_package_that_is_not_as_it_should_be_is_refused(data: bytes, problem: str, reason: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(data)
    assert (caught.value.problem, caught.value.values["reason"]) == (problem, reason)


def test_encrypted_package_is_not_read() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(changed("Encryptions.xml", "<Encryptions/>"))
    assert caught.value.problem == "encrypted"


def test_columns_without_rules_and_tables_side_by_side_are_those_of_the_pdf() -> None:
    loose, beside = Sheet(), Sheet()
    for row, texts in enumerate((("序号", "类别", "名称"), ("1", "检查", "安全检查"), ("2", "处罚", "罚款"))):
        for x, text in zip((60, 120, 260), texts, strict=True):
            loose.cell(x, 80 + 20 * row, [text])
    for left, name in ((50, "甲"), (320, "乙")):
        beside.grid((left, left + 60, left + 200), (70, 100, 130))
        beside.cell(left, 70, ["名"])
        beside.cell(left + 60, 70, [name])
    for sheet in (loose, beside):
        first, second = read(ofd_of(sheet)), extract(source_of(pdf_of(sheet), "list.pdf"))
        assert first.text == second.text
        assert any(isinstance(token, Table) for token in first.tokens)
