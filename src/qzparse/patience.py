"""A pattern of a user's own → one that gives up in time.

The shipped patterns are shown by tests to take time in proportion to the text. Nobody knows that of a pattern that comes
with `--grammar`: it has so many seconds for each text, and is named when they are over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import Any, cast

import regex

from .errors import GrammarFault

PATTERN_SECONDS = 1.0
"""How long a pattern of a user's own may take on one text before it is refused."""
_VERBS = ("match", "fullmatch", "search", "findall", "split", "sub")


def patient(name: str, compiled: regex.Pattern[str]) -> regex.Pattern[str]:
    """Give a pattern whose every use ends in time, or raises what says which pattern it was.

    >>> patient("own", regex.compile("(?:a+)+b")).search("xaab").start()
    1
    """
    return cast("regex.Pattern[str]", _Patient(name, compiled))


class _Patient:
    """Stands for a pattern, with the verbs that the passes use."""

    def __init__(self, name: str, compiled: regex.Pattern[str]) -> None:
        self.pattern = compiled.pattern
        self._name = name
        self._finditer = partial(compiled.finditer, timeout=PATTERN_SECONDS)
        for verb in _VERBS:
            setattr(self, verb, self._timed(getattr(compiled, verb)))

    def finditer(self, *given: Any) -> Iterator[regex.Match[str]]:  # noqa: ANN401
        """Find every match; the time is that of all of them together."""
        try:
            yield from self._finditer(*given)
        except TimeoutError:
            raise self._fault() from None

    def _timed(self, verb: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(verb)
        def timed(*given: Any) -> Any:  # noqa: ANN401
            try:
                return verb(*given, timeout=PATTERN_SECONDS)
            except TimeoutError:
                raise self._fault() from None

        return timed

    def _fault(self) -> GrammarFault:
        return GrammarFault("slow", name=self._name, seconds=f"{PATTERN_SECONDS:g}")
