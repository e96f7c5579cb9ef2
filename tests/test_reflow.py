"""A rearranged text keeps the places of the printed one, and drawn tables read as if no width had cut them."""

from __future__ import annotations

import pytest
from layouts import build, render
from proof import read_or_refuse

from qzparse import ingest
from qzparse.excerpt import Printed
from qzparse.grammar import Grammar
from qzparse.reflow import Reflow

REARRANGED = ("wrapped-box-txt", "interleaved-txt", "page-text-txt")


def test_pieces_that_touch_are_one_span() -> None:
    reflow = Reflow("甲乙丙丁")
    reflow.copy((0, 2))
    reflow.copy((2, 4))
    assert reflow.spans_of((0, 4)) == ((0, 4),)
    assert reflow.spans_of((1, 3)) == ((1, 3),)


def test_what_is_ours_is_printed_nowhere() -> None:
    reflow = Reflow("甲|乙")
    reflow.copy((0, 1))
    filler = reflow.write("\n")
    reflow.copy((2, 3))
    assert reflow.text == "甲\n乙"
    assert reflow.spans_of(filler) == ()
    assert reflow.place_of(filler[0]) == 1
    assert reflow.spans_of((0, 3)) == ((0, 1), (2, 3))


def test_value_that_moves_stays_the_same_text() -> None:
    value = Printed("甲乙", ((0, 2),))
    value.relocate(((3, 4), (9, 10)))
    assert (value, value.spans) == ("甲乙", ((3, 4), (9, 10)))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("family", REARRANGED)
def test_rearranged_layout_is_traced_to_its_printed_text(family: str, seed: int, grammar: Grammar) -> None:
    content = render(build(family, seed))
    outcome = read_or_refuse(content, "list.txt", grammar)
    assert outcome
    assert outcome.trace
    assert outcome.trace.text == content.decode()
    assert outcome.transcript.reflow


MIXED = """云溂县水利局权责清单
序号
权力类型
权力名称
实施主体
责任事项
1
行政许可
取水许可证
云溂县水
1.受理责任：公示取水许可
的核发
利局
条件。2.决定责任：依法决
定。
2
行政许可
河道采砂许
云溂县水
1.受理责任：公示河道采砂
可的延续
利局
条件。2.决定责任：依法决
定。
3
行政检查
水库大坝安
云溂县水
{}
"""
CLEAR = "1.检查责任：每年汛前检查\n全检查\n利局\n大坝。"
TORN = "全检查\n利局\n1.检查责任：每年汛前检查"


def test_lines_that_take_turns_are_given_back_to_their_cells() -> None:
    document = ingest(MIXED.format(CLEAR).encode(), name="list.txt")
    read = [(item.name, item.authority, len(item.duties or [])) for item in document.items]
    assert read == [
        ("取水许可证的核发", "云溂县水利局", 2),
        ("河道采砂许可的延续", "云溂县水利局", 2),
        ("水库大坝安全检查", "云溂县水利局", 1),
    ]
    assert {one.item for one in document.diagnostics if one.code == "ROW006"} == {"1", "2", "3"}


def test_row_whose_lines_fit_no_way_is_left_whole_and_told() -> None:
    document = ingest(MIXED.format(TORN).encode(), name="list.txt")
    assert [item.number for item in document.items] == ["1", "2"]
    assert "水库大坝安" in [residue.text for residue in document.coverage.residue]
    assert "ROW003" in [one.code for one in document.diagnostics]
