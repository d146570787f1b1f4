"""A plan: what to build, open and agree, what then happens, and what more would be worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from beltplan.plan.grouping import summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.level import Solved
    from beltplan.plan.model import Model
    from beltplan.plan.reading import PlanInput
    from beltplan.plan.settings import Level

    Floats = NDArray[np.float64]

__all__ = ["FLOWS", "Plan"]

FLOWS: Final = {
    "commuters": "work",
    "movers": "arrive",
    "recruits": "hire",
    "starters": "start",
    "vacant": "vacant",
    "vacant_more": "vacant_more",
    "idle": "idle",
    "lost": "lost",
    "homes_short": "short",
    "homes_empty": "empty",
}
"""What happens in the futures, by the family of columns that it is read from."""

_LEAST: Final = 0.5
"""Decisions smaller than half a seat, home, megawatt or commuter are not shown."""


@dataclass(frozen=True)
class Plan:
    """A solved level of coordination.

    Attributes
    ----------
    level
        Level of coordination.
    input
        What it started from.
    model
        The model over all areas.
    solved
        The solution; vectors are over the whole model.
    """

    level: Level
    input: PlanInput
    model: Model
    solved: Solved

    @property
    def cost(self) -> float:
        """Return the expected discounted cost, thousands of EUR."""
        return self.solved.objective

    @property
    def settled(self) -> int:
        """Return how many periods have new seats that the end of the horizon does not distort.

        What a course gives after the last period is not counted, so that the last
        ``plan_end_years`` open too few; 0 where the plan is no longer than that. See
        ``docs/model/plan.md``, § 11.
        """
        chosen = self.input.settings
        a_year = 4 if chosen.periods == "quarter" else 1
        end = round(self.input.assumed.get("plan_end_years", 0.0) * a_year)
        return max(len(self.input.data.years) - end, 0)

    def first(self, family: str) -> Floats:
        """Return a family of first-stage decisions in its shape."""
        found = self.model.columns0.families[family]
        values: Floats = self.solved.x0[found.span].reshape(found.shape)
        return values

    def recourse(self, family: str) -> Floats:
        """Return a family of recourse columns, [s, *shape]."""
        found = self.model.columns.families[family]
        values: Floats = self.solved.x[:, found.span].reshape(-1, *found.shape)
        return values

    def decisions(self) -> pl.DataFrame:
        """Return what to decide now: kind, area, what, year, amount, unit, cost.

        Kinds: ``seats`` (new seats offered in the year, by course), ``homes``, ``grid`` and
        ``service`` (decided in the year, in use a lead time later), ``market`` (people reached).
        `cost` is in thousands of EUR of the year, not discounted. Amounts under one half are
        left out.
        """
        data = self.input.data
        areas = np.array(data.areas)
        parts = [
            self._decided("seats", areas[data.course_area], data.courses, data.seat_cost, "seats"),
            self._decided("built", areas, data.areas, data.home_cost, "homes"),
            self._decided("reinforced", areas, data.areas, data.grid_cost, "MW"),
            self._decided(
                "extended",
                areas[data.service_areas[:, 0]],
                data.services,
                data.service_cost,
                "commuters",
            ),
        ]
        market = self.first("market")
        for k, step in enumerate(data.steps):
            names = tuple(step for _ in data.areas)
            parts.append(
                self._rows("market", areas, names, market[:, k], data.market_cost[k], "persons")
            )
        return pl.concat(parts)

    def _decided(
        self,
        family: str,
        areas: NDArray[np.str_],
        names: tuple[str, ...],
        cost: float | Floats,
        unit: str,
    ) -> pl.DataFrame:
        kinds = {"seats": "seats", "built": "homes", "reinforced": "grid", "extended": "service"}
        return self._rows(kinds[family], areas, names, self.first(family), cost, unit)

    def _rows(
        self,
        kind: str,
        areas: NDArray[np.str_],
        names: tuple[str, ...],
        amount: Floats,
        cost: float | Floats,
        unit: str,
    ) -> pl.DataFrame:
        i, t = np.nonzero(amount >= _LEAST)
        years = np.array(self.input.data.years)
        each = np.broadcast_to(np.asarray(cost, np.float64), (len(names),))
        return pl.DataFrame(
            {
                "kind": [kind] * len(i),
                "area": [str(areas[k]) for k in i],
                "what": [names[k] for k in i],
                "year": [str(years[k]) for k in t],
                "amount": amount[i, t],
                "unit": [unit] * len(i),
                "cost": amount[i, t] * each[i],
            },
            schema={
                "kind": pl.String,
                "area": pl.String,
                "what": pl.String,
                "year": pl.String,
                "amount": pl.Float64,
                "unit": pl.String,
                "cost": pl.Float64,
            },
        )

    def by_area(self, flow: str) -> Floats:
        """Return a flow by area and year in each scenario, [s, r, t].

        Parameters
        ----------
        flow
            One of `FLOWS`. ``commuters`` are people who work in another area than they live in,
            by area of work; ``starters`` students by area of the course; ``lost`` posts of
            plants that do not run.
        """
        data = self.input.data
        values = self.recourse(FLOWS[flow])
        areas = len(data.areas)
        if flow == "commuters":
            target = np.where(data.arc_origin != data.arc_target, data.arc_target, -1)
            return summed(values.sum(axis=2), target, areas, axis=1)
        if flow == "starters":
            return summed(values, data.course_area, areas, axis=1)
        if flow == "lost":
            posts = values * data.staff.sum(axis=2)
            return summed(posts, data.plant_area, areas, axis=1)
        summed_up: Floats = values.sum(axis=2) if values.ndim == 4 else values
        return summed_up

    def flows(self) -> pl.DataFrame:
        """Return what happens, by area and year: expected, and the range over the scenarios.

        Columns: flow, area, year, mean, low, high. The range holds all scenarios.
        """
        data = self.input.data
        p = data.probability
        parts = []
        for flow in FLOWS:
            values = self.by_area(flow)
            r, t = np.meshgrid(range(len(data.areas)), range(len(data.years)), indexing="ij")
            parts.append(
                pl.DataFrame(
                    {
                        "flow": [flow] * r.size,
                        "area": [data.areas[k] for k in r.reshape(-1)],
                        "year": [data.years[k] for k in t.reshape(-1)],
                        "mean": np.einsum("s,srt->rt", p, values).reshape(-1),
                        "low": values.min(axis=0).reshape(-1),
                        "high": values.max(axis=0).reshape(-1),
                    }
                )
            )
        return pl.concat(parts)

    def exchange(self) -> pl.DataFrame:
        """Return what areas give and get in kind, summed over the years and expected.

        Columns: kind, from, to, amount, unit. Kinds: ``commuters`` (person-years),
        ``students`` (starters, from home to course). Pools (moves, reach, MW) have no pairs:
        their ``to`` or ``from`` is empty.
        """
        data = self.input.data
        p = data.probability
        rows: list[tuple[str, str, str, float, str]] = []
        work = np.einsum("s,saot->a", p, self.recourse("work"))
        for a in np.flatnonzero(data.arc_origin != data.arc_target):
            ends = data.areas[data.arc_origin[a]], data.areas[data.arc_target[a]]
            rows.append(("commuters", *ends, float(work[a]), "person-years"))
        study = np.einsum("s,set->e", p, self.recourse("study"))
        to = data.course_area[data.entry_course]
        for home in range(len(data.areas)):
            for area in range(len(data.areas)):
                if home != area:
                    amount = float(study[(data.entry_home == home) & (to == area)].sum())
                    rows.append(("students", data.areas[home], data.areas[area], amount, "persons"))
        pools = (
            ("movers", "leave", "arrive", "persons"),
            ("reach", "lend", "borrow", "persons"),
            ("power", "cede", "take", "MW-years"),
        )
        for kind, out, into, unit in pools:
            gone = self._pooled(out, p)
            come = self._pooled(into, p)
            for name, left, got in zip(data.areas, gone, come, strict=True):
                rows.append((kind, name, "", float(left), unit))
                rows.append((kind, "", name, float(got), unit))
        kept = [row for row in rows if row[3] >= _LEAST]
        return pl.DataFrame(
            kept, schema=["kind", "from", "to", "amount", "unit"], orient="row"
        ).sort("amount", descending=True)

    def _pooled(self, family: str, p: Floats) -> Floats:
        values = self.recourse(family)
        total = np.tensordot(p, values, axes=1)
        by_area: Floats = total.reshape(len(total), -1).sum(axis=1)
        return by_area

    def cost_by_area(self) -> Floats:
        """Return the expected discounted cost that falls in each area, [r].

        Commuters are paid by the area where they work, students by their home, moves by the area
        of arrival; what belongs to no area (crossing between two countries' pools) is shared
        equally by all.
        """
        first, each = self.model.columns0, self.model.columns
        stage = self.model.stage
        areas = len(self.input.data.areas)
        out = np.zeros(areas + 1)
        np.add.at(out, first.joined("payer", np.int64), stage.cost0 * self.solved.x0)
        expected = np.einsum("s,sj,sj->j", stage.probability, stage.cost, self.solved.x)
        np.add.at(out, each.joined("payer", np.int64), expected)
        shared: Floats = out[:-1] + out[-1] / areas
        return shared
