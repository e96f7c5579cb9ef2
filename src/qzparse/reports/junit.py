"""An inspection → JUnit XML: a list is a suite, a rule that found something is a case.

1. A case fails where a new finding is as grave as what the check is to fail on; one that does not tells what it found.
2. What the baseline knows is skipped; a file that cannot be read is an error.
3. A list in which nothing was found is one case that passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from qzparse.catalogue import say
from qzparse.findings import CheckedList, Inspection

from .location import printable, sentence_of

_CASE = '    <testcase classname="{}" name="{}">{}</testcase>\n'
_KINDS = ("failure", "error", "skipped")


def iter_junit(inspection: Inspection) -> Iterator[str]:
    """Write a suite for each list."""
    suites = [(one, list(_iter_cases(one, inspection))) for one in inspection.lists]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="qzparse check" {_counts([kind for _, cases in suites for kind, _ in cases])}>\n'
    for one, cases in suites:
        kinds = [kind for kind, _ in cases]
        skipped = kinds.count("skipped")
        name = _quoted(one.file)
        yield f'  <testsuite name="{name}" {_counts(kinds)} skipped="{skipped}">\n'
        for _, case in cases:
            yield case
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _counts(kinds: list[str]) -> str:
    failures, errors = kinds.count("failure"), kinds.count("error")
    return f'tests="{len(kinds)}" failures="{failures}" errors="{errors}"'


def _iter_cases(one: CheckedList, inspection: Inspection) -> Iterator[tuple[str, str]]:
    """Yield the kind of each case, one of `_KINDS` or nothing, and its XML."""
    language, suite = inspection.language, _quoted(one.file)
    if one.unread:
        message = f'<error message="{_quoted(one.unread)}"/>'
        yield "error", _CASE.format(suite, say("case-reading", language), message)
    elif not one.slips:
        yield "", _CASE.format(suite, say("case-clean", language), "")
    for slip in one.slips:
        told = [sentence_of(spot, language) for spot in slip.spots if spot.standing == "new"]
        body = escape("\n".join(told))
        name = _quoted(f"{slip.code} {slip.name}")
        if not told:
            reasons = dict.fromkeys(
                spot.waived or say("standing-known", language)
                for spot in slip.spots
                if spot.standing != "new"
            )
            yield (
                "skipped",
                _CASE.format(suite, name, f'<skipped message="{_quoted("; ".join(reasons))}"/>'),
            )
        elif inspection.is_grave(slip.severity):
            failure = f'<failure type="{slip.severity}" message="{_quoted(slip.what)}">{body}</failure>'
            yield "failure", _CASE.format(suite, name, failure)
        else:
            yield "", _CASE.format(suite, name, f"<system-out>{body}</system-out>")


def _quoted(text: str) -> str:
    return escape(printable(text)).replace("\n", "&#10;")
