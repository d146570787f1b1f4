"""Columns that are left out on the way change neither the optimum nor its proof."""

from __future__ import annotations

import pytest
from tests.plan.monolith import optimum

from beltplan.plan.example import example
from beltplan.plan.model import build
from beltplan.plan.solve import screening
from beltplan.plan.solve.interior import Step, interior

CAREFUL, CARELESS = 0.8, 1e300


@pytest.mark.parametrize("less", [CAREFUL, CARELESS])
def test_left_out_or_taken_back(monkeypatch: pytest.MonkeyPatch, less: float) -> None:
    """When whatever may be left out is left out, what pays must come back."""
    monkeypatch.setattr(screening, "LARGE", 1)
    monkeypatch.setattr(screening, "FEWER", 0.0)
    monkeypatch.setattr(screening, "LESS", less)
    if less == CARELESS:
        monkeypatch.setattr(screening, "LOW", 1.0)
    changes: list[screening.Flags] = []
    without = screening.Screen._without

    def counted(screen: screening.Screen, out: screening.Flags) -> object:
        changes.append(out)
        return without(screen, out)

    monkeypatch.setattr(screening.Screen, "_without", counted)
    model = build(example(4, 4, 6, 3, courses=8))
    steps: list[Step] = []
    point = interior(model.stage, gap=1e-7, watch=steps.append)
    assert changes[0].any()
    if less == CARELESS:
        assert len(changes) > 1
        assert changes[-1].sum() < changes[0].sum()

    exact = optimum(model.stage)
    assert point.objective == pytest.approx(exact, rel=3e-7)
    assert all(step.dual <= exact + 1e-7 * abs(exact) for step in steps)
