"""Text dumps → loose cells and paragraphs, in whatever encoding."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qzparse.errors import UnreadableSource
from qzparse.extract import extract
from qzparse.ledger import NoteKind
from qzparse.source import Format, Source, source_of
from qzparse.tokens import LooseCell, Paragraph, Transcript

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
LIST = (
    "韶关市保密局权责清单\n一、行政许可（1项）\n\t序号\n\t职权名称\n\t依据\n\n\t1\n"
    "\t市属维修、销毁国家秘密载体定点单位审批\n\t1.《中华人民共和国保守国家秘密法》第二十二条\n"
    "  属于国家秘密的设备、产品的研制、生产、运输、使用、保存、维修和销毁，应当符合国家保密规定。\n"
)
TRADITIONAL = LIST.translate(
    str.maketrans(
        "韶关权责单项许证维销毁国载体点华设备产运输应当规", "韶關權責單項許證維銷毀國載體點華設備產運輸應當規"
    )
)


def read(text: str | bytes) -> Transcript:
    return extract(source_of(text if isinstance(text, bytes) else text.encode(), "list.txt"))


def shown(transcript: Transcript) -> list[str]:
    """Show a cell as `[text]`, a torn one as `~[text]`; dots stand for the gap before it."""
    seen = []
    for token in transcript.tokens:
        assert isinstance(token, LooseCell | Paragraph)
        text = "." * token.gap + token.excerpt.text
        if isinstance(token, LooseCell):
            text = "." * token.gap + ("~" if token.torn else "") + f"[{token.excerpt.text}]"
        seen.append(text)
    return seen


DUMPS = {
    "paragraphs before any cell": ("清单\n一、许可\n\n\t甲", ["清单", "一、许可", ".[甲]"]),
    "cells": ("\t甲\n\t乙\n\n\t丙", ["[甲]", "[乙]", ".[丙]"]),
    "empty cells": ("\t甲\n\t\n\t \n\t乙", ["[甲]", "[]", "[]", "[乙]"]),
    "continued": ("\t甲\n乙\n  丙\n\t丁", ["[甲\n乙\n丙]", "[丁]"]),
    "continued across one blank line": ("\t甲\n\n乙\n　\n丙\n\t丁", ["[甲\n乙\n丙]", "[丁]"]),
    "ended by two blank lines": ("\t甲\n\n\n表2\n注\n\t乙", ["[甲]", "..表2", "注", "[乙]"]),
    "ended by blank lines of blanks": ("\t甲\n \n\u3000\n表2", ["[甲]", "..表2"]),
    "blank lines before a cell end nothing": ("\t甲\n\n\n\t乙", ["[甲]", "..[乙]"]),
    "several cells in a line": ("\t甲\t\t乙\n丙", ["[甲]", "[]", "[乙\n丙]"]),
    "torn": ("\t甲\n \t乙\n\u3000\t\n丙", ["[甲]", "~[乙]", "~[\n丙]".replace("\n", "")]),
    "torn only where the blanks stand": (" \t甲\t乙", ["~[甲]", "[乙]"]),
    "page break": ("\t甲\n\f\n\f\t乙\n\f丙", ["[甲]", ".[乙\n丙]"]),
    "tab inside of a line": ("序号\t名称\n\t甲\n乙\t丙", ["序号\t名称", "[甲\n乙\t丙]"]),
    "no tab at all": ("一\n\n二\n\n\n三", ["一", ".二", "..三"]),
    "trailing blank lines": ("\t甲\n\n\n", ["[甲]"]),
    "line separators of other kinds": ("\t甲\u2028乙\x0b丙", ["[甲\u2028乙\x0b丙]"]),
}


@pytest.mark.parametrize(("text", "tokens"), DUMPS.values(), ids=DUMPS)
def test_dump_is_cut_into_its_tokens(text: str, tokens: list[str]) -> None:
    assert shown(read(text)) == tokens


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_become_line_feeds(end: str) -> None:
    transcript = read(LIST.replace("\n", end))
    assert transcript.text == LIST
    assert shown(transcript) == shown(read(LIST))


def test_lines_are_counted_from_the_text() -> None:
    transcript = read(LIST)
    assert transcript.place_of(transcript.text.index("职权名称")).line == 4


ENCODINGS = [
    ("utf-8", "utf-8"),
    ("utf-8-sig", "utf-8-sig"),
    ("gbk", "gb18030"),
    ("gb18030", "gb18030"),
    ("utf-16-le", "utf-16-le"),
    ("utf-16-be", "utf-16-be"),
    ("utf-16", "utf-16-le"),
    ("utf-32", "utf-32-le"),
]


@pytest.mark.parametrize(("written", "encoding"), ENCODINGS)
@pytest.mark.parametrize("text", [LIST, "对涉密信息系统的检查\n", "a" * 20_000 + LIST, "\t序号\n\t1\n" * 40])
def test_encoding_is_told_by_the_bytes(written: str, encoding: str, text: str) -> None:
    transcript = read(text.encode(written))
    assert transcript.text == text
    assert transcript.notes == ()
    assert transcript.encoding == (encoding if not text.isascii() or written.startswith("utf") else "utf-8")


def test_byte_order_mark_of_gb18030_is_no_text() -> None:
    assert read(b"\x84\x31\x95\x33" + LIST.encode("gb18030")).text == LIST


def test_traditional_text_is_read() -> None:
    transcript = read(TRADITIONAL.encode("big5", "ignore"))
    assert transcript.encoding == "big5hkscs"
    assert "權責" in transcript.text


def test_four_byte_characters_are_read() -> None:
    assert read((LIST + "\t㐀𠮷").encode("gb18030")).text.endswith("㐀𠮷")


@pytest.mark.parametrize(("encoding", "cut"), [("utf-8", 1), ("utf-8", 2), ("gbk", 1), ("utf-16-le", 1)])
def test_file_cut_in_a_character_keeps_its_encoding(encoding: str, cut: int) -> None:
    transcript = read((LIST * 3 + "国").encode(encoding)[:-cut])
    assert transcript.text.startswith(LIST * 3)
    assert transcript.encoding == encoding.replace("gbk", "gb18030")
    assert [note.kind for note in transcript.notes] == [NoteKind.CHARACTERS_REPLACED]


def test_faulty_bytes_are_replaced_and_noted() -> None:
    data = (LIST * 5).encode().replace("职权".encode(), b"\xff\xfe")
    transcript = read(data)
    assert transcript.encoding == "utf-8"
    notes = {note.kind: note.values for note in transcript.notes}
    assert notes[NoteKind.CHARACTERS_REPLACED]["count"] == transcript.text.count("\ufffd") > 0
    assert notes[NoteKind.ENCODING_GUESSED] == {"encoding": "utf-8"}


@pytest.mark.parametrize("text", ["无", "序号", "\t序号\n\t1"])
def test_short_text_of_gbk_is_told(text: str) -> None:
    assert read(text.encode("gbk")).text == text


@pytest.mark.parametrize("fault", [b"\xff", b"\x80\x20", b"\xff\xff"])
def test_faulty_byte_in_gbk_is_replaced_and_noted(fault: bytes) -> None:
    data = LIST.encode("gbk") + fault + (LIST * 20).encode("gbk")
    transcript = read(data)
    assert transcript.encoding == "gb18030"
    assert transcript.text.endswith(LIST)
    kinds = [note.kind for note in transcript.notes]
    assert kinds == [NoteKind.ENCODING_GUESSED, NoteKind.CHARACTERS_REPLACED]


def test_text_of_no_encoding_is_refused() -> None:
    data = bytes(range(128, 256)) * 30
    with pytest.raises(UnreadableSource) as caught:
        extract(Source("list.txt", data, Format.TXT))
    assert caught.value.problem == "undecodable"


def test_wrong_extension_is_noted() -> None:
    transcript = extract(source_of(LIST.encode(), "list.docx"))
    assert [(note.kind, note.values) for note in transcript.notes] == [
        (NoteKind.EXTENSION_WRONG, {"format": "txt"})
    ]


@settings(deadline=None, max_examples=300, derandomize=True)
@given(st.text(st.sampled_from("甲1、 \u3000\t\n\r\f")).filter(lambda text: text != ""))
def test_every_character_is_in_one_token(text: str) -> None:
    transcript = read(text)
    spans = [
        line for token in transcript.tokens if not hasattr(token, "cells") for line in token.excerpt.lines
    ]
    assert spans == sorted(spans)
    printed = "".join(transcript.text[start:end] for start, end in spans)
    assert "".join(printed.split()) == "".join(text.split())


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not at hand")
@pytest.mark.parametrize(
    ("number", "cells", "torn"), [(0, 200, 0), (1, 463, 7), (2, 95, 0), (3, 0, 0), (4, 153, 8)]
)
def test_seed_loses_nothing(number: int, cells: int, torn: int) -> None:
    data = (SEEDS / f"{number:03}.txt").read_bytes()
    transcript = read(data)
    loose = [token for token in transcript.tokens if isinstance(token, LooseCell)]
    assert (len(loose), sum(token.torn for token in loose)) == (cells, torn)
    printed = "".join(line for token in shown(transcript) for line in token.strip(".~[]").split())
    assert len(printed) >= len("".join(data.decode().split())) - len(transcript.tokens)
