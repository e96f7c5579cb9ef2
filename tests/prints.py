"""A sample → the same list printed at many sizes, and where what is read of a print is not the sample's one document.

`python tests/prints.py` prints the table of all samples and settings: how many prints are read right; names of samples and
`-v` say more. Two things no print tells: whether a number that a line starts with by chance ran on in its line (NUM006),
and how often each page prints a header.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from gold import SAMPLES, expected_of, iter_differences, judged
from ofd_paper import ofd_of
from paper import Sheet, pdf_of
from press import Setting, pressed

from qzparse import dump
from qzparse.extract import extract
from qzparse.pipeline import ingest
from qzparse.source import read_source
from qzparse.tokens import Transcript

LANDSCAPE, PORTRAIT, LARGE = (842.0, 595.0), (595.0, 842.0), (1191.0, 842.0)
SIZES = (8, 8.5, 9, 9.5, 10, 10.5, 11, 11.5, 12)
MADE_OF_BOXES = "outline-and-chart"
"""Its boxes and arrows are drawn; LibreOffice prints them, the press does not."""
PRESSED = sorted(
    folder.name for folder in SAMPLES.iterdir() if folder.is_dir() and folder.name != MADE_OF_BOXES
)
BINDERS: dict[str, Callable[..., bytes]] = {"pdf": pdf_of, "ofd": ofd_of}
FONT = "Noto Sans CJK SC"
_UNTOLD = "NUM006"
_COUNTS = ("/coverage/characters", "/coverage/assigned")


def settings() -> Iterator[Setting]:
    """Yield every setting that the table tries."""
    for size in SIZES:
        yield from (Setting(size, *page) for page in (LANDSCAPE, PORTRAIT, LARGE))
        yield Setting(size, pad=2.0, again=True)
        yield Setting(size, pad=8.0, numbered=True, again=True)
        yield Setting(size, *PORTRAIT, pad=4.0, numbered=True)


@cache
def transcript_of(sample: str) -> Transcript:
    """Read a sample's Word file."""
    return extract(read_source(SAMPLES / sample / "list.docx"))


def printed(sample: str, setting: Setting, kind: str) -> bytes:
    """Print a sample by our own press."""
    sheets: list[Sheet] = pressed(transcript_of(sample), setting)
    return BINDERS[kind](*sheets)


def faults_of(sample: str, file: Path) -> list[str]:
    """Say where what is read of a print is not the sample's document."""
    found, expected = judged(json.loads(dump(ingest(file)))), expected_of(SAMPLES / sample / "list.pdf")
    differences = iter_differences(_told(found), _told(expected))
    return [difference for difference in differences if not difference.startswith(_COUNTS)]


def _told(document: dict[str, Any]) -> dict[str, Any]:
    kept = [one for one in document["diagnostics"] if one["code"] != _UNTOLD]
    return {**document, "diagnostics": kept}


@dataclass(frozen=True)
class Proof:
    """How LibreOffice prints a list: the size of its letters in points, its pages in points."""

    size: float
    page: tuple[float, float]

    @property
    def name(self) -> str:
        """Name it for a file."""
        return f"{self.size:g}-{self.page[0]:.0f}"


def set_anew(sample: str, proof: Proof, file: Path) -> None:
    """Write a sample's Word file with other letters, pages and columns."""
    document = Document(str(SAMPLES / sample / "list.docx"))
    _set_letters(document, proof.size)
    margin, (width, height) = int(Mm(18)), (round(length * 12_700) for length in proof.page)
    for section in document.sections:
        section.page_width, section.page_height = Emu(width), Emu(height)
        for side in ("left", "right", "top", "bottom"):
            setattr(section, f"{side}_margin", margin)
    room = int((width - 2 * margin) / 635)
    for table in document.tables:
        _set_columns(table, room)
    document.save(str(file))


def _set_letters(document: Any, size: float) -> None:
    """Let all letters have one font and size."""
    for root in (document.styles.element, document.element):
        for properties in list(root.iter(qn("w:rPr"))):
            for name in ("w:sz", "w:szCs", "w:rFonts"):
                for element in properties.findall(qn(name)):
                    properties.remove(element)
    normal = document.styles["Normal"].element.get_or_add_rPr()
    fonts = _element("w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    normal.extend([fonts, _element("w:sz", val=str(int(2 * size)))])


def _set_columns(table: Any, room: int) -> None:
    """Share the room among columns, after the length of their texts; rule the table."""
    rows = table._tbl.tr_lst
    longest = [4] * len(table.columns)
    for row in rows:
        for place, cell in _placed(row):
            if cell.grid_span == 1:
                length = sum(len(text.text or "") for text in cell.iter(qn("w:t")))
                longest[place] = max(longest[place], min(length, 60) + 4)
    shares = [math.sqrt(length) for length in longest]
    widths = [int(room * share / sum(shares)) for share in shares]
    for column, width in zip(rows[0].getparent().tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width))
    for row in rows:
        for place, cell in _placed(row):
            properties = cell.get_or_add_tcPr()
            for element in properties.findall(qn("w:tcW")):
                properties.remove(element)
            width = sum(widths[place : place + cell.grid_span])
            properties.insert(0, _element("w:tcW", w=str(width), type="dxa"))
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    rows[0].getparent().tblPr.append(borders)


def _placed(row: Any) -> Iterator[tuple[int, Any]]:
    place = 0
    for cell in row.tc_lst:
        yield place, cell
        place += cell.grid_span


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def _main(names: Sequence[str]) -> None:
    samples = [name for name in names if not name.startswith("-")] or PRESSED
    for sample, kind in product(samples, BINDERS):
        wrong = list(_wrong_ones(sample, kind))
        count = len(list(settings()))
        sys.stdout.write(f"{sample:20} {kind}  {count - len(wrong):3} of {count}\n")
        for setting, fault in wrong if "-v" in names else ():
            sys.stdout.write(f"    {setting}\n        {fault[:300]}\n")


def _wrong_ones(sample: str, kind: str) -> Iterator[tuple[Setting, str]]:
    """Yield each setting whose print is not read as the sample, and its first fault."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"list.{kind}"
        for setting in settings():
            file.write_bytes(printed(sample, setting, kind))
            faults = faults_of(sample, file)
            if faults:
                yield setting, faults[0]


if __name__ == "__main__":
    _main(sys.argv[1:])
