"""What the parts on the plan share: names, sums over areas and years, ranges, assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from beltplan.brief.charts import WITHHELD, Withheld
from beltplan.i18n import LANGS, Message, Name, Num, Phrase, Span, msg, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from beltplan.brief.model import Assumption
    from beltplan.brief.parts.desk import Desk
    from beltplan.plan import Comparison, Plan
    from beltplan.plan.settings import Level
    from beltplan.shares import Split
    from beltplan.shares.agreement import Agreement

    Floats = NDArray[np.float64]

__all__ = ["COSTS", "FACTS", "NOTHING", "Planned", "apart", "meur"]

NOTHING: Final = 0.5
"""Amounts under half a person, home or megawatt are nothing: a solver never writes a clean nil."""

COSTS: Final = {
    "courses": ("seats", "opened", "start", "study"),
    "recruiting": ("hire", "lend", "borrow", "cross_reach", "market"),
    "commuting": ("work",),
    "moving": ("leave", "arrive", "cross"),
    "vacancies": ("vacant", "vacant_more"),
    "lost": ("lost",),
    "idle": ("idle",),
    "homes": ("short", "empty"),
}
"""Kinds of cost, each with the families of columns that it is the sum of; the rest is building."""

FACTS: Final = ("projects", "programmes", "links", "grid")
"""Tables of facts that a plan rests on."""


def apart(low: float, high: float, least: int = 0) -> int:
    """Return with how many digits two numbers read as two; at most three.

    Examples
    --------
    >>> apart(216.72, 216.86), apart(216.2, 217.9), apart(5.0, 5.0), apart(0.0, 0.02, 1)
    (1, 0, 0, 2)
    """
    tried = (digits for digits in range(least, 3) if round(low, digits) != round(high, digits))
    return least if low == high else next(tried, 3)


def meur(thousands: float, digits: int = 0) -> Num:
    """Return thousands of EUR as millions.

    Examples
    --------
    >>> meur(2500.0, 1).value
    2.5
    """
    return Num(thousands / 1000.0, digits, "unit.meur")


@dataclass
class Planned:
    """A comparison of levels, and the desk to tell of it.

    Parameters
    ----------
    desk : Desk
        The desk.
    comparison : Comparison
        The plans by level.
    agreement : Agreement or None
        How the gain is shared.
    splits : tuple of Split
        Other ways to share it, tried on a coarser game.
    """

    desk: Desk
    comparison: Comparison
    agreement: Agreement | None = None
    splits: tuple[Split, ...] = ()

    @property
    def together(self) -> Plan:
        """Return the plan of all areas as one."""
        return self.comparison.plans["together"]

    @property
    def alone(self) -> Plan:
        """Return the plan of each area on its own."""
        return self.comparison.plans["alone"]

    @property
    def areas(self) -> tuple[str, ...]:
        """Return the areas."""
        return self.together.input.data.areas

    @property
    def years(self) -> tuple[str, ...]:
        """Return the labels of the periods."""
        return self.together.input.data.years

    @property
    def span_of_years(self) -> Message:
        """Return the first and the last period."""
        return msg("word.range", low=self.years[0], high=self.years[-1])

    @property
    def seat_years(self) -> tuple[str, ...]:
        """Return the periods whose new seats are shown: not the last, which open too few."""
        return self.years[: self.together.settled or None]

    @property
    def span_of_seats(self) -> Message:
        """Return the first and the last period whose new seats are shown."""
        return msg("word.range", low=self.seat_years[0], high=self.seat_years[-1])

    @property
    def end_of_seats(self) -> Message | None:
        """Return why new seats are not shown to the end, or are too few in all years."""
        if self.together.settled == 0:
            return msg("note.plan_end_all", years=self.span_of_years)
        if len(self.seat_years) == len(self.years):
            return None
        return msg("note.plan_end", year=self.seat_years[-1], last=self.years[-1])

    def decisions(self, level: Level) -> pl.DataFrame:
        """Return what a level decides, without the new seats of the last years."""
        made = self.comparison.plans[level].decisions()
        shown = (pl.col("kind") != "seats") | pl.col("year").is_in(list(self.seat_years))
        return made.filter(shown)

    # --- names

    def area(self, area_id: str) -> Name:
        """Return an area's name, made of its places' names in each language."""
        row = self.desk.region.row("areas", area_id)
        places = [self.desk.place(place) for place in row["places"]]
        texts: dict[str, str] = {}
        for lang in LANGS:
            parts = []
            for part in str(row["name"]).split("–"):
                known = [p for p in places if part in p.texts.values()]
                parts.append(known[0].pick(lang)[0] if known else part)
            texts[lang] = "–".join(parts)
        same = len(set(texts.values())) == 1
        return plain(texts["en"]) if same else Name(texts)

    def group(self, group_id: str) -> Name:
        """Return an occupation group's name."""
        return self.desk.name("groups", group_id)

    def course(self, course_id: str) -> Message:
        """Return a course's name: its group and where it is."""
        area, group = course_id.split(".", 1)
        return msg("word.course", group=self.group(group), area=self.area(area))

    def service(self, service_id: str) -> Message:
        """Return the two ends of a commuters' service."""
        data = self.together.input.data
        ends = data.service_areas[data.services.index(service_id)]
        one, other = (self.area(data.areas[end]) for end in ends)
        return msg("word.pair", one=one, other=other)

    def what(self, kind: str, what: str, area: str) -> Phrase:
        """Return what a decision or a price is about."""
        if kind == "seats":
            return self.course(what)
        if kind == "service":
            return self.service(what)
        if kind == "people":
            return msg("word.course", group=self.group(what), area=self.area(area))
        return self.area(area)

    # --- numbers

    @cached_property
    def threshold(self) -> float:
        """Return the smallest number of people that is published."""
        return self.desk.region.parameter("publishing_threshold").central or 0.0

    def people(self, value: float) -> float | Withheld:
        """Return a number of people, `WITHHELD` where there are few."""
        if value < NOTHING:
            return 0.0
        return WITHHELD if value < self.threshold else value

    def people_range(self, low: float, mean: float, high: float) -> Span | Withheld:
        """Return a mean with its range, `WITHHELD` where there are few."""
        if high < NOTHING:
            return Span(0.0, 0.0, 0.0)
        if mean < self.threshold:
            return WITHHELD
        # Weights add up to one only as far as a sum of floats does.
        return Span(min(low, mean), mean, max(high, mean))

    def yearly(
        self, level: Level, *flows: str, area: str | None = None
    ) -> tuple[float, float, float]:
        """Return flows a year on average: lowest, expected and highest over the scenarios."""
        plan = self.comparison.plans[level]
        total: Floats = sum(self._by_area(level, flow) for flow in flows)  # type: ignore[assignment]
        if area is not None:
            total = total[:, [self.areas.index(area)]]
        each = total.sum(axis=(1, 2)) / len(self.years)
        mean = float(plan.input.data.probability @ each)
        return float(each.min()), mean, float(each.max())

    def by_year(self, level: Level, flow: str) -> tuple[Floats, Floats, Floats]:
        """Return a flow by year: lowest, expected and highest over the scenarios."""
        values = self._by_area(level, flow).sum(axis=1)
        p = self.comparison.plans[level].input.data.probability
        return values.min(axis=0), p @ values, values.max(axis=0)

    def _by_area(self, level: Level, flow: str) -> Floats:
        key = (level, flow)
        if key not in self._flows:
            self._flows[key] = self.comparison.plans[level].by_area(flow)
        return self._flows[key]

    @cached_property
    def _flows(self) -> dict[tuple[Level, str], Floats]:
        return {}

    def costs(self, level: Level) -> dict[str, float]:
        """Return the expected cost of a level by kind, thousands of EUR, discounted."""
        plan = self.comparison.plans[level]
        stage = plan.model.stage
        first = stage.cost0 * plan.solved.x0
        each = np.einsum("s,sj,sj->j", stage.probability, stage.cost, plan.solved.x)
        found = dict.fromkeys(COSTS, 0.0)
        kind_of = {family: kind for kind, families in COSTS.items() for family in families}
        for columns, cost in ((plan.model.columns0, first), (plan.model.columns, each)):
            for name, family in columns.families.items():
                kind = kind_of.get(name, "building")
                found[kind] = found.get(kind, 0.0) + float(cost[family.span].sum())
        return found

    # --- what it rests on

    def assumed(self, *stems: str) -> tuple[Assumption, ...]:
        """Return the parameters used whose names begin so, as assumptions."""
        used = self.together.input.assumed
        names = sorted(name for name in used if name.startswith(stems))
        return self.desk.assume(*names)

    def cited(self, *tables: str) -> tuple[str, ...]:
        """Return the sources of tables of facts."""
        groups: Iterable[list[str]] = (
            self.desk.region.table(table)["source_ids"].to_list() for table in tables
        )
        return self.desk.cite(*(ids for each in groups for ids in each))

    def scenarios(self) -> Message:
        """Return how many scenarios stand for how many futures, and what that loses."""
        reduction = self.together.input.reduction
        return msg(
            "note.plan_scenarios",
            scenarios=Num(len(reduction.chosen)),
            futures=Num(len(reduction.stands_for)),
            lost=Num(reduction.relative, style="percent"),
        )

    def ranges(self) -> Message:
        """Return what the ranges of this plan are."""
        return msg("note.plan_ranges")
