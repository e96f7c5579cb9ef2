"""Bytes → text: which encoding they are in, how sure that is, and what was replaced.

1. A byte-order mark decides; then strict UTF-8; then how well strict GB18030, UTF-16 and Big5 read.
2. A reading's score is the share of its characters that are everyday Chinese ones, ASCII aside.
3. A file cut in the middle of a character is no other encoding for it: the torn end is replaced and counted.
4. What a web page says of itself is a hint: it is believed where the characters beyond ASCII read well in it.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from functools import cache

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", 0),
    (codecs.BOM_UTF32_LE, "utf-32-le", 4),
    (codecs.BOM_UTF32_BE, "utf-32-be", 4),
    (codecs.BOM_UTF16_LE, "utf-16-le", 2),
    (codecs.BOM_UTF16_BE, "utf-16-be", 2),
    (b"\x84\x31\x95\x33", "gb18030", 4),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_DECLARED = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), "big5hkscs"),
}
_FOREIGN = re.compile(rb"[\x80-\xff]")
_SAMPLE = 1 << 17
_SURE, _CLEAR, _BELIEVED, _LEAST = 0.9, 0.15, 0.75, 0.6
# The rows of GB 2312 and Big5 that hold marks and everyday characters; both tables put the frequent first.
_EVERYDAY = (
    ("gb2312", (*range(0xA1, 0xA4), *range(0xB0, 0xD8)), range(0xA1, 0xFF)),
    ("big5", range(0xA1, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),
)
_PLAIN = re.compile("[\\t\\n\\r\\f -~]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, and the doubts about it."""

    text: str
    encoding: str
    replaced: int = 0
    guessed: bool = False


def find_decoded(data: bytes, declared: str | None = None) -> Decoded | None:
    r"""Decode `data`; None where no encoding makes text of it.

    With `declared`, which may be empty, the data is markup, and most of it ASCII whatever the encoding.

    >>> find_decoded("序号\n职权名称".encode("gbk")).encoding
    'gb18030'
    >>> find_decoded("<td>职权名称</td>".encode("gbk"), "GB2312").guessed
    False
    """
    for bom, encoding, length in _BOMS:
        if data.startswith(bom):
            return _decoded(data[length:] if length else data, encoding)
    if b"\0" not in data[:_SAMPLE]:
        try:
            return Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError as fault:
            cut = fault.reason == "unexpected end of data" and fault.end == len(data)
            if cut and _FOREIGN.search(data, 0, fault.start):
                return _decoded(data, "utf-8")
        hinted = None if declared is None else _find_hinted(data, declared)
        if hinted is not None:
            return hinted
    return _find_best(data)


def _find_hinted(data: bytes, declared: str) -> Decoded | None:
    named = _DECLARED.get(declared.lower(), "")
    first = _FOREIGN.search(data)
    start = first.start() if first else 0
    for encoding in filter(None, dict.fromkeys((named, "gb18030", "big5hkscs"))):
        foreign = _PLAIN.sub("", data[start : start + _SAMPLE].decode(encoding, "replace"))
        if foreign and _everyday_share(foreign) >= _BELIEVED:
            return replace(_decoded(data, encoding), guessed=encoding != named)
    return None


def _find_best(data: bytes) -> Decoded | None:
    sample = data[:_SAMPLE]
    scores = sorted(((_score_of(sample, one), one) for one in _CANDIDATES), reverse=True)
    (best, encoding), (second, _) = scores[:2]
    if best >= _SURE and best - second >= _CLEAR:
        found = _decoded(data, encoding)
        if found.replaced <= 1:
            return found
    return _find_doubtful(data)


def _find_doubtful(data: bytes) -> Decoded | None:
    """Weigh every reading with its faults, and what the library says; the most everyday text wins."""
    from charset_normalizer import from_bytes

    said = from_bytes(data[:_SAMPLE]).best()
    candidates = ("utf-8", *_CANDIDATES, *([said.encoding] if said else []))
    read = [_decoded(data, encoding) for encoding in dict.fromkeys(candidates)]
    best = max(read, key=lambda one: (round(_readable_share(one.text), 2), -one.replaced))
    return replace(best, guessed=True) if _readable_share(best.text) >= _LEAST else None


def _decoded(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _score_of(sample: bytes, encoding: str) -> float:
    """Give the share of everyday characters, ASCII aside; 0 where the bytes are not strictly so encoded."""
    try:
        return _everyday_share(codecs.getincrementaldecoder(encoding)().decode(sample))
    except UnicodeDecodeError:
        return 0.0


def _everyday_share(text: str) -> float:
    weighed = len(text) - len(_PLAIN.findall(text))
    return max(len(one.findall(text)) for one in _everyday_patterns()) / weighed if weighed else 1.0


def _readable_share(text: str) -> float:
    """Give the share of everyday characters and ASCII together: a few odd ones do not tell against the rest."""
    text = text[:_SAMPLE]
    plain = len(_PLAIN.findall(text))
    return (plain + _everyday_share(text) * (len(text) - plain)) / max(len(text), 1)


@cache
def _everyday_patterns() -> tuple[re.Pattern[str], ...]:
    patterns = []
    for table, leads, trails in _EVERYDAY:
        pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
        characters = "".join(pair.decode(table, "ignore") for pair in pairs)
        patterns.append(re.compile(f"[{re.escape(characters)}]"))
    return tuple(patterns)
