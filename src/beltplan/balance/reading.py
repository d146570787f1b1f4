"""From the facts of a region to the numbers that the account starts from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from beltplan import quarters
from beltplan.balance.account import Account, Link
from beltplan.balance.draws import Factor
from beltplan.balance.errors import NoPlacesError
from beltplan.balance.sizes import Size, chosen, range_of, size_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from beltplan.facts import Parameter, Region

__all__ = ["LeftOut", "Reading", "parameter_factor", "read"]

SCOPES: Final = ("core", "adjacent", "supply")
"""Places in the account: the region's labour market; partner regions are not in it."""

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
_SIZES: Final = ((60_000, "large"), (15_000, "medium"), (0, "small"))
_SERVING: Final = ("private_service", "competing", "construction")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that the account does not cover, and why.

    Attributes
    ----------
    kind
        ``place``, ``project``, ``programme``, ``power`` or ``freight``.
    subject
        Its id.
    code
        Stable code of the reason.
    reason
        The reason, one English sentence.
    """

    kind: Literal["place", "project", "programme", "power", "freight"]
    subject: str
    code: str
    reason: str


_REASONS: Final = {
    "balance.unknown-population": "its population is not known on this day",
    "balance.linked": "it is a partner region, not part of the region's labour market",
    "balance.no-place": "it lies outside the places of the account",
    "balance.park": "its companies are projects of their own or ordinary employers",
    "balance.no-seats": "the number of seats is unknown",
    "balance.no-group": "the occupation group that its graduates enter is unclear",
    "balance.not-running": "it is not known to run",
    "balance.elsewhere": "it is taught outside the places of the account",
}


@dataclass(frozen=True)
class Reading:
    """A region as the account reads it.

    Attributes
    ----------
    account
        The numbers.
    sizes
        Size of every project of the account, in its order.
    columns
        Position of each of them in the region's projects as futures have them.
    parameters
        The parameters used, by the name that the rules know; the record may be that of
        later evidence.
    left_out
        What is not covered.
    group_names, sectors
        By group.
    figures
        Figure ids by place, of those used.
    """

    account: Account
    sizes: tuple[Size, ...]
    columns: tuple[int, ...]
    parameters: Mapping[str, Parameter]
    left_out: tuple[LeftOut, ...]
    group_names: tuple[str, ...]
    sectors: tuple[str, ...]
    figures: Mapping[str, tuple[str, ...]]


def read(region: Region, projects: Sequence[str], span: range) -> Reading:
    """Read a region for the account.

    Parameters
    ----------
    region
        The region on a day.
    projects
        Ids of the projects, as the futures have them.
    span
        Quarters of the account.

    Raises
    ------
    UnknownParameterError
        If the region lacks a parameter of the rules.
    """
    out: list[LeftOut] = []
    rows = {row["place_id"]: row for row in region.table("places").iter_rows(named=True)}
    places = _places(region, rows, out)
    if not places:
        message = f"no place's population was known on {region.as_of.isoformat()}"
        way_out = "take a later day, or add figures of the metric population"
        raise NoPlacesError(message, way_out)
    at = {place: p for p, place in enumerate(places)}
    countries = tuple(sorted({rows[place]["country"] for place in places}))
    groups = region.table("groups")
    names = tuple(groups["group_id"].to_list())
    sectors = tuple(groups["sector"].to_list())
    sizes, columns = _projects(region, projects, at, out)
    place_of = {
        row["project_id"]: row["place_id"] for row in region.table("projects").iter_rows(named=True)
    }
    profiles = tuple(dict.fromkeys(size.step for size in sizes)) or ("cell",)
    records = _records(region, countries, profiles)
    population, labour, unemployment, trend, figures = _people(region, rows, places, records)
    vacant, building = _homes(region, places, span.start, records)
    account = Account(
        places=places,
        countries=countries,
        groups=names,
        projects=tuple(size.project for size in sizes),
        profiles=profiles,
        country=np.array([countries.index(rows[place]["country"]) for place in places], np.int64),
        public=np.array([sector == "public" for sector in sectors]),
        higher=np.array([level >= 4 for level in groups["skill_level"].to_list()]),
        service=np.array([sector in _SERVING for sector in sectors]),
        close=tuple(
            (names.index(source), g)
            for g, sources in enumerate(groups["close_groups"].to_list())
            for source in sources or ()
        ),
        project_place=np.array([at[place_of[size.project]] for size in sizes], np.int64),
        project_profile=np.array([profiles.index(size.step) for size in sizes], np.int64),
        jobs=tuple(size.jobs for size in sizes),
        profile=tuple(_profile(region, profile, names) for profile in profiles),
        construction=_profile(region, "construction", names),
        mix=tuple(
            Factor(
                f"employment:{row['group_id']}",
                row["employment_low"],
                row["employment_central"],
                row["employment_high"],
            )
            for row in groups.iter_rows(named=True)
        ),
        links=_links(region.table("links"), at, records),
        population=population,
        labour_force=labour,
        unemployment=unemployment,
        trend=trend,
        homes_vacant=vacant,
        homes_building=building,
        seats=_seats(region, at, names, out),
        parameters={name: parameter_factor(name, record) for name, record in records.items()},
        start=span.start,
        end=span[-1],
    )
    return Reading(
        account=account,
        sizes=sizes,
        columns=columns,
        parameters=records,
        left_out=tuple(out),
        group_names=tuple(groups["name"].to_list()),
        sectors=sectors,
        figures=figures,
    )


def _out(
    out: list[LeftOut],
    kind: Literal["place", "project", "programme", "power", "freight"],
    subject: str,
    code: str,
) -> None:
    out.append(LeftOut(kind, subject, code, _REASONS[code]))


def _places(
    region: Region, rows: Mapping[str, Mapping[str, object]], out: list[LeftOut]
) -> tuple[str, ...]:
    places = []
    for place, row in rows.items():
        figure = region.figure(place, "population", status=("actual", "estimate"))
        if row["scope"] not in SCOPES:
            _out(out, "place", place, "balance.linked")
        elif figure is None or not figure.value:
            _out(out, "place", place, "balance.unknown-population")
        else:
            places.append(place)
    return tuple(places)


def _projects(
    region: Region, projects: Sequence[str], at: Mapping[str, int], out: list[LeftOut]
) -> tuple[tuple[Size, ...], tuple[int, ...]]:
    rows = {row["project_id"]: row for row in region.table("projects").iter_rows(named=True)}
    sizes, columns = [], []
    for column, project in enumerate(projects):
        row = rows[project]
        if row["place_id"] not in at:
            _out(out, "project", project, "balance.no-place")
        elif row["step"] == "industrial_park":
            _out(out, "project", project, "balance.park")
        else:
            sizes.append(size_of(region, project, row["step"], new_build=row["new_build"]))
            columns.append(column)
    return tuple(sizes), tuple(columns)


def _records(
    region: Region, countries: Iterable[str], profiles: Iterable[str]
) -> dict[str, Parameter]:
    """Return the parameters of the rules; later evidence takes the place of an assumption."""
    codes = [country.lower() for country in countries]
    names = [
        *_PARAMETERS,
        *(f"{name}_{code}" for name in _BY_COUNTRY for code in codes),
        *(f"base_population_trend_{size}_{code}" for _, size in _SIZES for code in codes),
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


def _people(
    region: Region,
    rows: Mapping[str, Mapping[str, object]],
    places: Sequence[str],
    records: Mapping[str, Parameter],
) -> tuple[
    NDArray[np.float64],
    tuple[Factor, ...],
    tuple[Factor, ...],
    tuple[Factor, ...],
    dict[str, tuple[str, ...]],
]:
    population = np.zeros(len(places))
    labour, unemployment, trend = [], [], []
    figures: dict[str, tuple[str, ...]] = {}
    for p, place in enumerate(places):
        code = str(rows[place]["country"]).lower()
        count = region.figure(place, "population", status=("actual", "estimate"))
        inhabitants = count.value if count is not None and count.value is not None else 0.0
        population[p] = inhabitants
        size = next(name for least, name in _SIZES if inhabitants >= least)
        known = region.figure(place, "labour_force", status=("actual", "estimate"))
        rate = region.figure(place, "unemployment_pct", status=("actual", "estimate"))
        labour.append(
            range_of(f"labour_force:{place}", known)
            or _scaled(f"labour_force:{place}", records["labour_force_share"], inhabitants)
        )
        unemployment.append(
            range_of(f"unemployment:{place}", rate, 0.01)
            or _scaled(f"unemployment:{place}", records[f"unemployment_rate_{code}"], 1.0)
        )
        trend.append(
            _scaled(f"trend:{place}", records[f"base_population_trend_{size}_{code}"], 1.0)
        )
        figures[place] = tuple(f.figure_id for f in (count, known, rate) if f is not None)
    return population, tuple(labour), tuple(unemployment), tuple(trend), figures


def _scaled(name: str, record: Parameter, by: float) -> Factor:
    base = parameter_factor(name, record)
    return Factor(name, base.low * by, base.central * by, base.high * by, base.distribution)


def _homes(
    region: Region, places: Sequence[str], start: int, records: Mapping[str, Parameter]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Homes empty and under construction at the start, where somebody counted them.

    Of homes under construction that were counted earlier, one in `home_build_lead_quarters`
    is finished each quarter, as by the rule.
    """
    vacant = np.full(len(places), math.nan)
    building = np.full(len(places), math.nan)
    lead = records["home_build_lead_quarters"].central or 1.0
    for p, place in enumerate(places):
        empty = region.figure(place, "vacant_homes", status="actual")
        if empty is not None and empty.value is not None and not empty.grey:
            vacant[p] = empty.value
        count = region.figure(place, "homes_in_production", status="actual")
        if count is not None and count.value is not None and count.date is not None:
            age = max(start - quarters.of(count.date), 0)
            building[p] = count.value * (1 - 1 / lead) ** age
    return vacant, building


