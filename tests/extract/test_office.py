"""Formats that LibreOffice reads for us; what needs it is skipped where it is not installed."""

import io
import os
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import docx
import pytest
from extract.test_doc import shown
from extract.word_files import Para, WordFile

from qzparse.errors import QzparseError, UnknownFormat, UnreadableSource
from qzparse.extract import extract, office
from qzparse.extract.doc import read_doc
from qzparse.extract.docx import read_docx
from qzparse.source import Format, Source, source_of

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
needs_office = pytest.mark.skipif(office.find_program() is None, reason="LibreOffice is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="stands in for LibreOffice by a shell script")
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "drawing")
)
BODY = "<text:p>权责清单</text:p><table:table>{}<table:table-row>{}</table:table-row></table:table>"
COLUMN = "<table:table-column/>"
CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"


def rtf(text: str) -> bytes:
    """Write a text in RTF; control words go as they are."""
    return (
        "{\\rtf1\\ansi\\uc0 " + "".join(c if c < "\x80" else f"\\u{ord(c)} " for c in text) + "}"
    ).encode()


def open_document(kind: str, body: str, more: dict[str, bytes] | None = None) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        if body:
            root = f'<office:document-content {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
            name = "text" if kind == "text" else "spreadsheet"
            content = f"{root}<office:body><office:{name}>{body}</office:{name}></office:body></office:document-content>"
            archive.writestr("content.xml", content)
        for member, data in (more or {}).items():
            archive.writestr(member, data)
        kinds = "".join(
            f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
            for path, media in (
                ("/", f"application/vnd.oasis.opendocument.{kind}"),
                ("content.xml", "text/xml"),
            )
        )
        space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{space}">{kinds}</manifest:manifest>',
        )
    return packed.getvalue()


