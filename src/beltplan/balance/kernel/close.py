"""The end of a quarter: leavers, homes, children, tax and sums."""

from __future__ import annotations

from beltplan.balance.kernel.jit import jit, least, positive
from beltplan.balance.kernel.layout import (
    CHILD,
    HOME_CAP,
    HOME_LEAD,
    HOME_RESPONSE,
    HOUSEHOLD,
    LEAVER_DELAY,
    MOVER,
    ONE,
    P_CHILDREN,
    P_COMMUTERS_OUT,
    P_DOUBLE,
    P_HOMES_BUILDING,
    P_HOMES_EMPTY,
    P_HOMES_NEEDED,
    P_HOMES_SHORT,
    P_HOMES_STOCK,
    P_LABOUR,
    P_LEAVERS,
    P_LOCAL_TAX,
    P_MOVERS_IN,
    P_MOVERS_OUT,
    P_OVER,
    P_POPULATION,
    P_RECRUITS,
    P_TAX_BASE,
    P_UNEMPLOYED,
    PERSONS_PER_HOME,
    WIDTH,
    Y_BUILDING,
    Y_EMPLOYED,
    Y_HELD,
    Y_HOMES,
    Y_INCOME,
    Y_LABOUR,
    Y_LEAVING,
    Y_OTHERS,
    Y_PATH,
    Y_POPULATION,
    Y_TAX,
    Y_TREND,
    ZERO,
    Counts,
    Draws,
    Region,
    Stocks,
)
from beltplan.balance.kernel.tally import tally_places


@jit
def close(r: Region, d: Draws, s: Stocks, c: Counts, t: int, valid: int, first: int) -> None:
    """12-14. Leavers, homes, children and tax; sums over countries and the region."""
    country = r.country
    y, rate, area = s.y, d.rate, s.area
    places, countries = s.y.shape[1], s.area.shape[0] - 1
    for a in range(countries + 1):
        for v in range(area.shape[1]):
            for i in range(WIDTH):
                area[a, v, i] = ZERO
    for p in range(places):
        place = s.place[p]
        if t > 0:
            for i in range(WIDTH):
                family = rate[HOUSEHOLD, i] - ONE
                go = y[Y_LEAVING, p, i] / rate[LEAVER_DELAY, i]
                y[Y_LEAVING, p, i] -= go
                place[P_LEAVERS, i] = go
                y[Y_OTHERS, p, i] += family * (
                    place[P_MOVERS_IN, i] - place[P_MOVERS_OUT, i] + place[P_RECRUITS, i] - go
                )
                done = y[Y_BUILDING, p, i] / rate[HOME_LEAD, i]
                # Ordinary building keeps pace with the growth that everybody expects.
                grown = positive(y[Y_PATH, p, i] - y[Y_PATH, p, i] / (ONE + y[Y_TREND, p, i]))
                y[Y_HOMES, p, i] += done + grown / rate[PERSONS_PER_HOME, i]
                y[Y_BUILDING, p, i] -= done
        for i in range(WIDTH):
            y[Y_LABOUR, p, i] += y[Y_LEAVING, p, i] + place[P_COMMUTERS_OUT, i]
            n = y[Y_LABOUR, p, i] + y[Y_OTHERS, p, i]
            y[Y_POPULATION, p, i] = n
            needed = n / rate[PERSONS_PER_HOME, i]
            wanted = y[Y_HELD, p, i] * rate[HOUSEHOLD, i] / rate[PERSONS_PER_HOME, i]
            short = positive(needed - y[Y_HOMES, p, i]) + wanted
            if t > 0:
                y[Y_BUILDING, p, i] += least(
                    rate[HOME_RESPONSE, i] * positive(short - y[Y_BUILDING, p, i]),
                    rate[HOME_CAP, i] * n,
                )
            gained = n - y[Y_PATH, p, i]
            place[P_POPULATION, i] = n
            place[P_LABOUR, i] = y[Y_LABOUR, p, i]
            place[P_HOMES_NEEDED, i] = needed
            place[P_HOMES_STOCK, i] = y[Y_HOMES, p, i]
            place[P_HOMES_SHORT, i] = short
            place[P_HOMES_EMPTY, i] = positive(y[Y_HOMES, p, i] - needed)
            place[P_HOMES_BUILDING, i] = y[Y_BUILDING, p, i]
            employed = y[Y_LABOUR, p, i] - place[P_UNEMPLOYED, i] - y[Y_LEAVING, p, i]
            if t == 0:
                y[Y_EMPLOYED, p, i] = employed
            earned = y[Y_INCOME, p, i] * (employed - y[Y_EMPLOYED, p, i])
            place[P_TAX_BASE, i] = earned
            place[P_LOCAL_TAX, i] = y[Y_TAX, p, i] * earned
            for a in range(3):
                place[P_CHILDREN + a, i] = (
                    rate[CHILD[a], i] * y[Y_PATH, p, i] + rate[MOVER[a], i] * gained
                )
        land = 1 + country[p]
        for v in range(place.shape[0]):
            for i in range(WIDTH):
                area[0, v, i] += place[v, i]
                area[land, v, i] += place[v, i]
        tally_places(s, c, place, t, p, valid, first)
    for a in range(countries + 1):
        region = area[a]
        for i in range(WIDTH):
            region[P_DOUBLE, i] = region[P_OVER, i]
        tally_places(s, c, region, t, places + a, valid, first)
