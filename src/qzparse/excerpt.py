"""A stretch of the source text, cut and never rewritten; and the value that remembers where it was printed.

1. An `Excerpt` is the trimmed, non-blank lines of a stretch, as half-open spans of the source text's characters.
2. Cutting an excerpt gives excerpts of the same text, so a place is never lost and never repaired.
3. A `Printed` is the `str` that a reader of the document sees, with the spans it was printed at.
4. A `Folded` is a reading whose spelling differs from what stands at its spans: `2－1` is read as `2-1`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

Span = tuple[int, int]


class Printed(str):
    """A value as the source prints it, and the spans where it stands.

    Most stand at one, which is kept as two numbers: there are as many of them as cells and parts of cells.
    """

    __slots__ = ("_end", "_spans", "_start")

    _start: int
    _end: int
    _spans: tuple[Span, ...] | None

    def __new__(cls, value: str, spans: tuple[Span, ...] = ()) -> Self:
        """Hold `value`, printed at `spans`; without spans it is deduced, not printed."""
        made = super().__new__(cls, value)
        if len(spans) == 1:
            made._start, made._end = spans[0]
            made._spans = None
        else:
            made._spans = spans
        return made

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where it is printed; nowhere, if it is deduced."""
        return ((self._start, self._end),) if self._spans is None else self._spans

    def relocate(self, spans: tuple[Span, ...]) -> None:
        """Say that it is printed at `spans`."""
        self._spans = spans

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> object:
        """Load from a plain string and dump to one; the spans stay in memory."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(
            lambda value: value if isinstance(value, cls) else cls(value), core_schema.str_schema()
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (str(self), self.spans))


class Folded(Printed):
    """A value whose spelling was folded; `spans` hold what was printed."""

    __slots__ = ()


class Excerpt:
    """The trimmed, non-blank lines of a stretch of `source`."""

    __slots__ = ("lines", "source")

    def __init__(self, source: str, lines: tuple[Span, ...]) -> None:
        self.source = source
        self.lines = lines

    @classmethod
    def of(cls, source: str, start: int = 0, end: int | None = None) -> Excerpt:
        r"""Cut `source[start:end]` into its trimmed, non-blank lines.

        >>> Excerpt.of("  1.受理\n\n\u30002.审查 ").lines
        ((2, 6), (9, 13))
        """
        if end is None:
            end = len(source)
        stretch = source[start:end]
        if "\n" not in stretch:
            line = trimmed(source, start, end)
            return cls(source, (line,) if line else ())
        lines = []
        for piece in stretch.split("\n"):
            stripped = piece.strip()
            if stripped:
                offset = start + piece.index(stripped[0])
                lines.append((offset, offset + len(stripped)))
            start += len(piece) + 1
        return cls(source, tuple(lines))

    @classmethod
    def joined(cls, parts: Iterable[Excerpt]) -> Excerpt:
        """Read several excerpts of one source as one, in their order."""
        kept = [part for part in parts if part.lines]
        source = kept[0].source if kept else ""
        return cls(source, tuple(line for part in kept for line in part.lines))

    def __bool__(self) -> bool:
        return bool(self.lines)

    def __repr__(self) -> str:
        return f"Excerpt({self.text!r} at {self.lines})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Excerpt) and self.lines == other.lines and self.source is other.source

    def __hash__(self) -> int:
        return hash(self.lines)

    @property
    def start(self) -> int:
        """Where the first line starts."""
        return self.lines[0][0]

    @property
    def end(self) -> int:
        """Where the last line ends."""
        return self.lines[-1][1]

    @property
    def text(self) -> str:
        """The lines, joined by line feeds."""
        source = self.source
        if len(self.lines) == 1:
            start, end = self.lines[0]
            return source[start:end]
        return "\n".join([source[start:end] for start, end in self.lines])

    @property
    def squashed(self) -> str:
        """The text without any white space: what words are compared by."""
        source = self.source
        return "".join("".join([source[start:end] for start, end in self.lines]).split())

    def printed(self) -> Printed:
        """Make the value that these lines print."""
        return Printed(self.text, self.lines)

    def cut(self, start: int, end: int) -> Excerpt:
        """Keep what lies in `start`–`end` of the source, trimmed anew.

        >>> Excerpt.of("1.受理责任： 告知").cut(2, 6).text
        '受理责任'
        """
        lines = self.lines
        if len(lines) == 1:
            first, last = lines[0]
            line = trimmed(self.source, start if start > first else first, end if end < last else last)
            return Excerpt(self.source, (line,) if line else ())
        kept = []
        for first, last in lines:
            if last <= start or first >= end:
                continue
            if first < start or last > end:
                line = trimmed(self.source, max(first, start), min(last, end))
                if line:
                    kept.append(line)
            else:
                kept.append((first, last))
        return Excerpt(self.source, tuple(kept))

    def after(self, offset: int) -> Excerpt:
        """Keep what follows `offset`."""
        return self.cut(offset, self.end) if self.lines else self

    def before(self, offset: int) -> Excerpt:
        """Keep what precedes `offset`."""
        return self.cut(self.start, offset) if self.lines else self


def span_within(value: Printed, start: int, end: int) -> Span | None:
    r"""Tell where characters `start`–`end` of a value stand in the source, from the first's place to the last's.

    None where nothing of them is printed. A folded value is taken whole: its characters are not those of its spans.

    >>> span_within(Printed("受理\n审查", ((2, 4), (9, 11))), 3, 5)
    (9, 11)
    """
    spans = value.spans
    if isinstance(value, Folded) and spans:
        return (spans[0][0], spans[-1][1])
    offset, places = 0, []
    for first, last in spans:
        if value[offset : offset + 1] == "\n":
            offset += 1
        low, high = max(start, offset), min(end, offset + last - first)
        if low < high:
            places.append((first + low - offset, first + high - offset))
        offset += last - first
    return (places[0][0], places[-1][1]) if places else None


def trimmed(source: str, start: int, end: int) -> Span | None:
    """Drop the blanks at both ends of `source[start:end]`; None where nothing is left."""
    piece = source[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    if len(stripped) == len(piece):
        return (start, end)
    start += len(piece) - len(piece.lstrip())
    return (start, start + len(stripped))
