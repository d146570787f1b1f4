"""What projects need, and who of their staff stays."""

from __future__ import annotations

import numpy as np

from beltplan.balance.kernel.jit import fit, jit, least, positive
from beltplan.balance.kernel.layout import (
    C_BASE_NEED,
    C_BASE_VACANCIES,
    C_KEPT,
    C_NEED,
    C_RELEASED,
    C_UNEMPLOYED,
    C_VACANCIES,
    C_VISITING,
    INDIRECT_LAG,
    LOCAL_LEAVE,
    LOCAL_STAY,
    ONE,
    P_BASE_NEED,
    P_BASE_VACANCIES,
    P_FILLED,
    P_NEED,
    P_RELEASED,
    P_UNEMPLOYED,
    P_VACANCIES,
    P_VISITING,
    QUIT,
    QUIT_LEAVE,
    RECRUITED_LEAVE,
    RECRUITED_STAY,
    RETIRE,
    VISITING,
    WIDTH,
    X_BACK,
    X_BASE,
    X_NEED,
    X_RECRUITED,
    X_SETTLED,
    X_UNEMPLOYED,
    X_VISITING,
    X_WANTS,
    Y_BASE_TOTAL,
    Y_CREW,
    Y_INDIRECT,
    Y_LABOUR,
    Y_LEAVING,
    Y_OTHERS,
    Z_CONSTRUCTION,
    Z_MIX,
    Z_SERVICE,
    ZERO,
    Counts,
    Draws,
    Region,
    Stocks,
)
from beltplan.balance.kernel.tally import tally_cells


@jit
def need(r: Region, d: Draws, s: Stocks, t: int) -> None:
    """1. Staff that the projects need."""
    project_list, project_profile, project_start = (
        r.project_list,
        r.project_profile,
        r.project_start,
    )
    staffed = r.staffed
    x, y, z, rate, row = s.x, s.y, s.z, d.rate, s.row
    work = s.work
    groups = x.shape[2]
    for p in staffed:
        for i in range(WIDTH):
            y[Y_CREW, p, i] = ZERO
            work[i] = ZERO
        for g in range(groups):
            for i in range(WIDTH):
                x[X_NEED, p, g, i] = ZERO
        for e in range(project_start[p], project_start[p + 1]):
            j = project_list[e]
            f = project_profile[j]
            for i in range(WIDTH):
                y[Y_CREW, p, i] += d.activity[1, t, j, i] * d.jobs[1, j, i]
                row[i] = d.activity[0, t, j, i] * d.jobs[0, j, i]
                work[i] += row[i]
            for g in range(groups):
                for i in range(WIDTH):
                    x[X_NEED, p, g, i] += row[i] * d.profile[f, g, i]
        if t == 0:
            for i in range(WIDTH):
                y[Y_INDIRECT, p, i] = work[i]
        else:
            for i in range(WIDTH):
                y[Y_INDIRECT, p, i] += (work[i] - y[Y_INDIRECT, p, i]) / rate[INDIRECT_LAG, i]
        for g in range(groups):
            for i in range(WIDTH):
                x[X_NEED, p, g, i] += (
                    y[Y_CREW, p, i] * z[Z_CONSTRUCTION, g, i]
                    + y[Y_INDIRECT, p, i] * z[Z_SERVICE, g, i]
                )


