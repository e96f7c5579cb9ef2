"""A spreadsheet package → its sheets in order, and what their cells refer to: strings, number formats, borders.

Formulas, links, macros and whatever lies outside of the package are never followed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from .archive import Archive
from .figures import BUILT_IN, GENERAL
from .sheets import PLAIN, Looks

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ROWS = re.compile(r"\$([0-9]{1,7}):\$([0-9]{1,7})")
_BOOK = "xl/workbook.xml"
_FIRST_PRINTED, _SURROGATES = 0x20, range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet's name, its member, whether it is hidden, and the rows that it repeats on each page."""

    name: str
    member: str
    hidden: bool
    heads: range


@dataclass(slots=True)
class Workbook:
    """The parts of a spreadsheet package."""

    archive: Archive
    sheets: list[SheetPart] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    looks: list[Looks] = field(default_factory=list)
    since_1904: bool = False

    def __post_init__(self) -> None:
        found = [target for kind, target in self.targets_of("").values() if kind == "officeDocument"]
        main = next((target for target in (*found, _BOOK) if target in self.archive), None)
        if main is None:
            raise self.archive.broken("parts")
        targets = self.targets_of(main)
        root = self.archive.parsed(self.archive.read(main))
        self.since_1904 = any(one.get("date1904") in ("1", "true") for one in root.iter("{*}workbookPr"))
        self.sheets = list(_iter_sheets(root, targets, self.archive))
        for kind, target in targets.values():
            if target in self.archive:
                if kind == "sharedStrings":
                    self.strings = list(self._iter_strings(target))
                elif kind == "styles":
                    self.looks = _looks_of(self.archive.parsed(self.archive.read(target)))

    def targets_of(self, member: str) -> dict[str, tuple[str, str]]:
        """Give what a member refers to inside of the package, by its id: the kind and the member."""
        folder, name = posixpath.split(member)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        targets = {}
        if relations in self.archive:
            for relation in self.archive.parsed(self.archive.read(relations)).iter(_RELATION):
                if relation.get("TargetMode") != "External":
                    path = posixpath.join("/", folder, unquote(relation.get("Target", "")))
                    kind = relation.get("Type", "").rpartition("/")[2]
                    targets[relation.get("Id", "")] = (kind, posixpath.normpath(path).lstrip("/"))
        return targets

    def looks_of(self, style: str | None) -> Looks:
        """Give the looks of the cells of a style."""
        if style is None:
            return self.looks[0] if self.looks else PLAIN
        index = int(style) if style.isascii() and style.isdigit() and len(style) < 9 else 0
        return self.looks[index] if index < len(self.looks) else PLAIN

    def _iter_strings(self, member: str) -> Iterator[str]:
        for entry in self.archive.iter_ended(member, ("{*}si",)):
            yield text_of(entry)
            free(entry)


def text_of(entry: etree._Element) -> str:
    """Read a string, plain or of several runs; phonetic guides are none of it."""
    texts = []
    for child in entry:
        name = str(child.tag)
        if name.endswith("}t"):
            texts.append(child.text or "")
        elif name.endswith("}r"):
            texts += [one.text or "" for one in child.iterchildren("{*}t")]
    return unescaped("".join(texts))


def unescaped(text: str) -> str:
    """Undo the escapes of characters that XML cannot hold, and end lines with line feeds."""
    if "_x" in text:
        text = _ESCAPED.sub(_character_of, text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _character_of(code: re.Match[str]) -> str:
    value = int(code[1], 16)
    printed = value >= _FIRST_PRINTED or chr(value).isspace()
    return chr(value) if printed and value not in _SURROGATES else ""


def free(element: etree._Element) -> None:
    """Let go of an element that was read, and of those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]


def _iter_sheets(
    root: etree._Element, targets: dict[str, tuple[str, str]], archive: Archive
) -> Iterator[SheetPart]:
    heads: dict[str, range] = {}
    for name in root.iter("{*}definedName"):
        rows = _ROWS.search(name.text or "")
        if rows and name.get("name") == "_xlnm.Print_Titles":
            heads[name.get("localSheetId", "")] = range(int(rows[1]) - 1, int(rows[2]))
    for index, sheet in enumerate(root.iter("{*}sheet")):
        key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        kind, member = targets.get(key, ("", ""))
        if kind == "worksheet" and member in archive:
            hidden = sheet.get("state", "visible") != "visible"
            yield SheetPart(sheet.get("name", ""), member, hidden, heads.get(str(index), range(0)))


def _looks_of(root: etree._Element) -> list[Looks]:
    codes = dict(BUILT_IN)
    for one in root.iter("{*}numFmt"):
        number = one.get("numFmtId", "")
        if number.isascii() and number.isdigit() and len(number) < 9:
            codes[int(number)] = one.get("formatCode", GENERAL)
    borders = [
        any(side.get("style", "none") != "none" for side in border)
        for borders in root.iterchildren("{*}borders")
        for border in borders
    ]
    return [
        Looks(codes.get(_number(one, "numFmtId"), GENERAL), _number(one, "borderId") in _ruled(borders))
        for formats in root.iterchildren("{*}cellXfs")
        for one in formats.iterchildren("{*}xf")
    ]


def _ruled(borders: list[bool]) -> set[int]:
    return {index for index, ruled in enumerate(borders) if ruled}


def _number(element: etree._Element, name: str) -> int:
    value = element.get(name, "0")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0
