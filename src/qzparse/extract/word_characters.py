"""Character runs of a Word document → the text as it is printed, one character for each position still.

1. Deleted text, field instructions and pictures are filled out with `FILLER`; the marks of cells stay.
2. Breaks and special hyphens are the characters they print; symbols are what they look like.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from qzparse.excerpt import Span

from .symbols import symbol_of
from .word_binary import FILLER, Piece, WordBinary
from .word_properties import Modifier, iter_modifiers, iter_pages

_NOTED = (Modifier.DELETED, Modifier.INSERTED, Modifier.SYMBOL)
_CODES = [code.to_bytes(2, "little") for code in _NOTED]
_PRINTED = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-"}
_UNPRINTED = [chr(code) for code in range(0x20) if chr(code) not in {*_PRINTED, *"\t\n\r\x07", FILLER}]
_KEPT = re.compile("[^\r\x07]")
_FIELDS = re.compile("[\x13\x14\x15\r\x07]")


@dataclass(slots=True)
class Characters:
    """The printed text by position, and what revisions there were.

    `deleted` holds the positions of deleted paragraph and cell marks.
    """

    text: str
    insertions: int = 0
    deletions: int = 0
    unknown_symbols: int = 0
    deleted: set[int] = field(default_factory=set)


def characters_of(word: WordBinary) -> Characters:
    """Read the text of all stories as it is printed."""
    read = Characters(word.text)
    patches: list[tuple[int, int, str]] = []
    reached: dict[int, int] = {Modifier.DELETED: -1, Modifier.INSERTED: -1}
    for start, end, code, value in sorted(_iter_runs(word)):
        if code == Modifier.SYMBOL:
            symbol, known = symbol_of(value >> 16)
            read.unknown_symbols += not known
            patches.append((start, end, symbol * (end - start)))
            continue
        fresh = start > reached[code]
        reached[code] = end
        if code == Modifier.INSERTED:
            read.insertions += fresh
        else:
            read.deletions += fresh
            patches.append((start, end, _KEPT.sub(FILLER, word.text[start:end])))
            read.deleted.update(mark for mark in range(start, end) if word.text[mark] in "\r\x07")
    text = _patched(word.text, patches)
    if "\x13" in text:
        text = _without_instructions(text)
    for sign in _UNPRINTED:
        text = text.replace(sign, FILLER)
    for sign, printed in _PRINTED.items():
        text = text.replace(sign, printed)
    read.text = text
    return read


def _patched(text: str, patches: list[tuple[int, int, str]]) -> str:
    if not patches:
        return text
    pieces: list[str] = []
    reached = 0
    for start, end, patch in sorted(patches):
        if start >= reached:
            pieces += (text[reached:start], patch)
            reached = end
    return "".join([*pieces, text[reached:]])


def _without_instructions(text: str) -> str:
    """Fill out what stands between a field's begin and its separator.

    A field that is never closed ends with its paragraph, lest it swallow the rest of the document.
    """
    pieces: list[str] = []
    fields: list[bool] = []
    reached = 0
    for found in _FIELDS.finditer(text):
        start, sign = found.start(), found[0]
        pieces.append(text[reached:start] if all(fields) else FILLER * (start - reached))
        reached = start
        if sign == "\x13":
            fields.append(False)
        elif sign not in "\x14\x15":
            fields = [True for shows in fields if shows]
        elif fields and sign == "\x14":
            fields[-1] = True
        elif fields:
            fields.pop()
    return "".join([*pieces, text[reached:]])


def _iter_runs(word: WordBinary) -> Iterator[tuple[int, int, int, int]]:
    """Yield the positions of runs that are deleted, inserted or symbols, with modifier and operand."""
    pieces = sorted(word.pieces, key=lambda piece: piece.offset)
    offsets = [piece.offset for piece in pieces]
    for start, end, noted in _iter_noted(word):
        near = pieces[max(0, bisect_right(offsets, start) - 1) : bisect_right(offsets, end)]
        places = [_positions_in(piece, start, end) for piece in near]
        yield from ((first, last, *one) for first, last in places if first < last for one in noted)
    for piece in word.pieces:
        noted = _noted_in(word.modifiers_of(piece)) if piece.modifier else []
        yield from ((piece.start, piece.end, *one) for one in noted)


def _positions_in(piece: Piece, start: int, end: int) -> Span:
    """Give the positions of the characters of a piece that stand from `start` to `end` in the stream."""
    first = max(start, piece.offset) - piece.offset
    last = min(end, piece.limit) - piece.offset
    return piece.start + first // piece.width, piece.start + last // piece.width


def _iter_noted(word: WordBinary) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Yield where runs of the main stream start and end, and what is noted in them."""
    noted_in: dict[bytes, list[tuple[int, int]]] = {}
    for page in iter_pages(word, 12):
        count = page[-1]
        if not any(page.find(code, 5 * count + 4) >= 0 for code in _CODES):
            continue
        limits = struct.unpack_from(f"<{count + 1}I", page)
        places = page[4 * (count + 1) :]
        for start, end, place in zip(limits, limits[1:], places, strict=False):
            modifiers = page[2 * place + 1 : 2 * place + 1 + page[2 * place]] if place else b""
            if modifiers not in noted_in:
                noted_in[modifiers] = _noted_in(modifiers)
            noted = noted_in[modifiers]
            if noted:
                yield start, end, noted


def _noted_in(modifiers: bytes) -> list[tuple[int, int]]:
    found = ((code, int.from_bytes(operand, "little")) for code, operand in iter_modifiers(modifiers))
    return [
        (code, value)
        for code, value in found
        if code == Modifier.SYMBOL or (code in (Modifier.DELETED, Modifier.INSERTED) and value & 1)
    ]
