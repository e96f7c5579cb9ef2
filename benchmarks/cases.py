"""The cases: what is measured beside which yardstick, and the bounds within which it is to stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .bounds import Bound, faster, peak, slower
from .clock import Pair, process, take_turns
from .inside import pairs_inside
from .lists import FORMATS, Lists, middle

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
        suffix = next(suffix for suffix in FORMATS if suffix in name.split("-"))
        return pairs_inside(name, lists.of(suffix), turns)

    return measure


def _started(arguments: Sequence[str], yardstick: Sequence[str]) -> Measure:
    """Measure processes that read nothing."""

    def measure(_: Lists, turns: int) -> list[Pair]:
        return take_turns(process([*_QZPARSE, *arguments]), process(yardstick), turns, warm=False)

    return measure


def _read_one(suffix: str) -> Measure:
    """Measure a whole process that reads one list."""

    def measure(lists: Lists, turns: int) -> list[Pair]:
        path = middle(lists.of(suffix))
        return take_turns(process(_ingest(path, lists, "json")), process(_IMPORTS), turns, warm=False)

    return measure


def _check_one(suffix: str) -> Measure:
    """Measure whole processes that check one list, and ingest it."""

    def measure(lists: Lists, turns: int) -> list[Pair]:
        path = middle(lists.of(suffix))
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


def _beside(suffix: str, peer: str, yardstick: str, bound: Bound, *, needs: str) -> Case:
    """Measure the reading of a few lists beside what a peer makes of them."""
    name = f"{suffix}-{peer}"
    turns = 3 if suffix == "pdf" or peer == "markitdown" else 5
    return Case(name, f"{suffix} lists, one process", yardstick, _inside(name), (bound,), turns, needs)


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
    _beside("xlsx", "openpyxl", "openpyxl listing its rows", Bound(slower, 1.1), needs="openpyxl"),
    _beside("xlsx", "markitdown", "markitdown", Bound(faster, 8, 3), needs="markitdown"),
    _beside("xls", "markitdown", "markitdown", Bound(faster, 7, 3), needs="markitdown"),
    _beside("html", "soup", "BeautifulSoup + html5lib, cells listed", Bound(faster, 4, 2), needs="html5lib"),
    _beside("html", "pandas", "pandas.read_html", Bound(slower, 1.2), needs="pandas"),
    _beside("pdf", "text", "PDFium's bare text", Bound(slower, 2.2), needs="pypdfium2"),
    _beside("pdf", "pdfplumber", "pdfplumber's tables", Bound(faster, 20, 10), needs="pdfplumber"),
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
        "many-xlsx",
        "10,000 items, xlsx",
        "1,000 items",
        _grown("xlsx", "json"),
        (_GROWTH, Bound(peak, 400, 800)),
        turns=2,
        needs="openpyxl",
    ),
    Case(
        "many-html",
        "10,000 items, html",
        "1,000 items",
        _grown("html", "json"),
        (_GROWTH, Bound(peak, 450, 900)),
        turns=2,
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
