"""`beltplan shares`: what each town gains from acting together, and who would leave."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
import typer

from beltplan.cli import plan_data
from beltplan.cli import shares_view as view
from beltplan.cli.asked import Asked, Choices  # noqa: TC001 - read at run time
from beltplan.cli.gap_bar import counting
from beltplan.cli.grouped import grouped
from beltplan.cli.messages import console, reported
from beltplan.cli.plan import JsonOption, OutOption, planned
from beltplan.cli.plan_sensitivity import Coarse  # noqa: TC001 - read at run time
from beltplan.plan import Comparison, read_plan
from beltplan.plan.errors import UnknownDecisionError
from beltplan.plan.level import solve_parts
from beltplan.shares.agreement import agree, challenge, explore

__all__ = ["app"]

app = typer.Typer(help="Who gains how much from acting together.", no_args_is_help=True)


@app.command()
@grouped
def card(
    asked: Asked,
    choices: Choices,
    area: Annotated[str, typer.Option("--area", help="Area, such as skelleftea.")],
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print what an area loses alone and gains together, what it gives and gets, and pays.

    Example: beltplan shares card --area skelleftea --n 300 --scenarios 3 --gap 1e-3
    """
    with reported():
        choices.of_the_mean("shares")
        plans = planned(asked, choices, ("alone", "together"))
        together = plans["together"]
        areas = together.input.data.areas
        if area not in areas:
            message = f"the plan has no area {area!r}"
            raise UnknownDecisionError(message, f"choose one of {', '.join(areas)}")
        agreement = agree(Comparison(plans))
        others = np.array([r for r, name in enumerate(areas) if name != area])
        with choices.workers() as workers, counting() as bar:
            bar.add_task(f"all without {area}", total=1.0)
            without = solve_parts(
                together.model,
                (others,),
                gap=choices.gap,
                threads=choices.threads,
                workers=workers,
                keep=choices.keep,
            )
        found = view.of_card(agreement, together, area, without.objective)
        _give(
            {"card": found, "exchange": view.exchange(together, area)},
            view.card(found, together, area),
            out=out,
            as_json=as_json,
        )


@app.command()
@grouped
def agreement(
    asked: Asked, choices: Choices, out: OutOption = None, as_json: JsonOption = False
) -> None:
    """Print what every area bears, gains and pays by the plan's prices, future by future.

    Example: beltplan shares agreement --n 300 --scenarios 3 --gap 1e-3
    """
    with reported():
        choices.of_the_mean("shares")
        plans = planned(asked, choices, ("alone", "together"))
        made = agree(Comparison(plans))
        found = {"agreement": view.of_agreement(made)}
        _give(found, view.agreement(made, plans["together"]), out=out, as_json=as_json)


@app.command()
@grouped
def table(
    asked: Asked,
    choices: Coarse,
    every: Annotated[
        bool,
        typer.Option(
            "--all", help="Add nucleolus, least core and the most even split: many more solves."
        ),
    ] = False,
    blocks: Annotated[
        int, typer.Option("--blocks", min=0, help="With --all: blocks of a sampled Shapley value.")
    ] = 0,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print ways to split the saving, and which of them groups of areas would block.

    Example: beltplan shares table --n 300 --scenarios 1 --years-to 2029
    """
    with reported():
        choices.of_the_mean("shares")
        region, futures = asked.read(choices.years_to)
        start = read_plan(region, futures, choices.settings(), seed=asked.seed)
        with counting() as bar:
            areas = len(start.data.areas)
            task = bar.add_task("groups of areas solved (as many as it takes)", total=areas + 1)

            def solved(number: int) -> None:
                bar.update(task, completed=number, total=max(number, areas + 1))

            gap, threads = choices.gap, 1  # of many small solves; more threads only wait
            if every:
                splits: Any = explore(
                    start, gap=gap, threads=threads, blocks=blocks, solved=solved
                ).splits
            else:
                splits = challenge(start, gap=gap, threads=threads, solved=solved)
        found = {
            "splits": view.of_splits(splits, start.data.areas),
            "stability": view.of_stability(splits),
        }
        _give(found, view.splits(splits, start), out=out, as_json=as_json)


def _give(found: dict[str, Any], shown: list[Any], *, out: Any, as_json: bool) -> None:
    written = plan_data.write(found, out, prefix="shares") if out is not None else []
    if as_json:
        typer.echo(plan_data.as_json(found))
        return
    for each in shown:
        console().print(each)
    if written:
        console().print(f"Wrote {', '.join(path.name for path in written)} to {out}.")
