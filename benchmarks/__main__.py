"""`python -m benchmarks [NAME…]` → the table of figures; the exit code is 0 whatever they are."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from .cases import CASES, Case
from .clock import DidNotRun
from .lists import Lists, find_lists
from .table import Row, rendered, report, rows_of, unmeasured

_FIGURES = Path(__file__).with_name("figures.md")


def main() -> None:
    """Measure the cases asked for and print what they came to."""
    options = _options()
    cases = [case for case in CASES if case.name.startswith(tuple(options.names or [""]))]
    with TemporaryDirectory() as folder:
        lists = find_lists(Path(folder))
        rows = [row for case in cases for row in _measured(case, lists, options.turns)]
    sys.stdout.write(rendered(rows))
    if options.write:
        _FIGURES.write_text(report(rows, lists.origin), "utf-8")


def _measured(case: Case, lists: Lists, turns: int | None) -> list[Row]:
    sys.stderr.write(f"{case.name} …\n")
    if case.needs and find_spec(case.needs) is None:
        return unmeasured(case, f"{case.needs} is not installed")
    try:
        return rows_of(case, case.measure(lists, turns or case.turns))
    except DidNotRun:
        return unmeasured(case, "did not run")


def _options() -> Namespace:
    names = ", ".join(case.name for case in CASES)
    parser = ArgumentParser(
        prog="python -m benchmarks", description=__doc__, epilog=f"The cases are {names}."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="measure the cases whose names start so")
    parser.add_argument("--turns", type=int, help="how many turns each case takes")
    parser.add_argument("--write", action="store_true", help=f"keep the table in {_FIGURES.name}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
