"""`check`: what is wrong in lists, for officials and for continuous integration."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import NamedTuple

import typer

from qzparse.errors import ExitCode, UsageError

from .door import guarded, worded
from .options import AsOf, Debug, FailOn, Grammar, Ignore, Language, Paths, Quiet, Reports, Select, taking

family = typer.Typer()


class Options(NamedTuple):
    """What `check` can be asked for."""

    report: Reports = None
    as_of: AsOf = None
    select: Select = None
    ignore: Ignore = None
    fail_on: FailOn = None
    grammar: Grammar = None
    lang: Language = None
    quiet: Quiet = False
    debug: Debug = False


@family.command(help=worded("check"))
@taking(Options)
def check(paths: Paths, options: Options) -> None:
    """Tell what is wrong in lists; the exit code tells whether a finding is as grave as --fail-on."""
    with guarded(options.lang, debug=options.debug) as (settings, voice):
        from qzparse.grammar import load_grammar
        from qzparse.inspection import Request, inspect
        from qzparse.policy import Asked
        from qzparse.reports import plan_reports, show
        from qzparse.settings import FAIL_ON

        planned = plan_reports(options.report or ["text"])
        fail_on = options.fail_on or settings.check.fail_on or "error"
        if fail_on not in FAIL_ON:
            raise UsageError("fail-on", known=" | ".join(FAIL_ON))
        words = load_grammar((*settings.grammar, *(options.grammar or ())))
        language = voice.screen if set(planned) == {"text"} else voice.document
        asked = Asked(options.select or (), options.ignore or (), options.as_of)
        today = datetime.now().astimezone().date()
        found = inspect(paths, Request(words, settings.check, today, language, asked, fail_on))
        show(found, planned, sys.stdout, quiet=options.quiet)
        if found.totals.unread:
            raise typer.Exit(ExitCode.UNREADABLE)
        if found.fails():
            raise typer.Exit(ExitCode.FINDINGS)