def odt(*cells: str) -> bytes:
    return open_document("text", BODY.format(COLUMN * len(cells), "".join(map(CELL.format, cells))))


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a shell script in place of LibreOffice; it keeps what it was called with."""
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n. {tmp_path}/act\n')
    program.chmod(0o755)
    (tmp_path / "act").write_text("")
    monkeypatch.setattr(office, "find_program", lambda: str(program))
    return tmp_path


def problems(results: list[Source | QzparseError]) -> list[str | Format]:
    return [
        result.format if isinstance(result, Source) else str(result.values.get("reason", result.problem))
        for result in results
    ]


@pytest.mark.parametrize("data", [rtf("清单"), odt("甲")], ids=["rtf", "odt"])
def test_format_that_needs_office_says_how_to_get_it(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", ())
    with pytest.raises(UnknownFormat) as refused:
        extract(source_of(data, "list"))
    assert refused.value.problem == "needs-office"
    for language in ("zh", "en"):
        message = refused.value.message(language)
        assert all(
            word in message for word in ("LibreOffice", "apt-get install", "brew install", "winget", "docx")
        )


@posix
def test_program_is_found_on_the_path(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("PATH", str(stand_in))
    assert office.find_program() == str(stand_in / "soffice")


@posix
@pytest.mark.parametrize(
    "act", ["", "mkdir out; : > out/0.docx", "mkdir -p out/0.docx", "echo fault >&2; exit 1"]
)
def test_only_an_output_that_is_not_empty_counts(act: str, stand_in: Path) -> None:
    (stand_in / "act").write_text(act)
    with pytest.raises(UnreadableSource) as refused:
        extract(source_of(rtf("清单"), "list.rtf"))
    assert (refused.value.problem, refused.value.values["reason"]) == ("unconverted", "no-output")
    assert "LibreOffice" in refused.value.message("zh")


def ended(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@posix
def test_start_that_takes_too_long_ends_with_all_that_it_started(
    stand_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "FIRST_SECONDS", 1)
    (stand_in / "act").write_text(
        f"mkdir out; echo x > out/0.docx; sleep 60 & echo $! > {stand_in}/child; wait"
    )
    started = time.monotonic()
    assert problems(office.convert([source_of(rtf("清单"), "list.rtf")])) == ["timed-out"]
    assert time.monotonic() - started < 20
    child = int((stand_in / "child").read_text())
    assert ended(child)


@posix
def test_each_start_has_a_profile_of_its_own_that_is_gone_afterwards(stand_in: Path) -> None:
    (stand_in / "act").write_text(f"cat profile/user/registrymodifications.xcu > {stand_in}/settings")
    source = source_of(rtf("清单"), "list.rtf")
    office.convert([source])
    office.convert([source])
    calls = (stand_in / "calls").read_text().split()
    profiles = {word.partition("=")[2] for word in calls if word.startswith("-env:UserInstallation=file://")}
    assert len(profiles) == 2
    assert not any(Path(profile.removeprefix("file://")).exists() for profile in profiles)
    assert "DisableMacrosExecution" in (stand_in / "settings").read_text()


@posix
def test_several_sources_are_one_start_and_the_rest_are_tried_alone(stand_in: Path) -> None:
    (stand_in / "act").write_text(
        "mkdir out; for file in *.rtf; do [ -s $file ] && echo x > out/0.docx; done"
    )
    sources = [source_of(rtf(text), "list.rtf") for text in ("甲", "乙", "丙")]
    assert problems(office.convert(sources)) == [Format.DOCX] * 3
    assert [call.split()[-1] for call in (stand_in / "calls").read_text().splitlines()] == [
        *("2.rtf", "0.rtf", "0.rtf")
    ]


@posix
def test_container_that_we_would_refuse_is_not_handed_over(stand_in: Path) -> None:
    bomb = open_document("text", "", {"../content.xml": b"x"})
    assert problems(office.convert([source_of(bomb, "list.odt")])) == ["unsafe-member"]
    assert not (stand_in / "calls").exists()


@posix
def test_older_word_comes_by_way_of_docx(stand_in: Path) -> None:
    made = docx.Document()
    made.add_paragraph("权责清单")
    made.save(str(stand_in / "made.docx"))
    (stand_in / "act").write_text(f"mkdir out; cp {stand_in}/made.docx out/0.docx")
    older = WordFile([Para("旧\r")], version=0x68)
    assert shown(extract(source_of(older.dump(), "list.doc"))) == ["权责清单"]
    assert (stand_in / "calls").read_text().split()[-1] == "0.doc"


@needs_office
def test_rtf_and_odt_are_read() -> None:
    table = r"\trowd\cellx1000\cellx3000\intbl 序号\cell 名称\cell\row\trowd\cellx1000\cellx3000\intbl 1\cell 甲\cell\row"
    assert shown(extract(source_of(rtf(rf"清单\par {table}\pard 注\par"), "list.rtf"))) == [
        *("清单", "[0 序号][1 名称]|[0 1][1 甲]", "注")
    ]
    assert shown(extract(source_of(odt("序号", "名称"), "list.odt"))) == ["权责清单", "[0 序号][1 名称]"]


@needs_office
def test_sources_of_all_kinds_are_converted_and_faults_keep_to_themselves() -> None:
    row = f"<table:table-row>{CELL.format('甲')}</table:table-row>"
    sheet = open_document("spreadsheet", f"<table:table>{COLUMN}{row}</table:table>")
    made = (odt("甲"), open_document("text", "<"), sheet, rtf("乙"), open_document("text", ""))
    results = problems(office.convert([source_of(data, "list") for data in made]))
    assert results == [Format.DOCX, "no-output", Format.XLSX, Format.DOCX, "parts"]


class Ear(BaseHTTPRequestHandler):
    """Keeps who asks."""

    heard: ClassVar[list[str]] = []

    def handle(self) -> None:
        self.heard.append(str(self.client_address))


@needs_office
def test_links_are_not_fetched() -> None:
    with HTTPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}/x"
        picture = (
            f'<drawing:frame><drawing:image xlink:href="{place}.png" xlink:type="simple"/></drawing:frame>'
        )
        linked = f'<text:section text:name="s"><text:section-source xlink:href="{place}.odt"/></text:section>'
        included = r'{\field{\*\fldinst INCLUDETEXT "' + place + r'.rtf"}{\fldrslt 乙}}'
        document = open_document("text", f"<text:p>甲{picture}</text:p>{linked}")
        converted = office.convert([source_of(document, "list.odt"), source_of(rtf(included), "list.rtf")])
        server.shutdown()
    assert problems(converted) == [Format.DOCX, Format.DOCX]
    assert not Ear.heard


@needs_office
def test_both_readers_agree_on_a_doc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(office._FILTERS, Format.DOC, "doc:MS Word 97")
    program = office.find_program()
    assert program
    cells = r"\trowd\clvmgf\cellx1000\cellx3000\cellx5000\intbl 甲\cell 乙\cell 丙\cell\row"
    cells += r"\trowd\clvmrg\cellx1000\cellx5000\intbl\cell 丁\line 戊\par 己\cell\row"
    text = rf"{{\header 页眉\par}}标题{{\deleted 删去}}{{\revised 添上}}\par {cells}\pard 尾{{\footnote 脚注}}\par"
    (made,), _ = office._outputs_of(program, [source_of(rtf(text), "list.rtf")], Format.DOC)
    # LibreOffice loses tables of the other lists.
    whole = [source_of(path.read_bytes(), path.name) for path in (CORPUS / "doc").glob("003.doc")]
    sources = [source_of(made, "list.doc"), *whole]
    for source, converted in zip(sources, office.convert(sources), strict=True):
        assert isinstance(converted, Source)
        assert shown(read_doc(source)) == shown(read_docx(converted))
    assert shown(read_doc(sources[0])) == [
        *("标题添上", "[0↓ 甲][1 乙][2 丙]|[1→ 丁\n戊\n己]", "尾", "<页眉>", "<脚注>")
    ]
