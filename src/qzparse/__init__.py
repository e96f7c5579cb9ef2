r"""A 权责清单 in any file → one canonical document.

The names are imported when they are first used, so that asking for the version costs nothing (`__init__.pyi` types them).

>>> from qzparse import load
>>> load(b'{"items": [{"id": "1", "name": "\xe5\xae\x9a\xe5\xaf\x86"}]}').items[0].name
'定密'
"""

from importlib import import_module

__version__ = "0.1.0"

_HOMES = {
    "Citation": "models",
    "Coverage": "models",
    "Diagnostic": "models",
    "Document": "models",
    "Duty": "models",
    "Entry": "models",
    "Item": "models",
    "QzparseError": "errors",
    "Severity": "models",
    "dump": "canonical",
    "ingest": "pipeline",
    "load": "canonical",
    "schema": "canonical",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    """Import a public name from its home."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
