"""Outcomes → a grammar overlay that would settle what was doubtful or unknown.

1. Each line has its evidence above it, as a comment; words that come again in several files are one line.
2. A line is active where the answer is likely: content named the column, or a known word stands in the unknown one.
   All others are commented out: a person decides.
3. What is drafted is a sound overlay as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .catalogue import say
from .explanation import evidence_of
from .grammar import Grammar, squashed
from .ledger import Column, Note, NoteKind
from .models import SourceOrigin
from .pipeline import Outcome

_CLEAR = 2.5
"""An unknown header's field by content is a likely answer from this lead on, in log-likelihood per cell,"""
_SHOWN = 0.8
"""where this share of its filled cells, two at least, shows the telling trait."""
_LEAST = 2
"""A known word inside an unknown one says something from so many characters on,"""
_COVERED = 0.5
"""if it makes so much of it."""
_PLACES = 3
_SECTIONS = {
    NoteKind.HEADER_UNKNOWN: ("fields", "header"),
    NoteKind.COLUMN_BY_CONTENT: ("fields", "header"),
    NoteKind.TYPE_UNKNOWN: ("powers", "type"),
    NoteKind.STAGE_UNKNOWN: ("stages", "stage"),
    NoteKind.TAG_UNKNOWN: ("kinds", "tag"),
}


class Answer(NamedTuple):
    """A line of the overlay, why, and whether it is likely enough to stand."""

    line: str
    evidence: str
    is_likely: bool


@dataclass(slots=True)
class _Word:
    """A word that nobody knows: where it stands, and the column that it heads, if it does."""

    printed: str
    places: list[str] = field(default_factory=list)
    column: Column | None = None


def suggest(outcomes: Iterable[Outcome], grammar: Grammar, language: str) -> str:
    """Draft the overlay for all that outcomes left doubtful."""
    words: dict[str, dict[str, _Word]] = {section: {} for section, _ in _SECTIONS.values()}
    for outcome in outcomes:
        _gather(outcome, words, language)
    drafts = [_section_of(section, list(own.values()), grammar, language) for section, own in words.items()]
    lines = [line for draft in drafts for line in draft]
    head = say("suggest-head" if lines else "suggest-nothing", language)
    return "\n".join([*(f"# {line}" for line in head.split("\n")), *lines]) + "\n"


def _gather(outcome: Outcome, words: dict[str, dict[str, _Word]], language: str) -> None:
    for note in outcome.ledger.notes:
        if note.kind not in _SECTIONS:
            continue
        section, key = _SECTIONS[note.kind]
        printed = str(note.values[key])
        word = words[section].setdefault(squashed(printed), _Word("".join(printed.split())))
        word.places.append(_place_of(outcome, note, language))
        if section == "fields":
            word.column = _better(word.column, _column_of(outcome, note, printed))


def _column_of(outcome: Outcome, note: Note, printed: str) -> Column | None:
    """Give the column of that header in the table of the note."""
    above = [one for one in outcome.ledger.readings if one.span[0] <= note.span[0]]
    for reading in sorted(above, key=lambda one: one.span, reverse=True):
        for column in reading.columns:
            if squashed(column.header) == squashed(printed):
                return column
    return None


def _better(one: Column | None, other: Column | None) -> Column | None:
    """Keep the column that tells more: the one that was named, then the one with more filled cells."""
    return max((column for column in (one, other) if column), key=_weight, default=None)


def _weight(column: Column) -> tuple[bool, int]:
    filled = column.likely.shown[0].filled if column.likely and column.likely.shown else 0
    return column.field != "extra", filled


def _place_of(outcome: Outcome, note: Note, language: str) -> str:
    name = outcome.document.source.name if isinstance(outcome.document.source, SourceOrigin) else ""
    place = outcome.transcript.place_of(note.span[0])._asdict()
    known = [say(f"at-{key}", language, **{key: value}) for key, value in place.items() if value is not None]
    return " ".join([*name.split(), say("comma", language).join(known)])


