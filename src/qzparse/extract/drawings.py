"""A drawing → its shapes and the connectors between them.

The keys of shapes are those by which connectors name them; each is unique in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from .wordml import ALTERNATE, W, find_chosen

_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V, _O = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
_SHAPE, _CONTENT = _WPS + "wsp", W + "txbxContent"
_VML = {_V + name for name in ("shape", "rect", "roundrect", "oval", "line", "polyline", "arc", "curve")}


@dataclass(slots=True)
class Drawings:
    """Reads drawings; `text_of` reads the paragraphs of a text box."""

    text_of: Callable[[etree._Element], str]
    shapes: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    _keys: set[str] = field(default_factory=set)
    _count: int = 0

    def read(self, drawing: etree._Element) -> None:
        """Read the shapes and connectors of one drawing."""
        self._count += 1
        own = drawing.find(f"*/{_WP}docPr")
        fallback = own.get("id", "") if own is not None else ""
        names: dict[str, str] = {}
        ends: list[tuple[str, str]] = []
        for element in _iter_drawn(drawing):
            if element.tag == _SHAPE:
                self._read_shape(element, fallback, names, ends)
            elif element.tag == _O + "r":
                ends += _proxied(element)
            elif element.tag in _VML:
                self._add(element.get("id", ""), element, names)
            else:
                text = "".join(one.text or "" for one in element.iter(_A + "t"))
                self._keep(str(self._count), text, names)
        self.links += [(names.get(start, start), names.get(end, end)) for start, end in ends]

    def take_shapes(self) -> list[tuple[str, str]]:
        """Hand over the shapes read since the last time."""
        taken, self.shapes = self.shapes, []
        return taken

    def _read_shape(
        self, shape: etree._Element, fallback: str, names: dict[str, str], ends: list[tuple[str, str]]
    ) -> None:
        own = shape.find(_WPS + "cNvPr")
        start, end = shape.find(f".//{_A}stCxn"), shape.find(f".//{_A}endCxn")
        if start is not None and end is not None:
            ends.append((start.get("id", ""), end.get("id", "")))
        self._add(fallback if own is None else own.get("id", fallback), shape, names)

    def _add(self, name: str, shape: etree._Element, names: dict[str, str]) -> None:
        content = next(shape.iter(_CONTENT), None)
        self._keep(name, "" if content is None else self.text_of(content), names)

    def _keep(self, name: str, text: str, names: dict[str, str]) -> None:
        key = name if name and name not in self._keys else f"{self._count}.{len(self._keys)}"
        names[name] = key
        if text.strip():
            self._keys.add(key)
            self.shapes.append((key, text))


def _iter_drawn(container: etree._Element) -> Iterator[etree._Element]:
    """Yield shapes and connectors, and no shape inside of a shape's text."""
    for child in container:
        if child.tag == ALTERNATE:
            chosen = find_chosen(child)
            if chosen is not None:
                yield from _iter_drawn(chosen)
        elif child.tag == _SHAPE or child.tag in _VML or child.tag in (_O + "r", _A + "p"):
            yield child
        else:
            yield from _iter_drawn(child)


def _proxied(rule: etree._Element) -> Iterator[tuple[str, str]]:
    """Read what a VML rule says of a connector: which shapes its ends are glued to."""
    ends = {
        side: proxy.get("idref", "").lstrip("#")
        for proxy in rule.iter(_O + "proxy")
        for side in ("start", "end")
        if proxy.get(side) is not None
    }
    if len(ends) > 1:
        yield ends["start"], ends["end"]
