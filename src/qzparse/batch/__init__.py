"""Folders → a folder of documents, its manifest and its index: every file isolated, and none read twice in vain.

1. The same files give the same bytes, whatever the order, the number of workers and the engine.
2. A run that is ended at any moment loses nothing finished: the next one goes on from there.
3. A file's fault stays its own, as one of `OUTCOMES`; only what is every file's stops a run.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path, PurePath
from typing import NamedTuple, Protocol

from qzparse import __version__
from qzparse.errors import UsageError
from qzparse.isolation import Limits
from qzparse.output import settle, write_durably

from .index import Totals, iter_index, totals_of
from .manifest import HOME, SCHEMA, Manifest, Sight, open_manifest, read_manifest
from .plan import SUFFIXES, Choice, Input, Plan, find_inputs, stamp_of
from .pools import Pool, open_pool, pool_of
from .record import (
    NOT_READ,
    OUT_OF_MEMORY,
    TIMED_OUT,
    Options,
    Order,
    Record,
    digest_of_grammar,
    halted,
    key_of,
)

__all__ = [
    "NOT_READ",
    "Batch",
    "Choice",
    "Limits",
    "Options",
    "Record",
    "Report",
    "Totals",
    "Watcher",
    "read_manifest",
    "run_batch",
]

_SETTLED = 2_000_000_000
"""Nanoseconds after which a change of a file's content is sure to change its stamp."""


class Batch(NamedTuple):
    """What is wanted: which files, where to, how, and by whom."""

    folders: Sequence[str]
    out: Path
    choice: Choice = Choice()
    options: Options = Options()
    limits: Limits = Limits()
    jobs: int = 1
    retry: bool = False
    force: bool = False
    engine: str = "local"
    scheduler: str | None = None


class Report(NamedTuple):
    """What a run came to: how many files it read and how many stood, were passed over or are gone; and all totals."""

    done: int
    standing: int
    skipped: Counter[str]
    gone: tuple[str, ...]
    totals: Totals


class Watcher(Protocol):
    """Whoever is told how a run goes."""

    def begin(self, files: int, standing: int) -> None:
        """Learn how many files are to be read, and how many stand as they were."""

    def tell(self, record: Record | None) -> None:
        """Learn what came of a file; None where it is as it was."""


def survey(batch: Batch) -> tuple[Plan, list[str]]:
    """Find the files, and name those that a run would read."""
    with _stopped_by_faults():
        plan, options = _planned(batch)
    if not (batch.out / HOME).is_dir():
        return plan, [one.name for one in plan.inputs]
    with open_manifest(batch.out) as (manifest, scratch):
        run = _Run(batch._replace(options=options), plan, manifest, scratch)
        return plan, sorted(order.source.name for order in run.orders())


def run_batch(batch: Batch, watcher: Watcher, executor: Executor | None = None) -> Report:
    """Read what is new or changed, and bring documents, manifest and index up to date."""
    with _stopped_by_faults(), ExitStack() as held:
        plan, options = _planned(batch)
        batch = batch._replace(options=options)
        manifest, scratch = held.enter_context(open_manifest(batch.out))
        run = _Run(batch, plan, manifest, scratch)
        orders = run.orders()
        watcher.begin(len(orders), len(plan.inputs) - len(orders))
        if orders:
            with _pool(batch, executor, len(orders)) as pool:
                run.carry_out(orders, pool, watcher)
        return run.close(len(orders))


