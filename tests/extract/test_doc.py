"""Small Word containers made in the test → their transcripts; and Word's own words against those of docx."""

import gc
import random
import struct
import time
from pathlib import Path

import pytest
from extract.word_files import (
    ANCHORS,
    ART,
    BOX_TEXTS,
    BOXES,
    CONTINUED,
    COVERED,
    FIRST,
    FOOTNOTE_TEXTS,
    FOOTNOTES,
    HEADER_TEXTS,
    HEADERS,
    LISTS,
    MAIN,
    OVERRIDES,
    RESTARTED,
    SECTIONS,
    STYLES,
    Para,
    WordFile,
    container,
    definition,
    in_table,
    level,
    lists,
    many,
    nested_row,
    one,
    overrides,
    plex,
    row,
    styles,
)

from qzparse.errors import QzparseError, UnreadableSource
from qzparse.extract import extract, office
from qzparse.extract.doc import read_doc
from qzparse.extract.word_binary import OlderWord
from qzparse.ledger import NoteKind
from qzparse.source import Format, source_of
from qzparse.tokens import Margin, Paragraph, Shape, Table, Transcript

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
DELETED, INSERTED, SYMBOL = 0x0800, 0x0801, 0x6A09


def read(word: WordFile) -> Transcript:
    source = source_of(word.dump(), "list.doc")
    assert source.format is Format.DOC
    return extract(source)


def paragraphs(*texts: str) -> list[Para]:
    return [Para(f"{text}\r") for text in texts]


def shown(transcript: Transcript) -> list[str]:
    """Show a paragraph as its text behind its gap's dots and `#level`, a margin in `<>`, a shape in `{}`.

    A table is one string: a cell stands in `[]` with `↓` and `→` for each row and column more that it spans.
    """
    seen = []
    for token in transcript.tokens:
        if isinstance(token, Table):
            seen.append(grid(token))
        elif isinstance(token, Margin):
            seen.append(f"<{token.excerpt.text}>")
        elif isinstance(token, Shape):
            seen.append(f"{{{token.key} {token.excerpt.text}}}")
        elif isinstance(token, Paragraph):
            heading = f"#{token.level} " if token.level else ""
            seen.append("." * token.gap + heading + token.excerpt.text)
    return seen


def grid(table: Table) -> str:
    rows = [""] * table.rows
    for cell in table.cells:
        spans = "↓" * (cell.row_span - 1) + "→" * (cell.column_span - 1)
        rows[cell.row] += f"[{cell.column}{spans} {cell.excerpt.text}]"
    return "|".join(rows)


def test_cells_and_paragraphs_stand_in_their_order() -> None:
    word = WordFile(
        [*paragraphs("清单", ""), *row(["序号", "名称"]), *row(["1", "甲\r乙"]), *paragraphs("注")]
    )
    transcript = read(word)
    assert shown(transcript) == ["清单", "[0 序号][1 名称]|[0 1][1 甲\n乙]", "注"]
    assert transcript.text == "清单\n\t序号\t名称\n\t1\t甲\n乙\n注\n"
    place = transcript.place_of(transcript.text.index("乙"))
    assert (place.table, place.row, place.column) == (1, 2, 2)


def test_rows_of_other_edges_share_their_columns() -> None:
    table = [
        *row(["甲", "乙", "丙"], [0, 1000, 2000, 3000]),
        *row(["丁", "戊"], [4, 1012, 2995]),
        *row(["己", "庚"], [1000, 2000, 3000]),
    ]
    assert shown(read(WordFile(table))) == ["[0 甲][1 乙][2 丙]|[0 丁][1→ 戊]|[1 己][2 庚]"]


def test_merged_cells_span_what_they_cover() -> None:
    table = [
        *row(["甲", "", "丙"], merges=[FIRST, COVERED, RESTARTED]),
        *row(["丁", "戊", ""], merges=[0, 0, CONTINUED]),
        *row(["己", "庚", "辛"], merges=[FIRST, COVERED, CONTINUED]),
    ]
    assert shown(read(WordFile(table))) == ["[0→ 甲][2↓ 丙]|[0 丁][1 戊]|[0 己][1 庚][2 辛]"]


def test_modifiers_after_the_definition_change_the_row() -> None:
    table = [
        *row(["甲", "乙", "丙"], more=one(0x5624, 0x0200)),
        *row(["丁", "", "己"], more=one(0x5624, 0x0200) + one(0x3404, 0)),
        *row(
            ["庚", "辛", "壬"], merges=[FIRST, COVERED, 0], more=one(0x5625, 0x0200) + many(0xD62B, b"\2\3")
        ),
        *row(["癸", "子", ""], more=many(0xD62B, b"\2\1")),
    ]
    assert shown(read(WordFile(table))) == [
        "[0 甲][1 乙][2 丙]|[0→ 丁][2 己]|[0 庚][1 辛][2↓ 壬]|[0 癸][1 子]"
    ]


