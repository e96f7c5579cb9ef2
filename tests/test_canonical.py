from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import jsonschema
import pytest
import ruamel.yaml
import yaml
from hypothesis import given
from hypothesis import strategies as st

from qzparse import dump, load, schema
from qzparse.canonical import iter_lines, plain
from qzparse.errors import UnreadableSource
from qzparse.excerpt import Printed
from qzparse.models import (
    Article,
    Citation,
    Diagnostic,
    Document,
    Duty,
    Edge,
    Entry,
    Item,
    Node,
    Procedure,
    Severity,
)
from qzparse.validation import adapter

NASTY = [
    "",
    " ",
    "\u3000",
    "1e3",
    "0o17",
    "0x1F",
    "010",
    "1_000",
    "12:30:45",
    ".5",
    "+1",
    "2014-01-17",
    "yes",
    "No",
    "on",
    "y",
    "n",
    "null",
    "~",
    "NaN",
    ".inf",
    "=",
    "<<",
    "- 1",
    "# x",
    "a: b",
    "a #b",
    "[x]",
    "{x}",
    "*x",
    "&x",
    "!x",
    "%x",
    "@x",
    "`x`",
    "'x'",
    '"x"',
    "|",
    ">",
    "x\u2028y",
    "\ufeffx",
    "x\x85y",
    "x\x00y",
    "\x7f",
    "x\ty",
    "x\n\ty",
    "  x\ny",
    "x \ny",
    "x\n y",
    "\nx",
    "x\n",
    "x\n\n",
    "第一行\n第二行",
    "x\r\ny",
    "𠮷野",
    "---",
    "...",
    "? x",
    "-",
    "x:",
    ":x",
    "1.《保密法》（2010年）第九条：……",
]
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text("01:.-+eExo_ \n\t#'\"[]{}|>*&!%@`~\u3000是", max_size=12),
)
PRINTED = TEXTS.map(Printed)
ENTRIES = st.builds(
    Entry,
    number=PRINTED,
    kind=st.none() | TEXTS,
    text=PRINTED,
    citations=st.lists(st.builds(Citation, title=TEXTS, articles=st.just([Article(9, item=2)])), max_size=2),
)
ITEMS = st.builds(
    Item,
    id=TEXTS,
    name=PRINTED,
    basis=st.none() | st.lists(ENTRIES, max_size=2),
    duties=st.none() | st.lists(st.builds(Duty, number=st.none() | PRINTED, text=PRINTED), max_size=2),
    extra=st.none() | st.dictionaries(TEXTS, PRINTED, max_size=3),
)
DOCUMENTS = st.builds(
    Document,
    title=st.none() | PRINTED,
    items=st.lists(ITEMS, max_size=3),
    procedures=st.lists(
        st.builds(
            Procedure,
            nodes=st.lists(st.builds(Node, text=PRINTED), max_size=2),
            edges=st.just([Edge(0, 1, Printed("是"))]),
        ),
        max_size=1,
    ),
    diagnostics=st.lists(
        st.builds(Diagnostic, code=st.just("NUM001"), severity=st.sampled_from(Severity), message=TEXTS),
        max_size=2,
    ),
)


@given(DOCUMENTS)
def test_dump_every_form_loads_to_the_same_document(document: Document) -> None:
    for form in ("json", "yaml", "jsonl"):
        assert load(dump(document, form)) == document


@given(DOCUMENTS)
def test_dump_yaml_is_read_alike_by_both_versions(document: Document) -> None:
    written, values = dump(document, "yaml"), plain(document)
    assert yaml.safe_load(written) == values
    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    assert reader.load(BytesIO(b"%YAML 1.2\n" + written)) == values


@given(DOCUMENTS)
def test_dump_json_writes_what_pydantic_would(document: Document) -> None:
    expected = adapter().dump_json(document, indent=2, by_alias=True, exclude_none=True) + b"\n"
    assert dump(document) == expected


@given(DOCUMENTS)
def test_dump_json_keeps_the_published_schema(document: Document) -> None:
    jsonschema.validate(json.loads(dump(document)), schema())


def test_schema_is_sound_and_describes_every_field_of_an_item() -> None:
    published = schema()
    jsonschema.Draft202012Validator.check_schema(published)
    item = published["$defs"]["Item"]
    assert item["description"].startswith("One power")
    assert not [name for name, field in item["properties"].items() if "description" not in field]


def test_dump_long_text_stands_in_a_block() -> None:
    written = dump(Document(items=[Item(name=Printed("第一行\n第二行"))]), "yaml").decode()
    assert "name: |-\n    第一行\n    第二行\n" in written


def test_dump_absent_is_left_out_and_blank_is_kept() -> None:
    item: dict[str, Any] = plain(Item(id="1", name=Printed(""), basis=[]))
    assert item == {"id": "1", "name": "", "basis": []}


def test_iter_lines_takes_items_from_a_stream_and_the_rest_at_the_end() -> None:
    document = Document(title=Printed("甲"))

    def items() -> Any:
        yield Item(id="1")
        document.coverage.characters = 7

    lines = [json.loads(line) for line in iter_lines(document, items())]
    assert lines[0]["document"]["title"] == "甲"
    assert lines[1] == {"item": {"id": "1"}}
    assert lines[2]["coverage"]["characters"] == 7


@pytest.mark.parametrize(
    "content",
    [b"{", b'{"items": [1]}', b'{"nonsense": 1}', b"a: [", b"\xff\xfe", b'{"a": 1}\n{"b": 2}', b"just words"],
)
def test_load_what_is_no_document_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"list\.json") as caught:
        load(content, "list.json")
    assert caught.value.message("zh").startswith("list.json：")
