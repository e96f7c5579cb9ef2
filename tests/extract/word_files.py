"""Writes Word 97–2003 containers, as small as the reader takes them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

SECTOR, PAGE, TEXT = 512, 512, 0x800
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
MAIN, FOOTNOTES, HEADERS, BOXES = 0, 1, 2, 6
STYLES, FOOTNOTE_TEXTS, SECTIONS, HEADER_TEXTS, CHARACTERS, PARAGRAPHS, CLX = 1, 3, 6, 11, 12, 13, 33
ANCHORS, ART, BOX_TEXTS, LISTS, OVERRIDES = 40, 50, 56, 73, 74

FIRST, COVERED, CONTINUED, RESTARTED = 1, 2, 0x20, 0x60

Run = tuple[int, int, bytes]
"""Where a run starts and ends, and its modifiers."""


class Para(NamedTuple):
    """A paragraph with its mark."""

    text: str
    modifiers: bytes = b""
    style: int = 0


def one(code: int, value: int) -> bytes:
    """Write a modifier whose operand is of a fixed size."""
    return struct.pack("<H", code) + value.to_bytes((1, 1, 2, 4, 2, 2, 0, 3)[code >> 13], "little")


def many(code: int, operand: bytes) -> bytes:
    """Write a modifier whose operand says how long it is."""
    return struct.pack("<HB", code, len(operand)) + operand


def in_table(depth: int = 1) -> bytes:
    return one(0x2416, 1) + one(0x6649, depth)


def definition(edges: list[int], merges: list[int]) -> bytes:
    """Define a row: its cells' edges and merge flags."""
    cells = b"".join(struct.pack("<H18x", merge) for merge in merges)
    operand = bytes((len(merges),)) + struct.pack(f"<{len(edges)}h", *edges) + cells
    return struct.pack("<HH", 0xD608, len(operand) + 1) + operand


def row(
    cells: list[str],
    edges: list[int] | None = None,
    merges: list[int] | None = None,
    more: bytes = b"",
) -> list[Para]:
    """Write a row of a table: each cell's paragraphs, then the row's end."""
    edges = edges or list(range(0, 1000 * len(cells) + 1, 1000))
    ruled = definition(edges, merges or [0] * (len(edges) - 1))
    paragraphs = []
    for cell in cells:
        *lines, last = cell.split("\r")
        paragraphs += [Para(f"{line}\r", in_table()) for line in lines]
        paragraphs.append(Para(f"{last}\x07", in_table()))
    return [*paragraphs, Para("\x07", in_table() + one(0x2417, 1) + ruled + more)]


def nested_row(cells: list[str]) -> list[Para]:
    """Write a row of a table in a cell, whose marks are those of paragraphs."""
    ruled = definition(list(range(0, 1000 * len(cells) + 1, 1000)), [0] * len(cells))
    paragraphs = [Para(f"{cell}\r", in_table(2) + one(0x244B, 1)) for cell in cells]
    return [*paragraphs, Para("\r", in_table(2) + one(0x244B, 1) + one(0x244C, 1) + ruled)]


def level(style: int, text: str, *, start: int = 1, suffix: int = 2, flags: int = 0) -> bytes:
    """Write a level of a list; `text` holds the level's number where that is printed."""
    places = [index + 1 for index, sign in enumerate(text) if ord(sign) < 9]
    head = struct.pack("<iBB9sB8xBBBx", start, style, flags, bytes(places), suffix, 0, 0, 0)
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def lists(*levels: list[bytes]) -> bytes:
    """Write lists 1, 2 …, each with its nine levels, or with one."""
    heads = b"".join(
        struct.pack("<i22xBx", key, len(written) == 1) for key, written in enumerate(levels, start=1)
    )
    return struct.pack("<H", len(levels)) + heads + b"".join(map(b"".join, levels))


def overrides(*changes: tuple[int, list[bytes]]) -> bytes:
    """Write what the list numbers 1, 2 … stand for: a list, and changes of its levels."""
    heads = b"".join(struct.pack("<i8xB3x", key, len(changed)) for key, changed in changes)
    tails = b"".join(struct.pack("<I", FREE) + b"".join(changed) for _, changed in changes)
    return struct.pack("<I", len(changes)) + heads + tails


