"""What was read, and how → words for a person, or JSON for a machine.

rich is imported where something is drawn, and nowhere else.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, TextIO

from qzparse.catalogue import say, word_of
from qzparse.models import Diagnostic, Document, Item, Severity, Where
from qzparse.rules.rule import Rule, Snippet

from .drawing import draw, table

_GROUPS = 12
_PLACES = 4
_WIDE = 160
_STRETCH = 60
_TOLD_OF_COLUMN = ("header", "field", "because")
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
_GRAVEST_FIRST = list(Severity)


def show_summary(document: Document, language: str, stream: TextIO) -> None:
    """Sum a document up: what it is, what it holds, how much was read, what is doubtful and where."""
    draw(stream, _iter_summary(document, language))


def show_line(document: Document, target: str, language: str, stream: TextIO) -> None:
    """Tell in one line what was written where."""
    line = say(
        "line-written",
        language,
        name=document.source.name if document.source else "-",
        target=target,
        items=len(document.items),
        residue=document.coverage.residue_characters,
        doubts=len(document.diagnostics),
    )
    stream.write(line + "\n")


def show_explanation(explained: Sequence[dict[str, Any]], language: str, stream: TextIO) -> None:
    """Tell how each region was read, which column is which field and why, and what came second."""
    draw(stream, _iter_explanation(explained, language))


def show_cell(cell: dict[str, Any], language: str, stream: TextIO) -> None:
    """Tell one cell's path from characters to value."""
    draw(stream, _iter_cell(cell, language))


def show_rule(rule: Rule, language: str, stream: TextIO) -> None:
    """Tell what a rule finds, why it matters and what to do, with its snippets."""
    asked = say("asked-by-check" if rule.checks else "asked-always", language)
    since = say("since", language, version=rule.since)
    severity = word_of("severity", rule.severity, language)
    lines = [f"{rule.code} {rule.name} ({severity}) · {asked} · {since}", ""]
    for paragraph in rule.paragraphs(language):
        lines += [paragraph, ""]
    lines += [f"{say('message', language)}: {rule.says.zh}", f"    {rule.says.en}", ""]
    for key, snippet in (("bad", rule.bad), ("good", rule.good)):
        lines += [f"{say(key, language)}:", *_iter_snippet(snippet), ""]
    stream.write("\n".join(lines))


def show_rules(rules: Iterable[Rule], language: str, stream: TextIO) -> None:
    """List rules, one a line: code, severity, name, what is found."""
    for rule in rules:
        severity = word_of("severity", rule.severity, language)
        stream.write(f"{rule.code}  {severity}  {rule.name}: {rule.paragraphs(language)[0]}\n")


def show_json(value: object, stream: TextIO) -> None:
    """Print plain values as JSON."""
    stream.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _iter_summary(document: Document, language: str) -> Iterator[object]:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    yield Text(document.title or say("untitled", language), style="bold")
    facts = Table.grid(padding=(0, 2))
    for key, value in _iter_facts(document, language):
        facts.add_row(Text(say(key, language), style="cyan"), Text(value))
    yield facts
    if document.items:
        heads = [say(key, language) for key in ("type", "items", "duties", "entries", "citations")]
        yield ""
        yield table(heads, _iter_counts(document.items, language), counts=True)
        yield ""
    for severity, line, places in _iter_doubts(document.diagnostics, language):
        yield Text(line, style=_STYLES[severity])
        if places:
            yield Padding(Text(places, style="dim"), (0, 0, 0, 4), expand=False)


def _iter_explanation(explained: Sequence[dict[str, Any]], language: str) -> Iterator[object]:
    from rich.text import Text

    if not explained:
        yield say("nothing-read", language)
    heads = [say(key, language) for key in ("number", "header", "field", "reasons")]
    for reading in explained:
        layout = word_of("layout", reading["layout"], language)
        key = "taken" if reading["layout"] != "prose" else "taken-prose"
        taken = say(key, language, layout=layout, score=reading["score"], rows=reading["rows"])
        place = _place(Where(**reading["where"]), language)
        yield Text(f"{place}  {taken}" if place else taken, style="bold")
        if reading["runner_up"]:
            second, score = word_of("layout", reading["runner_up"], language), reading["runner_up_score"]
            yield say("runner-up", language, layout=second, score=score)
        for repair in reading["repairs"]:
            yield repair["because"]
        rows = [
            [str(index), " ".join(column["header"].split()), column["field"], column["because"]]
            for index, column in enumerate(reading["columns"], start=1)
        ]
        if rows:
            yield table(heads, rows)
        yield ""


