"""Hiring in the place: young people, unemployed, close groups, other employers' staff."""

from __future__ import annotations

import numpy as np

from beltplan.balance.kernel.jit import fit, jit, least, positive, ratio
from beltplan.balance.kernel.layout import (
    C_BASE_NEED,
    C_BASE_VACANCIES,
    C_GRADUATES,
    C_LOCAL,
    C_POACHED,
    ENTRANTS,
    FRICTIONAL,
    GRADUATE,
    HIRE,
    HIRE_CLOSE,
    HIRE_SAME,
    P_BASE_NEED,
    P_BASE_VACANCIES,
    P_GRADUATES,
    P_LOCAL,
    P_POACHED,
    POACH_POSTS,
    POACH_STAFF,
    PUBLIC_JOBS,
    RETIRE,
    UNEMPLOYED_LEAVE,
    WIDTH,
    X_BACK,
    X_BASE,
    X_BASE_CLAIM,
    X_OPEN,
    X_PEOPLE,
    X_PULL,
    X_SETTLED,
    X_TRAINED,
    X_UNEMPLOYED,
    X_WANTS,
    Y_BASE_TOTAL,
    Y_LABOUR,
    Y_LABOUR_FORCE,
    Y_LEAVING,
    Y_OTHERS,
    Y_PATH,
    Y_POPULATION,
    Y_TREND,
    Y_UNEMPLOYMENT,
    Z_ASKED,
    Z_MIX,
    Z_OFFERED,
    Z_OFFERS,
    Z_POST,
    Z_PUBLIC_SHARE,
    ZERO,
    Counts,
    Draws,
    Region,
    Stocks,
)
from beltplan.balance.kernel.tally import tally_cells


