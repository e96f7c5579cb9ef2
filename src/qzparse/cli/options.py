"""What commands take: arguments and options, each declared once."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from qzparse import __version__
from qzparse.settings import FAIL_ON, LANGUAGES

from .door import worded

SCHEMAS = ("document", "findings")
FORMS = ("json", "yaml", "jsonl")
TARGETS = ("xlsx", "csv", "jsonl", "parquet", "duckdb", "sqlite")


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qzparse {__version__}")
        raise typer.Exit


Files = Annotated[list[str], typer.Argument(metavar="FILE...", help=worded("files"), show_default=False)]
File = Annotated[str, typer.Argument(metavar="FILE", help=worded("file"), show_default=False)]
Query = Annotated[str, typer.Argument(metavar="QUERY", help=worded("query"), show_default=False)]
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
SchemaOf = Annotated[str, typer.Option("--of", metavar="|".join(SCHEMAS), help=worded("schema-of"))]
Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help=worded("paths"), show_default=False)]
Reports = Annotated[list[str] | None, typer.Option("--report", metavar="FORM[=FILE]", help=worded("report"))]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD|today", help=worded("as-of"))]
Select = Annotated[list[str] | None, typer.Option("--select", metavar="RULE,...", help=worded("select"))]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="RULE,...", help=worded("ignore"))]
FailOn = Annotated[str | None, typer.Option("--fail-on", metavar="|".join(FAIL_ON), help=worded("fail-on"))]
BaselineFile = Annotated[Path | None, typer.Option("--baseline", metavar="FILE", help=worded("baseline"))]
WriteBaseline = Annotated[bool, typer.Option("--write-baseline", help=worded("write-baseline"))]
Suggest = Annotated[Path | None, typer.Option("--suggest", metavar="FILE.csv|xlsx", help=worded("sheet"))]
Version = Annotated[
    bool, typer.Option("--version", "-V", help=worded("version"), callback=_tell_version, is_eager=True)
]
Documents = Annotated[
    list[str], typer.Argument(metavar="DIR|FILE...", help=worded("documents"), show_default=False)
]
To = Annotated[
    list[str], typer.Option("--to", metavar="|".join(TARGETS), help=worded("to"), show_default=False)
]
ExportOutput = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE|DIR", help=worded("export-output"))
]


def taking(record: type[Any]) -> Callable[[Callable[[Any, Any], None]], Callable[..., None]]:
    """Make a command of a function from paths and a record: the record's fields are the command's options."""

    def command_of(function: Callable[[Any, Any], None]) -> Callable[..., None]:
        def command(**given: object) -> None:
            function(given.pop("paths"), record(**given))

        hints = get_type_hints(record, include_extras=True)
        options = [
            Parameter(name, Parameter.KEYWORD_ONLY, default=record._field_defaults[name], annotation=hint)
            for name, hint in hints.items()
        ]
        paths = Parameter("paths", Parameter.POSITIONAL_OR_KEYWORD, annotation=Paths)
        vars(command)["__signature__"] = Signature([paths, *options])
        command.__annotations__ = {"paths": Paths, **hints}
        command.__name__, command.__doc__ = function.__name__, function.__doc__
        return command

    return command_of
