"""`python -m benchmarks.reliability [NAME…]` → the proofs of a batch run at length, in `docs/reliability.md`.

A proof that does not hold ends the run with its assertion. Named proofs replace their own sections of the page; with
`--quick` all is small, and nothing is written.
"""

from __future__ import annotations

import platform
import random
import re
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT / "tests"))

import endurance  # noqa: E402 — the proofs stand beside the tests that run them small
from endurance import Figures  # noqa: E402

from .invented import write_list  # noqa: E402

_PAGE = _ROOT / "docs" / "reliability.md"
_HEAD = """# Reliability

What was done to `qzparse batch`, and what it came to: figures of the last run of each proof, written by `python -m
benchmarks.reliability`. The same proofs run small with the tests (`tests/test_reliability.py`).
"""
_LOOP = """
import sys
from pathlib import Path
from qzparse import dump, ingest
out = Path(sys.argv[2])
out.mkdir()
for path in sorted(Path(sys.argv[1]).rglob("*.*")):
    (out / f"{path.name}.json").write_bytes(dump(ingest(path)))
"""


class Proof(NamedTuple):
    """What is done, what must hold, and how large it is at length and in short."""

    name: str
    holds: str
    run: Callable[[Path, int], Figures]
    long: int
    short: int


def _whole(folder: Path, base: Path) -> dict[str, str]:
    endurance.finish(folder, base / "whole")
    return endurance.digests_of(base / "whole")


def _killed(base: Path, kills: int) -> Figures:
    folder = endurance.lay_out(base / "lists", 5 * kills)
    return {"files": 5 * kills, **endurance.kill_parent(folder, base / "out", _whole(folder, base), kills)}


