"""The reading of a file → the same in a process of its own, within the limits that the project sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from .errors import Halted
from .isolation import Limits, call_apart
from .settings import LimitSettings

P = ParamSpec("P")
T = TypeVar("T")


def confine(limits: LimitSettings, name: str, act: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what reads the file `name` apart from this process; `Halted` tells where it hung, swelled or fell."""
    try:
        return call_apart(Limits(limits.timeout, limits.memory << 20), act, *args, **kwargs)
    except Halted as fate:
        fate.values["name"] = name
        raise
