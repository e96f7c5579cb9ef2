"""qzparse.toml or pyproject.toml → settings.

The nearest folder, from the present one up, that has a `qzparse.toml` or a `[tool.qzparse]` decides alone.
A fault names file and line.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from .errors import UsageError

LANGUAGES = ("zh", "en")
_KNOWN = ("grammar", "language")


class Settings(NamedTuple):
    """What a project sets for every run in its folders."""

    grammar: tuple[Path, ...] = ()
    language: str | None = None


class Voice(NamedTuple):
    """The language of the screen, and that of documents, which no locale may change."""

    screen: str
    document: str


def find_settings(folder: Path) -> Settings:
    """Read the settings that hold in `folder`; the defaults where there are none."""
    for place in (folder, *folder.parents):
        own, project = place / "qzparse.toml", place / "pyproject.toml"
        if own.is_file():
            return _read(own, project=False)
        if project.is_file() and b"[tool.qzparse" in project.read_bytes():
            return _read(project, project=True)
    return Settings()


def _read(path: Path, *, project: bool) -> Settings:
    import tomllib

    text = path.read_text("utf-8", errors="replace")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        line = re.search(r"line (\d+)", str(fault))
        name = f"{path}:{line[1] if line else text.count(chr(10)) + 1}"
        raise UsageError("config-syntax", name=name, reason=str(fault)) from None
    if project:
        table = table["tool"]["qzparse"]
    for key in table:
        if key not in _KNOWN:
            raise UsageError("config-key", name=_at(path, text, key), key=key, known=", ".join(_KNOWN))
    grammar, language = table.get("grammar", []), table.get("language")
    if not isinstance(grammar, list) or not all(isinstance(one, str) for one in grammar):
        raise UsageError("config-value", name=_at(path, text, "grammar"), key="grammar", wanted='["…"]')
    if language not in (None, *LANGUAGES):
        wanted = " | ".join(LANGUAGES)
        raise UsageError("config-value", name=_at(path, text, "language"), key="language", wanted=wanted)
    return Settings(tuple(path.parent / one for one in grammar), language)


def _at(path: Path, text: str, key: str) -> str:
    found = re.search(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=", text, re.MULTILINE)
    line = text.count("\n", 0, found.end()) + 1 if found else 1
    return f"{path}:{line}"
