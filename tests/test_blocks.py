"""Ruled tables in which labels stand at several depths, or on their side."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from docx import Document

from qzparse import dump, ingest

Cells = list[list[str]]


def docx_of(rows: Cells, merged: list[tuple[int, int, int, int]]) -> bytes:
    document = Document()
    table = document.add_table(len(rows), max(map(len, rows)))
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(place, column).text = text
    for top, left, bottom, right in merged:
        text = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = text
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def read(rows: Cells, merged: list[tuple[int, int, int, int]]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(dump(ingest(docx_of(rows, merged), name="list.docx"), "json"))
    return document


def test_form_with_labels_at_several_depths_is_one_item() -> None:
    rows = [
        ["基本信息", "事项名称", "取水许可"],
        ["", "职权类型", "行政许可"],
        ["实施依据", "", "《水规》第二条"],
        ["责任事项", "受理", "公示条件。"],
        ["", "审查", "审核材料。"],
        ["监督电话", "", "0000-0000000"],
    ]
    merged = [(0, 0, 1, 0), (3, 0, 4, 0), (2, 0, 2, 1), (5, 0, 5, 1)]
    document = read(rows, merged)
    (item,) = document["items"]
    assert item["name"] == "取水许可"
    assert item["type"] == "行政许可"
    assert [(duty["stage"], duty["text"]) for duty in item["duties"]] == [
        ("受理", "公示条件。"),
        ("审查", "审核材料。"),
    ]
    assert document["coverage"]["residue_characters"] == 0
    assert document["grade"] == "clean"


def test_table_on_its_side_has_an_item_in_each_column() -> None:
    rows = [
        ["序号", "1", "2"],
        ["职权名称", "取水许可", "对擅自取水的处罚"],
        ["职权类型", "行政许可", "行政处罚"],
        ["实施依据", "《水规》第二条", "《水规》第三条"],
    ]
    items = read(rows, [])["items"]
    named = [(item["number"], item["name"], item["type"]) for item in items]
    assert named == [("1", "取水许可", "行政许可"), ("2", "对擅自取水的处罚", "行政处罚")]
