"""What a machine can read is told as it is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from qzparse import inventory
from qzparse.source import Format

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]


def test_every_format_that_is_read_is_listed() -> None:
    listed = {one.name for one in inventory.inventory("en") if one.kind == "format"}
    assert listed == {one.value for one in Format} - {"xml", "zip"}


def test_extras_are_those_of_the_project() -> None:
    declared = {
        name: tuple(re.split("[><=]", one)[0] for one in needed)
        for name, needed in PROJECT["optional-dependencies"].items()
        if name != "dev"
    }
    assert declared == inventory.EXTRAS


def test_what_is_missing_comes_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory, "find_program", lambda: None)
    monkeypatch.setitem(inventory.EXTRAS, "dask", ("no-such-package",))
    by_name = {one.name: one for one in inventory.inventory("en")}
    assert by_name["rtf"].missing == ("LibreOffice",)
    assert "apt-get install libreoffice" in by_name["rtf"].remedy
    assert by_name["dask"].remedy == "pip install 'qzparse[dask]'"
    assert by_name["docx"].missing == ()
