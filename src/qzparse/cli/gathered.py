"""A record of options → a command: its fields are the arguments and options, and it is what the command is given."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any, Generic, TypeVar, get_type_hints

Options = TypeVar("Options")


class Gathered(Generic[Options]):
    """A function of one record, with the signature of its fields: what typer makes a command of."""

    def __init__(self, record: type[Options], function: Callable[[Options], None]) -> None:
        defaults: dict[str, Any] = getattr(record, "_field_defaults", {})
        self._record, self._function = record, function
        self.__name__, self.__doc__ = function.__name__, function.__doc__
        self.__annotations__ = get_type_hints(record, include_extras=True)
        self.__signature__ = Signature(
            [_parameter(name, hint, defaults) for name, hint in self.__annotations__.items()]
        )

    def __call__(self, **given: object) -> None:
        """Call the function with what typer read."""
        self._function(self._record(**given))


def gathered(record: type[Options]) -> Callable[[Callable[[Options], None]], Gathered[Options]]:
    """Make a command of a function of one record."""
    return lambda function: Gathered(record, function)


def _parameter(name: str, hint: object, defaults: dict[str, Any]) -> Parameter:
    return Parameter(
        name, Parameter.KEYWORD_ONLY, default=defaults.get(name, Parameter.empty), annotation=hint
    )
