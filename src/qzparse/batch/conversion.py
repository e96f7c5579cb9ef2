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
from typing import NamedTuple

from qzparse import __version__
from qzparse.canonical import iter_dumped
from qzparse.catalogue import say
from qzparse.errors import Halted, QzparseError
from qzparse.grammar import load_grammar, shipped_folder
from qzparse.isolation import Limits
from qzparse.models import Severity
from qzparse.output import write_durably
from qzparse.pipeline import Outcome, read
from qzparse.source import read_whole, source_of

from .plan import Input

READ, DOUBTFUL, REFUSED = "read", "doubtful", "refused"
TIMED_OUT, OUT_OF_MEMORY, CRASHED = "timed-out", "out-of-memory", "crashed"
NOT_READ = (CRASHED, OUT_OF_MEMORY, TIMED_OUT, REFUSED)
OUTCOMES = (*NOT_READ, DOUBTFUL, READ)
"""What can come of a file, the gravest first."""


class Options(NamedTuple):
    """What decides how a document comes out, besides the file."""

    form: str = "json"
    traced: bool = False
    language: str = "zh"
    grammar: tuple[Path, ...] = ()
    words: str = ""
    """The digest of all grammar files."""


class Order(NamedTuple):
    """What a worker is told: the file, where its document goes, and the key under which it is known already."""

    source: Input
    out: Path
    scratch: Path
    options: Options
    limits: Limits
    known: str = ""


class Record(NamedTuple):
    """What came of an input; nothing in it depends on the machine, the day or the run.

    The next run reads an input again unless it has the same `key`; there is none where the file is not to blame.
    """

    name: str
    outcome: str
    key: str = ""
    problem: str = ""
    message: str = ""
    digest: str = ""
    bytes: int = 0
    format: str = ""
    grade: str = ""
    title: str = ""
    document: str = ""
    document_digest: str = ""
    trace: str = ""
    trace_digest: str = ""
    types: str = "{}"
    items: int = 0
    characters: int = 0
    residue: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0


def convert(order: Order) -> Record | None:
    """Read a file and write what became of it; None where it is known to be as it was."""
    order.scratch.mkdir(parents=True, exist_ok=True)
    name, options = order.source.name, order.options
    try:
        data = read_whole(order.source.path)
    except QzparseError as fault:
        return _refused(order, fault, Record(name, REFUSED))
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
            return _refused(order, fault, record)
        except OSError as fault:
            return _broken_off(order, fault, record._replace(key=""))
    return _written(order, outcome, record)


def halted(order: Order, fault: BaseException) -> Record:
    """Record what a worker could not: that it ran out of time or memory, or crashed."""
    name, kept = order.source.name, Record(order.source.name, CRASHED)
    try:
        data = read_whole(order.source.path)
    except QzparseError as unread:
        return _refused(order, unread, kept._replace(outcome=REFUSED))
    digest = sha256(data).hexdigest()
    kept = Record(name, CRASHED, key_of(digest, order.options), digest=digest, bytes=len(data))
    if isinstance(fault, MemoryError):
        fault = Halted(OUT_OF_MEMORY, mebibytes=order.limits.memory >> 20)
    if not isinstance(fault, Halted):
        return _broken_off(order, fault, kept)
    if fault.problem != CRASHED:
        kept = kept._replace(key=key_of(digest, order.options, *order.limits))
    return _refused(order, fault, kept._replace(outcome=fault.problem))


def key_of(digest: str, options: Options, *limits: float) -> str:
    """Digest all that decides what comes of an input, and its limits where one of them was what decided."""
    decides = (digest, __version__, options.words, options.form, options.traced, options.language, *limits)
    return sha256(repr(decides).encode()).hexdigest()


def digest_of_grammar(overlays: tuple[Path, ...]) -> str:
    """Digest the names and bytes of all grammar files that are read."""
    digest = sha256()
    folder = shipped_folder()
    shipped = [path for path in folder.iterdir() if path.suffix in (".yaml", ".tsv")]
    for path in (*sorted(shipped), *(file for one in overlays for file in _files_of(one))):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode(errors="surrogateescape") + content)
    return digest.hexdigest()


def _files_of(overlay: Path) -> list[Path]:
    return sorted(overlay.glob("*.yaml")) if overlay.is_dir() else [overlay]


def _refused(order: Order, fault: QzparseError, record: Record) -> Record:
    fault.values["name"] = order.source.name
    return record._replace(problem=fault.problem, message=fault.message(order.options.language))


def _broken_off(order: Order, fault: BaseException, record: Record) -> Record:
    """Record a fault of ours, or of the machine."""
    kind = type(fault).__name__
    told = say("file-bug", order.options.language, name=order.source.name, kind=kind, message=fault)
    return record._replace(outcome=CRASHED, problem=kind, message=told)


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
