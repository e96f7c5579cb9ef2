"""Rules → a page of Markdown that lists and explains them, family by family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from .catalogue import say, word_of
from .rules.rule import Rule, Snippet


def rule_page(rules: Iterable[Rule], language: str) -> str:
    """Write the page in `zh` or `en`: what each rule finds, why it matters, what to do, and its two snippets."""
    listed = sorted(rules, key=lambda rule: rule.code)
    lines = [f"# {say('rules-title', language)}", "", say("rules-lead", language, count=len(listed)), ""]
    for family, members in groupby(listed, key=lambda rule: rule.family):
        lines += [f"## {family} {word_of('family', family, language)}", ""]
        for rule in members:
            lines += _iter_rule(rule, language)
    return "\n".join(lines)


def _iter_rule(rule: Rule, language: str) -> Iterator[str]:
    severity = word_of("severity", rule.severity, language)
    asked = say("asked-by-check" if rule.checks else "asked-always", language)
    since = say("since", language, version=rule.since)
    yield from (f"### {rule.code} {rule.name}", "", f"*{severity}* · {asked} · {since}", "")
    for paragraph in rule.paragraphs(language):
        yield from (paragraph, "")
    for key, snippet in (("bad", rule.bad), ("good", rule.good)):
        if snippet.text:
            yield from (f"{say(key, language)}:", "", "```text", *_lines_of(snippet), "```", "")


def _lines_of(snippet: Snippet) -> Iterator[str]:
    for line in snippet.text.split("\n"):
        yield line.replace("\f", "⏎⏎")
