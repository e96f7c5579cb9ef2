"""Calls that hang, swell, die or raise, and what comes of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from qzparse.errors import Halted, UnreadableSource
from qzparse.isolation import Limits, Workers, call_apart

LIMITS = Limits(seconds=2, memory=400 << 20)


def twice(value: int) -> int:
    return 2 * value


def hang() -> None:
    time.sleep(60)


def swell() -> list[bytearray]:
    return [bytearray(16 << 20) for _ in range(1000)]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def swell_and_die() -> None:
    """Do as a library does that cannot raise: fill the memory, then abort."""
    held = [bytearray(16 << 20) for _ in range(20)]
    time.sleep(0.3)
    assert held
    os.abort()


def refuse() -> None:
    raise UnreadableSource("empty", name="a.docx")


def die_once(mark: Path) -> str:
    if mark.exists():
        return "lived"
    mark.touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


_KEPT: list[bytearray] = []


def keep(mebibytes: int) -> int:
    """Do as a library does that keeps what it was once given."""
    _KEPT.append(bytearray(mebibytes << 20))
    return len(_KEPT)


def print_much() -> str:
    sys.stdout.write("noise" * 10_000)
    os.write(1, b"noise")
    return "said"


def pid() -> int:
    return os.getpid()


def fault_of(function: Callable[[], Any]) -> BaseException | None:
    try:
        function()
    except (Halted, UnreadableSource) as fault:
        return fault
    return None


def run_alone(code: str) -> subprocess.CompletedProcess[bytes]:
    """Run a program that has no thread but its first."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False)


FATES: list[tuple[Callable[[], Any], str, str]] = [
    (hang, "timed-out", "-: not read within 2 seconds"),
    (swell, "out-of-memory", "-: reading it takes more than 400 MB"),
    (die, "crashed", "-: the process that read it ended unexpectedly (SIGKILL)"),
    (refuse, "empty", "a.docx: the file is empty (0 bytes)"),
]


def test_each_fate_stays_with_its_call() -> None:
    with Workers(2, LIMITS) as workers:
        futures: list[Future[Any]] = []
        for function, _, _ in FATES:
            futures += [workers.submit(function), workers.submit(twice, len(futures))]
        faults = [future.exception() for future in futures[::2]]
        assert [future.result() for future in futures[1::2]] == [
            2 * (index * 2) for index in range(len(FATES))
        ]
    told = [
        (fault.problem, fault.message().split(";")[0])
        for fault in faults
        if isinstance(fault, Halted | UnreadableSource)
    ]
    assert told == [(problem, message) for _, problem, message in FATES]


@pytest.mark.parametrize(("function", "problem", "message"), FATES[1:])
def test_one_call_apart_has_the_same_fates(function: Callable[[], Any], problem: str, message: str) -> None:
    fault = fault_of(lambda: call_apart(LIMITS, function))
    assert isinstance(fault, Halted | UnreadableSource)
    assert (fault.problem, fault.message().split(";")[0]) == (problem, message)


def test_a_fork_gives_what_its_function_gives_and_says_what_it_says() -> None:
    done = run_alone(
        "import sys, test_isolation as calls; from qzparse.isolation import call_apart\n"
        "sys.stdout.write('before ')\n"
        "assert call_apart(calls.LIMITS, calls.twice, 21) == 42\n"
        "assert call_apart(calls.LIMITS, calls.print_much) == 'said'\n"
        "for fate, problem, _ in calls.FATES:\n"
        "    assert calls.fault_of(lambda: call_apart(calls.LIMITS, fate)).problem == problem"
    )
    assert done.stderr == b""
    assert done.stdout.count(b"before") == 1
    assert done.stdout.count(b"noise") == 10_001


def test_abort_for_want_of_memory_is_told_as_such() -> None:
    with Workers(1, LIMITS) as workers:
        fault = workers.submit(swell_and_die).exception()
    assert isinstance(fault, Halted)
    assert fault.problem == "out-of-memory"


def test_memory_that_earlier_calls_filled_is_not_held_against_a_call() -> None:
    with Workers(1, LIMITS) as workers:
        kept = [workers.submit(keep, 150) for _ in range(4)]
        assert all(one.result() for one in kept)


def test_crash_is_tried_once_more(tmp_path: Path) -> None:
    with Workers(1, LIMITS) as workers:
        assert workers.submit(die_once, tmp_path / "mark").result() == "lived"


def test_worker_makes_room_after_its_calls_and_noise_is_no_answer() -> None:
    with Workers(1, Limits(calls=2)) as workers:
        pids = [workers.submit(pid).result() for _ in range(4)]
        assert workers.submit(print_much).result() == "said"
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_shutdown_ends_what_is_in_hand() -> None:
    workers = Workers(1, LIMITS._replace(seconds=60))
    running, waiting = workers.submit(hang), workers.submit(hang)
    time.sleep(0.5)
    workers.shutdown(cancel_futures=True)
    assert isinstance(running.exception(), Halted)
    assert waiting.cancelled()


def test_workers_end_with_whoever_started_them() -> None:
    done = run_alone(
        "import os, test_isolation as calls; from qzparse.isolation import Workers, Limits\n"
        "workers = Workers(1, Limits()); print(workers.submit(calls.pid).result(), flush=True)\n"
        "workers.submit(calls.hang); import time; time.sleep(0.2); os.kill(os.getpid(), 9)"
    )
    worker = int(done.stdout)
    for _ in range(40):
        if not Path(f"/proc/{worker}").exists():
            break
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
