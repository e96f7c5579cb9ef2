"""Paragraphs that are tables or forms without cells → grids and cards; all other paragraphs → prose.

1. Header words, one to a line, parted by blanks or run together, open a grid: what follows is laid over its columns.
2. Paragraphs that open with known labels and a colon are a form; a heading above the labels names the item.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..excerpt import Excerpt, Span
from ..grammar import Grammar, squashed
from ..ledger import Ledger
from ..tokens import Paragraph
from .content import FIELDS_BY_CONTENT
from .glue import Cutter
from .heads import LONGEST_HEADER, is_known, is_label
from .naming import likely_fields
from .region import Card, Grid, Prose, Region
from .stream import Streamer, Unit, unit_of

_LONGEST_WORD = 18
_FEWEST_COLUMNS = 3
_FEWEST_LABELS = 2
_PHONES = frozenset(("oversight", "service_phone"))
_FORM_REACH = 12
"""Within so many paragraphs a form shows a label of substance."""
_TWICE = 4.0
"""What it costs to read a header's run-on words so that a field comes twice; a word costs 1."""
_BACK = 0.5
"""What it costs to go back in the genre's order of columns."""
_ORDER = {field: place for place, field in enumerate(FIELDS_BY_CONTENT)}
_LONGEST_NUMBER = 6
_LONGEST_NAME = 90
_LONGEST_HEADING = 60
_SUBSTANCE = frozenset(("name", "basis", "duties", "duty_basis", "accountability", "accountability_basis"))
"""A form is one of items if a label names one of these."""


_Covering = tuple[float, list[Span], list[str]]


@dataclass(slots=True)
class Header:
    """The words of a header that paragraphs print."""

    labels: list[Excerpt]
    following: int
    """The index of the first paragraph below it."""
    by_line: bool
    """Its words stand one to a line, and so do the cells below it."""


def arrange_paragraphs(paragraphs: list[Paragraph], grammar: Grammar, ledger: Ledger) -> list[Region]:
    """Arrange a run of paragraphs into prose, grids and cards, in their order."""
    regions: list[Region] = []
    prose: list[Paragraph] = []
    index = 0
    while index < len(paragraphs):
        found = _grid_at(paragraphs, index, grammar, ledger) or _card_at(paragraphs, index, grammar, ledger)
        if found is None:
            prose.append(paragraphs[index])
            index += 1
            continue
        region, index = found
        if prose:
            regions.append(Prose(prose))
            prose = []
        regions.append(region)
    if prose:
        regions.append(Prose(prose))
    return regions


# grids


def _grid_at(
    paragraphs: Sequence[Paragraph], index: int, grammar: Grammar, ledger: Ledger
) -> tuple[Region, int] | None:
    header = header_at(paragraphs, index, grammar)
    if header is None:
        return None
    end = header.following
    while end < len(paragraphs) and not ends_table(paragraphs[end].excerpt, grammar):
        end += 1
    body = paragraphs[header.following : end]
    repeats: list[Excerpt] = []
    units = _units_of(body, header, grammar, repeats)
    if not units:
        return None
    fields = likely_fields([(label,) for label in header.labels], grammar)
    source = header.labels[0].source
    rows = Streamer(fields, glued=not header.by_line and not _are_parted(body)).lay(units, source)
    if sum(len(row.lost) * 2 > len(fields) for row in rows) * 2 > len(rows):
        return None
    for repeated in repeats:
        ledger.furniture(repeated)
    stacks: list[tuple[Excerpt, ...]] = [(label,) for label in header.labels]
    return Grid(rows, len(fields), stacks, list(header.labels), 0.9, "prose", 0.5), end


def header_at(paragraphs: Sequence[Paragraph], index: int, grammar: Grammar) -> Header | None:
    """Read a header that opens at a paragraph: its words one to a line, parted by blanks, or run together."""
    first = paragraphs[index].excerpt
    if len(first.lines) > 1:
        return None
    if is_known(first, grammar):
        labels, known = [first], 1
        place = index + 1
        while place < len(paragraphs) and _is_header_line(paragraphs, place, grammar):
            labels.append(paragraphs[place].excerpt)
            known += is_known(labels[-1], grammar)
            place += 1
        while labels and not is_known(labels[-1], grammar):
            labels.pop()
            place -= 1
        if known >= _FEWEST_COLUMNS and known * 3 >= len(labels) * 2:
            return Header(labels, place, by_line=True)
        return None
    labels = _pieces_known(first, grammar) or _words_glued(first, grammar)
    return Header(labels, index + 1, by_line=False) if labels else None


