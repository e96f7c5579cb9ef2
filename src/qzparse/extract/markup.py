"""What an HTML parser tells of a page → its blocks.

1. No tree is built: a page is read while it is parsed, however deep or long it is.
2. A line is what stands between two breaks; source lines are folded as a browser folds them, but not in `pre`.
3. What a browser does not show is left out: scripts, styles, hidden elements, words for other browsers.
4. Items of ordered lists carry the numbers that a browser shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from qzparse.numerals import numeral_of

from .frames import Page
from .page import BODY, FOOT, HEAD, Nesting, PageCell, PageLine

Attributes = Mapping[str, str]

_WIDE = "\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6"
# A source line that ends between two Han characters is no blank (CSS Text 3, 4.1.2).
_WRAP = re.compile(f"(?<=[{_WIDE}])[ \\t\\f]*[\\r\\n][ \\t\\r\\n\\f]*(?=[{_WIDE}])")
_BLANKS, _FEEDS = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]"), re.compile(r"[\t\r\n\f]")
_TRAIL, _TRAIL_LENGTH = re.compile("[>\u00bb\u203a\uff1e\u2192]"), 120
_CONCEALED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w -]+)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*[0-9]{1,20}\s*")
_FOLDED = " \t\r\n\f"
_MANY = 1 << 20

_DROPPED = {
    *("head", "script", "style", "title", "template", "noscript", "noframes", "noembed", "iframe", "object"),
    *("applet", "audio", "video", "canvas", "select", "datalist", "rp", "rt", "map"),
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKING = {
    *("address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details"),
    *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html"),
    *("legend", "main", "menu", "nav", "p", "pre", "search", "section", "summary", "text"),
    *_HEADINGS,
}
_ARTICLES = {"article", "main", "section"}
_MARGINS = {"nav", "footer", "aside", "button"}
_MARGIN_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search"}
_MARGIN_NAMES = {
    *("nav", "navbar", "navigation", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "menu", "sidebar"),
    *("footer", "copyright", "toolbar", "msoheader", "msofooter"),
}
_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    **dict.fromkeys(("lower-alpha", "lower-latin"), "lowerLetter"),
    **dict.fromkeys(("upper-alpha", "upper-latin"), "upperLetter"),
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal"), "chineseCounting"),
    **dict.fromkeys(("none", "disc", "circle", "square"), ""),
}


@dataclass(slots=True)
class _Line:
    """The line that is being written, and how much of it is links."""

    number: str = ""
    links: int = 0
    pieces: list[str] = field(default_factory=list)
    _linked: int = 0
    _anchors: int = 0

    def add(self, text: str) -> None:
        if not self.pieces and not text.strip(_FOLDED):
            return
        self.pieces.append(text)
        if self.links:
            self._linked += len(text.strip())

    def begin_link(self) -> None:
        self.links += 1
        self._anchors += 1

    def end_link(self) -> None:
        self.links -= self.links > 0

    def take(self, *, preserved: bool = False) -> tuple[str, bool]:
        """End the line: its text, and whether it consists of links, or is a trail of them."""
        pieces = self.pieces
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        linked, anchors = self._linked, self._anchors
        self._linked = self._anchors = 0
        if preserved:
            return text.replace("\r\n", "\n"), False
        if _FEEDS.search(text):
            text = _BLANKS.sub(_folded, _WRAP.sub("", text))
        text = text.strip(" ").replace("\xa0", " ")
        if self.number:
            text, self.number = self.number + text, ""
        if not linked:
            return text, False
        trail = anchors > 1 and len(text) < _TRAIL_LENGTH and _TRAIL.search(text)
        return text, bool(trail) or linked * 5 > len(text) * 4


@dataclass(slots=True)
class _Numbering:
    """An ordered list: its next number and how that is written; a list without numbers has no style."""

    value: int = 1
    style: str = ""

    def count(self, attributes: Attributes) -> str:
        if not self.style:
            return ""
        value = _number_in(attributes, "value", self.value)
        self.value = value + 1
        mark = "\u3001" if self.style == "chineseCounting" else ". "
        return numeral_of(value, self.style) + mark


@dataclass(slots=True)
class Markup:
    """The target of a parser: it is told what begins, ends and is printed."""

    page: Page
    nesting: Nesting = field(init=False)
    _line: _Line = field(default_factory=_Line)
    lists: list[_Numbering] = field(default_factory=list)
    _level: int | None = None
    _preserved: int = 0
    _articles: int = 0
    _depth: int = 0
    _hidden: int = 0
    margin: int = 0

    def __post_init__(self) -> None:
        self.nesting = Nesting(self.page.take)

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        self._depth += 1
        if self._hidden:
            return
        if tag in _DROPPED or (attributes and _is_concealed(attributes)):
            self._hidden = self._depth
            return
        begin = _BEGINNINGS.get(tag)
        if begin is None and tag not in _BREAKING:
            return
        if tag != "a":
            self._flush(tag)
            if begin is None or tag == "table":
                self.nesting.end_implied()
        if not self.margin and (tag in _MARGINS or (attributes and _is_margin(attributes))):
            self.margin = 0 if tag == "footer" and self._articles else self._depth
        if begin is not None:
            begin(self, attributes)
        else:
            self._begin_block(tag)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self._hidden:
            self._hidden *= self._hidden != self._depth
        elif tag == "a":
            self._line.end_link()
        elif tag in _BREAKING or tag in _BEGINNINGS:
            if tag != "br":
                self._flush()
            ending = _ENDINGS.get(tag)
            if ending is not None:
                ending(self)
            else:
                self._end_block(tag)
        if self.margin == self._depth:
            self.margin = 0
        self._depth -= 1

    def data(self, text: str) -> None:
        """Take what is printed."""
        if not self._hidden:
            self._line.add(text)

    def close(self) -> None:
        """Take the end of the page."""
        self._flush()
        self.nesting.end_all()
        self.page.end_header()

    def _flush(self, tag: str = "") -> None:
        """End the line; a blank one is one that a break ended."""
        put = self.nesting.put
        if not self._line.pieces:
            if tag == "br":
                put("")
            return
        text, linked = self._line.take(preserved=self._preserved > 0)
        if self._preserved:
            for line in text.split("\n"):
                put(PageLine(line, margin=True) if self.margin else line)
        elif self.margin or self._level or linked:
            put(PageLine(text, self._level, linked, self.margin > 0))
        else:
            put(text)

    def _begin_block(self, tag: str) -> None:
        self._level = _HEADINGS.get(tag, self._level)
        self._articles += tag in _ARTICLES
        self._preserved += tag == "pre"
        if tag == "header" and not self._articles and not self.nesting.in_cell:
            self.page.begin_header()

    def _end_block(self, tag: str) -> None:
        self._articles -= tag in _ARTICLES
        self._preserved -= tag == "pre"
        if tag in _HEADINGS:
            self._level = None
        elif tag == "header":
            self.page.end_header()

    def begin_link(self, attributes: Attributes) -> None:
        """Take the beginning of a link; an anchor without a target is none."""
        if "href" in attributes or self._line.links:
            self._line.begin_link()

    def begin_item(self, attributes: Attributes) -> None:
        """Take the beginning of a list's item: its number precedes its first line."""
        self._line.number = self.lists[-1].count(attributes) if self.lists else ""

    def end_item(self) -> None:
        """Take the end of a list's item."""
        self._line.number = ""

    def end_list(self) -> None:
        """Take the end of a list."""
        del self.lists[-1:]