def test_cells_that_were_put_in_and_taken_out_move_the_edges() -> None:
    table = [
        *row(["甲", "乙", "丙"]),
        *row(["丁", "戊", "己"], [0, 1000, 3000], more=one(0x7621, 1000 << 16 | 0x0101)),
        *row(["庚", "辛"], more=one(0x5622, 0x0201) + one(0x7623, 3000 << 16 | 0x0100)),
        *row(["壬"], [108, 3108], more=one(0x9602, 100) + one(0x9601, 100)),
    ]
    assert shown(read(WordFile(table)))[0].endswith("|[0→→ 壬]")


def test_repeated_header_rows_are_counted() -> None:
    header = one(0x3404, 1)
    table = [*row(["序号"], more=header), *row(["1"]), *row(["2"], more=header)]
    (token,) = read(WordFile(table)).tokens
    assert isinstance(token, Table)
    assert token.header_rows == 1


def test_row_whose_ruling_is_too_large_for_a_page_stands_in_the_data() -> None:
    ruled = definition(list(range(0, 32800, 800)), [0] * 40)
    large = in_table() + one(0x2417, 1) + ruled
    cells = [Para(f"{number}\x07", in_table()) for number in range(40)]
    word = WordFile(
        [*cells, Para("\x07", one(0x6646, 3))], data=b"\0\0\0" + struct.pack("<H", len(large)) + large
    )
    (token,) = read(word).tokens
    assert isinstance(token, Table)
    assert (token.rows, token.columns, len(token.cells)) == (1, 40, 40)


def test_cells_beyond_the_ruling_take_a_column_each() -> None:
    table = row(["甲", "乙", "丙"], [0, 1000, 2000])
    assert shown(read(WordFile(table))) == ["[0 甲][1 乙][2 丙]"]


def test_cell_marks_make_a_table_where_its_properties_are_lost() -> None:
    assert shown(read(WordFile([Para("甲\x07"), Para("乙\x07"), *paragraphs("丙")]))) == [
        "[0 甲][1 乙]",
        "丙",
    ]


def test_table_in_a_cell_is_lines_of_it_and_noted() -> None:
    inner = [*nested_row(["甲", "乙"]), *nested_row(["丙", "丁"])]
    table = [Para("外\x07", in_table()), *inner, *row(["后"])[:1], *row(["", ""])[-1:]]
    transcript = read(WordFile(table))
    assert shown(transcript) == ["[0 外][1 甲\t乙\n丙\t丁\n后]"]
    assert [note.kind for note in transcript.notes] == [NoteKind.NESTED_TABLE]


def test_table_that_only_frames_another_is_unwrapped() -> None:
    inner = [*nested_row(["甲", "乙"]), *nested_row(["丙", "丁"])]
    table = [*inner, Para("\x07", in_table()), row([""])[-1]]
    assert shown(read(WordFile(table))) == ["[0 甲][1 乙]|[0 丙][1 丁]"]


def test_field_shows_its_result() -> None:
    texts = (
        "见\x13 HYPERLINK x \x14第一条\x15。",
        "\x13 OUTER \x13 INNER \x14不见\x15 \x14可见\x13 SEQ \x142\x15\x15",
        "\x13 空\x15白",
        "\x13 未完",
        "下一段",
    )
    assert shown(read(WordFile(paragraphs(*texts)))) == ["见第一条。", "可见2", "白", ".下一段"]


def test_special_characters_are_what_they_print() -> None:
    text = "甲\x1e乙\x1f丙\x0b丁\x01戊\x08己\x02\x05庚\x0e辛\x0c壬\xa0癸"
    assert read(WordFile(paragraphs(text))).text == "甲-乙丙\n丁戊己庚\n辛\n壬\xa0癸\n"


def test_section_break_ends_a_paragraph() -> None:
    word = WordFile(
        [Para("甲\x0c"), *paragraphs("乙")], structures={SECTIONS: plex([0, 2, 4], [bytes(12)] * 2)}
    )
    assert shown(read(word)) == ["甲", "乙"]