def styles(*sheet: tuple[int, int, bytes]) -> bytes:
    """Write a style sheet: each paragraph style's own number among those built in, its base, its modifiers."""
    header = struct.pack("<HH14x", len(sheet), 10)
    written = struct.pack("<H", len(header)) + header
    for index, (number, base, modifiers) in enumerate(sheet):
        properties = struct.pack("<HH", len(modifiers) + 2, index) + modifiers
        body = struct.pack("<8H", number, base << 4 | 1, 2, 0, 0, 1, ord("s"), 0) + properties
        written += struct.pack("<H", len(body)) + body + b"\0" * (len(body) % 2)
    return written


def plex(positions: list[int], elements: list[bytes]) -> bytes:
    return struct.pack(f"<{len(positions)}I", *positions) + b"".join(elements)


@dataclass
class WordFile:
    """A document: paragraphs with their marks and modifiers, in the order of their stories.

    `lengths` are those of the stories; `order` is the order in which stretches of positions stand in the file, and
    `saved` what a fast save changed in each; `runs` are modifiers of characters, from position to position.
    """

    paragraphs: list[Para]
    lengths: dict[int, int] = field(default_factory=dict)
    structures: dict[int, bytes] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    order: list[tuple[int, int]] = field(default_factory=list)
    saved: list[int] = field(default_factory=list)
    modifiers: list[bytes] = field(default_factory=list)
    data: bytes = b""
    encoding: str = "utf-16-le"
    language: int = 0x0804
    version: int = 0xC1
    flags: int = 0x1200

    def dump(self) -> bytes:
        """Write the container."""
        width = 2 if self.encoding == "utf-16-le" else 1
        raws = [paragraph.text.encode(self.encoding) for paragraph in self.paragraphs]
        limits = [place // width for place in accumulate(map(len, raws), initial=0)]
        raw = b"".join(raws)
        order = self.order or [(0, limits[-1])]
        sizes = [(end - start) * width for start, end in order]
        pieces = list(zip(order, accumulate(sizes, initial=TEXT), strict=False))
        main = bytearray(TEXT) + b"".join(raw[start * width : end * width] for start, end in order)
        main += bytes(-len(main) % PAGE)
        structures = self.structures | {CLX: self._clx(pieces, width)}
        looks = [
            (start, end, struct.pack("<H", one.style) + one.modifiers)
            for start, end, one in zip(limits, limits[1:], self.paragraphs, strict=False)
        ]
        structures[PARAGRAPHS] = _pages(main, _placed(looks, pieces, width), 13)
        structures[CHARACTERS] = _pages(main, _placed(_filled(self.runs, limits[-1]), pieces, width), 1)
        table = bytearray(16)
        pointers = {}
        for index, structure in structures.items():
            # The levels of lists stand behind what is counted.
            pointers[index] = (len(table), 2 + 28 * structure[0] if index == LISTS else len(structure))
            table += structure
        main[:TEXT] = self._header(limits[-1], pointers)
        streams = {"WordDocument": bytes(main), "1Table": bytes(table)}
        return container(streams | ({"Data": self.data} if self.data else {}))

    def _header(self, length: int, pointers: dict[int, tuple[int, int]]) -> bytes:
        head = bytearray(TEXT)
        struct.pack_into("<HHxxHxxH", head, 0, 0xA5EC, self.version, self.language, self.flags)
        struct.pack_into("<H", head, 0x20, 14)
        struct.pack_into("<H", head, 0x3E, 22)
        lengths = {MAIN: length, **self.lengths}
        struct.pack_into("<8i", head, 0x4C, *(lengths.get(story, 0) for story in range(8)))
        struct.pack_into("<H", head, 0x98, 93)
        for index, (start, size) in pointers.items():
            struct.pack_into("<II", head, 0x9A + 8 * index, start, size)
        return bytes(head)

    def _clx(self, pieces: list[tuple[tuple[int, int], int]], width: int) -> bytes:
        placed = sorted(zip(pieces, self.saved or [0] * len(pieces), strict=True))
        descriptors = [
            struct.pack("<HIH", 0, offset if width == 2 else offset * 2 | 1 << 30, saved)
            for (_, offset), saved in placed
        ]
        table = plex([start for ((start, _), _), _ in placed] + [placed[-1][0][0][1]], descriptors)
        changed = b"".join(struct.pack("<BH", 1, len(one)) + one for one in self.modifiers)
        return changed + struct.pack("<BI", 2, len(table)) + table


def _filled(runs: list[Run], end: int) -> list[Run]:
    """Put runs that change nothing between the others."""
    limits = [0, *(place for start, last, _ in runs for place in (start, last)), end]
    between = zip(limits[::2], limits[1::2], strict=True)
    return sorted([*runs, *((start, last, b"") for start, last in between if start < last)])


def _placed(runs: list[Run], pieces: list[tuple[tuple[int, int], int]], width: int) -> list[Run]:
    """Tell where runs of positions stand in the stream."""
    placed = []
    for (start, end), offset in pieces:
        for first, last, modifiers in runs:
            here, there = max(start, first), min(end, last)
            if here < there:
                placed.append((offset + (here - start) * width, offset + (there - start) * width, modifiers))
    return placed


def _pages(main: bytearray, runs: list[Run], size: int) -> bytes:
    """Write pages of runs behind the text; list where they start."""
    starts, numbers = [], []
    last = runs[-1][1] if runs else TEXT
    while runs:
        page, taken = _page(runs, size)
        starts.append(runs[0][0])
        numbers.append(struct.pack("<I", len(main) // PAGE))
        main += page
        runs = runs[taken:]
    return plex([*starts, last], numbers)


def _page(runs: list[Run], size: int) -> tuple[bytes, int]:
    """Fill a page with runs; tell how many it took."""
    page = bytearray(PAGE)
    end = PAGE - 1
    places: dict[bytes, int] = {}
    shown: list[int] = []
    for _, _, modifiers in runs:
        written = _sized(modifiers, size)
        fresh = end if written in places else (end - len(written)) & ~1
        if fresh < 4 * (len(shown) + 2) + size * (len(shown) + 1):
            break
        if written not in places:
            page[fresh : fresh + len(written)] = written
            places[written], end = fresh // 2, fresh
        shown.append(places[written])
    assert shown, "a run is too long for a page"
    limits = [start for start, _, _ in runs[: len(shown)]] + [runs[len(shown) - 1][1]]
    struct.pack_into(f"<{len(limits)}I", page, 0, *limits)
    for index, place in enumerate(shown):
        page[4 * len(limits) + size * index] = place
    page[-1] = len(shown)
    return bytes(page), len(shown)


def _sized(modifiers: bytes, size: int) -> bytes:
    """Write modifiers behind their size: in bytes for characters, in pairs of bytes for paragraphs."""
    if size == 1:
        return bytes((len(modifiers),)) + modifiers
    if len(modifiers) % 2:
        return bytes(((len(modifiers) + 1) // 2,)) + modifiers
    return bytes((0, len(modifiers) // 2)) + modifiers


def container(streams: dict[str, bytes]) -> bytes:
    """Write an OLE container whose streams all are too large for its small sectors."""
    padded = [stream.ljust(4096, b"\0") for stream in streams.values()]
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    fat: list[int] = []
    for index, (name, stream) in enumerate(zip(streams, padded, strict=True), start=1):
        entries.append(
            _entry(name, 2, len(fat), len(stream), right=index + 1 if index < len(padded) else FREE)
        )
        count = -(-len(stream) // SECTOR)
        fat += [*range(len(fat) + 1, len(fat) + count), END]
    directory = len(fat)
    fat.append(END)
    tables = -(-len(fat) // 127)
    listed = [*range(len(fat), len(fat) + tables), *[FREE] * (109 - tables)]
    fat += [FAT] * tables
    fat += [FREE] * (tables * 128 - len(fat))
    head = struct.pack("<8s16xHHHHH6xI", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0)
    head += struct.pack("<8I", tables, directory, 0, 4096, END, 0, END, 0) + struct.pack("<109I", *listed)
    body = b"".join(stream + bytes(-len(stream) % SECTOR) for stream in padded)
    return head + body + b"".join(entries).ljust(SECTOR, b"\0") + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE, right: int = FREE) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack("<64sHBB3I36xII4x", raw, len(raw) + 2, kind, 1, FREE, right, child, start, size)
