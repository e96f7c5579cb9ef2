"""A path or bytes → a source: its name, its bytes, and the format that the bytes themselves declare.

1. The format comes from the bytes; the name's extension is only compared with it (`misnamed`).
2. Only regular files are read, and none above `LARGEST` bytes.
3. A source is never empty, and never encrypted as a whole.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from .errors import UnknownFormat, UnreadableSource

LARGEST = 200 << 20


class Format(StrEnum):
    """What a file is, by its bytes."""

    TXT = "txt"
    DOCX = "docx"
    DOC = "doc"
    XLSX = "xlsx"
    XLS = "xls"
    ODT = "odt"
    ODS = "ods"
    RTF = "rtf"
    HTML = "html"
    MHTML = "mhtml"
    PDF = "pdf"
    OFD = "ofd"
    XML = "xml"
    ZIP = "zip"
    IMAGE = "image"


_FORMATS_BY_EXTENSION = {
    **dict.fromkeys(("txt", "text", "md", "csv", "tsv"), Format.TXT),
    **dict.fromkeys(("docx", "docm", "dotx", "dotm"), Format.DOCX),
    **dict.fromkeys(("doc", "dot", "wps", "wpt"), Format.DOC),
    **dict.fromkeys(("xlsx", "xlsm", "xltx"), Format.XLSX),
    **dict.fromkeys(("xls", "xlt", "et", "ett"), Format.XLS),
    **dict.fromkeys(("html", "htm", "xhtml", "shtml"), Format.HTML),
    **dict.fromkeys(("mhtml", "mht"), Format.MHTML),
    **dict.fromkeys(("png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "webp"), Format.IMAGE),
    **{one.value: one for one in (Format.ODT, Format.ODS, Format.RTF, Format.PDF, Format.OFD)},
    **{one.value: one for one in (Format.XML, Format.ZIP)},
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = tuple(
    (name.encode("utf-16-le"), found)
    for name, found in (
        ("EncryptedPackage", None),
        ("WordDocument", Format.DOC),
        ("Workbook", Format.XLS),
        ("Book\0", Format.XLS),
    )
)
_IMAGE = re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM.{4}\0\0\0\0|RIFF.{4}WEBP", re.DOTALL)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|div|title|style|script|p|h[1-6])[\s>]", re.IGNORECASE
)
_MHTML = re.compile(rb"content-type:\s*multipart/related", re.IGNORECASE)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
# The member that a package has at its heart, and what the package says of itself; either will do.
_PACKAGES = (
    ("word/document.xml", re.compile(rb"(?:wordprocessingml\.\w+|ms-word\.\w+\.\w+)\.main"), Format.DOCX),
    ("xl/workbook.xml", re.compile(rb"(?:spreadsheetml\.\w+|ms-excel\.\w+\.\w+)\.main"), Format.XLSX),
    ("OFD.xml", re.compile(rb"^application/ofd"), Format.OFD),
    ("content.xml?", re.compile(rb"\.opendocument\.text"), Format.ODT),
    ("content.xml?", re.compile(rb"\.opendocument\.spreadsheet"), Format.ODS),
)
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
_SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes, and what they are."""

    name: str
    data: bytes = field(repr=False)
    format: Format

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def misnamed(self) -> bool:
        """Whether the name's extension is that of another format than the bytes'."""
        extension = Path(self.name).suffix.lower().removeprefix(".")
        return _FORMATS_BY_EXTENSION.get(extension, self.format) is not self.format


def is_known_extension(name: str) -> bool:
    """Tell whether a name's extension is that of a format.

    >>> is_known_extension("清单.DOCX"), is_known_extension("qzparse.toml")
    (True, False)
    """
    return Path(name).suffix.lower().removeprefix(".") in _FORMATS_BY_EXTENSION


def read_source(path: str | os.PathLike[str]) -> Source:
    """Read a file, or standard input where `path` is `-`."""
    if path == "-":
        return source_of(sys.stdin.buffer.read(LARGEST + 1), "-")
    return source_of(read_whole(path), Path(path).name)


