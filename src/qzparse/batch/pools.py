"""A name of an engine → a pool that carries orders out: processes here, or a cluster's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

from qzparse.errors import UsageError
from qzparse.isolation import Limits, Workers

from .record import Order, Record

_PRELOAD = ("qzparse.batch.conversion",)
_AHEAD = 2
"""How many orders a worker has waiting: enough that it never waits for the next."""


class Pool(NamedTuple):
    """What takes orders, and how many it is given at a time."""

    submit: Callable[[Order], Future[Record | None]]
    window: int


@contextmanager
def open_pool(engine: str, jobs: int, limits: Limits, scheduler: str | None) -> Iterator[Pool]:
    """Open a pool; whatever it has in hand ends with it."""
    if engine == "dask":
        with _dask(scheduler) as pool:
            yield pool
        return
    workers = Workers(jobs, limits, _PRELOAD)
    try:
        yield Pool(lambda order: workers.submit(convert, order), _AHEAD * jobs)
    finally:
        workers.shutdown(cancel_futures=True)


def pool_of(executor: Executor, window: int) -> Pool:
    """Take any executor of the standard library's shape; what it isolates is its own affair."""
    return Pool(lambda order: executor.submit(convert, order), window)


def convert(order: Order) -> Record | None:
    """Carry an order out; all that it takes is loaded where that is done."""
    from .conversion import convert as carry_out

    return carry_out(order)


def convert_apart(order: Order) -> Record | None:
    """Carry an order out in a worker process of this one, which an order cannot harm."""
    return _workers(order.limits).submit(convert, order).result()


@lru_cache(maxsize=1)
def _workers(limits: Limits) -> Workers:
    from os import cpu_count

    return Workers(cpu_count() or 1, limits, _PRELOAD)


@contextmanager
def _dask(scheduler: str | None) -> Iterator[Pool]:
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("needs-extra", what="--engine dask", extra="dask") from None
    if scheduler is None:
        raise UsageError("needs-scheduler")
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError) as fault:
        raise UsageError("no-scheduler", name=scheduler, reason=str(fault)) from None
    with client, client.get_executor(pure=False, retries=3) as executor:
        threads = sum(client.nthreads().values()) or 1
        yield Pool(lambda order: executor.submit(convert_apart, order), 2 * _AHEAD * threads)
