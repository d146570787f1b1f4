"""Where each quantity lies in the kernel's arrays.

To keep compiled calls small, quantities of one shape are stacked in one array: `x` by place
and group, `y` by place, `z` by group; the first axis is one of the positions below.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from beltplan.balance.rates import RATES
from beltplan.balance.variables import CELL, PLACE

WIDTH: Final = 256
"""Lanes: a block of 250 futures, filled up to a whole number of vectors."""

X: Final = (
    "back",
    "base",
    "base_claim",
    "need",
    "open",
    "people",
    "pull",
    "recruited",
    "settled",
    "trained",
    "unemployed",
    "visiting",
    "wants",
)
"""Quantities by place and group."""

Y: Final = (
    "base_total",
    "building",
    "crew",
    "density",
    "held",
    "homes",
    "indirect",
    "labour",
    "labour_force",
    "leaving",
    "movers",
    "others",
    "path",
    "population",
    "pressure",
    "recruits",
    "tax",
    "income",
    "employed",
    "trend",
    "unemployment",
)
"""Quantities by place."""

Z: Final = (
    "asked",
    "construction",
    "mix",
    "offered",
    "offers",
    "post",
    "public_share",
    "service",
)
"""Quantities by group."""

ZERO: Final = np.float32(0)
ONE: Final = np.float32(1)
NOBODY: Final = np.float32(1e-6)
"""Fewer people than this are rounding: shares of them are not formed."""

_RATE = {name: i for i, name in enumerate(RATES)}
_CELL = {each.name: i for i, each in enumerate(CELL)}
_PLACE = {each.name: i for i, each in enumerate(PLACE)}

X_BACK: Final = X.index("back")
X_BASE: Final = X.index("base")
X_BASE_CLAIM: Final = X.index("base_claim")
X_NEED: Final = X.index("need")
X_OPEN: Final = X.index("open")
X_PEOPLE: Final = X.index("people")
X_PULL: Final = X.index("pull")
X_RECRUITED: Final = X.index("recruited")
X_SETTLED: Final = X.index("settled")
X_TRAINED: Final = X.index("trained")
X_UNEMPLOYED: Final = X.index("unemployed")
X_VISITING: Final = X.index("visiting")
X_WANTS: Final = X.index("wants")

Y_BASE_TOTAL: Final = Y.index("base_total")
Y_BUILDING: Final = Y.index("building")
Y_CREW: Final = Y.index("crew")
Y_DENSITY: Final = Y.index("density")
Y_HELD: Final = Y.index("held")
Y_HOMES: Final = Y.index("homes")
Y_INDIRECT: Final = Y.index("indirect")
Y_LABOUR: Final = Y.index("labour")
Y_LABOUR_FORCE: Final = Y.index("labour_force")
Y_LEAVING: Final = Y.index("leaving")
Y_MOVERS: Final = Y.index("movers")
Y_OTHERS: Final = Y.index("others")
Y_PATH: Final = Y.index("path")
Y_POPULATION: Final = Y.index("population")
Y_PRESSURE: Final = Y.index("pressure")
Y_RECRUITS: Final = Y.index("recruits")
Y_TAX: Final = Y.index("tax")
Y_INCOME: Final = Y.index("income")
Y_EMPLOYED: Final = Y.index("employed")
Y_TREND: Final = Y.index("trend")
Y_UNEMPLOYMENT: Final = Y.index("unemployment")

Z_ASKED: Final = Z.index("asked")
Z_CONSTRUCTION: Final = Z.index("construction")
Z_MIX: Final = Z.index("mix")
Z_OFFERED: Final = Z.index("offered")
Z_OFFERS: Final = Z.index("offers")
Z_POST: Final = Z.index("post")
Z_PUBLIC_SHARE: Final = Z.index("public_share")
Z_SERVICE: Final = Z.index("service")

RETIRE: Final = _RATE["retire"]
ENTRANTS: Final = _RATE["entrants"]
QUIT: Final = _RATE["quit"]
QUIT_LEAVE: Final = _RATE["quit_leave"]
HIRE: Final = _RATE["hire"]
HIRE_SAME: Final = _RATE["hire_same"]
HIRE_CLOSE: Final = _RATE["hire_close"]
POACH_POSTS: Final = _RATE["poach_posts"]
POACH_STAFF: Final = _RATE["poach_staff"]
MOVE: Final = _RATE["move"]
MOVE_BORDER: Final = _RATE["move_border"]
COUNT_MOVE: Final = _RATE["count_move"]
RECRUIT: Final = _RATE["recruit"]
RECRUIT_CAP: Final = _RATE["recruit_cap"]
LOCAL_LEAVE: Final = _RATE["local_leave"]
LOCAL_STAY: Final = _RATE["local_stay"]
RECRUITED_LEAVE: Final = _RATE["recruited_leave"]
RECRUITED_STAY: Final = _RATE["recruited_stay"]
UNEMPLOYED_LEAVE: Final = _RATE["unemployed_leave"]
LEAVER_DELAY: Final = _RATE["leaver_delay"]
HOUSEHOLD: Final = _RATE["household"]
VISITING: Final = _RATE["visiting"]
INDIRECT_LAG: Final = _RATE["indirect_lag"]
PUBLIC_JOBS: Final = _RATE["public_jobs"]
BASE_TREND: Final = _RATE["base_trend"]
GRADUATE: Final = _RATE["graduate"]
FRICTIONAL: Final = _RATE["frictional"]
PERSONS_PER_HOME: Final = _RATE["persons_per_home"]
HOME_CROWDING: Final = _RATE["home_crowding"]
HOME_RESPONSE: Final = _RATE["home_response"]
HOME_CAP: Final = _RATE["home_cap"]
HOME_LEAD: Final = _RATE["home_lead"]
CHILD: Final = (_RATE["child_1_5"], _RATE["child_6_15"], _RATE["child_16_18"])
MOVER: Final = (_RATE["mover_1_5"], _RATE["mover_6_15"], _RATE["mover_16_18"])

C_NEED: Final = _CELL["need"]
C_KEPT: Final = _CELL["kept"]
C_GRADUATES: Final = _CELL["graduates"]
C_LOCAL: Final = _CELL["local"]
C_POACHED: Final = _CELL["poached"]
C_COMMUTERS: Final = _CELL["commuters_in"]
C_VISITING: Final = _CELL["visiting_in"]
C_MOVERS: Final = _CELL["movers_in"]
C_RECRUITS: Final = _CELL["recruits"]
C_VACANCIES: Final = _CELL["vacancies"]
C_RELEASED: Final = _CELL["released"]
C_BASE_NEED: Final = _CELL["base_need"]
C_BASE_VACANCIES: Final = _CELL["base_vacancies"]
C_UNEMPLOYED: Final = _CELL["unemployed"]

P_POPULATION: Final = _PLACE["population"]
P_LABOUR: Final = _PLACE["labour_force"]
P_NEED: Final = _PLACE["need"]
P_FILLED: Final = _PLACE["filled"]
P_VACANCIES: Final = _PLACE["vacancies"]
P_BASE_NEED: Final = _PLACE["base_need"]
P_BASE_VACANCIES: Final = _PLACE["base_vacancies"]
P_UNEMPLOYED: Final = _PLACE["unemployed"]
P_COUNTED: Final = _PLACE["counted_on"]
P_DOUBLE: Final = _PLACE["double_counted"]
P_OVER: Final = _PLACE["overclaimed"]
P_COMMUTERS_IN: Final = _PLACE["commuters_in"]
P_COMMUTERS_OUT: Final = _PLACE["commuters_out"]
P_VISITING: Final = _PLACE["visiting"]
P_LOCAL: Final = _PLACE["local"]
P_GRADUATES: Final = _PLACE["graduates"]
P_POACHED: Final = _PLACE["poached"]
P_MOVERS_IN: Final = _PLACE["movers_in"]
P_MOVERS_OUT: Final = _PLACE["movers_out"]
P_RECRUITS: Final = _PLACE["recruits"]
P_LEAVERS: Final = _PLACE["leavers"]
P_RELEASED: Final = _PLACE["released"]
P_HOMES_NEEDED: Final = _PLACE["homes_needed"]
P_HOMES_STOCK: Final = _PLACE["homes_stock"]
P_HOMES_SHORT: Final = _PLACE["homes_short"]
P_HOMES_EMPTY: Final = _PLACE["homes_empty"]
P_HOMES_BUILDING: Final = _PLACE["homes_building"]
P_CHILDREN: Final = _PLACE["preschool_places"]
P_TAX_BASE: Final = _PLACE["tax_base"]
P_LOCAL_TAX: Final = _PLACE["local_tax"]


class Region(NamedTuple):
    """What does not differ between futures.

    Lists of lists are given as one line (`*_list`) and where each part starts (`*_start`).
    Only places with a project (`staffed`) have staff to find; links are those into them,
    in the order of the places. `reach` [p] and `moves` [p, g] are measures of the quarter
    (`beltplan.balance.measures`), nil without.
    """

    country: Any
    staffed: Any
    is_staffed: Any
    project_start: Any
    project_list: Any
    project_profile: Any
    link_start: Any
    link_origin: Any
    link_same: Any
    close_start: Any
    close_list: Any
    seats: Any
    reach: Any
    moves: Any


class Draws(NamedTuple):
    """What each future has drawn; see `beltplan.balance.lanes.Lanes`.

    `activity` is [2, t, j, l], activity and building; `jobs` [2, j, l], jobs and crew.
    """

    activity: Any
    jobs: Any
    profile: Any
    rate: Any
    link: Any
    reach: Any


class Stocks(NamedTuple):
    """Stocks and scratch of one thread, float32.

    `x` [X, p, g, l], `y` [Y, p, l], `z` [Z, g, l], `commuting` [k, g, l]; what is reported
    of places, `place` [p, v, l], and areas, `area` [a, v, l] (the region, then countries);
    sums `total` and `own` by country and `pulls` by group and country; the reported cell
    `cell` [v, l]; and lines of lanes. `bits` is `work` read as whole numbers.
    """

    x: Any
    y: Any
    z: Any
    commuting: Any
    place: Any
    area: Any
    total: Any
    own: Any
    pulls: Any
    cell: Any
    w: Any
    row: Any
    work: Any
    bits: Any
    index: Any


class Counts(NamedTuple):
    """What is kept of the futures.

    Attributes
    ----------
    measuring
        Whether only the highest bins are noted, to size the histograms.
    cells, cell_start, cell_bins, cell_high, cell_sums
        Counts in one line; where the histogram of a quarter, variable, place and group
        starts and its number of bins (0: always zero), its highest bin as measured, and
        the sum of the values in units of 1 / `FIXED`; [t, v, p, g].
    places, place_start, place_side, place_high, place_sums
        The same for places and areas, [t, v, r]; `place_side` bins on each side of
        `place_from` [v, r], in units of 1 / `place_scale` [v].
    slot
        int64 [t], position in `samples` or -1.
    samples
        float32 [v, r, slot, n].
    pool
        float32 [3, slot, p, g, l]: available people, density of the place's claim, claim
        of the base, of the first block.
    """

    measuring: bool
    cells: Any
    cell_start: Any
    cell_bins: Any
    cell_high: Any
    cell_sums: Any
    places: Any
    place_start: Any
    place_side: Any
    place_high: Any
    place_sums: Any
    place_from: Any
    place_scale: Any
    slot: Any
    samples: Any
    pool: Any