def _iter_cell(cell: dict[str, Any], language: str) -> Iterator[object]:
    from rich.padding import Padding
    from rich.text import Text

    place = _place(Where(**cell["where"]), language)
    head = say("cell-path", language, item=cell["item"], field=cell["field"])
    yield Text(f"{head}  {place}" if place else head, style="bold")
    if cell["column"]:
        yield say("cell-column", language, **{name: cell["column"][name] for name in _TOLD_OF_COLUMN})
    if cell["inherited_from"]:
        yield say("cell-inherited", language, item=cell["inherited_from"])
    if cell["inferred"]:
        yield say("cell-inferred", language)
    elif cell["excerpt"] is None:
        yield say("cell-nowhere", language)
    else:
        yield from ("", Text(say("cell-excerpt", language), style="cyan"))
        yield Padding(Text(cell["excerpt"]), (0, 0, 0, 4), expand=False)
        yield from ("", Text(say("cell-became", language), style="cyan"))
        yield table(
            [say(f"cell-{key}", language) for key in ("start", "end", "role", "field", "text")],
            (_stretch(span, language) for span in cell["spans"]),
        )
    yield from ("", Text(say("value", language), style="cyan"))
    yield Padding(Text(json.dumps(cell["value"], ensure_ascii=False, indent=2)), (0, 0, 0, 4), expand=False)
    for found in cell["diagnostics"]:
        severity = word_of("severity", found["severity"], language)
        yield Text(f"{severity} {found['code']}  {found['message']}", style=_STYLES[found["severity"]])


def _stretch(span: dict[str, Any], language: str) -> list[str]:
    """Tell what one stretch became: its pointer less the item's, its text in one line."""
    path = "/".join(span["path"].split("/")[3:]) if span["path"] else ""
    text = " ".join(span["text"].split())
    told = f"{text[:_STRETCH]}…" if len(text) > _STRETCH else text
    return [str(span["start"]), str(span["end"]), word_of("role", span["role"], language), path, told]


def _iter_facts(document: Document, language: str) -> Iterator[tuple[str, str]]:
    if document.authority:
        yield "authority", document.authority
    if document.region:
        yield "region", f"{document.region.name} ({document.region.code})"
    if document.source:
        source = document.source
        size = say("bytes", language, count=source.bytes)
        yield (
            "source",
            " · ".join(part for part in (source.name, source.format, source.encoding, size) if part),
        )
    for key, held in (("sections", document.sections), ("procedures", document.procedures)):
        if held:
            yield key, str(len(held))
    if document.steps:
        yield "steps", str(len(document.steps))
    coverage = document.coverage
    share = f"{coverage.residue_characters / max(coverage.characters, 1):.1%}"
    key = "residue" if coverage.residue_characters else "whole"
    counts = {"characters": coverage.characters, "residue": coverage.residue_characters, "share": share}
    yield "coverage", say(key, language, **counts)
    graded = Counter(diagnostic.severity for diagnostic in document.diagnostics)
    doubts = [f"{word_of('severity', one, language)} {graded[one]}" for one in _GRAVEST_FIRST if graded[one]]
    yield "doubts", " · ".join(doubts) or say("no-doubts", language)
    if document.grade:
        yield "grade", word_of("grade", document.grade, language)


def _iter_counts(items: Sequence[Item], language: str) -> Iterator[list[str]]:
    totals: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = {}
    for item in items:
        entries = [*(item.basis or ()), *(item.duty_basis or ()), *(item.accountability_basis or ())]
        own = Counter(
            items=1,
            duties=len(item.duties or ()),
            entries=len(entries),
            citations=sum(len(entry.citations) for entry in entries),
        )
        totals += own
        counts.setdefault(item.type or say("untyped", language), Counter()).update(own)
    if len(counts) > 1:
        counts[say("total", language)] = totals
    for name, count in counts.items():
        yield [name, *(str(count[key]) for key in ("items", "duties", "entries", "citations"))]


def _iter_doubts(diagnostics: Sequence[Diagnostic], language: str) -> Iterator[tuple[Severity, str, str]]:
    """Group diagnostics by code, the gravest first: severity, what is said, and where."""
    groups: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        groups.setdefault(diagnostic.code, []).append(diagnostic)
    gravest = sorted(groups.values(), key=lambda group: _GRAVEST_FIRST.index(group[0].severity))
    for group in gravest[:_GROUPS]:
        first, severity = group[0], word_of("severity", group[0].severity, language)
        times = f" ×{len(group)}" if len(group) > 1 else ""
        places = dict.fromkeys(_place(one.where, language, one.item) for one in group)
        known = [place for place in places if place]
        more = len(known) - _PLACES
        rest = [say("and-more", language, count=more)] if more > 0 else []
        told = say("semicolon", language).join(known[:_PLACES] + rest)
        yield first.severity, f"{severity} {first.code}{times}  {first.message}", told
    left = sum(len(group) for group in gravest[_GROUPS:])
    if left:
        yield Severity.INFO, say("and-more", language, count=left), ""


def _place(where: Where | None, language: str, item: str | None = None) -> str:
    named = {"item": item, **(asdict(where) if where else {})}
    known = [say(f"at-{key}", language, **{key: value}) for key, value in named.items() if value is not None]
    return say("comma", language).join(known)


def _iter_snippet(snippet: Snippet) -> Iterator[str]:
    for line in snippet.text.strip("\n").split("\n"):
        yield f"    {line[:_WIDE]}…" if len(line) > _WIDE else f"    {line}"