def _is_header_line(paragraphs: Sequence[Paragraph], place: int, grammar: Grammar) -> bool:
    """Tell whether a line goes on with a header: a known word, or a short unknown one right before a known one."""
    excerpt = paragraphs[place].excerpt
    if is_known(excerpt, grammar):
        return True
    following = paragraphs[place + 1].excerpt if place + 1 < len(paragraphs) else None
    return excerpt.end - excerpt.start <= 10 and not excerpt.text.isdigit() and is_known(following, grammar)


def _pieces_known(line: Excerpt, grammar: Grammar) -> list[Excerpt]:
    """Read a header whose words are parted by blanks."""
    pieces = [Excerpt(line.source, (span,)) for span in _pieces(line.source, line.lines[0])]
    if len(pieces) < _FEWEST_COLUMNS or any(
        piece.end - piece.start > LONGEST_HEADER // 2 for piece in pieces
    ):
        return []
    known = sum(is_known(piece, grammar) for piece in pieces)
    return pieces if known >= _FEWEST_COLUMNS and known * 3 >= len(pieces) * 2 else []


def _words_glued(line: Excerpt, grammar: Grammar) -> list[Excerpt]:
    """Read a header whose words run together: known words must cover the whole line.

    Of several ways the one that names an item and no field twice is taken, then the one with the fewest words: 权责事项 |
    编码 beside 依据, for a list has names; 责任事项 | 依据 is one word, 责任事项依据.
    """
    start, end = line.lines[0]
    source = line.source
    # ways[place][named, field]: the best way to cover the line from a place on, by whether it names an item and by its
    # first word's field: its cost, its words, their fields
    ways: dict[int, dict[tuple[bool, str], _Covering]] = {end: {(False, ""): (0.0, [], [])}}
    words = _words_from(start, line, grammar)
    for first in sorted(words, reverse=True) if words.pop(end, None) is not None else ():
        own: dict[tuple[bool, str], _Covering] = {}
        for after, field in words[first]:
            for (named, _), (cost, spans, fields) in ways.get(after, {}).items():
                total = cost + 1.0 + _TWICE * (field in fields) + _BACK * _goes_back(field, fields)
                key = (named or field == "name", field)
                if key not in own or total < own[key][0]:
                    own[key] = (total, [(first, after), *spans], [field, *fields])
        if own:
            ways[first] = own
    found = min(ways.get(start, {}).items(), key=lambda way: (not way[0][0], way[1][0]), default=None)
    spans = found[1][1] if found else []
    return [Excerpt(source, (span,)) for span in spans] if len(spans) > _FEWEST_COLUMNS else []


def _goes_back(field: str, after: Sequence[str]) -> bool:
    """Tell whether the genre's usual order puts a field behind the one that follows it here."""
    return bool(after) and field in _ORDER and after[0] in _ORDER and _ORDER[field] > _ORDER[after[0]]


def _words_from(start: int, line: Excerpt, grammar: Grammar) -> dict[int, list[tuple[int, str]]]:
    """By place, list the known words that start there, for the places that known words reach from the line's start on.

    Nearly every line of a list is no header, and is given up at its first characters.
    """
    words: dict[int, list[tuple[int, str]]] = {}
    reached = [start]
    while reached:
        first = reached.pop()
        if first not in words:
            words[first] = _words_at(line, first, grammar)
            reached += [after for after, _ in words[first]]
    return words


def _words_at(line: Excerpt, first: int, grammar: Grammar) -> list[tuple[int, str]]:
    """List the known words that start at a place of a line, with the riders behind them: where they end, their fields."""
    found = []
    for last in range(min(first + _LONGEST_WORD, line.end), first + 1, -1):
        word = grammar.fields.get(squashed(line.source[first:last]))
        if word:
            rider = grammar.pattern("header-rider").match(line.source, last, line.end)
            found.append((rider.end() if rider else last, word.field))
    return found


def ends_table(excerpt: Excerpt, grammar: Grammar) -> bool:
    """Tell whether a paragraph cannot belong to the table above: a section's heading, a title, a note."""
    if opens_part(excerpt, grammar):
        return True
    line = (excerpt.source, excerpt.start, excerpt.end)
    return line[2] - line[1] <= _LONGEST_HEADING and bool(grammar.pattern("list-note").match(*line))


def opens_part(excerpt: Excerpt, grammar: Grammar) -> bool:
    """Tell whether a paragraph opens another part of the list: a section's heading, a title."""
    line = (excerpt.source, excerpt.start, excerpt.end)
    if excerpt.end - excerpt.start > _LONGEST_HEADING:
        return False
    for name, pattern in grammar.patterns_of("headings"):
        found = pattern.fullmatch(*line)
        groups = found.groupdict() if found else {}
        if groups.get("count") and name == "section-heading":
            return True
        counts = groups.get("number") or groups.get("part") or groups.get("count")
        if counts and grammar.power_of(groups["title"]):
            return True
    return excerpt.text.endswith(grammar.words["listings"])


