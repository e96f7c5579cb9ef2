"""Texts and rules at their places → the bytes of a PDF, written by hand so that a test knows all that is in it.

Lengths are points from the upper left corner, y grows downwards. Every Han glyph is a square as wide as the letter is
high, every ASCII glyph half as wide.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

WIDTH, HEIGHT = 595.0, 842.0
EMBEDDED, ABSENT, UNMAPPED = "F1", "F2", "F3"
"""Fonts: in the file; not in the file; whose glyphs name no characters."""
UPWARDS = (0.0, 1.0, -1.0, 0.0)
"""Letters that climb the page."""
_KEYS = {"F1": 4, "F2": 8, "F3": 10}


def width_of(text: str, size: float) -> float:
    """Tell how wide a text is printed."""
    return sum(0.5 if character.isascii() else 1.0 for character in text) * size


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Break paragraphs into lines wherever a glyph would not fit."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for character in paragraph:
            if line and width_of(line + character, size) > room:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


class Text(NamedTuple):
    """A line whose letters stand on `y`, turned by a matrix."""

    x: float
    y: float
    text: str
    turn: tuple[float, float, float, float]
    size: float
    font: str


class Stroke(NamedTuple):
    """A rule."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float


class Area(NamedTuple):
    """A box, outlined (`S`) or filled (`f`)."""

    x0: float
    y0: float
    x1: float
    y1: float
    paint: str


class Picture(NamedTuple):
    """A picture that covers the page."""


Mark = Text | Stroke | Area | Picture


@dataclass
class Sheet:
    """A page that is being printed."""

    width: float = WIDTH
    height: float = HEIGHT
    rotation: int = 0
    marks: list[Mark] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 10, font: str = EMBEDDED) -> None:
        """Print a line whose letters stand on `y`."""
        self.marks.append(Text(x, y, text, (1, 0, 0, 1), size, font))

    def turned(
        self, x: float, y: float, text: str, turn: tuple[float, float, float, float] = UPWARDS
    ) -> None:
        """Print a line whose letters are turned by a matrix whose y grows upwards."""
        self.marks.append(Text(x, y, text, turn, 10, EMBEDDED))

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        """Draw a rule."""
        self.marks.append(Stroke(x0, y0, x1, y1, width))

    def box(self, x0: float, y0: float, x1: float, y1: float, paint: str = "S") -> None:
        """Outline (`S`) or fill (`f`) a box."""
        self.marks.append(Area(x0, y0, x1, y1, paint))

    def picture(self) -> None:
        """Cover the page with a picture."""
        self.marks.append(Picture())

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Rule a table."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])

    def cell(self, x: float, y: float, lines: Iterable[str], size: float = 10) -> None:
        """Print the lines of a cell whose upper left corner is given."""
        for index, line in enumerate(lines):
            if line:
                self.text(x + 5, y + 12 + 14 * index, line, size)


def _operators_of(sheet: Sheet) -> str:
    """Write a page's marks as PDF does, y upwards."""
    written = []
    for mark in sheet.marks:
        match mark:
            case Text(x, y, text, turn, size, font):
                place = " ".join(f"{number:g}" for number in turn) + f" {x:.3f} {sheet.height - y:.3f} Tm"
                code = text.encode("utf-16-be").hex()
                written.append(f"BT /{font} {size} Tf {place} <{code}> Tj ET")
            case Stroke(x0, y0, x1, y1, width):
                ends = f"{x0:.3f} {sheet.height - y0:.3f} m {x1:.3f} {sheet.height - y1:.3f} l"
                written.append(f"{width} w {ends} S")
            case Area(x0, y0, x1, y1, paint):
                written.append(f"{x0:.3f} {sheet.height - y1:.3f} {x1 - x0:.3f} {y1 - y0:.3f} re {paint}")
            case Picture():
                written.append(f"q {sheet.width} 0 0 {sheet.height} 0 0 cm /P Do Q")
    return "\n".join(written)


