"""Cells of laws, cases and phones → entries, accountability, oversight; a cell with labels → its fields.

1. A number opens an entry; without numbers each line that opens with a tag or a law is one, else the cell is.
2. `text` is all that stands behind the number, tag included, less what closes a ①-entry or a case.
3. `kind` is the printed tag; `同1。` points to entry 1 and has no citations of its own.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from ..excerpt import Excerpt, Printed, Span
from ..grammar import FieldWord, Grammar
from ..ledger import Ledger, NoteKind
from ..models import Accountability, Case, Citation, Entry, Oversight
from .citations import citations_in, read_prose_citations
from .markers import Opens, Part, cut_at, is_label, parts_of
from .units import find_tails

_CLOSING = "。；;."
_PAIRS = (("《", "》"), ("（(", "）)"))
_HYPHENS = str.maketrans("－‐–—０１２３４５６７８９", "----0123456789", " 　\xa0")


def read_entries(excerpt: Excerpt, grammar: Grammar, ledger: Ledger) -> list[Entry]:
    r"""Read the entries of a legal basis, in printed order.

    >>> from qzparse.grammar import load_grammar
    >>> cell = Excerpt.of("2－1.【法律】《某法》第五条：应当。\n3.同2－1。")
    >>> entries = read_entries(cell, load_grammar(), Ledger(cell.source))
    >>> [(str(entry.number), entry.kind, entry.same_as) for entry in entries]
    [('2-1', '法律', None), ('3', None, '2-1')]
    """
    entries: list[Entry] = []
    above: Citation | None = None
    for part in parts_of(excerpt, grammar, ledger, Opens.ENTRY):
        if part.number is None and is_label(part.body, grammar, ledger):
            continue
        for body in _bodies_of(part, grammar):
            entry = _entry_of(part.number, body, above, grammar, ledger)
            entries.append(entry)
            above = entry.citations[-1] if entry.citations else above
    _note_dangling(entries, grammar, ledger)
    return entries


def read_accountability(excerpt: Excerpt, grammar: Grammar, ledger: Ledger) -> Accountability:
    """Read 追责情形: the lead, and the numbered cases with the units that hold to account."""
    parts = parts_of(excerpt, grammar, ledger, Opens.CASE)
    lead = parts.pop(0).body if parts and parts[0].number is None else None
    tails = find_tails([part.body for part in parts], (), grammar, ledger)
    cases = []
    for part, tail in zip(parts, tails, strict=True):
        if tail:
            tail.claim(ledger)
            text = part.body.before(tail.start)
        else:
            text = _less_closing(part.body, ledger)
        cases.append(Case(part.number, text.printed() if text else None, tail.unit if tail else None))
    return Accountability(lead.printed() if lead else None, cases)


def prose_basis(excerpt: Excerpt, grammar: Grammar) -> list[Entry]:
    """Read the laws that the lead of a 追责情形 names: one entry without number and text, or none."""
    if excerpt.source.find("《", excerpt.start, excerpt.end) < 0 if excerpt else True:
        return []
    parts = parts_of(excerpt, grammar, Ledger(excerpt.source), Opens.CASE)
    if not parts or parts[0].number is not None:
        return []
    citations = read_prose_citations(parts[0].body, grammar)
    return [Entry(citations=citations)] if citations else []


def read_oversight(excerpt: Excerpt, grammar: Grammar, _ledger: Ledger) -> Oversight:
    """Read 监督方式: the text as printed, and its phones as digits and hyphens."""
    if not excerpt:
        return Oversight(excerpt.printed())
    return Oversight(excerpt.printed(), list(_phones_of(excerpt.text, grammar.pattern("phone"))))


@lru_cache(maxsize=1024)
def _phones_of(text: str, pattern: regex.Pattern[str]) -> tuple[str, ...]:
    """List the phones that a text prints.

    >>> from qzparse.grammar import load_grammar
    >>> _phones_of("平台，电话：12345；纪检组，0751-8878636。", load_grammar().pattern("phone"))
    ('12345', '0751-8878636')
    """
    phones = []
    for match in pattern.finditer(text):
        groups = match.groupdict()
        numbers = [groups["area"], groups["local"], groups["whole"], groups["extension"]]
        phone = "-".join(number for number in numbers if number).translate(_HYPHENS)
        if phone not in phones:
            phones.append(phone)
    return tuple(phones)


def divide(excerpt: Excerpt, grammar: Grammar, ledger: Ledger) -> list[tuple[FieldWord | None, Excerpt]]:
    """Divide a cell by the labels it prints; what stands before the first label has no field.

    `1.问责依据：①…` `2.监督方式：…` → the two fields. A cell without known labels gives an empty list.
    """
    source = excerpt.source
    labels: list[tuple[Span, Span, FieldWord]] = []
    at_line, inline = grammar.pattern("label-at-line"), grammar.pattern("label-inline")
    for start, end in excerpt.lines:
        opening = at_line.match(source, start, end)
        for match in (*([opening] if opening else ()), *inline.finditer(source, start, end)):
            first = match.start("number") if match["number"] else match.start("label")
            meaning = grammar.field_of(match["label"])
            if meaning is not None and (not labels or first >= labels[-1][0][1]):
                labels.append(((first, match.end()), match.span("label"), meaning))
    if not labels:
        return []
    lead, *bodies = cut_at(excerpt, [whole[0] for whole, _, _ in labels])
    fields: list[tuple[FieldWord | None, Excerpt]] = [(None, lead)] if lead else []
    for (whole, label, meaning), body in zip(labels, bodies, strict=True):
        ledger.label(Excerpt.of(source, *label))
        ledger.marker((whole[0], label[0]), (label[1], whole[1]))
        fields.append((meaning, body.after(whole[1])))
    return fields


def _bodies_of(part: Part, grammar: Grammar) -> list[Excerpt]:
    """Cut an unnumbered part where its lines open with a tag or a law of their own."""
    body = part.body
    if part.number is not None or len(body.lines) < 2:
        return [body]
    opens = grammar.pattern("law-at-line")
    bodies: list[list[Span]] = [[]]
    for line in body.lines:
        if bodies[-1] and opens.match(body.source, *line):
            bodies.append([])
        bodies[-1].append(line)
    return [Excerpt(body.source, tuple(lines)) for lines in bodies]


def _entry_of(
    number: Printed | None, body: Excerpt, above: Citation | None, grammar: Grammar, ledger: Ledger
) -> Entry:
    if number is not None and "①" <= number[0] <= "㊿":
        body = _less_closing(body, ledger)
    source, lines = body.source, body.lines
    if not lines:
        return Entry(number)
    text = body.printed()
    if len(lines) == 1 and text.startswith("同"):
        same = grammar.pattern("same-as").match(source, *lines[0])
        if same:
            return Entry(number, same_as=same["number"].translate(_HYPHENS), text=text)
    kind = None if text.startswith("《") else _kind_of(body, grammar, ledger)
    _note_brackets(body, text, ledger)
    return Entry(number, kind, None, text, citations_in(text, grammar, above))


def _kind_of(body: Excerpt, grammar: Grammar, ledger: Ledger) -> str | None:
    """Read the tag that an entry opens with."""
    start, end = body.lines[0]
    match = grammar.pattern("tag").match(body.source, start, end)
    if match:
        kind = match["kind"].strip()
        if kind not in grammar.words["kinds"]:
            ledger.note(NoteKind.TAG_UNKNOWN, match.span(), tag=kind)
        return kind
    match = grammar.pattern("tag-torn").match(body.source, start, end)
    torn = (match["kind"] or match["headless"]) if match else None
    if match is None or torn not in grammar.words["kinds"]:
        return None
    # 004, line 281: the opening bracket of the tag is lost.
    ledger.note(NoteKind.TAG_TORN, match.span(), tag=torn)
    return torn


def _note_brackets(body: Excerpt, text: str, ledger: Ledger) -> None:
    """Note a title mark or round bracket without a partner. 001, line 718: `(某办〔2005〕57号))`."""
    for opening, closing in _PAIRS:
        if _count(text, opening) == _count(text, closing):
            continue
        offset = _odd_bracket(body, opening, closing)
        if offset is not None:
            ledger.note(NoteKind.BRACKET_UNBALANCED, (offset, offset + 1), bracket=body.source[offset])


def _count(text: str, spellings: str) -> int:
    """Count a mark in all its spellings."""
    return sum([text.count(mark) for mark in spellings])


def _odd_bracket(body: Excerpt, opening: str, closing: str) -> int | None:
    """Find the first closing bracket that none opens, else the last opening one that none closes.

    The bracket of `1）` closes a number.
    """
    opened: list[int] = []
    for start, end in body.lines:
        for offset in range(start, end):
            character = body.source[offset]
            if character in opening:
                opened.append(offset)
            elif character in closing and opened:
                opened.pop()
            elif character in closing and not body.source[offset - 1].isnumeric():
                return offset
    return opened[-1] if opened else None


def _less_closing(body: Excerpt, ledger: Ledger) -> Excerpt:
    """Claim the mark that closes a body as structure, and drop it."""
    if not body or body.source[body.end - 1] not in _CLOSING:
        return body
    ledger.marker((body.end - 1, body.end))
    return body.before(body.end - 1)


def _note_dangling(entries: list[Entry], grammar: Grammar, ledger: Ledger) -> None:
    """Note `同N` where the cell has no N, whole or in parts."""
    pointing = [entry for entry in entries if entry.same_as is not None]
    if not pointing:
        return
    numbers = {str(entry.number) for entry in entries if entry.number is not None}
    numbers |= {number.partition("-")[0] for number in numbers}
    for entry in pointing:
        if entry.same_as is None or entry.text is None:
            continue
        span = (entry.text.spans[0][0], entry.text.spans[-1][1])
        for number in grammar.pattern("same-join").split(entry.same_as):
            if number not in numbers:
                ledger.note(NoteKind.REFERENCE_DANGLING, span, number=number)
