"""What each future draws of the account: arrays with one *lane* per future of a block.

The lane is the last axis. Axes: see `beltplan.balance.account`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.balance.draws import BLOCK, Factor, draw
from beltplan.balance.jobs import full_staff
from beltplan.balance.rates import RATES, YEAR, rates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from beltplan.balance.account import Account

    Floats = NDArray[np.float32]

__all__ = ["AUTUMN", "Lanes", "lanes"]

AUTUMN: Final = 2
"""Index in its year of the quarter in which graduates look for work."""


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
    jobs = full_staff(account, drawn, number, capacity)
    rate = rates(drawn)
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
