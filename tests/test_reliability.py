"""The proofs of `endurance`, small."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import endurance
import pytest

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="it looks for processes in /proc"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return endurance.lay_out(tmp_path_factory.mktemp("lists"), 120)


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("undisturbed")
    endurance.finish(folder, out)
    return endurance.digests_of(out)


def test_run_that_is_killed_goes_on(folder: Path, tmp_path: Path, whole: dict[str, str]) -> None:
    assert endurance.kill_parent(folder, tmp_path / "out", whole, 5)["kills"] == 5


def test_workers_that_are_killed_cost_no_file(folder: Path, tmp_path: Path, whole: dict[str, str]) -> None:
    assert endurance.kill_workers(folder, tmp_path / "out", whole, 3)["kills"]


@pytest.mark.parametrize("fate", ["crashed", "timed-out", "out-of-memory"])
def test_one_file_of_poison_harms_no_other(folder: Path, tmp_path: Path, fate: str) -> None:
    names = frozenset({"000县/00042.txt"})
    assert endurance.poison(folder, tmp_path / "out", fate, names)["files"] == 120


def test_no_failing_call_loses_or_doubles_a_file(tmp_path: Path) -> None:
    few = endurance.lay_out(tmp_path / "lists", 3)
    endurance.finish(few, tmp_path / "whole")
    figures = endurance.torture(few, tmp_path / "out", endurance.digests_of(tmp_path / "whole"))
    assert all(figures.values())


def test_interrupt_ends_it_at_once(tmp_path: Path) -> None:
    folder = endurance.lay_out(tmp_path / "lists", 400)
    figures = endurance.interrupt(folder, tmp_path / "out", 1.0)
    assert figures["processes at work then"]


def test_bytes_are_the_same_everywhere(folder: Path, tmp_path: Path, whole: dict[str, str]) -> None:
    assert endurance.same_everywhere(folder, tmp_path, whole)["settings"] == 3


def test_parent_stays_small(folder: Path, tmp_path: Path) -> None:
    figures = endurance.memory_of_parent(folder, tmp_path / "out", (60, 120))
    assert float(figures["MB grown since file 60"]) < 5


@pytest.mark.skipif(find_spec("distributed") is None, reason="the extra dask is not installed")
def test_cluster_gives_the_same_bytes_though_a_worker_is_killed(
    folder: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    assert endurance.cluster(folder, tmp_path / "out", whole)["runs with a worker killed"] == 1
