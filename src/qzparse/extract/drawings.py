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
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_CONTENT = W + "txbxContent"
_SHAPES = {
    *(_V + name for name in ("shape", "rect", "roundrect", "oval", "line", "polyline", "arc", "curve")),
    *(_WPS + "wsp", _O + "r", _A + "sp"),
}


@dataclass(slots=True)
class Drawings:
    """Reads drawings one after the other."""

    links: list[tuple[str, str]] = field(default_factory=list)
    _keys: set[str] = field(default_factory=set)

    def read(
        self, drawing: etree._Element, text_of: Callable[[etree._Element], str]
    ) -> list[tuple[str, str]]:
        """Read a drawing's shapes, each as key and text; `text_of` reads the paragraphs of a text box."""
        shapes: list[tuple[str, str]] = []
        keys: dict[str, str] = {}
        ends: list[tuple[str, str]] = []
        for element in _iter_drawn(drawing):
            ends += _ends_of(element)
            box = next(element.iter(_CONTENT), None)
            text = text_of(box) if box is not None else _drawn_text_of(element)
            name = _name_of(element)
            if text.strip():
                keys[name] = key = self._key_of(name)
                shapes.append((key, text))
        self.links += [(keys.get(start, start), keys.get(end, end)) for start, end in ends]
        return shapes

    def read_diagram(self, root: etree._Element) -> list[tuple[str, str]]:
        """Read the shapes of a SmartArt diagram, whose text stands in a part of its own."""
        points = ((one.get("modelId", ""), _drawn_text_of(one)) for one in root.iter(_DGM + "pt"))
        return [(self._key_of(name), text) for name, text in points if text.strip()]

    def _key_of(self, name: str) -> str:
        key, count = name, 1
        while not key or key in self._keys:
            count += 1
            key = f"{name}#{count}"
        self._keys.add(key)
        return key


def _iter_drawn(container: etree._Element) -> Iterator[etree._Element]:
    """Yield shapes and connectors, and no shape inside of a shape's text."""
    for child in container:
        if child.tag == ALTERNATE:
            chosen = find_chosen(child)
            if chosen is not None:
                yield from _iter_drawn(chosen)
        elif child.tag in _SHAPES:
            yield child
        else:
            yield from _iter_drawn(child)


def _name_of(element: etree._Element) -> str:
    """Give the name that connectors use: the shape's own number, else that of its drawing."""
    own = next(element.iter(_WPS + "cNvPr"), None)
    if own is None:
        around = element.iterancestors(_WP + "inline", _WP + "anchor")
        own = next((one for frame in around for one in frame.iterchildren(_WP + "docPr")), element)
    return str(own.get("id", ""))


def _drawn_text_of(element: etree._Element) -> str:
    lines = ("".join(one.text or "" for one in line.iter(_A + "t")) for line in element.iter(_A + "p"))
    return "\n".join(lines)


def _ends_of(element: etree._Element) -> list[tuple[str, str]]:
    """Read which shapes a connector is glued to, as DrawingML and as VML say it."""
    starts = [one.get("id", "") for one in element.iter(_A + "stCxn")]
    ends = [one.get("id", "") for one in element.iter(_A + "endCxn")]
    for proxy in element.iter(_O + "proxy"):
        (starts if proxy.get("start") is not None else ends).append(proxy.get("idref", "").lstrip("#"))
    return list(zip(starts, ends, strict=False))
