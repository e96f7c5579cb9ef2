"""Headings that name a power type, and the type that a title is about."""

from __future__ import annotations

from ..excerpt import Excerpt
from ..grammar import Grammar, Match, squashed


def match_heading(excerpt: Excerpt, grammar: Grammar) -> Match | None:
    """Match a heading that names a power type: `行政处罚（36项）`, `二、行政许可`, `表一：行政许可事项清单`."""
    if not excerpt or len(excerpt.lines) > 1:
        return None
    for _, pattern in grammar.patterns_of("headings"):
        found = pattern.fullmatch(excerpt.source, excerpt.start, excerpt.end)
        if found and power_of_title(found["title"], grammar):
            return found
    return None


def power_of_title(title: str, grammar: Grammar) -> str | None:
    """Name the type that a title is about: 行政许可类 and 行政许可事项清单 are 行政许可."""
    return grammar.power_of(title) or grammar.power_of(
        grammar.pattern("heading-tail").sub("", squashed(title))
    )
