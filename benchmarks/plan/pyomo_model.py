"""The plan's model in Pyomo: an independent formulation, rows by rules over indexed sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers.highs import Highs

from benchmarks.plan.tables import Tables

if TYPE_CHECKING:
    import highspy

    from beltplan.plan.data import PlanData

__all__ = ["build", "hand_over"]


def hand_over(model: Any) -> highspy.Highs:
    """Return the model inside HiGHS, by Pyomo's persistent interface (its fastest)."""
    solver = Highs()
    solver.set_instance(model)
    inside: highspy.Highs = solver._solver_model
    return inside


def build(data: PlanData) -> Any:
    """Formulate the model over all scenarios."""
    tables = Tables(data)
    m = pyo.ConcreteModel()
    m.tables = tables
    cost = []
    for name, family in tables.families.items():
        upper = dict(zip(family.cells, family.upper, strict=True))
        index = [pyo.RangeSet(0, n - 1) for n in family.shape]
        column = pyo.Var(*index, bounds=lambda _, *cell, upper=upper: (0.0, upper[cell]), name=name)
        setattr(m, name, column)
        cost += [
            weight * column[cell]
            for cell, weight in zip(family.cells, family.cost, strict=True)
            if weight
        ]
    m.cost = pyo.Objective(expr=pyo.quicksum(cost))
    m.rows_of = pyo.Block()
    rows = m.rows_of
    _first_stage(m, rows, tables)
    _people(m, rows, tables)
    _pools(m, rows, tables)
    _courses(m, rows, tables)
    _places(m, rows, tables)
    return m


def _first_stage(m: Any, rows: Any, tables: Tables) -> None:
    def opening(_: Any, p: int, t: int) -> Any:
        before = m.seats[p, t - 1] if t else 0.0
        return m.seats[p, t] - before - m.opened[p, t] <= 0.0

    rows.opening = pyo.Constraint(tables.p, tables.t, rule=opening)
    for name, added in (("homes", "built"), ("grid", "reinforced"), ("service", "extended")):
        owners, years = tables.families[name].shape
        stock, new = getattr(m, name), getattr(m, added)

        def carried(_: Any, i: int, t: int, stock: Any = stock, new: Any = new) -> Any:
            before = stock[i, t - 1] if t else 0.0
            return stock[i, t] - before - new[i, t] == 0.0

        setattr(rows, f"{name}_stock", pyo.Constraint(range(owners), range(years), rule=carried))


def _people(m: Any, rows: Any, tables: Tables) -> None:
    data = tables.data
    retain, start, inflow = data.retain.tolist(), data.start.tolist(), data.inflow.tolist()
    length, share = data.course_length.tolist(), data.course_share.tolist()
    course = data.entry_course.tolist()
    frictional, need, staff = data.frictional.tolist(), data.need.tolist(), data.staff.tolist()

    def people(_: Any, s: int, r: int, o: int, t: int) -> Any:
        cell = tables.cell(r, o)
        terms = [m.people[s, r, o, t], m.leave[s, r, o, t]]
        terms += [-m.arrive[s, r, o, t], -m.hire[s, r, o, t]]
        right = inflow[r][o][t]
        if t:
            terms.append(-retain[o] * m.people[s, r, o, t - 1])
        else:
            right += retain[o] * start[r][o]
        for e in tables.entries_of[cell]:
            p = course[e]
            terms.append(m.study[s, e, t])
            if t >= length[p]:
                terms.append((share[p] - 1.0) * m.study[s, e, t - length[p]])
        terms += [
            -share[p] * m.start[s, p, t - length[p]]
            for p in tables.courses_of[cell]
            if t >= length[p]
        ]
        return pyo.quicksum(terms) == right

    def work(_: Any, s: int, r: int, o: int, t: int) -> Any:
        away = pyo.quicksum(m.work[s, a, o, t] for a in tables.from_area[r])
        return away + m.idle[s, r, o, t] - m.people[s, r, o, t] == -frictional[r][o]

    def posts(_: Any, s: int, r: int, o: int, t: int) -> Any:
        filled = pyo.quicksum(m.work[s, a, o, t] for a in tables.to_area[r])
        saved = pyo.quicksum(staff[s][f][o][t] * m.lost[s, f, t] for f in tables.plants_in[r])
        empty = m.vacant[s, r, o, t] + m.vacant_more[s, r, o, t]
        return filled + empty + saved == need[s][r][o][t]

    index = (tables.s, tables.r, tables.o, tables.t)
    rows.people = pyo.Constraint(*index, rule=people)
    rows.work = pyo.Constraint(*index, rule=work)
    rows.posts = pyo.Constraint(*index, rule=posts)


