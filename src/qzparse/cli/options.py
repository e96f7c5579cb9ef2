"""What commands take: arguments and options, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qzparse import __version__
from qzparse.settings import LANGUAGES

from .door import worded

FORMS = ("json", "yaml", "jsonl")


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qzparse {__version__}")
        raise typer.Exit


Files = Annotated[list[str], typer.Argument(metavar="FILE...", help=worded("files"), show_default=False)]
File = Annotated[str, typer.Argument(metavar="FILE", help=worded("file"), show_default=False)]
Code = Annotated[str, typer.Argument(metavar="CODE", help=worded("code"), show_default=False)]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|DIR|-", help=worded("output"))]
Form = Annotated[str, typer.Option("--format", metavar="|".join(FORMS), help=worded("format"))]
Trace = Annotated[bool, typer.Option("--trace", help=worded("trace"))]
Language = Annotated[str | None, typer.Option("--lang", metavar="|".join(LANGUAGES), help=worded("lang"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=worded("quiet"))]
Grammar = Annotated[list[Path] | None, typer.Option("--grammar", metavar="PATH", help=worded("grammar"))]
Debug = Annotated[bool, typer.Option("--debug", help=worded("debug"))]
Overlay = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=worded("overlay"))]
Overlays = Annotated[
    list[Path], typer.Argument(metavar="FILE|DIR...", help=worded("overlays"), show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help=worded("json"))]
Markdown = Annotated[bool, typer.Option("--markdown", help=worded("markdown"))]
Cell = Annotated[str | None, typer.Option("--cell", metavar="ITEM.FIELD", help=worded("cell"))]
Version = Annotated[
    bool, typer.Option("--version", "-V", help=worded("version"), callback=_tell_version, is_eager=True)
]
