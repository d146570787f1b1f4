"""How many people each place counts on, and how many are counted by others too."""

from __future__ import annotations

from beltplan.balance.kernel.jit import jit, least, positive, ratio
from beltplan.balance.kernel.layout import (
    COUNT_MOVE,
    MOVE_BORDER,
    ONE,
    P_COUNTED,
    P_DOUBLE,
    P_OVER,
    WIDTH,
    X_BASE_CLAIM,
    X_PEOPLE,
    X_WANTS,
    Y_DENSITY,
    Y_PRESSURE,
    ZERO,
    Counts,
    Draws,
    Region,
    Stocks,
)


@jit
def claims(r: Region, d: Draws, s: Stocks, c: Counts, t: int, keep: bool) -> None:
    """8. People on whom each place counts, and who is counted by others too."""
    country, is_staffed, link_origin = r.country, r.is_staffed, r.link_origin
    link_same, link_start, staffed = r.link_same, r.link_start, r.staffed
    x, y, rate, row, total = s.x, s.y, d.rate, s.row, s.total
    own, place, reach = s.own, s.place, d.reach
    places, countries = s.x.shape[1], s.area.shape[0] - 1
    pool, all_density, mean = 0, countries, 2 * countries
    every_pool, every_density = 3 * countries, 3 * countries + 1
    slot, kept = c.slot[t], c.pool
    for g in range(x.shape[2]):
        for land in range(3 * countries + 2):
            for i in range(WIDTH):
                total[land, i] = ZERO
        for p in range(places):
            home = country[p]
            for i in range(WIDTH):
                total[pool + home, i] += x[X_PEOPLE, p, g, i]
                total[every_pool, i] += x[X_PEOPLE, p, g, i]
        for p in staffed:
            home = country[p]
            for i in range(WIDTH):
                row[i] = ZERO
            for k in range(link_start[p], link_start[p + 1]):
                q = link_origin[k]
                for i in range(WIDTH):
                    row[i] += reach[k, i] * x[X_PEOPLE, q, g, i]
            for i in range(WIDTH):
                far = rate[COUNT_MOVE, i]
                here = x[X_PEOPLE, p, g, i]
                near = total[pool + home, i]
                can = (
                    here
                    + row[i]
                    + far * (near - here + rate[MOVE_BORDER, i] * (total[every_pool, i] - near))
                )
                claim = least(x[X_WANTS, p, g, i], can)
                y[Y_DENSITY, p, i] = ratio(claim, can)
                place[p, P_COUNTED, i] += claim
                total[all_density + home, i] += y[Y_DENSITY, p, i]
                total[every_density, i] += y[Y_DENSITY, p, i]
        for q in range(places):
            home = country[q]
            for i in range(WIDTH):
                mine = y[Y_DENSITY, q, i] if is_staffed[q] else ZERO
                near = total[all_density + home, i]
                y[Y_PRESSURE, q, i] = (
                    mine
                    + rate[COUNT_MOVE, i]
                    * (near - mine + rate[MOVE_BORDER, i] * (total[every_density, i] - near))
                    + x[X_BASE_CLAIM, q, g, i]
                )
        for p in staffed:
            for k in range(link_start[p], link_start[p + 1]):
                q = link_origin[k]
                for i in range(WIDTH):
                    y[Y_PRESSURE, q, i] += reach[k, i] * y[Y_DENSITY, p, i]
        for q in range(places):
            home = country[q]
            for i in range(WIDTH):
                place[q, P_OVER, i] += x[X_PEOPLE, q, g, i] * positive(y[Y_PRESSURE, q, i] - ONE)
                total[mean + home, i] += x[X_PEOPLE, q, g, i] * y[Y_PRESSURE, q, i]
        for land in range(countries):
            for i in range(WIDTH):
                total[mean + land, i] = ratio(total[mean + land, i], total[pool + land, i])
        for p in staffed:
            home = country[p]
            for land in range(countries):
                for i in range(WIDTH):
                    own[land, i] = ZERO
            for i in range(WIDTH):
                others = least(positive(y[Y_PRESSURE, p, i] - y[Y_DENSITY, p, i]), ONE)
                row[i] = x[X_PEOPLE, p, g, i] * others
                own[home, i] = x[X_PEOPLE, p, g, i]
            for k in range(link_start[p], link_start[p + 1]):
                q = link_origin[k]
                land = country[q]
                same = link_same[k]
                for i in range(WIDTH):
                    far = rate[COUNT_MOVE, i] * (ONE if same else rate[MOVE_BORDER, i])
                    weight = reach[k, i]
                    mine = (weight + far) * y[Y_DENSITY, p, i]
                    others = least(positive(y[Y_PRESSURE, q, i] - mine), ONE)
                    row[i] += weight * x[X_PEOPLE, q, g, i] * others
                    own[land, i] += weight * x[X_PEOPLE, q, g, i]
            for land in range(countries):
                for i in range(WIDTH):
                    factor = rate[COUNT_MOVE, i] * (ONE if land == home else rate[MOVE_BORDER, i])
                    far = total[pool + land, i] - (x[X_PEOPLE, p, g, i] if land == home else ZERO)
                    near = factor * far + own[land, i]
                    mine = y[Y_DENSITY, p, i] * ratio(near, total[pool + land, i])
                    others = least(positive(total[mean + land, i] - mine), ONE)
                    row[i] += factor * far * others
            for i in range(WIDTH):
                place[p, P_DOUBLE, i] += y[Y_DENSITY, p, i] * row[i]
        if keep:
            for p in range(places):
                for i in range(WIDTH):
                    kept[0, slot, p, g, i] = x[X_PEOPLE, p, g, i]
                    kept[1, slot, p, g, i] = y[Y_DENSITY, p, i] if is_staffed[p] else ZERO
                    kept[2, slot, p, g, i] = x[X_BASE_CLAIM, p, g, i]
