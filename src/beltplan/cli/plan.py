"""`beltplan plan`: what to build, open and agree, alone or together."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from beltplan.cli import plan_data as data
from beltplan.cli import plan_judged as judged
from beltplan.cli import plan_sensitivity as moved
from beltplan.cli import plan_view as view
from beltplan.cli.asked import Asked, Choices  # noqa: TC001 - read at run time
from beltplan.cli.gap_bar import GapBar, counting
from beltplan.cli.given import LevelOption, OutOption, give
from beltplan.cli.grouped import grouped
from beltplan.cli.messages import console, reported
from beltplan.cli.options import JsonOption  # noqa: TC001 - read at run time
from beltplan.cli.plan_judged import ApartOption, SampleOption  # noqa: TC001 - at run time
from beltplan.cli.plan_whole import classes
from beltplan.plan import (
    LEVELS,
    Comparison,
    Level,
    measures,
    read_plan,
)
from beltplan.plan import prices as ranked
from beltplan.plan.apart import apart as one_by_one
from beltplan.plan.explain import candidates
from beltplan.plan.explain import explain as explained_decision
from beltplan.plan.explain_text import explained
from beltplan.plan.levels import part, parts_of
from beltplan.plan.model import build
from beltplan.plan.regret import regret as judge
from beltplan.plan.run import solve_level
from beltplan.plan.saving import load_plan, save_plan
from beltplan.plan.sensitivity import sensitivity as measured
from beltplan.plan.unseen import unseen as judged_unseen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beltplan.plan import Plan

__all__ = ["app", "planned"]

app = typer.Typer(help="What to build, open and agree, alone or together.", no_args_is_help=True)
app.command()(classes)

YearOption = Annotated[
    str | None, typer.Option("--year", help="Year to show; the middle one if left out.")
]

SavedOption = Annotated[
    Path | None,
    typer.Option(
        "--from", help="Take a plan that `plan run --out` wrote (plan.npz).", metavar="FILE"
    ),
]


@app.command()
@grouped
def run(
    asked: Asked,
    choices: Choices,
    level: LevelOption = "together",
    year: YearOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Plan a level, and print what to decide, what it costs and what stays unmet.

    Example: beltplan plan run --level together --n 300 --scenarios 3 --gap 1e-3
    """
    with reported():
        made = planned(asked, choices, (level,))[level]
        if out is not None:
            save_plan(made, out / "plan.npz")
        give(data.of_plan(made), view.plan_parts(made, year), out=out, as_json=as_json)


@app.command()
@grouped
def compare(
    asked: Asked, choices: Choices, out: OutOption = None, as_json: JsonOption = False
) -> None:
    """Plan alone, nationally and together, and print what each saves and what differs.

    Example: beltplan plan compare --n 300 --scenarios 3 --gap 1e-3
    """
    with reported():
        made = Comparison(planned(asked, choices, LEVELS))
        give(data.of_comparison(made), view.comparison_parts(made), out=out, as_json=as_json)