@contextmanager
def _stopped_by_faults() -> Iterator[None]:
    """Tell of a fault of the machine's what it is, and that a run may go on later."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as fault:
        reason = ": ".join(str(part) for part in (fault.filename, fault.strerror or fault) if part)
        raise UsageError("batch-stopped", reason=reason) from None


def _planned(batch: Batch) -> tuple[Plan, Options]:
    if batch.options.grammar:
        from qzparse.grammar import load_grammar

        load_grammar(batch.options.grammar)
    plan = find_inputs(batch.folders, batch.out, batch.choice)
    return plan, batch.options._replace(words=digest_of_grammar(batch.options.grammar))


def _pool(batch: Batch, executor: Executor | None, orders: int) -> AbstractContextManager[Pool]:
    if executor is not None:
        return nullcontext(pool_of(executor, 2 * batch.jobs))
    return open_pool(batch.engine, min(batch.jobs, orders), batch.limits, batch.scheduler)


class _Run:
    """One run over a folder's files."""

    def __init__(self, batch: Batch, plan: Plan, manifest: Manifest, scratch: Path) -> None:
        self._batch, self._plan, self._manifest, self._scratch = batch, plan, manifest, scratch
        self._out = str(batch.out)
        self._started = time.time_ns()
        self._settled: set[Path] = set()
        before = manifest.place()
        if before not in (None, plan.base) and Path(before).exists():
            raise UsageError("other-folder", name=str(batch.out), other=before)

    def orders(self) -> list[Order]:
        """Give an order for every file that does not stand as it was; the largest first, so that none is waited for."""
        orders = [order for order in map(self._order_for, self._plan.inputs, self._iter_known()) if order]
        return sorted(orders, key=lambda order: (-order.source.stamp.bytes, order.source.name))

    def carry_out(self, orders: Sequence[Order], pool: Pool, watcher: Watcher) -> None:
        """Have orders carried out, a few at a time, and keep what came of each."""
        self._keep_facts()
        waiting = iter(orders)
        pending: dict[Future[Record | None], Order] = {}
        while True:
            while len(pending) < pool.window and (order := next(waiting, None)):
                pending[pool.submit(order)] = order
            if not pending:
                return
            # On some systems nothing but a time-out lets an interrupt through.
            done, _ = wait(pending, timeout=1, return_when=FIRST_COMPLETED)
            ended = [(pending[future], _result_of(future, pending.pop(future))) for future in done]
            self._keep(ended)
            for _, record in ended:
                watcher.tell(record)

    def close(self, done: int) -> Report:
        """Drop what is gone; bring manifest and index to their last form."""
        manifest, out = self._manifest, self._batch.out
        gone = tuple(self._iter_gone())
        if gone:
            manifest.forget(gone)
        if not manifest.facts():
            self._keep_facts()
        totals = totals_of(manifest.records())
        index, facts = out / "index.json", manifest.facts()
        if not manifest.is_sealed or not index.is_file():
            write_durably(index, iter_index(manifest.records(), totals, facts), self._scratch)
            settle(out)
        manifest.seal()
        return Report(done, len(self._plan.inputs) - done, self._plan.skipped, gone, totals)

    def _iter_known(self) -> Iterator[tuple[Record, Sight] | None]:
        """Give what is known of each input, in one pass: both sides stand by name."""
        known = self._manifest.sights()
        one = next(known, None)
        for source in self._plan.inputs:
            while one and one[0].name < source.name:
                one = next(known, None)
            yield one if one and one[0].name == source.name else None

    def _order_for(self, source: Input, known: tuple[Record, Sight] | None) -> Order | None:
        """Decide whether a file is to be read; `known` lets the worker see that only its stamp is another."""
        batch = self._batch
        order = Order(source, batch.out, self._scratch, batch.options, batch.limits)
        if known is None or batch.force:
            return order
        record, sight = known
        if not record.key:
            return order
        if (batch.retry and record.outcome in NOT_READ) or not self._is_intact(record, sight):
            return order
        limits = batch.limits if record.outcome in (TIMED_OUT, OUT_OF_MEMORY) else ()
        if record.key != key_of(record.digest, batch.options, *limits):
            return order
        return None if sight.source == source.stamp else order._replace(known=record.key)

    def _is_intact(self, record: Record, sight: Sight) -> bool:
        """Tell whether the outputs of a record are there as they were written."""
        outputs = ((record.document, sight.document), (record.trace, sight.trace))
        return all(not name or stamp_of(f"{self._out}/{name}") == stamp for name, stamp in outputs)

    def _keep(self, ended: Iterable[tuple[Order, Record | None]]) -> None:
        """Keep records, once what they speak of is on the disk and nothing older stands beside it."""
        fresh, folders = [], set()
        for order, record in ended:
            if record is None:
                self._see_again(order)
                continue
            folders |= self._clear(record)
            fresh.append((record, self._sight_of(order.source, record)))
        for folder in folders:
            settle(folder)
        if fresh:
            self._manifest.put(fresh)

    def _clear(self, record: Record) -> set[Path]:
        """Take away what older runs wrote for an input and this one did not; give the folders that this one wrote to."""
        out, outputs = self._batch.out, {record.document, record.trace}
        for stale in {f"{record.name}{suffix}" for suffix in SUFFIXES} - outputs:
            (out / stale).unlink(missing_ok=True)
        folders = {out / folder for name in outputs if name for folder in PurePath(name).parents}
        old, self._settled = self._settled, self._settled | folders
        return {(out / name).parent for name in outputs if name} | (folders - old)

    def _see_again(self, order: Order) -> None:
        record = self._manifest.find(order.source.name)
        if record is not None:
            self._manifest.see(record.name, self._sight_of(order.source, record))

    def _sight_of(self, source: Input, record: Record) -> Sight:
        names = (record.document, record.trace)
        document, trace = (stamp_of(self._batch.out / name) if name else None for name in names)
        changed = max(source.stamp.modified, source.stamp.changed)
        stamp = source.stamp if self._started - changed > _SETTLED else None
        return Sight(record.digest, stamp, document, trace)

    def _keep_facts(self) -> None:
        options = self._batch.options
        facts = {"schema": SCHEMA, "version": __version__, "grammar": options.words, "form": options.form}
        facts |= {"traced": str(options.traced).lower(), "language": options.language}
        self._manifest.keep_place(self._plan.base)
        self._manifest.keep_facts(facts)

    def _iter_gone(self) -> Iterator[str]:
        """Name the recorded inputs that are no longer there; those that were only not asked for this time are."""
        planned = {one.name for one in self._plan.inputs}
        for record in self._manifest.records():
            if record.name not in planned and not Path(self._plan.base, record.name).exists():
                yield record.name


def _result_of(future: Future[Record | None], order: Order) -> Record | None:
    """Give what came of an order; raise what no other file would fare better with."""
    fault = future.exception()
    if fault is None:
        return future.result()
    if isinstance(fault, OSError):
        raise UsageError("no-worker", reason=str(fault)) from fault
    if isinstance(fault, UsageError) or not isinstance(fault, Exception):
        raise fault
    return halted(order, fault)
