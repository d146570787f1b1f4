"""Commuters, and the wish to move."""

from __future__ import annotations

import numpy as np

from beltplan.balance.kernel.jit import fit, jit, least, positive, ratio
from beltplan.balance.kernel.layout import (
    C_COMMUTERS,
    C_MOVERS,
    FRICTIONAL,
    MOVE,
    MOVE_BORDER,
    WIDTH,
    X_BACK,
    X_OPEN,
    X_PEOPLE,
    X_PULL,
    X_UNEMPLOYED,
    Y_DENSITY,
    Y_LABOUR_FORCE,
    Y_MOVERS,
    Y_RECRUITS,
    Z_MIX,
    ZERO,
    Counts,
    Draws,
    Region,
    Stocks,
)
from beltplan.balance.kernel.tally import tally_cells


@jit
def travel(r: Region, d: Draws, s: Stocks, c: Counts, t: int, valid: int) -> None:
    """8-9. Claims, commuters, and the wish to move inside the region."""
    country, link_origin, link_start = r.country, r.link_origin, r.link_start
    staffed, moves = r.staffed, r.moves
    x, y, z, rate, row = s.x, s.y, s.z, d.rate, s.row
    work, cell, com, link, total = s.work, s.cell, s.commuting, d.link, s.total
    places, groups = x.shape[1], x.shape[2]
    countries = s.area.shape[0] - 1
    for g in range(groups):
        # Commuters. density = open posts in reach of a place, then its people per post.
        for q in range(places):
            for i in range(WIDTH):
                y[Y_DENSITY, q, i] = ZERO
        for p in staffed:
            for k in range(link_start[p], link_start[p + 1]):
                q = link_origin[k]
                for i in range(WIDTH):
                    y[Y_DENSITY, q, i] += x[X_OPEN, p, g, i] if link[k, i] > ZERO else ZERO
        for q in range(places):
            for i in range(WIDTH):
                still = positive(
                    x[X_UNEMPLOYED, q, g, i]
                    - rate[FRICTIONAL, i] * y[Y_LABOUR_FORCE, q, i] * z[Z_MIX, g, i]
                )
                x[X_PEOPLE, q, g, i] = still
                y[Y_DENSITY, q, i] = ratio(still, y[Y_DENSITY, q, i])
        for p in staffed:
            for i in range(WIDTH):
                row[i] = ZERO
            for k in range(link_start[p], link_start[p + 1]):
                q = link_origin[k]
                for i in range(WIDTH):
                    row[i] += link[k, i] * y[Y_DENSITY, q, i] * x[X_OPEN, p, g, i]
            for i in range(WIDTH):
                work[i] = x[X_OPEN, p, g, i] * fit(x[X_OPEN, p, g, i], row[i])
                row[i] = ZERO
            for k in range(link_start[p], link_start[p + 1]):
                q = link_origin[k]
                for i in range(WIDTH):
                    flow = link[k, i] * y[Y_DENSITY, q, i] * work[i]
                    com[k, g, i] += flow
                    x[X_UNEMPLOYED, q, g, i] -= flow
                    x[X_PEOPLE, q, g, i] -= flow
                    row[i] += flow
            for i in range(WIDTH):
                cell[C_COMMUTERS, i] = row[i]
                x[X_OPEN, p, g, i] = positive(x[X_OPEN, p, g, i] - row[i])
            tally_cells(s, c, t, np.int64(C_COMMUTERS), np.int64(C_COMMUTERS), p, g, valid)
        # Moves. people = ready to move; country = them by country, and all.
        for land in range(countries + 2):
            for i in range(WIDTH):
                total[land, i] = ZERO
        for q in range(places):
            land = country[q]
            for i in range(WIDTH):
                still = positive(x[X_PEOPLE, q, g, i])
                ready = rate[MOVE, i] * still
                ready = ready if ready > moves[q, g] else least(still, moves[q, g])
                x[X_PEOPLE, q, g, i] = ready
                total[land, i] += ready
                total[countries, i] += ready
        for p in staffed:
            for i in range(WIDTH):
                total[countries + 1, i] += x[X_OPEN, p, g, i]
        for p in staffed:
            land = country[p]
            for i in range(WIDTH):
                posts = total[countries + 1, i]
                inside = total[land, i]
                pool = positive(
                    inside
                    - x[X_PEOPLE, p, g, i]
                    + rate[MOVE_BORDER, i] * (total[countries, i] - inside)
                )
                share = ratio(x[X_OPEN, p, g, i], posts)
                share *= fit(posts, pool)
                x[X_PULL, p, g, i] = share
                cell[C_MOVERS, i] = share * pool
                x[X_BACK, p, g, i] = share * pool
                y[Y_MOVERS, p, i] += share * pool
                y[Y_RECRUITS, p, i] += x[X_OPEN, p, g, i]
