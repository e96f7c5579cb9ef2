"""Files that are made to hang, swell, break or deceive a reader, each a few lines; none is kept as a file.

The names are those of the case; what each has to end in stands in `cases/hostile.yaml`.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from books import drawn, ods_of, xls_of, xlsx_of
from gold import SAMPLES
from snippets import bytes_of, dump_of

from qzparse.rules.rule import Snippet

ROWS = "序号 | 权力类型 | 权力项目名称\n1 | 行政检查 | 甲检查\n2 | 行政检查 | 乙检查"
_ROW = "<w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"


def docx(body: str) -> bytes:
    """Make a docx of the body of a document."""
    return bytes_of(Snippet(body, "list.docx"))


def table(*cells: str) -> str:
    """Make a table of one row for WordprocessingML."""
    return "<w:tbl>" + "".join(_ROW.format(cell) for cell in cells) + "</w:tbl>"


def packed(members: Mapping[str, bytes]) -> bytes:
    """Pack a zip container."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return made.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """Pack a zip container anew with members changed or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    return packed({**members, **changes})


def spoken_of(content: bytes, old: bytes, new: bytes) -> bytes:
    """Replace bytes in every member of a zip container."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return packed({name: package.read(name).replace(old, new) for name in package.namelist()})


def doubled_member() -> bytes:
    """Pack the document twice under one name: the second would win."""
    made = io.BytesIO(docx(table("甲")))
    with zipfile.ZipFile(made, "a") as package:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            package.writestr("word/document.xml", b"<evil/>")
    return made.getvalue()


def lying_sizes() -> bytes:
    """Declare that a member unpacks to ten bytes while it unpacks to a hundred million."""
    content = packed(
        {
            "word/document.xml": b"0" * 100_000_000,
            "[Content_Types].xml": b"wordprocessingml.document.main+xml",
        }
    )
    size = struct.pack("<I", 100_000_000)
    return content.replace(size, struct.pack("<I", 10))


def pdf_stream(content: bytes, *, page: str = "", box: str = "0 0 595 842") -> bytes:
    """Make a PDF of one page from the operators of its content."""
    data = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<<>>{page}>>".encode(),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(data), data),
    ]
    made = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(made),
    )  # fmt: skip


def nested_tables(depth: int) -> str:
    """Nest tables in the cells of tables."""
    opened = "<w:tbl><w:tr><w:tc>" * depth
    return f"{opened}<w:p><w:r><w:t>甲</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * depth


XLSX = xlsx_of(drawn(ROWS))
ODS = ods_of(drawn(ROWS))
SPAN = table("甲").replace("<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>')
HTML = "<meta charset=utf-8><table><tr><th>序号<th>权力类型<th>权力项目名称<tr><td>1<td>行政检查<td{}>甲检查</table>"
ENTITIES = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY e{depth} "{f"&e{depth - 1};" * 10 if depth else "甲"}">' for depth in range(12)
) + "]>"  # fmt: skip
QUADRATIC = f'<!DOCTYPE x [<!ENTITY e "{"甲" * 50_000}">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def with_doctype(doctype: str, entity: str) -> bytes:
    """Make a docx whose XML declares a document type."""
    content = docx(table(entity))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = package.read("word/document.xml")
    return repacked(content, {"word/document.xml": doctype.encode() + body})


def merged_to(reference: str) -> bytes:
    """Merge a range of a sheet of three rows."""
    return spoken_of(
        XLSX,
        b"</sheetData>",
        f'</sheetData><mergeCells count="1"><mergeCell ref="{reference}"/></mergeCells>'.encode(),
    )


def far_cell() -> bytes:
    """Put a cell into the last row and column that a sheet can have."""
    cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return spoken_of(XLSX, b"</sheetData>", cell)


def many(count: int) -> str:
    """Write many rows of a table."""
    return "序号 | 权力类型 | 权力项目名称\n" + "\n".join(
        f"{one} | 行政检查 | 检查第{one}处" for one in range(1, count + 1)
    )


def _cut_in_a_character() -> bytes:
    return dump_of(ROWS).encode("gbk").rstrip()[:-1]


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "no-bytes": ("a.txt", lambda: b""),
    "one-byte": ("a.txt", lambda: b"x"),
    "bom-only": ("a.txt", lambda: b"\xef\xbb\xbf"),
    "random-behind-zip-magic": ("a.docx", lambda: b"PK\x03\x04" + zlib.compress(b"x" * 9) * 200),
    "random-behind-ole-magic": (
        "a.doc",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20,
    ),
    "random-behind-pdf-magic": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20),
    "junk-before-pdf": ("a.pdf", lambda: b"junk\n" * 20 + (SAMPLES / "demo" / "list.pdf").read_bytes()),
    "zip-bomb-flat": (
        "a.docx",
        lambda: packed(
            {
                "[Content_Types].xml": b"wordprocessingml.document.main+xml",
                "word/document.xml": b" " * 300_000_000,
            }
        ),
    ),
    "zip-bomb-lying": ("a.docx", lying_sizes),
    "zip-bomb-nested": (
        "a.docx",
        lambda: repacked(docx(table("甲")), {"word/embeddings/a.zip": packed({"b": b"0" * 100_000_000})}),
    ),
    "zip-many-members": (
        "a.docx",
        lambda: packed(
            {f"{one}.xml": b"" for one in range(10_001)}
            | {"[Content_Types].xml": b"wordprocessingml.document.main+xml"}
        ),
    ),
    "zip-doubled-member": ("a.docx", doubled_member),
    "zip-member-above": ("a.docx", lambda: repacked(docx(table("甲")), {"../../evil": b"x"})),
    "zip-member-absolute": ("a.docx", lambda: repacked(docx(table("甲")), {"/etc/evil": b"x"})),
    "zip-member-drive": ("a.docx", lambda: repacked(docx(table("甲")), {"C:evil": b"x"})),
    "zip-member-backslash": ("a.docx", lambda: repacked(docx(table("甲")), {"..\\evil": b"x"})),
    "xml-entity-bomb": ("a.docx", lambda: with_doctype(ENTITIES, "&e11;")),
    "xml-entity-quadratic": ("a.docx", lambda: with_doctype(QUADRATIC, "&e;" * 5000)),
    "xml-entity-outside": ("a.docx", lambda: with_doctype(OUTSIDE, "&e;")),
    "docx-tables-nested": ("a.docx", lambda: docx(nested_tables(500))),
    "docx-span": ("a.docx", lambda: docx(SPAN)),
    "docx-long-paragraph": ("a.docx", lambda: docx(f"<w:p><w:r><w:t>{'甲' * 4_000_000}</w:t></w:r></w:p>")),
    "docx-many-rows": (
        "a.docx",
        lambda: docx(
            "<w:tbl>"
            + "".join(
                "<w:tr>"
                + "".join(
                    f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in line.split(" | ")
                )
                + "</w:tr>"
                for line in many(10_000).split("\n")
            )
            + "</w:tbl>"
        ),
    ),
    "xlsx-far-cell": ("a.xlsx", far_cell),
    "xlsx-far-merge": ("a.xlsx", lambda: merged_to("A2:XFD1048570")),
    "xlsx-many-rows": ("a.xlsx", lambda: xlsx_of(drawn(many(10_000)))),
    "ods-repeated": (
        "a.ods",
        lambda: spoken_of(
            ODS, b"<table:table-row", b'<table:table-row table:number-rows-repeated="2000000000"'
        ),
    ),
    "xls-truncated": ("a.xls", lambda: xls_of(drawn(ROWS))[:3000]),
    "html-nested": ("a.html", lambda: b"<meta charset=utf-8>" + b"<div>" * 200_000 + "甲".encode()),
    "html-span": ("a.html", lambda: HTML.format(" colspan=2000000000 rowspan=2000000000").encode()),
    "html-many-rows": (
        "a.html",
        (
            "<meta charset=utf-8><table>"
            + "".join(
                "<tr>" + "".join(f"<td>{cell}" for cell in line.split(" | "))
                for line in many(10_000).split("\n")
            )
            + "</table>"
        ).encode,
    ),
    "txt-many-rows": ("a.txt", lambda: dump_of(many(10_000)).encode()),
    "txt-one-line": ("a.txt", ("1.立案责任：甲。" * 200_000).encode),
    "txt-nul": ("a.txt", lambda: dump_of(ROWS).replace("甲", "甲\0").encode()),
    "txt-gbk-cut": ("a.txt", _cut_in_a_character),
    "txt-utf16-without-bom": ("a.txt", lambda: dump_of(ROWS).encode("utf-16-le")),
    "txt-gb18030-four-bytes": ("a.txt", lambda: dump_of(ROWS.replace("甲", "𠮷")).encode("gb18030")),
    "txt-direction-override": (
        "a.txt",
        lambda: dump_of(ROWS.replace("甲", "\u202e甲\u200b\ufeff\ue000\ufe0f")).encode(),
    ),
    "pdf-operators": ("a.pdf", lambda: pdf_stream(b"1 0 0 1 0 0 cm 0 0 1 1 re f\n" * 3_000_000)),
    "pdf-huge-page": ("a.pdf", lambda: pdf_stream(b"0 0 m 9 9 l S", box="0 0 200000 200000")),
    "pdf-count-lie": ("a.pdf", lambda: pdf_stream(b"").replace(b"/Count 1", b"/Count 2000000000")),
    "pdf-circular-pages": ("a.pdf", lambda: pdf_stream(b"").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")),
    "ofd-template-of-itself": (
        "a.ofd",
        lambda: spoken_of(
            (SAMPLES / "item-forms" / "list.ofd").read_bytes(),
            b"<ofd:Page ",
            b'<ofd:Page BaseLoc="Document.xml" ',
        ),
    ),
    "image-bomb": ("a.png", lambda: _png(60_000, 60_000)),
}


def _png(width: int, height: int) -> bytes:
    """Make the head of a picture of any size, with next to no pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
