"""The region, a block's draws and a thread's stocks, laid out for the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.balance.kernel import WIDTH, Draws, Region, Stocks
from beltplan.balance.kernel.layout import X, Y, Z
from beltplan.balance.variables import CELL, PLACE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.account import Account
    from beltplan.balance.lanes import Lanes

__all__ = ["draws_for", "region_for", "stocks_for"]


def region_for(account: Account) -> tuple[Region, NDArray[np.int64]]:
    """Lay the region out for the kernel.

    Returns
    -------
    The region, and which links of the account it uses (those into places with projects), in
    its own order.
    """
    places, groups = len(account.places), len(account.groups)
    staffed = np.unique(account.project_place)
    is_staffed = np.zeros(places, np.bool_)
    is_staffed[staffed] = True
    order = np.argsort(account.project_place, kind="stable")
    target = np.array([link.target for link in account.links], np.int64)
    used = [k for k in np.argsort(target, kind="stable") if is_staffed[target[k]]]
    links = np.array(used, np.int64)
    close = sorted(account.close, key=lambda pair: pair[1])
    return (
        Region(
            country=account.country.astype(np.int64),
            staffed=staffed.astype(np.int64),
            is_staffed=is_staffed,
            project_start=_starts(account.project_place, places),
            project_list=order.astype(np.int64),
            project_profile=account.project_profile.astype(np.int64),
            link_start=_starts(target[links], places),
            link_origin=np.array([account.links[k].origin for k in used], np.int64),
            link_same=np.array([not account.links[k].border for k in used], np.bool_),
            close_start=_starts(np.array([g for _, g in close], np.int64), groups),
            close_list=np.array([s for s, _ in close], np.int64),
            seats=account.seats.astype(np.float32),
            reach=np.zeros(places, np.float32),
            moves=np.zeros((places, groups), np.float32),
        ),
        links,
    )


def _starts(owner: NDArray[np.int64], owners: int) -> NDArray[np.int64]:
    """Where each owner's part begins in a list sorted by owner, [owners + 1]."""
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=owners))]).astype(np.int64)


def draws_for(drawn: Lanes, links: NDArray[np.int64]) -> Draws:
    """Lay a block's draws out for the kernel."""
    return Draws(
        activity=np.stack([drawn.activity, drawn.building]),
        jobs=np.stack([drawn.jobs, drawn.crew]),
        profile=np.ascontiguousarray(drawn.profile),
        rate=np.ascontiguousarray(drawn.rate),
        link=np.ascontiguousarray(drawn.link[links]),
        reach=np.ascontiguousarray(drawn.reach[links]),
    )


def _stride(places: int, groups: int) -> int:
    """Room for the lanes of a quantity.

    At least `WIDTH`, and such that the same cell of two stacked quantities does not lie a
    whole number of memory pages apart: the processor's cache would keep them in the same
    few places.
    """
    page = 1024
    for extra in range(16, 256, 16):
        if 128 <= places * groups * (WIDTH + extra) % page <= page - 128:
            return WIDTH + extra
    return WIDTH + 16


def _room(region: Region, groups: int, countries: int, stride: int) -> Stocks:
    """Room for one thread."""
    places, links = len(region.country), len(region.link_origin)

    def room(*shape: int) -> NDArray[np.float32]:
        return np.zeros((*shape, stride), np.float32)

    work = room()
    return Stocks(
        x=room(len(X), places, groups),
        y=room(len(Y), places),
        z=room(len(Z), groups),
        commuting=room(links, groups),
        place=room(places, len(PLACE)),
        area=room(countries + 1, len(PLACE)),
        total=room(3 * countries + 2),
        own=room(countries),
        pulls=room(groups, countries + 1),
        cell=room(len(CELL)),
        w=room(4),
        row=room(),
        work=work,
        bits=work.view(np.uint32),
        index=np.zeros(stride, np.uint32),
    )


def stocks_for(account: Account, region: Region) -> tuple[Stocks, int]:
    """Return room for one thread, and its lanes."""
    stride = _stride(len(account.places), len(account.groups))
    return _room(region, len(account.groups), len(account.countries), stride), stride
