"""`check`: what is wrong in lists, for officials and for continuous integration."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import NamedTuple

import typer

from .door import guarded, worded
from .options import (
    AsOf,
    BaselineFile,
    Debug,
    FailOn,
    Grammar,
    Ignore,
    Language,
    Paths,
    Quiet,
    Reports,
    Select,
    Suggest,
    WriteBaseline,
    taking,
)

family = typer.Typer()


class Options(NamedTuple):
    """What `check` can be asked for."""

    report: Reports = None
    as_of: AsOf = None
    select: Select = None
    ignore: Ignore = None
    fail_on: FailOn = None
    baseline: BaselineFile = None
    write_baseline: WriteBaseline = False
    suggest: Suggest = None
    grammar: Grammar = None
    lang: Language = None
    quiet: Quiet = False
    debug: Debug = False


@family.command(help=worded("check"))
@taking(Options)
def check(paths: Paths, options: Options) -> None:
    """Tell what is wrong in lists; the exit code tells whether a finding is as grave as --fail-on."""
    with guarded(options.lang, debug=options.debug) as (settings, voice):
        from qzparse.baseline import find_baseline
        from qzparse.grammar import load_grammar
        from qzparse.inputs import spelt_out
        from qzparse.inspection import Request, inspect
        from qzparse.policy import Asked
        from qzparse.reports import plan_reports, show

        files = spelt_out(paths)
        planned = plan_reports(options.report or ["text"], options.suggest, files)
        baseline = find_baseline(options.baseline, settings.check, writing=options.write_baseline)
        request = Request(
            load_grammar((*settings.grammar, *(options.grammar or ()))),
            settings.check,
            datetime.now().astimezone().date(),
            voice.screen if set(planned) == {"text"} else voice.document,
            Asked(options.select or (), options.ignore or (), options.as_of, options.fail_on),
            baseline,
            settings.limits,
        )
        found = inspect(files, request)
        if baseline is not None and options.write_baseline:
            baseline.renew(found)
        show(found, planned, sys.stdout, quiet=options.quiet)
        raise typer.Exit(found.exit_code)
