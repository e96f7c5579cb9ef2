"""Nothing → the lists that are measured: real ones beside the repository, else the samples, else invented ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .invented import write_list

_ROOT = Path(__file__).parents[1]
_SEEDS, _CORPUS, _SAMPLES = (
    _ROOT.parent / "shared/seeds",
    _ROOT.parent / "shared/corpus/docx",
    _ROOT / "samples",
)
_SIZES = (14, 50, 6, 4, 13)
"""How many items the invented lists have: as many as five real ones."""


@dataclass(frozen=True, slots=True)
class Lists:
    """A few lists as txt and as docx, and the folder in which long ones are invented."""

    origin: str
    txt: tuple[Path, ...]
    docx: tuple[Path, ...]
    folder: Path

    def long(self, suffix: str, items: int) -> Path:
        """Give an invented list of so many items, written when it is first asked for."""
        path = self.folder / f"{items}.{suffix}"
        if not path.exists():
            write_list(path, items)
        return path


def find_lists(folder: Path) -> Lists:
    """Find the best lists at hand; invent them in `folder` where there are none."""
    for origin, txt, docx in (("real lists", _SEEDS, _CORPUS), ("the samples", _SAMPLES, _SAMPLES)):
        found = tuple(sorted(txt.rglob("*.txt"))), tuple(sorted(docx.rglob("*.docx")))
        if all(found):
            return Lists(origin, *found, folder)
    written: dict[str, tuple[Path, ...]] = {}
    for suffix in ("txt", "docx"):
        written[suffix] = tuple(folder / f"{place}.{suffix}" for place in range(len(_SIZES)))
        for path, items in zip(written[suffix], _SIZES, strict=True):
            write_list(path, items)
    return Lists("invented lists", written["txt"], written["docx"], folder)


def middle(paths: tuple[Path, ...]) -> Path:
    """Name the one list that stands for all where a case reads a single one: 002 of five."""
    return paths[len(paths) // 2]
