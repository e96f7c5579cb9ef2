"""Nothing → the lists that are measured: real ones beside the repository, else the samples, else invented ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .invented import write_list

_ROOT = Path(__file__).parents[1]
_REAL, _SAMPLES = _ROOT.parent / "shared", _ROOT / "samples"
_SIZES = (14, 50, 6, 4, 13)
"""How many items the invented lists have: as many as five real ones."""
_INVENTED = ("txt", "docx", "xlsx", "html")
FORMATS = (*_INVENTED, "xls", "doc", "pdf")


@dataclass(frozen=True, slots=True)
class Lists:
    """A few lists in each format, and the folder in which long ones are invented."""

    origin: str
    paths: dict[str, tuple[Path, ...]]
    folder: Path

    def of(self, suffix: str) -> tuple[Path, ...]:
        """Give the lists of a format."""
        return self.paths[suffix]

    def long(self, suffix: str, items: int) -> Path:
        """Give an invented list of so many items, written when it is first asked for."""
        path = self.folder / f"{items}.{suffix}"
        if not path.exists():
            write_list(path, items)
        return path


def find_lists(folder: Path) -> Lists:
    """Find the best lists at hand; invent them in `folder` where there are none."""
    for origin, found in (("real lists", _real_lists()), ("the samples", _sample_lists())):
        if all(found.values()):
            return Lists(origin, found, folder)
    written: dict[str, tuple[Path, ...]] = dict.fromkeys(FORMATS, ())
    for suffix in _INVENTED:
        written[suffix] = tuple(folder / f"{place}.{suffix}" for place in range(len(_SIZES)))
        for path, items in zip(written[suffix], _SIZES, strict=True):
            write_list(path, items)
    return Lists("invented lists", written, folder)


def _real_lists() -> dict[str, tuple[Path, ...]]:
    folders = {suffix: _REAL / "corpus" / suffix for suffix in FORMATS} | {"txt": _REAL / "seeds"}
    return {suffix: tuple(sorted(folder.glob(f"*.{suffix}"))) for suffix, folder in folders.items()}


def _sample_lists() -> dict[str, tuple[Path, ...]]:
    return {suffix: tuple(sorted(_SAMPLES.rglob(f"list.{suffix}"))) for suffix in FORMATS}


def middle(paths: tuple[Path, ...]) -> Path:
    """Name the one list that stands for all where a case reads a single one: 002 of five."""
    return paths[len(paths) // 2]
