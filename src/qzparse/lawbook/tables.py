"""laws.tsv and articles.tsv → acts and numberings; every fault with file and line.

1. A table opens with the names of its columns; a line that opens with `#` is a remark. Blank cells at a line's end
   may be left out.
2. An event is `DAY ACTION [ORDER] [施行DAY] [据DECISION]`, a blank between its parts; events are parted by `；`.
3. An ending is `废止 DAY` or `取代 DAY`; `?` behind the word says that it is not sure, 至迟 before the day that it was
   then or earlier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .acts import Act, Ending, Event, Numbering

COLUMNS = (
    *("title", "kind", "aliases", "issuer", "history", "ended", "successor", "sure", "articles"),
    *("sources", "remark"),
)
NUMBERING_COLUMNS = ("title", "version", "chapters", "last", "next", "moved")
GRADES = ("high", "medium", "low")

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_EVENT = re.compile(
    rf"(?P<date>{_DAY}|\?) (?P<action>[^ 0-9；]+)(?: (?P<order>(?!施行|据)[^ ]+))?"
    rf"(?: 施行(?P<effective>{_DAY}))?(?: 据(?P<by>[^ ]+))?"
)
_ENDING = re.compile(rf"(?P<how>废止|取代)(?P<doubt>\?)?(?: (?:至迟)?(?P<on>{_DAY}))?")
_COUNT = re.compile(rf"(?P<last>[0-9]+)@(?P<version>{_DAY})")
_MOVE = re.compile(r"(?P<old>[0-9]+)→(?P<new>[0-9]+(?:、[0-9]+)*)")


class Faulty(NamedTuple):
    """A line that cannot be read, and why."""

    path: Path
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}"


def read_acts(path: Path, faults: list[Faulty]) -> list[Act]:
    """Read a table of acts; what cannot be read is added to `faults`."""
    acts = []
    for line, cells in _iter_rows(path, COLUMNS, faults):
        problems: list[str] = []
        acts.append(_act_of(cells, problems))
        faults.extend(Faulty(path, line, problem) for problem in problems)
    return acts


def read_numberings(path: Path, faults: list[Faulty]) -> list[Numbering]:
    """Read a table of article numbers; what cannot be read is added to `faults`."""
    read = []
    for line, cells in _iter_rows(path, NUMBERING_COLUMNS, faults):
        moves = [_MOVE.fullmatch(move) for move in cells["moved"].split()]
        numbers = [*cells["chapters"].split(), *([cells["last"]] if cells["last"] else [])]
        if not re.fullmatch(_DAY, cells["version"]) or not all(number.isdigit() for number in numbers):
            faults.append(Faulty(path, line, "version is a day, chapters and last are numbers"))
        elif None in moves:
            faults.append(Faulty(path, line, "moved is a row of 5→6 or 34→41、42"))
        else:
            chapters = tuple(int(first) for first in cells["chapters"].split())
            moved = tuple(
                (int(move["old"]), tuple(int(new) for new in move["new"].split("、")))
                for move in moves
                if move is not None
            )
            last = int(cells["last"]) if cells["last"] else None
            read.append(Numbering(cells["title"], cells["version"], chapters, last, cells["next"], moved))
    return read


def _iter_rows(
    path: Path, columns: tuple[str, ...], faults: list[Faulty]
) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Faulty(path, 1, str(error)))
        return
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        return
    first, head = numbered[0]
    names = head.split("\t")
    unknown = [name for name in names if name not in columns]
    if unknown or columns[0] not in names:
        told = f"the first line names the columns, of {', '.join(columns)}"
        faults.append(Faulty(path, first, f"{told}; not {', '.join(unknown)}" if unknown else told))
        return
    blank = dict.fromkeys(columns, "")
    for number, line in numbered[1:]:
        cells = line.split("\t")
        if len(cells) > len(names):
            faults.append(Faulty(path, number, f"{len(cells)} cells under {len(names)} columns"))
        elif not cells[names.index(columns[0])].strip():
            faults.append(Faulty(path, number, "the title is missing"))
        else:
            named = zip(names, (cell.strip() for cell in cells), strict=False)
            yield number, {**blank, **dict(named)}


def _act_of(cells: dict[str, str], problems: list[str]) -> Act:
    grades = (cells["sure"] or "medium/medium").split("/")
    if len(grades) != 2 or any(grade not in GRADES for grade in grades):
        problems.append(f"sure is HISTORY/CURRENCY, each of {', '.join(GRADES)}; not {cells['sure']!r}")
        grades = ["low", "low"]
    counted = _COUNT.fullmatch(cells["articles"])
    if cells["articles"] and counted is None:
        problems.append(f"articles is NUMBER@DAY, not {cells['articles']!r}")
    return Act(
        title=cells["title"],
        kind=cells["kind"],
        aliases=tuple(filter(None, re.split("[、;；]", cells["aliases"]))),
        issuer=cells["issuer"],
        history=tuple(_iter_events(cells["history"], problems)),
        ending=_ending_of(cells, problems),
        history_confidence=grades[0],
        currency_confidence=grades[1],
        articles=int(counted["last"]) if counted else None,
        counted_in=counted["version"] if counted else "",
        sources=tuple(cells["sources"].split()),
        remark=cells["remark"],
    )


def _iter_events(history: str, problems: list[str]) -> Iterator[Event]:
    for printed in filter(None, history.split("；")):
        event = _EVENT.fullmatch(printed.strip())
        if event is None:
            problems.append(
                f"history: {printed!r} is no event; write 2010-04-29 修订 主席令第28号 施行2010-10-01"
            )
            continue
        date, action, order, effective, by = event.group("date", "action", "order", "effective", "by")
        yield Event("" if date == "?" else date, action, order or "", effective or "", by or "")


def _ending_of(cells: dict[str, str], problems: list[str]) -> Ending | None:
    if not cells["ended"]:
        return None
    ending = _ENDING.fullmatch(cells["ended"])
    if ending is None:
        problems.append(f"ended is 废止 or 取代 and a day, not {cells['ended']!r}")
        return None
    how, doubt, on = ending.group("how", "doubt", "on")
    return Ending(how == "废止", doubt is None, on or "", cells["successor"])
