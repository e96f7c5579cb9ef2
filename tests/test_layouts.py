"""Invented lists in random layouts: what a careful reader finds in them, qzparse finds."""

import json
import os
import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import count

import pytest
from docx import Document
from layouts import Comparison, Layout, Table, build, compare, family_names, render
from layouts.__main__ import measure
from layouts.doubts import Trust, trust_of
from layouts.invented import INVENTED, LETTERED
from layouts.render_txt import render_txt

from qzparse.grammar import Grammar

BATCHES = 10
FLOOR = 0.995
SEEDS = int(os.environ.get("QZPARSE_LAYOUTS", str(BATCHES)))
"""How many layouts of each family are read."""


TRUSTED = 2
"""How many layouts of each family tell how far it can be trusted; docs/unseen.md takes many more."""
UNDUE = 0.02
"""The share of right fields that may be doubted without cause."""
SILENT: dict[str, int] = {}
"""Wrong fields without a diagnostic, for families that still have them."""
IN_PIECES = frozenset(("interleaved-txt", "page-text-txt", "wrapped-box-txt"))
"""Families that cut the lines of one value, and print them apart from each other."""
BETWEEN_BARS = frozenset(("pipe-txt", "box-txt"))
"""Families that print more between the lines of one value than white space."""


def texts_of(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            if name not in ("type", "schema", "inferred", "inherits"):
                yield from texts_of(member)
    elif isinstance(value, list):
        for member in value:
            yield from texts_of(member)
    elif isinstance(value, str):
        yield value


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def read(layout: Layout) -> Comparison:
    from qzparse import dump, ingest

    document = ingest(render(layout), name=f"list.{layout.format.value}")
    return compare(layout, json.loads(dump(document, "json")))


@pytest.mark.parametrize("family", [name for name in family_names() if name not in IN_PIECES])
def test_truth_of_any_layout_is_printed(family: str) -> None:
    for seed in range(10):
        layout = build(family, seed)
        deduced = {item["number"] for item in layout.truth["items"] if "inferred" in item}
        printed = squeezed(render_txt(layout).decode()).replace("－", "-")
        texts = [text for text in texts_of(layout.truth) if text not in deduced]
        if family in BETWEEN_BARS:
            texts = [line for text in texts for line in text.split("\n")]
        lost = [text for text in texts if squeezed(text) not in printed]
        assert not lost, f"{family} {seed}"


@pytest.mark.parametrize("family", family_names())
def test_layout_of_one_seed_is_always_the_same(family: str) -> None:
    assert build(family, 7) == build(family, 7) != build(family, 8)


@pytest.mark.parametrize("family", [name for name in family_names() if name.endswith("docx")])
def test_rows_of_a_docx_table_cover_its_grid(family: str) -> None:
    for seed in range(10):
        for block in build(family, seed).blocks:
            if isinstance(block, Table):
                assert len({sum(cell.span for cell in row.cells) for row in block.rows}) == 1, (
                    f"{family} {seed}"
                )


@pytest.mark.parametrize("family", [name for name in family_names() if name.endswith("docx")])
def test_word_document_opens_with_the_tables_of_its_layout(family: str) -> None:
    layout = build(family, 5)
    printed = [[len(row.cells) for row in block.rows] for block in layout.blocks if isinstance(block, Table)]
    opened = Document(BytesIO(render(layout)))
    assert [[len(row._tr.tc_lst) for row in table.rows] for table in opened.tables] == printed


def test_names_of_a_list_are_distinct() -> None:
    for family in family_names():
        for seed in range(10):
            items = build(family, seed).truth["items"]
            keys = [(item["name"], item.get("subitem")) for item in items]
            assert len(set(keys)) == len(keys), f"{family} {seed}"


def test_truth_compared_with_itself_has_no_difference() -> None:
    layout = build("wide-txt", 0)
    comparison = compare(layout, layout.truth)
    assert not comparison.differences
    assert comparison.score_of("field") == comparison.score_of("item") == 1


def test_lost_item_costs_one_item_and_its_fields() -> None:
    layout = build("wide-txt", 0)
    items = layout.truth["items"]
    comparison = compare(layout, layout.truth | {"items": items[1:]})
    assert comparison.right["item"] == len(items) - 1
    assert comparison.expected["item"] == len(items)
    assert any(difference.kind == "field" for difference in comparison.silent)


def test_blank_field_read_as_absent_is_a_difference() -> None:
    layout = next(layout for layout in map(partial(build, "wide-txt"), count()) if blank_remarks(layout))
    items = [dict(item) for item in layout.truth["items"]]
    del items[blank_remarks(layout)[0]]["remarks"]
    assert len(compare(layout, layout.truth | {"items": items}).silent) == 1


def blank_remarks(layout: Layout) -> list[int]:
    return [index for index, item in enumerate(layout.truth["items"]) if item.get("remarks") == ""]


def test_wrong_field_with_a_diagnostic_is_not_silent() -> None:
    layout = build("wide-txt", 0)
    items = [item | {"id": str(index)} for index, item in enumerate(layout.truth["items"])]
    items[0]["type"] = "行政规划"
    diagnostics = [{"item": "0", "field": "/type", "code": "STR000", "severity": "warning", "message": ""}]
    comparison = compare(layout, layout.truth | {"items": items, "diagnostics": diagnostics})
    assert [difference.diagnosed for difference in comparison.differences] == [True]


def misread(layout: Layout, diagnostics: list[dict[str, str]]) -> Comparison:
    """Compare a list with itself, the first item's name being wrong."""
    items = [item | {"id": str(index)} for index, item in enumerate(layout.truth["items"])]
    items[0]["name"] = "无此事项"
    return compare(layout, layout.truth | {"items": items, "diagnostics": diagnostics})


def test_wrong_name_costs_the_item_and_the_name_alone() -> None:
    comparison = misread(build("wide-txt", 0), [])
    assert [difference.kind for difference in comparison.silent] == ["item", "item", "field"]
    assert comparison.expected["item"] - comparison.right["item"] == 1
    assert comparison.expected["field"] - comparison.right["field"] == 1


@pytest.mark.parametrize(
    ("diagnostic", "silent"),
    [
        ({"item": "0", "severity": "warning"}, 0),
        ({"item": "0", "severity": "info"}, 3),
        ({"item": "1", "severity": "error"}, 3),
        ({"severity": "error"}, 3),
    ],
)
def test_wrong_item_is_told_by_a_diagnostic_of_the_whole_of_it(
    diagnostic: dict[str, str], silent: int
) -> None:
    assert len(misread(build("wide-txt", 0), [diagnostic | {"code": "STR000"}]).silent) == silent


def test_lost_item_is_told_by_the_residue_that_holds_its_name() -> None:
    layout = build("wide-txt", 0)
    items = layout.truth["items"]
    residue = {"residue": [{"text": f"1 {items[0]['name']} 行政许可"}]}
    found = layout.truth | {"items": items[1:], "coverage": residue}
    assert not compare(layout, found).silent


def test_text_dump_leads_each_cell_with_a_tab() -> None:
    layout = build("wide-txt", 3)
    cells = sum(len(row.cells) for block in layout.blocks if isinstance(block, Table) for row in block.rows)
    assert sum(line.startswith("\t") for line in render(layout).decode().split("\n")) == cells


def test_torn_row_begins_with_a_blank_and_a_tab() -> None:
    layout = next(layout for layout in (build("torn-txt", seed) for seed in range(20)) if layout.noted)
    lines = render(layout).decode().split("\n")
    torn = [line for line in lines if line.startswith(" \t")]
    assert len(torn) == sum("inferred" in item for item in layout.truth["items"])


@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("family", family_names())
def test_layouts_of_a_family_are_read_as_their_truth(family: str, batch: int) -> None:
    total = Comparison()
    for seed in range(batch, max(SEEDS, BATCHES), BATCHES):
        comparison = read(build(family, seed))
        total.add(comparison)
        assert comparison.score_of("item") == 1, f"{family} {seed}: {comparison.differences[:3]}"
        assert not comparison.silent, f"{family} {seed}: {comparison.silent[0]}"
    for kind in total.expected:
        assert total.score_of(kind) >= FLOOR, f"{family}, batch {batch}: {total.differences[0]}"


@pytest.mark.parametrize("family", family_names())
def test_no_field_is_wrong_in_silence_and_few_are_doubted_without_cause(family: str) -> None:
    trust = Trust()
    for seed in range(TRUSTED):
        trust.add(measure(build(family, seed))[1])
    assert trust.fields
    assert trust.silent <= SILENT.get(family, 0), family
    assert trust.share("undue") <= UNDUE, family


def test_doubt_without_cause_is_told_from_one_that_is_due() -> None:
    layout = build("wide-txt", 0)
    items = [item | {"id": str(index)} for index, item in enumerate(layout.truth["items"])]
    said = [
        {"item": "0", "field": name, "code": code, "severity": severity}
        for name, code, severity in (
            ("duties", "NUM001", "error"),
            ("name", "ROW004", "info"),
            ("number", "STR002", "error"),
        )
    ]
    document = layout.truth | {"items": items, "diagnostics": said}
    trust = trust_of(layout, document, compare(layout, document))
    assert (trust.wrong, trust.doubted, trust.undue) == (0, 2, 2)


def test_invented_headers_are_in_no_grammar(grammar: Grammar) -> None:
    headers = {header for words in INVENTED.values() for header in words} | set(LETTERED)
    assert not [header for header in headers if grammar.field_of(header)]
