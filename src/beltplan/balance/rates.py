"""The rates per quarter that the rules use, made of the drawn parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["RATES", "YEAR", "rates"]

RATES: Final = (
    "retire",
    "entrants",
    "quit",
    "quit_leave",
    "hire",
    "hire_same",
    "hire_close",
    "poach_posts",
    "poach_staff",
    "move",
    "move_border",
    "count_move",
    "recruit",
    "recruit_cap",
    "local_leave",
    "local_stay",
    "recruited_leave",
    "recruited_stay",
    "unemployed_leave",
    "leaver_delay",
    "household",
    "visiting",
    "indirect_lag",
    "public_jobs",
    "base_trend",
    "graduate",
    "frictional",
    "persons_per_home",
    "home_vacancy",
    "home_crowding",
    "home_base",
    "home_response",
    "home_cap",
    "home_lead",
    "child_1_5",
    "child_6_15",
    "child_16_18",
    "mover_1_5",
    "mover_6_15",
    "mover_16_18",
    "complete",
)
"""Rates per quarter that the rules use, in the order of `Lanes.rate`; see `rates`."""

YEAR: Final = np.float32(4)
"""Quarters in a year."""


def rates(drawn: Mapping[str, Floats]) -> Floats:
    """Turn drawn parameters into rates per quarter, in the order of `RATES`, float32 [rate, l]."""
    rooted, newcomer = drawn["layoff_leave_share_local"], drawn["layoff_leave_share_newcomer"]
    stay = drawn["layoff_stay_unemployed_share"]
    permit, permit_leave = drawn["permit_holder_share"], drawn["permit_leave_share"]
    base = drawn["home_completions_base_per_1000_per_year"]
    made = {
        "retire": drawn["retirement_rate_per_year"] / YEAR,
        "entrants": drawn["entrant_ratio"],
        "quit": drawn["turnover_rate_plant_per_year"] / YEAR,
        "quit_leave": drawn["turnover_leaves_place_share"],
        "hire": drawn["hire_share_per_quarter"],
        "hire_same": drawn["local_match_share_per_quarter"],
        "hire_close": drawn["close_group_match_share_per_quarter"] / drawn["retraining_quarters"],
        "poach_posts": drawn["poaching_cap_share_of_open_posts"],
        "poach_staff": drawn["poaching_share_per_quarter"],
        "move": drawn["mover_rate_belt_per_quarter"],
        "move_border": drawn["mover_cross_border_factor"],
        "count_move": np.minimum(YEAR * drawn["mover_rate_belt_per_quarter"], 1),
        "recruit": drawn["outside_recruits_max_share_of_open_posts"],
        "recruit_cap": drawn["outside_recruits_max_per_1000_per_quarter"] / 1000,
        "local_leave": rooted,
        "local_stay": np.minimum(stay, 1 - rooted),
        "recruited_leave": permit * permit_leave + (1 - permit) * newcomer,
        "recruited_stay": permit * (1 - permit_leave)
        + (1 - permit) * np.minimum(stay, 1 - newcomer),
        "unemployed_leave": drawn["unemployed_leave_share_per_quarter"],
        "leaver_delay": drawn["leaver_delay_quarters"],
        "household": drawn["persons_per_mover"],
        "visiting": 1 - drawn["construction_local_share"],
        "indirect_lag": drawn["indirect_lag_quarters"],
        "public_jobs": drawn["public_service_jobs_per_inhabitant"],
        "base_trend": drawn["base_jobs_trend_per_year"] / YEAR,
        "graduate": drawn["programme_completion_share"] * drawn["graduate_stay_share"],
        "frictional": drawn["frictional_unemployment_share"],
        "persons_per_home": drawn["persons_per_home"],
        "home_vacancy": drawn["vacancy_share_normal"],
        "home_crowding": drawn["home_crowding_share"],
        "home_base": base / 1000 / YEAR,
        "home_response": drawn["home_build_response_share"] / YEAR,
        "home_cap": np.maximum(drawn["home_completions_max_per_1000_per_year"] - base, 0)
        / 1000
        / YEAR,
        "home_lead": drawn["home_build_lead_quarters"],
        "child_1_5": drawn["population_share_age_1_5"],
        "child_6_15": drawn["population_share_age_6_15"],
        "child_16_18": drawn["population_share_age_16_18"],
        "mover_1_5": drawn["mover_share_age_1_5"],
        "mover_6_15": drawn["mover_share_age_6_15"],
        "mover_16_18": drawn["mover_share_age_16_18"],
        "complete": drawn["programme_completion_share"],
    }
    return np.stack([made[name] for name in RATES]).astype(np.float32)
