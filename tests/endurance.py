"""What is done to a run over folders, and what must hold after it: each proof in any size, with the figures it came to.

`test_reliability.py` runs them small, `python -m benchmarks.reliability` at length.
"""

from __future__ import annotations

import errno
import io
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from qzparse.batch import Batch, Limits, Options, Record, read_manifest, run_batch
from qzparse.batch.pools import convert
from qzparse.batch.record import Order
from qzparse.errors import UsageError
from qzparse.isolation import Workers

Figures = dict[str, float | str]

_HEADER = "\t序号\n\t权力类型\n\t权力项目名称\n\t责任事项\n\n\n"
_ROW = "\t{number}\n\t行政检查\n\t{name}的安全生产检查\n\t1.检查责任：依法检查{name}。\n2.处置责任：依法处置。\n\n"
_THINGS = ("竹林", "水渠", "山道", "茶园", "古井", "石桥", "鱼塘", "苗圃")
_MACHINE = {"seen.sqlite", "lock"}
"""What is of the machine: stamps, and an empty file."""


class Deaf:
    """A watcher that does nothing with what it is told."""

    def begin(self, files: int, standing: int) -> None:
        """Do nothing."""

    def tell(self, record: Record | None) -> None:
        """Do nothing."""


def lay_out(folder: Path, count: int, rows: int = 12) -> Path:
    """Write so many lists, no two alike, a hundred to a folder; one in ten is refused."""
    for index in range(count):
        path = folder / f"{index // 100:03}县" / f"{index:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        if index % 10 == 9:
            path.write_bytes(b"\x00\x01\x02" * (index + 1))
            continue
        names = (f"{_THINGS[(index + row) % len(_THINGS)]}{index}号" for row in range(1 + index % rows))
        items = "".join(_ROW.format(number=number, name=name) for number, name in enumerate(names, start=1))
        path.write_text(f"第{index}乡权责清单\n\n{_HEADER}{items}", "utf-8")
    return folder


def command(folder: Path, out: Path, *words: str, jobs: int = 2) -> list[str]:
    run = [sys.executable, "-m", "qzparse", "batch", str(folder), "--out", str(out), "--trace", "--quiet"]
    return [*run, "--jobs", str(jobs), *words]


def finish(
    folder: Path, out: Path, *words: str, jobs: int = 2, env: Mapping[str, str] | None = None
) -> float:
    """Run to the end, undisturbed; give the seconds it took."""
    started = time.perf_counter()
    done = subprocess.run(
        command(folder, out, *words, jobs=jobs),
        env={**os.environ, **(env or {})},
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 3), done.stderr.decode()
    return time.perf_counter() - started


def digests_of(out: Path) -> dict[str, str]:
    """Give the digest of every file of an output folder, but for what is of the machine."""
    found = (path for path in out.rglob("*") if path.is_file() and path.name not in _MACHINE)
    return {path.relative_to(out).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}


