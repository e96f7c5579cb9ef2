"""A command's way in and out: the language of the screen, settings, and every fault as one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from qzparse.catalogue import say
from qzparse.errors import ExitCode, QzparseError, UsageError
from qzparse.settings import LANGUAGES, Settings, Voice, find_settings


def worded(key: str) -> str:
    """Word a command, an option or an argument for `--help`."""
    return say(f"help-{key}", _screen_language(_asked_language()))


@contextmanager
def guarded(lang: str | None, *, debug: bool = False) -> Iterator[tuple[Settings, Voice]]:
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
