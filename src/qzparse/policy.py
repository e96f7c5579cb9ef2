"""Options and settings → which rules speak, how gravely, and by which day, for each file.

1. A rule is named by its code, its name or its family; what is not known is a fault, with what it is most like.
2. What is ignored is silent, whatever is selected; options stand above the settings of a path, these above the rest.
3. A path's settings hold for the files that its pattern matches, below the folder of the settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from .errors import UsageError
from .models import Severity
from .rules.register import ALL_RULES
from .settings import FAIL_ON, CheckSettings

TODAY = "today"
_CODES = {
    **{rule.code: (rule.code,) for rule in ALL_RULES},
    **{rule.name.upper(): (rule.code,) for rule in ALL_RULES},
    **{
        family: tuple(rule.code for rule in ALL_RULES if rule.family == family)
        for family in {rule.family for rule in ALL_RULES}
    },
}


class Policy(NamedTuple):
    """What speaks, how gravely and by which day; `None` of `select` is all rules."""

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    severity: tuple[tuple[str, Severity], ...] = ()
    as_of: date | str | None = None
    """A day, `today`, or nothing: the day that the list prints, else today."""
    as_of_from: str = TODAY

    def gravity_of(self, code: str, severity: Severity) -> Severity | None:
        """Tell how gravely a rule is to speak; None where it is to be silent."""
        if code in self.ignore or (self.select is not None and code not in self.select):
            return None
        return dict(self.severity).get(code, severity)


class Asked(NamedTuple):
    """What the command line asks for; nothing where it does not."""

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    as_of: str | None = None
    fail_on: str | None = None


def fail_on_of(asked: Asked, settings: CheckSettings) -> str:
    """Give the severity from which on a finding fails the check; an error unless told otherwise."""
    fail_on = asked.fail_on or settings.fail_on or Severity.ERROR.value
    if fail_on not in FAIL_ON:
        raise UsageError("fail-on", known=" | ".join(FAIL_ON))
    return fail_on


def policy_of(name: str, asked: Asked, settings: CheckSettings) -> Policy:
    """Lay what was asked over the settings of a file's path, and these over those of the project."""
    layers = [settings.table, *_iter_matching(name, settings)]
    policy = Policy()
    for layer in layers:
        policy = _laid(policy, layer, settings)
    if asked.select:
        policy = policy._replace(select=codes_of(asked.select))
    if asked.ignore:
        policy = policy._replace(ignore=policy.ignore | codes_of(asked.ignore))
    if asked.as_of is not None:
        policy = policy._replace(as_of=day_of(asked.as_of), as_of_from="asked")
    return policy


def codes_of(names: Sequence[str], place: str = "") -> frozenset[str]:
    """Give the codes that names of rules and families stand for; commas part names too."""
    codes: set[str] = set()
    for name in (one.strip() for names_ in names for one in names_.split(",")):
        found = _CODES.get(name.upper())
        if name and found is None:
            near = get_close_matches(name.upper(), _CODES, 1)
            known = f"{near[0]}?" if near else ", ".join(sorted(key for key in _CODES if len(key) == 3))
            raise UsageError("rule-unknown", name=name, known=known, place=f"{place}: " if place else "")
        codes.update(found or ())
    return frozenset(codes)


def day_of(asked: str) -> date | str:
    """Read a day: 2026-11-21, or `today`."""
    if asked == TODAY:
        return asked
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise UsageError("day", name=asked) from None


def _laid(policy: Policy, layer: Mapping[str, object], settings: CheckSettings) -> Policy:
    place = str(settings.path or "")
    for key, value in layer.items():
        match key, value:
            case "select", list():
                policy = policy._replace(select=codes_of(value, place))
            case "ignore", list():
                policy = policy._replace(ignore=policy.ignore | codes_of(value, place))
            case "severity", dict():
                graver = {
                    code: Severity(to) for name, to in value.items() for code in codes_of([name], place)
                }
                policy = policy._replace(severity=tuple({**dict(policy.severity), **graver}.items()))
            case "as-of", str() | date():
                policy = policy._replace(as_of=day_of(str(value)), as_of_from="settings")
    return policy


def _iter_matching(name: str, settings: CheckSettings) -> Iterable[Mapping[str, object]]:
    if settings.path is None or not settings.paths:
        return
    try:
        path = Path(name).resolve().relative_to(settings.path.parent.resolve()).as_posix()
    except ValueError:
        return
    for pattern, layer in settings.paths.items():
        if fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern.rstrip('/')}/*"):
            yield layer
