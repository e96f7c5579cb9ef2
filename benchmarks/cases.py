"""The cases: what is measured beside which yardstick, and the bounds within which it is to stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .bounds import Bound, faster, peak, slower
from .clock import Pair, process, take_turns
from .inside import pairs_inside
from .lists import Lists, middle

_QZPARSE = ("-c", "import sys; from qzparse.__main__ import main; sys.exit(main())")
"""What the installed script does."""
_IMPORTS = ("-c", "import typer, rich, pydantic, regex")
_BARE = (
    "-c",
    "import typer\napp = typer.Typer()\n@app.command()\ndef read(file: str):\n    '''Read a file.'''\napp()",
    "--help",
)
_FEW, _MANY = 1_000, 10_000

Measure = Callable[[Lists, int], list[Pair]]


@dataclass(frozen=True, slots=True)
class Case:
    """What is measured beside which yardstick; `needs` is a module that may not be installed."""

    name: str
    ours: str
    yardstick: str
    measure: Measure
    bounds: tuple[Bound, ...]
    turns: int = 9
    needs: str | None = None


def _inside(name: str) -> Measure:
    """Measure the reading of a few lists in one process."""

    def measure(lists: Lists, turns: int) -> list[Pair]:
        return pairs_inside(name, lists.docx if "docx" in name else lists.txt, turns)

    return measure


def _started(arguments: Sequence[str], yardstick: Sequence[str]) -> Measure:
    """Measure processes that read nothing."""

    def measure(_: Lists, turns: int) -> list[Pair]:
        return take_turns(process([*_QZPARSE, *arguments]), process(yardstick), turns, warm=False)

    return measure


def _read_one(suffix: str) -> Measure:
    """Measure a whole process that reads one list."""

    def measure(lists: Lists, turns: int) -> list[Pair]:
        path = middle(lists.docx if suffix == "docx" else lists.txt)
        return take_turns(process(_ingest(path, lists, "json")), process(_IMPORTS), turns, warm=False)

    return measure


def _check_one(suffix: str) -> Measure:
    """Measure whole processes that check one list, and ingest it."""

    def measure(lists: Lists, turns: int) -> list[Pair]:
        path = middle(lists.docx if suffix == "docx" else lists.txt)
        checked = [*_QZPARSE, "check", str(path), "--fail-on", "never"]
        return take_turns(process(checked), process(_ingest(path, lists, "json")), turns, warm=False)

    return measure


def _grown(suffix: str, form: str) -> Measure:
    """Measure whole processes that read a long list, and one of a tenth of it."""

    def measure(lists: Lists, turns: int) -> list[Pair]:
        many, few = (_ingest(lists.long(suffix, items), lists, form) for items in (_MANY, _FEW))
        return take_turns(process(many), process(few), turns)

    return measure


def _ingest(path: Path, lists: Lists, form: str) -> list[str]:
    return [
        *_QZPARSE,
        "ingest",
        str(path),
        "-q",
        "--format",
        form,
        "-o",
        str(lists.folder / f"written.{form}"),
    ]


_WHOLE, _STREAMED = Bound(peak, 400, 1024), Bound(peak, 150, 1024)
_GROWTH = Bound(slower, 11, 13)
_TRACED = (Bound(slower, 1.5, 2),)
_CHECKED = (Bound(slower, 1.5, 2),)

CASES: tuple[Case, ...] = (
    Case(
        "txt-patterns",
        "txt lists, one process",
        "six patterns",
        _inside("txt-patterns"),
        (Bound(slower, 10, 25),),
    ),
    Case(
        "docx-tree",
        "docx lists, one process",
        "unzip + lxml, cells listed",
        _inside("docx-tree"),
        (Bound(slower, 3),),
    ),
    Case(
        "docx-cells",
        "docx lists, one process",
        "python-docx listing cells",
        _inside("docx-cells"),
        (Bound(slower, 0.4, 1),),
        turns=5,
    ),
    Case(
        "docx-markitdown",
        "docx lists, one process",
        "markitdown",
        _inside("docx-markitdown"),
        (Bound(faster, 25, 8),),
        turns=3,
        needs="markitdown",
    ),
    Case(
        "start-version",
        "--version",
        "python -c pass",
        _started(["--version"], ["-c", "pass"]),
        (Bound(slower, 4.5, 6),),
    ),
    Case(
        "start-help", "--help", "bare typer --help", _started(["--help"], _BARE), (Bound(slower, 1.15, 1.5),)
    ),
    Case("whole-txt", "one txt, whole process", "imports alone", _read_one("txt"), (Bound(slower, 1, 2),)),
    Case("whole-docx", "one docx, whole process", "imports alone", _read_one("docx"), (Bound(slower, 1, 2),)),
    Case("trace-txt", "txt lists with trace", "without", _inside("trace-txt"), _TRACED),
    Case("trace-docx", "docx lists with trace", "without", _inside("trace-docx"), _TRACED),
    Case("check-whole", "one txt checked, whole process", "the same, ingested", _check_one("txt"), _CHECKED),
    Case("check-txt", "txt lists checked", "the same, ingested", _inside("check-txt"), _CHECKED),
    Case("check-docx", "docx lists checked", "the same, ingested", _inside("check-docx"), _CHECKED),
    Case("many-txt", "10,000 items, txt", "1,000 items", _grown("txt", "json"), (_GROWTH, _WHOLE), turns=2),
    Case(
        "many-docx", "10,000 items, docx", "1,000 items", _grown("docx", "json"), (_GROWTH, _WHOLE), turns=2
    ),
    Case(
        "many-txt-lines",
        "10,000 items, txt, as JSON lines",
        "1,000 items",
        _grown("txt", "jsonl"),
        (_GROWTH, _STREAMED),
        turns=2,
    ),
    Case(
        "many-docx-lines",
        "10,000 items, docx, as JSON lines",
        "1,000 items",
        _grown("docx", "jsonl"),
        (_GROWTH, _STREAMED),
        turns=2,
    ),
)
