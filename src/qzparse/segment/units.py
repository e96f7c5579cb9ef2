"""Parts → the units in brackets at their ends: `…的（秘书处）；`, `…责任。（法规科）`.

The closing marks that touch the bracket belong to it. Whether a bracket names a unit is seen from its last
word, or from the whole cell: one that ends several parts, or stands behind a stage elsewhere, is a unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..excerpt import Excerpt, Printed, Span
from ..grammar import Grammar
from ..ledger import Ledger, NoteKind

_BRACKETS = frozenset("）)")
_LONG = 24
"""A bracket longer than this says more than the names of a unit or two."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The bracket of a unit at the end of a part; it starts with the closing mark before it."""

    source: str
    start: int
    end: int
    span: Span

    @property
    def unit(self) -> Printed:
        """The unit's name."""
        return Printed(self.source[self.span[0] : self.span[1]], (self.span,))

    def claim(self, ledger: Ledger) -> None:
        """Claim brackets and closing marks as structure."""
        ledger.marker((self.start, self.span[0]), (self.span[1], self.end))


def find_tails(
    bodies: Sequence[Excerpt | None], known: Iterable[str], grammar: Grammar, ledger: Ledger
) -> list[Tail | None]:
    """Find the unit at the end of each body; `known` are units that the cell names elsewhere."""
    tails = [tail_of(body, grammar) if body else None for body in bodies]
    if not any(tails):
        return tails
    counts = Counter([str(tail.unit) for tail in tails if tail])
    familiar = {unit for unit, count in counts.items() if count > 1} | set(known)
    for index, tail in enumerate(tails):
        if tail is None:
            continue
        unit = str(tail.unit)
        if is_unit(unit, grammar):
            continue
        if unit in familiar:
            ledger.note(NoteKind.UNIT_DOUBTFUL, tail.span, unit=unit)
        else:
            tails[index] = None
    return tails


def is_unit(text: str, grammar: Grammar) -> bool:
    """Tell whether a bracket's text ends as the names of units do, and is no sentence."""
    return len(text) <= _LONG and text.endswith(grammar.words["units"])


def tail_of(body: Excerpt | None, grammar: Grammar) -> Tail | None:
    """Find the bracket at the end of a part, whatever it holds."""
    if not body:
        return None
    start, end = body.lines[-1]
    source = body.source
    if _BRACKETS.isdisjoint(source[max(end - 2, start) : end]):
        return None
    match = grammar.pattern("unit-tail").search(source, max(start, end - 70), end)
    return Tail(source, match.start(), end, match.span("unit")) if match else None
