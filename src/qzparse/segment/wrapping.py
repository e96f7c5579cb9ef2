"""A value printed over several lines → a note where its lines were cut at a width, and not where a sentence ends.

1. A converter that keeps a page's lines cuts each at the cell's width: words, numbers and citations are cut with them.
2. One that writes the page line by line also mixes the lines of neighbouring cells. A paragraph has one short line, its
   last; a short line further up that ends in the middle of a sentence came from elsewhere.
"""

from __future__ import annotations

from ..excerpt import Excerpt
from ..grammar import Grammar
from ..ledger import Ledger, NoteKind

_FEW = 4
"""Fewer lines say too little of a width."""
_NARROW = 16
"""Nobody reads a cell narrower than this, in half widths; its lines are short for other reasons."""
_SLACK = 3
"""So much may a cut line fall short of the width, where a wide character did not fit, in half widths."""
_CLOSING = frozenset("。；：:;！？!?、")
_WIDE = "\u2e80"


def note_wrapping(field: str, excerpt: Excerpt, grammar: Grammar, ledger: Ledger) -> None:
    """Note that the lines of a value were cut at a width, or that other lines stand between them."""
    lines = excerpt.lines
    if len(lines) < _FEW:
        return
    source = excerpt.source
    cut = [index for index, (_, end) in enumerate(lines[:-1]) if source[end - 1] not in _CLOSING]
    if 3 * len(cut) < len(lines) - 1:
        return
    opens, places = grammar.pattern("number-at-line").match, grammar.pattern("places").match
    cut = [
        index
        for index in cut
        if source[lines[index + 1][0]] not in "《【"
        and not opens(source, *lines[index + 1])
        and not places(source, *lines[index + 1])
    ]
    widths = [_width(source[start:end]) for start, end in lines]
    full = max(widths) - _SLACK
    if full < _NARROW or 3 * sum(widths[index] >= full for index in cut) < len(lines) - 1:
        return
    strays = [index for index in cut if widths[index] < full]
    if strays:
        # The strays belong to another field of the item: no field of it is to be trusted.
        ledger.note(NoteKind.LINES_MIXED, lines[strays[0]])
    else:
        ledger.note(NoteKind.LINES_WRAPPED, lines[cut[0]], field=field)


def _width(text: str) -> int:
    return len(text) + sum(character >= _WIDE for character in text)