def _workers(base: Path, kills: int) -> Figures:
    folder = endurance.lay_out(base / "lists", 5 * kills)
    for index in range(max(1, kills // 10)):
        (folder / f"{index}.rtf").write_bytes((_ROOT / "samples" / "item-forms" / "list.rtf").read_bytes())
    return {"files": 5 * kills, **endurance.kill_workers(folder, base / "out", _whole(folder, base), kills)}


def _poison(base: Path, files: int) -> Figures:
    folder = endurance.lay_out(base / "lists", files, rows=2)
    name = f"{files // 200:03}县/{files // 2 + 2:05}.txt"
    figures: Figures = {"files": files}
    for fate in ("crashed", "timed-out", "out-of-memory"):
        endurance.poison(folder, base / fate, fate, frozenset({name}))
        figures[f"{fate}, and {files - 1} others as ever"] = 1
        if files > 1000:
            folder = endurance.lay_out(base / "fewer", 500, rows=2)
            name, files = "002县/00252.txt", 500
    return figures


def _torture(base: Path, files: int) -> Figures:
    folder = endurance.lay_out(base / "lists", files)
    whole = _whole(folder, base)
    return {"files": files, **endurance.torture(folder, base / "out", whole)}


def _interrupt(base: Path, times: int) -> Figures:
    folder = endurance.lay_out(base / "lists", 2000)
    chance, slowest = random.Random(5), 0.0
    for turn in range(times):
        figures = endurance.interrupt(folder, base / f"out{turn}", chance.uniform(0.8, 3))
        slowest = max(slowest, float(figures["seconds from Ctrl-C to the end"]))
    return {"interrupts": times, "slowest end, seconds": slowest, "processes left": 0}


def _memory(base: Path, files: int) -> Figures:
    folder = endurance.lay_out(base / "lists", files, rows=2)
    return {"files": files, **endurance.memory_of_parent(folder, base / "out", (files // 10, files))}


def _same(base: Path, files: int) -> Figures:
    folder = endurance.lay_out(base / "lists", files)
    return endurance.same_everywhere(folder, base / "outs", _whole(folder, base))


def _cluster(base: Path, runs: int) -> Figures:
    folder = endurance.lay_out(base / "lists", 500)
    return {"files": 500, **endurance.cluster(folder, base / "out", _whole(folder, base), runs)}


def _second(base: Path, files: int) -> Figures:
    folder = endurance.lay_out(base / "lists", files, rows=60)
    # Stamps are trusted once a change is sure to have shown in them.
    time.sleep(2.5)
    first = endurance.finish(folder, base / "out")
    second = min(endurance.finish(folder, base / "out") for _ in range(3))
    share = f"{second / first:.1%}"
    return {
        "files": files,
        "first run, seconds": round(first, 1),
        "second, nothing changed": round(second, 2),
        "share": share,
    }


def _speed(base: Path, files: int) -> Figures:
    """Compare one worker with two, and both with a bare loop; each share is of turns taken one by one."""
    folder = base / "lists"
    for index in range(files):
        folder.mkdir(exist_ok=True)
        write_list(folder / f"{index}.{'txt' if index % 2 else 'docx'}", 40 + index)
    halves = [base / "half0", base / "half1"]
    for index, path in enumerate(sorted(folder.iterdir())):
        halves[index % 2].mkdir(exist_ok=True)
        (halves[index % 2] / path.name).write_bytes(path.read_bytes())
    best: dict[str, tuple[float, float]] = {}
    for turn in range(3):
        for name, run in {
            "one": lambda out: _batch(folder, out, 1),
            "two": lambda out: _batch(folder, out, 2),
            "loop": lambda out: _loops([folder], out),
            "loops": lambda out: _loops(halves, out),
        }.items():
            before, started = _children(), time.perf_counter()
            run(base / f"{name}{turn}")
            taken = (_children() - before, time.perf_counter() - started)
            best[name] = min(best.get(name, taken), taken)
    return {
        "files": files,
        "two workers over one, time": f"{best['one'][1] / best['two'][1]:.2f} ×",
        "two bare loops over one": f"{best['loop'][1] / best['loops'][1]:.2f} ×",
        "one worker over a bare loop, CPU": f"{best['one'][0] / best['loop'][0] - 1:+.1%}",
    }


def _batch(folder: Path, out: Path, jobs: int) -> None:
    words = [str(folder), "--out", str(out), "--quiet", "--jobs", str(jobs)]
    subprocess.run([sys.executable, "-m", "qzparse", "batch", *words], check=True)


def _loops(folders: list[Path], out: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", _LOOP, str(folder), f"{out}-{index}"])
        for index, folder in enumerate(folders)
    ]
    assert all(one.wait() == 0 for one in started)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


PROOFS = (
    Proof("killed", "The run is killed (SIGKILL) at random moments and started again.", _killed, 100, 5),
    Proof("workers", "Its workers, and LibreOffice, are killed while it goes on.", _workers, 100, 5),
    Proof("poison", "One file among many ends the process that reads it.", _poison, 10_000, 100),
    Proof(
        "torture",
        "The n-th call of each kind fails, for every n; then a run without faults.",
        _torture,
        20,
        3,
    ),
    Proof("interrupt", "Ctrl-C in mid-run.", _interrupt, 10, 1),
    Proof(
        "memory",
        "The run's own process while files go by; its open files stay as many.",
        _memory,
        10_000,
        200,
    ),
    Proof("same", "Other jobs, hash seeds, locales and time zones.", _same, 500, 40),
    Proof("cluster", "A dask cluster of two workers, one of which is killed on the way.", _cluster, 20, 1),
    Proof("second", "The same folder again; its lists have 30 items in the mean.", _second, 5_000, 100),
    Proof("speed", "Lists of 40 items and more, as txt and docx, on two cores.", _speed, 30, 4),
)


def main() -> None:
    """Run the proofs asked for and keep what they came to."""
    parser = ArgumentParser(prog="python -m benchmarks.reliability", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(proof.name for proof in PROOFS))
    parser.add_argument("--quick", action="store_true", help="run small, and write nothing")
    options = parser.parse_args()
    for proof in PROOFS:
        if options.names and proof.name not in options.names:
            continue
        with TemporaryDirectory() as base:
            figures = proof.run(Path(base), proof.short if options.quick else proof.long)
        section = _section(proof, figures)
        sys.stdout.write(section)
        sys.stdout.flush()
        if not options.quick:
            _keep(proof.name, section)


def _section(proof: Proof, figures: Figures) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=_ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    when = f"{datetime.now(UTC):%Y-%m-%d}, {commit or 'no commit'}, Python {platform.python_version()}"
    rows = "".join(f"| {what} | {figure} |\n" for what, figure in figures.items())
    return f"## {proof.name}\n\n{proof.holds} ({when})\n\n| | |\n|---|---|\n{rows}\n"


def _keep(name: str, section: str) -> None:
    """Put a section where its older self stands, or behind the others."""
    page = _PAGE.read_text("utf-8") if _PAGE.exists() else f"{_HEAD}\n"
    older = re.search(rf"^## {name}\n.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    page = (
        page[: older.start()] + section + page[older.end() :] if older else page.rstrip() + f"\n\n{section}"
    )
    _PAGE.write_text(page.rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
