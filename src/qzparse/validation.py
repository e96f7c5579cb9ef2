"""Plain values → records that keep what `models` promises; and the promise itself, as JSON Schema.

pydantic is imported here alone, and this module only where something is loaded or the schema is asked for:
reading a list needs neither.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from functools import cache

from pydantic import ConfigDict, TypeAdapter, ValidationError

from . import models
from .models import Document, printed_name


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
    config = ConfigDict(
        alias_generator=printed_name, extra="forbid", use_attribute_docstrings=True, validate_by_name=True
    )
    for record in vars(models).values():
        if is_dataclass(record):
            record.__pydantic_config__ = config  # type: ignore[union-attr]
    return TypeAdapter(Document)
