"""Plain values → records that keep what `models` promises; and the promise itself, as JSON Schema.

pydantic is imported here alone, and this module only where something is loaded or the schema is asked for:
reading a list needs neither.
"""

from __future__ import annotations

import sys
from dataclasses import is_dataclass
from functools import cache
from types import ModuleType
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from . import models
from .models import Document, printed_name

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def read_document(values: object) -> Document:
    """Check plain values and make a document of them; a ValueError tells the first fault and its place."""
    try:
        return adapter().validate_python(values)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        place = "/".join(str(part) for part in first["loc"])
        message = f"/{place}: {first['msg']}"
        raise ValueError(message) from None


@cache
def adapter() -> TypeAdapter[Document]:
    """Build what validates a document, once."""
    _configure(models)
    return TypeAdapter(Document)


def published(record: type[Any]) -> dict[str, Any]:
    """Publish the JSON Schema of a record, and of the records of its module and of the model that it holds."""
    _configure(models)
    _configure(sys.modules[record.__module__])
    return {"$schema": DIALECT, **TypeAdapter(record).json_schema()}


def _configure(module: ModuleType) -> None:
    config = ConfigDict(
        alias_generator=printed_name, extra="forbid", use_attribute_docstrings=True, validate_by_name=True
    )
    for record in vars(module).values():
        if is_dataclass(record):
            record.__pydantic_config__ = config  # type: ignore[union-attr]
