"""A plan's first stage as measures for the balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from beltplan import quarters as calendar
from beltplan.balance.lanes import AUTUMN
from beltplan.balance.measures import Intake, Measures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.reading import PlanInput
    from beltplan.plan.result import Plan

    Floats = NDArray[np.float64]

__all__ = ["entry_shares", "measures_of", "periods_of"]

_LEAST = 1e-3
"""Seats fewer than this are what the solver leaves of nothing."""


def periods_of(start: PlanInput) -> tuple[tuple[int, ...], ...]:
    """Return the positions of the account's quarters in each period of a plan."""
    span = start.reading.account.quarters
    by_year = start.settings.periods == "year"
    label = [str(calendar.year(q)) if by_year else calendar.label(q) for q in span]
    return tuple(
        tuple(i for i, each in enumerate(label) if each == year) for year in start.data.years
    )


def measures_of(plan: Plan) -> Measures:
    """Return what a plan decides now, by place and quarter.

    Decisions of an area are shared over its places by labour force, those of a year over its
    quarters. Of what happens later only the moves between areas are taken over, as expected: they
    are what a level of coordination agrees on. ``docs/model/balance.md``, § 13, says what the
    account does with each.

    Parameters
    ----------
    plan
        A plan.

    Returns
    -------
    Measures for the account of the plan's region.
    """
    start = plan.input
    data, account = start.data, start.reading.account
    periods = periods_of(start)
    share = _shares(start, np.ones(len(account.places), bool))
    hiring = np.zeros(len(account.places), bool)
    hiring[account.project_place] = True
    none = Measures.none(account)
    homes, reach, moves, commute = none.homes, none.reach, none.moves, none.commute
    built = plan.first("built")
    people = plan.first("market").sum(axis=1)
    leave = np.tensordot(data.probability, plan.recourse("leave"), axes=1)
    reached = _shares(start, hiring)
    service = plan.first("service")
    factor = _links(start)
    grid = {zone: np.zeros(len(account.quarters)) for zone in data.zones}
    stands = plan.first("grid")
    for t, inside in enumerate(periods):
        at = [i for i in inside if i > 0]
        if not at:
            continue
        reach[at] = reached @ people[:, t] / len(at)
        moves[at] = share @ leave[:, :, t] / len(at)
        if t >= data.home_lead:
            homes[at] = share @ built[:, t - data.home_lead] / len(at)
        if t >= data.service_lead:
            more = service[:, t - data.service_lead] / data.service_seats
            commute[at] = 1.0 + np.where(factor >= 0, np.append(more, 0.0)[factor], 0.0)
        if t >= data.grid_lead:
            for r, zone in enumerate(data.zone):
                grid[data.zones[zone]][at] += stands[r, t - data.grid_lead]
    return Measures(
        homes=np.maximum(homes, 0.0),
        reach=np.maximum(reach, 0.0),
        moves=np.maximum(moves, 0.0),
        commute=np.maximum(commute, 1.0),
        intakes=_intakes(plan, share, periods),
        grid={zone: value for zone, value in grid.items() if value.any()},
    )


def entry_shares(plan: Plan) -> Floats:
    """Return from which entry the students of a course are expected, [e, t], sums to 1 a course.

    Where the plan expects no students, all entries from the course's own area count alike.
    """
    data = plan.input.data
    study = np.maximum(np.tensordot(data.probability, plan.recourse("study"), axes=1), 0.0)
    own = (data.entry_home == data.course_area[data.entry_course]).astype(np.float64)

    def total(values: Floats) -> Floats:
        out = np.zeros((len(data.courses), study.shape[1]))
        np.add.at(out, data.entry_course, values)
        return out[data.entry_course]

    empty = total(study) <= _LEAST
    weight = np.where(empty, own[:, None], study)
    shares: Floats = weight / np.maximum(total(weight), 1e-12)
    return shares


def _shares(start: PlanInput, counted: NDArray[np.bool_]) -> Floats:
    """Return the part of each place in its area, by labour force, [p, r]; sums to 1 an area.

    Only places that are counted take part, unless an area has none of them.
    """
    account, area = start.reading.account, start.geography.area_of
    force = np.array([each.central for each in account.labour_force])
    out = np.zeros((len(area), len(start.geography.areas)))
    for r in range(out.shape[1]):
        inside = np.flatnonzero(area == r)
        some = inside[counted[inside]] if counted[inside].any() else inside
        out[some, r] = force[some] / force[some].sum()
    return out


def _links(start: PlanInput) -> NDArray[np.int64]:
    """Return the service of each link of the account, -1 for none, int [k]."""
    area = start.geography.area_of
    number = {
        (int(a), int(b)): k for k, (a, b) in enumerate(np.sort(start.data.service_areas, axis=1))
    }
    ends = [
        tuple(sorted((int(area[link.origin]), int(area[link.target]))))
        for link in start.reading.account.links
    ]
    return np.array([number.get((pair[0], pair[1]), -1) for pair in ends], np.int64)


def _intakes(plan: Plan, share: Floats, periods: tuple[tuple[int, ...], ...]) -> tuple[Intake, ...]:
    """Return the new seats by the quarters in which courses start and end."""
    start = plan.input
    data, account = start.data, start.reading.account
    groups, cells = len(account.groups), share.shape[0] * len(account.groups)
    seats, from_entry = plan.first("seats"), entry_shares(plan)
    yearly = start.settings.periods == "year"
    out = []
    for t, inside in enumerate(periods):
        autumn = [i for i in inside if account.quarters[i] % 4 == AUTUMN] if yearly else inside
        if not autumn or autumn[0] == 0:
            continue
        persons = seats[data.entry_course, t] * from_entry[:, t]
        for length in np.unique(data.course_length):
            chosen = (data.course_length[data.entry_course] == length) & (persons > _LEAST)
            matrix = sparse.csc_array((cells, cells))
            for e in np.flatnonzero(chosen):
                course = data.entry_course[e]
                homes = np.flatnonzero(share[:, data.entry_home[e]])
                sites = np.flatnonzero(share[:, data.course_area[course]])
                amount = persons[e] * np.outer(
                    share[sites, data.course_area[course]], share[homes, data.entry_home[e]]
                )
                to = np.repeat(sites * groups + data.course_group[course], len(homes))
                of = np.tile(homes * groups + data.entry_group[e], len(sites))
                matrix = matrix + sparse.coo_array(
                    (amount.reshape(-1), (to, of)), shape=(cells, cells)
                )
            if chosen.any():
                end = autumn[0] + int(length) * (4 if yearly else 1)
                out.append(Intake(autumn[0], end, sparse.csc_array(matrix)))
    return tuple(out)
