"""A user's folder of law texts → the text of an article.

1. A file is named for its act, `某条例.txt`, with the day of the version in brackets if there are several,
   `某法(2024-02-27).md`.
2. An article begins at a line's start with 第…条; headings and marks of emphasis there are passed over.
3. Nothing is read before a rule asks for it.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path

from ..errors import GrammarFault
from ..grammar import Grammar
from ..numerals import value_of
from .titles import key_of

TEXTS = "texts"
ENDINGS = (".txt", ".md")

_NAME = re.compile(r"(?P<title>.+?)(?:[（(](?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[）)])?")
_ARTICLE = re.compile(
    r"^[#*\s　]*第(?P<number>[〇零一二三四五六七八九十百千0-9]+)条(?:之(?P<inserted>[一二三四五六七八九十]+))?[*\s　]*",
    re.MULTILINE,
)
_HEADING = re.compile(r"^[#*\s　]*第[〇零一二三四五六七八九十百]+[编章节](?:[\s　].*)?$", re.MULTILINE)

_Articles = dict[tuple[int, int | None], str]


class Shelf:
    """The texts of some folders, by act and version; a later folder's take the place of an earlier one's."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders

    @cached_property
    def _files(self) -> dict[tuple[str, str], Path]:
        files = {}
        for folder in self._folders:
            for path in sorted((folder / TEXTS).rglob("*")):
                name = _NAME.fullmatch(path.stem)
                if path.suffix in ENDINGS and name is not None:
                    files[key_of(name["title"]), name["day"] or ""] = path
        return files

    def __len__(self) -> int:
        return len(self._files)

    def articles(self, title: str, version: str) -> _Articles:
        """Give the articles of a version, or of the only text there is; none where there is no text."""
        key = key_of(title)
        own = self._files.get((key, version)) or self._files.get((key, ""))
        return _articles_in(own) if own else {}


def law_texts(grammar: Grammar) -> Shelf:
    """Open the texts of a grammar's overlay folders."""
    return _shelf(grammar.folders)


@lru_cache(maxsize=8)
def _shelf(folders: tuple[Path, ...]) -> Shelf:
    return Shelf(folders)


@lru_cache(maxsize=256)
def _articles_in(path: Path) -> _Articles:
    try:
        text = _HEADING.sub("", path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise GrammarFault("faults", faults=f"{path}:1: {error}") from error
    found = list(_ARTICLE.finditer(text))
    articles: _Articles = {}
    for index, match in enumerate(found):
        number, inserted = value_of(match["number"]), value_of(match["inserted"] or "")
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        if number is not None:
            articles.setdefault((number, inserted), text[match.end() : end].strip())
    return articles
