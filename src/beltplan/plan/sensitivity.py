"""On which assumptions the plan rests: elementary effects (Morris 1991; Campolongo 2007).

Each of the most uncertain parameters is moved between its low and its high in a few random
trajectories, one at a time from a point where the others have been moved too. The mean of the
absolute effects (mu*) says how much a parameter matters, their spread (sigma) how much that
depends on the others. Beside it stands the naive baseline: low against high, all others central.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from beltplan.balance.sizes import chosen as chosen_name
from beltplan.plan.errors import SensitivityError
from beltplan.plan.level import solve_parts
from beltplan.plan.levels import parts_of
from beltplan.plan.model import build
from beltplan.plan.reading import read_plan
from beltplan.plan.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from beltplan.facts import Parameter, Region
    from beltplan.futures import Futures
    from beltplan.plan.data import PlanData
    from beltplan.plan.settings import PlanSettings

    Floats = NDArray[np.float64]

__all__ = ["OUTPUTS", "Sensitivity", "effects", "most_uncertain", "sensitivity"]

OUTPUTS: Final = {
    "saving": "M EUR",
    "cost": "M EUR",
    "seats": "seats",
    "homes": "homes",
    "grid": "MW",
    "service": "commuters",
    "market": "persons",
}
"""What is watched: saving of acting together, cost together, decisions together, by unit."""
_FAMILIES: Final = ("seats", "built", "reinforced", "extended", "market")


@dataclass(frozen=True)
class Sensitivity:
    """What moves the plan.

    Attributes
    ----------
    parameters
        The parameters that were moved.
    table
        One row for each output and parameter: output, unit, parameter, low, high, mu_star (mean
        of absolute effects of going from low to high), confidence (of mu_star, 95 %), sigma, mu,
        rank, naive (high less low, others central), naive_rank, clear (whether mu_star is above
        what the solves are proved to).
    runs
        Number of plans made (each is solved alone and together).
    resolution
        By output, the largest width to which a run's value is proved; 0 where no bound is known
        (decisions).
    central
        Value of each output with all parameters central.
    """

    parameters: tuple[str, ...]
    table: pl.DataFrame
    runs: int
    resolution: Mapping[str, float]
    central: Mapping[str, float]


def most_uncertain(region: Region, used: Mapping[str, float], *, most: int = 10) -> list[Parameter]:
    """Return the plan's parameters with the widest range, by ratio of high to low.

    Those whose low is 0 or below come first by that rule; ties are broken by name.

    Parameters
    ----------
    region
        The region.
    used
        Parameters that the plan has used (`PlanInput.assumed`).
    most
        How many.
    """
    found = []
    for name in used:
        record = region.parameter(chosen_name(region, name))
        low, high = record.low, record.high
        if record.room == "plan" and low is not None and high is not None and high > low:
            found.append((-(high / low) if low > 0 else -np.inf, name, record))
    return [record for _, _, record in sorted(found, key=lambda each: each[:2])[:most]]


def sensitivity(
    region: Region,
    futures: Futures,
    settings: PlanSettings,
    *,
    parameters: Sequence[str] | None = None,
    most: int = 10,
    trajectories: int = 4,
    seed: int = 1,
    workers: Workers | None = None,
    done: Callable[[int, int], None] | None = None,
    keep: str | Path | None = None,
) -> Sensitivity:
    """Measure what the most uncertain parameters do to the plan.

    Parameters
    ----------
    region, futures
        The region and its futures.
    settings
        Coarse ones: two scenarios, a short horizon and a gap of 1e-3 say which matter.
    parameters
        Which to move; by default the `most` most uncertain ones.
    most
        How many, if they are not named.
    trajectories
        Random trajectories; each costs one plan for each parameter and one more.
    seed
        Of the trajectories and of the futures' draws.
    workers
        Where to solve; here by default.
    done
        Called with the number of plans made and of all.
    keep
        Folder for finished parts; an interrupted run goes on from there. Not on a cluster, whose
        workers have folders of their own.

    Raises
    ------
    SensitivityError
        If SALib is not installed, or a parameter has no range.
    """
    start = read_plan(region, futures, settings, seed=seed)
    if parameters is None:
        moved = most_uncertain(region, start.assumed, most=most)
    else:
        moved = [region.parameter(chosen_name(region, name)) for name in parameters]
        for name, record in zip(parameters, moved, strict=True):
            _check(name, record, start.assumed)
    by_record = {chosen_name(region, name): name for name in start.assumed}
    names = [by_record[record.name] for record in moved]
    bounds = [(float(record.low or 0.0), float(record.high or 0.0)) for record in moved]

    here = workers is None or workers.address is None
    folder = str(keep) if keep is not None and here else None

    def task(values: Mapping[str, float]) -> _Task:
        changed = read_plan(
            region, futures, settings, seed=seed, moved=values, chosen=start.reduction
        )
        return _Task(changed.data, settings.gap, settings.threads, folder)

    return effects(
        names, bounds, task, _outputs, trajectories, seed=seed, workers=workers, done=done
    )


def effects(
    names: Sequence[str],
    bounds: Sequence[tuple[float, float]],
    task: Callable[[Mapping[str, float]], Any],
    outputs: Callable[[Any], Floats],
    trajectories: int,
    *,
    seed: int = 1,
    workers: Workers | None = None,
    done: Callable[[int, int], None] | None = None,
) -> Sensitivity:
    """Return elementary effects and the naive baseline of any model with `OUTPUTS`.

    Parameters
    ----------
    names, bounds
        Parameters, with their low and high.
    task
        From values by name (others central) to what a worker solves.
    outputs
        From that to float [2, output]: values, and the width to which they are proved.
    trajectories, seed, workers, done
        See `sensitivity`.
    """
    analyze, sample = _salib()
    problem = {"num_vars": len(names), "names": list(names), "bounds": [list(b) for b in bounds]}
    points = sample(problem, N=trajectories, num_levels=4, seed=seed)
    ends = [{name: value} for name, pair in zip(names, bounds, strict=True) for value in pair]
    tried = [dict(zip(names, map(float, point), strict=True)) for point in points]
    tasks = [task(values) for values in [{}, *ends, *tried]]
    with Workers() as here:
        found = np.array(list((workers or here).map(outputs, tasks, done=done)))
    values, widths = found[:, 0], found[:, 1].max(axis=0)
    naive = values[1 : 1 + len(ends)].reshape(len(names), 2, -1)
    rows = []
    for k, (output, unit) in enumerate(OUTPUTS.items()):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            seen = analyze(problem, points, values[1 + len(ends) :, k], num_levels=4, seed=seed)
        change = naive[:, 1, k] - naive[:, 0, k]
        star = np.nan_to_num(np.asarray(seen["mu_star"], np.float64))
        rank, naive_rank = _rank(star), _rank(np.abs(change))
        for i, name in enumerate(names):
            rows.append(
                {
                    "output": output,
                    "unit": unit,
                    "parameter": name,
                    "low": bounds[i][0],
                    "high": bounds[i][1],
                    "mu_star": star[i],
                    "confidence": float(np.nan_to_num(seen["mu_star_conf"][i])),
                    "sigma": float(np.nan_to_num(seen["sigma"][i])),
                    "mu": float(np.nan_to_num(seen["mu"][i])),
                    "rank": int(rank[i]),
                    "naive": change[i],
                    "naive_rank": int(naive_rank[i]),
                    "clear": bool(star[i] > widths[k]),
                }
            )
    return Sensitivity(
        parameters=tuple(names),
        table=pl.DataFrame(rows),
        runs=len(tasks),
        resolution=dict(zip(OUTPUTS, widths.tolist(), strict=True)),
        central=dict(zip(OUTPUTS, values[0].tolist(), strict=True)),
    )


def _rank(size: Floats) -> NDArray[np.int64]:
    """Return 1 for the largest."""
    rank = np.empty(len(size), np.int64)
    rank[np.argsort(-size, kind="stable")] = np.arange(1, len(size) + 1)
    return rank


@dataclass(frozen=True)
class _Task:
    data: PlanData
    gap: float
    threads: int
    keep: str | None = None


def _outputs(task: _Task) -> Floats:
    """Return the outputs of a plan, and the widths to which they are proved, [2, output]."""
    model = build(task.data)
    alone, together = (
        solve_parts(
            model,
            parts_of(task.data, level),
            gap=task.gap,
            threads=task.threads,
            keep=task.keep,
        )
        for level in ("alone", "together")
    )
    wide = together.objective - together.bound
    first = [float(together.x0[model.columns0.families[family].span].sum()) for family in _FAMILIES]
    saving = alone.objective - together.objective
    widths = [(wide + alone.objective - alone.bound) / 1000.0, wide / 1000.0]
    return np.array(
        [
            [saving / 1000.0, together.objective / 1000.0, *first],
            [*widths, *(0.0 for _ in first)],
        ]
    )


def _check(name: str, record: Parameter, used: Mapping[str, float]) -> None:
    if name not in used:
        message = f"the plan does not use the parameter {name!r}"
        raise SensitivityError(message, f"choose among {', '.join(sorted(used))}")
    if record.low is None or record.high is None or not record.high > record.low:
        message = f"the parameter {name!r} has no range"
        raise SensitivityError(message, "give it a low and a high in parameters.csv")


def _salib() -> tuple[Any, Any]:
    """Return the analysis and the sampling of SALib."""
    try:
        from SALib.analyze.morris import analyze
        from SALib.sample.morris import sample
    except ImportError as error:
        message = "sensitivity needs the package SALib"
        raise SensitivityError(message, "pip install 'beltplan[sensitivity]'") from error
    return analyze, sample
