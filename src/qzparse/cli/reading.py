"""`ingest`, `explain`, `suggest`: files read one after another."""

from __future__ import annotations

import sys

import typer

from qzparse.errors import ExitCode, UsageError

from .door import guarded, worded
from .options import (
    FORMS,
    Cell,
    Debug,
    File,
    Files,
    Form,
    Grammar,
    Json,
    Language,
    Output,
    Overlay,
    Quiet,
    Trace,
)

family = typer.Typer()


@family.command(help=worded("ingest"))
def ingest(
    files: Files,
    output: Output = None,
    form: Form = "json",
    *,
    trace: Trace = False,
    lang: Language = None,
    quiet: Quiet = False,
    grammar: Grammar = None,
    debug: Debug = False,
) -> None:
    """Read lists; a summary on a terminal, the document when piped, files with -o."""
    with guarded(lang, debug=debug) as (settings, voice):
        from qzparse.delivery import Delivery
        from qzparse.grammar import load_grammar

        if form not in FORMS:
            raise UsageError("form", name=form, known=", ".join(FORMS))
        words = load_grammar((*settings.grammar, *(grammar or ())))
        if Delivery(output, form, trace, quiet, settings.limits).deliver(files, words, voice):
            raise typer.Exit(ExitCode.UNREADABLE)


@family.command(help=worded("explain"))
def explain(
    file: File,
    cell: Cell = None,
    *,
    json: Json = False,
    lang: Language = None,
    grammar: Grammar = None,
    debug: Debug = False,
) -> None:
    """Tell how a file was read, or how one of its cells became a value."""
    with guarded(lang, debug=debug) as (settings, voice):
        from qzparse.confinement import confine
        from qzparse.delivery import explain_named, follow_named
        from qzparse.grammar import load_grammar
        from qzparse.report import show_cell, show_explanation, show_json

        words, language = load_grammar((*settings.grammar, *(grammar or ()))), voice.screen
        if cell is not None:
            followed = confine(settings.limits, file, follow_named, file, cell, words, language)
            show_json(followed, sys.stdout) if json else show_cell(followed, language, sys.stdout)
        else:
            explained = confine(settings.limits, file, explain_named, file, words, language)
            show_json(explained, sys.stdout) if json else show_explanation(explained, language, sys.stdout)


@family.command(help=worded("suggest"))
def suggest(
    files: Files,
    output: Overlay = None,
    *,
    lang: Language = None,
    grammar: Grammar = None,
    debug: Debug = False,
) -> None:
    """Draft the grammar lines that would settle what was doubtful or unknown."""
    with guarded(lang, debug=debug) as (settings, voice):
        from qzparse.confinement import confine
        from qzparse.delivery import deliver_text, draft_words
        from qzparse.grammar import load_grammar

        words = load_grammar((*settings.grammar, *(grammar or ())))
        drafted, unread = confine(settings.limits, ", ".join(files), draft_words, files, words, voice)
        deliver_text(drafted, output, files)
        if unread:
            raise typer.Exit(ExitCode.UNREADABLE)
