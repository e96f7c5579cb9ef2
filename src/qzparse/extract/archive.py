"""A zip container → its members, read within limits.

1. A member has one name, and that name is safe; nothing is ever written to a disk.
2. Limits hold for the bytes really unpacked, whatever the container declares.
3. XML with a DOCTYPE is refused, so no entity is ever resolved; elements nest 256 deep at most.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from lxml import etree

from qzparse.errors import UnreadableSource
from qzparse.source import Source

MEMBERS, MEMBER_SIZE, TOTAL_SIZE = 10_000, 200 << 20, 500 << 20
# Ten thousand rows that differ in their number alone pack 120:1; what bombs are made of packs 600:1 and more.
RATIO, RATIO_FROM = 200, 16 << 20
_HEAD = 4096
_PARSER = etree.XMLParser(resolve_entities=False, collect_ids=False)
_UNSAFE = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:|[\\\0]")
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


class Archive:
    """The members of a zip container."""

    def __init__(self, source: Source) -> None:
        self._source = source
        with self._mishaps():
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        self._check()
        self._members = {member.filename.casefold(): member for member in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members

    def size_of(self, name: str) -> int:
        """Tell how many bytes a member unpacks to."""
        return self._members[name.casefold()].file_size

    def read(self, name: str) -> bytes:
        """Unpack a member."""
        with self._opened(name) as member:
            return member.read()

    def head_of(self, name: str) -> bytes:
        """Unpack the first bytes of a member."""
        with self._opened(name) as member:
            return member.read(_HEAD)

    def iter_ended(self, name: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
        """Parse a member while it is unpacked; yield each element of `tags` when it ends."""
        with self._opened(name) as member:
            ended = etree.iterparse(member, tag=tags, resolve_entities=False, collect_ids=False)
            checked = False
            for _, element in ended:
                if not checked:
                    self._refuse_doctype(element)
                    checked = True
                yield element

    def parsed(self, data: bytes) -> etree._Element:
        """Parse the XML of a member."""
        with self._mishaps():
            root = etree.fromstring(data, _PARSER)
        self._refuse_doctype(root)
        return root

    def _refuse_doctype(self, root: etree._Element) -> None:
        """Refuse XML that declares a DOCTYPE."""
        if root.getroottree().docinfo.doctype:
            raise self.hostile("doctype")

    def hostile(self, reason: str) -> UnreadableSource:
        """Word why the container is not read."""
        return UnreadableSource("hostile", name=self._source.name, reason=reason)

    def broken(self, reason: str) -> UnreadableSource:
        """Word what of the container cannot be read."""
        return UnreadableSource(
            "broken", name=self._source.name, format=self._source.format.value, reason=reason
        )

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        with self._mishaps(), self._zip.open(self._members[name.casefold()]) as member:
            yield member

    @contextmanager
    def _mishaps(self) -> Iterator[None]:
        try:
            yield
        except etree.XMLSyntaxError:
            raise self.broken("xml") from None
        except _FAULTS:
            raise self.broken("truncated") from None

    def _check(self) -> None:
        members = self._zip.infolist()
        if len(members) > MEMBERS:
            raise self.hostile("too-many-members")
        if len({member.filename.casefold() for member in members}) < len(members):
            raise self.hostile("duplicate-member")
        # `orig_filename` keeps the backslashes and what follows a NUL.
        if any(_UNSAFE.search(member.orig_filename) for member in members):
            raise self.hostile("unsafe-member")
        if any(member.flag_bits & 1 for member in members):
            raise UnreadableSource("encrypted", name=self._source.name)
        # Members that overlap would be packed into more bytes than there are.
        packed = sum(member.compress_size for member in members)
        total = sum(member.file_size for member in members)
        if packed > len(self._source.data) or total > TOTAL_SIZE or any(map(_is_bomb, members)):
            raise self.hostile("unpacked-too-large")


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    size = member.file_size
    return size > MEMBER_SIZE or (size > RATIO_FROM and size > RATIO * member.compress_size)
