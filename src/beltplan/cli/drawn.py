"""What commands about futures ask for: the region, as known when, and how its futures are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beltplan.cli.options import (
    DEFAULT,
    AsOfOption,
    CountOption,
    EndOption,
    EventOption,
    RegionOption,
    SeedOption,
    WithoutOption,
)
from beltplan.facts import load
from beltplan.futures import simulate

if TYPE_CHECKING:
    from collections.abc import Callable

    from beltplan.facts import Region
    from beltplan.futures import Futures

__all__ = ["Drawn", "Many", "Sampled"]


@dataclass(frozen=True)
class Sampled:
    """Which region, as known when, and a thousand of its futures: enough to look something up."""

    region: RegionOption = DEFAULT
    as_of: AsOfOption = None
    n: CountOption = 1_000
    seed: SeedOption = 1
    event: EventOption = None
    without: WithoutOption = None

    def load(self) -> Region:
        """Return the region."""
        return load(self.region, self.as_of)

    def simulate(
        self, region: Region, end: str, progress: Callable[[int, int], None] | None = None
    ) -> Futures:
        """Return the region's futures to the end of a quarter."""
        return simulate(
            region,
            n=self.n,
            seed=self.seed,
            end=end,
            events=self.event or (),
            without=self.without or (),
            progress=progress,
        )


@dataclass(frozen=True)
class Drawn(Sampled):
    """The same to any quarter."""

    end: EndOption = "2040Q4"

    def read(self, progress: Callable[[int, int], None] | None = None) -> tuple[Region, Futures]:
        """Return the region and its futures."""
        region = self.load()
        return region, self.simulate(region, self.end, progress)


@dataclass(frozen=True)
class Many(Drawn):
    """As many futures as a result should rest on."""

    n: CountOption = 10_000
