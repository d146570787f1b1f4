"""`beltplan shares`: what each town gains from acting together, and who would leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from beltplan.cli import plan_classes
from beltplan.cli import shares_view as view
from beltplan.cli.asked import Asked, Choices  # noqa: TC001 - read at run time
from beltplan.cli.gap_bar import counting
from beltplan.cli.given import OutOption, give
from beltplan.cli.grouped import grouped
from beltplan.cli.messages import reported
from beltplan.cli.options import JsonOption  # noqa: TC001 - read at run time
from beltplan.cli.plan import planned
from beltplan.cli.plan_classes import SecondsOption, SizeOption  # noqa: TC001 - at run time
from beltplan.cli.plan_sensitivity import Coarse  # noqa: TC001 - read at run time
from beltplan.plan import Comparison, read_plan
from beltplan.plan.errors import UnknownDecisionError
from beltplan.plan.level import solve_parts
from beltplan.plan.model import build
from beltplan.shares.agreement import agree
from beltplan.shares.classes import game_of_classes, single_seats
from beltplan.shares.coarse import challenge, explore
from beltplan.shares.leastcore import least_core, subsidy

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["app"]

_FEWEST = 2
"""Areas that can share anything."""

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
        positions(areas, [area])
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
        give(
            {"card": found, "exchange": view.exchange(together, area)},
            view.card(found, together, area),
            out=out,
            as_json=as_json,
            prefix="shares",
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
        shown = view.agreement(made, plans["together"])
        give(found, shown, out=out, as_json=as_json, prefix="shares")


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

            splits = (
                explore(start, blocks=blocks, solved=solved).splits
                if every
                else challenge(start, solved=solved)
            )
        found = {
            "splits": view.of_splits(splits, start.data.areas),
            "stability": view.of_stability(splits),
        }
        give(found, view.splits(splits, start), out=out, as_json=as_json, prefix="shares")


@app.command()
@grouped
def classes(
    asked: Asked,
    choices: Coarse,
    area: Annotated[
        list[str], typer.Option("--area", help="An area that takes part; give two to eight.")
    ],
    size: SizeOption = None,
    seconds: SecondsOption = 60.0,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print whether areas can share the saving when courses open in whole classes.

    Example: beltplan shares classes --area skelleftea --area umea --area lulea --n 300
    """
    with reported():
        choices.of_the_mean("shares")
        region, futures = asked.read(choices.years_to)
        start = read_plan(region, futures, choices.settings(), seed=asked.seed)
        playing = positions(start.data.areas, area)
        if len(playing) < _FEWEST:
            raise typer.BadParameter("give two areas or more", param_hint="--area")
        seats = plan_classes.size_of(region, size)
        model = build(start.data)
        with counting() as bar:
            task = bar.add_task("groups of areas", total=2 ** len(playing) - 1)
            found = game_of_classes(
                model,
                playing,
                size=seats,
                gap=choices.gap,
                seconds=seconds,
                done=lambda done, total: bar.update(task, completed=done, total=total),
            )
        core, needed = least_core(found.game), subsidy(found.game)
        said = plan_classes.game_summary(found, core, needed, seats)
        table = plan_classes.gains(found, core, single_seats(model, playing))
        shown = [plan_classes.game_words(said), plan_classes.gains_table(table)]
        tables = {"classes": said, "classes-gains": table}
        give(tables, shown, out=out, as_json=as_json, prefix="shares")


def positions(areas: Sequence[str], asked: Sequence[str]) -> list[int]:
    """Return where areas are, each once.

    Raises
    ------
    UnknownDecisionError
        If there is no such area.
    """
    for name in asked:
        if name not in areas:
            message = f"the plan has no area {name!r}"
            raise UnknownDecisionError(message, f"choose one of {', '.join(areas)}")
    return sorted({areas.index(name) for name in asked})
