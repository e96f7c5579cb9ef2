"""Document ↔ bytes.

1. The same document gives the same bytes: the model's key order, UTF-8, two blanks, a final newline.
2. An absent field is left out; an empty one is printed.
3. JSON, YAML and JSON lines load to the same document, YAML by readers of version 1.1 and of 1.2.
4. JSON lines are one object a line: `{"document": …}` is the head, each `{"item": …}` an item, and the last,
   `{"grade": …, "diagnostics": …, "coverage": …}`, what is known once all items are read. So items can be streamed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import Any

import orjson

from . import models
from .errors import UnreadableSource
from .models import Document, Item, printed_name

_LAST = ("grade", "diagnostics", "coverage")
_TEXT = "tag:yaml.org,2002:str"
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|[ \u3000]\n|[ \u3000]\\Z")
_TYPED = re.compile(
    r"[-+.]?[0-9._][0-9a-z_.:+-]*|[-+]?\.?(inf|nan)|y|n|yes|no|on|off|true|false|null|~|=|<<|", re.IGNORECASE
)


class Form(StrEnum):
    """What a document is written as."""

    JSON = "json"
    YAML = "yaml"
    JSONL = "jsonl"


def dump(document: Document, form: str = Form.JSON) -> bytes:
    """Write `document` as `json`, `yaml` or `jsonl`."""
    return b"".join(iter_dumped(document, form))


def iter_dumped(document: Document, form: str = Form.JSON) -> Iterator[bytes]:
    """Write `document` piece by piece, its items one by one: a long list is never held twice."""
    if form == Form.YAML:
        return iter((_dump_yaml(plain(document)),))
    return iter_lines(document) if form == Form.JSONL else _iter_json(document)


def iter_lines(document: Document, items: Iterable[Item] | None = None) -> Iterator[bytes]:
    """Write JSON lines one by one; `items` may still be in the making, and stands for the document's own."""
    yield _line({"document": plain(document, without=("items", *_LAST))})
    for item in document.items if items is None else items:
        yield _line({"item": plain(item)})
    last = {name: getattr(document, name) for name in _LAST}
    yield _line({name: _plain(value) for name, value in last.items() if value is not None})


def load(content: bytes, name: str = "document") -> Document:
    """Read what `dump` wrote; `name` is what a fault calls it."""
    from .validation import read_document

    try:
        return read_document(_values_of(content))
    except ValueError as fault:
        raise UnreadableSource("broken", name=name, format="qzparse", reason=str(fault)) from None


def schema() -> dict[str, Any]:
    """Publish the JSON Schema of a document."""
    from .validation import published

    return published(Document)


def plain(record: object, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Turn a record into what JSON knows, its absent fields left out, and those that it is to be `without`.

    >>> from .models import Edge, Duty
    >>> plain(Edge(0, 1)), plain(Duty())
    ({'from': 0, 'to': 1}, {})
    """
    kept = {}
    for name, key in _names_of(type(record).__name__):
        value = getattr(record, name)
        if value is not None and name not in without:
            kept[key] = _plain(value)
    return kept


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str(value)  # a copy: the writer would leave its bytes with the document's own value
    if isinstance(value, int):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return plain(value)


@cache
def _names_of(record: str) -> tuple[tuple[str, str], ...]:
    """Name a record's fields: in Python, and as printed."""
    return tuple((field.name, printed_name(field.name)) for field in fields(getattr(models, record)))


def _iter_json(document: Document) -> Iterator[bytes]:
    opened = b"{\n  "
    for name, key in _names_of(type(document).__name__):
        value = getattr(document, name)
        if value is None:
            continue
        yield opened + orjson.dumps(key) + b": "
        if name == "items" and value:
            yield from _iter_array(value)
        else:
            yield _indented(_plain(value), b"\n  ")
        opened = b",\n  "
    yield b"\n}\n"


def _iter_array(items: list[Item]) -> Iterator[bytes]:
    opened = b"[\n    "
    for item in items:
        yield opened
        yield _indented(plain(item), b"\n    ")
        opened = b",\n    "
    yield b"\n  ]"


def _indented(value: object, margin: bytes) -> bytes:
    """Write a value below a margin: a line feed stands between its parts only, in strings it is escaped."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).replace(b"\n", margin)


def _line(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def _values_of(content: bytes) -> object:
    """Read JSON, JSON lines or YAML, whichever it is."""
    if not content.lstrip().startswith(b"{"):
        return _load_yaml(content)
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        lines = [orjson.loads(line) for line in content.splitlines()]
    if not (len(lines) > 1 and "document" in lines[0] and all("item" in line for line in lines[1:-1])):
        message = "neither one document nor one line for each of its items"
        raise ValueError(message)
    return {**lines[0]["document"], "items": [line["item"] for line in lines[1:-1]], **lines[-1]}


def _load_yaml(content: bytes) -> object:
    import yaml

    try:
        return yaml.load(content, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as fault:
        raise ValueError(str(fault)) from None


def _dump_yaml(value: object) -> bytes:
    import yaml

    class Dumper(yaml.CSafeDumper):
        def ignore_aliases(self, _data: object) -> bool:
            return True

    for add in (Dumper.add_representer, Dumper.add_multi_representer):
        add(str, lambda writer, text: writer.represent_scalar(_TEXT, str(text), style=_style_of(text)))
    written = yaml.dump(
        value,
        Dumper=Dumper,
        allow_unicode=True,
        encoding="utf-8",
        explicit_start=True,
        sort_keys=False,
        width=2**31 - 1,
    )
    return bytes(written)


def _style_of(value: str) -> str | None:
    if _UNSAFE.search(value):
        return '"'
    if "\n" in value:
        return '"' if value[0] in " \n\u3000" else "|"
    return "'" if _TYPED.fullmatch(value) else None
