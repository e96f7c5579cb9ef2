"""Names on the command line → the files to read, folders and patterns spelt out.

1. A file that is named is read, whatever it is; in a folder, files of known formats are, and canonical documents.
2. What stands in a folder is read in the order of its names; hidden files, locks of open documents, traces, and what a
   repository says of itself (README …) are passed over; no file is read twice.
3. A folder without any list stands for itself, so that whoever checks it is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from glob import has_magic
from pathlib import Path

from .source import is_known_extension

STANDARD = "-"
_DOCUMENTS = (".json", ".jsonl", ".yaml", ".yml")
_MARK = b"qzparse/1"
_HEAD = 400
_PASSED_OVER = (".", "~", "readme", "changelog", "licen")


def spelt_out(names: Iterable[str]) -> list[str]:
    """Give the files that `names` stand for, each once."""
    return list(dict.fromkeys(file for name in names for file in _iter_files(name)))


def is_document(content: bytes, name: str) -> bool:
    """Tell whether a file is a canonical document: it says so, or its name does.

    >>> is_document(b'{"schema": "qzparse/1"}', "-"), is_document(b"{}", "a.json"), is_document(b"1", "a.txt")
    (True, True, False)
    """
    return _MARK in content[:_HEAD] or Path(name).suffix.lower() in _DOCUMENTS


def _iter_files(name: str) -> Iterator[str]:
    if name == STANDARD:
        yield name
    elif Path(name).is_dir():
        yield from _iter_folder(Path(name), name)
    elif has_magic(name) and not Path(name).exists():
        pattern = Path(name)
        found = sorted(Path(pattern.anchor or ".").glob(str(pattern.relative_to(pattern.anchor))))
        for one in found:
            if one.is_dir():
                yield from _iter_folder(one)
            elif not _is_passed_over(one.name):
                yield str(one)
        if not found:
            yield name
    else:
        yield name


def _iter_folder(folder: Path, otherwise: str | None = None) -> Iterator[str]:
    """Yield the lists of a folder; where there is none, what is to stand for it."""
    found = list(_iter_lists(folder))
    yield from found or filter(None, [otherwise])


def _iter_lists(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not _is_passed_over(one))
        for file in sorted(files):
            path = Path(place, file)
            if not _is_passed_over(file) and _is_a_list(path):
                yield str(path)


def _is_passed_over(name: str) -> bool:
    return name.lower().startswith(_PASSED_OVER)


def _is_a_list(path: Path) -> bool:
    if path.suffix.lower() not in _DOCUMENTS:
        return is_known_extension(path.name)
    try:
        with path.open("rb") as file:
            return _MARK in file.read(_HEAD)
    except OSError:
        return False