def pdf_of(
    *sheets: Sheet,
    missing: int = 0,
    passwords: tuple[str, str] | None = None,
    filled: tuple[float, float, str] | None = None,
    dynamic: bool = False,
) -> bytes:
    """Bind sheets; so many pages more are promised than are there; the user's and the owner's password lock them.

    A field of the first page may be filled in; a dynamic form leaves the drawing of its pages to other programs.
    """
    pages = [12 + 2 * index for index in range(len(sheets) + missing)]
    kids = " ".join(f"{number} 0 R" for number in pages)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        3: _stream(
            b"\xc8", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
        ),
        4: _font("Square", 5, mapped=True),
        5: _descendant("Square", 6),
        6: _descriptor("Square", embedded=True),
        7: _stream(_square_font()),
        8: _font("Missing", 9, mapped=True),
        9: _descendant("Missing", 18_000),
        10: _font("Mute", 11, mapped=False),
        11: _descendant("Mute", 6),
        18_000: _descriptor("Missing", embedded=False),
        18_001: _stream(_to_unicode()),
        18_002: _stream(b"".join(b"\0\0" if chr(code).isspace() else b"\0\1" for code in range(65_536))),
    }
    fonts = "".join(f"/{name} {key} 0 R" for name, key in _KEYS.items())
    for number, sheet in zip(pages, sheets, strict=False):
        box = f"/MediaBox[0 0 {sheet.width} {sheet.height}]/Rotate {sheet.rotation}"
        resources = f"/Resources<</Font<<{fonts}>>/XObject<</P 3 0 R>>>>"
        page = f"<</Type/Page/Parent 2 0 R{box}{resources}/Contents {number + 1} 0 R>>"
        objects |= {number: page.encode(), number + 1: _stream(_operators_of(sheet).encode())}
    if dynamic:
        objects[1] = b"<</Type/Catalog/NeedsRendering true/Pages 2 0 R/AcroForm<</Fields[]/XFA 19 0 R>>>>"
        objects[19] = _stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    if filled:
        objects |= _field(pages[0], objects[pages[0]], fonts, filled)
    return _bound(objects, "") if passwords is None else _bound(*_locked(objects, *passwords))


def _field(page: int, written: bytes, fonts: str, filled: tuple[float, float, str]) -> dict[int, bytes]:
    """Give the objects of a form with one field that shows a text, and the page that has it."""
    x, y, text = filled
    box = f"{x} {y - 4} {x + width_of(text, 10)} {y + 10}"
    shown = f"BT /F1 10 Tf 1 0 0 1 0 4 Tm <{text.encode('utf-16-be').hex()}> Tj ET".encode()
    look = f"/Type/XObject/Subtype/Form/BBox[0 0 {width_of(text, 10)} 14]/Resources<</Font<<{fonts}>>>>"
    return {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[19 0 R]>>>>",
        page: written.removesuffix(b">>") + b"/Annots[19 0 R]>>",
        19: f"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/F 4/Rect[{box}]/P {page} 0 R/AP<</N 21 0 R>>>>".encode(),
        21: _stream(shown, look),
    }


def _bound(objects: dict[int, bytes], trailer: str) -> bytes:
    """Write objects one after the other, then the table of their places."""
    written = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(written)
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        written += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(objects) + 1
    written += f"trailer <</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(written)


def _stream(content: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(content)
    head = f"<<{entries}/Length {len(packed)}/Filter/FlateDecode>>"
    return head.encode() + b"\nstream\n" + packed + b"\nendstream"


def _font(name: str, descendant: int, *, mapped: bool) -> bytes:
    meaning = "/ToUnicode 18001 0 R" if mapped else ""
    return (
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]{meaning}>>"
    ).encode()


def _descendant(name: str, descriptor: int) -> bytes:
    return (
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/FontDescriptor {descriptor} 0 R/DW 1000/W[0 127 500]"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap 18002 0 R>>"
    ).encode()


