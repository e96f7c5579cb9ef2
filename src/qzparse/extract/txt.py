"""A text → tables where separators show them, loose cells and paragraphs.

1. A line that starts with a TAB opens a cell, and so does each further TAB in it, be the cell empty or not.
2. Lines without a leading TAB continue the cell, across one blank line; two blank lines end it.
3. Any other line is a paragraph.
4. Lines with visible separators, such as bars, are tables (`delimited`); the separators are the transcript's syntax.
5. The text is the file's own, but for its line ends: CRLF and a lone CR become LF.
"""

from __future__ import annotations

from qzparse.errors import UnreadableSource
from qzparse.excerpt import Excerpt, Span, trimmed
from qzparse.ledger import Note, NoteKind
from qzparse.source import Source
from qzparse.tokens import LooseCell, Paragraph, Token, Transcript

from .delimited import find_stretches
from .encoding import find_decoded

_BLANKS = " \u3000\f"


def read_txt(source: Source) -> Transcript:
    """Read a text file of any encoding."""
    decoded = find_decoded(source.data)
    if decoded is None:
        raise UnreadableSource("undecodable", name=source.name)
    notes = []
    if decoded.guessed:
        notes.append(Note(NoteKind.ENCODING_GUESSED, (0, 0), {"encoding": decoded.encoding}))
    if decoded.replaced:
        notes.append(Note(NoteKind.CHARACTERS_REPLACED, (0, 0), {"count": decoded.replaced}))
    text = decoded.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    tokens: list[Token] = []
    syntax: list[Span] = []
    reached = 0
    for stretch in find_stretches(text):
        tokens += (*_tokens_of(text, reached, stretch.start), stretch.table)
        syntax += stretch.syntax
        notes += stretch.notes
        reached = min(stretch.end + 1, len(text))
    tokens += _tokens_of(text, reached, len(text))
    return Transcript(
        text, tuple(tokens), tuple(notes), encoding=decoded.encoding, has_lines=True, syntax=tuple(syntax)
    )


def _tokens_of(text: str, start: int, stop: int) -> list[Token]:
    r"""Cut a stretch of whole lines into its tokens.

    >>> text = "清单\n\t1.甲\n2.乙\n\n3.丙\n\n\n表2\n \t\t丁"
    >>> [token.excerpt.text for token in _tokens_of(text, 0, len(text))]
    ['清单', '1.甲\n2.乙\n3.丙', '表2', '', '丁']
    """
    dump = _Dump(text)
    blanks = 0
    while start < stop:
        end = text.find("\n", start, stop)
        if end < 0:
            end = stop
        line = text[start:end]
        kept = line.strip()
        if line and (line[0] == "\t" or (line[0] in _BLANKS and line.lstrip(_BLANKS)[:1] == "\t")):
            dump.open_cells(line, start, blanks)
            blanks = 0
        elif kept:
            if line[0] != kept[0]:
                start += line.index(kept[0])
            dump.add_line((start, start + len(kept)), blanks)
            blanks = 0
        else:
            blanks += 1
        start = end + 1
    dump.close_cell()
    return dump.tokens


class _Dump:
    """The tokens so far, and the cell that is still open."""

    def __init__(self, text: str) -> None:
        self.tokens: list[Token] = []
        self._text = text
        self._lines: list[Span] | None = None
        self._gap = 0
        self._torn = False

    def open_cells(self, line: str, start: int, gap: int) -> None:
        """Open a cell at each TAB of `line`; only the first can be torn off."""
        lead, *pieces = line.split("\t")
        # 001, line 727: a page break left blanks before the TAB of a cell whose row began on the page before.
        torn = bool(lead.strip("\f"))
        start += len(lead)
        for piece in pieces:
            self.close_cell()
            span = trimmed(self._text, start + 1, start + 1 + len(piece))
            self._lines, self._gap, self._torn = [span] if span else [], gap, torn
            start += 1 + len(piece)
            gap, torn = 0, False

    def add_line(self, line: Span, gap: int) -> None:
        """Continue the open cell, or add a paragraph."""
        if gap > 1:
            self.close_cell()
        if self._lines is None:
            self.tokens.append(Paragraph(Excerpt(self._text, (line,)), gap))
        else:
            self._lines.append(line)

    def close_cell(self) -> None:
        """Let what follows stand outside of the cell."""
        if self._lines is not None:
            self.tokens.append(LooseCell(Excerpt(self._text, tuple(self._lines)), self._gap, self._torn))
            self._lines = None