@app.command()
@grouped
def prices(
    asked: Asked,
    choices: Choices,
    level: LevelOption = "together",
    kind: Annotated[
        str | None, typer.Option("--kind", help="Only people, seats, homes, power, ….")
    ] = None,
    area: Annotated[str | None, typer.Option("--area", help="Only this area.")] = None,
    saved: SavedOption = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many to print.")] = 25,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print what one more seat, home, megawatt or person is worth, dearest first.

    Example: beltplan plan prices --kind seats --n 300 --scenarios 3 --gap 1e-3
    """
    with reported():
        made = _one(asked, choices, level, saved)
        table = data.only(ranked(made), kind=kind, area=area)
        found = {"prices": table}
        shown = [view.prices(table.head(top), made, table.height)]
        give(found, shown, out=out, as_json=as_json)


@app.command()
@grouped
def explain(
    asked: Asked,
    choices: Choices,
    area: Annotated[str, typer.Option("--area", help="Area, such as skelleftea.")],
    kind: Annotated[
        str, typer.Option("--kind", help="seats, homes, grid, service or market.")
    ] = "seats",
    what: Annotated[
        str | None,
        typer.Option("--what", help="Course (or how its group begins), service or step."),
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", help="Year of decision; the largest if left out.")
    ] = None,
    level: LevelOption = "together",
    saved: SavedOption = None,
) -> None:
    """Print why a decision is taken or not: what it costs, and what each row pays for it.

    Example: beltplan plan explain --area skelleftea --kind seats --n 300 --scenarios 3 --gap 1e-3
    """
    with reported():
        made = _one(asked, choices, level, saved)
        found = explained_decision(made, kind=kind, area=area, what=what, year=year)
        others = view.others(candidates(made, kind, area), found)
    sys.stdout.write(explained(found) + "\n")
    if others is not None:
        console().print(others)


@app.command()
@grouped
def worth(asked: Asked, choices: Choices, as_json: JsonOption = False) -> None:
    """Print what it is worth to plan for many futures: VSS and EVPI of the plan together.

    Example: beltplan plan worth --n 300 --scenarios 3 --gap 1e-3
    """
    with reported():
        choices.of_the_mean("VSS and EVPI")
        made = planned(asked, choices, ("together",))["together"]
        (everybody,) = parts_of(made.input.data, "together")
        with choices.workers() as workers, counting() as bar:
            task = bar.add_task("each future known", total=choices.scenarios)
            found = measures(
                part(made.model, everybody).stage,
                made.cost,
                gap=made.solved.gap,
                workers=workers,
                done=lambda done, total: bar.update(task, completed=done, total=total),
            )
    if as_json:
        sys.stdout.write(json.dumps(data.of_measures(found), indent=1) + "\n")
    else:
        console().print(view.measured(found, made))


@app.command()
@grouped
def sensitivity(
    asked: Asked,
    choices: moved.Coarse,
    parameter: moved.ParameterOption = None,
    most: Annotated[
        int, typer.Option("--most", min=1, help="How many parameters, the most uncertain ones.")
    ] = 10,
    trajectories: moved.TrajectoriesOption = 4,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print on which uncertain assumptions the saving and the decisions rest (Morris).

    Example: beltplan plan sensitivity --n 300 --years-to 2030 --most 5 --trajectories 2
    """
    with reported():
        region, futures = asked.read(choices.years_to)
        with choices.workers() as workers, counting() as bar:
            task = bar.add_task("plans", total=1.0)
            found = measured(
                region,
                futures,
                choices.settings(),
                parameters=parameter,
                most=most,
                trajectories=trajectories,
                seed=asked.seed,
                workers=workers,
                keep=choices.keep,
                done=lambda done, total: bar.update(task, completed=done, total=total),
            )
        shown = [moved.effects(found, "saving"), moved.effects(found, "cost"), moved.matrix(found)]
        give({"sensitivity": found.table}, shown, out=out, as_json=as_json)


@app.command()
@grouped
def regret(
    asked: Asked,
    choices: Choices,
    apart: ApartOption = False,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge doing nothing and the plans of all levels in every future, by the balance's rules.

    Example: beltplan plan regret --n 500 --scenarios 3 --gap 1e-3 --years-to 2031
    """
    with reported():
        plans = planned(asked, choices, LEVELS)
        region, futures = asked.read(choices.years_to)
        every: dict[str, Plan] = {}
        for level, each in plans.items():
            every[level] = each
            kinds = one_by_one(each) if apart else {}
            every |= {f"{level}: {kind}": only for kind, only in kinds.items()}
        with counting() as bar:
            task = bar.add_task("futures", total=1.0)
            found = judge(
                region,
                futures,
                every,
                seed=asked.seed,
                progress=lambda done, count: bar.update(task, completed=done / count),
            )
        tables = {"regret": found.table(), "causes": found.causes()}
        shown = [judged.regret(found), judged.causes(found)]
        give(tables, shown, out=out, as_json=as_json)


@app.command()
@grouped
def unseen(
    asked: Asked,
    choices: Choices,
    sample: SampleOption = 100,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge the decisions of all levels in futures they were not made for, by the plan's own model.

    Example: beltplan plan unseen --n 300 --sample 20 --scenarios 3 --gap 1e-3 --years-to 2031
    """
    with reported():
        plans = planned(asked, choices, LEVELS)
        region, futures = asked.read(choices.years_to)
        with choices.workers() as workers, counting() as bar:
            task = bar.add_task("parts of futures", total=1.0)
            found = judged_unseen(
                region,
                futures,
                {str(level): each for level, each in plans.items()},
                sample=sample,
                seed=asked.seed,
                workers=workers,
                done=lambda done, total: bar.update(task, completed=done, total=total),
            )
        tables = {"unseen": found.table(), "unseen-sources": found.sources()}
        shown = [judged.worth(found), judged.sources(tables["unseen-sources"])]
        give(tables, shown, out=out, as_json=as_json)


def planned(asked: Asked, choices: Choices, levels: Sequence[Level]) -> dict[Level, Plan]:
    """Plan some levels of what is asked for, with a bar."""
    settings = choices.settings()
    with choices.workers() as workers, GapBar(choices.gap) as bar:
        bar.say("futures")
        region, futures = asked.read(choices.years_to)
        bar.say("scenarios")
        start = read_plan(region, futures, settings, seed=asked.seed)
        model = build(start.data)
        bar.expect({level: len(parts_of(start.data, level)) for level in levels})
        plans: dict[Level, Plan] = {}
        for level in levels:
            bar.say(level)
            plans[level] = solve_level(
                start,
                model,
                level,
                workers=workers,
                keep=choices.keep,
                watch=lambda step, level=level: bar(level, step),  # type: ignore[misc]
            )
    return plans


def _one(asked: Asked, choices: Choices, level: Level, saved: Path | None) -> Plan:
    """Return a plan that was kept, or make it."""
    return planned(asked, choices, (level,))[level] if saved is None else load_plan(saved)
