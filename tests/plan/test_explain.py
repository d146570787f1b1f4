"""The arithmetic of an explanation adds up, and says what a change does."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.plan.samples import small_plan

from beltplan.plan.errors import UnknownDecisionError
from beltplan.plan.explain import KINDS, candidates, explain
from beltplan.plan.explain_text import explained
from beltplan.plan.solve.interior import interior


@cache
def plan(level: Any = "together") -> Any:
    return small_plan(level)


def reduced(found: Any) -> Any:
    stage, solved = found.model.stage, found.solved
    y0, y = np.nan_to_num(solved.y0), np.nan_to_num(solved.y)
    return stage.cost0 - stage.a0.T @ y0 - stage.t.T @ y.sum(axis=0)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "grid"])
@pytest.mark.parametrize("level", ["together", "alone"])
def test_every_decision_adds_up_to_the_reduced_cost_of_its_columns(kind: str, level: str) -> None:
    made = plan(level)
    every = reduced(made)
    for area in made.input.data.areas:
        if kind == "service" and area not in {
            made.input.data.areas[r] for r in made.input.data.service_areas[:, 0]
        }:
            continue
        for row in candidates(made, kind, area).iter_rows(named=True):
            found = explain(made, kind=kind, area=area, what=row["what"], year=row["year"])
            assert found.reduced == pytest.approx(every[found.columns].sum(), abs=1e-6)
            terms = found.terms
            assert (terms["coefficient"] * terms["price"]).to_numpy() == pytest.approx(
                terms["worth"].to_numpy()
            )
            expected = found.by_scenario @ found.probability
            first = float(terms.filter(terms["scenario"].is_null())["worth"].sum())
            assert found.cost - expected - first == pytest.approx(found.reduced, abs=1e-9)


def test_a_stock_cancels_so_that_only_the_years_in_use_pay() -> None:
    found = explain(plan(), kind="homes", area="area0", year="2027")
    assert found.terms["scenario"].null_count() == 0
    assert sorted(set(found.terms["year"])) == ["2029", "2030", "2031"]


def test_optimality_conditions_hold_for_what_is_explained() -> None:
    made = plan()
    for area in made.input.data.areas:
        for row in candidates(made, "seats", area).iter_rows(named=True):
            found = explain(made, kind="seats", area=area, what=row["what"], year=row["year"])
            if found.verdict == "balance":
                assert abs(found.reduced) < 1e-2
            if found.verdict == "none":
                assert found.reduced > -1e-2


def test_a_tighter_limit_costs_what_the_explanation_says() -> None:
    """The price of a limit, measured by moving it."""
    made = plan()
    course = explain(made, kind="seats", area="area0", year="2027")
    stage = made.model.stage
    tight = stage.upper0.copy()
    tight[course.columns[0]] = course.amount - 30.0
    held = replace(made, model=replace(made.model, stage=replace(stage, upper0=tight)))
    point = interior(held.model.stage, gap=1e-8)
    solved = replace(made.solved, x0=point.x0, y0=point.y0, y=point.y, objective=point.objective)
    limited = explain(
        replace(held, solved=solved), kind="seats", area="area0", what=course.what, year="2027"
    )
    assert limited.verdict == "bound"
    step = 0.5
    tight = tight.copy()
    tight[course.columns[0]] += step
    wider = interior(replace(stage, upper0=tight), gap=1e-8)
    assert (wider.objective - point.objective) / step == pytest.approx(limited.reduced, rel=0.05)
    assert "another one would save" in explained(limited)


def test_the_text_holds_every_number_of_the_sum() -> None:
    found = explain(plan(), kind="seats", area="area0")
    text = explained(found)
    for number in (found.cost, found.by_scenario @ found.probability, *found.by_scenario):
        assert f"{number:,.2f}" in text
    assert f"{found.amount:,.1f} seats" in text
    assert "opening it" in text


def test_what_does_not_exist_alone_says_who_is_missing() -> None:
    data = plan("alone").input.data
    area = data.areas[data.service_areas[0, 0]]
    found = explain(plan("alone"), kind="service", area=area)
    assert found.verdict == "absent"
    assert f"{found.missing[0]} and {found.missing[1]} would have to act as one" in explained(found)


def test_seats_that_end_after_the_horizon_are_impossible() -> None:
    made = plan()
    last = made.input.data.years[-1]
    found = explain(made, kind="seats", area="area0", year=last)
    assert found.verdict == "impossible"
    assert "after the last year" in explained(found)


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ({"kind": "seat", "area": "area0"}, "did you mean 'seats'"),
        ({"kind": "seats", "area": "area00"}, "did you mean 'area0'"),
        ({"kind": "seats", "area": "area0", "what": "biology"}, "course0"),
        ({"kind": "homes", "area": "area0", "year": "1999"}, "2027"),
    ],
)
def test_unknown_names_are_refused_with_a_way_out(asked: Any, hint: str) -> None:
    with pytest.raises(UnknownDecisionError) as caught:
        explain(plan(), **asked)
    assert hint in caught.value.way_out
