"""Movers and recruits within the homes there are, and what stays vacant."""

from __future__ import annotations

import numpy as np

from beltplan.balance.kernel.jit import fit, jit, least, positive
from beltplan.balance.kernel.layout import (
    C_MOVERS,
    C_RECRUITS,
    C_UNEMPLOYED,
    C_VACANCIES,
    HOME_CROWDING,
    HOUSEHOLD,
    MOVE_BORDER,
    ONE,
    P_COMMUTERS_IN,
    P_COMMUTERS_OUT,
    P_FILLED,
    P_MOVERS_IN,
    P_MOVERS_OUT,
    P_RECRUITS,
    P_UNEMPLOYED,
    P_VACANCIES,
    P_VISITING,
    PERSONS_PER_HOME,
    RECRUIT,
    RECRUIT_CAP,
    WIDTH,
    X_BACK,
    X_BASE,
    X_NEED,
    X_OPEN,
    X_PEOPLE,
    X_PULL,
    X_RECRUITED,
    X_SETTLED,
    X_UNEMPLOYED,
    X_VISITING,
    Y_HELD,
    Y_HOMES,
    Y_LABOUR,
    Y_MOVERS,
    Y_POPULATION,
    Y_RECRUITS,
    ZERO,
    Counts,
    Draws,
    Region,
    Stocks,
)
from beltplan.balance.kernel.tally import tally_cells


@jit
def _homes_for(r: Region, d: Draws, s: Stocks) -> None:
    """9-10. Share of the wishes to move here, and to be recruited, that homes allow."""
    staffed, reach = r.staffed, r.reach
    y, rate = s.y, d.rate
    for p in staffed:
        for i in range(WIDTH):
            per, household = rate[PERSONS_PER_HOME, i], rate[HOUSEHOLD, i]
            free = y[Y_HOMES, p, i] * per - y[Y_POPULATION, p, i] * (ONE - rate[HOME_CROWDING, i])
            room = positive(free) / household
            wishing = y[Y_MOVERS, p, i]
            let_in = fit(room, wishing)
            came = wishing * let_in
            cap = rate[RECRUIT_CAP, i] * y[Y_POPULATION, p, i] + reach[p]
            recruits = rate[RECRUIT, i] * positive(y[Y_RECRUITS, p, i] - came)
            most = least(cap, positive(room - came))
            fits = fit(most, recruits)
            y[Y_MOVERS, p, i] = let_in
            y[Y_RECRUITS, p, i] = fits
            y[Y_HELD, p, i] = positive(wishing - came + least(recruits, cap) - recruits * fits)


@jit
def arrive(r: Region, d: Draws, s: Stocks, c: Counts, t: int, valid: int) -> None:
    """9-11. Movers, recruits, vacancies; sums by place."""
    country, is_staffed, link_origin = r.country, r.is_staffed, r.link_origin
    link_start, staffed = r.link_start, r.staffed
    x, y, rate, row, work = s.x, s.y, d.rate, s.row, s.work
    cell, com, place, pulls = s.cell, s.commuting, s.place, s.pulls
    places, groups = x.shape[1], x.shape[2]
    countries = s.area.shape[0] - 1
    _homes_for(r, d, s)
    # pulls = share of the movers whom a country's places let in, by group; last: all countries.
    for g in range(groups):
        for land in range(countries + 1):
            for i in range(WIDTH):
                pulls[g, land, i] = ZERO
    for p in staffed:
        land = country[p]
        for g in range(groups):
            for i in range(WIDTH):
                pull = x[X_PULL, p, g, i] * y[Y_MOVERS, p, i]
                x[X_PULL, p, g, i] = pull
                pulls[g, land, i] += pull
                pulls[g, countries, i] += pull
    for k in range(com.shape[0]):
        q = link_origin[k]
        for g in range(groups):
            for i in range(WIDTH):
                place[q, P_COMMUTERS_OUT, i] += com[k, g, i]
    for q in range(places):
        land = country[q]
        has_plants = is_staffed[q]
        for i in range(WIDTH):
            y[Y_LABOUR, q, i] = ZERO
        for g in range(groups):
            for i in range(WIDTH):
                inside = pulls[g, land, i]
                work[i] = inside + rate[MOVE_BORDER, i] * (pulls[g, countries, i] - inside)
            if has_plants:
                for i in range(WIDTH):
                    work[i] -= x[X_PULL, q, g, i]
            for i in range(WIDTH):
                gone = x[X_PEOPLE, q, g, i] * work[i]
                left = x[X_UNEMPLOYED, q, g, i] - gone
                x[X_UNEMPLOYED, q, g, i] = left
                cell[C_UNEMPLOYED, i] = left
                work[i] = gone
            for i in range(WIDTH):
                place[q, P_MOVERS_OUT, i] += work[i]
                y[Y_LABOUR, q, i] += cell[C_UNEMPLOYED, i] + x[X_BASE, q, g, i]
            for i in range(WIDTH):
                place[q, P_UNEMPLOYED, i] += cell[C_UNEMPLOYED, i]
            tally_cells(s, c, t, np.int64(C_UNEMPLOYED), np.int64(C_UNEMPLOYED), q, g, valid)
            if not has_plants:
                continue
            for i in range(WIDTH):
                row[i] = ZERO
            for k in range(link_start[q], link_start[q + 1]):
                for i in range(WIDTH):
                    row[i] += com[k, g, i]
            for i in range(WIDTH):
                came = x[X_BACK, q, g, i] * y[Y_MOVERS, q, i]
                fill = positive(x[X_OPEN, q, g, i] - came)
                cell[C_MOVERS, i] = came
                cell[C_RECRUITS, i] = rate[RECRUIT, i] * fill * y[Y_RECRUITS, q, i]
            for i in range(WIDTH):
                a = x[X_SETTLED, q, g, i] + cell[C_MOVERS, i]
                b = x[X_RECRUITED, q, g, i] + cell[C_RECRUITS, i]
                x[X_SETTLED, q, g, i] = a
                x[X_RECRUITED, q, g, i] = b
                work[i] = a + b
            for i in range(WIDTH):
                y[Y_LABOUR, q, i] += work[i]
                filled = work[i] + x[X_VISITING, q, g, i] + row[i]
                cell[C_VACANCIES, i] = positive(x[X_NEED, q, g, i] - filled)
                work[i] = filled
            for i in range(WIDTH):
                place[q, P_MOVERS_IN, i] += cell[C_MOVERS, i]
                place[q, P_RECRUITS, i] += cell[C_RECRUITS, i]
            for i in range(WIDTH):
                place[q, P_VACANCIES, i] += cell[C_VACANCIES, i]
                place[q, P_FILLED, i] += work[i]
            for i in range(WIDTH):
                place[q, P_COMMUTERS_IN, i] += row[i]
                place[q, P_VISITING, i] += x[X_VISITING, q, g, i]
            tally_cells(s, c, t, np.int64(C_MOVERS), np.int64(C_VACANCIES), q, g, valid)
