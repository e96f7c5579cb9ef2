"""Document → the day that its list prints: in its title, or in a remark that is nothing but a day.

A month stands for its last day, a year for its last: what was in force at any time of an edition was so at its end
or is told by the laws of the next.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from .grammar import Grammar
from .models import Document
from .numerals import value_of

_PARTS = ("year", "month", "day")


def printed_day(document: Document, grammar: Grammar) -> date | None:
    """Give the day; the latest where there are several, None where there is none."""
    return max(_iter_days(document, grammar), default=None)


def _iter_days(document: Document, grammar: Grammar) -> Iterator[date]:
    texts = [("title-day", document.title or ""), *(("note-day", note) for note in document.notes or ())]
    for pattern, text in texts:
        found = grammar.pattern(pattern).match("".join(text.split()))
        if not found:
            continue
        year, month, day = (value_of(found[part]) if found[part] else None for part in _PARTS)
        if year is None or not 1 <= (month or 12) <= 12:
            continue
        last = monthrange(year, month or 12)[1]
        if 1 <= (day or last) <= last:
            yield date(year, month or 12, day or last)
