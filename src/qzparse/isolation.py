"""A function and its arguments → what it gives, from a process of its own that may hang, swell or die.

1. A call ends: with what the function gives or raises, or with `Halted`: out of time, out of memory, crashed.
2. A worker has one call in hand and pipes of its own, so what befalls it costs that call alone. A crash is tried once
   more in a fresh worker, for something else may have killed it; so is a worker that swelled and was not fresh.
3. Time is kept outside the worker and ends its whole process group; memory is a limit on its address space.
4. A worker ends with whoever started it, however that ended.
"""

from __future__ import annotations

import copyreg
import errno
import os
import pickle
import queue
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, NamedTuple, NoReturn, ParamSpec, TypeVar

from .errors import Halted

P = ParamSpec("P")
T = TypeVar("T")

_ATTEMPTS = 2
_STARTS, _START_SECONDS = 5, 120.0
_TICK = 0.05
_NEAR = 1 / 3
"""What grows by doubling fails from a third of its limit on."""
_LENGTH = struct.Struct("<Q")
_READY = b"ready"
_ABORTED = frozenset(
    -getattr(signal, name)
    for name in ("SIGABRT", "SIGSEGV", "SIGTRAP", "SIGILL", "SIGBUS")
    if hasattr(signal, name)
)
_KIBIBYTE = 1 if sys.platform == "darwin" else 1 << 10
"""The unit in which a system tells how large a process was."""
_SWOLLEN = 86
"""The exit code of a worker whose function ran out of memory."""


