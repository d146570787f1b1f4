"""From the facts of a region to the numbers that the account starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.balance.account import Account
from beltplan.balance.draws import Factor
from beltplan.balance.errors import NoPlacesError
from beltplan.balance.reading.parameters import parameter_factor, records_of
from beltplan.balance.reading.people import people_at_start
from beltplan.balance.reading.places import homes_at_start, links_within_reach, places_of, seats_of
from beltplan.balance.reading.plants import occupations, projects_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beltplan.balance.reading.left_out import LeftOut
    from beltplan.balance.sizes import Size
    from beltplan.facts import Parameter, Region

__all__ = ["Reading", "read"]

_SERVING: Final = ("private_service", "competing", "construction")


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
    places = places_of(region, rows, out)
    if not places:
        message = f"no place's population was known on {region.as_of.isoformat()}"
        way_out = "take a later day, or add figures of the metric population"
        raise NoPlacesError(message, way_out)
    at = {place: p for p, place in enumerate(places)}
    countries = tuple(sorted({rows[place]["country"] for place in places}))
    groups = region.table("groups")
    names = tuple(groups["group_id"].to_list())
    sectors = tuple(groups["sector"].to_list())
    sizes, columns = projects_of(region, projects, at, out)
    place_of = {
        row["project_id"]: row["place_id"] for row in region.table("projects").iter_rows(named=True)
    }
    profiles = tuple(dict.fromkeys(size.step for size in sizes)) or ("cell",)
    records = records_of(region, countries, profiles)
    population, labour, unemployment, trend, figures = people_at_start(
        region, rows, places, records
    )
    vacant, building = homes_at_start(region, places, span.start, records)
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
        profile=tuple(occupations(region, profile, names) for profile in profiles),
        construction=occupations(region, "construction", names),
        mix=tuple(
            Factor(
                f"employment:{row['group_id']}",
                row["employment_low"],
                row["employment_central"],
                row["employment_high"],
            )
            for row in groups.iter_rows(named=True)
        ),
        links=links_within_reach(region.table("links"), at, records),
        population=population,
        labour_force=labour,
        unemployment=unemployment,
        trend=trend,
        homes_vacant=vacant,
        homes_building=building,
        seats=seats_of(region, at, names, out),
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
