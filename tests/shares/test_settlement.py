"""Settlements of a two-stage plan add up in expectation, and with holdings in every future."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from beltplan.faults import FaultError
from beltplan.shares import settle


class TwoStage:
    """Towns build capacity now and meet an uncertain need later, or leave it unmet.

    Capacity of each town serves all towns; ``b`` is what each has already, with a limit on what it
    may build. Solved whole by scipy.
    """

    def __init__(self, seed: int, n: int, futures: int) -> None:
        rng = np.random.default_rng(seed)
        self.n, self.futures = n, futures
        self.p = rng.dirichlet(np.ones(futures)) * 0.5 + 0.5 / futures
        self.build = 2 + 3 * rng.random(n)
        self.limit = 5 + 5 * rng.random(n)
        self.have = 4 * rng.random(n)
        self.need = 12 * rng.random((futures, n))
        self.send = 0.5 + rng.random((n, n))
        self.unmet = 15 + 5 * rng.random(n)
        self._solve()

    def _solve(self) -> None:
        n, k = self.n, self.futures
        later = n * n + n  # sent i to j, unmet j
        width = n + k * later
        cost = np.concatenate(
            [self.build, *(p * np.append(self.send.ravel(), self.unmet) for p in self.p)]
        )
        rows, right = [], []
        for i in range(n):  # -x_i >= -limit_i
            row = np.zeros(width)
            row[i] = -1.0
            rows.append(row)
            right.append(-self.limit[i])
        for s in range(k):
            at = n + s * later
            for i in range(n):  # x_i - sum_j sent_ij >= -have_i
                row = np.zeros(width)
                row[i] = 1.0
                row[at + i * n : at + (i + 1) * n] = -1.0
                rows.append(row)
                right.append(-self.have[i])
            for j in range(n):  # sum_i sent_ij + unmet_j >= need_j
                row = np.zeros(width)
                row[at + j : at + n * n : n] = 1.0
                row[at + n * n + j] = 1.0
                rows.append(row)
                right.append(self.need[s, j])
        matrix, bound = np.array(rows), np.array(right)
        found = linprog(cost, A_ub=-matrix, b_ub=-bound)
        duals = -found.ineqlin.marginals
        self.total = found.fun
        self.first = duals[:n] * bound[:n]
        later_duals = duals[n:].reshape(k, 2, n)
        self.recourse = (later_duals * bound[n:].reshape(k, 2, n)).sum(axis=1)
        x = found.x[:n]
        self.rents = later_duals[:, 0, :] * x
        plans = found.x[n:].reshape(k, later)
        repair = plans @ np.append(self.send.ravel(), self.unmet)
        self.costs = self.build @ x + repair
        self.falls = self.build * x + plans[:, n * n :] * self.unmet
        self.falls = self.falls + (plans[:, : n * n] * self.send.ravel()).reshape(k, n, n).sum(1)


many = settings(max_examples=25)


@many
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 4))
def test_in_expectation(seed: int, n: int, futures: int) -> None:
    plan = TwoStage(seed, n, futures)
    answer = settle(plan.first, plan.recourse, plan.p)
    np.testing.assert_allclose(answer.agreed, plan.first + plan.recourse.sum(axis=0), atol=1e-9)
    assert answer.agreed.sum() == pytest.approx(plan.total)
    assert plan.p @ answer.imbalance(plan.costs) == pytest.approx(0, abs=1e-6)


@many
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 4))
def test_in_every_future_when_capacity_is_held(seed: int, n: int, futures: int) -> None:
    plan = TwoStage(seed, n, futures)
    holdings = np.random.default_rng(seed).dirichlet(np.ones(n), size=n)
    loose = settle(plan.first, plan.recourse, plan.p)
    held = settle(plan.first, plan.recourse, plan.p, rents=plan.rents, holdings=holdings)
    np.testing.assert_allclose(held.agreed, loose.agreed, atol=1e-6)
    np.testing.assert_allclose(held.imbalance(plan.costs), 0.0, atol=1e-6)
    paid = held.transfers(plan.falls)
    np.testing.assert_allclose(paid.sum(axis=1), 0.0, atol=1e-6)


def test_without_holdings_a_future_need_not_add_up() -> None:
    plan = TwoStage(3, 3, 3)
    gap = settle(plan.first, plan.recourse, plan.p).imbalance(plan.costs)
    assert np.abs(gap).max() > 0.1


def test_faults_all_at_once() -> None:
    with pytest.raises(FaultError) as caught:
        settle(np.zeros(2), np.zeros((3, 2)), np.array([0.7, 0.7]), rents=np.zeros((2, 1)))
    assert {f.field for f in caught.value.faults} == {"recourse", "probabilities", "rents"}
    with pytest.raises(FaultError, match="do not add up"):
        settle(
            np.zeros(2),
            np.zeros((1, 2)),
            np.ones(1),
            rents=np.zeros((1, 1)),
            holdings=np.array([[0.5, 0.2]]),
        )
