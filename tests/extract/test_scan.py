"""Pictures of pages → their text, with the extra `ocr`; what is said without it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from paper import Sheet, pdf_of
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from qzparse.canonical import dump
from qzparse.errors import ExitCode, UnreadableSource
from qzparse.excerpt import Excerpt
from qzparse.extract import extract, scan
from qzparse.ledger import NoteKind
from qzparse.models import Document
from qzparse.pipeline import ingest
from qzparse.source import read_source, source_of
from qzparse.tokens import Cell, Paragraph, Table, Transcript

SCALE = 200 / 72
SIZE = 25
FOLDERS = (
    Path("/usr/share/fonts"),
    Path(os.environ.get("XDG_DATA_HOME", "~/.local/share")).expanduser() / "fonts",
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
FONTS = ("NotoSansCJK*", "NotoSerifCJK*", "SourceHan*", "wqy-*", "DroidSansFallback*", "simsun*", "PingFang*")

RECOGNISES = pytest.mark.skipif(not scan.can_recognise(), reason="the extra ocr is not installed")


@pytest.fixture(scope="session")
def font() -> ImageFont.FreeTypeFont:
    for folder in FOLDERS:
        for pattern in FONTS:
            for path in sorted(folder.rglob(pattern)):
                if path.suffix.lower() in (".ttf", ".ttc", ".otf"):
                    return ImageFont.truetype(path, SIZE)
    pytest.skip("no font with Chinese characters is installed")


class Page:
    """A page that is being drawn: A3 on its side, at 200 dots to the inch."""

    def __init__(self, font: ImageFont.FreeTypeFont, width: int = 3307, height: int = 2339) -> None:
        self.image = Image.new("RGB", (width, height), "white")
        self._draw = ImageDraw.Draw(self.image)
        self._font = font
        self._top = 120

    def text(self, text: str) -> None:
        self._draw.text((120, self._top), text, "black", self._font)
        self._top += 2 * SIZE

    def table(self, table: Table) -> None:
        """Rule a table whose columns are as wide as their texts want."""
        longest = [0] * table.columns
        for cell in table.cells:
            if cell.column_span == 1:
                longest[cell.column] = max(
                    longest[cell.column], len(cell.excerpt.text) if cell.excerpt else 0
                )
        shares = [max(length, 4) ** 0.5 for length in longest]
        room = self.image.width - 240
        xs = [120 + round(room * sum(shares[:index]) / sum(shares)) for index in range(table.columns + 1)]
        ys = [self._top] * (table.rows + 1)
        wrapped = {cell: self._wrapped(cell, xs) for cell in table.cells}
        for row in range(table.rows):
            ends = [(cell, lines) for cell, lines in wrapped.items() if cell.row + cell.row_span == row + 1]
            feet = [ys[cell.row] + 20 + 34 * max(len(lines), 1) for cell, lines in ends]
            ys[row + 1] = max([ys[row] + 54, *feet])
        for cell, lines in wrapped.items():
            left, top = xs[cell.column], ys[cell.row]
            right, foot = xs[cell.column + cell.column_span], ys[cell.row + cell.row_span]
            self._draw.rectangle((left, top, right, foot), outline="black", width=2)
            for index, line in enumerate(lines):
                self._draw.text((left + 12, top + 10 + 34 * index), line, "black", self._font)
        self._top = ys[-1] + 60

    def _wrapped(self, cell: Cell, xs: Sequence[int]) -> list[str]:
        room = xs[cell.column + cell.column_span] - xs[cell.column] - 24
        lines: list[str] = []
        for paragraph in cell.excerpt.text.split("\n") if cell.excerpt else []:
            line = ""
            for character in paragraph:
                if (
                    line
                    and self._font.getlength(line + character) > room
                    and character not in "，。、；：）》"
                ):
                    lines.append(line)
                    line = ""
                line += character
            lines.append(line)
        return lines


def page_of(transcript: Transcript, font: ImageFont.FreeTypeFont) -> Image.Image:
    """Draw the paragraphs and tables of a list up to its first table."""
    page = Page(font)
    for token in transcript.tokens:
        if isinstance(token, Paragraph):
            page.text(token.excerpt.text)
        elif isinstance(token, Table):
            page.table(token)
            break
    return page.image


def bytes_of(*images: Image.Image, kind: str = "PDF") -> bytes:
    stream = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if kind in ("PDF", "TIFF") else {}
    images[0].save(stream, kind, dpi=(200, 200), resolution=200, quality=85, **more)
    return stream.getvalue()


def texts_of(document: Document, count: int) -> list[str]:
    """Give what the first items say, without blanks."""
    items = json.loads(dump(document))["items"][:count]
    return ["".join(json.dumps(item, ensure_ascii=False).split()) for item in items]


@pytest.fixture(scope="session")
def drawn(font: ImageFont.FreeTypeFont, repository: Path) -> Image.Image:
    return page_of(extract(read_source(repository / "samples/demo/list.docx")), font)


@pytest.fixture(scope="session")
def wanted(repository: Path) -> Document:
    return ingest(repository / "samples/demo/list.docx")


@RECOGNISES
def test_scanned_page_of_a_sample_gives_its_items(drawn: Image.Image, wanted: Document) -> None:
    document = ingest(bytes_of(drawn), name="scan.pdf")
    section = [one for one in wanted.items if one.section == wanted.items[0].section]
    assert [one.name for one in document.items] == [one.name for one in section]
    for said, meant in zip(texts_of(document, len(section)), texts_of(wanted, len(section)), strict=True):
        assert SequenceMatcher(None, said, meant, autojunk=False).ratio() >= 0.98
    assert "PAG006" in [one.code for one in document.diagnostics]
    assert "PAG001" not in [one.code for one in document.diagnostics]


def lines_on(page: Image.Image, kind: str = "PNG") -> list[str]:
    transcript = extract(source_of(bytes_of(page, kind=kind), f"page.{kind.lower()}"))
    return [line.strip() for line in transcript.text.split("\n") if line.strip()]


@pytest.fixture(scope="session")
def small(font: ImageFont.FreeTypeFont) -> Image.Image:
    rows = [["序号", "权力类型", "权力项目名称"], ["12", "行政许可", "取水许可的审批和监督管理"]]
    text = "".join(cell for row in rows for cell in row)
    cells = []
    for place, word in enumerate(word for row in rows for word in row):
        start = text.index(word)
        cells.append(Cell(Excerpt.of(text, start, start + len(word)), place // 3, place % 3))
    page = Page(font, 1400, 500)
    page.text("某市某局权责清单")
    page.table(Table(tuple(cells), 2, 3))
    return page.image


SMALL = ["某市某局权责清单", "序号\t权力类型\t权力项目名称", "12\t行政许可\t取水许可的审批和监督管理"]


@RECOGNISES
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_image_files_are_read(small: Image.Image, kind: str) -> None:
    assert lines_on(small, kind) == SMALL


@RECOGNISES
@pytest.mark.parametrize("degrees", [1.7, -2.5, 90, 180, 270])
def test_page_askew_is_turned_upright(small: Image.Image, degrees: float) -> None:
    assert lines_on(small.rotate(degrees, expand=True, fillcolor="white")) == SMALL


@RECOGNISES
def test_stamp_over_a_table_is_no_rule(small: Image.Image) -> None:
    stamp = Image.new("RGB", small.size, "white")
    drawing = ImageDraw.Draw(stamp)
    drawing.ellipse((500, 150, 800, 450), outline=(225, 60, 60), width=6)
    drawing.rectangle((560, 260, 740, 330), outline=(225, 60, 60), width=4)
    stamped = bytes_of(ImageChops.multiply(small, stamp), kind="PNG")
    transcript = extract(source_of(stamped, "page.png"))
    (table,) = [token for token in transcript.tokens if isinstance(token, Table)]
    assert (table.rows, table.columns, len(table.cells)) == (2, 3, 6)


@RECOGNISES
def test_pictures_of_a_file_are_its_pages(small: Image.Image) -> None:
    blank = Image.new("RGB", (600, 400), "white")
    transcript = extract(source_of(bytes_of(small, blank, small, kind="TIFF"), "pages.tif"))
    assert transcript.pages == 3
    kinds = [(note.kind, note.values["page"]) for note in transcript.notes]
    assert kinds == [
        (NoteKind.TEXT_RECOGNISED, 1),
        (NoteKind.PAGE_SCANNED, 2),
        (NoteKind.TEXT_RECOGNISED, 3),
    ]


@RECOGNISES
def test_unsure_cell_is_named_with_how_sure_it_is(small: Image.Image) -> None:
    poor = small.resize((504, 180)).filter(ImageFilter.GaussianBlur(1.1)).resize(small.size)
    transcript = extract(source_of(bytes_of(poor, kind="PNG"), "poor.png"))
    doubts = [note for note in transcript.notes if note.kind is NoteKind.RECOGNITION_DOUBTFUL]
    assert doubts
    for note in doubts:
        start, end = note.span
        assert note.values["text"] == transcript.text[start:end]
        assert 0 <= int(note.values["percent"]) < 70


@RECOGNISES
def test_letters_one_below_the_other_are_one_word(font: ImageFont.FreeTypeFont) -> None:
    page = Image.new("RGB", (500, 700), "white")
    drawing = ImageDraw.Draw(page)
    for index, letter in enumerate("行政许可"):
        drawing.text((118, 200 + 32 * index), letter, "black", font)
    for x in (100, 160, 420):
        drawing.line((x, 100, x, 600), "black", 2)
    for y in (100, 600):
        drawing.line((100, y, 420, y), "black", 2)
    drawing.text((180, 300), "取水许可", "black", font)
    assert lines_on(page) == ["行政许可\t取水许可"]


@RECOGNISES
def test_picture_without_text_is_illegible() -> None:
    with pytest.raises(UnreadableSource) as caught:
        extract(source_of(bytes_of(Image.new("RGB", (600, 400), "white"), kind="PNG"), "blank.png"))
    assert caught.value.problem == "illegible"


def test_broken_picture_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "can_recognise", lambda: True)
    whole = bytes_of(Image.new("RGB", (600, 400), "white"), kind="PNG")
    for data in (whole[:60], b"\x89PNG\r\n\x1a\n" + bytes(100)):
        with pytest.raises(UnreadableSource) as caught:
            extract(source_of(data, "broken.png"))
        assert caught.value.problem == "broken"


def test_picture_of_too_many_pixels_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "can_recognise", lambda: True)
    with pytest.raises(UnreadableSource) as caught:
        extract(source_of(bytes_of(Image.new("1", (12_000, 12_000)), kind="PNG"), "large.png"))
    assert caught.value.problem == "hostile"


def test_without_the_extra_scans_say_how_to_read_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "find_spec", lambda _: None)
    page = Sheet()
    page.picture()
    image = bytes_of(Image.new("RGB", (60, 40), "white"), kind="PNG")
    for data, name in ((pdf_of(page), "scan.pdf"), (image, "scan.png")):
        with pytest.raises(UnreadableSource) as caught:
            ingest(data, name=name)
        assert caught.value.exit_code is ExitCode.UNREADABLE
        assert "qzparse[ocr]" in caught.value.message("zh")
        assert "qzparse[ocr]" in caught.value.message("en")


def test_nothing_is_imported_without_a_scanned_page() -> None:
    page = Sheet()
    page.text(72, 72, "某市某局权责清单及各类事项的办理依据说明")
    code = (
        "import sys; from qzparse.pipeline import ingest; ingest(sys.stdin.buffer.read(), name='a.pdf');"
        "print(sorted({'cv2', 'numpy', 'onnxruntime', 'rapidocr'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=pdf_of(page), capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
