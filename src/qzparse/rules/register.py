"""Every rule there is, of reading and of checking."""

from __future__ import annotations

from . import (
    READING_RULES,
    agreement,
    chains,
    citations,
    codes,
    contacts,
    copied,
    currency,
    listing,
    markers,
    misquoted,
    places,
    punctuation,
    quotations,
    titles,
    wording,
)
from .rule import Rule

_BEYOND = {"NUM003": markers.iter_mixed, "NUM006": markers.iter_run_on}
"""What `check` finds beyond the notes that a rule of reading answers."""

ALL_RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *(rule._replace(beyond=_BEYOND.get(rule.code, rule.beyond)) for rule in READING_RULES),
            *citations.RULES,
            *places.RULES,
            *titles.RULES,
            *currency.RULES,
            *quotations.RULES,
            *misquoted.RULES,
            *wording.RULES,
            *contacts.RULES,
            *codes.RULES,
            *agreement.RULES,
            *copied.RULES,
            *markers.RULES,
            *listing.RULES,
            *chains.RULES,
            *punctuation.RULES,
        ),
        key=lambda rule: rule.code,
    )
)
CHECKING_RULES = (
    *(rule for rule in ALL_RULES if rule.checks),
    *(rule._replace(find=rule.beyond, answers=None, checks=True) for rule in ALL_RULES if rule.beyond),
)


def find_rule(code: str) -> Rule | None:
    """Look a rule up by its code or its name."""
    wanted = code.strip().upper()
    return next((rule for rule in ALL_RULES if wanted in (rule.code, rule.name.upper())), None)
