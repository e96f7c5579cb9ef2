"""numbering.xml and styles.xml → the number printed before a paragraph, and its heading level.

1. Numbers are counted as Word counts them: by abstract list, in document order, restarted as the list says.
2. A paragraph's own numbering goes before its style's, a style's before that of the style it is based on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from lxml import etree

from .lists import Counts, Level, NumberedList
from .wordml import VAL, W, find_child, find_value, is_on, number_of

STYLE, NUMBER = W + "pStyle", W + "numId"
_NUMBERED, _DEPTH, _OUTLINE = W + "numPr", W + "ilvl", W + "outlineLvl"
_TELLING = {STYLE, _OUTLINE}
_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of numbers and levels."""

    number: str | None = None
    depth: int | None = None
    level: int | None = None


class Styles:
    """Paragraph styles by their ids, read when a paragraph first names one."""

    def __init__(self, load: Callable[[], Iterable[etree._Element]]) -> None:
        self._load = load
        self._elements: dict[str, etree._Element] | None = None
        self._styles: dict[str, Style] = {}

    def style_of(self, key: str | None) -> Style:
        """Give a style with what it inherits; an unknown one says nothing."""
        if key is None:
            return Style()
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = self._resolved(key)
        return found

    def _resolved(self, key: str) -> Style:
        if self._elements is None:
            self._elements = {
                element.get(W + "styleId", ""): element
                for root in self._load()
                for element in root.iter(W + "style")
            }
        told: dict[str, str] = {}
        seen: set[str] = set()
        while key not in seen and (element := self._elements.get(key)) is not None:
            seen.add(key)
            properties = find_child(element, "pPr")
            if properties is not None:
                told = told_by(properties) | told
            key = find_value(element, "basedOn") or ""
        return Style(told.get(NUMBER), _depth_in(told), level_in(told))


def told_by(properties: etree._Element) -> dict[str, str]:
    """Gather what a paragraph's properties tell of its style, number and level, by the names of elements."""
    told: dict[str, str] = {}
    for child in properties:
        tag = child.tag
        if tag in _TELLING:
            told[tag] = child.get(VAL, "")
        elif tag == _NUMBERED:
            told |= {str(one.tag): one.get(VAL, "") for one in child}
    return told


def level_in(told: dict[str, str]) -> int | None:
    """Give a heading level, from 1; 0 is that of body text."""
    value = told.get(_OUTLINE)
    if value is None:
        return None
    level = number_of(value, _BODY_LEVEL)
    return level + 1 if 0 <= level < _BODY_LEVEL else 0


def _depth_in(told: dict[str, str]) -> int | None:
    value = told.get(_DEPTH)
    return None if value is None else number_of(value)


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, load: Callable[[], Iterable[etree._Element]], styles: Styles) -> None:
        self._load = load
        self._styles = styles
        self._numbers: dict[str, etree._Element] = {}
        self._abstracts: dict[str, etree._Element] | None = None
        self._lists: dict[str, NumberedList | None] = {}
        self._counts = Counts()

    def number_of(self, told: dict[str, str]) -> str:
        """Count a paragraph in; give its printed number and what stands between the two."""
        style = self._styles.style_of(told.get(STYLE))
        own, own_depth = told.get(NUMBER), _depth_in(told)
        number = style.number if own is None else own
        if number is None or number == "0":
            return ""
        found = self._list_of(number)
        if found is None:
            return ""
        depth = own_depth if own_depth is not None else (style.depth if own is None else 0)
        return self._counts.count(found, self._depth_of_style(found, told) if depth is None else depth)

    def _depth_of_style(self, found: NumberedList, told: dict[str, str]) -> int:
        style = told.get(STYLE)
        return next((depth for depth, level in found.levels.items() if level.paragraph_style == style), 0)

    def _list_of(self, number: str) -> NumberedList | None:
        if number not in self._lists:
            self._lists[number] = self._read_list(number)
        return self._lists[number]

    def _read_list(self, number: str, *, nested: bool = False) -> NumberedList | None:
        abstracts = self._read_abstracts()
        element = self._numbers.get(number)
        key = "" if element is None else find_value(element, "abstractNumId") or ""
        abstract = abstracts.get(key)
        if element is None or abstract is None:
            return None
        linked = find_value(abstract, "numStyleLink")
        if linked and not nested:
            inherited = self._styles.style_of(linked).number
            found = self._read_list(inherited, nested=True) if inherited else None
            key, levels = (found.key, dict(found.levels)) if found else (key, {})
        else:
            levels = _levels_of(abstract)
        starts = {}
        for override in element.iterchildren(W + "lvlOverride"):
            depth = number_of(override.get(W + "ilvl"))
            levels |= _levels_of(override)
            start = find_value(override, "startOverride")
            if start is not None:
                starts[depth] = number_of(start, 1)
                levels[depth] = replace(levels.get(depth, Level()), start=starts[depth])
        return NumberedList(key, levels, starts)

    def _read_abstracts(self) -> dict[str, etree._Element]:
        if self._abstracts is None:
            self._abstracts = {}
            for root in self._load():
                self._numbers |= {one.get(W + "numId", ""): one for one in root.iter(W + "num")}
                self._abstracts |= {
                    one.get(W + "abstractNumId", ""): one for one in root.iter(W + "abstractNum")
                }
        return self._abstracts


def _levels_of(container: etree._Element) -> dict[int, Level]:
    return {number_of(one.get(W + "ilvl")): _level_of(one) for one in container.iterchildren(W + "lvl")}


def _level_of(element: etree._Element) -> Level:
    restart = find_value(element, "lvlRestart")
    style = element.find(f".//{W}numFmt")
    return Level(
        start=number_of(find_value(element, "start"), 1),
        style="decimal" if style is None else style.get(VAL, "decimal"),
        text=find_value(element, "lvlText") or "",
        suffix="" if find_value(element, "suff") == "nothing" else " ",
        restart=None if restart is None else number_of(restart),
        legal=is_on(element, "isLgl"),
        paragraph_style=find_value(element, "pStyle"),
    )
