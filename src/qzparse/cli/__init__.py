"""Options → one call → print → exit code; one module a family of commands.

1. Documents go to standard output or files, everything else to standard error; all of it is UTF-8.
2. One file that cannot be read stops no other; the exit code tells (`errors.ExitCode`).
3. What is heavy is imported in the command that needs it.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper

import typer

from . import batching, checking, exporting, knowledge, reading
from .door import worded
from .options import Version

app = typer.Typer(
    name="qzparse",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
for family in (reading.family, checking.family, batching.family, exporting.family, knowledge.family):
    app.add_typer(family)


@app.callback(help=worded("app"), no_args_is_help=True)
def _qzparse(*, _version: Version = False) -> None:
    pass


def run() -> None:
    """Run the command line with UTF-8 on every stream."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()
