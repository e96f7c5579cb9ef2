"""`batch`: whole folders; `doctor`: what this machine can read of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from qzparse.errors import ExitCode, UsageError

from .door import guarded, worded
from .gathered import gathered
from .options import FORMS, Debug, Form, Grammar, Json, Language, Quiet, Trace

family = typer.Typer()

ENGINES = ("local", "dask")
FAILED = "failed"
_Globs = list[str] | None


class _Wanted(NamedTuple):
    folders: Annotated[
        list[str], typer.Argument(metavar="FOLDER...", help=worded("folders"), show_default=False)
    ]
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=worded("out"), show_default=False)]
    include: Annotated[_Globs, typer.Option("--include", metavar="GLOB", help=worded("include"))] = None
    exclude: Annotated[_Globs, typer.Option("--exclude", metavar="GLOB", help=worded("exclude"))] = None
    form: Form = "json"
    trace: Trace = False
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", metavar="N", help=worded("jobs"))] = None
    timeout: Annotated[float | None, typer.Option("--timeout", metavar="SECONDS", help=worded("timeout"))] = (
        None
    )
    memory: Annotated[int | None, typer.Option("--memory", metavar="MB", help=worded("memory"))] = None
    retry: Annotated[str | None, typer.Option("--retry", metavar="failed", help=worded("retry"))] = None
    force: Annotated[bool, typer.Option("--force", help=worded("force"))] = False
    dry_run: Annotated[bool, typer.Option("--dry-run", help=worded("dry-run"))] = False
    engine: Annotated[str, typer.Option("--engine", metavar="|".join(ENGINES), help=worded("engine"))] = (
        "local"
    )
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help=worded("scheduler"))
    ] = None
    grammar: Grammar = None
    lang: Language = None
    quiet: Quiet = False
    debug: Debug = False


@family.command(help=worded("batch"))
@gathered(_Wanted)
def batch(wanted: _Wanted) -> None:
    """Read whole folders; tell how it goes, and what it came to."""
    with guarded(wanted.lang, debug=wanted.debug) as (settings, voice):
        _check(wanted)
        from qzparse.batch import NOT_READ, Batch, Choice, Limits, Options, run_batch, survey
        from qzparse.report.batch import show_run, show_survey, watching

        grammar = tuple(path.resolve() for path in (*settings.grammar, *(wanted.grammar or ())))
        order = Batch(
            wanted.folders,
            wanted.out.resolve(),
            Choice(tuple(wanted.include or ()), tuple(wanted.exclude or ())),
            Options(wanted.form, wanted.trace, voice.document, grammar),
            Limits(
                wanted.timeout or settings.limits.timeout, (wanted.memory or settings.limits.memory) << 20
            ),
            **{name: getattr(wanted, name) for name in ("force", "engine", "scheduler")},
            jobs=wanted.jobs or _cores(),
            retry=wanted.retry is not None,
        )
        if wanted.dry_run:
            show_survey(survey(order)[1], voice.screen, sys.stdout)
            return
        with watching(voice.screen, sys.stderr, quiet=wanted.quiet) as watcher:
            run = run_batch(order, watcher)
        if not wanted.quiet:
            show_run(run, str(wanted.out), voice.screen, sys.stdout)
        if any(run.totals.outcomes.get(outcome) for outcome in NOT_READ):
            raise typer.Exit(ExitCode.UNREADABLE)


@family.command(help=worded("doctor"))
def doctor(*, json: Json = False, lang: Language = None) -> None:
    """Tell what can be read here, what is missing and how to get it."""
    with guarded(lang) as (_, voice):
        from qzparse.inventory import inventory
        from qzparse.report import show_json
        from qzparse.report.batch import show_inventory

        found = inventory(voice.screen)
        if json:
            show_json([one._asdict() for one in found], sys.stdout)
        else:
            show_inventory(found, voice.screen, sys.stdout)


def _check(wanted: _Wanted) -> None:
    """Refuse what cannot be carried out."""
    for name, value, values in (
        ("form", wanted.form, FORMS),
        ("engine", wanted.engine, ENGINES),
        ("retry", wanted.retry or FAILED, (FAILED,)),
    ):
        if value not in values:
            raise UsageError(name, name=value, known=", ".join(values))
    amounts = {"--jobs": wanted.jobs, "--timeout": wanted.timeout, "--memory": wanted.memory}
    for name, amount in amounts.items():
        if amount is not None and amount <= 0:
            raise UsageError("amount", name=name)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
