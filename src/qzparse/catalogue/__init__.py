"""The words that the command line and the report speak, in both languages."""

from __future__ import annotations

from . import batch, check, columns, fields, screen
from . import help as help_

_WORDS: dict[str, tuple[str, str]] = {}
for _part in (screen, check, fields, help_, batch, columns):
    _WORDS |= _part.WORDS


def say(key: str, language: str, **values: object) -> str:
    """Word `key` in `language`, `zh` or `en`."""
    chinese, english = _WORDS[key]
    return (chinese if language == "zh" else english).format(**values)


def word_of(kind: str, name: str, language: str) -> str:
    """Word `name`, one of a `kind` of names; itself where it has no words.

    >>> word_of("layout", "grid", "en"), word_of("reason", "phase of the moon", "zh")
    ('grid', 'phase of the moon')
    """
    key = f"{kind}-{name}"
    return say(key, language) if key in _WORDS else name
