"""Names of files → what is wrong in each: read, examined, judged by the policy, compared with the baseline.

1. Nothing is written, and no list is changed.
2. A file that cannot be read is told of, and stops no other.
3. A canonical document is judged by what it shows: it has no text, no places but those that it tells.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from . import __version__
from .baseline import Baseline
from .canonical import load
from .confinement import confine
from .edition import printed_day
from .errors import QzparseError, UnreadableSource, UsageError
from .findings import CheckedList, Inspection, Slip, gravity_of, group, identity_of
from .grammar import Grammar
from .inputs import STANDARD, is_document
from .models import Diagnostic
from .pipeline import Outcome, examine, read, unread
from .policy import Asked, Policy, fail_on_of, policy_of
from .rules.rule import Checking
from .settings import CheckSettings, LimitSettings
from .source import read_source


class Request(NamedTuple):
    """What a check is to know besides the files."""

    grammar: Grammar
    settings: CheckSettings
    today: date
    language: str = "zh"
    asked: Asked = Asked()
    baseline: Baseline | None = None
    limits: LimitSettings = LimitSettings()


def inspect(names: Sequence[str], request: Request) -> Inspection:
    """Check every file, in their order."""
    lists = [_checked(name, request) for name in names]
    fail_on = fail_on_of(request.asked, request.settings)
    inspection = Inspection(version=__version__, language=request.language, fail_on=fail_on, lists=lists)
    if request.baseline is not None:
        inspection.totals.gone = request.baseline.gone
    inspection.count()
    return inspection


def _checked(name: str, request: Request) -> CheckedList:
    policy = policy_of(name, request.asked, request.settings)
    try:
        one = confine(request.limits, name, inspect_file, name, request._replace(baseline=None), policy)
    except UsageError:
        raise
    except QzparseError as fault:
        return CheckedList(name, unread=fault.message(request.language))
    met = [spot.fingerprint for slip in one.slips for spot in slip.spots]
    one.slips = sorted(_iter_speaking(one.slips, policy), key=gravity_of)
    if request.baseline is not None:
        request.baseline.settle(one, met, request.today)
    return one


def inspect_file(name: str, request: Request, policy: Policy) -> CheckedList:
    """Read a list, in this process, and tell all that its rules find, those that are to be silent too."""
    outcome = _outcome_of(name, request)
    day, origin = _day_of(policy, printed_day(outcome.document, request.grammar), request.today)
    known = Checking(request.grammar, day)
    found = [*outcome.document.diagnostics, *examine(outcome, known, language=request.language)]
    return CheckedList(
        file=name,
        identity=identity_of(outcome.document, name),
        title=outcome.document.title,
        as_of=day.isoformat(),
        as_of_from=origin,
        slips=group(outcome, sorted(found, key=_start_of), name, request.language),
    )


def _iter_speaking(slips: Iterable[Slip], policy: Policy) -> Iterator[Slip]:
    """Give the slips whose rules may speak, as gravely as they are to."""
    for slip in slips:
        severity = policy.gravity_of(slip.code, slip.severity)
        if severity is not None:
            slip.severity = severity
            yield slip


def _outcome_of(name: str, request: Request) -> Outcome:
    if Path(name).is_dir():
        raise UnreadableSource("no-lists", name=name)
    if name == STANDARD and sys.stdin.isatty():
        raise UsageError("terminal-input")
    source = read_source(name)
    if is_document(source.data, name):
        return unread(load(source.data, name))
    return read(source, request.grammar, language=request.language)


def _day_of(policy: Policy, printed: date | None, today: date) -> tuple[date, str]:
    """Give the day by which law is judged, and who says so; an edition that has not ended is judged by today."""
    if isinstance(policy.as_of, date):
        return policy.as_of, policy.as_of_from
    if policy.as_of is None and printed is not None and printed < today:
        return printed, "printed"
    return today, "today"


def _start_of(one: Diagnostic) -> tuple[int, int]:
    return one.span or (-1, -1)
