"""A Word 97–2003 container → its text by character position, and the structures that its header points at.

1. `text` has one character for each position that Word counts; what takes two is followed by `FILLER`.
2. Pieces stand in reading order, in whatever order a fast save left them in the file.
3. Nothing is read past a stream's end: a file that points there is broken.
"""

from __future__ import annotations

import codecs
import io
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate

import olefile

from qzparse.errors import UnreadableSource
from qzparse.source import Source

FILLER = "\x1f"
_WORD_97 = 0xC1
_COMPRESSED = 1 << 30
_ENCRYPTED, _SECOND_TABLE = 0x100, 0x200
_STORIES = 8
_STREAMS = ("worddocument", "0table", "1table", "data")
# The one-byte modifiers of a fast save that matter to readers, by their short numbers.
_SHORT = {0x0C: 0x260A, 0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x42: 0x0801}
_SPARSE = dict.fromkeys((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_WESTERN = "".join(chr(code) if code in _SPARSE else bytes((code,)).decode("cp1252") for code in range(256))
_CODE_PAGES = {0x0804: "gbk", 0x1004: "gbk", 0x0404: "cp950", 0x0C04: "cp950", 0x1404: "cp950"}
_WIDE = re.compile("([^\0-\x7f])")
_ASTRAL = re.compile("([\U00010000-\U0010ffff])")


class OlderWord(Exception):
    """The container was written by Word 6 or 95, whose structures are other ones."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of positions, `start` to `end`, whose characters stand from `offset` on, `width` bytes each.

    `modifier` is what a fast save changed of their properties.
    """

    start: int
    end: int
    offset: int
    width: int
    modifier: int

    @property
    def limit(self) -> int:
        """Where its bytes end."""
        return self.offset + (self.end - self.start) * self.width


class WordBinary:
    """The streams of a Word document, and the text in them."""

    def __init__(self, source: Source) -> None:
        self._source = source
        with self.mishaps():
            self._streams = self._read_streams()
            main = self.main = self._stream("WordDocument")
            version, language, flags = struct.unpack_from("<2xHxxHxxH", main)
            if version < _WORD_97:
                raise OlderWord
            if flags & _ENCRYPTED:
                raise UnreadableSource("encrypted", name=source.name)
            self._table = self._stream("1Table" if flags & _SECOND_TABLE else "0Table")
            words = struct.unpack_from("<H", main, 0x20)[0]
            longs = 0x24 + 2 * words
            self._pointers = longs + 4 * struct.unpack_from("<H", main, longs - 2)[0] + 2
            lengths = struct.unpack_from(f"<{_STORIES}i", main, longs + 12)
            self._stories = (0, *accumulate(max(0, length) for length in lengths))
            eastern = struct.unpack_from("<H", main, 0x20 + 2 * words)[0]
            self.code_page = _CODE_PAGES.get(eastern) or _CODE_PAGES.get(language, "")
            self.guessed = False
            self._modifiers, self.pieces = self._read_pieces()
            self._starts = [piece.start for piece in self.pieces]
            self.text = "".join([self._text_of(piece) for piece in self.pieces])

    @property
    def data(self) -> bytes:
        """The stream that holds what is too large for the others."""
        return self._stream("Data") if "data" in self._streams else b""

    def story(self, index: int) -> tuple[int, int]:
        """Give the positions of a story: the main text is 0, then footnotes, headers, and others."""
        start, end = self._stories[index : index + 2]
        return start, min(end, len(self.text))

    def structure(self, index: int, *, beyond: bool = False) -> bytes:
        """Cut a structure of the table stream, by its number in the header; b"" where there is none."""
        start, size = struct.unpack_from("<II", self.main, self._pointers + 8 * index)
        if not size:
            return b""
        if start + size > len(self._table):
            raise self.broken()
        return self._table[start:] if beyond else self._table[start : start + size]

    def plex(self, index: int, size: int) -> tuple[tuple[int, ...], list[bytes]]:
        """Read positions, and between each two of them an element of `size` bytes."""
        return plex_of(self.structure(index), size)

    def modifiers_of(self, piece: Piece) -> bytes:
        """Give what a fast save changed in a piece, as modifiers."""
        if piece.modifier & 1:
            index = piece.modifier >> 1
            return self._modifiers[index] if index < len(self._modifiers) else b""
        code = _SHORT.get(piece.modifier >> 1 & 0x7F)
        return b"" if code is None else struct.pack("<HB", code, piece.modifier >> 8)

    def piece_at(self, position: int) -> Piece:
        """Find the piece that a position belongs to."""
        return self.pieces[bisect_right(self._starts, position) - 1]

    def offsets_of(self, positions: list[int]) -> list[int]:
        """Tell where the characters at ascending positions stand in the main stream."""
        if len(self.pieces) == 1:
            only = self.pieces[0]
            base, width = only.offset - only.start * only.width, only.width
            return [base + position * width for position in positions]
        offsets = []
        for position in positions:
            piece = self.piece_at(position)
            offsets.append(piece.offset + (position - piece.start) * piece.width)
        return offsets

    def broken(self) -> UnreadableSource:
        """Word that the file ends before what it points at."""
        return UnreadableSource(
            "broken", name=self._source.name, format=self._source.format.value, reason="truncated"
        )

    @contextmanager
    def mishaps(self) -> Iterator[None]:
        """Let what does not stand where it should be the file's fault."""
        try:
            yield
        except (struct.error, IndexError, OSError):
            raise self.broken() from None

    def _read_streams(self) -> dict[str, bytes]:
        data = self._source.data
        if not _is_sound(data):
            raise self.broken()
        try:
            with olefile.OleFileIO(io.BytesIO(data)) as container:
                found = {path[0].lower(): path[0] for path in container.listdir() if len(path) == 1}
                names = {key: name for key, name in found.items() if key in _STREAMS}
                # A sector chain that runs in circles would give any size that an entry declares.
                if any(container.get_size(name) > len(data) for name in names.values()):
                    raise self.broken()
                return {key: container.openstream(name).read() for key, name in names.items()}
        except (ValueError, RecursionError):
            # olefile lets these through where a header is garbled or a directory is one long chain.
            raise self.broken() from None

    def _stream(self, name: str) -> bytes:
        stream = self._streams.get(name.lower())
        if stream is None:
            raise self.broken()
        return stream

    def _read_pieces(self) -> tuple[list[bytes], list[Piece]]:
        clx = self.structure(33)
        modifiers, place = [], 0
        while clx[place] == 1:
            size = struct.unpack_from("<H", clx, place + 1)[0]
            modifiers.append(clx[place + 3 : place + 3 + size])
            place += 3 + size
        size = struct.unpack_from("<I", clx, place + 1)[0]
        positions, descriptors = plex_of(clx[place + 5 : place + 5 + size], 8)
        pieces = []
        for start, end, descriptor in zip(positions, positions[1:], descriptors, strict=False):
            offset, modifier = struct.unpack_from("<2xIH", descriptor)
            width = 2
            if offset & _COMPRESSED:
                offset, width = (offset & ~_COMPRESSED) // 2, 1
            piece = Piece(start, end, offset, width, modifier)
            if start > end or piece.limit > len(self.main):
                raise self.broken()
            pieces.append(piece)
        if not pieces or pieces[0].start:
            raise self.broken()
        if sum(piece.limit - piece.offset for piece in pieces) > 2 * len(self.main):
            raise UnreadableSource("hostile", name=self._source.name, reason="unpacked-too-large")
        return modifiers, pieces

    def _text_of(self, piece: Piece) -> str:
        raw = self.main[piece.offset : piece.limit]
        if piece.width == 1:
            return self._narrow_text_of(raw)
        text = raw.decode("utf-16-le", "replace")
        return text if len(text) == piece.end - piece.start else _ASTRAL.sub(rf"\1{FILLER}", text)

    def _narrow_text_of(self, raw: bytes) -> str:
        """Read Western text; old Chinese programs left text of their code page in such pieces."""
        high = len(raw) - len(raw.translate(None, bytes(range(0x80, 0x100))))
        if self.code_page and high * 3 > len(raw):
            try:
                text = _WIDE.sub(rf"\1{FILLER}", raw.decode(self.code_page))
            except UnicodeDecodeError:
                text = ""
            if len(text) == len(raw):
                self.guessed = True
                return text
        return codecs.charmap_decode(raw, "strict", _WESTERN)[0]


def _is_sound(data: bytes) -> bool:
    """Tell whether a container claims no more tables of sectors, and no more small sectors, than it can hold."""
    shift, mini_shift = struct.unpack_from("<2H", data, 0x1E)
    if shift not in (9, 12) or mini_shift != 6:
        return False
    sectors = len(data) >> shift
    tables, directory, small, others = (
        int.from_bytes(data[place : place + 4], "little") for place in (0x2C, 0x30, 0x40, 0x48)
    )
    root = (directory + 1 << shift) + 0x78
    size = int.from_bytes(data[root : root + 4], "little")
    return size <= len(data) and tables + small + others <= 4 + 4 * (sectors >> (shift - 2))


def plex_of(data: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """Read n + 1 ascending numbers and n elements of `size` bytes."""
    count = max(0, (len(data) - 4) // (4 + size))
    if not count:
        return (), []
    first = 4 * (count + 1)
    numbers = struct.unpack_from(f"<{count + 1}I", data)
    return numbers, [data[first + index * size : first + (index + 1) * size] for index in range(count)]
