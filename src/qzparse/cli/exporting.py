"""`export`: documents → tables."""

from __future__ import annotations

import sys

import typer

from qzparse.catalogue import say
from qzparse.errors import ExitCode, QzparseError

from .door import guarded, worded
from .options import Debug, Documents, ExportOutput, Language, To

family = typer.Typer()


@family.command(help=worded("export"))
def export(
    documents: Documents,
    to: To,
    output: ExportOutput = None,
    *,
    lang: Language = None,
    debug: Debug = False,
) -> None:
    """Write documents as the tables of a workbook, of text files or of a database."""
    with guarded(lang, debug=debug) as (_, voice):
        from qzparse.exports import export as write_tables
        from qzparse.exports import plan_exports

        faults: list[QzparseError] = []
        for target, path in plan_exports(to, output):
            faults.clear()
            done = write_tables(documents, target, path, language=voice.screen, tell=faults.append)
            told = say("exported", voice.screen, path=done.path, lists=done.lists, rows=done.rows)
            sys.stderr.write(f"{told}\n")
            if done.cut:
                sys.stderr.write(f"{say('export-cut', voice.screen, cut=done.cut)}\n")
        for fault in faults:
            sys.stderr.write(f"{fault.message(voice.screen)}\n")
        if faults:
            raise typer.Exit(ExitCode.UNREADABLE)
