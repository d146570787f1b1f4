"""One queue in every future: who holds megawatts, who waits, who has lost the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.power.request import Request

    Floats = NDArray[np.float32]

__all__ = ["STILL", "serve"]

_PLANNED, _ENDED = "planned", "ended"
STILL = ("paused", "bankrupt")


def serve(
    requests: list[Request],
    state: NDArray[np.int8],
    capacity: Floats,
    grace: Floats,
    limit: Floats,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_], Floats]:
    """Run one queue in every future.

    Parameters
    ----------
    requests
        Projects in the order of their place, m of them.
    state
        int8 [m, n, quarter], index into `beltplan.futures.STATES`.
    capacity
        float32 [n, quarter], MW.
    grace
        float32 [n], quarters for which a project that stands still keeps its place.
    limit
        float32 [n], MW below which a project does not queue.

    Returns
    -------
    Who holds, who waits, who has lost the place, bool [m, n, quarter]; MW given up in the
    quarter, float32 [n, quarter].
    """
    from beltplan.futures import STATES

    still = [STATES.index(name) for name in STILL]
    ended, planned = STATES.index(_ENDED), STATES.index(_PLANNED)
    m, n, span = state.shape
    held = np.zeros((m, n, span), np.bool_)
    waits, lost = held.copy(), held.copy()
    released = np.zeros((n, span), np.float32)
    holds = np.zeros((m, n), np.bool_)
    behind = np.array([np.full(n, each.lost) for each in requests])
    idle = np.array([np.full(n, each.idle, np.float32) for each in requests])
    for t in range(span):
        now = state[:, :, t]
        stands = np.isin(now, still)
        idle = np.where(stands, idle + (t > 0), 0)
        gone = now == ended
        falls = gone | (stands & (idle > grace))
        for j, each in enumerate(requests):
            released[:, t] += np.where(falls[j] & holds[j], each.megawatts, 0)
        behind |= falls
        holds &= ~falls
        free = capacity[:, t].copy()
        for j, each in enumerate(requests):
            free -= np.where(holds[j], each.megawatts, 0)
        asks = ~falls & ~holds & ~(stands & behind)
        first = asks & ~behind & (now != planned) & ~stands if t == 0 else np.zeros_like(asks)
        for group in (first, asks & ~behind, asks & behind):
            for j, each in enumerate(requests):
                fits = group[j] & ~holds[j] & (each.megawatts >= limit)
                fits &= each.megawatts <= free
                holds[j] |= fits
                free -= np.where(fits, each.megawatts, 0)
        for j, each in enumerate(requests):
            queues = each.megawatts >= limit
            held[j, :, t] = holds[j]
            waits[j, :, t] = asks[j] & ~holds[j] & queues
            lost[j, :, t] = behind[j] & ~holds[j] & ~waits[j, :, t] & queues
    return held, waits, lost, released
