"""The model against an independent formulation in linopy, and our solver against HiGHS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from beltplan.plan.example import example
from beltplan.plan.model import build
from beltplan.plan.solve.interior import interior

pytest.importorskip("linopy", reason="linopy, the independent formulation, is not installed")

import highspy
from benchmarks.plan import linopy_model, ours_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.data import PlanData
    from beltplan.plan.stages import TwoStage

REGIONS = {
    "the first example": {"seed": 1},
    "plants share areas": {"areas": 3, "groups": 2, "years": 4, "scenarios": 2, "plants": 5},
    "grid in time": {"areas": 4, "groups": 3, "years": 9, "scenarios": 2, "seed": 3},
    "no plant in an area": {"areas": 6, "groups": 4, "years": 6, "plants": 2, "courses": 4},
    "one country": {"areas": 3, "groups": 3, "years": 4, "scenarios": 2, "countries": 1, "seed": 5},
    "one scenario": {"areas": 5, "groups": 4, "years": 5, "scenarios": 1, "seed": 6},
    "years shorter than courses": {"areas": 4, "groups": 3, "years": 2, "scenarios": 3, "seed": 7},
    "more occupations than areas": {"areas": 2, "groups": 9, "years": 4, "scenarios": 2, "seed": 8},
}  # fmt: skip

AXES = {
    "area", "group", "year", "arc", "plant", "border", "country", "zone", "course", "entry",
    "service", "step",
}  # fmt: skip


@pytest.fixture(params=list(REGIONS.values()), ids=list(REGIONS), scope="module")
def region(request: pytest.FixtureRequest) -> PlanData:
    return example(**request.param)


@pytest.fixture(scope="module")
def stage(region: PlanData) -> TwoStage:
    return build(region).stage


def optimum(solver: highspy.Highs) -> float:
    solver.setOptionValue("output_flag", False)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().objective_function_value)


@pytest.fixture(scope="module")
def reference(region: PlanData) -> float:
    return optimum(linopy_model.hand_over(linopy_model.build(region)))


def test_the_matrix_is_the_same(region: PlanData, stage: TwoStage) -> None:
    theirs = linopy_model.hand_over(linopy_model.build(region)).getLp()
    ours = stage.equivalent()
    assert theirs.num_col_ == stage.columns
    rows = np.unique(ours.index)  # linopy leaves rows without entries out
    assert theirs.num_row_ == len(rows)
    matrix = np.abs(np.asarray(theirs.a_matrix_.value_))
    for mine, other in (
        (ours.value, matrix),
        (ours.value**2, matrix**2),
        (ours.cost, theirs.col_cost_),
        (ours.cost**2, np.square(theirs.col_cost_)),
        (ours.upper, theirs.col_upper_),
        (finite(ours.low[rows]), finite(theirs.row_lower_)),
        (finite(ours.high[rows]), finite(theirs.row_upper_)),
    ):
        assert np.abs(mine).sum() == pytest.approx(np.abs(other).sum(), rel=1e-12)


def finite(values: Any) -> NDArray[np.float64]:
    array: NDArray[np.float64] = np.asarray(values, np.float64)
    return array[np.abs(array) < 1e30]


def test_each_family_has_the_same_size(region: PlanData) -> None:
    ours, theirs = build(region), linopy_model.build(region)
    columns = {**ours.columns0.families, **ours.columns.families}
    stocks = {
        name if name == "opening" else f"{name} stock": family
        for name, family in ours.rows0.families.items()
    }
    rows = {**ours.rows.families, **stocks}
    for mine, other in ((columns, theirs.variables), (rows, theirs.constraints)):
        sizes = {name: in_a_scenario(other[name]) for name in other}
        expected = {name: family.size for name, family in mine.items()}
        assert {k: n for k, n in expected.items() if n} == {k: n for k, n in sizes.items() if n}


def in_a_scenario(family: Any) -> int:
    return int(np.prod([size for dim, size in family.sizes.items() if dim in AXES]))


def test_highs_agrees(stage: TwoStage, reference: float) -> None:
    assert optimum(ours_model.hand_over(stage)) == pytest.approx(reference, rel=1e-6)


def test_our_solver_agrees(stage: TwoStage, reference: float) -> None:
    point = interior(stage, gap=1e-7)
    assert point.objective == pytest.approx(reference, rel=1e-6)
    assert point.bound <= reference * (1 + 1e-9)


def test_bounds_that_follow_from_the_rows_cut_nothing_off(
    region: PlanData, reference: float
) -> None:
    free = linopy_model.hand_over(linopy_model.build(region, implied=False))
    assert optimum(free) == pytest.approx(reference, rel=1e-7)
