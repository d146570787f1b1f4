"""The plan's model in PuLP: named variables, and rows from pairs (its quickest way)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulp

from benchmarks.plan.rows import rows
from benchmarks.plan.tables import Tables

if TYPE_CHECKING:
    import highspy

    from beltplan.plan.data import PlanData

__all__ = ["build", "hand_over"]


def build(data: PlanData) -> Any:
    """Formulate the model over all scenarios."""
    tables = Tables(data)
    problem = pulp.LpProblem("plan", pulp.LpMinimize)
    variables: dict[str, Any] = {}
    cost: list[tuple[Any, float]] = []
    for name, family in tables.families.items():
        variables[name] = {
            cell: pulp.LpVariable(f"{name}_{'_'.join(map(str, cell))}", 0.0, upper)
            for cell, upper in zip(family.cells, family.upper, strict=True)
        }
        cost += zip(variables[name].values(), family.cost, strict=True)
    problem += pulp.LpAffineExpression(cost)
    for number, row in enumerate(rows(tables, variables)):
        sense = pulp.LpConstraintEQ if row.equal else pulp.LpConstraintLE
        left = pulp.LpAffineExpression(row.terms)
        problem.addConstraint(pulp.LpConstraint(left, sense, f"row{number}", row.right))
    return problem


def hand_over(problem: Any) -> highspy.Highs:
    """Return the model inside HiGHS."""
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    inside: highspy.Highs = problem.solverModel
    return inside
