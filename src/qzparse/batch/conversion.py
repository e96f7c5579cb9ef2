"""One input → its document beside its trace, and a record of what came of it.

1. It may run anywhere, twice, or be ended half-way: outputs are whole or not there, and the same bytes each time.
2. A fault of the file's is a record; a fault of the disk that is written to is raised, for it is every file's.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from qzparse.canonical import iter_dumped
from qzparse.errors import QzparseError
from qzparse.grammar import load_grammar
from qzparse.models import Severity
from qzparse.output import write_durably
from qzparse.pipeline import Outcome, read
from qzparse.source import read_whole, source_of

from .record import DOUBTFUL, READ, REFUSED, Order, Record, broken_off, key_of, refused


def convert(order: Order) -> Record | None:
    """Read a file and write what became of it; None where it is known to be as it was."""
    order.scratch.mkdir(parents=True, exist_ok=True)
    name, options = order.source.name, order.options
    try:
        data = read_whole(order.source.path)
    except QzparseError as fault:
        return refused(order, fault, Record(name, REFUSED))
    digest = sha256(data).hexdigest()
    record = Record(name, REFUSED, key_of(digest, options), digest=digest, bytes=len(data))
    if record.key == order.known:
        return None
    with _temporary(order.scratch):
        try:
            source = source_of(data, Path(order.source.path).name)
            record = record._replace(format=source.format.value)
            grammar = load_grammar(options.grammar)
            outcome = read(source, grammar, language=options.language, traced=options.traced)
        except QzparseError as fault:
            return refused(order, fault, record)
        except OSError as fault:
            return broken_off(order, fault, record._replace(key=""))
    return _written(order, outcome, record)


def _written(order: Order, outcome: Outcome, record: Record) -> Record:
    document, options = outcome.document, order.options
    target = f"{record.name}.{options.form}"
    written = write_durably(order.out / target, iter_dumped(document, options.form), order.scratch)
    record = record._replace(document=target, document_digest=written)
    if outcome.trace is not None:
        target = f"{record.name}.trace.json"
        written = write_durably(order.out / target, [outcome.trace.dump()], order.scratch)
        record = record._replace(trace=target, trace_digest=written)
    grave = Counter(one.severity for one in document.diagnostics)
    types = Counter(item.type or "" for item in document.items)
    return record._replace(
        outcome=READ if document.grade in ("clean", "noted") else DOUBTFUL,
        grade=document.grade or "",
        title=str(document.title or ""),
        types=json.dumps(types, ensure_ascii=False, sort_keys=True),
        items=len(document.items),
        characters=document.coverage.characters,
        residue=document.coverage.residue_characters,
        errors=grave[Severity.ERROR],
        warnings=grave[Severity.WARNING],
        infos=grave[Severity.INFO],
    )


@contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    """Have whatever is unpacked or converted on the way in a folder that outlives nobody."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
