"""The plan's model in PyOptInterface, which writes straight into HiGHS."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import highspy
import pyoptinterface as poi
from pyoptinterface import highs

from benchmarks.plan.rows import rows
from benchmarks.plan.tables import Tables

if TYPE_CHECKING:
    from beltplan.plan.data import PlanData

__all__ = ["build", "hand_over", "opened"]


def build(data: PlanData) -> Any:
    """Formulate the model over all scenarios."""
    tables = Tables(data)
    model = highs.Model()
    model.set_model_attribute(poi.ModelAttribute.Silent, True)
    variables: dict[str, Any] = {}
    cost, paid = [], []
    for name, family in tables.families.items():
        variables[name] = {
            cell: model.add_variable(lb=0.0, ub=upper)
            for cell, upper in zip(family.cells, family.upper, strict=True)
        }
        cost += family.cost
        paid += variables[name].values()
    model.set_objective(poi.ScalarAffineFunction(cost, [each.index for each in paid]))
    signs = {True: poi.ConstraintSense.Equal, False: poi.ConstraintSense.LessEqual}
    for row in rows(tables, variables):
        left = poi.ScalarAffineFunction(
            [weight for _, weight in row.terms], [each.index for each, _ in row.terms]
        )
        model.add_linear_constraint(left, signs[row.equal], row.right)
    return model


def hand_over(model: Any) -> Any:
    """Return the model: it is inside HiGHS already."""
    return model


def opened(model: Any) -> highspy.Highs:
    """Return the model in another HiGHS, to look at; not part of what is measured."""
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.mps"
        model.write(str(path))
        solver.readModel(str(path))
    return solver
