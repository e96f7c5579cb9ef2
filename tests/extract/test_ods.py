"""OpenDocument spreadsheets → tables: repeats, lines and blanks, what is drawn, what is hostile."""

import io
import time
import zipfile

import pytest
from books import ods_of, shown

from qzparse.errors import UnreadableSource
from qzparse.extract import extract
from qzparse.extract.ods import read_ods
from qzparse.ledger import NoteKind
from qzparse.source import Format, Source
from qzparse.tokens import Shape, Table, Transcript

TEXT = ' office:value-type="string"'


def read(rows: str, around: str = "{}") -> Transcript:
    table = f'<table:table table:name="清单">{around.format(rows)}</table:table>'
    return read_ods(Source("list.ods", ods_of(table), Format.ODS))


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def cell(content: str, attributes: str = TEXT) -> str:
    return f"<table:table-cell{attributes}>{content}</table:table-cell>"


BELOW = row(cell("<text:p>y</text:p>"), cell("<text:p>z</text:p>"))
CELLS = {
    "lines": ("<text:p>甲</text:p><text:p>乙</text:p>", TEXT, "甲\n乙"),
    "line breaks": ("<text:p>甲<text:line-break/>乙</text:p>", TEXT, "甲\n乙"),
    "blanks and tabs": (
        '<text:p>甲<text:s text:c="3"/>乙<text:tab/>丙  丁</text:p>',
        TEXT,
        "甲   乙\t丙  丁",
    ),
    "spans": ("<text:p>甲<text:span>乙<text:s/>丙</text:span>丁</text:p>", TEXT, "甲乙 丙丁"),
    "links": ("<text:p><text:a>甲</text:a>乙</text:p>", TEXT, "甲乙"),
    "comments are not printed": (
        "<office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p>",
        TEXT,
        "甲",
    ),
    "numbers as printed": ("<text:p>007</text:p>", ' office:value-type="float" office:value="7"', "007"),
    "numbers without their text": ("", ' office:value-type="float" office:value="7.0"', "7"),
    "days without their text": ("", ' office:value-type="date" office:date-value="2024-01-01"', "2024-01-01"),
    "a table in a cell": (
        "<table:table><table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row></table:table>",
        TEXT,
        "甲",
    ),
}


@pytest.mark.parametrize(("content", "attributes", "expected"), [*CELLS.values()], ids=[*CELLS])
def test_cells(content: str, attributes: str, expected: str) -> None:
    transcript = read(row(cell(content, attributes), cell("<text:p>x</text:p>")) + BELOW)
    assert shown(transcript) == [f"[{expected}][x]|[y][z]"]


def test_what_prints_is_repeated() -> None:
    twice = ' table:number-columns-repeated="2"'
    rows = f'<table:table-row table:number-rows-repeated="2">{cell("<text:p>甲</text:p>", TEXT + twice)}</table:table-row>'
    assert shown(read(rows)) == ["[甲][甲]|[甲][甲]"]


def test_blanks_cost_nothing_however_many_are_declared() -> None:
    many = cell("", ' table:number-columns-repeated="999999999"')
    rows = f'<table:table-row table:number-rows-repeated="999999999">{many}</table:table-row>'
    start = time.perf_counter()
    assert shown(read(rows + BELOW * 2 + rows)) == ["[y][z]|[y][z]"]
    assert time.perf_counter() - start < 1


def test_more_cells_than_the_limit_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qzparse.extract.ods.CELLS", 50)
    rows = f'<table:table-row table:number-rows-repeated="999999">{cell("<text:p>甲</text:p>")}</table:table-row>'
    assert [note.kind for note in read(rows).notes] == [NoteKind.LIMIT_REACHED]


def test_header_rows() -> None:
    (table,) = read(BELOW, f"<table:table-header-rows>{BELOW}</table:table-header-rows>{{}}").tokens
    assert isinstance(table, Table)
    assert (table.rows, table.header_rows) == (2, 1)


def test_grouped_rows() -> None:
    around = "<table:table-rows><table:table-row-group>{}</table:table-row-group></table:table-rows>"
    assert shown(read(BELOW * 2, around)) == ["[y][z]|[y][z]"]


def test_formulas_are_said() -> None:
    formula = ' table:formula="of:=1+1" office:value-type="float" office:value="2"'
    rows = row(cell("<text:p>2</text:p>", formula), cell("", ' table:formula="of:=1"')) + BELOW
    notes = [(note.kind, note.values) for note in read(rows).notes]
    assert notes == [
        (NoteKind.FORMULAS_PRESENT, {"count": 1, "cell": "清单!A1"}),
        (NoteKind.FORMULA_UNCOUNTED, {"count": 1, "cell": "清单!B1"}),
    ]


def test_drawn_shapes_and_their_connectors() -> None:
    shapes = (
        '<table:shapes><draw:custom-shape draw:id="a"><text:p>受理</text:p></draw:custom-shape>'
        '<draw:rect draw:id="b"><text:p>审查</text:p></draw:rect>'
        '<draw:connector draw:start-shape="a" draw:end-shape="b"/></table:shapes>'
    )
    framed = cell("<draw:frame><draw:text-box><text:p>办结</text:p></draw:text-box></draw:frame>", "")
    transcript = read(row(framed, cell("<text:p>甲</text:p>")) + BELOW * 2, shapes + "{}")
    texts = [token.excerpt.text for token in transcript.tokens if isinstance(token, Shape)]
    assert texts == ["受理", "审查", "办结"]
    assert [(link.source, link.target) for link in transcript.links] == [("a", "b")]


def test_a_package_without_content_is_broken() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UnreadableSource) as caught:
        extract(Source("list.ods", written.getvalue(), Format.ODS))
    assert caught.value.problem == "broken"
