"""Texts → where the patterns of a rule's family match in them.

A text that stands many times in a list is looked at once: law quoted in every item costs as much as quoted once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..excerpt import Span
from .evidence import Evidence
from .texts import Text


class SlipFound(NamedTuple):
    """Where a slip stands, what it reads and what should stand there, if that is known."""

    text: Text
    stretch: Span
    found: str
    instead: str | None


def iter_slips(evidence: Evidence, code: str, suspect: re.Pattern[str] | None = None) -> Iterator[SlipFound]:
    """Find the slips of a rule by its patterns; `suspect` tells fast where one without a sign can match at all."""
    grammar = evidence.checking.grammar
    by_value = evidence.texts_by_value
    suspects = {value: texts for value, texts in by_value.items() if suspect is None or suspect.search(value)}
    for slip in grammar.slips.get(code, ()):
        pattern = None
        for value, texts in (by_value if slip.sign else suspects).items():
            if slip.sign and slip.sign not in value:
                continue
            pattern = pattern or grammar.pattern(slip.name)
            for match in pattern.finditer(value):
                stretch = match.span("slip") if "slip" in match.groupdict() else match.span()
                instead = None if slip.instead is None else match.expand(slip.instead)
                for text in texts:
                    yield SlipFound(text, stretch, value[slice(*stretch)], instead)
