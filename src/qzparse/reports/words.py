"""An inspection → words for an official: what is wrong, where, why it matters, what to write instead.

1. A list whose findings are all known, or that has none, is one line.
2. Why a defect matters is told once in a report, where it is met first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from qzparse.catalogue import say, word_of
from qzparse.findings import CheckedList, Inspection, Slip, Spot

from .location import printable

Line = tuple[str, str]
"""What a line is (`list`, a severity, `told`, `totals`), and its words."""

_PLACES = 40
"""So many places of one message are named; the other reports name them all."""
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan", "list": "bold", "told": "", "totals": ""}


def iter_text(inspection: Inspection) -> Iterator[str]:
    """Write the report line by line."""
    for _, line in _iter_lines(inspection):
        yield f"{printable(line)}\n"


def show_text(inspection: Inspection, stream: TextIO) -> None:
    """Write the report to a terminal, the severities in colours."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for kind, line in _iter_lines(inspection):
        console.print(Text(printable(line), style=_STYLES[kind]))


def _iter_lines(inspection: Inspection) -> Iterator[Line]:
    explained: set[str] = set()
    for one in inspection.lists:
        yield from _iter_list(one, inspection.language, explained)
    totals, language = inspection.totals, inspection.language
    told = [
        say(
            "check-totals",
            language,
            lists=totals.lists,
            error=totals.error,
            warning=totals.warning,
            info=totals.info,
        )
    ]
    for key, count in (
        ("known", totals.known),
        ("waived-count", totals.waived),
        ("gone", totals.gone),
        ("unread", totals.unread),
    ):
        if count:
            told.append(say(f"check-{key}", language, count=count))
    yield "totals", say("place-listing", language).join(told)


def _iter_list(one: CheckedList, language: str, explained: set[str]) -> Iterator[Line]:
    if one.unread:
        yield "error", one.unread
        yield "told", ""
        return
    head = [" ".join(part.split()) for part in (one.file, one.title) if part]
    counted = [(slip, spots) for slip in one.slips if (spots := _counted(slip))]
    if not counted:
        yield "list", "  ".join([*head, say("check-none-new" if one.slips else "check-clean", language)])
        return
    from_ = word_of("as-of", one.as_of_from or "", language)
    yield "list", "  ".join([*head, say("check-as-of", language, day=one.as_of, from_=from_)])
    for slip, spots in counted:
        yield from _iter_slip(slip, spots, language, first=slip.code not in explained)
        explained.add(slip.code)
    yield "told", ""


def _iter_slip(slip: Slip, spots: list[Spot], language: str, *, first: bool) -> Iterator[Line]:
    times = f" ×{len(spots)}" if len(spots) > 1 else ""
    by_message: dict[str, list[Spot]] = {}
    for spot in spots:
        by_message.setdefault(spot.message, []).append(spot)
    said = spots[0].message if len(by_message) == 1 else slip.what
    yield slip.severity.value, f"  {word_of('severity', slip.severity, language)} {slip.code}{times}  {said}"
    for message, alike in by_message.items():
        for line in _iter_places(alike, language):
            told = line if len(by_message) == 1 else say("check-said", language, message=message, told=line)
            yield "told", f"      {told}"
    if first and slip.why:
        yield "told", "      " + say("check-why", language, why=slip.why)
        yield "told", "      " + say("check-cure", language, cure=slip.cure)


def _iter_places(spots: list[Spot], language: str) -> Iterator[str]:
    """Tell where, one place a line if each has a suggestion of its own."""
    suggested = {spot.suggested for spot in spots}
    if len(suggested) > 1:
        for spot in spots[:_PLACES]:
            text = spot.suggested
            told = {"place": spot.told, "text": _in_a_line(text or "")}
            yield say("check-suggested-for", language, **told) if text else spot.told
        if len(spots) > _PLACES:
            yield say("and-more-elsewhere", language, count=len(spots) - _PLACES)
        return
    places = list(dict.fromkeys(spot.told for spot in spots))
    if len(places) > _PLACES:
        places[_PLACES:] = [say("and-more-elsewhere", language, count=len(places) - _PLACES)]
    listed = say("place-listing", language).join(places)
    (alike,) = suggested
    yield say("check-suggested-for", language, place=listed, text=_in_a_line(alike)) if alike else listed


def _counted(slip: Slip) -> list[Spot]:
    return [spot for spot in slip.spots if spot.standing == "new"]


def _in_a_line(text: str) -> str:
    return "⏎".join(text.split("\n"))
