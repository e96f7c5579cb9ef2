"""Measured cases → a table in Markdown, one row for each bound."""

from __future__ import annotations

import os
import platform
from statistics import median

from .bounds import Bound, peak
from .cases import Case
from .clock import Pair, Taken

_HEAD = ("case", "ours", "yardstick", "ratio (min–max)", "goal", "must", "verdict")

Row = tuple[str, ...]


def rows_of(case: Case, pairs: list[Pair]) -> list[Row]:
    """Tell what a case came to."""
    return [_row(case, bound, pairs) for bound in case.bounds]


def unmeasured(case: Case, reason: str) -> list[Row]:
    """Tell why a case has no figures."""
    return [
        (
            f"{case.name}: {case.ours}",
            "–",
            case.yardstick,
            "–",
            bound.worded(bound.goal),
            bound.worded(bound.must),
            reason,
        )
        for bound in case.bounds
    ]


def rendered(rows: list[Row]) -> str:
    """Write rows as a table whose columns stand below each other."""
    lines = [_HEAD, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_HEAD))]
    rule = tuple("-" * width for width in widths)
    return "".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |\n"
        for line in (_HEAD, rule, *rows)
    )


def report(rows: list[Row], origin: str) -> str:
    """Write the page that keeps the figures of one run."""
    return (
        "# Figures\n\n"
        f"Written by `python -m benchmarks --write`: {origin}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores. Times are medians of CPU time, user and system; the ratios are of turns taken one\n"
        "by one in this run, and they alone can be compared with those of other machines.\n\n"
        f"{rendered(rows)}"
    )


def _row(case: Case, bound: Bound, pairs: list[Pair]) -> Row:
    figures = [bound.figure(pair) for pair in pairs]
    reached = median(figures)
    limits = (bound.worded(bound.goal), bound.worded(bound.must), bound.verdict(reached))
    if bound.figure is peak:
        return (f"{case.name}: peak", f"{reached:,.0f} MiB", "–", "–", *limits)
    ours, yardstick = _worded([pair.ours for pair in pairs]), _worded([pair.yardstick for pair in pairs])
    spread = f"{reached:.3g} ({min(figures):.3g}–{max(figures):.3g})"
    return (f"{case.name}: {case.ours}", ours, f"{case.yardstick}, {yardstick}", spread, *limits)


def _worded(runs: list[Taken]) -> str:
    seconds = median(run.seconds for run in runs)
    return f"{seconds:,.1f} s" if seconds >= 1 else f"{seconds * 1000:,.1f} ms"
