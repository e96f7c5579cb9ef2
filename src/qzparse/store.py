"""A value that is dear to make → its copy beside the bytecode of the module that makes it, and back.

1. A copy is found only under the key it was kept with: a digest of all that the value is made of. What is edited
   is made anew, and a copy that was cut short or changed is none.
2. It lies where Python itself puts compiled modules, so it is as trusted as they are; where nothing may be written,
   or Python is told to write none, nothing is kept.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

_DIGEST = sha256().digest_size


def key_of(*parts: bytes) -> bytes:
    """Digest what a value is made of, this Python included."""
    made = sha256(sys.version.encode())
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.digest()


def find_kept(module: str, key: bytes) -> object | None:
    """Give the value that the module at this path kept under `key`; None where there is none."""
    try:
        content = _home_of(module).read_bytes()
    except OSError:
        return None
    body = content[2 * _DIGEST :]
    if content[: 2 * _DIGEST] != key + sha256(body).digest():
        return None
    import pickle

    value: object = pickle.loads(body)  # noqa: S301 — as trusted as the bytecode beside it
    return value


def can_keep(module: str) -> bool:
    """Tell whether Python has a place for bytecode there, and may write to it."""
    return not sys.dont_write_bytecode and os.access(_home_of(module).parent, os.W_OK)


def keep(module: str, key: bytes, value: object) -> None:
    """Keep `value` for the next process; a full disk is no fault."""
    import pickle

    home, body = _home_of(module), pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    unfinished = home.with_name(f"{home.name}.{os.getpid()}")
    with suppress(OSError):
        try:
            unfinished.write_bytes(key + sha256(body).digest() + body)
            unfinished.replace(home)
        finally:
            unfinished.unlink(missing_ok=True)


def _home_of(module: str) -> Path:
    return Path(cache_from_source(module)).with_suffix(".kept")
