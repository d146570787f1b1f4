"""`beltplan plan classes`: the plan when courses open in whole classes."""

from __future__ import annotations

import math

import numpy as np

from beltplan.cli import plan_classes as view
from beltplan.cli.asked import Asked  # noqa: TC001 - read at run time
from beltplan.cli.gap_bar import counting
from beltplan.cli.given import LevelOption, OutOption, give
from beltplan.cli.grouped import grouped
from beltplan.cli.messages import reported
from beltplan.cli.options import JsonOption  # noqa: TC001 - read at run time
from beltplan.cli.plan_classes import SecondsOption, SizeOption  # noqa: TC001 - at run time
from beltplan.cli.plan_sensitivity import Coarse  # noqa: TC001 - read at run time
from beltplan.plan import read_plan
from beltplan.plan.levels import part, parts_of
from beltplan.plan.model import build
from beltplan.plan.simplex import solve_exactly
from beltplan.plan.whole import solve_whole

__all__ = ["classes"]


@grouped
def classes(
    asked: Asked,
    choices: Coarse,
    level: LevelOption = "together",
    size: SizeOption = None,
    seconds: SecondsOption = 300.0,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Plan with courses that open in whole classes or not at all, and print what that costs.

    Example: beltplan plan classes --n 300 --scenarios 1 --years-to 2030
    """
    with reported():
        choices.of_the_mean("whole classes")
        region, futures = asked.read(choices.years_to)
        seats = view.size_of(region, size)
        start = read_plan(region, futures, choices.settings(), seed=asked.seed)
        model = build(start.data)
        parts = parts_of(start.data, level)
        x0 = np.zeros(len(model.stage.cost0))
        whole, single = np.zeros(2), 0.0
        with counting() as bar:
            task = bar.add_task(f"{level}, parts", total=len(parts))
            for k, members in enumerate(parts):
                cut = part(model, members)

                def seen(gap: float, gone: float, k: int = k) -> None:
                    known = f"gap {gap:.2%}" if math.isfinite(gap) else "no plan yet"
                    said = f"{level}, part {k + 1}: {known}, {gone:.0f} of {seconds:.0f} s; parts"
                    bar.update(task, description=said)

                found = solve_whole(
                    model, cut, size=seats, gap=choices.gap, seconds=seconds, watch=seen
                )
                x0[cut.columns0] = found.x0
                whole += found.objective, found.bound
                single += solve_exactly(cut.stage).objective
                bar.update(task, completed=k + 1)
        cost, bound = map(float, whole)
        said = view.plan_summary(level, seats, (cost, bound), (single, single))
        table = view.opened(model, x0, seats)
        years = start.data.years
        shown = [
            view.plan_words(said, years, len(start.data.probability)),
            view.opened_table(table, years),
        ]
        give({"classes": said, "classes-opened": table}, shown, out=out, as_json=as_json)
