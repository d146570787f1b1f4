"""Columns that are left out on the way change neither the optimum nor its proof."""

from __future__ import annotations

import pytest
from tests.plan.monolith import optimum

from beltplan.plan.example import example
from beltplan.plan.model import build
from beltplan.plan.solve import screening
from beltplan.plan.solve.interior import Step, interior


@pytest.mark.parametrize("nil", [0.1, 1e9])
def test_left_out_or_taken_back(monkeypatch: pytest.MonkeyPatch, nil: float) -> None:
    """With a huge limit all that may be is left out, and what pays must come back."""
    monkeypatch.setattr(screening, "LARGE", 1)
    monkeypatch.setattr(screening, "FEWER", 0.0)
    monkeypatch.setattr(screening, "NIL", nil)
    changes: list[int] = []
    without = screening.Screen._without

    def counted(screen: screening.Screen, out: screening.Flags) -> object:
        changes.append(int(out.sum()))
        return without(screen, out)

    monkeypatch.setattr(screening.Screen, "_without", counted)
    stage = build(example(4, 4, 6, 3, courses=8)).stage
    steps: list[Step] = []
    point = interior(stage, gap=1e-7, watch=steps.append)
    assert changes[0] > 0
    if nil == 1e9:
        assert len(changes) > 1
        assert changes[-1] < changes[0]
    exact = optimum(stage)
    assert point.objective == pytest.approx(exact, rel=3e-7)
    assert all(step.dual <= exact + 1e-7 * abs(exact) for step in steps)
