"""What the futures say about each project, and what that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from beltplan import quarters
from beltplan.facts.errors import UnknownParameterError, suggest
from beltplan.futures.hazards import Hazards, estimate
from beltplan.futures.settings import Settings
from beltplan.futures.simulate import simulate
from beltplan.futures.start import state_label
from beltplan.futures.states import ACTIVE, CAUSES, ENDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from beltplan.facts import Region
    from beltplan.futures.result import Futures

__all__ = ["at_work", "causes", "outlook", "sensitivity", "start_quarters"]

_POINTS: Final = (0.1, 0.5, 0.9)


def at_work(futures: Futures) -> NDArray[np.bool_]:
    """Return where a plant produces: ramp-up, operating or restarting; shape of `state`."""
    return np.isin(futures.state, ACTIVE)


def _column(futures: Futures, year: int) -> int | None:
    """Return the index of the last quarter of a year, None outside the horizon."""
    quarter = 4 * year + 3
    return futures.quarters.index(quarter) if quarter in futures.quarters else None


def start_quarters(futures: Futures) -> NDArray[np.float64]:
    """Return the first quarter at work from now on, NaN where never, shape (n, project)."""
    work = at_work(futures)
    begun = work.any(axis=2)
    return np.where(begun, work.argmax(axis=2) + float(futures.quarters[0]), np.nan)


def outlook(futures: Futures, *, years: Sequence[int] = (2028, 2030, 2035)) -> pl.DataFrame:
    """Return one row per project: its state, and how likely it is at work, when and how much.

    Parameters
    ----------
    futures
        Sampled futures.
    years
        Years whose last quarter is read; those outside the horizon are left out.

    Returns
    -------
    polars.DataFrame
        Columns project, now (state as last known), gone_now (chance that it has ended by now
        without our knowing), work_YEAR (chance of being at work), level_YEAR (median activity
        of those at work), starts (chance of working at some time), start_p50 (median first
        quarter among those futures, empty for plants at work), ended (chance of having ended by
        the last quarter) and main_cause (most frequent cause of the end).
    """
    work, begun = at_work(futures), start_quarters(futures)
    labels = (
        {h.project_id: state_label(h) for h in futures.hazards.histories} if futures.hazards else {}
    )
    rows = []
    for p, project in enumerate(futures.projects):
        row: dict[str, object] = {"project": project, "now": labels.get(project, "")}
        row["gone_now"] = float((futures.state[:, p, 0] == ENDED).mean())
        for year in years:
            column = _column(futures, year)
            if column is not None:
                busy = work[:, p, column]
                row[f"work_{year}"] = float(busy.mean())
                level = futures.activity[busy, p, column]
                row[f"level_{year}"] = float(np.median(level)) if level.size else None
        starts = begun[:, p]
        started = starts[np.isfinite(starts)]
        row["starts"] = started.size / futures.n
        later = started.size > 0 and np.median(started) > futures.quarters[0]
        row["start_p50"] = quarters.label(int(np.median(started))) if later else None
        row["ended"] = float((futures.state[:, p, -1] == ENDED).mean())
        found = futures.cause[:, p]
        found = found[found >= 0]
        row["main_cause"] = CAUSES[int(np.bincount(found).argmax())] if found.size else None
        rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None)


def causes(futures: Futures) -> pl.DataFrame:
    """Return the chance of having ended by the last quarter, by project and cause."""
    rows = [
        {
            "project": project,
            **{name: float((futures.cause[:, p] == c).mean()) for c, name in enumerate(CAUSES)},
        }
        for p, project in enumerate(futures.projects)
    ]
    return pl.DataFrame(rows)


def sensitivity(
    region: Region,
    *,
    parameters: Iterable[str] = ("pooling_strength",),
    projects: Iterable[str] = (),
    year: int = 2030,
    n: int = 2_000,
    seed: int = 1,
) -> pl.DataFrame:
    """Return the chance of being at work when single assumptions move from low to high.

    Parameters
    ----------
    region
        The region.
    parameters
        Parameters of the room to move, each to its low and high value, all others central.
    projects
        Projects to show; all if empty.
    year
        Year whose last quarter is read.
    n, seed
        Futures and their seed.

    Raises
    ------
    UnknownParameterError
        If the room has no such parameter.
    RequestError
        If the year lies before the region's day.
    """
    end = 4 * year + 3
    base = Settings.read(region)
    names = tuple(parameters)
    for name in names:
        if name not in base.ranges:
            message = f"the futures room does not read a parameter {name!r}"
            otherwise = f"it reads: {', '.join(base.ranges)}"
            raise UnknownParameterError(message, suggest(name, base.ranges, otherwise=otherwise))

    def chances(settings: Settings) -> NDArray[np.float64]:
        hazards: Hazards = estimate(region, settings=settings)
        made = simulate(region, n=n, seed=seed, end=end, hazards=hazards)
        return np.asarray(at_work(made)[:, :, -1].mean(axis=0))

    middle = chances(base)
    order = [h.project_id for h in estimate(region, settings=base).histories]
    shown = [order.index(name) for name in projects] or range(len(order))
    rows = []
    for name in names:
        values = base.ranges[name]
        low = chances(base.changed(name, values.low))
        high = chances(base.changed(name, values.high))
        rows += [
            {
                "parameter": name,
                "project": order[p],
                "low": float(low[p]),
                "central": float(middle[p]),
                "high": float(high[p]),
            }
            for p in shown
        ]
    return pl.DataFrame(rows)
