"""Source → document: the order of the passes, and the only place that knows it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .extract import extract
from .grammar import Grammar, load_grammar
from .layout import arrange, rearrange
from .ledger import Ledger
from .models import Diagnostic, Document, SourceOrigin, Where
from .rules import grade_of, judge
from .rules.rule import Checking, Evidence
from .segment import segment
from .source import Source, read_source, source_of
from .tokens import Transcript
from .trace import Trace, account, restore


class Outcome(NamedTuple):
    """A document, and what it was read from: the book of evidence, the transcript, the trace if it was asked for."""

    document: Document
    ledger: Ledger
    transcript: Transcript
    trace: Trace | None


def ingest(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    grammar: Grammar | None = None,
    language: str = "zh",
) -> Document:
    """Read one list; `source` is a path, `-` for standard input, or the file's bytes with a `name`."""
    given = source_of(source, name or "source") if isinstance(source, bytes) else read_source(source)
    return read(given, grammar or load_grammar(), language=language).document


def read(source: Source, grammar: Grammar, *, language: str = "zh", traced: bool = False) -> Outcome:
    """Carry a source through all passes; its bytes are let go once they are extracted."""
    with _without_collector():
        origin = SourceOrigin(source.name, str(source.format), source.digest, len(source.data))
        transcript = rearrange(extract(source), grammar)
        del source
        origin.encoding, origin.pages = transcript.encoding, transcript.pages
        ledger = Ledger(transcript.text)

        def where_of(offset: int) -> Where:
            return Where(*transcript.place_of(offset))

        regions = arrange(transcript, grammar, ledger)
        transcript.forget_tokens()
        document = segment(regions, grammar, ledger)
        del regions
        if transcript.reflow is not None:
            restore(document, ledger, transcript.reflow)
            transcript.text = transcript.reflow.printed
        ledger.extend(transcript.notes)
        ledger.marker(*transcript.syntax)
        document.source = origin
        document.coverage, trace = account(document, ledger, trace=traced, where_of=where_of)
        evidence = Evidence(document, ledger, transcript, document.coverage)
        document.diagnostics = judge(evidence, language)
        document.grade = grade_of(document)
        return Outcome(document, ledger, transcript, trace)


def examine(outcome: Outcome, known: Checking, *, language: str = "zh") -> list[Diagnostic]:
    """Ask the rules of checking what is wrong in a list that was read; the document stays as it is."""
    from .rules.register import CHECKING_RULES

    document, ledger, transcript, _ = outcome
    evidence = Evidence(document, ledger, transcript, document.coverage, known)
    return judge(evidence, language, CHECKING_RULES)


def unread(document: Document) -> Outcome:
    """Make an outcome of a document that was loaded, to be examined by what it shows alone."""
    return Outcome(document, Ledger(""), Transcript.empty(), None)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the search for cycles: what the passes make has none, and looking for them takes a sixth of the time.

    What was made meanwhile counts as old, or it would all be looked through as soon as the pause ends; a program that
    has frozen objects of its own keeps them so.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
