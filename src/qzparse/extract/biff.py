"""The stream of a BIFF workbook → its records, strings and styles.

1. BIFF 8 (Excel 97 and later, WPS) and BIFF 5 (Excel 5 and 95) are read; encrypted books are refused.
2. A record comes with those that continue it; the records of charts inside of a sheet are none of its own.
3. Nothing is read past the stream's end: a book that ends before its sheets do is broken.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import olefile

from qzparse.errors import UnreadableSource
from qzparse.source import Source

from .figures import BUILT_IN, GENERAL
from .sheets import PLAIN, Looks

_BEGINNINGS, _END, _CONTINUE = {0x809, 0x409, 0x209}, 0x0A, 0x3C
_ENCRYPTED, _CODE_PAGE, _EPOCH, _FORMAT, _STYLE, _SHEET, _STRINGS = 0x2F, 0x42, 0x22, 0x41E, 0xE0, 0x85, 0xFC
_BIFF_8 = 0x600
_WIDE, _GUIDED, _RICH = 1, 4, 8
_CODECS = {950: "cp950", 10002: "cp950", 1200: "utf-16-le", 65001: "utf-8"}

Segments = list[bytes]
"""A record's bytes, and those of the records that continue it."""


@dataclass(frozen=True, slots=True)
class SheetStream:
    """A sheet's name, where its records start, and whether it is hidden."""

    name: str
    offset: int
    hidden: bool


