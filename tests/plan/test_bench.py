"""The machinery of the plan's benchmark: checks that catch a difference, and honest endings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from benchmarks.plan import handover, scaling
from benchmarks.plan.child import fingerprint
from benchmarks.plan.running import ROOT, measure, python_of
from benchmarks.plan.sizes import PEERS

from beltplan.plan.example import example
from beltplan.plan.model import build

if TYPE_CHECKING:
    from beltplan.plan.stages import Equivalent


def programme(whole: Equivalent, columns: Any, rows: Any) -> Any:
    """Return a programme as HiGHS shows it, its columns and rows in another order."""
    matrix = whole.matrix()[rows][:, columns].tocsc()
    return SimpleNamespace(
        num_col_=len(columns),
        num_row_=len(rows),
        col_cost_=whole.cost[columns],
        col_upper_=whole.upper[columns],
        row_lower_=whole.low[rows],
        row_upper_=whole.high[rows],
        a_matrix_=SimpleNamespace(
            start_=matrix.indptr,
            index_=matrix.indices,
            value_=matrix.data,
            format_=SimpleNamespace(name="kColwise"),
        ),
    )


@pytest.fixture
def whole() -> Equivalent:
    return build(example(3, 3, 4, 2)).stage.equivalent()


def test_the_fingerprint_does_not_depend_on_order(whole: Equivalent) -> None:
    rng = np.random.default_rng(1)
    n, m = len(whole.cost), len(whole.low)
    first = fingerprint(programme(whole, np.arange(n), np.arange(m)))
    other = fingerprint(programme(whole, rng.permutation(n), rng.permutation(m)))
    assert first["sums"] == pytest.approx(other["sums"], rel=1e-10)
    assert {k: first[k] for k in ("columns", "rows", "entries")} == {
        k: other[k] for k in ("columns", "rows", "entries")
    }


@pytest.mark.parametrize("what", ["value", "cost", "upper", "high"])
def test_the_fingerprint_sees_two_numbers_swapped(whole: Equivalent, what: str) -> None:
    n, m = np.arange(len(whole.cost)), np.arange(len(whole.low))
    before = fingerprint(programme(whole, n, m))["sums"]
    values = getattr(whole, what)
    finite = np.flatnonzero(np.isfinite(values) & (values != 0))
    i = finite[0]
    j = next(k for k in finite if values[k] != values[i])
    values[[i, j]] = values[[j, i]]
    after = fingerprint(programme(whole, n, m))["sums"]
    assert after != pytest.approx(before, rel=1e-8)


@pytest.fixture
def numbers(tmp_path: Path) -> str:
    handover.save(example(2, 2, 3, 1), tmp_path / "plan.npz")
    return str(tmp_path / "plan.npz")


def task(numbers: str, peer: str) -> dict[str, Any]:
    return {"task": "build", "peer": peer, "path": numbers, "warm": numbers, "solve": False}


def test_a_measurement_is_a_process_of_its_own(numbers: str) -> None:
    pytest.importorskip("highspy", reason="HiGHS is not installed")
    found = measure(python_of("ours", Path()), task(numbers, "ours"), limit=120, threads=1)
    assert found["columns"] == build(example(2, 2, 3, 1)).stage.columns
    assert found["peak"] >= found["before"] > 0
    assert min(*found["built"], *found["handed"]) >= 0


def test_a_peer_that_fails_says_why(numbers: str) -> None:
    found = measure(Path(sys.executable), task(numbers, "nobody"), limit=120, threads=1)
    assert found["status"].startswith("failed: ModuleNotFoundError")


def test_a_peer_that_takes_too_long_is_stopped(numbers: str) -> None:
    found = measure(Path(sys.executable), task(numbers, "ours"), limit=0, threads=1, grace=0.05)
    assert found["status"].startswith("stopped at")


@pytest.mark.parametrize("peer", [*PEERS, "mpisppy"])
def test_every_peer_is_pinned(peer: str) -> None:
    lines = (ROOT / "benchmarks" / "plan" / f"requirements-{peer}.txt").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert wanted
    assert all("==" in line for line in wanted)


def test_the_next_size_is_foreseen_by_a_power_law() -> None:
    assert scaling._expected([], 10) == 0
    assert scaling._expected([(10, 3.0)], 20) == pytest.approx(6.0)
    assert scaling._expected([(10, 3.0), (20, 12.0)], 40) == pytest.approx(48.0)


def test_the_picture_tells_every_size() -> None:
    rows = [
        {"series": s, "areas": a, "scenarios": c, "columns": n, "seconds": t}
        for s, a, c, n, t in (("areas", 5, 9, 150_000, 3.0), ("scenarios", 14, 3, 140_000, 2.5))
    ]
    picture = scaling.draw(rows, 1e-4, 2)
    assert picture.count("<circle") == 2
    assert "5 areas, 9 scenarios: 150,000 columns, 3.0 s" in picture


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plan", "--help"], "--scaling"),
        (["--help"], "balance, futures, paths, plan"),
        (["nonsense"], "no benchmark called nonsense"),
        (["--runs", "2"], "unrecognized arguments"),
    ],
)
def test_names_come_before_options(words: list[str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said in " ".join((done.stdout + done.stderr).split())
    assert (done.returncode == 0) == ("--help" in words)
