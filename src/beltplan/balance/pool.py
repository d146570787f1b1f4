"""Who shares whose people: overlaps of claims, from the pools that the kernel kept.

The claim of place p spreads evenly over the people whom it can reach: of the available
people of q it claims the share reach[p, q] x density[p]. Two places that claim shares a and
b of the same people both count on a x b of them, as if each picked at random.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.balance.rates import RATES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.account import Account
    from beltplan.balance.lanes import Lanes

    Floats = NDArray[np.float32]

__all__ = ["overlaps", "reach"]


def reach(account: Account, drawn: Lanes) -> Floats:
    """Share of the available people of q whom p can win in a year, float32 [p, q, l]."""
    places, lanes = len(account.places), drawn.valid
    rate = dict(zip(RATES, drawn.rate[:, :lanes], strict=True))
    same = account.country[:, None] == account.country[None, :]
    abroad = rate["count_move"] * rate["move_border"]
    result: Floats = np.where(same[..., None], rate["count_move"], abroad).astype(np.float32)
    result[np.arange(places), np.arange(places)] = 1
    for link, share in zip(account.links, drawn.reach[:, :lanes], strict=True):
        result[link.target, link.origin] += share
    return result


def overlaps(account: Account, drawn: Lanes, pool: Floats) -> dict[str, Floats]:
    """Average the overlaps over the lanes.

    Parameters
    ----------
    account, drawn
        The region and the draws of the first block.
    pool
        float32 [3, k, p, g, l]: available people, density of claims, claim of the base.

    Returns
    -------
    ``pairs`` [k, p, q], people on whom both count; ``counted`` [k, p, g], people counted
    on; ``others`` [k, p, g], of them those on whom another place's projects or other
    employers count, taken as independent; ``base`` [k, p, g], those on whom other employers
    count.
    """
    shares = reach(account, drawn)
    slots, places, groups = pool.shape[1:4]
    claimers = np.unique(account.project_place)
    shares = shares[claimers]
    pairs = np.zeros((slots, places, places), np.float32)
    counted, others, base = (np.zeros((slots, places, groups), np.float32) for _ in range(3))
    lanes = drawn.valid
    for k in range(slots):
        for g in range(groups):
            people, density, other = pool[:, k, :, g, :lanes]
            claim = np.minimum(shares * density[claimers][:, None], 1)
            mine = claim * people
            both = np.einsum("pql,rql->pr", mine, claim) / lanes
            pairs[k][np.ix_(claimers, claimers)] += both
            untouched = np.prod(1 - claim, axis=0) * (1 - np.minimum(other, 1))
            free = np.where(claim < 1, untouched / np.maximum(1 - claim, 1e-6), 0)
            counted[k, claimers, g] = mine.sum(axis=1).mean(axis=1)
            others[k, claimers, g] = (mine * (1 - free)).sum(axis=1).mean(axis=1)
            base[k, claimers, g] = (mine * np.minimum(other, 1)).sum(axis=1).mean(axis=1)
    return {"pairs": pairs, "counted": counted, "others": others, "base": base}