def _descriptor(name: str, *, embedded: bool) -> bytes:
    file = "/FontFile2 7 0 R" if embedded else ""
    return (
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        f"/Ascent 880/Descent -120/CapHeight 700/StemV 80{file}>>"
    ).encode()


def _to_unicode() -> bytes:
    """Let every code stand for the character of that number."""
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    blocks = [ranges[start : start + 100] for start in range(0, 256, 100)]
    listed = "\n".join(f"{len(one)} beginbfrange\n" + "\n".join(one) + "\nendbfrange" for one in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{listed}\nendcmap end end"
    ).encode()


def _square(width: int) -> bytes:
    outline = struct.pack(">hhhhh", 1, 50, 0, width - 50, 800) + struct.pack(">HH", 3, 0) + b"\1\1\1\1"
    across = struct.pack(">hhhh", 50, width - 100, 0, 100 - width)
    return outline + across + struct.pack(">hhhh", 0, 0, 800, 0)


def _square_font() -> bytes:
    """Make a TrueType font of two squares, a narrow one and a wide one."""
    squares = [_square(500), _square(1000)]
    size = len(squares[0])
    em = (0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, -120, 1000, 880, 0, 8, 2, 0, 0)
    lines = (0x10000, 880, -120, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 3)
    tables = {
        b"glyf": b"".join(squares),
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", *em),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", *lines),
        b"hmtx": struct.pack(">HhHhHh", 1000, 0, 500, 50, 1000, 50),
        b"loca": struct.pack(">HHHH", 0, 0, size // 2, size),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32)
    place = len(head) + 16 * len(tables)
    directory, body = b"", b""
    for name, content in sorted(tables.items()):
        padded = content + bytes(-len(content) % 4)
        checked = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += name + struct.pack(">III", checked, place + len(body), len(content))
        body += padded
    return head + directory + body


_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_IDENTITY = b"0123456789abcdef"


def _cipher(key: bytes, content: bytes) -> bytes:
    """Encrypt by RC4."""
    state = list(range(256))
    other = 0
    for index in range(256):
        other = (other + state[index] + key[index % len(key)]) % 256
        state[index], state[other] = state[other], state[index]
    index = other = 0
    written = bytearray()
    for byte in content:
        index = (index + 1) % 256
        other = (other + state[index]) % 256
        state[index], state[other] = state[other], state[index]
        written.append(byte ^ state[(state[index] + state[other]) % 256])
    return bytes(written)


def _digest(content: bytes) -> bytes:
    return hashlib.md5(content, usedforsecurity=False).digest()


def _locked(objects: dict[int, bytes], user: str, owner: str) -> tuple[dict[int, bytes], str]:
    """Encrypt streams as the oldest handler does (RC4, 40 bits); give the trailer's entries too."""
    lock = _cipher(_digest((owner.encode() + _PADDING)[:32])[:5], (user.encode() + _PADDING)[:32])
    denied = -64
    seed = (user.encode() + _PADDING)[:32] + lock + struct.pack("<i", denied) + _IDENTITY
    key = _digest(seed)[:5]
    hidden = {}
    for number, content in objects.items():
        head, mark, rest = content.partition(b"\nstream\n")
        if mark:
            body = rest.removesuffix(b"\nendstream")
            own = _digest(key + struct.pack("<I", number)[:3] + b"\0\0")[:10]
            hidden[number] = head + mark + _cipher(own, body) + b"\nendstream"
        else:
            hidden[number] = content
    proof = _cipher(key, _PADDING)
    last = max(objects) + 1
    hidden[last] = f"<</Filter/Standard/V 1/R 2/O<{lock.hex()}>/U<{proof.hex()}>/P {denied}>>".encode()
    return hidden, f"/Encrypt {last} 0 R/ID[<{_IDENTITY.hex()}><{_IDENTITY.hex()}>]"
