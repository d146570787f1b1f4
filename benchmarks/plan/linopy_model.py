"""The plan's model in linopy, by labels: an independent formulation.

It is written from the numbers alone and shares no code with `beltplan.plan.model`; families have
the same names, so that a difference can be traced. linopy's strict semantics and sparse
expressions (0.10) are used: they are its fastest way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import linopy
import numpy as np
import xarray as xr

from benchmarks.plan.linopy_labels import Labelled

if TYPE_CHECKING:
    import highspy

    from beltplan.plan.data import PlanData

__all__ = ["build", "hand_over"]

linopy.options["semantics"] = "v1"


def hand_over(model: Any) -> highspy.Highs:
    """Return the model inside HiGHS."""
    solver: highspy.Highs = linopy.io.to_highspy(model, set_names=False)
    return solver


def build(data: PlanData, *, implied: bool = True) -> Any:
    """Formulate the model over all scenarios.

    Parameters
    ----------
    data
        The numbers.
    implied
        Whether columns get the upper bounds that follow from the rows (a proof of a lower bound
        needs them, the model does not). Without them the optimum must be the same.
    """
    return _Formulation(data, implied).model


class _Formulation(Labelled):
    """The rows and columns, one room of the region after the other."""

    def __init__(self, data: PlanData, implied: bool) -> None:
        super().__init__(data, implied)
        self.first_stage()
        self.people()
        self.recruits()
        self.courses()
        self.homes()
        self.power()
        self.services()
        self.model.add_objective(self.cost)

    def first_stage(self) -> None:
        """Add what is decided once: marketing, seats, homes, grid, services."""
        data, of = self.data, self.of
        steps = of(data.market_most, "area", "step")
        price = of(data.market_cost, "step")
        self.market = self.add("market", "area", "step", "year", upper=steps, cost=price)
        left = len(data.years) - data.course_length[:, None]
        ends = of(np.arange(len(data.years)) < left, "course", "year")
        self.ends, self.most = ends, of(data.course_most, "course")
        self.seats = self.add(
            "seats", "course", "year", upper=self.most * ends, cost=of(data.seat_cost, "course")
        )
        opened = self.add(
            "opened", "course", "year", upper=self.most, cost=of(data.start_cost, "course")
        )
        self.row("opening", self.seats - self.later(self.seats, 1) - opened, "<=", 0)
        self.built = self.stock(
            "homes", "built", "area", data.home_most, data.home_cost, data.home_lead
        )
        self.grid = self.stock(
            "grid", "reinforced", "area", data.grid_most, data.grid_cost, data.grid_lead
        )
        self.extended = self.stock(
            "service", "extended", "service", data.service_most, data.service_cost,
            data.service_lead,
        )  # fmt: skip

    def people(self) -> None:
        """Add people, their work and their moves; the people's rows follow with the courses."""
        data, of, cell = self.data, self.of, ("scenario", "area", "group", "year")
        born = data.start.sum(axis=0) + data.inflow.sum(axis=(0, 2))
        self.many = of(2 * born + 1000, "group")
        self.stayed = self.add("people", *cell, upper=self.top(self.many))
        idle = self.add("idle", *cell, upper=self.top(self.many), cost=data.idle_cost)
        need = of(data.need, *cell)
        reached = of(data.need[:, data.arc_target], "scenario", "arc", "group", "year")
        self.work = self.add(
            "work", "scenario", "arc", "group", "year", upper=self.top(reached),
            cost=of(data.arc_cost, "arc"),
        )  # fmt: skip
        first, second = data.vacancy_cost
        vacant = self.add("vacant", *cell, upper=data.vacancy_share * need, cost=first)
        more = self.add("vacant_more", *cell, upper=self.top(need), cost=second)
        staff = of(data.staff, "scenario", "plant", "group", "year")
        runs = staff.sum("group")
        self.lost = self.add(
            "lost", "scenario", "plant", "year", upper=(runs > 0).astype(float),
            cost=data.loss_cost * runs,
        )  # fmt: skip
        home = self.total(self.work, area=self.labels("arc", "area", data.arc_origin))
        frictional = of(data.frictional, "area", "group")
        self.row("work", home + idle - self.stayed, "=", -frictional)
        filled = self.total(self.work, area=self.labels("arc", "area", data.arc_target))
        saved = self.total(self.lost * staff, area=self.labels("plant", "area", data.plant_area))
        self.row("posts", filled + vacant + more + saved, "=", need)
        leave = self.add("leave", *cell, upper=of(data.mobility, "area", "group"))
        all_of = self.top(of(data.mobility.sum(axis=0), "group"))
        arrive = self.add("arrive", *cell, upper=all_of, cost=data.move_cost)
        cross = self.add(
            "cross", "scenario", "border", "group", "year", upper=all_of, cost=data.border_cost
        )
        self.row("pool", self.abroad(leave, arrive, cross), "=", 0)
        self.change = arrive - leave

    def abroad(self, gives: Any, takes: Any, cross: Any) -> Any:
        """Return what is left in each country's pool, which must be nothing."""
        country = self.labels("area", "country", self.data.country)
        return (
            self.total(gives, country=country)
            - self.total(takes, country=country)
            - self.total(cross, country=("border", self.exporter.to_numpy()))
            + self.total(cross, country=("border", self.importer.to_numpy()))
        )

    def recruits(self) -> None:
        """Add recruits from outside, within the reach that areas may lend each other."""
        data, of = self.data, self.of
        hire = self.add(
            "hire", "scenario", "area", "group", "year",
            upper=of(data.hire_most, "area", "group", "year"), cost=data.hire_cost,
        )  # fmt: skip
        reach = of(data.reach, "area", "year")
        widest = reach + of(data.market_most, "area", "step").sum("step")
        cell = ("scenario", "area", "year")
        lend = self.add("lend", *cell, upper=self.top(widest))
        belt = self.top(widest.sum("area"))
        borrow = self.add("borrow", *cell, upper=belt, cost=data.transfer_cost)
        cross = self.add("cross_reach", "scenario", "border", "year", upper=belt)
        used = hire.sum("group") + lend - borrow - self.market.sum("step")
        self.row("reach", used, "<=", reach)
        self.row("reach_pool", self.abroad(lend, borrow, cross), "=", 0)
        self.change = self.change + hire

    def courses(self) -> None:
        """Add students and those who finish; then every change of the people is known."""
        data, of = self.data, self.of
        course = self.labels("entry", "course", data.entry_course)
        home = self.labels("entry", "area", data.entry_home)
        before = self.labels("entry", "group", data.entry_group)
        stand = of(data.course_seats, "course", "year")
        places = (self.top(stand + self.most) * self.ends).where(self.ends, 0)
        of_course = places.sel(course=xr.DataArray(course[1], dims="entry")).drop_vars("course")
        of_course = of_course.assign_coords(entry=self.axis["entry"])
        study = self.study = self.add(
            "study", "scenario", "entry", "year", upper=of_course,
            cost=of(data.entry_cost, "entry"),
        )  # fmt: skip
        start = self.add("start", "scenario", "course", "year", upper=places)
        self.row("starters", self.total(study, course=course) - start, "=", 0)
        self.row("seats", start - self.seats, "<=", stand)
        limit = of(data.applicants, "area", "year")
        self.row("applicants", self.total(study, area=home), "<=", limit)
        change = self.change - self.total(study, area=home, group=before)
        for length in np.unique(data.course_length):
            share = of(np.where(data.course_length == length, data.course_share, 0), "course")
            back = np.where(data.course_length == length, 1 - data.course_share, 0)
            change = change + self.total(
                self.later(start, length) * share,
                area=self.labels("course", "area", data.course_area),
                group=self.labels("course", "group", data.course_group),
            )
            change = change + self.total(
                self.later(study, length) * of(back[data.entry_course], "entry"),
                area=home,
                group=before,
            )
        arrive = of(data.inflow, "area", "group", "year")
        at_start = (arrive.year == arrive.year[0]) * of(data.start * data.retain, "area", "group")
        kept = self.later(self.stayed, 1) * of(data.retain, "group")
        self.row("people", self.stayed - kept - change, "=", arrive + at_start)

    def homes(self) -> None:
        """Add homes short and empty; those who study live somewhere too."""
        data, of, cell = self.data, self.of, ("scenario", "area", "year")
        each = of(data.per_worker, "area")
        free = of(data.homes_stock - data.homes_needed, "area", "year") + each * of(
            data.workforce, "area", "year"
        )
        most = (self.many.sum("group") * each - free).clip(min=0)
        short = self.add("short", *cell, upper=self.top(most), cost=data.short_cost)
        room = free.clip(min=0) + of(data.home_most * len(data.years), "area")
        empty = self.add("empty", *cell, upper=self.top(room), cost=data.empty_cost)
        living = self.stayed.sum("group")
        length = data.course_length[data.entry_course]
        for lag in range(int(length.max(initial=0))):
            away = self.later(self.study, lag) * of(np.where(length > lag, 1, 0), "entry")
            living = living + self.total(away, area=self.labels("entry", "area", data.entry_home))
        self.row("homes", living * each + empty - short - self.built, "=", free)

    def power(self) -> None:
        """Add megawatts of the plants, which areas of a zone may cede each other."""
        data, of, cell = self.data, self.of, ("scenario", "area", "year")
        free = of(data.grid_free, "area", "year")
        widest = free + of(data.grid_most * len(data.years), "area")
        cede = self.add("cede", *cell, upper=self.top(widest))
        take = self.add("take", *cell, upper=self.top(widest.sum("area")), cost=data.swap_cost)
        power = of(data.power, "scenario", "plant", "year")
        area = self.labels("plant", "area", data.plant_area)
        sites = power.assign_coords(area=area).groupby("area").sum()
        used = sites.reindex(area=self.axis["area"], fill_value=0.0)
        saved = self.total(self.lost * power, area=area)
        self.row("power", cede - take - saved - self.grid, "<=", free - used)
        zone = self.labels("area", "zone", data.zone)
        self.row("power_pool", self.total(cede, zone=zone) - self.total(take, zone=zone), "=", 0)

    def services(self) -> None:
        """Add seats for commuters where a car is not enough."""
        data = self.data
        needs = np.flatnonzero(data.arc_service >= 0)
        riders = self.total(
            self.work.sel(arc=needs).sum("group"),
            service=self.labels("arc", "service", data.arc_service[needs]),
        )
        seats = self.of(data.service_seats, "service")
        self.row("service", riders - self.extended, "<=", seats)
