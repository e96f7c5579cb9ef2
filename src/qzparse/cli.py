"""Options → one call → print → exit code.

1. Documents go to standard output or files, everything else to standard error; all of it is UTF-8.
2. One file that cannot be read stops no other; the exit code tells (`errors.ExitCode`).
3. What is heavy is imported in the command that needs it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from . import __version__
from .catalogue import say
from .errors import ExitCode, QzparseError, UsageError
from .settings import LANGUAGES, Settings, Voice, find_settings

_FORMS = ("json", "yaml", "jsonl")


def _asked_language() -> str | None:
    """Find `--lang` before the options are parsed: help is worded in it too."""
    for index, word in enumerate(sys.argv[1:], start=2):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and index < len(sys.argv):
            return sys.argv[index]
    return os.environ.get("QZPARSE_LANG")


def _screen_language(asked: str | None) -> str:
    if asked:
        return asked
    known = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next((one for one in known if one), "").lower().startswith("zh") else "en"


def _help(key: str) -> str:
    return say(f"help-{key}", _screen_language(_asked_language()))


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qzparse {__version__}")
        raise typer.Exit


_Files = Annotated[list[str], typer.Argument(metavar="FILE...", help=_help("files"), show_default=False)]
_File = Annotated[str, typer.Argument(metavar="FILE", help=_help("file"), show_default=False)]
_Code = Annotated[str, typer.Argument(metavar="CODE", help=_help("code"), show_default=False)]
_Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|DIR|-", help=_help("output"))]
_Form = Annotated[str, typer.Option("--format", metavar="|".join(_FORMS), help=_help("format"))]
_Trace = Annotated[bool, typer.Option("--trace", help=_help("trace"))]
_Language = Annotated[str | None, typer.Option("--lang", metavar="|".join(LANGUAGES), help=_help("lang"))]
_Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=_help("quiet"))]
_Grammar = Annotated[list[Path] | None, typer.Option("--grammar", metavar="PATH", help=_help("grammar"))]
_Debug = Annotated[bool, typer.Option("--debug", help=_help("debug"))]
_Overlay = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=_help("overlay"))]
_Overlays = Annotated[
    list[Path], typer.Argument(metavar="FILE|DIR...", help=_help("overlays"), show_default=False)
]
_Json = Annotated[bool, typer.Option("--json", help=_help("json"))]
_Cell = Annotated[str | None, typer.Option("--cell", metavar="ITEM.FIELD", help=_help("cell"))]
_Version = Annotated[
    bool, typer.Option("--version", "-V", help=_help("version"), callback=_tell_version, is_eager=True)
]

app = typer.Typer(
    name="qzparse",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
_grammar_app = typer.Typer(help=_help("grammar-app"), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(_grammar_app, name="grammar")


@app.callback(help=_help("app"), no_args_is_help=True)
def _qzparse(*, _version: _Version = False) -> None:
    pass


@app.command(help=_help("ingest"))
def ingest(
    files: _Files,
    output: _Output = None,
    form: _Form = "json",
    *,
    trace: _Trace = False,
    lang: _Language = None,
    quiet: _Quiet = False,
    grammar: _Grammar = None,
    debug: _Debug = False,
) -> None:
    """Read lists; a summary on a terminal, the document when piped, files with -o."""
    with _guarded(lang, debug=debug) as (settings, voice):
        from .delivery import Delivery
        from .grammar import load_grammar

        if form not in _FORMS:
            raise UsageError("form", name=form, known=", ".join(_FORMS))
        words = load_grammar((*settings.grammar, *(grammar or ())))
        if Delivery(output, form, trace, quiet).deliver(files, words, voice):
            raise typer.Exit(ExitCode.UNREADABLE)


@app.command(help=_help("explain"))
def explain(
    file: _File,
    cell: _Cell = None,
    *,
    json: _Json = False,
    lang: _Language = None,
    grammar: _Grammar = None,
    debug: _Debug = False,
) -> None:
    """Tell how a file was read, or how one of its cells became a value."""
    with _guarded(lang, debug=debug) as (settings, voice):
        from .delivery import read_named
        from .explanation import cell_of, explanation_of
        from .grammar import load_grammar
        from .report import show_cell, show_explanation, show_json

        words, language = load_grammar((*settings.grammar, *(grammar or ()))), voice.screen
        outcome = read_named(file, words, language, traced=cell is not None)
        if cell is not None:
            followed = cell_of(outcome, cell, words, language)
            show_json(followed, sys.stdout) if json else show_cell(followed, language, sys.stdout)
        else:
            explained = explanation_of(outcome, words, language)
            show_json(explained, sys.stdout) if json else show_explanation(explained, language, sys.stdout)


@app.command(help=_help("suggest"))
def suggest(
    files: _Files,
    output: _Overlay = None,
    *,
    lang: _Language = None,
    grammar: _Grammar = None,
    debug: _Debug = False,
) -> None:
    """Draft the grammar lines that would settle what was doubtful or unknown."""
    with _guarded(lang, debug=debug) as (settings, voice):
        from .delivery import deliver_text, read_all
        from .grammar import load_grammar
        from .suggestions import suggest as draft

        words = load_grammar((*settings.grammar, *(grammar or ())))
        outcomes, unread = read_all(files, words, voice)
        deliver_text(draft(outcomes, words, voice.screen), output, files)
        if unread:
            raise typer.Exit(ExitCode.UNREADABLE)


@_grammar_app.command("check", help=_help("grammar-check"))
def grammar_check(overlays: _Overlays, *, lang: _Language = None) -> None:
    """Validate overlays and run their examples; a fault names file and line."""
    with _guarded(lang) as (_, voice):
        from .grammar import check_overlay

        checked = [(overlay, *check_overlay(overlay)) for overlay in overlays]
        for overlay, words, patterns in checked:
            told = say("grammar-sound", voice.screen, name=overlay, words=words, patterns=patterns)
            typer.echo(told)


@app.command(help=_help("schema"))
def schema() -> None:
    """Print the JSON Schema of the document."""
    with _guarded(None):
        from .canonical import schema as published
        from .report import show_json

        show_json(published(), sys.stdout)


@app.command(help=_help("rule"))
def rule(code: _Code, *, lang: _Language = None) -> None:
    """Tell what a rule finds, why it matters and what to do."""
    with _guarded(lang) as (_, voice):
        from .report import show_rule
        from .rules import find_rule

        found = find_rule(code)
        if found is None:
            raise UsageError("rule", name=code)
        show_rule(found, voice.screen, sys.stdout)


@app.command(help=_help("rules"))
def rules(*, lang: _Language = None) -> None:
    """List all rules."""
    with _guarded(lang) as (_, voice):
        from .report import show_rules
        from .rules import ALL_RULES

        show_rules(ALL_RULES, voice.screen, sys.stdout)


def run() -> None:
    """Run the command line with UTF-8 on every stream."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()


