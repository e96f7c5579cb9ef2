"""An inspection → reports: in words, or in a form that a machine reads; to standard output, or to files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from qzparse.errors import UsageError
from qzparse.findings import Inspection
from qzparse.output import write

from . import github, gitlab, junit, plain, sarif, words
from .sheet import sheet_form_of, write_sheet

_SHEET = "sheet"
Report = Callable[[Inspection], Iterator[str]]

REPORTS: dict[str, Report] = {
    "text": words.iter_text,
    "json": plain.iter_json,
    "sarif": sarif.iter_sarif,
    "junit": junit.iter_junit,
    "github": github.iter_github,
    "gitlab": gitlab.iter_gitlab,
}


def plan_reports(
    asked: Sequence[str], sheet: Path | None = None, inputs: Sequence[str] = ()
) -> dict[str, Path | None]:
    """Read `FORM` and `FORM=FILE`: each once, one to standard output at most; and the `sheet`; none over an input."""
    planned: dict[str, Path | None] = {}
    for one in asked:
        form, _, file = one.partition("=")
        if form not in REPORTS:
            raise UsageError("report-form", name=form, known=", ".join(REPORTS))
        planned[form] = Path(file) if file else None
    if list(planned.values()).count(None) > 1:
        raise UsageError("two-reports")
    if sheet is not None:
        sheet_form_of(sheet)
        planned[_SHEET] = sheet
    _refuse_clashes([path for path in planned.values() if path is not None], inputs)
    return planned


def _refuse_clashes(targets: Sequence[Path], inputs: Sequence[str]) -> None:
    taken = {os.path.realpath(name): "" for name in inputs}
    for path in targets:
        real = os.path.realpath(path)
        if real not in taken:
            taken[real] = str(path)
        elif taken[real]:
            raise UsageError("two-reports-file", name=path)
        else:
            raise UsageError("output-is-input", name=path)


def show(inspection: Inspection, planned: Mapping[str, Path | None], stream: TextIO, *, quiet: bool) -> None:
    """Write every report to its file, or to the stream; where it is to be `quiet`, nothing in words to the stream."""
    for form, file in planned.items():
        if form == _SHEET and file is not None:
            write_sheet(inspection, file)
            continue
        chunks = REPORTS[form](inspection)
        if file is not None:
            # A name that is no text keeps its bytes, in a form that JSON reads too.
            write(file, (chunk.encode(errors="backslashreplace") for chunk in chunks))
        elif form != "text":
            stream.writelines(chunks)
        elif not quiet and stream.isatty():
            words.show_text(inspection, stream)
        elif not quiet:
            stream.writelines(chunks)