def read_whole(path: str | os.PathLike[str]) -> bytes:
    """Read the bytes of a regular file that is not too large."""
    shown = os.fspath(path)
    try:
        status = Path(shown).stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableSource("folder", name=shown)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableSource("unreachable", name=shown, reason="special-file")
        if status.st_size > LARGEST:
            raise UnreadableSource("hostile", name=shown, reason="too-large")
        return Path(shown).read_bytes()
    except FileNotFoundError:
        raise UnreadableSource("absent", name=shown) from None
    except PermissionError:
        raise UnreadableSource("forbidden", name=shown) from None
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UnreadableSource("unreachable", name=shown, reason=reason) from None


def source_of(data: bytes, name: str) -> Source:
    r"""Name what `data` is; refuse what is empty, encrypted, too large or of no known format.

    >>> source_of("\t序号".encode(), "list.docx").format, source_of(b"%PDF-1.4", "a.pdf").misnamed
    (<Format.TXT: 'txt'>, False)
    """
    if data in (b"", *_BOMS):
        raise UnreadableSource("empty", name=name)
    if len(data) > LARGEST:
        raise UnreadableSource("hostile", name=name, reason="too-large")
    found = _find_binary_format(data, name) or _find_text_format(data)
    if found is None:
        raise UnknownFormat("unknown", name=name)
    return Source(os.fsencode(name).decode(errors="replace"), data, found)


def _find_binary_format(data: bytes, name: str) -> Format | None:
    if data.startswith(_OLE):
        return _find_ole_format(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format_of(data, name)
    if b"%PDF" in data[:1024]:
        return Format.PDF
    if data.startswith(b"{\\rt"):
        return Format.RTF
    return Format.IMAGE if _IMAGE.match(data) else None


def _find_ole_format(data: bytes, name: str) -> Format | None:
    # An embedded workbook's streams follow the document's own in the directory: the first name found decides.
    shift = min(int.from_bytes(data[0x1E:0x20], "little"), 16)
    directory = (int.from_bytes(data[0x30:0x34], "little") + 1) << shift
    for start in (directory, 0):
        places = [(data.find(stream, start), found) for stream, found in _OLE_STREAMS]
        seen = [place for place in places if place[0] >= 0]
        if seen:
            found = min(seen, key=lambda place: place[0])[1]
            if found is None:
                raise UnreadableSource("encrypted", name=name)
            return found
    return None


def _zip_format_of(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            declared = _declared_in(archive, names)
    except _ZIP_FAULTS:
        # A container cut short still shows its first members' names; its reader says that it is broken.
        names, declared = set(), data
    for member, said, found in _PACKAGES:
        if member in names or said.search(declared) or (declared is data and member.encode() in data):
            return found
    if declared is data:
        raise UnreadableSource("broken", name=name, format=Format.ZIP.value, reason="truncated")
    return Format.ZIP


def _declared_in(archive: zipfile.ZipFile, names: set[str]) -> bytes:
    for name in ("[Content_Types].xml", "mimetype"):
        if name in names:
            with archive.open(name) as member:
                return member.read(_SAMPLE)
    return b""


def _find_text_format(data: bytes) -> Format | None:
    sample = data[:_SAMPLE]
    head = sample[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").replace(b"\0", b"")
    if head.startswith(b"<"):
        if _HTML.search(head):
            return Format.HTML
        if head.startswith(b"<?xml"):
            return Format.XML
    if _MHTML.search(head):
        return Format.MHTML
    controls = len(sample) - len(sample.translate(None, delete=_CONTROLS))
    if data.startswith(_BOMS) or controls * 100 <= len(sample) or _looks_like_utf16(sample):
        return Format.TXT
    return None


_PRINTED = re.compile("[\\t\\n\\r -~\u2010-\u203b\u2460-\u249b\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")


def _looks_like_utf16(sample: bytes) -> bool:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) & ~1].decode(encoding, "replace")
        if len(_PRINTED.findall(text)) > 0.9 * len(text):
            return True
    return False