@jit
def local(r: Region, d: Draws, s: Stocks, c: Counts, t: int, valid: int, autumn: bool) -> None:
    """5-7. Young people, unemployed of the same and of close groups, other employers."""
    close_list, close_start, is_staffed = r.close_list, r.close_start, r.is_staffed
    seats = r.seats
    x, y, z, rate, row = s.x, s.y, s.z, d.rate, s.row
    work, cell, w, place = s.work, s.cell, s.w, s.place
    places, groups = x.shape[1], x.shape[2]
    for p in range(places):
        has_plants = is_staffed[p]
        # density = inhabitants gained over the path of the trend; row = young a group share.
        for i in range(WIDTH):
            w[0, i] = rate[PUBLIC_JOBS, i] * (y[Y_POPULATION, p, i] - y[Y_PATH, p, i])
            w[1, i] = rate[ENTRANTS, i] * rate[RETIRE, i] * y[Y_LABOUR, p, i]
            w[2, i] = rate[FRICTIONAL, i] * y[Y_LABOUR_FORCE, p, i]
            w[3, i] = y[Y_LABOUR_FORCE, p, i] * y[Y_UNEMPLOYMENT, p, i]
            y[Y_OTHERS, p, i] += y[Y_TREND, p, i] * y[Y_POPULATION, p, i]
        for g in range(groups):
            starters = seats[p, g] if autumn else ZERO
            for i in range(WIDTH):
                b = x[X_BASE, p, g, i]
                old = rate[RETIRE, i] * b
                need = y[Y_BASE_TOTAL, p, i] * z[Z_MIX, g, i]
                need = positive(need + w[0, i] * z[Z_PUBLIC_SHARE, g, i])
                b -= old
                cut = positive(b - need)
                x[X_BASE, p, g, i] = b - cut
                cell[C_BASE_NEED, i] = need
                row[i] = old
                work[i] = cut
            for i in range(WIDTH):
                u = x[X_UNEMPLOYED, p, g, i]
                old = rate[RETIRE, i] * u
                row[i] += old
                u -= old
                go = rate[UNEMPLOYED_LEAVE, i] * positive(u - w[3, i] * z[Z_MIX, g, i])
                x[X_UNEMPLOYED, p, g, i] = u - go + work[i] + x[X_BACK, p, g, i]
                work[i] = go
            for i in range(WIDTH):
                young = w[1, i] * z[Z_MIX, g, i] + rate[GRADUATE, i] * starters
                young += x[X_TRAINED, p, g, i]
                y[Y_OTHERS, p, i] += row[i] - young
                y[Y_LEAVING, p, i] += work[i]
                row[i] = young
            if has_plants:
                for i in range(WIDTH):
                    fill = x[X_WANTS, p, g, i] * rate[HIRE, i]
                    posts = (cell[C_BASE_NEED, i] - x[X_BASE, p, g, i]) * rate[HIRE, i]
                    both = fill + posts
                    hired = least(row[i], both)
                    mine = hired * ratio(fill, both)
                    x[X_UNEMPLOYED, p, g, i] += row[i] - hired
                    x[X_BASE, p, g, i] += hired - mine
                    x[X_SETTLED, p, g, i] += mine
                    cell[C_GRADUATES, i] = mine
                    x[X_WANTS, p, g, i] = positive(x[X_WANTS, p, g, i] - mine)
                    x[X_OPEN, p, g, i] = positive(fill - mine)
                    z[Z_POST, g, i] = positive(posts - (hired - mine))
            else:
                for i in range(WIDTH):
                    posts = (cell[C_BASE_NEED, i] - x[X_BASE, p, g, i]) * rate[HIRE, i]
                    hired = least(row[i], posts)
                    x[X_UNEMPLOYED, p, g, i] += row[i] - hired
                    x[X_BASE, p, g, i] += hired
                    z[Z_POST, g, i] = posts - hired
            # What each place counts on is noted here, before the unemployed are hired.
            for i in range(WIDTH):
                u = x[X_UNEMPLOYED, p, g, i]
                still = positive(u - w[2, i] * z[Z_MIX, g, i])
                x[X_PEOPLE, p, g, i] = still
                asks = cell[C_BASE_NEED, i] - x[X_BASE, p, g, i]
                x[X_BASE_CLAIM, p, g, i] = ratio(least(asks, still), still)
                row[i] = rate[HIRE_SAME, i] * still
            if has_plants:
                for i in range(WIDTH):
                    both = x[X_OPEN, p, g, i] + z[Z_POST, g, i]
                    hired = least(row[i], both)
                    mine = hired * ratio(x[X_OPEN, p, g, i], both)
                    x[X_UNEMPLOYED, p, g, i] -= hired
                    x[X_BASE, p, g, i] += hired - mine
                    x[X_SETTLED, p, g, i] += mine
                    x[X_OPEN, p, g, i] = positive(x[X_OPEN, p, g, i] - mine)
                    z[Z_POST, g, i] = positive(z[Z_POST, g, i] - (hired - mine))
                    x[X_PULL, p, g, i] = mine
                    place[p, P_GRADUATES, i] += cell[C_GRADUATES, i]
                tally_cells(s, c, t, np.int64(C_GRADUATES), np.int64(C_GRADUATES), p, g, valid)
            else:
                for i in range(WIDTH):
                    hired = least(row[i], z[Z_POST, g, i])
                    x[X_UNEMPLOYED, p, g, i] -= hired
                    x[X_BASE, p, g, i] += hired
                    z[Z_POST, g, i] -= hired
            for i in range(WIDTH):
                place[p, P_BASE_NEED, i] += cell[C_BASE_NEED, i]
                z[Z_OFFERED, g, i] = rate[HIRE_CLOSE, i] * positive(
                    x[X_UNEMPLOYED, p, g, i] - w[2, i] * z[Z_MIX, g, i]
                )
                z[Z_ASKED, g, i] = ZERO
            tally_cells(s, c, t, np.int64(C_BASE_NEED), np.int64(C_BASE_NEED), p, g, valid)
        # Close groups.
        if has_plants:
            for g in range(groups):
                for i in range(WIDTH):
                    z[Z_POST, g, i] += x[X_OPEN, p, g, i]
        for g in range(groups):
            for e in range(close_start[g], close_start[g + 1]):
                source = close_list[e]
                for i in range(WIDTH):
                    z[Z_ASKED, source, i] += z[Z_POST, g, i]
        for g in range(groups):
            for i in range(WIDTH):
                z[Z_OFFERED, g, i] = ratio(z[Z_OFFERED, g, i], z[Z_ASKED, g, i])
        for g in range(groups):
            for i in range(WIDTH):
                row[i] = ZERO
            for e in range(close_start[g], close_start[g + 1]):
                source = close_list[e]
                for i in range(WIDTH):
                    row[i] += z[Z_OFFERED, source, i]
            for i in range(WIDTH):
                offers = row[i] * z[Z_POST, g, i]
                work[i] = z[Z_POST, g, i] * fit(z[Z_POST, g, i], offers)
                z[Z_OFFERS, g, i] = row[i] * work[i]
            for e in range(close_start[g], close_start[g + 1]):
                source = close_list[e]
                for i in range(WIDTH):
                    x[X_UNEMPLOYED, p, source, i] -= z[Z_OFFERED, source, i] * work[i]
        for g in range(groups):
            if has_plants:
                for i in range(WIDTH):
                    hired = z[Z_OFFERS, g, i]
                    mine = hired * ratio(x[X_OPEN, p, g, i], z[Z_POST, g, i])
                    cell[C_LOCAL, i] = x[X_PULL, p, g, i] + mine
                    row[i] = mine
                    work[i] = x[X_BASE, p, g, i] + (hired - mine)
                for i in range(WIDTH):
                    fill = positive(x[X_OPEN, p, g, i] - row[i])
                    taken = least(rate[POACH_POSTS, i] * fill, rate[POACH_STAFF, i] * work[i])
                    x[X_BASE, p, g, i] = work[i] - taken
                    x[X_SETTLED, p, g, i] += row[i] + taken
                    x[X_OPEN, p, g, i] = fill - taken
                    cell[C_POACHED, i] = taken
                for i in range(WIDTH):
                    place[p, P_LOCAL, i] += cell[C_LOCAL, i]
                    place[p, P_POACHED, i] += cell[C_POACHED, i]
                tally_cells(s, c, t, np.int64(C_LOCAL), np.int64(C_POACHED), p, g, valid)
            else:
                for i in range(WIDTH):
                    x[X_BASE, p, g, i] += z[Z_OFFERS, g, i]
            for i in range(WIDTH):
                need = y[Y_BASE_TOTAL, p, i] * z[Z_MIX, g, i]
                need = positive(need + w[0, i] * z[Z_PUBLIC_SHARE, g, i])
                cell[C_BASE_VACANCIES, i] = positive(need - x[X_BASE, p, g, i])
                place[p, P_BASE_VACANCIES, i] += cell[C_BASE_VACANCIES, i]
            tally_cells(
                s, c, t, np.int64(C_BASE_VACANCIES), np.int64(C_BASE_VACANCIES), p, g, valid
            )
