"""A ruled form whose labels stand at several depths → a card.

A cell that spans rows may head a block of labels (基本信息), or be the label of several rows (责任事项 beside 受理, 审查,
决定). A row's label is the last known word before its values; a row without one goes on with the label that covers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..excerpt import Excerpt
from ..grammar import Grammar
from ..tokens import Cell
from .heads import is_label
from .region import Card

_FEWEST_LABELS = 4
_LABELLED = 0.8
"""Such a share of the rows must have a label of their own or one that covers them."""

_Pair = tuple[Excerpt, list[list[Excerpt]]]
"""A label, and the cells of its value row by row."""


def read_blocks(rows: Sequence[Sequence[Cell | None]], grammar: Grammar) -> Card | None:
    """Read a form by the cells that cover each row; None where it is none, or a plain one of labels and values."""
    pairs: list[_Pair] = []
    heads: list[Excerpt] = []
    labelled = 0
    for index, covering in enumerate(rows):
        cells = list(dict.fromkeys(cell for cell in covering if cell is not None))
        own = [cell for cell in cells if cell.row == index and cell.excerpt]
        labels = [place for place, cell in enumerate(own) if is_label(cell.excerpt, grammar)]
        covered = [cell for cell in cells if cell.row < index]
        if any(after == before + 1 for before, after in pairwise(labels)):
            return None
        if labels:
            labelled += 1
            heads += _take_labels(own, labels, pairs)
        elif own and covered and pairs and any(cell.excerpt == pairs[-1][0] for cell in covered):
            labelled += 1
            pairs[-1][1].append([cell.excerpt for cell in own])
        elif own:
            return None
    filled = sum(any(cell for cell in row) for row in rows)
    if len(pairs) < _FEWEST_LABELS or labelled < _LABELLED * filled:
        return None
    card = _card_of(pairs, heads, labelled / filled)
    return card if card.heads or card.staged else None


def _take_labels(own: list[Cell], labels: list[int], pairs: list[_Pair]) -> list[Excerpt]:
    """Pair each label with the cells up to the next; give what stands before the first: the head of a block."""
    for place, until in zip(labels, [*labels[1:], len(own)], strict=True):
        values = [cell.excerpt for cell in own[place + 1 : until]]
        pairs.append((own[place].excerpt, [values] if values else []))
    return [cell.excerpt for cell in own[: labels[0]]]


def _card_of(pairs: list[_Pair], heads: list[Excerpt], score: float) -> Card:
    card = Card([], score=score, runner_up="grid", runner_up_score=0.0)
    card.heads = heads
    for label, rows in pairs:
        if len(rows) > 1 and all(len(row) == 2 for row in rows):
            card.staged[len(card.pairs)] = [(row[0], row[1]) for row in rows]
        nothing = Excerpt(label.source, ())
        card.pairs.append((label, Excerpt.joined(cell for row in rows for cell in row) if rows else nothing))
    return card
