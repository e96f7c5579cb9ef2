"""Lists → pairs of calls that are measured inside one process: the reading of all of them, and a yardstick.

1. Both sides are warm, everything is imported and compiled; only the six patterns have their texts in memory already.
2. Whatever qzparse remembers of texts it has read is forgotten before each call: no list is known from the call before.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from io import StringIO
from multiprocessing import get_context
from pathlib import Path

from .clock import Pair, repeated, take_turns

_KNOWLEDGE = ("load_grammar", "law_book", "_read")
"""What is read once a process, whatever the lists."""
Read = Callable[[Sequence[Path]], object]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMERAL = "[零〇一二三四五六七八九十百千0-9０-９]+"
_SIX = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"《[^《》\n]+》(?:（[^（）\n]*）)?",
        rf"第{_NUMERAL}条(?:第{_NUMERAL}款)?(?:第（?{_NUMERAL}）?项)?",
        r"^[ \t　]*(?:\d+(?:[-－]\d+)?[.．、]|（[一二三四五六七八九十]+）|[①-⑳])",
        r"【[^【】\n]{2,12}】",
        r"[一-鿿]{2,8}责任(?:（[^（）\n]*）)?[：:]",
        r"\d{3,4}[-－—]?\d{7,8}",
    )
)
"""Citation, article, number, kind, stage, phone."""


def pairs_inside(case: str, paths: Sequence[Path], turns: int) -> list[Pair]:
    """Measure a case of this module in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, case, tuple(paths), turns).result()


def _measured(case: str, paths: tuple[Path, ...], turns: int) -> list[Pair]:
    ours, yardstick = _SIDES[case]
    return take_turns(
        repeated(partial(ours, paths), _forget),
        repeated(partial(yardstick, paths), _forget),
        turns,
        warm=False,
    )


def _forget() -> None:
    """Empty the caches of qzparse that hold what texts said, and collect what the last call left."""
    for name, module in tuple(sys.modules.items()):
        if name.partition(".")[0] == "qzparse":
            for cached in filter(_remembers_texts, vars(module).values()):
                cached.cache_clear()
    gc.collect()


def _remembers_texts(value: object) -> bool:
    """Tell whether a function has a cache that fills with texts; one without bounds holds records' names only."""
    parameters = getattr(value, "cache_parameters", None)
    if parameters is None or getattr(value, "__name__", "") in _KNOWLEDGE:
        return False
    return parameters()["maxsize"] is not None


def _read_all(paths: Sequence[Path], *, traced: bool = False) -> None:
    """Read every list into JSON, as `ingest` does."""
    from qzparse.canonical import dump
    from qzparse.grammar import load_grammar
    from qzparse.pipeline import read
    from qzparse.source import read_source

    for path in paths:
        outcome = read(read_source(path), load_grammar(), traced=traced)
        dump(outcome.document)
        if outcome.trace is not None:
            outcome.trace.dump()


def _check_all(paths: Sequence[Path]) -> None:
    """Check every list, as `check` does in the process of each."""
    from datetime import date

    from qzparse.grammar import load_grammar
    from qzparse.inspection import Request, inspect_file
    from qzparse.policy import Policy
    from qzparse.settings import CheckSettings

    request = Request(load_grammar(), CheckSettings(), date(2026, 1, 1))
    for path in paths:
        inspect_file(str(path), request, Policy())


def _match_six(paths: Sequence[Path]) -> None:
    """Find what six patterns match in every text: less than this no reading can do."""
    for path in paths:
        for pattern in _SIX:
            pattern.findall(_text_of(path))


@cache
def _text_of(path: Path) -> str:
    return path.read_text("utf-8-sig")


def _list_tree(paths: Sequence[Path]) -> None:
    """Unpack the main part of every docx, parse it into a tree and list the cells of its rows."""
    from zipfile import ZipFile

    from lxml import etree

    for path in paths:
        with ZipFile(path) as package:
            tree = etree.fromstring(package.read("word/document.xml"))
        for row in tree.iter(_WORD + "tr"):
            for cell in row.iter(_WORD + "tc"):
                _ = [
                    "".join(part.text or "" for part in line.iter(_WORD + "t"))
                    for line in cell.iter(_WORD + "p")
                ]


def _list_cells(paths: Sequence[Path]) -> None:
    """List paragraphs and cells with python-docx."""
    from docx import Document

    for path in paths:
        document = Document(str(path))
        _ = [paragraph.text for paragraph in document.paragraphs]
        _ = [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def _convert(paths: Sequence[Path]) -> None:
    """Turn every list into Markdown with markitdown."""
    converter = import_module("markitdown").MarkItDown(enable_plugins=False)
    for path in paths:
        converter.convert(str(path))


def _list_soup(paths: Sequence[Path]) -> None:
    """Parse every page with BeautifulSoup and html5lib, and list its cells."""
    soup_of = import_module("bs4").BeautifulSoup
    for path in paths:
        for row in soup_of(path.read_bytes(), "html5lib").find_all("tr"):
            _ = [cell.get_text() for cell in row.find_all(["td", "th"])]


def _list_frames(paths: Sequence[Path]) -> None:
    """Read the tables of every page with pandas."""
    pandas = import_module("pandas")
    for path in paths:
        with suppress(ValueError):  # a page without a table
            pandas.read_html(StringIO(path.read_text("utf-8")))


def _list_sheets(paths: Sequence[Path]) -> None:
    """List the rows of every workbook with openpyxl."""
    load = import_module("openpyxl").load_workbook
    for path in paths:
        _ = [row for sheet in load(path) for row in sheet.iter_rows(values_only=True)]


def _list_pages(paths: Sequence[Path]) -> None:
    """Take the bare text of every page with PDFium."""
    opened = import_module("pypdfium2").PdfDocument
    for path in paths:
        document = opened(path)
        _ = [page.get_textpage().get_text_bounded() for page in document]
        document.close()


def _list_plumbed(paths: Sequence[Path]) -> None:
    """Extract the tables of every page with pdfplumber."""
    opened = import_module("pdfplumber").open
    for path in paths:
        with opened(path) as document:
            _ = [page.extract_tables() for page in document.pages]


_SIDES: dict[str, tuple[Read, Read]] = {
    "txt-patterns": (_read_all, _match_six),
    "docx-tree": (_read_all, _list_tree),
    "docx-cells": (_read_all, _list_cells),
    **{f"{suffix}-markitdown": (_read_all, _convert) for suffix in ("docx", "xlsx", "xls")},
    "xlsx-openpyxl": (_read_all, _list_sheets),
    "html-soup": (_read_all, _list_soup),
    "html-pandas": (_read_all, _list_frames),
    "pdf-text": (_read_all, _list_pages),
    "pdf-pdfplumber": (_read_all, _list_plumbed),
    "check-txt": (_check_all, _read_all),
    "check-docx": (_check_all, _read_all),
    "trace-txt": (partial(_read_all, traced=True), _read_all),
    "trace-docx": (partial(_read_all, traced=True), _read_all),
}
