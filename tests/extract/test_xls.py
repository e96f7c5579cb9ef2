"""BIFF workbooks → tables: records that xlwt does not write, and what is hostile."""

import io
import random
import struct
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
import python_calamine
from books import drawn, shown, xls_of

from qzparse.errors import UnreadableSource
from qzparse.extract import extract
from qzparse.extract.xls import read_xls
from qzparse.ledger import NoteKind
from qzparse.source import Format, Source, source_of
from qzparse.tokens import Shape, Table, Transcript

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C
ROW = [(0x203, struct.pack("<HHHd", row, column, 0, 9.0)) for row in (0, 2) for column in range(3)]
"""Rows of nines around the one that is tested, so that it stands in a table."""

Record = tuple[int, bytes]


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def text(value: str, size: str = "H", *, wide: bool = True) -> bytes:
    """Write a string as BIFF 8 does: its length, its width, its characters."""
    return struct.pack(f"<{size}B", len(value), wide) + value.encode("utf-16-le" if wide else "latin-1")


def stream_of(cells: list[Record], book: list[Record] = [], *, version: int = 0x600) -> bytes:  # noqa: B006
    """Write the stream of a book of one sheet."""
    start = record(BOF, struct.pack("<HHHH", version, 5, 0, 0)) + b"".join(record(*one) for one in book)
    name = text("清单", "B") if version == 0x600 else struct.pack("<B", 4) + "清单".encode("gbk")
    offset = len(start) + 4 + 6 + len(name) + 4
    start += record(0x85, struct.pack("<IBB", offset, 0, 0) + name) + record(EOF, b"")
    sheet = record(BOF, struct.pack("<HHHH", version, 16, 0, 0)) + b"".join(record(*one) for one in cells)
    return start + sheet + record(EOF, b"")


def packed(stream: bytes) -> bytes:
    """Put a stream into a container."""
    written = io.BytesIO()
    import_module("xlwt.CompoundDoc").XlsDoc().save(written, stream)
    return written.getvalue()


def read(cells: list[Record], book: list[Record] = [], *, version: int = 0x600) -> Transcript:  # noqa: B006
    return read_xls(Source("list.xls", packed(stream_of(cells, book, version=version)), Format.XLS))


def first_row(cells: list[Record], book: list[Record] = [], **rest: int) -> str:  # noqa: B006
    (table,) = shown(read([*cells, *ROW], book, **rest))
    return table.split("|")[1]


def at(row: int, column: int, rest: bytes = b"") -> bytes:
    return struct.pack("<HHH", row, column, 0) + rest


CELLS: dict[str, tuple[list[Record], str]] = {
    "numbers": ([(0x203, at(1, 0, struct.pack("<d", 1.5)))], "[1.5][][]"),
    "short integers": ([(0x27E, at(1, 0, struct.pack("<I", 7 << 2 | 2)))], "[7][][]"),
    "short negative integers": ([(0x27E, at(1, 0, struct.pack("<i", -7 << 2 | 2)))], "[-7][][]"),
    "short hundredths": ([(0x27E, at(1, 0, struct.pack("<I", 1234 << 2 | 3)))], "[12.34][][]"),
    "short doubles": ([(0x27E, at(1, 0, struct.pack("<d", 2.5)[4:]))], "[2.5][][]"),
    "rows of short numbers": (
        [(0xBD, struct.pack("<HHHIHIH", 1, 0, 0, 1 << 2 | 2, 0, 2 << 2 | 2, 1))],
        "[1][2][]",
    ),
    "labels": ([(0x204, at(1, 0, text("甲")))], "[甲][][]"),
    "narrow labels": ([(0x204, at(1, 0, text("é", wide=False)))], "[é][][]"),
    "labels in runs": ([(0xD6, at(1, 0, text("甲") + struct.pack("<HHH", 1, 0, 5)))], "[甲][][]"),
    "truth": ([(0x205, at(1, 0, b"\1\0")), (0x205, at(1, 1, b"\0\0"))], "[TRUE][FALSE][]"),
    "errors": ([(0x205, at(1, 0, b"\x17\1"))], "[#REF!][][]"),
    "formulas": ([(0x06, at(1, 0, struct.pack("<d", 3.0) + bytes(8)))], "[3][][]"),
    "formulas that give text": (
        [(0x06, at(1, 0, b"\0\0\0\0\0\0\xff\xff" + bytes(8))), (0x207, text("甲"))],
        "[甲][][]",
    ),
    "formulas that give truth": ([(0x06, at(1, 0, b"\1\0\1\0\0\0\xff\xff" + bytes(8)))], "[TRUE][][]"),
    "formulas that give nothing": (
        [(0x06, at(1, 0, b"\3\0\0\0\0\0\xff\xff" + bytes(8))), (0x204, at(1, 1, text("乙")))],
        "[][乙][]",
    ),
    "a chart within the sheet": (
        [(0x204, at(1, 0, text("甲"))), (BOF, bytes(8)), (0x204, at(1, 1, text("轴"))), (EOF, b"")],
        "[甲][][]",
    ),
    "rows and cells in any order": (
        [(0x204, at(1, 1, text("乙"))), (0x204, at(1, 0, text("甲")))],
        "[甲][乙][]",
    ),
}


