"""A block of futures through all quarters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.balance.kernel.arrive import arrive
from beltplan.balance.kernel.claims import claims
from beltplan.balance.kernel.close import close
from beltplan.balance.kernel.layout import (
    BASE_TREND,
    VISITING,
    Y_BASE_TOTAL,
    Y_HOMES,
    Y_MOVERS,
    Y_PATH,
    Y_RECRUITS,
    Y_TREND,
    X,
    Y,
    Z,
)
from beltplan.balance.kernel.local import local
from beltplan.balance.kernel.staff import need, staff, start
from beltplan.balance.kernel.travel import travel
from beltplan.balance.lanes import AUTUMN
from beltplan.balance.rates import RATES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.account import Account
    from beltplan.balance.kernel.acting import Acting
    from beltplan.balance.kernel.layout import Counts, Draws, Region, Stocks
    from beltplan.balance.lanes import Lanes

__all__ = ["run_block"]


def run_block(
    account: Account,
    drawn: Lanes,
    region: Region,
    draws: Draws,
    stocks: Stocks,
    counts: Counts,
    first: int,
    act: Acting | None = None,
) -> None:
    """Run the account for one block of futures.

    Parameters
    ----------
    account, drawn
        The region and the draws of the block.
    region, draws
        The same, as the kernel wants them.
    stocks
        Room to work in; its contents are overwritten.
    counts
        Counts, added to.
    first
        Position of the block's first future among all; the first block keeps the pools.
    act
        Measures of the block.
    """
    _place_draws(account, drawn, stocks)
    valid = drawn.valid
    keeps = first == 0 and counts.pool.size > 0
    for t, quarter in enumerate(account.quarters):
        stocks.place[...] = 0
        stocks.y[Y_MOVERS] = 0
        stocks.y[Y_RECRUITS] = 0
        if t == 0:
            need(region, draws, stocks, t)
            _begin(account, drawn, region, stocks)
            start(region, stocks, counts, t, valid)
        else:
            stocks.y[Y_PATH] *= 1 + stocks.y[Y_TREND]
            stocks.y[Y_BASE_TOTAL] *= 1 + drawn.rate[BASE_TREND]
            if act is not None:
                region, draws = act.begin(t, region, draws, stocks)
            need(region, draws, stocks, t)
            staff(region, draws, stocks, counts, t, valid)
            local(region, draws, stocks, counts, t, valid, quarter % 4 == AUTUMN)
            claims(region, draws, stocks, counts, t, keeps and counts.slot[t] >= 0)
            travel(region, draws, stocks, counts, t, valid)
            arrive(region, draws, stocks, counts, t, valid)
            if act is not None:
                stocks.y[Y_HOMES] += act.homes[t][:, None]
        close(region, draws, stocks, counts, t, valid, first)


def _place_draws(account: Account, drawn: Lanes, stocks: Stocks) -> None:
    """Copy what is drawn by place and by group into the stacks."""
    y, z = stocks.y, stocks.z
    for name in ("trend", "income", "tax", "labour_force", "unemployment"):
        y[Y.index(name)] = getattr(drawn, name)
    for name in ("mix", "construction", "service"):
        z[Z.index(name)] = getattr(drawn, name)
    public: NDArray[np.float32] = np.where(account.public[:, None], drawn.mix, np.float32(0))
    total = public.sum(axis=0)
    z[Z.index("public_share")] = public / np.where(total > 0, total, 1)


def _begin(account: Account, drawn: Lanes, region: Region, stocks: Stocks) -> None:
    """0. The start: staff of running projects are part of today's employment."""
    x = dict(zip(X, stocks.x, strict=True))
    y = dict(zip(Y, stocks.y, strict=True))
    rate = dict(zip(RATES, drawn.rate, strict=True))
    population = account.population.astype(np.float32)[:, None]
    stocks.commuting[...] = 0
    for name in ("settled", "recruited", "visiting", "trained"):
        x[name][...] = 0
    employed = drawn.labour_force * (1 - drawn.unemployment)
    here = region.staffed
    x["visiting"][here] = drawn.rate[VISITING] * y["crew"][here][:, None] * drawn.construction[None]
    wanted = x["need"][here] - x["visiting"][here]
    total = wanted.sum(axis=1)
    filled = np.where(total > employed[here], employed[here] / np.maximum(total, 1e-9), 1)
    x["settled"][here] = wanted * filled[:, None]
    y["base_total"][...] = employed - x["settled"].sum(axis=1)
    x["base"][...] = y["base_total"][:, None] * drawn.mix[None]
    y["base_total"] *= 1 + rate["retire"] * (1 - rate["hire"]) / rate["hire"]
    out_of_work = drawn.labour_force * drawn.unemployment
    x["unemployed"][...] = out_of_work[:, None] * drawn.mix[None]
    y["path"][...] = population
    y["population"][...] = population
    y["labour"][...] = drawn.labour_force
    y["others"][...] = population - drawn.labour_force
    y["leaving"][...] = 0
    y["held"][...] = 0
    needed = population / rate["persons_per_home"]
    usual = needed * rate["home_vacancy"] / (1 - rate["home_vacancy"])
    known = np.nan_to_num(account.homes_vacant).astype(np.float32)[:, None]
    y["homes"][...] = needed + np.maximum(usual, known)
    ordinary = rate["home_base"] * population * rate["home_lead"]
    building = np.nan_to_num(account.homes_building).astype(np.float32)[:, None]
    y["building"][...] = np.maximum(building - ordinary, 0)
