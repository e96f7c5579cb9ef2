"""The names of WordprocessingML's elements, and the ways through its wrappers."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
P, TBL, TR, TC = W + "p", W + "tbl", W + "tr", W + "tc"
TEXT = W + "t"
VAL = W + "val"
ALTERNATE, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}


def iter_inside(container: etree._Element) -> Iterator[etree._Element]:
    """Yield a container's children, those of content controls and other wrappers in place of them."""
    for child in container:
        if child.tag in _WRAPPERS:
            yield from iter_inside(child)
        elif child.tag == ALTERNATE:
            chosen = find_chosen(child)
            if chosen is not None:
                yield from iter_inside(chosen)
        else:
            yield child


def find_chosen(alternate: etree._Element) -> etree._Element | None:
    """Find the one branch of an alternative that is printed."""
    branches = [*alternate.iterchildren(CHOICE, FALLBACK)]
    return next((branch for branch in branches if len(branch)), None)


def find_child(element: etree._Element, name: str) -> etree._Element | None:
    """Find the first child of that name; `find` would take ten times as long."""
    return next(element.iterchildren(W + name), None)


def find_value(properties: etree._Element, name: str) -> str | None:
    """Find the value of a property that stands directly in `properties`; one without a value is `""`."""
    found = find_child(properties, name)
    return None if found is None else found.get(VAL, "")


def is_on(properties: etree._Element, name: str) -> bool:
    """Tell whether a switch stands in `properties` and is not turned off."""
    return find_value(properties, name) not in (None, "0", "false", "off")


def number_of(value: str | None, otherwise: int = 0) -> int:
    """Read an attribute as an integer; anything else counts as `otherwise`."""
    try:
        return int(value or "")
    except ValueError:
        return otherwise
