"""What stands in brackets behind a title → the version of the act that it means.

`1988年9月5日主席令第6号公布，2010年4月29日主席令第28号修改` tells two events; the last one is the version cited.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from ..excerpt import Span
from ..grammar import Grammar
from ..numerals import value_of
from .acts import Act, Event

_FURTHER = re.compile("[、，,和]第[0-9〇一二三四五六七八九十百]+号")
"""Orders that are named by their numbers alone, `国务院令第344号公布，第591号、第645号修订`: the last one is not told."""


class Order(NamedTuple):
    """An order as it is printed: `国务院令第646号`."""

    organ: str
    year: int | None
    number: int
    span: Span
    spelling: str
    """As orders are named: organ, 令, year, 第, number, 号."""
    is_plain: bool
    """That it is printed so."""


class Signal(NamedTuple):
    """One event that a note tells of."""

    day: str
    """`2014`, `2014-01` or `2014-01-17`; empty where none is told."""
    verb: str
    order: Order | None
    span: Span


@lru_cache(maxsize=4096)
def signals_in(note: str, grammar: Grammar) -> tuple[Signal, ...]:
    """Read the events that a note tells of, in printed order."""
    orders = orders_in(note, grammar)
    dates = {
        date.start(): date
        for date in grammar.pattern("version-date").finditer(note)
        if not any(order.span[0] < date.start() < order.span[1] for order in orders)
    }
    verb = grammar.pattern("version-verb")
    starts = sorted(dates) or [0]
    # What stands before the first day belongs to it, unless a verb has closed it.
    if starts[0] > 0 and verb.search(note, 0, starts[0]) is None:
        dates[0] = dates.pop(starts[0])
        starts[0] = 0
    signals = []
    for start, end in pairwise([*sorted({0, *starts}), len(note)]):
        verbs = [match["verb"] for match in verb.finditer(note, start, end)]
        order = next((order for order in orders if start <= order.span[0] < end), None)
        if start in dates or order:
            signals.append(Signal(_day_of(dates.get(start)), verbs[-1] if verbs else "", order, (start, end)))
    return tuple(signals)


@lru_cache(maxsize=4096)
def orders_in(note: str, grammar: Grammar) -> tuple[Order, ...]:
    """Read the orders that a note names, however they are spelt."""
    orders = []
    for match in grammar.pattern("order-number").finditer(note):
        organ, before, year, of_year, nth, after = match.group(
            "organ", "before", "year", "ofyear", "nth", "after"
        )
        number = value_of(match["number"])
        if number is None or not (before or after):
            continue
        spelling = f"{organ}令{f'{year}年' if year else ''}第{match['number']}号"
        is_plain = bool(before and nth and not after and (of_year is not None or not year))
        found_year = int(year) if year else None
        orders.append(Order(organ, found_year, number, match.span(), spelling, is_plain))
    return tuple(orders)


def version_in(note: str | None, act: Act, grammar: Grammar) -> Event | None:
    """Tell which version of an act a note means: the last that it tells of; None where it tells of none."""
    if not note or _FURTHER.search(note):
        return None
    found = [event for signal in signals_in(note, grammar) if (event := event_of(signal, act, grammar))]
    if found:
        return max(found, key=act.history.index)
    return next((event for event in reversed(act.history) if event.order and event.order in note), None)


def event_of(signal: Signal, act: Act, grammar: Grammar) -> Event | None:
    """Tell which event of an act a signal means: by order and day, by its day, or by its order alone.

    The numbers of presidential orders begin anew with each term, so an order alone says least.
    """
    order = signal.order
    ordered = [event for event in act.history if order and is_order_of(order, event, grammar)]
    if not signal.day:
        return ordered[-1] if ordered else None
    dated = [event for event in act.history if event.date.startswith(signal.day)]
    begun = [event for event in act.history if event.effective.startswith(signal.day)]
    both = [event for event in ordered if event in dated]
    return next(reversed(both or dated or begun or ordered), None)


def is_order_of(order: Order, event: Event, grammar: Grammar) -> bool:
    """Tell whether an event was published by an order, the organ being named in full or not."""
    known = orders_in(event.order, grammar) if event.order else ()
    if not known or order.number != known[0].number:
        return False
    organ, year = known[0].organ, known[0].year
    if not (order.organ.endswith(organ) or organ.endswith(order.organ)):
        return False
    return order.year is None or order.year == (year or int(event.date[:4] or 0))


def _day_of(date: regex.Match[str] | None) -> str:
    if date is None:
        return ""
    parts = (date["year"], *(part.zfill(2) for part in date.group("month", "day") if part))
    return "-".join(parts)
