"""Copies of dear values: found under their key, and only whole."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qzparse import grammar, store
from qzparse.store import can_keep, find_kept, keep, key_of

KEY = key_of(b"made of this")


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name a module whose bytecode may be written."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "__pycache__").mkdir()
    return str(tmp_path / "module.py")


def test_copy_is_found_under_its_key_only(module: str) -> None:
    assert find_kept(module, KEY) is None
    keep(module, KEY, ["a value"])
    assert find_kept(module, KEY) == ["a value"]
    assert find_kept(module, key_of(b"made of", b" this")) is None


def test_copy_cut_short_or_changed_is_none(module: str, tmp_path: Path) -> None:
    keep(module, KEY, ["a value"])
    (home,) = (tmp_path / "__pycache__").iterdir()
    whole = home.read_bytes()
    for spoilt in (whole[:-1], whole[:40], b"", whole[:-3] + b"?" + whole[-2:]):
        home.write_bytes(spoilt)
        assert find_kept(module, KEY) is None


def test_copy_is_not_kept_where_nothing_may_be_written(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert can_keep(module)
    assert not can_keep(str(Path(module) / "module.py"))
    keep(str(Path(module) / "module.py"), KEY, ["a value"])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert not can_keep(module)


def test_grammar_kept_is_the_grammar_read(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_home_of", lambda _: Path(module).with_suffix(".kept"))
    assert can_keep(module)
    read = grammar.load_grammar.__wrapped__()
    kept = grammar.load_grammar.__wrapped__()
    assert kept is not read
    for name in (
        "fields",
        "powers",
        "stages",
        "parts",
        "words",
        "sources",
        "examples",
        "families",
        "folders",
    ):
        assert getattr(kept, name) == getattr(read, name)
    for name, source in read.sources.items():
        assert kept.pattern(name).pattern == source
        for example in (*kept.examples[name][0], *kept.examples[name][1]):
            found, known = kept.pattern(name).match(example), read.pattern(name).match(example)
            assert (found and found.span(), found and found.groupdict()) == (
                known and known.span(),
                known and known.groupdict(),
            )
