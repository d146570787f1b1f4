"""The numbers that the account starts from.

`Account` is what `beltplan.balance.reading` takes from the facts (or a test makes up);
`beltplan.balance.lanes` draws from it.
Axes: place p, group g, project j, profile s, link k, country c, quarter t, lane l.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from beltplan.balance.draws import Factor
    from beltplan.balance.jobs import Jobs

__all__ = ["Account", "Link"]


@dataclass(frozen=True, slots=True)
class Link:
    """A way to work: people living at `origin` may work at `target`.

    Attributes
    ----------
    origin, target
        Places, as positions in `Account.places`.
    km, minutes
        Distance and travel time one way; NaN if unknown.
    border
        Whether it crosses a national border.
    """

    origin: int
    target: int
    km: float
    minutes: float
    border: bool


@dataclass(frozen=True)
class Account:
    """A region as the rules see it.

    Attributes
    ----------
    places, countries, groups, projects, profiles
        Ids.
    country
        int [p], position in `countries`.
    public, higher
        bool [g]: staffed in proportion to population; needs higher education.
    service
        bool [g]: groups of the local jobs that projects feed.
    close
        Pairs (source group, target group): people of the source can be hired into the target.
    project_place, project_profile
        int [j].
    jobs
        Staff of each project at full activity.
    profile
        Per profile, shares by group (need not sum to 1: each draw is normalised).
    construction
        Shares by group on building sites.
    mix
        Shares of employment by group outside the projects.
    links
        Ways to work.
    population
        float [p], inhabitants at the start.
    labour_force, unemployment, trend
        Per place: labour force (persons) and share of it without work at the start; change
        of population a year without the projects (share).
    homes_vacant, homes_building
        float [p], homes empty and under construction at the start; NaN if unknown.
    seats
        float [p, g], seats per year of the listed programmes.
    parameters
        Uncertain parameters by name.
    start, end
        First and last quarter.
    """

    places: tuple[str, ...]
    countries: tuple[str, ...]
    groups: tuple[str, ...]
    projects: tuple[str, ...]
    profiles: tuple[str, ...]
    country: NDArray[np.int64]
    public: NDArray[np.bool_]
    higher: NDArray[np.bool_]
    service: NDArray[np.bool_]
    close: tuple[tuple[int, int], ...]
    project_place: NDArray[np.int64]
    project_profile: NDArray[np.int64]
    jobs: tuple[Jobs, ...]
    profile: tuple[tuple[Factor, ...], ...]
    construction: tuple[Factor, ...]
    mix: tuple[Factor, ...]
    links: tuple[Link, ...]
    population: NDArray[np.float64]
    labour_force: tuple[Factor, ...]
    unemployment: tuple[Factor, ...]
    trend: tuple[Factor, ...]
    homes_vacant: NDArray[np.float64]
    homes_building: NDArray[np.float64]
    seats: NDArray[np.float64]
    parameters: Mapping[str, Factor]
    start: int
    end: int
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def quarters(self) -> range:
        """The quarters of the account."""
        return range(self.start, self.end + 1)
