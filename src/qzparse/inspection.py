"""Names of files → what is wrong in each: read, examined, judged by the policy, compared with the baseline.

1. Nothing is written, and no list is changed.
2. A file that cannot be read is told of, and stops no other.
3. A canonical document is judged by what it shows: it has no text, no places but those that it tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from . import __version__
from .canonical import load
from .errors import QzparseError, UsageError
from .findings import CheckedList, Inspection, group
from .grammar import Grammar
from .inputs import is_document, spelt_out
from .models import Diagnostic
from .pipeline import Outcome, examine, read, unread
from .policy import Asked, Policy, policy_of
from .rules.rule import Checking
from .settings import CheckSettings
from .source import read_source


class Request(NamedTuple):
    """What a check is to know besides the files."""

    grammar: Grammar
    settings: CheckSettings
    today: date
    language: str = "zh"
    asked: Asked = Asked()
    fail_on: str = "error"


def inspect(names: Sequence[str], request: Request) -> Inspection:
    """Check every file that `names` stand for."""
    lists = [_checked(name, request) for name in spelt_out(names)]
    inspection = Inspection(
        version=__version__, language=request.language, fail_on=request.fail_on, lists=lists
    )
    inspection.count()
    return inspection


def _checked(name: str, request: Request) -> CheckedList:
    try:
        outcome = _outcome_of(name, request)
    except UsageError:
        raise
    except QzparseError as fault:
        return CheckedList(name, unread=fault.message(request.language))
    policy = policy_of(name, request.asked, request.settings)
    day, origin = _day_of(policy, request.today)
    known = Checking(request.grammar, day)
    found = [*outcome.document.diagnostics, *examine(outcome, known, language=request.language)]
    return CheckedList(
        file=name,
        title=outcome.document.title,
        as_of=day.isoformat(),
        as_of_from=origin,
        slips=group(outcome, sorted(policy.judge(found), key=_start_of), name, request.language),
    )


def _outcome_of(name: str, request: Request) -> Outcome:
    source = read_source(name)
    if is_document(source.data, name):
        return unread(load(source.data, name))
    return read(source, request.grammar, language=request.language)


def _day_of(policy: Policy, today: date) -> tuple[date, str]:
    """Give the day by which law is judged, and who says so."""
    if isinstance(policy.as_of, date):
        return policy.as_of, policy.as_of_from
    return today, "today"


def _start_of(one: Diagnostic) -> tuple[int, int]:
    return one.span or (-1, -1)
