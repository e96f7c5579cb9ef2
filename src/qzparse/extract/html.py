"""A web page, or one saved as a web archive → its transcript.

1. What the page says of its encoding is a hint; nothing that it names is ever fetched.
2. A web archive is read like the page it holds, or like those that this page frames, as in a saved workbook.
3. The page is parsed while it is read: however long it is, there is never a tree of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

from lxml import etree

from qzparse.errors import UnreadableSource
from qzparse.ledger import NoteKind
from qzparse.source import Source
from qzparse.tokens import Transcript

from .blocks import Composer
from .encoding import Decoded, find_decoded
from .frames import Page
from .markup import Markup

_CHUNK = 1 << 16
_HEAD = 4096
_CHARSET = re.compile(rb"""(?:charset|<\?xml[^>]*?\sencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_FRAMES = re.compile("<frameset[\\s>]", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml")


def read_html(source: Source) -> Transcript:
    """Read a web page, or a fragment of one."""
    return _read(source, [source.data])


def read_mhtml(source: Source) -> Transcript:
    """Read a web archive."""
    pages = list(_iter_pages(source.data))
    if not pages:
        raise UnreadableSource("broken", name=source.name, format=source.format.value, reason="parts")
    return _read(source, pages)


def _iter_pages(data: bytes) -> Iterator[bytes]:
    """Yield the first page of an archive, or the others where it only frames them."""
    framed = True
    for part in message_from_bytes(data).walk():
        if part.get_content_type() in _PAGES and framed:
            payload = part.get_payload(decode=True)
            page = payload if isinstance(payload, bytes) else b""
            charset = part.get_content_charset()
            if charset and not _CHARSET.search(page[:_HEAD]):
                page = b"<meta charset=%s>" % charset.encode("ascii", "replace") + page
            framed = _FRAMES.search(page[: 16 * _HEAD].decode("latin-1")) is not None
            yield page


def _read(source: Source, pages: list[bytes]) -> Transcript:
    composer = Composer()
    encodings: list[str] = []
    for page in pages:
        declared = _CHARSET.search(page[:_HEAD])
        decoded = find_decoded(page, declared[1].decode("ascii") if declared else "")
        if decoded is None:
            raise UnreadableSource("undecodable", name=source.name)
        _note(decoded, composer)
        encodings.append(decoded.encoding)
        is_plain = decoded.encoding == "utf-8" and not decoded.replaced
        data = page if is_plain else decoded.text.encode("utf-8", "replace")
        del decoded
        _parse(data, Markup(Page(composer)))
    transcript = composer.transcript()
    transcript.encoding = encodings[0]
    return transcript


def _note(decoded: Decoded, composer: Composer) -> None:
    if decoded.guessed:
        composer.transcriber.note(NoteKind.ENCODING_GUESSED, encoding=decoded.encoding)
    if decoded.replaced:
        composer.transcriber.note(NoteKind.CHARACTERS_REPLACED, count=decoded.replaced)


def _parse(data: bytes, markup: Markup) -> None:
    # lxml calls only the methods that its target has; its types ask for all.
    target: Any = markup
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
    parser.close()
