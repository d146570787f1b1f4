"""What commands about futures ask for: the region, as known when, and how its futures are drawn."""

from __future__ import annotations

from dataclasses import dataclass

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

__all__ = ["Drawn", "Many"]


@dataclass(frozen=True)
class Drawn:
    """A thousand futures, enough to look something up."""

    region: RegionOption = DEFAULT
    as_of: AsOfOption = None
    n: CountOption = 1_000
    seed: SeedOption = 1
    end: EndOption = "2040Q4"
    event: EventOption = None
    without: WithoutOption = None


@dataclass(frozen=True)
class Many(Drawn):
    """As many futures as a result should rest on."""

    n: CountOption = 10_000
