"""What a planner could have said without a model: nothing happens, the plan happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from beltplan.backtest.paths import Path
from beltplan.futures import plans

if TYPE_CHECKING:
    from beltplan.backtest.cases import Case
    from beltplan.facts import Region

__all__ = ["Baselines", "baselines", "last_population", "projects_of"]

_GOALS: Final = {
    "population": ("population_goal", "residents_goal"),
    "population_change": ("population_goal", "residents_goal"),
    "new_homes": ("new_homes_goal", "homes_planned", "homes_needed"),
}
_STATUSES: Final = ("plan", "goal")


@dataclass(frozen=True, slots=True)
class Baselines:
    """Three paths from one base, read off on the day of the outcome.

    Attributes
    ----------
    base
        Last value known on the day of the forecast.
    nothing
        That value for ever (no change, no new homes).
    published
        The published forecast on the day of the outcome.
    plan
        The plan on the day of the outcome; None where none was public.
    plan_source
        What the plan is, in words.
    same
        Whether the plan is the published forecast itself.
    """

    base: float
    nothing: float
    published: float
    plan: float | None
    plan_source: str
    same: bool


def projects_of(case: Case, region: Region) -> tuple[str, ...]:
    """Return the projects that a case about jobs covers, as known on the region's day."""
    table = region.table("projects")
    if case.project_id is not None:
        table = table.filter(pl.col("project_id") == case.project_id)
    else:
        table = table.filter(pl.col("place_id") == case.place_id)
    return tuple(table["project_id"].to_list())


def baselines(case: Case, region: Region) -> Baselines | None:
    """Return the naive rules for a case from the facts of the region's day.

    Returns
    -------
    None where no last value was public on that day (a population).
    """
    if case.metric in ("population", "population_change"):
        return _of_people(case, region)
    if case.metric == "new_homes":
        plan = _goal(region, case, base=0.0)
        return _assemble(case, region.as_of, 0.0, plan)
    staff = sum(_staff(region, project) for project in projects_of(case, region))
    return _assemble(case, region.as_of, staff, _job_plan(case, region))


def _population(case: Case, region: Region) -> tuple[float, date] | None:
    """Return the last known population of a case's place and its day."""
    figure = region.figure(case.place_id or "", "population", status=("actual", "estimate"))
    if figure is None or figure.value is None:
        return None
    return float(figure.value), figure.date or region.as_of


def last_population(case: Case, region: Region) -> float:
    """Return the last known population of a case's place, from which a change is counted.

    Raises
    ------
    LookupError
        If none was public on the region's day; `baselines` says so first.
    """
    figure = _population(case, region)
    if figure is None:
        msg = f"no population of {case.place} was public on {region.as_of}"
        raise LookupError(msg)
    return figure[0]


def _of_people(case: Case, region: Region) -> Baselines | None:
    figure = _population(case, region)
    if figure is None:
        return None
    known, start = figure
    shift = known if case.metric == "population_change" else 0.0
    goal = _goal(region, case, base=known)
    plan = None
    if goal is not None:
        path, words = goal
        plan = Path(start, known - shift, path.end, path.value - shift), words
    return _assemble(case, start, known - shift, plan)


def _assemble(case: Case, start: date, base: float, plan: tuple[Path, str] | None) -> Baselines:
    published = Path(start, base, case.target, case.stated)
    same = (
        plan is not None
        and plan[0].value == case.stated
        and (plan[0].end is None or case.target is None or plan[0].end.year == case.target.year)
    )
    return Baselines(
        base=base,
        nothing=base,
        published=published.at(case.day),
        plan=None if plan is None else plan[0].at(case.day),
        plan_source="" if plan is None else plan[1],
        same=same,
    )


def _middle(row: dict[str, Any]) -> float | None:
    if row["value"] is not None:
        return float(row["value"])
    ends = [row[name] for name in ("low", "high") if row[name] is not None]
    return sum(ends) / len(ends) if ends else None


def _goal(region: Region, case: Case, *, base: float) -> tuple[Path, str] | None:
    """Return the newest goal or plan of the place that was public, with its date.

    Of several published together the one that falls due first.
    """
    for metric in _GOALS[case.metric]:
        figures = region.figures(case.place_id, metric).filter(
            pl.col("status").is_in(_STATUSES) & (pl.col("preferred").fill_null(value=True))
        )
        rows = [row for row in figures.iter_rows(named=True) if _middle(row) is not None]
        if rows:
            newest = max(row["known_from"] for row in rows)
            row = min(
                (row for row in rows if row["known_from"] == newest),
                key=lambda row: row["date"] or date.max,
            )
            value = _middle(row) or 0.0
            end = row["date"] if row["date"] and row["date"] > region.as_of else None
            if metric == "residents_goal":
                value += base
            return Path(region.as_of, base, end, value), f"{metric}: {row['figure_id']}"
    return None


def _staff(region: Region, project: str) -> float:
    counted = plans.headcount(region, project)
    return counted[0] if counted is not None else 0.0


def _job_plan(case: Case, region: Region) -> tuple[Path, str] | None:
    """Return the plan of the plants: planned jobs by the end of the year of their start.

    Several plants are added up on the day of the outcome; the path returned is level.
    """
    named = []
    total = 0.0
    single: Path | None = None
    for project in projects_of(case, region):
        jobs = plans.planned_jobs(region, project)
        if jobs is None:
            total += _staff(region, project)
            continue
        year = plans.start_year(region, project)
        end = None if year is None else date(year, 12, 31)
        single = Path(region.as_of, _staff(region, project), end, jobs)
        total += single.at(case.day)
        named.append(project)
    if not named:
        return None
    words = f"planned_jobs: {', '.join(named)}"
    if len(named) == 1 and single is not None and total == single.at(case.day):
        return single, words
    return Path(region.as_of, total, None, total), words
