"""Texts that draw their tables → cells at their true places, and the separators as syntax."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qzparse.extract import extract
from qzparse.extract.delimited import find_stretches
from qzparse.ledger import NoteKind
from qzparse.source import source_of
from qzparse.tokens import LooseCell, Paragraph, Table, Transcript

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def read(text: str) -> Transcript:
    return extract(source_of(text.encode(), "list.txt"))


def rows_of(table: Table) -> list[list[str]]:
    """Show a cell as its text, behind its spans where it has any; a line end in it as `/`."""
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        text = cell.excerpt.text.replace("\n", "/")
        spans = f"{cell.row_span}x{cell.column_span} " if (cell.row_span, cell.column_span) != (1, 1) else ""
        rows[cell.row].append(spans + text)
    return rows


def shown(text: str) -> list[str | list[list[str]]]:
    seen: list[str | list[list[str]]] = []
    for token in read(text).tokens:
        assert isinstance(token, Table | Paragraph | LooseCell)
        seen.append(rows_of(token) if isinstance(token, Table) else token.excerpt.text)
    return seen


PAIR = [["甲", "乙"], ["1", "2"]]
TRIPLE = [["序号", "名称", "责任"], ["1", "甲", "乙"]]
DRAWN: dict[str, tuple[str, list[str | list[list[str]]]]] = {
    "markdown": ("清单\n\n| 甲 | 乙 |\n|---|:--:|\n| 1 | 2 |\n\n注", ["清单", PAIR, "注"]),
    "bars without a rule": ("|甲|乙|\n|1|2|\n", [PAIR]),
    "bars between cells only": ("序号 | 名称 | 责任\n1 | 甲 | 乙\n尾", [TRIPLE, "尾"]),
    "rule of a terminal": (" 甲 | 乙 \n---+---\n 1 | 2\n", [PAIR]),
    "full-width bars": ("｜序号｜名称｜责任｜\n｜1｜甲｜乙｜", [TRIPLE]),
    "bars of a box": ("序号│名称│责任\n1│甲│乙", [TRIPLE]),
    "line ends": ("|甲|乙|\n|1|a<br>b<BR />c|", [[["甲", "乙"], ["1", "a/b/c"]]]),
    "escaped bar": ("|甲|乙|\n|1|a\\|b|", [[["甲", "乙"], ["1", "a\\|b"]]]),
    "bold header": ("|**甲**|**乙**|\n|-|-|\n|1|2|", [PAIR]),
    "blank leading cells": ("|甲|乙|\n|1|2|\n||3|", [[*PAIR, ["", "3"]]]),
    "dash that fills a cell": ("|甲|乙|\n|--|--|\n|1|-|\n|-|-|", [[["甲", "乙"], ["1", "-"], ["-", "-"]]]),
    "row of one cell": ("|甲|乙|\n|1|2|\n|一、许可|\n|3|4|", [[*PAIR, ["1x2 一、许可"], ["3", "4"]]]),
    "broken row": ("|序号|名称|责任|\n|1|a\nb\n\nc|乙|\n", [[TRIPLE[0], ["1", "a/b/c", "乙"]]]),
    "broken header": ("|序号|名\n称|责任|\n|1|甲|乙|\n", [[["序号", "名/称", "责任"], TRIPLE[1]]]),
    "blank lines between rows": ("|甲|乙|\n\n|1|2|\n", [PAIR]),
    "box": ("┌─┬─┐\n│甲│乙│\n├─┼─┤\n│1 │2 │\n└─┴─┘", [PAIR]),
    "box whose widths do not fit": ("┌──┬─────┐\n│甲│乙│\n├──┼─────┤\n│1│2    │\n└──┴─────┘", [PAIR]),
    "two boxes": ("┌─┬─┐\n│a│b│\n└─┴─┘\n┌─┬─┐\n│c│d│\n└─┴─┘", [[["a", "b"]], [["c", "d"]]]),
    "wrapped cells": (
        "+---+---+\n| a | b |\n+===+===+\n| 1 | c |\n|   | d |\n+---+---+\n| 2 | e |\n+---+---+",
        [[["a", "b"], ["1", "c/d"], ["2", "e"]]],
    ),
    "one rule only": (
        "+---+---+\n| a | b |\n+---+---+\n| 1 | c |\n|   | d |\n| 2 | e |\n+---+---+",
        [[["a", "b"], ["1", "c/d"], ["2", "e"]]],
    ),
    "spans": (
        "┌──┬───────┐\n│a │ b     │\n│  ├───┬───┤\n│x │ c │ d │\n├──┼───┴───┤\n│1 │ e     │\n└──┴───────┘",
        [[["2x1 a/x", "1x2 b"], ["c", "d"], ["1", "1x2 e"]]],
    ),
    "tabs": ("清单\n序号\t名称\t责任\n1\t甲\t乙\n尾", ["清单", TRIPLE, "尾"]),
    "blank first cell": ("序号\t名称\t责任\n1\t甲\t乙\n\t丙\t丁", [[*TRIPLE, ["", "丙", "丁"]]]),
    "cells lost at the end": (
        "序号\t名称\t责任\t注\n1\t甲\t乙\t丙\n2\t丁\t戊",
        [
            [
                ["序号", "名称", "责任", "注"],
                ["1", "甲", "乙", "丙"],
                ["2", "丁", "戊"],
            ]
        ],
    ),
    "quoted field": ('序号\t名称\t责任\n1\t"甲\n乙"\t丙', [[TRIPLE[0], ["1", "甲/乙", "丙"]]]),
    "broken rows of tabs": (
        "序号\t类型\t名\n称\t责任\n1\t检查\t甲\n乙\t丙\n2\t检查\t丁\t戊",
        [[["序号", "类型", "名/称", "责任"], ["1", "检查", "甲/乙", "丙"], ["2", "检查", "丁", "戊"]]],
    ),
    "line between rows of tabs": (
        "序号\t名称\t责任\n1\t甲\t乙\n二、许可\n1\t丙\t丁",
        [[*TRIPLE, ["1x3 二、许可"], ["1", "丙", "丁"]]],
    ),
    "whole rows led by tabs": ("\t序号\t名称\t责任\n" + "\t1\t甲\t乙\n" * 2, [[*TRIPLE, TRIPLE[1]]]),
    "commas": ("清单\n序号,名称,责任\n1,甲,乙\n2,,\n尾", ["清单", [*TRIPLE, ["2", "", ""]], "尾"]),
    "commas and title": ("清单,,\n序号,名称,责任\n1,甲,乙\n", [[["清单", "", ""], *TRIPLE]]),
    "semicolons": ("序号;名称;责任\n1;甲;乙\n1;甲;乙", [[*TRIPLE, TRIPLE[1]]]),
    "quotes": ('序号,名称,责任\n"1","甲,乙","丙\n丁"\n', [[TRIPLE[0], ["1", "甲,乙", "丙/丁"]]]),
    "quoted header": ('"序\n号",名称,责任\n1,甲,乙\n', [[["序/号", "名称", "责任"], TRIPLE[1]]]),
    "doubled quotes": ('序号,名称,责任\n1,"""甲""",乙\n', [[TRIPLE[0], ["1", '""甲""', "乙"]]]),
    "row of another count": (
        "a,b,c,d\n1,2,3,4\n一、许可\n1,2,3,4",
        [
            [
                ["a", "b", "c", "d"],
                ["1", "2", "3", "4"],
                ["1x4 一、许可"],
                ["1", "2", "3", "4"],
            ]
        ],
    ),
    "table behind loose cells": ("\t甲\n\t乙\n\n\n|甲|乙|\n|1|2|", ["甲", "乙", PAIR]),
}


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_table_is_read(name: str) -> None:
    text, expected = DRAWN[name]
    assert shown(text) == expected


PROSE = {
    "a stray bar": "某局 | 公告\n各单位：\n请准时参加。",
    "a line of bars": "首页 | 公开 | 办事\n各单位：\n请准时参加。",
    "two pairs": "首页 | 公开\n上页 | 下页\n请准时参加。",
    "lists of commas": "收到甲,乙,丙的来信。\n又收到丁,戊,己的来信。\n再收到庚,辛,壬的来信。",
    "closed by semicolons": "1.受理申请;告知材料;\n2.审查材料;现场核查;\n3.作出决定;送达文书;",
    "lists of full-width commas": "甲，乙，丙\n丁，戊，己\n庚，辛，壬",
    "a rule": "第一部分\n----------\n第二部分\n==========\n",
    "one row of tabs": "单位\t日期\t页码\n第一条",
    "two cells a row": "单位\t日期\n甲\t今日\n乙\t明日",
    "bars that do not agree": "a | b | c\n正文\na | b\n正文\na | b | c | d",
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_is_no_table(name: str) -> None:
    assert not find_stretches(PROSE[name])


def test_lines_of_a_loose_cell_are_no_table() -> None:
    text = "\t甲\n\t1,2,3,4\n5,6,7,8\n5,6,7,8\n5,6,7,8\n\t乙\nx|y|z\nx|y|z\n"
    assert not find_stretches(text)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not here")
def test_dumps_of_loose_cells_hold_no_drawn_table() -> None:
    for path in SEEDS.glob("*.txt"):
        assert not find_stretches(path.read_text("utf-8"))


def test_marked_header_is_told() -> None:
    (table,) = read("|甲|乙|\n|---|---|\n|1|2|").tokens
    assert isinstance(table, Table)
    assert table.header_rows == 1


def test_cell_has_the_line_of_the_file() -> None:
    transcript = read("清单\n|甲|乙|\n|---|---|\n|1|2|")
    assert transcript.place_of(transcript.text.index("2")).line == 4


@pytest.mark.parametrize("text", ['a,b,c\n1,"x""y""z",2\n', "|a|b|\n|1|x\\|y|"])
def test_escape_is_noted_once_a_cell(text: str) -> None:
    (note,) = read(text).notes
    assert note.kind is NoteKind.ESCAPE_KEPT
    assert note.values == {"mark": text[slice(*note.span)]}


PIECES = st.sampled_from(
    [
        "甲",
        "1",
        "23",
        " ",
        "|",
        "│",
        "\\|",
        ",",
        ";",
        '"',
        '""',
        "\t",
        "\n",
        "\n",
        "---",
        "+--+",
        "├──┼──┤",
        "<br>",
        "┌",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=400, deadline=None)
def test_every_character_is_in_one_token_or_in_the_syntax(text: str) -> None:
    seen = [0] * len(text)
    stretches = find_stretches(text)
    for stretch in stretches:
        assert 0 <= stretch.start < stretch.end <= len(text)
        assert stretch.start == 0 or text[stretch.start - 1] in "\n \t"
        spans = [line for cell in stretch.table.cells for line in cell.excerpt.lines]
        for start, end in (*spans, *stretch.syntax):
            assert stretch.start <= start < end <= stretch.end
            for place in range(start, end):
                seen[place] += 1
        for place in range(stretch.start, stretch.end):
            assert (
                text[place].isspace()
                or seen[place] == 1
                or (seen[place] == 0 and text[place] in '|│,;"+-├┼┤┌<br>')
            )
    for first, second in pairwise(stretches):
        assert first.end <= second.start


@given(
    st.lists(
        st.lists(st.sampled_from(["甲", "a,b", 'c"d', "x\ny", "", "1"]), min_size=3, max_size=3), min_size=3
    )
)
@settings(max_examples=100, deadline=None)
def test_quoted_fields_come_back(rows: list[list[str]]) -> None:
    written = [["序号", "名称", "责任"], *rows]
    text = "\n".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in written)
    (stretch,) = find_stretches(text)
    cells = [cell.excerpt.text.replace('""', '"') for cell in stretch.table.cells]
    assert cells == [cell for row in written for cell in row]


GROWING: dict[str, Callable[[int], str]] = {
    "bars that never close": lambda n: "| a | b\n" * n,
    "rules over one bar": lambda n: "+--+--+\n| a\n" * n,
    "ragged bars": lambda n: "|a|\n|a|b|c|d|\n" * n,
    "quotes that never close": lambda n: 'a,b,"c\n' * n,
    "headers of prose": lambda n: ("x" * 50 + ",b,c\n") * n,
    "counts that change": lambda n: "".join("a\t" * (3 + i % 7) + "\n" for i in range(n)),
    "broken tabs": lambda n: "a\tb\tc\td\nx\n" * n,
    "one box": lambda n: "+--+--+\n" + "|a |b |\n+--+--+\n" * n,
    "many tables": lambda n: "|a|b|\n|c|d|\n\nx\n\n" * n,
}


@pytest.mark.parametrize("name", GROWING)
def test_time_grows_with_the_text(name: str) -> None:
    def taken(lines: int) -> float:
        text, best = GROWING[name](lines), 60.0
        for _ in range(3):
            start = time.process_time()
            find_stretches(text)
            best = min(best, time.process_time() - start)
        return best

    assert taken(2400) < 8 * taken(600) + 0.02