def _voice_of(asked: str | None) -> Voice:
    if asked and asked not in LANGUAGES:
        raise UsageError("language", name=asked, known=", ".join(LANGUAGES))
    return Voice(_screen_language(asked), asked or "zh")


def _is_cut_off(fault: OSError, language: str) -> bool:
    """Write no more, at exit neither; tell what stopped it, unless whoever read the output has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(fault, BrokenPipeError):
        return False
    unwritten = UsageError("output-unwritable", name="-", reason=fault.strerror or str(fault))
    sys.stderr.write(f"qzparse: {unwritten.message(language)}\n")
    return True


@contextmanager
def _guarded(lang: str | None, *, debug: bool = False) -> Iterator[tuple[Settings, Voice]]:
    """Give settings and languages; turn every fault into one line and an exit code."""
    language = _screen_language(_asked_language())
    try:
        settings = find_settings(Path.cwd())
        voice = _voice_of(lang or os.environ.get("QZPARSE_LANG") or settings.language)
        language = voice.screen
        yield settings, voice
        sys.stdout.flush()
    except typer.Exit:
        sys.stdout.flush()
        raise
    except OSError as fault:
        if _is_cut_off(fault, language):
            raise typer.Exit(ExitCode.USAGE) from None
    except QzparseError as fault:
        sys.stderr.write(f"qzparse: {fault.message(language)}\n")
        raise typer.Exit(fault.exit_code) from None
    except Exception as fault:  # a bug must not look like a bad input
        if debug:
            raise
        told = say("bug", language, kind=type(fault).__name__, message=fault)
        sys.stderr.write(f"{told}\n")
        raise typer.Exit(ExitCode.BUG) from None
