"""Paths and bytes → sources: what they are, and why they cannot be read."""

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from qzparse import source
from qzparse.errors import QzparseError, UnknownFormat, UnreadableSource
from qzparse.source import Format, read_source, source_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def zipped(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


def ole(*streams: str) -> bytes:
    return OLE + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))


FORMATS = {
    "text": ("\t序号".encode(), Format.TXT),
    "one character": (b"1", Format.TXT),
    "text with a mark": ("\ufeff序号".encode(), Format.TXT),
    "text of GBK": ("\t序号".encode("gbk"), Format.TXT),
    "text of UTF-16": ("\t序号\n职权名称".encode("utf-16-le"), Format.TXT),
    "text of big-endian UTF-16": ("\t序号\n职权名称".encode("utf-16-be"), Format.TXT),
    "text that opens with a tag": ("<序号> 一".encode(), Format.TXT),
    "text with a stray control": ("\x01" + "序号" * 99, Format.TXT),
    "docx": (zipped(**{"[Content_Types]_xml": WORD}), Format.DOCX),
    "docx by its part": (zipped(word__document_xml=""), Format.DOCX),
    "docx cut short": (zipped(word__document_xml="x" * 999)[:200], Format.DOCX),
    "xlsx": (zipped(**{"[Content_Types]_xml": SHEET}), Format.XLSX),
    "odt": (zipped(mimetype="application/vnd.oasis.opendocument.text"), Format.ODT),
    "ods": (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), Format.ODS),
    "ofd": (zipped(OFD_xml=""), Format.OFD),
    "zip": (zipped(a=""), Format.ZIP),
    "doc": (ole("1Table", "WordDocument"), Format.DOC),
    "xls": (ole("Workbook"), Format.XLS),
    "old xls": (ole("Book\0"), Format.XLS),
    "doc with a sheet in it": (ole("WordDocument", "ObjectPool", "Workbook"), Format.DOC),
    "sheet with a doc in it": (ole("Workbook", "MBD1", "WordDocument"), Format.XLS),
    "rtf": (rb"{\rtf1 x}", Format.RTF),
    "pdf": (b"%PDF-1.4", Format.PDF),
    "pdf behind junk": (b"\0junk\n" * 20 + b"%PDF-1.4", Format.PDF),
    "html": (b"<!DOCTYPE html><html></html>", Format.HTML),
    "table of html": (b"\xef\xbb\xbf\r\n<table border=1>", Format.HTML),
    "html of UTF-16": ("<html></html>".encode("utf-16"), Format.HTML),
    "xhtml": (b'<?xml version="1.0"?><html xmlns="x">', Format.HTML),
    "xml": (b'<?xml version="1.0"?><x/>', Format.XML),
    "mhtml": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; x", Format.MHTML),
    "png": (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
    "jpeg": (b"\xff\xd8\xff\xe0", Format.IMAGE),
    "tiff": (b"II*\0\x08", Format.IMAGE),
    "webp": (b"RIFF1234WEBPVP8 ", Format.IMAGE),
}


@pytest.mark.parametrize(("data", "found"), FORMATS.values(), ids=FORMATS)
def test_format_is_told_by_the_bytes(data: bytes | str, found: Format) -> None:
    made = source_of(data if isinstance(data, bytes) else data.encode(), "list.bin")
    assert made.format is found
    assert not made.misnamed


@pytest.mark.parametrize(("data", "found"), FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("extension", ["txt", "docx", "doc", "xlsx", "xls", "pdf", "html"])
def test_extension_never_decides(data: bytes | str, found: Format, extension: str) -> None:
    made = source_of(data if isinstance(data, bytes) else data.encode(), f"清单.{extension.upper()}")
    assert made.format is found
    assert made.misnamed == (found.value != extension)


@pytest.mark.parametrize(
    ("name", "right"), [("a.wps", "doc"), ("a.et", "xls"), ("a.htm", "html"), ("a", "pdf")]
)
def test_kindred_extensions_are_right(name: str, right: str) -> None:
    assert not source_of(FORMATS[right][0], name).misnamed  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_nothing_or_a_mark_alone_is_empty(data: bytes) -> None:
    with pytest.raises(UnreadableSource) as caught:
        source_of(data, "list.txt")
    assert caught.value.problem == "empty"


def test_encrypted_package_is_refused() -> None:
    with pytest.raises(UnreadableSource) as caught:
        source_of(ole("EncryptionInfo", "EncryptedPackage"), "list.docx")
    assert caught.value.problem == "encrypted"


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\0\1\2\3", OLE, b"\0"])
def test_bytes_of_no_format_are_refused(data: bytes) -> None:
    with pytest.raises(UnknownFormat) as caught:
        source_of(data, "list.docx")
    assert caught.value.problem == "unknown"


def test_digest_is_of_the_bytes() -> None:
    assert source_of(b"1", "a").digest == hashlib.sha256(b"1").hexdigest()


def test_file_is_read_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "清单.txt").write_text("\t序号", encoding="utf-8")
    made = read_source(tmp_path / "清单.txt")
    assert (made.name, made.data, made.format) == ("清单.txt", "\t序号".encode(), Format.TXT)


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"%PDF-1.4")))
    made = read_source("-")
    assert (made.name, made.format, made.misnamed) == ("-", Format.PDF, False)


def assert_refused(path: str | Path, problem: str) -> None:
    with pytest.raises(QzparseError) as caught:
        read_source(path)
    assert caught.value.problem == problem
    for language in ("zh", "en"):
        assert str(path) in caught.value.message(language)


def test_paths_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    os.mkfifo(tmp_path / "pipe.docx")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert_refused(tmp_path / "absent.txt", "absent")
    assert_refused(tmp_path, "folder")
    assert_refused(tmp_path / "pipe.docx", "unreachable")
    assert_refused(tmp_path / "loop", "unreachable")
    with pytest.raises(UnreadableSource):
        read_source(tmp_path / "empty.txt")
    with pytest.raises(UnreadableSource):
        read_source("nul\0l")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_file_without_permission_is_forbidden(tmp_path: Path) -> None:
    (tmp_path / "list.txt").touch(mode=0)
    assert_refused(tmp_path / "list.txt", "forbidden")


def test_forbidden_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> bytes:
        raise PermissionError

    (tmp_path / "list.txt").touch()
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert_refused(tmp_path / "list.txt", "forbidden")


def test_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(1 << 30)
    assert_refused(tmp_path / "huge.txt", "hostile")


def test_huge_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST", 8)
    with pytest.raises(UnreadableSource, match="too large"):
        source_of(b"123456789", "-")