@jit
def staff(r: Region, d: Draws, s: Stocks, c: Counts, t: int, valid: int) -> None:
    """2-4. Retirement, quits and lay-offs of project staff; visitors; posts to fill."""
    link_origin, link_start, staffed = r.link_origin, r.link_start, r.staffed
    x, y, z, rate, row = s.x, s.y, s.z, d.rate, s.row
    work, cell, com, place, w = s.work, s.cell, s.commuting, s.place, s.w
    places, groups = x.shape[1], x.shape[2]
    for p in range(places):
        for g in range(groups):
            for i in range(WIDTH):
                x[X_BACK, p, g, i] = ZERO
    for p in staffed:
        for g in range(groups):
            # Commuters into p: row = all of them after retirement and quits.
            for i in range(WIDTH):
                row[i] = ZERO
            for k in range(link_start[p], link_start[p + 1]):
                q = link_origin[k]
                for i in range(WIDTH):
                    out = rate[RETIRE, i] * com[k, g, i]
                    y[Y_OTHERS, q, i] += out
                    here = com[k, g, i] - out
                    out = rate[QUIT, i] * here
                    x[X_BACK, q, g, i] += out
                    com[k, g, i] = here - out
                    row[i] += here - out
            # Residents and visitors after retirement and quits: w = settled, recruited,
            # visiting, quits.
            for i in range(WIDTH):
                old = rate[RETIRE, i]
                a = x[X_SETTLED, p, g, i]
                b = x[X_RECRUITED, p, g, i]
                y[Y_OTHERS, p, i] += old * (a + b)
                a -= old * a
                b -= old * b
                w[0, i] = a - rate[QUIT, i] * a
                w[1, i] = b - rate[QUIT, i] * b
                w[3, i] = rate[QUIT, i] * (a + b)
            for i in range(WIDTH):
                v = x[X_VISITING, p, g, i] * (ONE - rate[RETIRE, i])
                there = w[0, i] + w[1, i] + v + row[i]
                stay = fit(x[X_NEED, p, g, i], there)
                w[2, i] = v * stay
                work[i] = stay
                cell[C_KEPT, i] = there * stay
                cell[C_RELEASED, i] = there - there * stay
            # Where those go who quit or are laid off.
            for i in range(WIDTH):
                cut_a = (ONE - work[i]) * w[0, i]
                cut_b = (ONE - work[i]) * w[1, i]
                x[X_SETTLED, p, g, i] = w[0, i] - cut_a
                x[X_RECRUITED, p, g, i] = w[1, i] - cut_b
                w[0, i] = cut_a
                w[1, i] = cut_b
            for i in range(WIDTH):
                leave = (
                    rate[QUIT_LEAVE, i] * w[3, i]
                    + rate[LOCAL_LEAVE, i] * w[0, i]
                    + rate[RECRUITED_LEAVE, i] * w[1, i]
                )
                look = (
                    (ONE - rate[QUIT_LEAVE, i]) * w[3, i]
                    + rate[LOCAL_STAY, i] * w[0, i]
                    + rate[RECRUITED_STAY, i] * w[1, i]
                )
                y[Y_LEAVING, p, i] += leave
                y[Y_OTHERS, p, i] += w[3, i] + w[0, i] + w[1, i] - leave - look
                x[X_BACK, p, g, i] += look
            # Visitors: building crews that come for the job.
            for i in range(WIDTH):
                v = w[2, i]
                vacant = x[X_NEED, p, g, i] - cell[C_KEPT, i]
                crew = rate[VISITING, i] * y[Y_CREW, p, i] * z[Z_CONSTRUCTION, g, i]
                come = least(vacant, positive(crew - v))
                x[X_VISITING, p, g, i] = v + come
                x[X_WANTS, p, g, i] = vacant - come
                cell[C_VISITING, i] = come
                cell[C_NEED, i] = x[X_NEED, p, g, i]
            for k in range(link_start[p], link_start[p + 1]):
                q = link_origin[k]
                for i in range(WIDTH):
                    out = (ONE - work[i]) * com[k, g, i]
                    com[k, g, i] -= out
                    x[X_BACK, q, g, i] += out
            for i in range(WIDTH):
                place[p, P_NEED, i] += cell[C_NEED, i]
                place[p, P_RELEASED, i] += cell[C_RELEASED, i]
            tally_cells(s, c, t, np.int64(C_NEED), np.int64(C_VISITING), p, g, valid)


@jit
def start(r: Region, s: Stocks, c: Counts, t: int, valid: int) -> None:
    """Note the start: nobody is hired, all posts of running projects are filled if they can."""
    is_staffed = r.is_staffed
    x, y, z, cell, place = s.x, s.y, s.z, s.cell, s.place
    places, groups = x.shape[1], x.shape[2]
    for p in range(places):
        for v in range(s.cell.shape[0]):
            for i in range(WIDTH):
                cell[v, i] = ZERO
        for i in range(WIDTH):
            y[Y_LABOUR, p, i] = ZERO
        for g in range(groups):
            for i in range(WIDTH):
                need = y[Y_BASE_TOTAL, p, i] * z[Z_MIX, g, i]
                cell[C_BASE_NEED, i] = need
                cell[C_BASE_VACANCIES, i] = positive(need - x[X_BASE, p, g, i])
                cell[C_UNEMPLOYED, i] = x[X_UNEMPLOYED, p, g, i]
                y[Y_LABOUR, p, i] += x[X_BASE, p, g, i] + x[X_UNEMPLOYED, p, g, i]
            for i in range(WIDTH):
                place[p, P_BASE_NEED, i] += cell[C_BASE_NEED, i]
                place[p, P_BASE_VACANCIES, i] += cell[C_BASE_VACANCIES, i]
                place[p, P_UNEMPLOYED, i] += x[X_UNEMPLOYED, p, g, i]
            if is_staffed[p]:
                for i in range(WIDTH):
                    kept = x[X_SETTLED, p, g, i] + x[X_VISITING, p, g, i]
                    cell[C_NEED, i] = x[X_NEED, p, g, i]
                    cell[C_KEPT, i] = kept
                    cell[C_VACANCIES, i] = positive(x[X_NEED, p, g, i] - kept)
                    y[Y_LABOUR, p, i] += x[X_SETTLED, p, g, i]
                for i in range(WIDTH):
                    place[p, P_NEED, i] += cell[C_NEED, i]
                    place[p, P_FILLED, i] += cell[C_KEPT, i]
                    place[p, P_VISITING, i] += x[X_VISITING, p, g, i]
                    place[p, P_VACANCIES, i] += cell[C_VACANCIES, i]
            tally_cells(s, c, t, 0, cell.shape[0] - 1, p, g, valid)