def _folded(blanks: re.Match[str]) -> str:
    # 003: blanks alone part the entries of a line, so they are kept, though a browser shows one.
    return " " if _FEEDS.search(blanks[0]) else blanks[0]


def _number_in(attributes: Attributes, name: str, otherwise: int) -> int:
    written = attributes.get(name)
    if written is None or not _NUMBER.fullmatch(written):
        return otherwise
    return min(int(written), _MANY)


def _is_concealed(attributes: Attributes) -> bool:
    return "hidden" in attributes or _CONCEALED.search(attributes.get("style", "")) is not None


def _is_margin(attributes: Attributes) -> bool:
    if attributes.get("role") in _MARGIN_ROLES:
        return True
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}".casefold().split()
    return not _MARGIN_NAMES.isdisjoint(names)


def _numbering_of(attributes: Attributes) -> _Numbering:
    style = _TYPES.get(attributes.get("type", ""), "decimal")
    declared = _LIST_STYLE.search(attributes.get("style", ""))
    for word in declared[1].lower().split() if declared else ():
        style = _STYLES.get(word, style)
    return _Numbering(_number_in(attributes, "start", 1), style)


def _cell_of(attributes: Attributes, *, header: bool = False) -> PageCell:
    if not attributes:
        return PageCell(header=header)
    return PageCell(
        max(1, _number_in(attributes, "colspan", 1)), _number_in(attributes, "rowspan", 1) or _MANY, header
    )


_BEGINNINGS: dict[str, Callable[[Markup, Attributes], None]] = {
    "a": Markup.begin_link,
    "br": lambda _markup, _attributes: None,
    "li": Markup.begin_item,
    "ol": lambda markup, attributes: markup.lists.append(_numbering_of(attributes)),
    "ul": lambda markup, _attributes: markup.lists.append(_Numbering()),
    "table": lambda markup, _attributes: markup.nesting.begin_table(margin=markup.margin > 0),
    "tr": lambda markup, _attributes: markup.nesting.begin_row(),
    "td": lambda markup, attributes: markup.nesting.begin_cell(_cell_of(attributes)),
    "th": lambda markup, attributes: markup.nesting.begin_cell(_cell_of(attributes, header=True)),
    "thead": lambda markup, _attributes: markup.nesting.begin_part(HEAD),
    "tbody": lambda markup, _attributes: markup.nesting.begin_part(BODY),
    "tfoot": lambda markup, _attributes: markup.nesting.begin_part(FOOT),
}
_ENDINGS: dict[str, Callable[[Markup], None]] = {
    "br": lambda _markup: None,
    "li": Markup.end_item,
    "ol": Markup.end_list,
    "ul": Markup.end_list,
    "table": lambda markup: markup.nesting.end_table(),
    "tr": lambda _markup: None,
    "td": lambda markup: markup.nesting.end_cell(),
    "th": lambda markup: markup.nesting.end_cell(),
    **dict.fromkeys(("thead", "tbody", "tfoot"), lambda markup: markup.nesting.begin_part(BODY)),
}
