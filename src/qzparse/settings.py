"""qzparse.toml or pyproject.toml → settings.

The nearest folder, from the present one up, that has a `qzparse.toml` or a `[tool.qzparse]` decides alone.
A fault names file and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from .errors import UsageError

LANGUAGES = ("zh", "en")
SEVERITIES = ("error", "warning", "info")
FAIL_ON = (*SEVERITIES, "never")
_KNOWN = ("grammar", "language", "check", "limits")
_FOR_A_PATH: dict[str, tuple[type | tuple[type, ...], str]] = {
    "select": (list, '["…"]'),
    "ignore": (list, '["…"]'),
    "severity": (dict, f"{{CODE = {' | '.join(SEVERITIES)}}}"),
    "as-of": ((str, date), "YYYY-MM-DD"),
}
_FOR_CHECK: dict[str, tuple[type | tuple[type, ...], str]] = {
    **_FOR_A_PATH,
    "fail-on": (str, " | ".join(FAIL_ON)),
    "baseline": (str, '"…"'),
    "paths": (dict, '{"…" = {…}}'),
}


_FOR_LIMITS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "timeout": ((int, float), "600"),
    "memory": (int, "1536"),
}


class LimitSettings(NamedTuple):
    """What reading one file may take: seconds, and mebibytes of memory."""

    timeout: float = 600
    memory: int = 1536


class CheckSettings(NamedTuple):
    """What a project sets for `check`: for all lists, and for those below a path; `path` is the file that says so."""

    table: Mapping[str, Any] = MappingProxyType({})
    paths: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    path: Path | None = None

    @property
    def baseline(self) -> Path | None:
        """The baseline, beside the settings."""
        named = self.table.get("baseline")
        return self.path.parent / named if named and self.path else None

    @property
    def fail_on(self) -> str | None:
        """From which severity on a finding fails the check."""
        return self.table.get("fail-on")


class Settings(NamedTuple):
    """What a project sets for every run in its folders."""

    grammar: tuple[Path, ...] = ()
    language: str | None = None
    check: CheckSettings = CheckSettings()
    limits: LimitSettings = LimitSettings()


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
    check = _check_settings(path, text, table.get("check", {}))
    limits = LimitSettings(**_of_kinds(path, text, table.get("limits", {}), "limits", _FOR_LIMITS))
    return Settings(tuple(path.parent / one for one in grammar), language, check, limits)


def _check_settings(path: Path, text: str, table: object) -> CheckSettings:
    checked = _of_kinds(path, text, table, "check", _FOR_CHECK)
    paths = checked.pop("paths", {})
    if checked.get("fail-on", "never") not in FAIL_ON:
        raise UsageError(
            "config-value", name=_at(path, text, "fail-on"), key="fail-on", wanted=_FOR_CHECK["fail-on"][1]
        )
    layers = {name: _of_kinds(path, text, layer, name, _FOR_A_PATH) for name, layer in paths.items()}
    return CheckSettings(checked, layers, path)


def _of_kinds(
    path: Path, text: str, table: object, name: str, kinds: Mapping[str, tuple[type | tuple[type, ...], str]]
) -> dict[str, Any]:
    """Take a table whose keys are all known and hold what they are to hold."""
    if not isinstance(table, dict):
        raise UsageError("config-value", name=_at(path, text, name), key=name, wanted="{…}")
    for key, value in table.items():
        if key not in kinds:
            raise UsageError("config-key", name=_at(path, text, key), key=key, known=", ".join(kinds))
        kind, wanted = kinds[key]
        sound = isinstance(value, kind)
        if key == "severity" and sound:
            sound = set(value.values()) <= set(SEVERITIES)
        elif kind is list and sound:
            sound = all(isinstance(one, str) for one in value)
        if not sound:
            raise UsageError("config-value", name=_at(path, text, key), key=key, wanted=wanted)
    return dict(table)


def _at(path: Path, text: str, key: str) -> str:
    found = re.search(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=", text, re.MULTILINE)
    line = text.count("\n", 0, found.end()) + 1 if found else 1
    return f"{path}:{line}"
