"""The numbers that the account starts from, and what each future draws of them.

`Account` is what `beltplan.balance.reading` takes from the facts (or a test makes up);
`lanes` turns it into arrays with one *lane* per future of a block, the last axis.
Axes: place p, group g, project j, profile s, link k, country c, quarter t, lane l.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from beltplan.balance.draws import BLOCK, Factor, draw, draw_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["AUTUMN", "RATES", "Account", "Jobs", "Lanes", "Link", "drawn_jobs", "lanes"]

AUTUMN: Final = 2
"""Index in its year of the quarter in which graduates look for work."""

RATES: Final = (
    "retire",
    "entrants",
    "quit",
    "quit_leave",
    "hire",
    "hire_same",
    "hire_close",
    "poach_posts",
    "poach_staff",
    "move",
    "move_border",
    "count_move",
    "recruit",
    "recruit_cap",
    "local_leave",
    "local_stay",
    "recruited_leave",
    "recruited_stay",
    "unemployed_leave",
    "leaver_delay",
    "household",
    "visiting",
    "indirect_lag",
    "public_jobs",
    "base_trend",
    "graduate",
    "frictional",
    "persons_per_home",
    "home_vacancy",
    "home_crowding",
    "home_base",
    "home_response",
    "home_cap",
    "home_lead",
    "child_1_5",
    "child_6_15",
    "child_16_18",
    "mover_1_5",
    "mover_6_15",
    "mover_16_18",
    "complete",
)
"""Rates per quarter that the rules use, in the order of `Lanes.rate`; see `_rates`."""

YEAR: Final = np.float32(4)
"""Quarters in a year."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """How many people a project employs at full activity.

    Attributes
    ----------
    rule
        ``actual``: the number is a count of a plant that exists; ``plan``: a plan, times
        `factor`; ``cell``: a plan times `factor`, at most `per_capacity` times the
        capacity and at least the plan; ``capacity``: `per_capacity` times the capacity.
    number
        Count or plan; None under rule ``capacity``.
    capacity
        Capacity in the unit of its step; None where it is not needed.
    factor, per_capacity
        Names of parameters; empty where not needed.
    """

    rule: Literal["actual", "plan", "cell", "capacity"]
    number: Factor | None
    capacity: Factor | None
    factor: str = ""
    per_capacity: str = ""


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


@dataclass(frozen=True, slots=True)
class Lanes:
    """What one block of futures has drawn; float32, last axis the lane.

    Attributes
    ----------
    activity, building
        [t, j, l], share of full activity and of the construction peak.
    jobs, crew
        [j, l], staff at full activity and at the construction peak.
    profile
        [s, g, l], sums to 1 over groups.
    construction, mix
        [g, l], sum to 1 over groups.
    service
        [g, l], local jobs per project job, by group.
    rate
        [len(RATES), l], see `RATES`.
    trend, income, tax
        [p, l], change of population per quarter (share); taxable earnings per employed
        (EUR/year) and local tax on them (share).
    labour_force, unemployment
        [p, l].
    link
        [k, l], share of the available at the origin who would start to commute to the target
        in a quarter.
    reach
        [k, l], share of the available at the origin on whom the target counts: all of them
        within commuting distance (with those who would move: at most everybody), else 0.
    valid
        Number of lanes that are futures; the rest repeat the first.
    """

    activity: Floats
    building: Floats
    jobs: Floats
    crew: Floats
    profile: Floats
    construction: Floats
    service: Floats
    mix: Floats
    rate: Floats
    trend: Floats
    income: Floats
    tax: Floats
    labour_force: Floats
    unemployment: Floats
    link: Floats
    reach: Floats
    valid: int


def lanes(
    account: Account,
    activity: NDArray[np.float32],
    building: NDArray[np.float32],
    *,
    seed: int,
    block: int,
    width: int = BLOCK,
) -> Lanes:
    """Draw a block and lay it out in lanes.

    Parameters
    ----------
    account
        The region.
    activity, building
        [n, j, t] with n <= BLOCK, of the futures of this block.
    seed, block
        See `beltplan.balance.draws.draw`.
    width
        Number of lanes, at least n; lanes past n repeat the first future.

    Raises
    ------
    ValueError
        If the shapes do not fit the account.
    """
    n, projects, quarters = activity.shape
    if (projects, quarters) != (len(account.projects), len(account.quarters)):
        msg = (
            f"activity is [future, {projects} projects, {quarters} quarters]; the account has "
            f"{len(account.projects)} projects and {len(account.quarters)} quarters"
        )
        raise ValueError(msg)
    pick = np.arange(width)
    pick[n:] = 0
    groups = len(account.groups)
    one = Factor("one", 1, 1, 1, "fixed")
    parts = (
        tuple(account.parameters.values()),
        tuple(job.number or one for job in account.jobs),
        tuple(job.capacity or one for job in account.jobs),
        tuple(share for row in account.profile for share in row),
        account.construction,
        account.mix,
        account.labour_force,
        account.unemployment,
        account.trend,
    )
    factors = [factor for part in parts for factor in part]
    values = draw(factors, seed=seed, block=block)[:, pick]
    cuts = np.cumsum([len(part) for part in parts])[:-1]
    rows, number, capacity, profile, construction, mix, labour_force, unemployment, trend = (
        np.split(values, cuts)
    )
    drawn = dict(zip(account.parameters, rows, strict=True))
    jobs = _jobs(account, drawn, number, capacity)
    rate = _rates(drawn)
    link = _willing(account, drawn, width)
    mix = _normalised(mix)
    served = np.where(account.service[:, None], mix, np.float32(0))
    local = drawn["indirect_jobs_per_direct"] * drawn["indirect_local_share"]
    return Lanes(
        activity=np.ascontiguousarray(activity.transpose(2, 1, 0)[:, :, pick], np.float32),
        building=np.ascontiguousarray(building.transpose(2, 1, 0)[:, :, pick], np.float32),
        jobs=jobs,
        crew=jobs * drawn["construction_peak_per_operating_job"],
        profile=_educated(
            _normalised(profile.reshape(len(account.profiles), groups, width)), account, drawn
        ),
        construction=_normalised(construction),
        service=_normalised(served) * local if account.service.any() else served,
        mix=mix,
        rate=rate,
        trend=trend / YEAR,
        income=_by_country(account, drawn, "taxable_income_per_employed"),
        tax=_by_country(account, drawn, "local_tax_rate"),
        labour_force=labour_force,
        unemployment=unemployment,
        link=link,
        reach=_within_reach(rate, link, account),
        valid=n,
    )


def drawn_jobs(account: Account, *, seed: int, n: int) -> Floats:
    """Return the staff of each project at full activity in each future, float32 [j, n]."""
    one = Factor("one", 1, 1, 1, "fixed")
    parts = (
        tuple(account.parameters.values()),
        tuple(job.number or one for job in account.jobs),
        tuple(job.capacity or one for job in account.jobs),
    )
    values = draw_all([factor for part in parts for factor in part], seed=seed, n=n)
    rows, number, capacity = np.split(values, np.cumsum([len(part) for part in parts])[:-1])
    return _jobs(account, dict(zip(account.parameters, rows, strict=True)), number, capacity)


def _jobs(
    account: Account, drawn: Mapping[str, Floats], number: Floats, capacity: Floats
) -> Floats:
    """Staff at full activity, [j, l]; see `Jobs`."""
    result = np.empty_like(number)
    for row, job in enumerate(account.jobs):
        if job.rule == "actual":
            result[row] = number[row]
        elif job.rule == "plan":
            result[row] = number[row] * drawn[job.factor]
        elif job.rule == "cell":
            most = drawn[job.per_capacity] * capacity[row]
            result[row] = np.maximum(number[row], np.minimum(number[row] * drawn[job.factor], most))
        else:
            result[row] = drawn[job.per_capacity] * capacity[row]
    return result


def _by_country(account: Account, drawn: Mapping[str, Floats], name: str) -> Floats:
    """Values of a parameter that has one row per country, [p, l]."""
    values = np.stack([drawn[f"{name}_{code.lower()}"] for code in account.countries])
    result: Floats = values[account.country]
    return result


def _normalised(shares: Floats) -> Floats:
    """Divide shares by their sum over groups (the axis before the lanes)."""
    total: Floats = shares.sum(axis=-2, keepdims=True)
    return shares / total


def _educated(profile: Floats, account: Account, drawn: Mapping[str, Floats]) -> Floats:
    """Set the share of the staff of cell plants that needs higher education.

    The groups of skill level 4 together get the drawn share, the others the rest; within
    the two parts the groups keep their proportions. A pilot plant keeps its own share if
    that is higher. Other profiles stay as they are: the claims are about cell plants.
    """
    result = profile.copy()
    for name in ("cell", "cell_pilot"):
        if name not in account.profiles or not account.higher.any():
            continue
        row = account.profiles.index(name)
        own: Floats = profile[row, account.higher].sum(axis=0)
        share = drawn["higher_education_share_cell"]
        if name == "cell_pilot":
            share = np.maximum(share, own)
        result[row, account.higher] *= share / own
        result[row, ~account.higher] *= (1 - share) / (1 - own)
    return result


def _willing(account: Account, drawn: Mapping[str, Floats], width: int) -> Floats:
    """Share who would start to commute: the whole willingness within the limits, else 0."""
    result = np.zeros((len(account.links), width), np.float32)
    for row, link in enumerate(account.links):
        minutes = (
            np.float32(link.minutes)
            if np.isfinite(link.minutes)
            else 60 * np.float32(link.km) / drawn["road_speed_km_per_h"]
        )
        near = minutes <= drawn["commuting_limit_minutes"]
        if np.isfinite(link.km):
            near = near & (np.float32(link.km) <= drawn["commuting_limit_km"])
        name = "_cross_border" if link.border else ""
        result[row] = near * drawn[f"commute_willingness{name}_per_quarter"]
    return result


def _within_reach(rate: Floats, link: Floats, account: Account) -> Floats:
    """Share on whom a place counts: all within commuting distance, less those who would move."""
    move = rate[RATES.index("count_move")]
    abroad = move * rate[RATES.index("move_border")]
    border = np.array([each.border for each in account.links], bool)[:, None]
    reach: Floats = np.where(link > 0, 1 - np.where(border, abroad, move), np.float32(0))
    return reach.astype(np.float32)


def _rates(drawn: Mapping[str, Floats]) -> Floats:
    """Turn the parameters into rates per quarter, in the order of `RATES`."""
    rooted, newcomer = drawn["layoff_leave_share_local"], drawn["layoff_leave_share_newcomer"]
    stay = drawn["layoff_stay_unemployed_share"]
    permit, permit_leave = drawn["permit_holder_share"], drawn["permit_leave_share"]
    base = drawn["home_completions_base_per_1000_per_year"]
    rate = {
        "retire": drawn["retirement_rate_per_year"] / YEAR,
        "entrants": drawn["entrant_ratio"],
        "quit": drawn["turnover_rate_plant_per_year"] / YEAR,
        "quit_leave": drawn["turnover_leaves_place_share"],
        "hire": drawn["hire_share_per_quarter"],
        "hire_same": drawn["local_match_share_per_quarter"],
        "hire_close": drawn["close_group_match_share_per_quarter"] / drawn["retraining_quarters"],
        "poach_posts": drawn["poaching_cap_share_of_open_posts"],
        "poach_staff": drawn["poaching_share_per_quarter"],
        "move": drawn["mover_rate_belt_per_quarter"],
        "move_border": drawn["mover_cross_border_factor"],
        "count_move": np.minimum(YEAR * drawn["mover_rate_belt_per_quarter"], 1),
        "recruit": drawn["outside_recruits_max_share_of_open_posts"],
        "recruit_cap": drawn["outside_recruits_max_per_1000_per_quarter"] / 1000,
        "local_leave": rooted,
        "local_stay": np.minimum(stay, 1 - rooted),
        "recruited_leave": permit * permit_leave + (1 - permit) * newcomer,
        "recruited_stay": permit * (1 - permit_leave)
        + (1 - permit) * np.minimum(stay, 1 - newcomer),
        "unemployed_leave": drawn["unemployed_leave_share_per_quarter"],
        "leaver_delay": drawn["leaver_delay_quarters"],
        "household": drawn["persons_per_mover"],
        "visiting": 1 - drawn["construction_local_share"],
        "indirect_lag": drawn["indirect_lag_quarters"],
        "public_jobs": drawn["public_service_jobs_per_inhabitant"],
        "base_trend": drawn["base_jobs_trend_per_year"] / YEAR,
        "graduate": drawn["programme_completion_share"] * drawn["graduate_stay_share"],
        "frictional": drawn["frictional_unemployment_share"],
        "persons_per_home": drawn["persons_per_home"],
        "home_vacancy": drawn["vacancy_share_normal"],
        "home_crowding": drawn["home_crowding_share"],
        "home_base": base / 1000 / YEAR,
        "home_response": drawn["home_build_response_share"] / YEAR,
        "home_cap": np.maximum(drawn["home_completions_max_per_1000_per_year"] - base, 0)
        / 1000
        / YEAR,
        "home_lead": drawn["home_build_lead_quarters"],
        "child_1_5": drawn["population_share_age_1_5"],
        "child_6_15": drawn["population_share_age_6_15"],
        "child_16_18": drawn["population_share_age_16_18"],
        "mover_1_5": drawn["mover_share_age_1_5"],
        "mover_6_15": drawn["mover_share_age_6_15"],
        "mover_16_18": drawn["mover_share_age_16_18"],
        "complete": drawn["programme_completion_share"],
    }
    return np.stack([rate[name] for name in RATES]).astype(np.float32)
