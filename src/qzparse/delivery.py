"""Names of inputs → documents on standard output, in files, or summed up on a terminal.

1. Documents go to standard output or files; what is said about them goes to a terminal or to standard error.
2. A file that cannot be read stops no other.
3. Each file is read, and its document written, in a process of its own: a file that makes a library hang, swell or
   abort costs itself alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .confinement import confine
from .errors import QzparseError, UsageError
from .grammar import Grammar
from .models import Document
from .output import STANDARD, plan, trace_of, write
from .pipeline import Outcome, read
from .settings import LimitSettings, Voice
from .source import read_source


class Delivery(NamedTuple):
    """How the documents of one run are written; `output` is a file, a folder, `-` or nothing."""

    output: str | None
    form: str
    traced: bool
    quiet: bool
    limits: LimitSettings = LimitSettings()

    def deliver(self, names: Sequence[str], grammar: Grammar, voice: Voice) -> list[str]:
        """Read every file and write or print its document; give the names of those that cannot be read."""
        targets = plan(names, self.output, self.form)
        if self.traced and None in targets:
            raise UsageError("trace-needs-file")
        unread = []
        for name, target in zip(names, targets, strict=True):
            try:
                confine(self.limits, name, self._deliver_one, name, target, grammar, voice)
            except UsageError:
                raise
            except QzparseError as fault:
                sys.stderr.write(f"{fault.message(voice.screen)}\n")
                unread.append(name)
        return unread

    def _deliver_one(self, name: str, target: Path | None, grammar: Grammar, voice: Voice) -> None:
        language = voice.screen if target is None and not self._is_printed else voice.document
        outcome = read_named(name, grammar, language, traced=self.traced)
        if target is None:
            self._print(outcome.document, voice)
        else:
            self._write(outcome, target, voice)

    @property
    def _is_printed(self) -> bool:
        return self.output == STANDARD or not sys.stdout.isatty()

    def _print(self, document: Document, voice: Voice) -> None:
        if self._is_printed:
            for chunk in self._chunks_of(document):
                sys.stdout.buffer.write(chunk)
        elif not self.quiet:
            from .report import show_summary

            show_summary(document, voice.screen, sys.stdout)

    def _write(self, outcome: Outcome, target: Path, voice: Voice) -> None:
        write(target, self._chunks_of(outcome.document))
        if outcome.trace is not None:
            write(trace_of(target), [outcome.trace.dump()])
        if self.quiet:
            return
        from .report import show_line, show_summary

        if sys.stdout.isatty():
            show_summary(outcome.document, voice.screen, sys.stdout)
        show_line(outcome.document, str(target), voice.screen, sys.stderr)

    def _chunks_of(self, document: Document) -> Iterable[bytes]:
        from .canonical import iter_dumped

        return iter_dumped(document, self.form)


def explain_named(name: str, grammar: Grammar, language: str) -> list[dict[str, Any]]:
    """Read one file and tell how it was read."""
    from .explanation import explanation_of

    return explanation_of(read_named(name, grammar, language), grammar, language)


def follow_named(name: str, cell: str, grammar: Grammar, language: str) -> dict[str, Any]:
    """Read one file and tell how one of its cells became a value."""
    from .explanation import cell_of

    return cell_of(read_named(name, grammar, language, traced=True), cell, grammar, language)


def draft_words(names: Sequence[str], grammar: Grammar, voice: Voice) -> tuple[str, list[str]]:
    """Read every file and draft the words that it lacks; give the names of those that cannot be read, too."""
    from .suggestions import suggest

    outcomes, unread = [], []
    for name in names:
        try:
            outcomes.append(read_named(name, grammar, voice.screen))
        except UsageError:
            raise
        except QzparseError as fault:
            sys.stderr.write(f"{fault.message(voice.screen)}\n")
            unread.append(name)
    return suggest(outcomes, grammar, voice.screen), unread


def deliver_text(text: str, output: str | None, inputs: Sequence[str]) -> None:
    """Write a text to a file that is none of the inputs, or to standard output."""
    (target,) = plan(["text"], output, "yaml")
    if target is None:
        sys.stdout.write(text)
    elif str(target.resolve()) in [str(Path(name).resolve()) for name in inputs]:
        raise UsageError("output-is-input", name=str(target))
    else:
        write(target, [text.encode()])


def read_named(name: str, grammar: Grammar, language: str, *, traced: bool = False) -> Outcome:
    """Read one file, or standard input unless a person sits at it."""
    if name == STANDARD and sys.stdin.isatty():
        raise UsageError("terminal-input")
    return read(read_source(name), grammar, language=language, traced=traced)
