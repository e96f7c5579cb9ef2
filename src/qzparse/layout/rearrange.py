"""A transcript whose lines stand as a page printed them → one that reads cell by cell.

1. Tables drawn with rules keep their cells; in columns that wrap, the lines of a paragraph are joined.
2. The printed text stays what the document is traced to: `Transcript.reflow` tells where every piece stood.
3. Only texts whose lines are a page's own (`has_lines`) are rearranged; one that needs nothing is given back as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ..excerpt import Excerpt, Span
from ..grammar import Grammar
from ..ledger import Note
from ..reflow import Reflow
from ..tokens import Cell, Margin, Paragraph, Table, Token, Transcript
from .aligned import find_aligned
from .folds import Column, Paragraphs, column_of, doubts_of
from .mixed import find_mixed

_BARS = "|｜│┃║"
_FEWEST = 3
"""A table shows in so many lines that its cells were wrapped."""
_LONGEST_PLACE = 24
_LOOSE = 4
"""One line in so many may end short in mid-sentence."""

Draft = tuple[Token, list[Paragraphs] | None]
"""A token; where it is rearranged, the paragraphs of each of its cells."""


def rearrange(transcript: Transcript, grammar: Grammar) -> Transcript:
    """Join what the page's width has cut, and part what it mixed; give the same transcript where nothing was."""
    if not transcript.has_lines:
        return transcript
    notes: list[Note] = []
    drafts: list[Draft] = []
    for is_prose, run in groupby(transcript.tokens, lambda token: isinstance(token, Paragraph)):
        if is_prose:
            drafts += _parted([token for token in run if isinstance(token, Paragraph)], grammar, notes)
            continue
        for token in run:
            folded = _fold_table(token, transcript.text, grammar, notes) if isinstance(token, Table) else None
            drafts.append((token, folded))
    if all(folded is None for _, folded in drafts):
        return transcript
    reflow, tokens = _written(transcript, drafts, grammar)
    notes = [*transcript.notes, *notes]
    return replace(transcript, text=reflow.text, tokens=tokens, notes=tuple(notes), reflow=reflow)


def _parted(paragraphs: Sequence[Paragraph], grammar: Grammar, notes: list[Note]) -> Iterator[Draft]:
    """Make tables of the paragraphs that hold the lines of their cells in turn."""
    index = 0
    while index < len(paragraphs):
        found = find_mixed(paragraphs, index, grammar) or find_aligned(paragraphs, index, grammar)
        if found is None:
            yield paragraphs[index], None
            index += 1
        else:
            yield found.table, found.cells
            if found.repeats:
                again = Excerpt(paragraphs[index].excerpt.source, tuple(found.repeats))
                yield Margin(again), [[[line] for line in found.repeats]]
            for place in found.between:
                yield paragraphs[place], [[[line] for line in paragraphs[place].excerpt.lines]]
            notes += found.notes
            for cell in found.cells:
                notes += doubts_of(paragraphs[index].excerpt.source, cell)
            index = found.end


# tables


def _fold_table(table: Table, source: str, grammar: Grammar, notes: list[Note]) -> list[Paragraphs] | None:
    """Join the lines of a table's cells; None where its columns do not wrap."""
    stacks: dict[tuple[int, int], list[Cell]] = {}
    for cell in table.cells:
        stacks.setdefault((cell.column, cell.column_span), []).append(cell)
    columns: dict[tuple[int, int], Column] = {}
    surely = 0
    for place, cells in stacks.items():
        stack = [cell.excerpt.lines for cell in cells]
        measured = column_of(source, stack)
        if measured is None or _leaves_room(source, stack):
            continue
        if measured.full and measured.loose * _LOOSE <= measured.full:
            columns[place] = measured.column
            surely += measured.full
    if surely < _FEWEST:
        return None
    folded: list[Paragraphs] = []
    for cell in table.cells:
        column, lines = columns.get((cell.column, cell.column_span)), cell.excerpt.lines
        if column is None or len(lines) < 2:
            folded.append([[line] for line in lines])
            continue
        folded.append(column.fold(source, lines, grammar))
        notes += doubts_of(source, folded[-1])
    return folded


def _leaves_room(source: str, cells: Sequence[Sequence[Span]]) -> bool:
    """Tell whether two more half widths would have fitted behind the longest lines, up to the bar that closes the cell."""
    room = lead = 99
    for start, end in (line for cell in cells for line in cell):
        stop = end
        while source[stop : stop + 1] in (" ", "\u3000"):
            stop += 1
        if source[stop : stop + 1] and source[stop] in _BARS:
            first = start
            while first and source[first - 1] in " \u3000":
                first -= 1
            room, lead = min(room, stop - end), min(lead, start - first)
    return room != 99 and room - lead >= 2


# the text


def _written(
    transcript: Transcript, drafts: Sequence[Draft], grammar: Grammar
) -> tuple[Reflow, tuple[Token, ...]]:
    """Write the text anew: what is not rearranged as it stands, then each cell of a rearranged table whole."""
    reflow = Reflow(transcript.text)
    reached, shift = 0, 0
    moved: list[list[list[Span]]] = []
    for token, folded in drafts:
        excerpts = _excerpts_of(token)
        end = max((one.end for one in excerpts if one), default=reached)
        if folded is not None:
            reflow.write("\n")
            moved.append([_write_cell(reflow, cell, grammar) for cell in folded])
            reached = max(end, reached)
            continue
        if end > reached:
            shift = reflow.copy((reached, end))[0] - reached
            reached = end
        moved.append([[(first + shift, last + shift) for first, last in one.lines] for one in excerpts])
    text = reflow.text
    tokens = (_moved(token, text, lines) for (token, _), lines in zip(drafts, moved, strict=True))
    return reflow, tuple(tokens)


def _write_cell(reflow: Reflow, paragraphs: Paragraphs, grammar: Grammar) -> list[Span]:
    """Write the paragraphs of a cell, a line each; give the lines.

    The blank between a law's place and its text is lost where a line ends there: 第六十四条第二款 | 任何单位.
    """
    lines: list[Span] = []
    places = grammar.pattern("places")
    for paragraph in paragraphs:
        text = ""
        start = end = -1
        for piece in paragraph:
            following = reflow.printed[slice(*piece)]
            if text and len(text) <= _LONGEST_PLACE and places.fullmatch(text) and following[0].isalnum():
                reflow.write(" ")
            first, end = reflow.copy(piece)
            start = first if start < 0 else start
            text += following
        lines.append((start, end))
        reflow.write("\n")
    return lines


def _excerpts_of(token: Token) -> list[Excerpt]:
    return [cell.excerpt for cell in token.cells] if isinstance(token, Table) else [token.excerpt]


def _moved(token: Token, text: str, lines: Sequence[Sequence[Span]]) -> Token:
    excerpts = [Excerpt(text, tuple(spans)) for spans in lines]
    if isinstance(token, Table):
        cells = (cell._replace(excerpt=excerpt) for cell, excerpt in zip(token.cells, excerpts, strict=True))
        return token._replace(cells=tuple(cells))
    return token._replace(excerpt=excerpts[0])