def _section_of(section: str, words: Sequence[_Word], grammar: Grammar, language: str) -> Iterator[str]:
    if not words:
        return
    answers = [(word, _answer(section, word, grammar, language)) for word in words]
    is_active = any(answer.is_likely for _, answer in answers)
    yield from ("", f"{section}:" if is_active else f"# {section}:")
    for word, answer in answers:
        more = len(word.places) - _PLACES
        places = [*word.places[:_PLACES], *([say("and-more", language, count=more)] if more > 0 else [])]
        yield f"  # {word.printed}: {say('semicolon', language).join(places)}"
        yield f"  #   {answer.evidence}"
        yield f"  {'' if answer.is_likely else '# '}- {answer.line}"


def _answer(section: str, word: _Word, grammar: Grammar, language: str) -> Answer:
    match section:
        case "fields":
            return _field_answer(word, grammar, language)
        case "powers":
            like = _known_in(word.printed, grammar.powers)
            power = grammar.powers[like] if like else word.printed
            return _like(f"{{type: {_quoted(power)}, words: [{_quoted(word.printed)}]}}", like, language)
        case "stages":
            like = _known_in(word.printed, grammar.stages)
            stage = grammar.stages[like] if like else word.printed
            return _like(f"{{stage: {_quoted(stage)}, words: [{_quoted(word.printed)}]}}", like, language)
        case _:
            like = _known_in(word.printed, grammar.words["kinds"])
            return _like(_quoted(word.printed), like, language)


def _like(line: str, like: str | None, language: str) -> Answer:
    key = "suggest-like" if like else "suggest-unlike"
    return Answer(line, say(key, language, word=like), like is not None)


def _field_answer(word: _Word, grammar: Grammar, language: str) -> Answer:
    """Choose a header's field: what it was read as, else what its words or its cells make likely."""
    column, like = word.column, _known_in(word.printed, grammar.fields)
    told = [evidence_of(column, language)] if column and column.likely else []
    if column and column.field != "extra":
        read = say("suggest-read", language, field=column.field)
        return _field_line(word, column.field, grammar, [read, *told], is_likely=True)
    if like:
        meant = grammar.fields[like].field
        return _field_line(
            word,
            meant,
            grammar,
            [say("suggest-like", language, word=like), *told],
            is_likely=not _is_against(column, meant),
        )
    likely = column.likely if column else None
    if likely is None:
        return _field_line(word, "remarks", grammar, [say("suggest-unlike", language)], is_likely=False)
    first = likely.shown[0] if likely.shown else None
    is_shown = first is not None and first.cells >= max(_LEAST, _SHOWN * first.filled)
    closest = say("suggest-closest", language, field=likely.field)
    is_likely = is_shown and likely.lead >= _CLEAR
    return _field_line(word, likely.field, grammar, [closest, *told], is_likely=is_likely)


def _is_against(column: Column | None, field: str) -> bool:
    """Tell whether a column's cells clearly show another field than its words."""
    likely = column.likely if column else None
    return likely is not None and likely.lead >= _CLEAR and field not in (likely.field, likely.runner_up)


def _field_line(
    word: _Word, field: str, grammar: Grammar, evidence: Sequence[str], *, is_likely: bool
) -> Answer:
    reads = next((known.reads for known in grammar.fields.values() if known.field == field), "text")
    line = f"{{field: {field}, reads: {reads}, words: [{_quoted(word.printed)}]}}"
    return Answer(line, "; ".join(evidence), is_likely)


def _known_in(printed: str, known: Iterable[str]) -> str | None:
    """Give the longest known word that stands in an unknown one and makes most of it."""
    word = squashed(printed)
    inside = [one for one in known if one in word and len(one) >= max(_LEAST, _COVERED * len(word))]
    return max(inside, key=len, default=None)


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)
