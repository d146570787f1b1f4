"""What commands about plans and shares ask for: which region and futures, which choices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - typer reads the types at run time
from typing import TYPE_CHECKING, Annotated

import typer

from beltplan.cli.drawn import Sampled
from beltplan.plan import PlanSettings, Workers
from beltplan.plan.settings import GAP

if TYPE_CHECKING:
    from beltplan.facts import Region
    from beltplan.futures import Futures

__all__ = ["Asked", "Choices"]


@dataclass(frozen=True)
class Asked(Sampled):
    """Which region, as known when, and which futures."""

    def read(self, last_year: int) -> tuple[Region, Futures]:
        """Return the region, and its futures to the end of a year."""
        region = self.load()
        return region, self.simulate(region, f"{last_year}Q4")


@dataclass(frozen=True)
class Choices:
    """How fine and how cautious a plan is, and where it is solved."""

    scenarios: Annotated[
        int,
        typer.Option("--scenarios", min=1, max=500, help="Futures that stand for all of them."),
    ] = 9
    gap: Annotated[
        float,
        typer.Option("--gap", min=1e-9, max=0.1, help="Proved relative gap at which to stop."),
    ] = GAP
    years_from: Annotated[
        int | None,
        typer.Option("--years-from", help="First year; the next full year if left out."),
    ] = None
    years_to: Annotated[int, typer.Option("--years-to", min=2000, max=2100, help="Last year.")] = (
        2040
    )
    quarterly: Annotated[
        bool, typer.Option("--quarterly", help="Plan by quarter instead of by year.")
    ] = False
    theta: Annotated[
        float,
        typer.Option(
            "--theta", min=0.0, max=1.0, help="Weight of the bad futures; 0 plans for the mean."
        ),
    ] = 0.0
    alpha: Annotated[
        float,
        typer.Option("--alpha", min=0.01, max=0.99, help="Share of futures that are not bad."),
    ] = 0.8
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads of a solve.")] = 2
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            help="Solve on a Dask cluster: address of its scheduler, such as tcp://host:8786.",
            metavar="ADDRESS",
        ),
    ] = None

    keep: Annotated[
        Path | None,
        typer.Option(
            "--keep",
            help="Keep finished parts in this folder; an interrupted run goes on from there.",
            metavar="DIR",
        ),
    ] = None

    def of_the_mean(self, what: str) -> None:
        """Refuse a weight of the bad futures where only the mean has a meaning.

        Raises
        ------
        typer.BadParameter
            If there is one.
        """
        if self.theta:
            message = f"{what} rest on the expected cost, not on a weight of the bad futures"
            raise typer.BadParameter(message, param_hint="--theta")

    def settings(self) -> PlanSettings:
        """Return the choices as the plan takes them."""
        return PlanSettings(
            first_year=self.years_from,
            last_year=self.years_to,
            periods="quarter" if self.quarterly else "year",
            scenarios=self.scenarios,
            theta=self.theta,
            alpha=self.alpha,
            gap=self.gap,
            threads=self.threads,
        )

    def workers(self) -> Workers:
        """Return where to solve."""
        return Workers(self.cluster)