def _pieces(source: str, line: Span) -> list[Span]:
    start, end = line
    spans = []
    for piece in source[start:end].split():
        start = source.index(piece, start)
        spans.append((start, start + len(piece)))
        start += len(piece)
    return spans


def _units_of(
    body: Sequence[Paragraph], header: Header, grammar: Grammar, repeats: list[Excerpt]
) -> list[Unit]:
    """Cut the lines below a header into units; lines that print the header again go to `repeats`."""
    words = [label.squashed for label in header.labels]
    repeat, again = (len(words), words) if header.by_line else (1, ["".join(words)])
    units: list[Unit] = []
    cut = _cut_of(header, body, grammar)
    place = 0
    while place < len(body):
        parts = [part.excerpt for part in body[place : place + repeat]]
        if [part.squashed for part in parts] == again:
            repeats.extend(parts)
            place += repeat
            continue
        source = body[place].excerpt.source
        for line in body[place].excerpt.lines:
            units.extend(
                unit_of(source, span, fresh=not number, grammar=grammar)
                for number, span in enumerate(cut(source, line))
            )
        place += 1
    return units


def _cut_of(header: Header, body: Sequence[Paragraph], grammar: Grammar) -> Callable[[str, Span], list[Span]]:
    """Choose how lines are cut into units: not at all, at blanks, or where blanks are too few, by content."""
    if header.by_line:
        return lambda _, line: [line]
    if _are_parted(body):
        return _pieces
    fields = likely_fields([(label,) for label in header.labels], grammar)
    return Cutter([part.excerpt for part in body], fields, grammar).cut


def _are_parted(body: Sequence[Paragraph]) -> bool:
    """Tell whether blanks part the cells of these lines, as far as their number goes."""
    pieces = sum(len(_pieces(part.excerpt.source, part.excerpt.lines[0])) for part in body)
    return pieces >= _FEWEST_COLUMNS * len(body)


# forms


def _card_at(
    paragraphs: Sequence[Paragraph], index: int, grammar: Grammar, ledger: Ledger
) -> tuple[Region, int] | None:
    """Read a form from a heading or a label on; None unless labels of substance follow."""
    card = Card([], score=0.8, runner_up="prose", runner_up_score=0.5)
    start = index
    if _headed(paragraphs[index].excerpt, grammar):
        pass
    elif _opens_item(paragraphs, index, set(), grammar):
        card.headings[0] = paragraphs[index].excerpt
        start += 1
    elif not _holds_substance(paragraphs[index : index + _FORM_REACH], grammar):
        return None
    end = start
    seen: set[str] = set()
    marks: list[Span] = []
    labelled: list[tuple[Excerpt, list[Excerpt]]] = []
    while end < len(paragraphs):
        headed = _headed(paragraphs[end].excerpt, grammar)
        if headed:
            card.headings[len(labelled)] = headed[0]
            marks.append((headed[0].end, headed[1].start))
            seen = set()
        line = headed[1] if headed else paragraphs[end].excerpt
        parts = _parts_of(line, grammar, marks) or _label_line(paragraphs, end, grammar)
        if parts:
            labelled.extend((label, [value]) for label, value in parts)
            seen.update(label.squashed for label, _ in parts)
        elif _opens_item(paragraphs, end, seen, grammar):
            card.headings[len(labelled)] = paragraphs[end].excerpt
            seen = set()
        elif ends_table(paragraphs[end].excerpt, grammar) or not labelled:
            break
        else:
            labelled[-1][1].append(paragraphs[end].excerpt)
        end += 1
    if len(labelled) < _FEWEST_LABELS:
        return None
    card.pairs.extend((label, Excerpt.joined(values)) for label, values in labelled)
    ledger.marker(*marks)
    return card, end


def _holds_substance(paragraphs: Sequence[Paragraph], grammar: Grammar) -> bool:
    """Tell whether the first has a label, and labels among these name an item and what only an item has."""
    names: list[str] = []
    if not (_parts_of(paragraphs[0].excerpt, grammar) or _label_line(paragraphs, 0, grammar)):
        return False
    for index, paragraph in enumerate(paragraphs):
        if squashed(paragraph.excerpt.text).endswith(grammar.words["charts"]):
            break
        parts = _parts_of(paragraph.excerpt, grammar) or _label_line(paragraphs, index, grammar)
        words = (grammar.field_of(label.text.rstrip("：: ")) for label, _ in parts)
        names.extend(part for word in words if word for part in word.field.split("+"))
    return len(names) >= _FEWEST_LABELS and "name" in names and not _SUBSTANCE.isdisjoint(names)


