"""What a worker is told and what it tells: orders, records, and the keys by which they are known again."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from qzparse import __version__
from qzparse.catalogue import say
from qzparse.errors import Halted, QzparseError
from qzparse.isolation import Limits
from qzparse.source import read_whole

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


def halted(order: Order, fault: BaseException) -> Record:
    """Record what a worker could not: that it ran out of time or memory, or crashed."""
    name, kept = order.source.name, Record(order.source.name, CRASHED)
    try:
        data = read_whole(order.source.path)
    except QzparseError as unread:
        return refused(order, unread, kept._replace(outcome=REFUSED))
    digest = sha256(data).hexdigest()
    kept = Record(name, CRASHED, key_of(digest, order.options), digest=digest, bytes=len(data))
    if isinstance(fault, MemoryError):
        fault = Halted(OUT_OF_MEMORY, mebibytes=order.limits.memory >> 20)
    if not isinstance(fault, Halted):
        return broken_off(order, fault, kept)
    if fault.problem != CRASHED:
        kept = kept._replace(key=key_of(digest, order.options, *order.limits))
    return refused(order, fault, kept._replace(outcome=fault.problem))


def key_of(digest: str, options: Options, *limits: float) -> str:
    """Digest all that decides what comes of an input, and its limits where one of them was what decided."""
    decides = (digest, __version__, options.words, options.form, options.traced, options.language, *limits)
    return sha256(repr(decides).encode()).hexdigest()


def digest_of_grammar(overlays: tuple[Path, ...]) -> str:
    """Digest the names and bytes of all grammar files that are read."""
    from qzparse.grammar import shipped_folder

    digest = sha256()
    folder = shipped_folder()
    shipped = [path for path in folder.iterdir() if path.suffix in (".yaml", ".tsv")]
    for path in (*sorted(shipped), *(file for one in overlays for file in _files_of(one))):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode(errors="surrogateescape") + content)
    return digest.hexdigest()


def _files_of(overlay: Path) -> list[Path]:
    return sorted(overlay.glob("*.yaml")) if overlay.is_dir() else [overlay]


def refused(order: Order, fault: QzparseError, record: Record) -> Record:
    """Record why a file is not read, in words that tell nothing of where it is."""
    fault.values["name"] = order.source.name
    return record._replace(problem=fault.problem, message=fault.message(order.options.language))


def broken_off(order: Order, fault: BaseException, record: Record) -> Record:
    """Record a fault of ours, or of the machine."""
    kind = type(fault).__name__
    told = say("file-bug", order.options.language, name=order.source.name, kind=kind, message=fault)
    return record._replace(outcome=CRASHED, problem=kind, message=told)