def _frozen(table: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(table)


# Settings that nobody may change are handed to workers too.
copyreg.pickle(MappingProxyType, lambda proxy: (_frozen, (dict(proxy),)))


class Limits(NamedTuple):
    """What one call may take, and after how many calls a worker makes room for a fresh one."""

    seconds: float = 600
    memory: int = 1536 << 20
    calls: int = 200


class Answer(NamedTuple):
    """What came of a call."""

    value: Any = None
    fault: BaseException | None = None


class Workers(Executor):
    """A pool of worker processes, in the shape of the standard library's executors."""

    def __init__(self, jobs: int, limits: Limits, preload: Iterable[str] = ()) -> None:
        self._calls: queue.SimpleQueue[tuple[Future[Any], bytes] | None] = queue.SimpleQueue()
        self._most, self._limits, self._preload = jobs, limits, tuple(preload)
        self._slots: list[threading.Thread] = []
        self._workers: set[_Worker] = set()
        self._lock = threading.Lock()
        self._over = threading.Event()

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand a call to the next worker that is free; workers are started as calls come in."""
        future: Future[T] = Future()
        self._calls.put((future, pickle.dumps((function, args, kwargs))))
        if not self._slots:
            threading.Thread(target=self._keep_time, daemon=True).start()
        if len(self._slots) < self._most:
            self._slots.append(threading.Thread(target=self._serve, daemon=True))
            self._slots[-1].start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the pool; with `cancel_futures` at once, whatever the workers have in hand."""
        if cancel_futures:
            self._over.set()
            with suppress(queue.Empty):
                while True:
                    waiting = self._calls.get_nowait()
                    _ = waiting and waiting[0].cancel()
            with self._lock:
                for worker in self._workers:
                    worker.kill()
        for _slot in self._slots:
            self._calls.put(None)
        for slot in self._slots if wait else ():
            slot.join()
        if wait:
            self._over.set()

    def _serve(self) -> None:
        """Carry out calls one by one, in a worker that is replaced as need be."""
        worker = None
        while waiting := self._calls.get():
            future, call = waiting
            if not future.set_running_or_notify_cancel():
                continue
            try:
                worker, answer = self._carry_out(worker, call)
            except OSError as fault:
                worker, answer = None, Answer(fault=fault)
            if answer.fault is None:
                future.set_result(answer.value)
            else:
                future.set_exception(answer.fault)
        if worker:
            self._retire(worker)

    def _carry_out(self, worker: _Worker | None, call: bytes) -> tuple[_Worker | None, Answer]:
        for attempt in range(1, _ATTEMPTS + 1):
            is_fresh = worker is None
            worker = worker or self._start()
            answer = worker.call(call)
            if not worker.is_spent:
                return worker, answer
            self._retire(worker)
            worker = None
            if attempt == _ATTEMPTS or self._over.is_set() or not _deserves_another(answer.fault, is_fresh):
                break
        return None, answer

    def _start(self) -> _Worker:
        """Start a worker and wait until it can be blamed for what comes of a call."""
        for _ in range(_STARTS):
            worker = _Worker(self._limits, self._preload)
            with self._lock:
                self._workers.add(worker)
                if self._over.is_set():
                    worker.kill()
            if worker.is_ready():
                return worker
            self._retire(worker)
        raise ChildProcessError(errno.ECHILD, "a worker ended before it began")

    def _retire(self, worker: _Worker) -> None:
        worker.close()
        with self._lock:
            self._workers.discard(worker)

    def _keep_time(self) -> None:
        while not self._over.wait(_TICK):
            with self._lock:
                for worker in self._workers:
                    worker.look_after()


class _Worker:
    """The near end of a worker process."""

    def __init__(self, limits: Limits, preload: tuple[str, ...]) -> None:
        self._limits = limits
        self._left = limits.calls
        self._deadline: float | None = None
        self._overdue = False
        self._largest = 0
        self._lock = threading.Lock()
        far_calls, calls = os.pipe()
        answers, far_answers = os.pipe()
        self._calls, self._answers = os.fdopen(calls, "wb"), os.fdopen(answers, "rb")
        try:
            self._process = _launched(far_calls, far_answers)
        except OSError:
            self._close_pipes()
            raise
        finally:
            os.close(far_calls)
            os.close(far_answers)
        self._send(pickle.dumps((limits, preload)))

    @property
    def is_spent(self) -> bool:
        """Whether the worker is to take no more calls."""
        return self._left <= 0

    def is_ready(self) -> bool:
        """Wait until the worker has loaded what it needs; tell whether it has."""
        return self._answer_within(_START_SECONDS) is not None

    def call(self, call: bytes) -> Answer:
        """Hand a call over and wait for what comes of it."""
        self._left -= 1
        self._send(call)
        frame = self._answer_within(self._limits.seconds)
        if frame is not None:
            return _answer_in(frame)
        self._left = 0
        self.kill()
        return Answer(fault=_fate_of(self._process.wait(), self._limits, self._overdue, self._largest))

    def look_after(self) -> None:
        """End a worker whose time is up; keep in mind how large it has grown."""
        with self._lock:
            if self._deadline is None:
                return
            self._largest = max(self._largest, _size_of(self._process.pid))
            if time.monotonic() > self._deadline:
                self._overdue = True
                self.kill()

    def kill(self) -> None:
        """End the worker and its process group, at once."""
        if self._process.poll() is None:
            _kill_group(self._process.pid)

    def close(self) -> None:
        """Let the worker end by itself, and make sure that it does."""
        self._close_pipes()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

    def _answer_within(self, seconds: float) -> bytes | None:
        with self._lock:
            self._deadline = time.monotonic() + seconds
        try:
            return _receive(self._answers)
        except EOFError:
            return None
        finally:
            with self._lock:
                self._deadline = None

    def _close_pipes(self) -> None:
        for pipe in (self._calls, self._answers):
            with suppress(OSError):
                pipe.close()

    def _send(self, frame: bytes) -> None:
        # That a worker is gone shows when its answer is waited for.
        with suppress(OSError):
            _send(self._calls, frame)


def _deserves_another(fault: BaseException | None, is_fresh: bool) -> bool:
    """Tell whether a call is tried again: something else may have killed its worker, or earlier calls have filled it."""
    if not isinstance(fault, Halted):
        return False
    return fault.problem == "crashed" or (fault.problem == "out-of-memory" and not is_fresh)


def call_apart(limits: Limits, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `function` in a fork of this process, which costs no new start; what it prints is printed.

    Where there are no forks, or threads that would not survive one, a worker is started, and what it prints is lost.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        with Workers(1, limits) as workers:
            return workers.submit(function, *args, **kwargs).result()
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _answer_in_child(writing, limits, (function, args, kwargs))
    os.close(writing)
    frame, in_time, code, largest = None, False, 0, 0
    with os.fdopen(reading, "rb") as stream:
        try:
            in_time = bool(select.select([stream], [], [], limits.seconds)[0])
            frame = _receive(stream) if in_time else None
        except EOFError:
            pass
        finally:
            if frame is None:
                _kill_group(child)
            _, status, usage = os.wait4(child, 0)
            code = os.waitstatus_to_exitcode(status)
            # What is resident is told only; libraries that want much take twice the room when they grow.
            largest = 2 * usage.ru_maxrss * _KIBIBYTE
    answer = _answer_in(frame) if frame else Answer(fault=_fate_of(code, limits, not in_time, largest))
    if answer.fault is not None:
        raise answer.fault
    value: T = answer.value
    return value


def serve() -> NoReturn:
    """Be a worker: answer calls until the pipe that they come by is closed at its far end."""
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What libraries print must not get among the answers.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits, preload = pickle.loads(_receive(calls))
    frames: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_take_in, args=(calls, frames), daemon=True).start()
    for name in preload:
        import_module(name)
    _limit(limits)
    _send(answers, _READY)
    while True:
        _send(answers, pickle.dumps(_answer_to(pickle.loads(frames.get()))))


def _take_in(calls: IO[bytes], frames: queue.SimpleQueue[bytes]) -> NoReturn:
    """Queue what comes in; when nothing can come any more, whoever started this process is gone, and so is its use."""
    with suppress(EOFError):
        while True:
            frames.put(_receive(calls))
    os._exit(0)


def _answer_in_child(writing: int, limits: Limits, call: tuple[Any, ...]) -> NoReturn:
    code = 1
    try:
        os.setsid()
        _limit(limits)
        answer = _answer_to(call)
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError as fault:  # whoever read the output has seen enough, or its disk is full
            answer = answer if answer.fault else Answer(fault=fault)
        with os.fdopen(writing, "wb") as stream:
            _send(stream, pickle.dumps(answer))
        code = 0
    finally:
        os._exit(code)


def _answer_to(call: tuple[Any, ...]) -> Answer:
    function, args, kwargs = call
    try:
        return Answer(value=function(*args, **kwargs))
    except MemoryError:
        os._exit(_SWOLLEN)
    except Exception as fault:  # whatever a function raises is raised where it was called from
        fault.__traceback__ = None
        return Answer(fault=fault)


def _answer_in(frame: bytes) -> Answer:
    answer: Answer = pickle.loads(frame)
    return answer


def _launched(calls: int, answers: int) -> subprocess.Popen[bytes]:
    """Start this Python anew, with the same modules to be found."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from qzparse.isolation import serve; serve()"
    return subprocess.Popen(
        [sys.executable, "-P", "-c", code],
        stdin=calls,
        stdout=answers,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _limit(limits: Limits) -> None:
    """Limit the address space of this process, where its system can; leave no core file behind."""
    with suppress(ImportError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = limits.memory if hard == resource.RLIM_INFINITY else min(limits.memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _fate_of(code: int, limits: Limits, overdue: bool, largest: int) -> Halted:
    if overdue:
        return Halted("timed-out", seconds=f"{limits.seconds:g}")
    # Libraries that are not Python's abort, or run into nothing, where they get no memory.
    if code == _SWOLLEN or (code in _ABORTED and largest > limits.memory * _NEAR):
        return Halted("out-of-memory", mebibytes=limits.memory >> 20)
    with suppress(ValueError):
        return Halted("crashed", reason=signal.Signals(-code).name)
    return Halted("crashed", reason=str(code))


def _size_of(pid: int) -> int:
    """Tell the address space of a process in bytes; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM)


def _send(stream: IO[bytes], frame: bytes) -> None:
    stream.write(_LENGTH.pack(len(frame)) + frame)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    head = stream.read(_LENGTH.size)
    frame = stream.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
    if not frame or len(frame) < _LENGTH.unpack(head)[0]:
        raise EOFError
    return frame
