r"""A printed text rearranged for reading: lines that a width cut are whole, cells that stood side by side are apart.

The passes read `text` and cut it as they cut any other; in the end `spans_of` tells where each stretch was printed.

>>> reflow = Reflow("|ab|xy|\n|cd|  |")
>>> cell = reflow.copy((1, 3))[0], reflow.copy((9, 11))[1]
>>> reflow.text, reflow.spans_of(cell), reflow.spans_of((1, 2))
('abcd', ((1, 3), (9, 11)), ((2, 3),))
"""

from __future__ import annotations

from bisect import bisect_right

from .excerpt import Span


class Reflow:
    """Pieces of a printed text, in the order in which they are read; what stands between them is ours."""

    def __init__(self, printed: str) -> None:
        self.printed = printed
        self._written: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._origins: list[Span] = []

    @property
    def text(self) -> str:
        """All that was written so far."""
        if len(self._written) > 1:
            self._written = ["".join(self._written)]
        return self._written[0] if self._written else ""

    def copy(self, span: Span) -> Span:
        """Add what is printed at `span`; give the span where it is read."""
        if span[1] > span[0]:
            self._starts.append(self._length)
            self._origins.append(span)
        return self.write(self.printed[span[0] : span[1]])

    def write(self, filler: str) -> Span:
        """Add what is printed nowhere: a line end, the blank between two words."""
        start = self._length
        self._written.append(filler)
        self._length += len(filler)
        return (start, self._length)

    def spans_of(self, span: Span) -> tuple[Span, ...]:
        """Tell where a stretch of the text was printed, in the order in which it is read; what touches is one span."""
        start, end = span
        found: list[Span] = []
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self._starts) and self._starts[index] < end:
            first, last = self._origins[index]
            shift = first - self._starts[index]
            first, last = max(start + shift, first), min(end + shift, last)
            if found and found[-1][1] == first:
                found[-1] = (found[-1][0], last)
            elif last > first:
                found.append((first, last))
            index += 1
        return tuple(found)

    def place_of(self, offset: int) -> int:
        """Tell where a character was printed; of what is ours, where the character before it was."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return 0
        first, last = self._origins[index]
        return min(first + offset - self._starts[index], last)
