"""A small list of each format, and a seed → a mutant: bytes changed, or the XML, HTML or PDF inside it."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from books import drawn, ods_of, xls_of, xlsx_of
from gold import SAMPLES
from snippets import bytes_of, dump_of

from qzparse.rules.rule import Snippet

_ROWS = (
    "序号 | 权力类型 | 权力项目名称 | 实施依据 | 责任事项\n"
    "1 | 行政检查 | 检查 | 1.【法律】《安全法》（2021年修正）第九条：检查。⏎同1。 | "
    "1.立案责任：甲。⏎2.调查责任（某科）：乙。\n"
    "2 | 行政处罚 | 处罚 | 2-1.《某条例》第七十二、七十三条 | 1－1．受理：丙。"
)
_PIECES = (
    b"\t", b"\n\t", b"\n \t", b"\0", b"\xff\xfe", b"<", b"&", b"]]>", b"99999999999", b"-1", b"2000000000",
    b"%PDF", b"PK\x03\x04",
    "序号".encode(), b"1.", "（一）".encode(), "《".encode(), "第三条".encode(), "\u2028\u202e".encode(), "𠮷".encode(),
)  # fmt: skip
_NUMBERS = re.compile(rb"\d+")
_TAGS = re.compile(rb"<[^<>]*>")


@cache
def _lists() -> dict[str, bytes]:
    """Give one small list of each format that is read without another program."""
    sheet = drawn(_ROWS)
    demo = SAMPLES / "demo"
    return {
        "txt": dump_of(_ROWS).encode(),
        "gbk": dump_of(_ROWS).encode("gb18030"),
        "md": ("| " + _ROWS.replace("⏎", "<br>").replace("\n", " |\n| ") + " |").encode(),
        "html": _html(),
        "docx": bytes_of(Snippet(_docx_body(), "list.docx")),
        "xlsx": xlsx_of(sheet),
        "xls": xls_of(sheet),
        "ods": ods_of(sheet),
        "doc": (demo / "list.doc").read_bytes(),
        "pdf": bytes_of(Snippet(_ROWS.replace(" | ", " "), "list.pdf")),
        "ruled": (demo / "list.pdf").read_bytes(),
        "ofd": (SAMPLES / "item-forms" / "list.ofd").read_bytes(),
    }


def _html() -> bytes:
    rows = "".join(
        "<tr>"
        + "".join(f'<td rowspan="1" colspan=1>{cell.replace("⏎", "<br>")}</td>' for cell in line.split(" | "))
        + "</tr>"
        for line in _ROWS.replace("⏎", "<br>").split("\n")
    )
    return f"<!doctype html><meta charset=utf-8><title>某局权责清单</title><table border=1>{rows}</table>".encode()


def _docx_body() -> str:
    cells = (
        "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="1000"/><w:gridSpan w:val="1"/><w:vMerge w:val="restart"/></w:tcPr>'
            f"<w:p><w:r><w:t>{cell.replace('⏎', '</w:t><w:br/><w:t>')}</w:t></w:r></w:p></w:tc>"
            for cell in line.split(" | ")
        )
        for line in _ROWS.split("\n")
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


FORMATS = (
    "txt", "gbk", "md", "html", "docx", "xlsx", "xls", "ods", "doc", "pdf", "ruled", "ofd",
)  # fmt: skip


def mutant_of(kind: str, seed: int) -> tuple[bytes, str]:
    """Make mutant number `seed` of the list of a kind; give its bytes and its name."""
    chance = random.Random(f"{kind} {seed}")
    content = _lists()[kind]
    change = _INSIDE.get(kind) if chance.random() < 0.8 else None
    mutant = change(content, chance) if change else _mutated(content, chance)
    extension = {"gbk": "txt", "ruled": "pdf"}.get(kind, kind)
    return mutant, f"{kind}-{seed}.{extension}"


def _mutated(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 4, 9))):
        content = chance.choice(_CHANGES)(content, chance)
    return content


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 10))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:start] + content[min(end, start + chance.choice((1, 8, 64, 4096))) :]


def _truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _insert(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(_PIECES) * chance.choice((1, 1, 3, 200)) + content[place:]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    stretch = content[start : min(end, start + 2048)]
    place = chance.randrange(len(content) + 1)
    return content[:place] + stretch * chance.choice((1, 2, 20)) + content[place:]


def _number(content: bytes, chance: random.Random) -> bytes:
    found = list(_NUMBERS.finditer(content))
    if not found:
        return content
    one = chance.choice(found)
    value = chance.choice(
        (b"0", b"-1", b"1", b"63", b"65536", b"2000000000", b"99999999999999999999", b"1e309", b"0.5")
    )
    return content[: one.start()] + value + content[one.end() :]


def _tag(content: bytes, chance: random.Random) -> bytes:
    found = list(_TAGS.finditer(content))
    if not found:
        return content
    one, other = chance.choice(found), chance.choice(found)
    new = chance.choice((b"", other[0], one[0] * 2, one[0] * 300))
    return content[: one.start()] + new + content[one.end() :]


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _cut, _truncate, _insert, _repeat, _number, _number, _tag, _tag,
)  # fmt: skip


def _in_package(content: bytes, chance: random.Random) -> bytes:
    """Change a member of a zip container, its XML mostly, and pack it anew."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    name = chance.choice([name for name in members if name.endswith(("xml", "rels"))] or list(members))
    members[name] = _mutated(members[name], chance)
    if chance.random() < 0.05:
        del members[chance.choice(list(members))]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for member, data in members.items():
            package.writestr(member, data)
    return packed.getvalue()


def _in_pdf(content: bytes, chance: random.Random) -> bytes:
    """Change what a stream of a PDF unpacks to; a reader finds the objects again by looking for them."""
    streams = list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL))
    if not streams or chance.random() < 0.3:
        return _mutated(content, chance)
    one = chance.choice(streams)
    try:
        mutant = zlib.compress(_mutated(zlib.decompress(one[1]), chance))
    except zlib.error:
        mutant = _mutated(one[1], chance)
    return content[: one.start(1)] + mutant + content[one.end(1) :]


_INSIDE = {
    **dict.fromkeys(("docx", "xlsx", "ods", "ofd"), _in_package),
    **dict.fromkeys(("pdf", "ruled"), _in_pdf),
    **dict.fromkeys(("doc", "xls"), _flip),
}
