from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qzparse.excerpt import Excerpt, Printed
from qzparse.ledger import Ledger, Role
from qzparse.models import Document, Duty, Item, Node, Procedure, Where
from qzparse.trace import ClaimConflict, ValueIndex, account

TEXT = "清单\n\t1.\t受理责任：甲\n\n\t多余\u3000 字\n第二行 \n"


def reading(*, inherits: list[str] | None = None) -> tuple[Document, Ledger]:
    """Give a document whose title, number, stage and text stand in `TEXT`."""
    ledger = Ledger(TEXT)
    number, stage, text = (
        (TEXT.index(word), TEXT.index(word) + len(word)) for word in ("1", "受理责任", "甲")
    )
    duty = Duty(stage=Printed("受理责任", (stage,)), text=Printed("甲", (text,)))
    item = Item(id="1", number=Printed("1", (number,)), duties=[duty], inherits=inherits)
    ledger.marker((number[1], number[1] + 1), (stage[1], stage[1] + 1))
    return Document(title=Printed("清单", ((0, 2),)), items=[item]), ledger


def test_account_counts_what_is_not_blank_and_lists_residue_by_lines() -> None:
    document, ledger = reading()
    coverage, trace = account(document, ledger, where_of=lambda offset: Where(line=offset))
    assert trace is None
    assert coverage.characters == len("".join(TEXT.split())) == 16
    assert (coverage.assigned, coverage.residue_characters) == (10, 6)
    assert [(one.text, one.where) for one in coverage.residue] == [
        ("多余\u3000 字", Where(line=TEXT.index("多余"))),
        ("第二行", Where(line=TEXT.index("第二行"))),
    ]


def test_trace_puts_every_character_in_one_span_in_order() -> None:
    document, ledger = reading()
    _, trace = account(document, ledger, trace=True)
    assert trace is not None
    dumped = json.loads(trace.dump())
    assert dumped["text"] == TEXT
    assert [
        (TEXT[span["start"] : span["end"]], span["role"], span.get("path")) for span in dumped["spans"]
    ] == [
        ("清单", "value", "/title"),
        ("1", "value", "/items/0/number"),
        (".", "marker", None),
        ("受理责任", "value", "/items/0/duties/0/stage"),
        ("：", "marker", None),
        ("甲", "value", "/items/0/duties/0/text"),
        ("多余\u3000 字", "residue", None),
        ("第二行", "residue", None),
    ]


def test_account_two_claims_on_one_character_name_both() -> None:
    document, ledger = reading()
    ledger.claim(Role.LABEL, (1, 3))
    with pytest.raises(ClaimConflict, match=r"value /title at 0–2.*label.* at 1–3"):
        account(document, ledger)


def test_account_one_value_printed_twice_is_no_conflict() -> None:
    document, ledger = reading()
    document.title = Printed("清单", ((0, 2), (TEXT.index("多余"), TEXT.index("多余") + 2)))
    assert account(document, ledger)[0].residue_characters == 4


def test_account_inherited_value_stands_in_the_item_above_only() -> None:
    document, ledger = reading()
    above = document.items[0]
    document.items.append(
        Item(id="1.2", number=above.number, duties=above.duties, inherits=["number", "duties"])
    )
    _, trace = account(document, ledger, trace=True)
    assert trace is not None
    assert not [path for _, _, _, path in trace.spans if path.startswith("/items/1")]


def test_trace_pointer_escapes_what_pointers_part_by() -> None:
    ledger = Ledger("甲乙丙")
    item = Item(id="1", extra={"a/b~c": Printed("甲", ((0, 1),)), '引"号': Printed("乙", ((1, 2),))})
    procedure = Procedure(nodes=[Node(Printed("丙", ((2, 3),)))])
    _, trace = account(Document(items=[item], procedures=[procedure]), ledger, trace=True)
    assert trace is not None
    paths = [span["path"] for span in json.loads(trace.dump())["spans"]]
    assert paths == ["/items/0/extra/a~1b~0c", '/items/0/extra/引"号', "/procedures/0/nodes/0/text"]


def test_account_residue_claims_are_residue_like_any_unclaimed_text() -> None:
    ledger = Ledger("甲 乙")
    ledger.claim(Role.RESIDUE, (0, 1))
    assert account(Document(), ledger)[0].residue_characters == 2


@given(st.text(st.sampled_from("甲1. \n\t\u3000"), max_size=60), st.lists(st.integers(0, 59), max_size=12))
def test_account_any_text_and_claims_add_up(text: str, cuts: list[int]) -> None:
    ledger = Ledger(text)
    bounds = sorted({cut for cut in cuts if cut <= len(text)})
    for start, end in zip(bounds[::2], bounds[1::2], strict=False):
        ledger.label(Excerpt.of(text, start, end))
    coverage, trace = account(Document(), ledger, trace=True)
    assert trace is not None
    assert (
        coverage.characters == coverage.assigned + coverage.residue_characters == len("".join(text.split()))
    )
    spans = [(start, end) for start, end, _, _ in trace.spans]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_value_index_finds_the_value_that_a_span_touches() -> None:
    document, _ = reading()
    index = ValueIndex(document)
    stage = TEXT.index("受理责任")
    assert index.path_at((stage + 1, stage + 2)) == "/items/0/duties/0/stage"
    assert index.path_within((stage, stage + 4)) == "/items/0/duties/0/stage"
    assert index.path_at((stage - 3, stage + 9)) == "/items/0/number"
    assert index.path_within((stage - 3, stage + 9)) is None
    assert index.path_at((2, 3)) is None
    assert index.path_before(stage) == "/items/0/number"
    assert index.path_after(stage + 1) == "/items/0/duties/0/text"
    assert index.path_after(len(TEXT)) is None
