"""The acts that lists cite: their versions, when each was in force, what repealed them.

Read when a rule first asks; reading a list needs none of it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..errors import GrammarFault
from ..grammar import Grammar, shipped_folder
from .acts import Act, Ending, Event, Numbering
from .book import LawBook
from .tables import Faulty, read_acts, read_numberings
from .titles import key_of

__all__ = ["Act", "Ending", "Event", "LawBook", "Numbering", "check_acts", "key_of", "law_book"]


def law_book(grammar: Grammar) -> LawBook:
    """Open the law book of a grammar: the shipped tables, and those of its overlay folders over them."""
    return _read(grammar.folders or (shipped_folder(),))


def check_acts(folder: Path) -> int:
    """Count the acts of a user's folder, or raise all faults of its tables."""
    faults: list[Faulty] = []
    acts = read_acts(folder / "laws.tsv", faults) if (folder / "laws.tsv").is_file() else []
    if (folder / "articles.tsv").is_file():
        read_numberings(folder / "articles.tsv", faults)
    _raise(faults)
    return len(acts)


@lru_cache(maxsize=8)
def _read(folders: tuple[Path, ...]) -> LawBook:
    faults: list[Faulty] = []
    acts, numberings = [], []
    for folder in folders:
        if (folder / "laws.tsv").is_file():
            acts += read_acts(folder / "laws.tsv", faults)
        if (folder / "articles.tsv").is_file():
            numberings += read_numberings(folder / "articles.tsv", faults)
    _raise(faults)
    with (shipped_folder() / "laws.tsv").open(encoding="utf-8") as table:
        known_until = table.readline().lstrip("# ").strip()
    return LawBook(acts, numberings, known_until)


def _raise(faults: list[Faulty]) -> None:
    if faults:
        raise GrammarFault("faults", faults="\n".join(map(str, faults)))