@dataclass(slots=True)
class Biff:
    """A workbook's stream, and what its sheets refer to."""

    source: Source
    sheets: list[SheetStream] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    since_1904: bool = False
    _data: bytes = b""
    _unicode: bool = True
    _codec: str = "gb18030"
    _codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    _styles: list[tuple[int, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._data = self._read_stream()
        self._unicode = struct.unpack_from("<H", self._data, 4)[0] >= _BIFF_8
        for kind, segments in self.iter_records(0):
            self._take(kind, segments)

    def iter_records(self, offset: int) -> Iterator[tuple[int, Segments]]:
        """Yield the records between a beginning and its end."""
        data, depth = self._data, 0
        pending: tuple[int, Segments] | None = None
        while offset + 4 <= len(data):
            kind, length = struct.unpack_from("<HH", data, offset)
            offset += 4 + length
            if kind == _CONTINUE:
                if pending and depth == 1:
                    pending[1].append(data[offset - length : offset])
                continue
            if pending:
                yield pending
                pending = None
            if kind in _BEGINNINGS:
                depth += 1
            elif kind == _END:
                depth -= 1
                if depth <= 0:
                    return
            elif depth == 1:
                pending = (kind, [data[offset - length : offset]])
        raise broken(self.source)

    def looks_of(self, style: int) -> Looks:
        """Give the looks of the cells of a style."""
        if style >= len(self._styles):
            return PLAIN
        code, ruled = self._styles[style]
        return Looks(self._codes.get(code, GENERAL), ruled)

    def text_in(self, segments: Segments, place: int, size: str = "H") -> str:
        """Read the string that stands at `place`; `size` is the format of its length."""
        return self._text_at(_Cursor(segments, place), size)

    def margin_in(self, segments: Segments) -> str:
        """Read a header or footer."""
        return self.text_in(segments, 0, "H" if self._unicode else "B")

    def characters_in(self, segments: Segments, count: int) -> str:
        """Read the characters of a text box, which stand in the first record that continues it."""
        cursor = _Cursor(segments[1:], 1)
        return cursor.characters(count, wide=bool(segments[1][0] & _WIDE))

    def _text_at(self, cursor: _Cursor, size: str) -> str:
        count = cursor.number(size)
        if not self._unicode:
            return cursor.bytes(count).decode(self._codec, "replace")
        flags = cursor.number("B")
        runs = cursor.number("H") if flags & _RICH else 0
        guides = cursor.number("I") if flags & _GUIDED else 0
        text = cursor.characters(count, wide=bool(flags & _WIDE))
        if runs or guides:
            cursor.skip(4 * runs + guides)
        return text

    def _take(self, kind: int, segments: Segments) -> None:
        record = segments[0]
        if kind == _ENCRYPTED:
            raise UnreadableSource("encrypted", name=self.source.name)
        if kind == _CODE_PAGE:
            self._codec = _CODECS.get(struct.unpack_from("<H", record)[0], "gb18030")
        elif kind == _EPOCH:
            self.since_1904 = struct.unpack_from("<H", record)[0] == 1
        elif kind == _FORMAT:
            self._codes[struct.unpack_from("<H", record)[0]] = self.text_in(
                segments, 2, "H" if self._unicode else "B"
            )
        elif kind == _STYLE:
            borders = struct.unpack_from("<H", record, 10)[0] if self._unicode else 0
            self._styles.append((struct.unpack_from("<H", record, 2)[0], borders != 0))
        elif kind == _SHEET:
            offset, state, sort = struct.unpack_from("<IBB", record)
            if not sort:
                self.sheets.append(SheetStream(self.text_in(segments, 6, "B"), offset, bool(state & 3)))
        elif kind == _STRINGS:
            cursor = _Cursor(segments, 8)
            count = struct.unpack_from("<I", record, 4)[0]
            while len(self.strings) < count and not cursor.at_end():
                self.strings.append(self._text_at(cursor, "H"))

    def _read_stream(self) -> bytes:
        with olefile.OleFileIO(io.BytesIO(self.source.data)) as container:
            found = {path[0].lower(): path[0] for path in container.listdir() if len(path) == 1}
            name = found.get("workbook") or found.get("book")
            # A sector chain that runs in circles would give any size that a stream declares.
            if name is None or container.get_size(name) > len(self.source.data):
                raise broken(self.source)
            stream: bytes = container.openstream(name).read()
            return stream


@dataclass(slots=True)
class _Cursor:
    """A place in the segments of a record; characters that go on in the next one are preceded by their width."""

    segments: Segments
    place: int = 0
    index: int = 0

    def at_end(self) -> bool:
        self._turn()
        return self.place >= len(self.segments[self.index])

    def number(self, size: str) -> int:
        self._turn()
        value: int = struct.unpack_from(f"<{size}", self.segments[self.index], self.place)[0]
        self.place += struct.calcsize(f"<{size}")
        return value

    def bytes(self, count: int) -> bytes:
        start = self.place
        self.place += count
        return self.segments[self.index][start : self.place]

    def skip(self, count: int) -> None:
        self.place += count
        while self.place > len(self.segments[self.index]) and self.index + 1 < len(self.segments):
            self.place -= len(self.segments[self.index])
            self.index += 1

    def characters(self, count: int, *, wide: bool) -> str:
        segment, width = self.segments[self.index], 1 + wide
        end = self.place + count * width
        if end <= len(segment):
            text = str(segment[self.place : end], "utf-16-le" if wide else "latin-1", "replace")
            self.place = end
            return text
        return self._continued(count, width)

    def _continued(self, count: int, width: int) -> str:
        pieces: list[bytes] = []
        while count:
            segment = self.segments[self.index]
            taken = min(count, (len(segment) - self.place) // width)
            piece = segment[self.place : self.place + taken * width]
            # Characters of one byte are those of the same number; a pair may be cut between two records.
            pieces.append(piece if width > 1 else piece.decode("latin-1").encode("utf-16-le"))
            count -= taken
            self.place += taken * width
            if count:
                self.index += 1
                width, self.place = 1 + (self.segments[self.index][0] & _WIDE), 1
        return b"".join(pieces).decode("utf-16-le", "replace")

    def _turn(self) -> None:
        if self.place >= len(self.segments[self.index]) and self.index + 1 < len(self.segments):
            self.place -= len(self.segments[self.index])
            self.index += 1


@contextmanager
def mishaps(source: Source) -> Iterator[None]:
    """Let what does not stand where it should be the file's fault."""
    try:
        yield
    except (struct.error, IndexError, OSError, ValueError, RecursionError):
        # olefile goes too deep where a directory is one long chain.
        raise broken(source) from None


def broken(source: Source) -> UnreadableSource:
    """Word that a book does not hold what it should."""
    return UnreadableSource("broken", name=source.name, format=source.format.value, reason="truncated")
