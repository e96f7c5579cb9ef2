"""A docx container → its main part and the parts related to it, as python-docx finds them.

Most packages are in order: their relationships lead to parts that are there, and are read as they stand; importing
python-docx would take longer than reading such a list. A package that had to be mended is python-docx's to open. It
parses the main part and the styles whole while it does, a gigabyte for ten thousand rows; so it is given the
package's skeleton, relationships without content, and says which parts belong to the document. A relationship to
nowhere, which it refuses, is left out of the skeleton. Each part is read when it is wanted.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from .archive import Archive

_DOCUMENT = "word/document.xml"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LARGE = 8 << 20
_KINDS = ("styles", "numbering", "footnotes", "endnotes", "header", "footer", "diagramData")
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/{_DOCUMENT}" ContentType="{{}}"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_RELATED = (
    '<Relationship Id="rId{}" Target="{}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/>'
)
_MAIN = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
# ISO 29500 Strict names the same elements in namespaces of its own.
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = re.compile(_STRICT + rb"([A-Za-z]+)/([A-Za-z]+)")


class Package:
    """The parts of a docx: `main` is the document's own member; `repairs` counts what had to be mended."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.repairs = 0 if "[Content_Types].xml" in archive else 1
        targets = self._targets_of("", "_rels/.rels", ("officeDocument",))
        if not targets:
            self.repairs += 1
            if _DOCUMENT not in archive:
                raise archive.broken("parts")
            targets = [("officeDocument", _DOCUMENT)]
        self.main = targets[0][1]
        folder, name = posixpath.split(self.main)
        related = self._targets_of(folder, f"{folder}/_rels/{name}.rels", _KINDS)
        self._members = _opened(related) if self.repairs else _members_by_kind(related)

    def roots_of(self, kind: str) -> list[etree._Element]:
        """Parse the related parts of a kind, such as `numbering`."""
        return [self._xml(member) for member in self._members.get(kind, ())]

    def root_of_main(self) -> etree._Element:
        """Parse the main part whole."""
        return self._xml(self.main)

    def is_large(self) -> bool:
        """Tell whether the main part is to be read piece by piece; a strict one is translated whole."""
        return self._archive.size_of(self.main) > LARGE and _STRICT not in self._archive.head_of(self.main)

    def iter_ended(self, tags: tuple[str, ...]) -> Iterator[etree._Element]:
        """Parse the main part piece by piece; yield each element of `tags` when it ends."""
        return self._archive.iter_ended(self.main, tags)

    def _xml(self, member: str) -> etree._Element:
        data = self._archive.read(member)
        if _STRICT in data[:4096]:
            data = _STRICT_NAMES.sub(_transitional_of, data)
        return self._archive.parsed(data)

    def _targets_of(self, folder: str, member: str, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
        member = member.lstrip("/")
        targets = []
        for relation in self._xml(member).iter(_RELATION) if member in self._archive else ():
            if relation.get("TargetMode") == "External":
                continue
            kind = relation.get("Type", "").rpartition("/")[2]
            name = posixpath.normpath(
                posixpath.join("/", folder, unquote(relation.get("Target", "")))
            ).lstrip("/")
            if name not in self._archive:
                self.repairs += 1
            elif kind in kinds:
                targets.append((kind, name))
        return targets


def _transitional_of(name: re.Match[bytes]) -> bytes:
    return b"http://schemas.openxmlformats.org/%b/2006/%b" % name.groups()


def _members_by_kind(targets: list[tuple[str, str]]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    for kind, name in targets:
        members.setdefault(kind, []).append(name)
    return members


def _opened(targets: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Let python-docx open the skeleton and name the parts of each kind."""
    import docx

    skeleton = io.BytesIO(_skeleton_of(tuple(kind for kind, _ in targets)))
    opened = []
    for relation in docx.Document(skeleton).part.rels.values():
        index = int(posixpath.basename(relation.target_ref).removesuffix(".xml"))
        opened.append((relation.reltype.rpartition("/")[2], targets[index][1]))
    return _members_by_kind(opened)


def _skeleton_of(kinds: tuple[str, ...]) -> bytes:
    """Write a package whose document has empty parts of these kinds."""
    from docx.opc.constants import CONTENT_TYPE

    relations = [_RELATED.format(index, f"{index}.xml", kind) for index, kind in enumerate(kinds)]
    skeleton = io.BytesIO()
    with zipfile.ZipFile(skeleton, "w") as copy:
        copy.writestr("[Content_Types].xml", _TYPES.format(CONTENT_TYPE.WML_DOCUMENT_MAIN))
        copy.writestr("_rels/.rels", _RELATIONS.format(_RELATED.format(0, _DOCUMENT, "officeDocument")))
        copy.writestr(_DOCUMENT, _MAIN)
        copy.writestr("word/_rels/document.xml.rels", _RELATIONS.format("".join(relations)))
        for index in range(len(kinds)):
            copy.writestr(f"word/{index}.xml", b"")
    return skeleton.getvalue()
