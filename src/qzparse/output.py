"""Names of inputs → the files that their documents go to, written whole or not at all.

1. Every input has an output of its own, and none is an input: both are checked before anything is read.
2. A document is written under a temporary name in its own folder and renamed when it is whole.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from .errors import UsageError

STANDARD = "-"


def plan(names: Sequence[str], output: str | None, suffix: str) -> list[Path | None]:
    """Give every input its output file; None is standard output."""
    if output in (None, STANDARD):
        return [None] * len(names)
    folder = Path(output)
    if len(names) > 1 and folder.is_file():
        raise UsageError("output-is-file", name=output)
    if len(names) == 1 and not folder.is_dir() and not output.endswith(("/", os.sep)):
        targets = [folder]
    else:
        targets = [folder / f"{'stdin' if name == STANDARD else Path(name).stem}.{suffix}" for name in names]
    _refuse_clashes(names, targets)
    return list(targets)


def trace_of(target: Path) -> Path:
    """Name the trace that stands beside a document.

    >>> trace_of(Path("out/list.json")).as_posix()
    'out/list.trace.json'
    """
    return target.with_suffix(".trace.json")


def write(target: Path, chunks: Iterable[bytes]) -> None:
    """Put `chunks` where `target` is, all of them or none."""
    path = Path(os.path.realpath(target))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_bytes(b"".join(chunks))
        else:
            _replace(path, chunks)
    except OSError as fault:
        raise UsageError("output-unwritable", name=str(target), reason=fault.strerror or str(fault)) from None


def write_durably(target: Path, chunks: Iterable[bytes], scratch: Path) -> str:
    """Put `chunks` where `target` is, by way of `scratch` on the same disk, and on the disk itself; give their SHA-256."""
    digest = sha256()
    unfinished = scratch / f"{os.getpid()}.{threading.get_ident()}.tmp"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as fault:
        with suppress(OSError):
            unfinished.unlink()
        raise UsageError("output-unwritable", name=str(target), reason=fault.strerror or str(fault)) from None
    return digest.hexdigest()


def settle(folder: Path) -> None:
    """See to it that what was renamed in a folder stays so when the power goes."""
    if os.name == "posix":
        try:
            opened = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
        except OSError as fault:
            raise UsageError("output-unwritable", name=str(folder), reason=fault.strerror) from None


def _replace(path: Path, chunks: Iterable[bytes]) -> None:
    unfinished = path.with_name(f".{path.name[:40]}.{os.getpid()}.tmp")
    try:
        with unfinished.open("wb") as file:
            file.writelines(chunks)
        unfinished.replace(path)
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _refuse_clashes(names: Sequence[str], targets: Sequence[Path]) -> None:
    inputs = {os.path.realpath(name) for name in names if name != STANDARD}
    takers: dict[str, str] = {}
    for name, target in zip(names, targets, strict=True):
        for path in (target, trace_of(target)):
            real = os.path.realpath(path)
            if real in inputs:
                raise UsageError("output-is-input", name=str(path))
            if real in takers:
                raise UsageError("two-outputs", first=takers[real], second=name, name=str(path))
            takers[real] = name
