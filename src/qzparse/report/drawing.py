"""Lines and tables → a screen of any width, by rich."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO


def draw(stream: TextIO, parts: Iterable[object]) -> None:
    """Print what rich can print."""
    from rich.console import Console

    width = None if stream.isatty() else 120
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    for part in parts:
        console.print(part)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, counts: bool = False) -> object:
    """Lay rows out below their heads; counts stand to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    for index, head in enumerate(heads):
        drawn.add_column(head, justify="right" if counts and index else "left")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    return drawn