def _parts_of(
    excerpt: Excerpt, grammar: Grammar, marks: list[Span] | None = None
) -> list[tuple[Excerpt, Excerpt]]:
    """Cut a paragraph at the known labels that it prints, from the first line's start on.

    The mark between a value and the label behind it is structure: `权力类型：行政许可；实施依据：…`.
    """
    cuts: list[Span] = []
    field = ""
    for start, end in excerpt.lines:
        for found in grammar.pattern("form-label").finditer(excerpt.source, start, end):
            word = grammar.field_of(found["label"])
            if word is None or (found.start() != start and (not cuts or {field, word.field} <= _PHONES)):
                continue  # 监督方式：…热线；电话：12345 is one field
            cuts.append((found.start("label"), found.end()))
            field = word.field
    if not cuts or cuts[0][0] > excerpt.start + _LONGEST_NUMBER or _heads_part(excerpt, grammar):
        return []
    marks = [] if marks is None else marks
    marks.append((excerpt.start, cuts[0][0]))
    parts = []
    ends = [cut[0] for cut in cuts[1:]] + [excerpt.end]
    for (start, after), end in zip(cuts, ends, strict=True):
        value = excerpt.cut(after, end)
        if end != excerpt.end and value and value.source[value.end - 1] in "；;":
            marks.append((value.end - 1, value.end))
            value = value.cut(value.start, value.end - 1)
        parts.append((excerpt.cut(start, after), value))
    return parts


def _headed(excerpt: Excerpt, grammar: Grammar) -> tuple[Excerpt, Excerpt] | None:
    """Part a paragraph that opens with a number and a name and runs on with labels: `1.取水许可。权力类型：行政许可；…`."""
    source, (start, end) = excerpt.source, excerpt.lines[0]
    number = grammar.pattern("number-at-line").match(source, start, end)
    if number is None:
        return None
    for found in grammar.pattern("form-label").finditer(
        source, number.end(), min(end, start + _LONGEST_NAME)
    ):
        if grammar.field_of(found["label"]) is None:
            continue
        name = excerpt.before(found.start("label"))
        while name and source[name.end - 1] in "。；;，,【[":
            name = name.before(name.end - 1)
        if name.end <= number.end() or any(mark in source[number.end() : name.end] for mark in "。；：:《"):
            return None
        rest = excerpt.after(found.start("label"))
        fields = [part[0] for part in _parts_of(rest, grammar)]
        return (name, rest) if len(fields) >= _FEWEST_LABELS else None
    return None


def _heads_part(excerpt: Excerpt, grammar: Grammar) -> bool:
    """Tell whether a paragraph is a numbered heading of an outline's part (`三、工作程序：`), and so no label."""
    found = grammar.pattern("section-heading").fullmatch(excerpt.source, excerpt.start, excerpt.end)
    return bool(found and squashed(found["title"]) in grammar.parts)


def _label_line(
    paragraphs: Sequence[Paragraph], index: int, grammar: Grammar
) -> list[tuple[Excerpt, Excerpt]]:
    """Read a label that has a line to itself; its value stands on the lines below."""
    excerpt = paragraphs[index].excerpt
    if excerpt.end - excerpt.start > _LONGEST_WORD or not is_label(excerpt, grammar):
        return []
    following = paragraphs[index + 1].excerpt if index + 1 < len(paragraphs) else None
    if following is None or is_known(following, grammar):
        return []
    return [(excerpt, Excerpt(excerpt.source, ()))]


def _opens_item(paragraphs: Sequence[Paragraph], index: int, seen: set[str], grammar: Grammar) -> bool:
    """Tell whether a paragraph names an item: it is numbered, short, unclosed, and right below it a label comes again.

    A numbered law or duty of the value above is none: the label below it is new.
    """
    excerpt = paragraphs[index].excerpt
    if len(excerpt.lines) > 1 or excerpt.end - excerpt.start > _LONGEST_NAME or index + 1 >= len(paragraphs):
        return False
    if excerpt.text[-1] in "。；：:;，," or "《" in excerpt.text[:8] or ends_table(excerpt, grammar):
        return False
    if squashed(excerpt.text).endswith(grammar.words["charts"]):
        return False
    below = _parts_of(paragraphs[index + 1].excerpt, grammar) or _label_line(paragraphs, index + 1, grammar)
    if not below or (seen and below[0][0].squashed not in seen):
        return False
    return bool(grammar.pattern("number-at-line").match(excerpt.source, excerpt.start, excerpt.end))