def _pools(m: Any, rows: Any, tables: Tables) -> None:
    reach = tables.data.reach.tolist()

    def pool(_: Any, s: int, c: int, o: int, t: int) -> Any:
        inside = pyo.quicksum(
            m.leave[s, r, o, t] - m.arrive[s, r, o, t] for r in tables.areas_of[c]
        )
        out = pyo.quicksum(m.cross[s, b, o, t] for b in tables.exports[c])
        back = pyo.quicksum(m.cross[s, b, o, t] for b in tables.imports[c])
        return _row(inside - out + back, "==", 0.0)

    def limit(_: Any, s: int, r: int, t: int) -> Any:
        used = pyo.quicksum(m.hire[s, r, o, t] for o in tables.o)
        widened = pyo.quicksum(m.market[r, k, t] for k in tables.k)
        return used + m.lend[s, r, t] - m.borrow[s, r, t] - widened <= reach[r][t]

    def shared(_: Any, s: int, c: int, t: int) -> Any:
        inside = pyo.quicksum(m.lend[s, r, t] - m.borrow[s, r, t] for r in tables.areas_of[c])
        out = pyo.quicksum(m.cross_reach[s, b, t] for b in tables.exports[c])
        back = pyo.quicksum(m.cross_reach[s, b, t] for b in tables.imports[c])
        return _row(inside - out + back, "==", 0.0)

    rows.pool = pyo.Constraint(tables.s, tables.c, tables.o, tables.t, rule=pool)
    rows.reach = pyo.Constraint(tables.s, tables.r, tables.t, rule=limit)
    rows.reach_pool = pyo.Constraint(tables.s, tables.c, tables.t, rule=shared)


def _courses(m: Any, rows: Any, tables: Tables) -> None:
    seats, applicants = tables.data.course_seats.tolist(), tables.data.applicants.tolist()

    def starters(_: Any, s: int, p: int, t: int) -> Any:
        students = pyo.quicksum(m.study[s, e, t] for e in tables.entries_to[p])
        return students - m.start[s, p, t] == 0.0

    def capacity(_: Any, s: int, p: int, t: int) -> Any:
        return m.start[s, p, t] - m.seats[p, t] <= seats[p][t]

    def limit(_: Any, s: int, r: int, t: int) -> Any:
        students = pyo.quicksum(m.study[s, e, t] for e in tables.entries_from[r])
        return _row(students, "<=", applicants[r][t])

    rows.starters = pyo.Constraint(tables.s, tables.p, tables.t, rule=starters)
    rows.seats = pyo.Constraint(tables.s, tables.p, tables.t, rule=capacity)
    rows.applicants = pyo.Constraint(tables.s, tables.r, tables.t, rule=limit)


def _places(m: Any, rows: Any, tables: Tables) -> None:
    data = tables.data
    each, free = data.per_worker.tolist(), tables.free.tolist()
    length = data.course_length[data.entry_course].tolist()
    power, grid = data.power.tolist(), data.grid_free.tolist()
    seats = data.service_seats.tolist()

    def homes(_: Any, s: int, r: int, t: int) -> Any:
        living = pyo.quicksum(m.people[s, r, o, t] for o in tables.o)
        students = pyo.quicksum(
            m.study[s, e, year]
            for e in tables.entries_from[r]
            for year in range(max(0, t - length[e] + 1), t + 1)
        )
        stands = m.homes[r, t - data.home_lead] if t >= data.home_lead else 0.0
        balance = each[r] * (living + students) - m.short[s, r, t] + m.empty[s, r, t] - stands
        return balance == free[r][t]

    def megawatts(_: Any, s: int, r: int, t: int) -> Any:
        saved = pyo.quicksum(power[s][f][t] * m.lost[s, f, t] for f in tables.plants_in[r])
        used = sum(power[s][f][t] for f in tables.plants_in[r])
        stands = m.grid[r, t - data.grid_lead] if t >= data.grid_lead else 0.0
        return m.cede[s, r, t] - m.take[s, r, t] - saved - stands <= grid[r][t] - used

    def zone(_: Any, s: int, z: int, t: int) -> Any:
        inside = pyo.quicksum(m.cede[s, r, t] - m.take[s, r, t] for r in tables.areas_in[z])
        return _row(inside, "==", 0.0)

    def riders(_: Any, s: int, i: int, t: int) -> Any:
        sitting = pyo.quicksum(m.work[s, a, o, t] for a in tables.on_service[i] for o in tables.o)
        stands = m.service[i, t - data.service_lead] if t >= data.service_lead else 0.0
        return _row(sitting - stands, "<=", seats[i])

    rows.homes = pyo.Constraint(tables.s, tables.r, tables.t, rule=homes)
    rows.power = pyo.Constraint(tables.s, tables.r, tables.t, rule=megawatts)
    rows.power_pool = pyo.Constraint(tables.s, tables.z, tables.t, rule=zone)
    rows.service = pyo.Constraint(tables.s, tables.l, tables.t, rule=riders)


def _row(left: Any, sign: str, right: float) -> Any:
    """Return a row, or say that there is none where nothing is summed."""
    if isinstance(left, float | int):
        return pyo.Constraint.Feasible
    return left == right if sign == "==" else left <= right