@pytest.mark.parametrize(("cells", "expected"), [*CELLS.values()], ids=[*CELLS])
def test_cells(cells: list[Record], expected: str) -> None:
    assert first_row(cells) == expected


def test_strings_go_on_over_records() -> None:
    characters = "行政处罚" * 3
    wide = characters.encode("utf-16-le")
    shared = [
        (0xFC, struct.pack("<II", 3, 3) + text("甲") + struct.pack("<HB", 12, 1) + wide[:10]),
        (CONTINUE, b"\1" + wide[10:] + struct.pack("<HBHI", 3, 12, 1, 6) + b"abc"),
        (CONTINUE, bytes(4)),
        (CONTINUE, bytes(6)),
    ]
    cells = [(0xFD, at(1, column, struct.pack("<I", column))) for column in range(3)]
    assert first_row(cells, shared) == f"[甲][{characters}][abc]"


def test_a_string_may_change_its_width_over_records() -> None:
    shared = [
        (0xFC, struct.pack("<II", 1, 1) + struct.pack("<HB", 4, 0) + b"ab"),
        (CONTINUE, b"\1" + "甲乙".encode("utf-16-le")),
    ]
    assert first_row([(0xFD, at(1, 0, struct.pack("<I", 0)))], shared) == "[ab甲乙][][]"


def test_a_string_that_is_not_there_is_blank() -> None:
    cells = [(0xFD, at(1, 0, struct.pack("<I", 99))), (0x204, at(1, 1, text("乙")))]
    assert first_row(cells) == "[][乙][]"


def test_numbers_print_by_the_styles_of_the_book() -> None:
    book = [
        (0x41E, struct.pack("<H", 176) + text('yyyy"年"m"月"')),
        (0xE0, struct.pack("<HH", 0, 176) + bytes(16)),
    ]
    assert first_row([(0x203, at(1, 0, struct.pack("<d", 45292.0)))], book) == "[2024年1月][][]"
    assert (
        first_row([(0x203, at(1, 0, struct.pack("<d", 0.0)))], [(0x22, b"\1\0"), *book]) == "[1904年1月][][]"
    )


def test_biff_5_is_read_in_its_code_page() -> None:
    label = struct.pack("<H", 4) + "处罚".encode("gbk")
    book = [(0x42, struct.pack("<H", 936)), (0x41E, struct.pack("<HB", 176, 1) + b"0"), (0xE0, bytes(16))]
    transcript = read([(0x204, at(1, 0, label)), *ROW], book, version=0x500)
    assert shown(transcript) == ["[9][9][9]|[处罚][][]|[9][9][9]"]
    assert next(token.sheet for token in transcript.tokens if isinstance(token, Table)) == "清单"


