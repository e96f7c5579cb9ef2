"""The command line on a terminal, and what it shows there."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def run_on_terminal(*words: str | Path, env: Mapping[str, str] | None = None) -> str:
    """Run with a terminal for every stream, and give what is shown."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "qzparse", *map(str, words)]
    settings = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1", **(env or {})}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=settings) as process:
        os.close(theirs)
        shown = b"".join(_iter_pieces(ours))
        process.wait()
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def _iter_pieces(terminal: int) -> list[bytes]:
    pieces: list[bytes] = []
    while not pieces or pieces[-1]:
        try:
            pieces.append(os.read(terminal, 65536))
        except OSError:
            # Linux says so when the other side has closed.
            pieces.append(b"")
    return pieces