def check_half_done(out: Path, whole: Mapping[str, str]) -> int:
    """See that what an ended run left is whole, and that its manifest speaks of nothing else; count its rows."""
    manifest = out / ".qzparse" / "manifest.sqlite"
    if not manifest.is_file():
        return 0
    for path in out.rglob("*.json"):
        if path.name != "index.json":
            assert sha256(path.read_bytes()).hexdigest() == whole[path.relative_to(out).as_posix()], path
    with closing(sqlite3.connect(manifest)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    rows = 0
    with suppress(UsageError):
        for record in read_manifest(out):
            rows += 1
            for name in filter(None, (record.document, record.trace)):
                assert (out / name).is_file(), name
    return rows


def kill_parent(folder: Path, out: Path, whole: Mapping[str, str], kills: int, seed: int = 1) -> Figures:
    """Kill the run itself, again and again, at random moments, and let the next one go on."""
    chance = random.Random(seed)
    killed = finished = halves = 0
    while True:
        process = subprocess.Popen(command(folder, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(chance.uniform(0.05, 1.5) if killed < kills else None)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
            halves += 0 < check_half_done(out, whole) < len(list(folder.rglob("*.txt")))
            continue
        assert digests_of(out) == whole
        finished += 1
        if killed >= kills:
            return {
                "kills": killed,
                "of them with work half done": halves,
                "runs that came to their end": finished,
            }
        shutil.rmtree(out)


def kill_workers(folder: Path, out: Path, whole: Mapping[str, str], kills: int, seed: int = 2) -> Figures:
    """Kill worker processes, and LibreOffice where it is at work, while the run goes on."""
    chance = random.Random(seed)
    killed = offices = again = 0
    while True:
        process = subprocess.Popen(command(folder, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            time.sleep(chance.uniform(0.1, 0.4))
            family = list(descendants_of(process.pid))
            if family and process.poll() is None:
                victim, name = chance.choice(family)
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
                    killed, offices = killed + 1, offices + ("soffice" in name)
        # Workers that are killed as fast as they start end a run; what it did is kept.
        assert process.returncode in (0, 2, 3)
        if process.returncode == 2:
            finish(folder, out)
        while digests_of(out) != whole:
            # A file that was hit twice is called crashed, or not to be converted, until it is asked for again.
            again += sum(record.problem in ("crashed", "unconverted") for record in read_manifest(out))
            assert again
            finish(folder, out, "--retry", "failed")
        if killed >= kills:
            return {
                "kills": killed,
                "of them LibreOffice": offices,
                "files hit twice, read when retried": again,
            }
        shutil.rmtree(out)


def poison(folder: Path, out: Path, fate: str, names: frozenset[str], jobs: int = 2) -> Figures:
    """Run over files of which a few end the process that reads them; every other gets its document."""
    limits = Limits(seconds=3, memory=400 << 20)
    tally = out.with_suffix(".tally")
    with Workers(jobs, limits, ("endurance",)) as workers:
        report = run_batch(_batch(folder, out, limits), Deaf(), Poisoned(workers, fate, names, tally))
    attempts = tally.read_text("utf-8").splitlines()
    assert all(attempts.count(name) <= 2 for name in names)
    outcomes = {record.name: record.outcome for record in read_manifest(out)}
    assert {name for name, outcome in outcomes.items() if outcome == fate} == names
    return {"files": report.totals.files, f"{fate}": len(names), "attempts on each at most": 2}


class Poisoned(Executor):
    """Workers that meet their fate on some files."""

    def __init__(self, workers: Workers, fate: str, names: frozenset[str], tally: Path) -> None:
        self._workers, self._told = workers, (fate, names, tally)

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        assert function is convert
        return self._workers.submit(convert_or_fall, *self._told, *args, **kwargs)


def convert_or_fall(fate: str, names: frozenset[str], tally: Path, order: Order) -> Record | None:
    """Carry an order out, unless its file is poison."""
    if order.source.name in names:
        with tally.open("a", encoding="utf-8") as attempts:
            attempts.write(f"{order.source.name}\n")
        if fate == "timed-out":
            time.sleep(60)
        elif fate == "out-of-memory":
            _ = [bytearray(16 << 20) for _ in range(1000)]
        os.kill(os.getpid(), signal.SIGSEGV)
    return convert(order)


def torture(folder: Path, out: Path, whole: Mapping[str, str]) -> Figures:
    """Make the n-th call of each kind fail, for every n, then run once more: nothing is lost, doubled or left behind."""
    figures: Figures = {}
    for kind in FAULTS:
        calls = failed = 0
        while True:
            with failing(kind, calls + 1) as fault, suppress(UsageError):
                _run_here(folder, out, spawning=kind == "spawn")
            if not fault.fell:
                break
            calls += 1
            failed += digests_of(out) != whole
            check_half_done(out, whole)
            _run_here(folder, out, spawning=False)
            assert digests_of(out) == whole, f"{kind} {calls}"
            shutil.rmtree(out)
        shutil.rmtree(out)
        figures[f"{kind}: calls made to fail"] = calls
    return figures


class Fault:
    """A call that fails when its turn comes, and only then."""

    def __init__(self, turn: int) -> None:
        self.left, self.fell = turn, False

    def strike(self) -> None:
        self.left -= 1
        if self.left == 0:
            self.fell = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Unwritable(io.FileIO):
    """A file whose writing fails, once what was buffered comes to be written."""

    fault: Fault

    def write(self, content: Any, /) -> int:
        self.fault.strike()
        return super().write(content)


FAULTS = ("open", "write", "fsync", "rename", "mkdir", "spawn")
_PLACES = {
    "fsync": (os, "fsync"),
    "rename": (os, "replace"),
    "mkdir": (os, "mkdir"),
    "spawn": (subprocess, "Popen"),
}


@contextmanager
def failing(kind: str, turn: int) -> Iterator[Fault]:
    """Make the call of this turn fail."""
    fault = Fault(turn)
    place, name = _PLACES.get(kind, (io, "open"))
    real = getattr(place, name)

    def struck(*args: Any, **kwargs: Any) -> Any:
        if kind != "write":
            fault.strike()
        given = real(*args, **kwargs)
        mode = args[1] if len(args) > 1 else ""
        if kind == "write" and "w" in mode and isinstance(given, io.BufferedWriter):
            raw = Unwritable(os.dup(given.fileno()), "wb")
            raw.fault = fault
            given.close()
            return io.BufferedWriter(raw)
        return given

    setattr(place, name, struck)
    try:
        yield fault
    finally:
        setattr(place, name, real)


def interrupt(folder: Path, out: Path, after: float) -> Figures:
    """Press Ctrl-C in mid-run: it ends at once, and nothing of it is left."""
    process = subprocess.Popen(command(folder, out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    time.sleep(after)
    family = [pid for pid, _ in descendants_of(process.pid)]
    process.send_signal(signal.SIGINT)
    started = time.perf_counter()
    told = process.communicate(timeout=20)[1].decode()
    seconds = time.perf_counter() - started
    assert process.returncode == 130, told
    assert "run again to go on" in told
    assert not [pid for pid in family if _is_alive(pid)]
    assert not list((out / ".qzparse").glob("work-*"))
    return {"seconds from Ctrl-C to the end": round(seconds, 2), "processes at work then": len(family)}


def same_everywhere(folder: Path, outs: Path, whole: Mapping[str, str]) -> Figures:
    """Run with other jobs, hash seeds, locales and time zones: the same bytes."""
    places = [
        (1, {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"}),
        (2, {"PYTHONHASHSEED": "2", "LC_ALL": "zh_CN.GBK", "TZ": "Asia/Shanghai"}),
        (3, {"PYTHONHASHSEED": "3", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"}),
    ]
    for jobs, env in places:
        out = outs / str(jobs)
        finish(folder, out, "--lang", "zh", jobs=jobs, env=env)
        assert digests_of(out) == whole, env
    return {"settings": len(places), "files alike to the byte": len(whole)}


def memory_of_parent(folder: Path, out: Path, marks: tuple[int, int]) -> Figures:
    """Measure the run's own process between two counts of files."""
    sizes: dict[int, tuple[float, int]] = {}

    class Measuring(Deaf):
        count = 0

        def tell(self, record: Record | None) -> None:
            self.count += record is not None
            if self.count in marks:
                pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
                sizes[self.count] = (
                    pages * os.sysconf("SC_PAGE_SIZE") / 2**20,
                    len(list(Path("/proc/self/fd").iterdir())),
                )

    run_batch(_batch(folder, out, Limits()), Measuring())
    (before, few), (after, many) = sizes[marks[0]], sizes[marks[1]]
    assert few == many
    return {
        f"MB at file {marks[1]}": round(after, 1),
        f"MB grown since file {marks[0]}": round(after - before, 1),
    }


def cluster(folder: Path, out: Path, whole: Mapping[str, str], runs: int = 1) -> Figures:
    """Run on a dask cluster of two workers, one of which is killed on the way: the same bytes."""
    from distributed import LocalCluster

    for _ in range(runs):
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
            process = subprocess.Popen(
                command(folder, out, "--engine", "dask", "--scheduler", local.scheduler_address),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            while not list(out.rglob("*.txt.json")) and process.poll() is None:
                time.sleep(0.02)
            os.kill(local.workers[0].pid, signal.SIGKILL)
            told = process.communicate(timeout=120)[1].decode()
            assert process.returncode in (0, 3), told
        assert digests_of(out) == whole
        shutil.rmtree(out)
    return {"runs with a worker killed": runs, "files alike to the byte": len(whole)}


def descendants_of(pid: int) -> Iterator[tuple[int, str]]:
    """Give the processes that a process started, and those that they started, with what was called."""
    parents: dict[int, list[tuple[int, str]]] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            parent = int((entry / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
            name = (entry / "cmdline").read_bytes().decode(errors="replace")
            parents.setdefault(parent, []).append((int(entry.name), name))
    waiting = [pid]
    while waiting:
        for child, name in parents.get(waiting.pop(), []):
            waiting.append(child)
            yield child, name


def _is_alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    return False


def _batch(folder: Path, out: Path, limits: Limits) -> Batch:
    return Batch([str(folder)], out, options=Options(traced=True), limits=limits, jobs=2)


def _run_here(folder: Path, out: Path, *, spawning: bool) -> None:
    batch = _batch(folder, out, Limits())
    if spawning:
        run_batch(batch, Deaf())
        return
    with ThreadPoolExecutor(1) as here:
        run_batch(batch, Deaf(), here)
