"""The same plan on a Dask cluster over loopback: identical, also when a worker dies."""

from __future__ import annotations

import os
import signal
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.plan.samples import small_input

from beltplan.plan import ClusterError, Workers
from beltplan.plan.level import solve_parts
from beltplan.plan.levels import parts_of
from beltplan.plan.model import build

if TYPE_CHECKING:
    from collections.abc import Iterator

distributed = pytest.importorskip("distributed", reason="needs the extra: cluster")

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            worker_dashboard_address=None,
        )
        with made:
            yield made


class Deadly(Workers):
    """Workers of whom one is killed while it works."""

    killed = 0
    busy = 0

    def map(self, task: Any, items: Any, *, done: Any = None) -> Any:
        def seen(ready: int, total: int) -> None:
            if self.killed == 0 and ready < total:
                self._kill()
            if done is not None:
                done(ready, total)

        return super().map(task, items, done=seen)

    def _kill(self) -> None:
        processing = self._client.processing()
        address = max(processing, key=lambda each: len(processing[each]))
        self.busy = len(processing[address])
        self.killed = self._client.run(os.getpid, workers=[address])[address]
        os.kill(self.killed, signal.SIGKILL)


def solved(workers: Workers | None) -> Any:
    start = small_input(1e-6, areas=8, groups=4, years=5, countries=2)
    parts = parts_of(start.data, "alone")
    return solve_parts(build(start.data), parts, gap=1e-6, workers=workers)


def same(a: Any, b: Any) -> None:
    for name in ("x0", "x", "y0", "y", "costs"):
        assert np.array_equal(getattr(a, name), getattr(b, name), equal_nan=True), name
    assert (a.objective, a.bound) == (b.objective, b.bound)


@pytest.fixture(scope="module")
def here() -> Any:
    return solved(None)


def test_a_cluster_gives_the_same_plan_to_the_bit(cluster: Any, here: Any) -> None:
    with Workers(cluster.scheduler_address) as workers:
        same(here, solved(workers))


def test_a_worker_killed_in_mid_run_changes_nothing(cluster: Any, here: Any) -> None:
    workers = Deadly(cluster.scheduler_address)
    with workers:
        there = solved(workers)
        pids = workers._client.run(os.getpid)
    assert workers.killed
    assert workers.busy, "the worker had nothing to do when it was killed"
    assert workers.killed not in pids.values()
    same(here, there)


def test_results_come_in_the_order_of_the_tasks(cluster: Any) -> None:
    seen: list[tuple[int, int]] = []
    with Workers(cluster.scheduler_address) as workers:
        found = list(workers.map(abs, range(-9, 0), done=lambda *each: seen.append(each)))
    assert found == list(range(9, 0, -1))
    assert seen == [(k, 9) for k in range(1, 10)]


def test_an_exception_of_a_task_is_the_same_as_here(cluster: Any) -> None:
    with Workers(cluster.scheduler_address) as workers, pytest.raises(ValueError, match="nought"):
        list(workers.map(int, ["1", "nought"]))


def test_workers_of_another_version_are_refused(cluster: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("beltplan.__version__", "99.0")
    with pytest.raises(ClusterError) as caught, Workers(cluster.scheduler_address):
        pass
    assert "install beltplan 99.0" in caught.value.way_out


def test_nobody_at_the_address_is_said_with_a_way_out() -> None:
    with pytest.raises(ClusterError) as caught, Workers("tcp://127.0.0.1:9"):
        pass
    assert "tcp://127.0.0.1:9" in caught.value.message
    assert "dask scheduler" in caught.value.way_out


def test_an_address_that_is_none_is_said_too() -> None:
    with pytest.raises(ClusterError), Workers("nowhere at all"):
        pass
