"""Evidence → diagnostics: the rules of reading, and the one verb that asks rules.

Those of checking stand in `register`: a list is read without them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..models import Diagnostic, Document, Fix, Grade, Severity, Where
from . import coverage, duties, headers, numbering, pages, rows, sheets, source, structure, tags
from .rule import Evidence, Finding, Rule

READING_RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *source.RULES,
            *pages.RULES,
            *sheets.RULES,
            *structure.RULES,
            *headers.RULES,
            *rows.RULES,
            *numbering.RULES,
            *duties.RULES,
            *tags.RULES,
            *coverage.RULES,
        ),
        key=lambda rule: rule.code,
    )
)

_LONG = 40
_WORDS = {
    "neighbours": ("前后各项", "by its neighbours"),
    "code": ("编码", "by its code"),
    "section": ("所在部分", "its section"),
    "name": ("名称", "its name"),
    "none": ("上一项顺延", "counted on from the item above"),
}


def judge(
    evidence: Evidence, language: str = "zh", rules: tuple[Rule, ...] = READING_RULES
) -> list[Diagnostic]:
    """Ask every one of `rules`; give what they find by place, then code, worded in `zh` or `en`."""
    found = [_stamp(rule, finding, evidence, language) for rule, finding in _iter_findings(evidence, rules)]
    return sorted(found, key=lambda diagnostic: (diagnostic.span or (-1, -1), diagnostic.code))


def grade_of(document: Document) -> Grade:
    """Grade a judged document by the gravest of its diagnostics; text without a place is a doubt by itself."""
    severities = {diagnostic.severity for diagnostic in document.diagnostics}
    if Severity.ERROR in severities:
        return "faulty"
    if Severity.WARNING in severities or document.coverage.residue_characters:
        return "doubtful"
    return "noted" if severities else "clean"


def _iter_findings(evidence: Evidence, rules: tuple[Rule, ...]) -> Iterator[tuple[Rule, Finding]]:
    for rule in rules:
        view = evidence
        if rule.answers is not None:
            if rule.answers not in evidence.notes_by_kind:
                continue
            view = evidence.answering(rule.answers)
        for finding in rule.find(view):
            yield rule, finding


def _stamp(rule: Rule, finding: Finding, evidence: Evidence, language: str) -> Diagnostic:
    template = rule.says.zh if language == "zh" else rule.says.en
    values = {name: _worded(value, language) for name, value in finding.values.items()}
    where = None
    if finding.span is not None:
        where = Where(*evidence.transcript.place_of(finding.span[0]))
    return Diagnostic(
        code=rule.code,
        severity=rule.severity,
        message=template.format_map(_Known(values)),
        item=finding.item,
        field=finding.field,
        span=finding.span,
        where=where,
        fix=Fix(finding.fix) if finding.fix is not None else None,
    )


def _worded(value: object, language: str) -> str:
    if isinstance(value, str) and value in _WORDS:
        return _WORDS[value][language != "zh"]
    text = " ".join(str(value).split())
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


class _Known(dict[str, str]):
    """A value that a pass did not give must not stop the reading of a list."""

    def __missing__(self, name: str) -> str:
        return "?"
