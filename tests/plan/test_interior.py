"""The interior point: known optima, random programmes, proofs, and programmes without an end."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from beltplan.plan.errors import NoConvergenceError, NoPlanError
from beltplan.plan.example import example
from beltplan.plan.model import build
from beltplan.plan.solve.bounds import lower_bound
from beltplan.plan.solve.interior import Step, interior
from beltplan.plan.solve.standard import Standard
from beltplan.plan.solve.tree import grow
from beltplan.plan.stages import TwoStage

INF = np.inf


def programme(
    cost0: Any,
    upper0: Any,
    a0: Any,
    low0: Any,
    high0: Any,
    probability: Any,
    cost: Any,
    upper: Any,
    w: Any,
    t: Any,
    low: Any,
    high: Any,
    places: Any = None,
) -> TwoStage:
    """Return a programme from dense arrays; `w` may have a leading scenario axis."""
    w = np.atleast_2d(np.asarray(w, float))
    w = w if w.ndim == 3 else w[None]
    pattern = sparse.csc_array((w != 0).any(axis=0).astype(float))
    row = pattern.indices
    column = np.repeat(np.arange(pattern.shape[1]), np.diff(pattern.indptr))
    m, s = w.shape[1], len(probability)
    if places is None:
        places = np.full(m, -1), np.full(m, -1), np.zeros(m)
    branch, leaf, period = places

    def wide(value: Any, n: int) -> np.ndarray:
        return np.broadcast_to(np.asarray(value, float), (s, n)).copy()

    return TwoStage(
        cost0=np.asarray(cost0, float),
        upper0=np.asarray(upper0, float),
        a0=sparse.csc_array(np.asarray(a0, float).reshape(-1, len(cost0))),
        low0=np.asarray(low0, float),
        high0=np.asarray(high0, float),
        probability=np.asarray(probability, float),
        cost=wide(cost, w.shape[2]),
        upper=wide(upper, w.shape[2]),
        w=pattern,
        values=w[:, row, column],
        t=sparse.csc_array(np.asarray(t, float)),
        low=wide(low, m),
        high=wide(high, m),
        branch=np.asarray(branch, np.int64),
        leaf=np.asarray(leaf, np.int64),
        period=np.asarray(period, np.int64),
    )


def optimum(stage: TwoStage) -> float:
    """Return what HiGHS finds for the deterministic equivalent."""
    whole = stage.equivalent()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(whole.cost), len(whole.low)
    model.col_cost_, model.col_upper_ = whole.cost, whole.upper
    model.col_lower_ = np.zeros(len(whole.cost))
    model.row_lower_, model.row_upper_ = whole.low, whole.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = whole.start
    model.a_matrix_.index_, model.a_matrix_.value_ = whole.index, whole.value
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.passModel(model)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().objective_function_value)


def farmer() -> TwoStage:
    """Return the farmer of Birge and Louveaux (2011, § 1.1): tonnes and hectares.

    First stage: wheat, corn, beets. Recourse: wheat and corn bought, wheat and corn sold, beets
    sold within the quota and beyond it.
    """
    yields = np.array([2.5, 3.0, 20.0]) * np.array([1.2, 1.0, 0.8])[:, None]
    # tonnes of a crop on a hectare differ by scenario: they multiply the first stage, and T may
    # not differ; so land is carried into the recourse as columns of its own, and yields are W
    w = np.zeros((3, 6, 9))
    for s in range(3):
        w[s, :3, :3] = np.eye(3)
        w[s, 3:, :3] = np.diag(yields[s])
        w[s, 3, [3, 5]] = 1.0, -1.0
        w[s, 4, [4, 6]] = 1.0, -1.0
        w[s, 5, [7, 8]] = -1.0, -1.0
    t = np.zeros((6, 3))
    t[:3] = -np.eye(3)
    return programme(
        cost0=[150, 230, 260],
        upper0=[INF] * 3,
        a0=[[1, 1, 1]],
        low0=[-INF],
        high0=[500],
        probability=[1 / 3] * 3,
        cost=[0, 0, 0, 238, 210, -170, -150, -36, -10],
        upper=[INF] * 7 + [6000, INF],
        w=w,
        t=t,
        low=[0, 0, 0, 200, 240, 0],
        high=[0, 0, 0, INF, INF, INF],
    )


def random_programme(seed: int, *, places: bool = False, fixed: bool = False) -> TwoStage:
    """Return a programme that has a solution, with ranges, equations and unbounded columns."""
    rng = np.random.default_rng(seed)
    s, m0, n0 = int(rng.integers(1, 5)), int(rng.integers(0, 4)), int(rng.integers(1, 6))
    groups, each = 3, int(rng.integers(3, 6))
    m, n = groups * each + 3, 12 * groups
    w = np.where(rng.random((m, n)) < 0.25, rng.normal(0, 2, (m, n)).round(2), 0.0)
    group = np.repeat([*range(groups), -1], [each] * groups + [3])
    if places:
        owner = np.arange(n) % groups
        lone = rng.random(n) < 0.9
        w[(group[:, None] != owner[None]) & (group[:, None] >= 0) & lone[None]] = 0.0
    w = w * (1.0 + 0.1 * rng.random((s, 1, 1)))
    upper = np.where(rng.random(n) < 0.7, rng.uniform(1, 8, n), INF)
    if fixed:
        upper[rng.random(n) < 0.3] = 0.0
    upper0 = np.where(rng.random(n0) < 0.7, rng.uniform(1, 8, n0), INF)
    if fixed:
        upper0[rng.random(n0) < 0.3] = 0.0
    x0 = np.minimum(upper0, 4) * rng.random(n0)
    x = np.minimum(upper, 4) * rng.random((s, n)) * (rng.random((s, n)) < 0.7)
    a0 = np.where(rng.random((m0, n0)) < 0.6, rng.normal(0, 1, (m0, n0)), 0.0)
    t = np.where(rng.random((m, n0)) < 0.2, rng.normal(0, 1, (m, n0)), 0.0)
    middle = np.einsum("smn,sn->sm", w, x) + t @ x0
    kind = rng.integers(0, 4, m)
    low = np.where(kind == 1, -INF, middle - np.where(kind == 0, 0.0, rng.random(m)))
    high = np.where(kind == 2, INF, middle + np.where(kind == 0, 0.0, rng.random(m)))
    right0 = a0 @ x0
    return programme(
        cost0=rng.uniform(0, 3, n0),
        upper0=upper0,
        a0=a0,
        low0=right0 - rng.random(m0),
        high0=right0 + rng.random(m0),
        probability=rng.dirichlet(np.ones(s)),
        cost=np.where(np.isinf(upper), rng.uniform(0, 3, n), rng.normal(0.5, 2, n)),
        upper=upper,
        w=w,
        t=t,
        low=low,
        high=high,
        places=(
            group if places else np.full(m, -1),
            np.where(group >= 0, np.arange(m) % 3 - 1, -1) if places else np.full(m, -1),
            np.arange(m) % each,
        ),
    )


def holds(stage: TwoStage, x0: np.ndarray, x: np.ndarray, slack: float) -> None:
    """Assert that a point keeps all rows and bounds."""
    assert (x0 >= -slack).all()
    assert (x0 <= stage.upper0 + slack).all()
    assert (x >= -slack).all()
    assert (x <= stage.upper + slack).all()
    for s in range(len(x)):
        row = stage.t @ x0 + stage.scenario(s) @ x[s]
        assert (row >= stage.low[s] - slack).all()
        assert (row <= stage.high[s] + slack).all()
    row = stage.a0 @ x0
    assert (row >= stage.low0 - slack).all()
    assert (row <= stage.high0 + slack).all()


def test_the_farmer_of_birge_and_louveaux() -> None:
    point = interior(farmer(), gap=1e-9)
    assert point.objective == pytest.approx(-108390.0, rel=1e-7)
    assert point.x0 == pytest.approx([170.0, 80.0, 250.0], abs=1e-3)
    assert point.bound <= -108390.0 + 1e-3
    assert point.gap < 1e-8


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("places", [False, True])
def test_random_programmes_against_highs(seed: int, places: bool) -> None:
    stage = random_programme(seed, places=places, fixed=seed % 3 == 0)
    point = interior(stage, gap=1e-8)
    assert point.objective == pytest.approx(optimum(stage), rel=1e-6, abs=1e-6)
    holds(stage, point.x0, point.x, 1e-5)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_example_against_highs(threads: int) -> None:
    stage = build(example(4, 4, 4, 3)).stage
    point = interior(stage, gap=1e-7, threads=threads)
    assert point.objective == pytest.approx(optimum(stage), rel=1e-6)
    assert point.bound <= point.objective
    holds(stage, point.x0, point.x, 1e-4)


def test_fixed_columns_leave_the_pattern() -> None:
    model = build(example(4, 4, 4, 3))
    upper, upper0 = model.stage.upper.copy(), model.stage.upper0.copy()
    for name in ("study", "start", "cross", "lend", "borrow", "cross_reach"):
        upper[:, model.columns.families[name].span] = 0.0
    for name in ("seats", "opened"):
        upper0[model.columns0.families[name].span] = 0.0
    few = replace(model.stage, upper=upper, upper0=upper0)
    small_tree, tree = grow(few), grow(model.stage)
    assert small_tree.entries < tree.entries
    assert small_tree.linked < tree.linked
    expected = optimum(few)
    for each in (small_tree, tree):
        point = interior(few, gap=1e-7, tree=each)
        assert point.objective == pytest.approx(expected, rel=1e-6)
        assert point.x[upper == 0] == pytest.approx(0.0, abs=1e-9)


def test_the_same_threads_give_the_same_numbers() -> None:
    stage = build(example(3, 3, 4, 3)).stage
    first, second = interior(stage), interior(stage)
    assert first.objective == second.objective
    assert np.array_equal(first.x0, second.x0)


@settings(max_examples=25)
@given(seed=st.integers(0, 11), noise=st.integers(0, 10**6), size=st.floats(0.0, 100.0))
def test_no_prices_bound_above_the_optimum(seed: int, noise: int, size: float) -> None:
    stage = random_programme(seed)
    standard = Standard(stage)
    y = np.random.default_rng(noise).normal(0, size, len(standard.right))
    bound = lower_bound(standard, y, standard.back(y))
    best = optimum(stage)
    assert bound <= best + 1e-7 * max(1.0, abs(best))


def test_the_unit_of_the_columns_changes_no_step() -> None:
    """Persons or thousandths of persons: residuals are asked for in proportion."""
    stage = build(example(3, 2, 4, 2)).stage
    times = 2.0**14
    small = replace(
        stage,
        cost0=stage.cost0 / times,
        cost=stage.cost / times,
        **{
            name: getattr(stage, name) * times
            for name in ("upper0", "upper", "low0", "high0", "low", "high")
        },
    )
    large, fine = (interior(each, gap=1e-3) for each in (stage, small))
    assert np.abs(Standard(stage).right).max() > 100
    assert fine.iterations == large.iterations
    np.testing.assert_allclose(fine.objective, large.objective, rtol=1e-6)
    assert fine.residual <= 1e-8 * np.abs(Standard(small).right).max()


def test_redundant_rows_and_empty_rows() -> None:
    stage = random_programme(4)
    m = stage.w.shape[0]
    twice = replace(
        stage,
        w=sparse.csc_array(
            sparse.vstack([stage.w, stage.w, sparse.csc_array((1, stage.w.shape[1]))])
        ),
        values=_twice(stage),
        t=sparse.csc_array(
            sparse.vstack([stage.t, stage.t, sparse.csc_array((1, stage.t.shape[1]))])
        ),
        low=np.concatenate([stage.low, stage.low, np.full((len(stage.low), 1), -1.0)], axis=1),
        high=np.concatenate([stage.high, stage.high, np.full((len(stage.low), 1), 1.0)], axis=1),
        branch=np.full(2 * m + 1, -1),
        leaf=np.full(2 * m + 1, -1),
        period=np.zeros(2 * m + 1, np.int64),
    )
    point = interior(twice, gap=1e-7)
    assert point.objective == pytest.approx(optimum(stage), rel=1e-6, abs=1e-6)


def _twice(stage: TwoStage) -> np.ndarray:
    parts = [np.split(each, stage.w.indptr[1:-1]) for each in stage.values]
    return np.array([np.concatenate([np.tile(part, 2) for part in each]) for each in parts])


def small(**changes: object) -> TwoStage:
    """Return x + y >= 2 with both columns at most 5, in two scenarios."""
    numbers = {
        "cost0": [1.0],
        "upper0": [5.0],
        "a0": np.zeros((0, 1)),
        "low0": [],
        "high0": [],
        "probability": [0.5, 0.5],
        "cost": [2.0],
        "upper": [5.0],
        "w": [[1.0]],
        "t": [[1.0]],
        "low": [2.0],
        "high": [INF],
    }
    return programme(**(numbers | changes))


def test_the_smallest_programme() -> None:
    assert interior(small(), gap=1e-8).objective == pytest.approx(2.0)
    assert interior(small(t=[[0.0]])).objective == pytest.approx(4.0, rel=1e-4)
    assert interior(small(cost0=[0.0], cost=[0.0])).objective == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    "changes",
    [
        {"low": [11.0]},
        {"low": [6.0], "upper0": [0.0]},
        {"upper": [0.0], "upper0": [0.0]},
        {"w": [[-1.0]], "t": [[-1.0]], "upper": [INF], "upper0": [INF]},
        {"w": [[0.0]], "t": [[0.0]]},
    ],
)
def test_what_cannot_be_met_is_named(changes: dict[str, object]) -> None:
    with pytest.raises(NoPlanError, match="no choice"):
        interior(small(**changes))


@pytest.mark.parametrize(
    "changes", [{"cost": [-1.0], "upper": [INF]}, {"cost0": [-1.0], "upper0": [INF]}]
)
def test_what_has_no_end_is_named(changes: dict[str, object]) -> None:
    with pytest.raises(NoPlanError, match="without end"):
        interior(small(**changes))


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"cost": [np.nan]}, "cost"),
        ({"upper": [-1.0]}, "upper"),
        ({"upper0": [np.nan]}, "upper0"),
        ({"low": [3.0], "high": [2.0]}, "low"),
        ({"low": [-INF], "high": [INF]}, "no end"),
        ({"t": [[INF]]}, "t: 1"),
    ],
)
def test_faulty_numbers_are_named(changes: dict[str, object], name: str) -> None:
    with pytest.raises(NoPlanError, match=name):
        interior(small(**changes))


def test_too_few_iterations_are_named() -> None:
    with pytest.raises(NoConvergenceError, match="after 3 iterations"):
        interior(farmer(), most=3)


def test_an_interrupt_lets_the_threads_go() -> None:
    before = threading.active_count()

    def stop(step: Step) -> None:
        if step.number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interior(farmer(), watch=stop)
    assert threading.active_count() == before
