"""The regions that are measured, from small to large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from beltplan.facts import load
from beltplan.futures import simulate
from beltplan.plan import PlanSettings, read_plan
from beltplan.plan.example import example

if TYPE_CHECKING:
    from beltplan.plan.data import PlanData

__all__ = ["PEERS", "SIZES", "Shipped", "Size"]

PEERS: Final = ("linopy", "pyoptinterface", "pulp", "pyomo")
"""Libraries that build the same model."""


class Size(NamedTuple):
    """Axes of a made-up region, and the ways to solve it that are worth the wait."""

    areas: int
    groups: int
    years: int
    scenarios: int
    courses: int
    ways: tuple[str, ...]

    def region(self) -> PlanData:
        """Return the region."""
        return example(self.areas, self.groups, self.years, self.scenarios, courses=self.courses)

    def __str__(self) -> str:
        return f"{self.areas} areas × {self.groups} groups × {self.years} years × " + (
            f"{self.scenarios} scenarios, {self.courses} courses"
        )


class Shipped(NamedTuple):
    """The shipped region as it is planned by default, to 2040."""

    futures: int
    scenarios: int
    ways: tuple[str, ...]

    def region(self) -> PlanData:
        """Return the region."""
        belt = load("nordic-battery-belt")
        futures = simulate(belt, n=self.futures, end="2040Q4")
        return read_plan(belt, futures, PlanSettings(scenarios=self.scenarios)).data

    def __str__(self) -> str:
        return f"the shipped region, {self.scenarios} scenarios of {self.futures} futures"


SIZES: Final[dict[str, Size | Shipped]] = {
    "S0": Size(4, 5, 5, 3, 12, ("ours", "ipx", "ipx-loose", "ipx-crossover", "pdlp", "mpi-sppy")),
    "S1": Size(14, 20, 12, 9, 40, ("ours", "ipx", "ipx-loose", "pdlp")),
    "S2": Size(60, 30, 15, 9, 120, ("ours", "ipx")),
    "belt": Shipped(1_000, 9, ("ours", "simplex", "ipx")),
}
