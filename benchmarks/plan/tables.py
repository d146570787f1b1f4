"""The columns of the plan's model, and what belongs to what, for libraries that go cell by cell.

Written from the numbers alone; it shares no code with `beltplan.plan.model`. A cell is named by
its positions on the axes (scenario, area, group, year and so on), the fastest label there is in
Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations, product
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.plan.data import PlanData

__all__ = ["Family", "Tables"]


@dataclass(frozen=True)
class Family:
    """Columns of one kind: the shape of their index, upper bounds and costs of all cells."""

    shape: tuple[int, ...]
    upper: list[float]
    cost: list[float]

    @property
    def cells(self) -> Iterator[tuple[int, ...]]:
        """Return the index of each column, in the order of the bounds and costs."""
        return product(*map(range, self.shape))


class Tables:
    """What every formulation cell by cell needs."""

    def __init__(self, data: PlanData) -> None:
        self.data = data
        self.s, self.r, self.o, self.t = map(range, data.need.shape)
        self.f, self.p, self.e = map(
            range, (len(data.plants), len(data.courses), len(data.entry_course))
        )
        self.a, self.l, self.k = map(
            range, (len(data.arc_origin), len(data.services), len(data.steps))
        )
        self.c, self.z = range(len(data.countries)), range(len(data.zones))
        self.borders = list(permutations(self.c, 2))
        self.families: dict[str, Family] = {}
        self._first_stage()
        self._people()
        self._other()
        self.from_area, self.to_area = _by(data.arc_origin, self.r), _by(data.arc_target, self.r)
        self.on_service = _by(data.arc_service, self.l)
        self.plants_in = _by(data.plant_area, self.r)
        self.entries_to, self.entries_from = (
            _by(data.entry_course, self.p),
            _by(data.entry_home, self.r),
        )
        groups = len(self.o)
        cells = range(len(self.r) * groups)
        self.entries_of = _by(data.entry_home * groups + data.entry_group, cells)
        self.courses_of = _by(data.course_area * groups + data.course_group, cells)
        self.areas_of, self.areas_in = _by(data.country, self.c), _by(data.zone, self.z)
        self.exports, self.imports = (
            [[b for b, pair in enumerate(self.borders) if pair[side] == c] for c in self.c]
            for side in (0, 1)
        )

    def cell(self, r: int, o: int) -> int:
        """Return the key of an area's group in `entries_of` and `courses_of`."""
        return r * len(self.o) + o

    def add(self, name: str, shape: tuple[int, ...], upper: Any, cost: Any = 0.0) -> None:
        """Add a family; upper bounds and costs are broadcast to its shape."""
        flat = [np.broadcast_to(each, shape).ravel().tolist() for each in (upper, cost)]
        self.families[name] = Family(shape, *flat)

    def _first_stage(self) -> None:
        data, d = self.data, self.data.discount
        years = len(d)
        self.add(
            "market", (len(self.r), len(self.k), years),
            data.market_most[:, :, None], data.market_cost[:, None] * d,
        )  # fmt: skip
        self.ends = np.arange(years) < years - data.course_length[:, None]
        shape, most = self.ends.shape, data.course_most[:, None]
        self.add("seats", shape, np.where(self.ends, most, 0.0), data.seat_cost[:, None] * d)
        self.add("opened", shape, most, data.start_cost[:, None] * d)
        for name, added, count, limit, cost, lead in (
            ("homes", "built", len(self.r), data.home_most, data.home_cost, data.home_lead),
            ("grid", "reinforced", len(self.r), data.grid_most, data.grid_cost, data.grid_lead),
            ("service", "extended", len(self.l), data.service_most, data.service_cost,
             data.service_lead),
        ):  # fmt: skip
            stands = max(years - lead, 0)
            limit = np.broadcast_to(limit, (count,))[:, None]
            self.add(name, (count, stands), limit * np.arange(1, stands + 1))
            self.add(added, (count, stands), limit, cost * d[:stands])

    def _people(self) -> None:
        data = self.data
        d = data.discount * data.probability[:, None, None, None]
        cell, border = data.need.shape, len(self.borders)
        s, _, o, t = cell
        born = data.start.sum(axis=0) + data.inflow.sum(axis=(0, 2))
        self.most_people = 2.0 * born + 1000.0
        self.add("people", cell, self.most_people[:, None])
        self.add("idle", cell, self.most_people[:, None], data.idle_cost * d)
        self.add(
            "work", (s, len(self.a), o, t), data.need[:, data.arc_target],
            data.arc_cost[:, None, None] * d,
        )  # fmt: skip
        first, second = data.vacancy_cost
        self.add("vacant", cell, data.vacancy_share * data.need, first * d)
        self.add("vacant_more", cell, data.need, second * d)
        runs = data.staff.sum(axis=2)
        self.add(
            "lost", (s, len(self.f), t), np.where(runs > 0, 1.0, 0.0),
            data.loss_cost * runs * d[:, 0],
        )  # fmt: skip
        movers = data.mobility.sum(axis=0)[:, None]
        self.add("leave", cell, data.mobility[:, :, None])
        self.add("arrive", cell, movers, data.move_cost * d)
        self.add("cross", (s, border, o, t), movers, data.border_cost * d)
        self.add("hire", cell, data.hire_most, data.hire_cost * d)

    def _other(self) -> None:
        data = self.data
        s, r, _, t = data.need.shape
        d = data.discount * data.probability[:, None, None]
        cell, border = (s, r, t), len(self.borders)
        widest = data.reach + data.market_most.sum(axis=1)[:, None]
        self.add("lend", cell, widest)
        self.add("borrow", cell, widest.sum(axis=0), data.transfer_cost * d)
        self.add("cross_reach", (s, border, t), widest.sum(axis=0))
        places = np.where(self.ends, data.course_seats + data.course_most[:, None], 0.0)
        cost = data.entry_cost[:, None] * d
        self.add("study", (s, len(self.e), t), places[data.entry_course], cost)
        self.add("start", (s, len(self.p), t), places)
        each = data.per_worker[:, None]
        self.free = data.homes_stock - data.homes_needed + each * data.workforce
        most = np.maximum(self.most_people.sum() * each - self.free, 0.0)
        self.add("short", cell, most, data.short_cost * d)
        room = np.maximum(self.free, 0.0) + t * data.home_most[:, None]
        self.add("empty", cell, room, data.empty_cost * d)
        widest = data.grid_free + t * data.grid_most[:, None]
        self.add("cede", cell, widest)
        self.add("take", cell, widest.sum(axis=0), data.swap_cost * d)


def _by(belongs: Any, owners: range) -> list[list[int]]:
    """Return the members of each owner."""
    members: list[list[int]] = [[] for _ in owners]
    for member, owner in enumerate(belongs.tolist()):
        if owner >= 0:
            members[owner].append(member)
    return members