def test_symbols_are_the_characters_they_look_like() -> None:
    runs = [
        (place, place + 1, struct.pack("<HHH", SYMBOL, 3, code))
        for place, code in enumerate((0xF0FE, 0xF0FF), start=1)
    ]
    transcript = read(WordFile(paragraphs("是((否"), runs=runs))
    assert transcript.text == "是\u2611\uf0ff否\n"
    assert [note.kind for note in transcript.notes] == [NoteKind.CHARACTERS_REPLACED]
    assert transcript.notes[0].values == {"count": 1}


def test_deleted_text_is_gone_and_inserted_text_stands() -> None:
    deleted, inserted = one(DELETED, 1), one(INSERTED, 1)
    runs = [(1, 3, deleted), (3, 4, deleted + one(0x2A42, 6)), (4, 6, inserted), (8, 9, one(DELETED, 0))]
    transcript = read(WordFile(paragraphs("甲旧旧旧新新乙", "丙"), runs=runs))
    assert transcript.text == "甲新新乙\n丙\n"
    assert [note.kind for note in transcript.notes] == [NoteKind.REVISIONS_PRESENT]
    assert transcript.notes[0].values == {"insertions": 1, "deletions": 1}


def test_paragraph_whose_mark_was_deleted_runs_on() -> None:
    word = WordFile(
        [*paragraphs("甲", "乙", "丙"), *row(["丁"])], runs=[(1, 2, one(DELETED, 1)), (5, 6, one(DELETED, 1))]
    )
    assert shown(read(word)) == ["甲乙", "丙", "[0 丁]"]


def test_row_that_was_deleted_is_none() -> None:
    word = WordFile([*row(["甲"]), *row(["乙"]), *row(["丙"])], runs=[(3, 6, one(DELETED, 1))])
    assert shown(read(word)) == ["[0 甲]|[0 丙]"]


def test_numbers_of_lists_are_printed() -> None:
    levels = [
        *(level(37, "\0、"), level(39, "（\1）"), level(0, "\0.\2", flags=4), level(23, "\uf0b7", suffix=0)),
        *(level(255, "不印"), level(18, "\5", suffix=1), *[level(0, "\0")] * 3),
    ]
    depths = [0, 1, 1, 2, 3, 4, 5, 0, 1]
    numbered = [Para("项\r", one(0x460B, 1) + one(0x260A, depth)) for depth in depths]
    structures = {LISTS: lists(levels), OVERRIDES: overrides((1, []))}
    printed = [
        f"{number}项" for number in ("一、", "（一）", "（二）", "1.1", "\u2022 ", "", "① ", "二、", "（一）")
    ]
    assert shown(read(WordFile(numbered, structures=structures))) == printed


def test_lists_go_on_start_anew_and_end() -> None:
    simple, other = [level(0, "\0.")], level(1, "\0-", start=7)
    changed = struct.pack("<iI", 5, 0x10)
    structures = {
        LISTS: lists(simple),
        OVERRIDES: overrides((1, []), (1, [changed]), (1, [struct.pack("<iI", 0, 0x30) + other]), (9, [])),
    }
    numbers = [1, 1, 2, 1, 3, 3, 4, 5, 0, 0x7FF]
    numbered = [Para("项\r", one(0x460B, number)) for number in numbers]
    assert shown(read(WordFile(numbered, structures=structures))) == [
        *("1.项", "2.项", "5.项", "6.项", "VII-项", "VIII-项", "项", "项", "项", "项")
    ]


def test_styles_number_paragraphs_and_make_headings() -> None:
    sheet = styles(
        (0, 0xFFF, b""),
        (1, 0, b""),
        (0xFFE, 1, one(0x460B, 1)),
        (0xFFE, 2, one(0x2640, 2) + one(0x260A, 1)),
        (0xFFE, 4, b""),
    )
    structures = {
        STYLES: sheet,
        LISTS: lists([level(0, "\0."), level(37, "\1）"), *[level(0, "\0")] * 7]),
        OVERRIDES: overrides((1, [])),
    }
    written = [
        *(Para("零\r"), Para("一\r", style=1), Para("二\r", style=2), Para("三\r", style=3)),
        Para("四\r", one(0x2640, 9) + one(0x460B, 0), style=2),
        *(Para("五\r", style=4), Para("六\r", style=99), Para("七\r", one(0x2640, 0))),
        Para("八\r", one(0x460B, 1) + one(0x2640, 4) + one(0x2664, 1) + one(0x4600, 1)),
    ]
    assert shown(read(WordFile(written, structures=structures))) == [
        *("零", "#1 一", "#1 1.二", "#3 一）三", "四", "五", "六", "#1 七", "#1 八")
    ]