def _profile(region: Region, profile: str, groups: Sequence[str]) -> tuple[Factor, ...]:
    table = region.table("profiles")
    rows = {
        row["group_id"]: row for row in table.iter_rows(named=True) if row["profile"] == profile
    }
    shares = []
    for group in groups:
        name = f"profile:{profile}:{group}"
        row = rows.get(group)
        central = row["central"] if row else 0.0
        low = row["low"] if row and row["low"] is not None else central
        high = row["high"] if row and row["high"] is not None else central
        shares.append(Factor(name, low, central, high, "fixed" if low == high else "triangular"))
    return tuple(shares)


def _links(
    table: pl.DataFrame, at: Mapping[str, int], records: Mapping[str, Parameter]
) -> tuple[Link, ...]:
    """Ways to work within the widest limits; of one pair and mode a reported distance first."""
    km = parameter_factor("km", records["commuting_limit_km"]).high
    minutes = parameter_factor("minutes", records["commuting_limit_minutes"]).high
    speed = parameter_factor("speed", records["road_speed_km_per_h"]).high
    found: dict[tuple[int, int], Link] = {}
    order = sorted(table.iter_rows(named=True), key=lambda row: row["row_type"] != "reported")
    for row in order:
        if row["from_place"] not in at or row["to_place"] not in at or row["mode"] == "air":
            continue
        far = row["distance_km"] if row["distance_km"] is not None else math.nan
        long = row["duration_min"] if row["duration_min"] is not None else math.nan
        time = long if math.isfinite(long) else 60 * far / speed
        if not time <= minutes or far > km:
            continue
        ends = at[row["from_place"]], at[row["to_place"]]
        for origin, target in (ends, ends[::-1]):
            link = Link(origin, target, far, long, bool(row["cross_border"]))
            found.setdefault((origin, target), link)
    return tuple(found[key] for key in sorted(found))


def _seats(
    region: Region, at: Mapping[str, int], groups: Sequence[str], out: list[LeftOut]
) -> NDArray[np.float64]:
    """Seats a year of programmes that run (or may run), by place and group."""
    seats = np.zeros((len(at), len(groups)))
    for row in region.table("programmes").iter_rows(named=True):
        name = row["programme_id"]
        if row["status"] not in ("running", "unknown"):
            _out(out, "programme", name, "balance.not-running")
        elif row["place_id"] not in at:
            _out(out, "programme", name, "balance.elsewhere")
        elif row["group_id"] is None:
            _out(out, "programme", name, "balance.no-group")
        elif row["seats_per_year"] is None:
            _out(out, "programme", name, "balance.no-seats")
        else:
            seats[at[row["place_id"]], groups.index(row["group_id"])] += row["seats_per_year"]
    return seats