def test_formulas_are_said() -> None:
    (note,) = read([(0x06, at(1, 0, struct.pack("<d", 3.0) + bytes(8))), *ROW]).notes
    assert (note.kind, note.values) == (NoteKind.FORMULAS_PRESENT, {"count": 1, "cell": "清单!A2"})


def test_headers_and_footers_are_margins() -> None:
    cells = [(0x14, text("&C某局")), (0x15, text("第&P页")), (0x14, b""), *ROW]
    assert shown(read(cells))[-2:] == ["<某局>", "<第页>"]


def test_texts_of_shapes_are_shapes_and_comments_are_none() -> None:
    def box(kind: int, value: str) -> list[Record]:
        return [
            (0x5D, struct.pack("<HHHH", 0x15, 0x12, kind, 1) + bytes(14)),
            (0x1B6, bytes(10) + struct.pack("<H", len(value)) + bytes(6)),
            (CONTINUE, b"\1" + value.encode("utf-16-le")),
            (CONTINUE, bytes(16)),
        ]

    transcript = read([*ROW, *box(6, "受理"), *box(0x19, "批注")])
    assert [token.excerpt.text for token in transcript.tokens if isinstance(token, Shape)] == ["受理"]


@pytest.mark.parametrize("name", ["list.et", "list.xls", "list.xlt"])
def test_et_is_xls_by_its_bytes(name: str) -> None:
    source = source_of(xls_of(drawn("1 | 甲\n2 | 乙")), name)
    assert (source.format, source.misnamed) == (Format.XLS, False)
    assert shown(extract(source)) == ["[1][甲]|[2][乙]"]


def test_an_encrypted_book_is_refused() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(ROW, [(0x2F, bytes(54))])
    assert caught.value.problem == "encrypted"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_stream_that_ends_early_is_broken(share: float) -> None:
    stream = stream_of([*ROW] * 50)
    with pytest.raises(UnreadableSource) as caught:
        read_xls(Source("list.xls", packed(stream[: int(len(stream) * share)]), Format.XLS))
    assert caught.value.problem == "broken"


def test_a_truncated_container_is_broken() -> None:
    data = xls_of(drawn("1 | 甲\n2 | 乙"))
    for length in range(0x200, len(data) - 0x200, 0x200):
        with pytest.raises(UnreadableSource):
            read_xls(Source("list.xls", data[:length], Format.XLS))


def test_rows_and_columns_at_the_end_of_numbers_cost_nothing() -> None:
    far = [
        (0x203, struct.pack("<HHHd", 65_535, 65_535, 0, 2.0)),
        (0xBE, struct.pack("<HH", 65_535, 60_000) + bytes(8_002)),
    ]
    assert "".join(read([*ROW, *far]).text.split()) == "9999992"


def test_any_spoilt_book_is_read_or_refused() -> None:
    chance = random.Random(7)
    data = xls_of(drawn("序号 | 名称\n1 | 甲\n2 | 乙", "A1:B1", "A1:B3"))
    for _ in range(1_500):
        spoilt = bytearray(data)
        for _ in range(chance.randrange(1, 9)):
            spoilt[chance.randrange(len(spoilt))] = chance.choice(
                (0, 1, 127, 128, 255, chance.randrange(256))
            )
        with suppress(UnreadableSource):
            extract(Source("list.xls", bytes(spoilt), Format.XLS))


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not at hand")
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_calamine_finds_the_same_cells(name: str) -> None:
    data = (CORPUS / "xls" / f"{name}.xls").read_bytes()
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    cells = [str(cell).strip() for row in sheet.to_python() for cell in row if str(cell).strip()]
    transcript = read_xls(Source("list.xls", data, Format.XLS))
    ours = [
        text
        for token in transcript.tokens
        for text in (
            [cell.excerpt.text for cell in token.cells] if isinstance(token, Table) else [token.excerpt.text]
        )
        if text
    ]
    assert ["".join(cell.split()) for cell in ours] == ["".join(cell.split()) for cell in cells]