def test_notes_and_headers_are_margins_told_once() -> None:
    stories = [*paragraphs("正文\x02"), *paragraphs("\x02注一", "\x02注二", "")]
    headers = [*row(["某县", "清单"]), *paragraphs("第\x13PAGE\x141\x15页", "第\x13PAGE\x141\x15页", "", "")]
    lengths = {MAIN: 4, FOOTNOTES: 9, HEADERS: 31}
    structures = {
        FOOTNOTE_TEXTS: plex([0, 4, 8, 9], []),
        HEADER_TEXTS: plex([*[0] * 6, 7, 18, 29, 30, 31], []),
    }
    transcript = read(WordFile([*stories, *headers], lengths, structures))
    assert shown(transcript) == ["正文", "<某县\t清单>", "<第1页>", "<注一>", "<注二>"]


def drawing() -> bytes:
    """Draw a page: shape 7 alone, shapes 8 and 9 in the group 5, and a connector from 7 to 8."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HHI", 0xF, kind, len(content)) + content

    def shape(number: int) -> bytes:
        return record(0xF004, record(0xF00A, struct.pack("<II", number, 0)))

    group = record(0xF003, shape(5) + shape(8) + shape(9))
    rules = record(0xF005, record(0xF012, struct.pack("<6I", 1, 7, 8, 10, 0, 0)))
    page = record(0xF002, record(0xF003, shape(1) + shape(7) + group) + rules)
    return record(0xF000, b"") + b"\0" + page


def test_text_boxes_follow_their_anchors_and_keep_their_links() -> None:
    main = [*paragraphs("甲\x08", "乙"), *row(["丙\x08"])]
    boxes = [*paragraphs("受理", "审查", "一\r二", "废", "无主", ""), *paragraphs("")]
    anchors = plex([1, 6, 9], [struct.pack("<I22x", shape) for shape in (7, 5)])
    texts = [(0, 7), (3, 0), (6, 8), (10, 0), (12, 77)]
    elements = [struct.pack("<8xH4xI4x", number == 3, shape) for number, (_, shape) in enumerate(texts)]
    elements[1] = struct.pack("<8xH4xI4x", 0, 9)
    structures = {
        ANCHORS: anchors,
        ART: drawing(),
        BOX_TEXTS: plex([start for start, _ in texts] + [15], elements),
    }
    transcript = read(WordFile([*main, *boxes], {MAIN: 9, BOXES: 17}, structures))
    assert shown(transcript) == ["甲", "{7 受理}", "乙", "[0 丙\n审查\n一\n二]", "{77 无主}"]
    assert [(link.source, link.target) for link in transcript.links] == [("7", "8")]


def test_pieces_are_read_in_their_order_whatever_that_of_the_file() -> None:
    table = [*row(["序号", "名称"]), *row(["1", "甲"])]
    word = WordFile([*paragraphs("清单"), *table, *paragraphs("完")], order=[(10, 16), (0, 5), (5, 10)])
    assert shown(read(word)) == ["清单", "[0 序号][1 名称]|[0 1][1 甲]", "完"]


def test_fast_save_changes_the_properties_of_its_pieces() -> None:
    word = WordFile(
        paragraphs("甲", "旧", "新", "乙"),
        order=[(0, 2), (2, 4), (4, 6), (6, 8)],
        saved=[1, 1 << 8 | 0x41 << 1, 1 << 8 | 0x42 << 1, 9],
        modifiers=[one(0x2640, 1)],
    )
    transcript = read(word)
    assert shown(transcript) == ["#2 甲", "新", "乙"]
    assert transcript.notes[0].values == {"insertions": 1, "deletions": 1}


def test_eight_bit_pieces_are_western_text() -> None:
    word = WordFile(paragraphs("“Quanze” – 100 €"), encoding="cp1252")
    assert read(word).text == "“Quanze” – 100 €\n"


def test_eight_bit_pieces_full_of_chinese_are_of_the_code_page() -> None:
    transcript = read(WordFile([*paragraphs("权责清单"), *row(["序号", "名称"])], encoding="gbk"))
    assert shown(transcript) == ["权责清单", "[0 序号][1 名称]"]
    assert [(note.kind, note.values) for note in transcript.notes] == [
        (NoteKind.ENCODING_GUESSED, {"encoding": "gbk"})
    ]


def test_characters_beyond_the_first_plane_keep_their_places() -> None:
    word = WordFile(
        [*paragraphs("甲\U00020bb7乙"), *row(["\U0002070e", "丙"])], runs=[(3, 4, one(DELETED, 1))]
    )
    assert shown(read(word)) == ["甲\U00020bb7", "[0 \U0002070e][1 丙]"]


def test_encrypted_document_is_refused() -> None:
    with pytest.raises(UnreadableSource) as refused:
        read(WordFile(paragraphs("甲"), flags=0x1300))
    assert refused.value.problem == "encrypted"


def test_older_word_is_declined_and_needs_office(monkeypatch: pytest.MonkeyPatch) -> None:
    source = source_of(WordFile(paragraphs("甲"), version=0x68).dump(), "list.doc")
    with pytest.raises(OlderWord):
        read_doc(source)
    monkeypatch.setattr(office, "find_program", lambda: None)
    with pytest.raises(QzparseError) as refused:
        extract(source)
    assert refused.value.problem == "needs-office"


def test_document_without_its_streams_is_broken() -> None:
    data = container({"WordDocument": WordFile(paragraphs("甲")).dump()[512:3072]})
    with pytest.raises(UnreadableSource) as refused:
        extract(source_of(data, "list.doc"))
    assert refused.value.problem == "broken"


def test_cut_or_garbled_document_is_read_or_refused() -> None:
    cells = [*row(["序号", "名称"], merges=[FIRST, COVERED]), *nested_row(["甲"]), *row(["1", "甲"])]
    structures = {
        LISTS: lists([level(0, "\0.")]),
        OVERRIDES: overrides((1, [])),
        STYLES: styles((0, 0xFFF, b"")),
        ART: drawing(),
        BOX_TEXTS: plex([0, 1], [bytes(22)]),
    }
    data = WordFile([*cells, Para("项\r", one(0x460B, 1))], structures=structures).dump()
    chance = random.Random(7)
    for _ in range(400):
        garbled = bytearray(data[: chance.randrange(1536, len(data) + 4096)])
        for _ in range(chance.choice((1, 4, 32))):
            garbled[chance.randrange(24, len(garbled))] = chance.choice(
                (0, 1, 0x7F, 0xFF, chance.randrange(256))
            )
        try:
            transcript = extract(source_of(bytes(garbled), "list.doc"))
        except (QzparseError, OlderWord):
            continue
        transcript.text.encode()


def test_sector_chain_in_a_circle_is_broken() -> None:
    data = bytearray(WordFile(paragraphs("甲" * 5000)).dump())
    table = 512 + 512 * struct.unpack_from("<I", data, 0x4C)[0]
    directory = 512 + 512 * struct.unpack_from("<I", data, 0x30)[0]
    struct.pack_into("<I", data, table + 8, 0)
    struct.pack_into("<I", data, directory + 128 + 0x78, 0x7FFFFFFF)
    with pytest.raises(UnreadableSource) as refused:
        extract(source_of(bytes(data), "list.doc"))
    assert refused.value.problem == "broken"


def test_pieces_that_repeat_the_text_are_hostile() -> None:
    word = WordFile(paragraphs("甲" * 4000), order=[(0, 4001)])
    data = bytearray(word.dump())
    place = data.index(struct.pack("<BIII", 2, 16, 0, 4001))
    pieces = plex([4001 * count for count in range(5)], [struct.pack("<HIH", 0, 0x800, 0)] * 4)
    data[place : place + 5 + len(pieces)] = struct.pack("<BI", 2, len(pieces)) + pieces
    size = struct.pack("<I", 21)
    struct.pack_into("<I", data, data.index(size, 512 + 0x9A + 8 * 33 + 4), 5 + len(pieces))
    with pytest.raises(UnreadableSource) as refused:
        extract(source_of(bytes(data), "list.doc"))
    assert refused.value.problem == "hostile"


def test_time_grows_with_the_rows() -> None:
    def seconds(count: int) -> float:
        rows = [cell for number in range(count) for cell in row([str(number), "名称", "依据", "责任"])]
        source = source_of(WordFile(rows).dump(), "list.doc")
        spent = []
        for _ in range(3):
            gc.collect()
            gc.disable()
            start = time.process_time()
            (table,) = read_doc(source).tokens
            spent.append(time.process_time() - start)
            gc.enable()
            assert isinstance(table, Table)
            assert (table.rows, table.columns) == (count, 4)
        return min(spent)

    assert seconds(10_000) < 16 * seconds(1_000)


@pytest.mark.parametrize("path", sorted((CORPUS / "doc").glob("*.doc")), ids=lambda path: path.name)
def test_corpus_reads_as_its_docx_does(path: Path) -> None:
    doc = extract(source_of(path.read_bytes(), path.name))
    twin = CORPUS / "docx" / path.with_suffix(".docx").name
    docx = extract(source_of(twin.read_bytes(), twin.name))
    assert doc.text == docx.text
    assert shown(doc) == shown(docx)
