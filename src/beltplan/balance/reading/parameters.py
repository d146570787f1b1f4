"""The parameters of the rules, as the facts hold them and as uncertain numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from beltplan.balance.draws import Factor
from beltplan.balance.sizes import chosen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beltplan.facts import Parameter, Region

__all__ = ["SIZES", "parameter_factor", "records_of", "scaled"]

_PARAMETERS: Final = (
    "base_jobs_trend_per_year",
    "close_group_match_share_per_quarter",
    "commute_willingness_cross_border_per_quarter",
    "commute_willingness_per_quarter",
    "commuting_limit_km",
    "commuting_limit_minutes",
    "construction_local_share",
    "construction_peak_per_operating_job",
    "entrant_ratio",
    "frictional_unemployment_share",
    "full_load_hours",
    "graduate_stay_share",
    "grid_pause_grace_quarters",
    "higher_education_share_cell",
    "hire_share_per_quarter",
    "home_build_lead_quarters",
    "home_build_response_share",
    "home_completions_base_per_1000_per_year",
    "home_completions_max_per_1000_per_year",
    "home_crowding_share",
    "indirect_jobs_per_direct",
    "indirect_lag_quarters",
    "indirect_local_share",
    "layoff_leave_share_local",
    "layoff_leave_share_newcomer",
    "layoff_stay_unemployed_share",
    "leaver_delay_quarters",
    "local_match_share_per_quarter",
    "mover_cross_border_factor",
    "mover_rate_belt_per_quarter",
    "mover_share_age_16_18",
    "mover_share_age_1_5",
    "mover_share_age_6_15",
    "outside_recruits_max_per_1000_per_quarter",
    "outside_recruits_max_share_of_open_posts",
    "permit_holder_share",
    "permit_leave_share",
    "persons_per_home",
    "persons_per_mover",
    "plan_to_actual_jobs_factor_cell",
    "plan_to_actual_jobs_factor_other",
    "poaching_cap_share_of_open_posts",
    "poaching_share_per_quarter",
    "population_share_age_16_18",
    "population_share_age_1_5",
    "population_share_age_6_15",
    "programme_completion_share",
    "public_service_jobs_per_inhabitant",
    "retirement_rate_per_year",
    "retraining_quarters",
    "road_speed_km_per_h",
    "turnover_leaves_place_share",
    "turnover_rate_plant_per_year",
    "unemployed_leave_share_per_quarter",
    "vacancy_share_normal",
)
_BY_COUNTRY: Final = ("local_tax_rate", "taxable_income_per_employed", "unemployment_rate")
_BY_STEP: Final = (
    "jobs_per_capacity",
    "mwh_per_capacity",
    "freight_in_per_capacity",
    "freight_out_per_capacity",
)
SIZES: Final = ((60_000, "large"), (15_000, "medium"), (0, "small"))


def records_of(
    region: Region, countries: Iterable[str], profiles: Iterable[str]
) -> dict[str, Parameter]:
    """Return the parameters of the rules; later evidence takes the place of an assumption."""
    codes = [country.lower() for country in countries]
    names = [
        *_PARAMETERS,
        *(f"{name}_{code}" for name in _BY_COUNTRY for code in codes),
        *(f"base_population_trend_{size}_{code}" for _, size in SIZES for code in codes),
        *(f"{name}_{step}" for name in _BY_STEP for step in profiles),
        "labour_force_share",
    ]
    return {name: region.parameter(chosen(region, name)) for name in names}


def parameter_factor(name: str, record: Parameter) -> Factor:
    """Return a parameter as an uncertain number; the rule's name seeds its draws."""
    known = [each for each in (record.low, record.central, record.high) if each is not None]
    low, high = min(known), max(known)
    central = record.central if record.central is not None else (low + high) / 2
    if record.distribution == "fixed":
        return Factor(name, central, central, central, "fixed")
    if record.distribution == "uniform":
        return Factor(name, low, central, high, "uniform")
    return Factor(name, low, central, high)


def scaled(name: str, record: Parameter, by: float) -> Factor:
    """Return a parameter times a number as an uncertain number; its own name seeds its draws."""
    base = parameter_factor(name, record)
    return Factor(name, base.low * by, base.central * by, base.high * by, base.distribution)
