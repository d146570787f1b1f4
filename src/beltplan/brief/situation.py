"""From the rooms' results to the situation: what the brief says, as data.

Every sentence is a message of the catalogue with values computed here; no
number is written by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan import __version__
from beltplan.brief.model import Situation
from beltplan.brief.parts import (
    above,
    belt,
    changes,
    coverage,
    decide,
    freight,
    homes,
    plants,
    pool,
    power,
    staff,
    then,
    together,
    towns,
    unknown,
    whom,
    worth,
)
from beltplan.brief.parts.desk import Desk
from beltplan.brief.parts.doubts import grey_share
from beltplan.brief.parts.planned import Planned
from beltplan.faults import BeltplanError
from beltplan.i18n import Name

if TYPE_CHECKING:
    from beltplan.backtest import Backtest, Counts
    from beltplan.balance import Balance
    from beltplan.brief.model import Section
    from beltplan.facts import Region
    from beltplan.futures import Futures
    from beltplan.plan import Comparison
    from beltplan.shares import Split
    from beltplan.shares.agreement import Agreement

__all__ = ["YearOutsideError", "build", "headline_year", "plan_sections"]

_YEARS_AHEAD = 4
"""The headline year lies this far after the day of the facts, unless another is asked for."""


class YearOutsideError(BeltplanError):
    """A year for the headline numbers that the account does not reach."""


def headline_year(region: Region) -> int:
    """Return the year of the headline numbers, unless another is asked for."""
    return region.as_of.year + _YEARS_AHEAD


def build(
    region: Region,
    futures: Futures,
    balance: Balance,
    backtest: Backtest | None = None,
    *,
    plans: Balance | None = None,
    counts: Counts | None = None,
    what_if: tuple[str, ...] = (),
    year: int | None = None,
    comparison: Comparison | None = None,
    agreement: Agreement | None = None,
    splits: tuple[Split, ...] = (),
) -> Situation:
    """Return the situation of a region.

    Parameters
    ----------
    region : Region
        Facts as known on a day.
    futures : Futures
        Sampled futures of its projects.
    balance : Balance
        The account over those futures.
    backtest : Backtest, optional
        How forecasts made the same way fared before.
    plans : Balance, optional
        The account if every plan came true (`beltplan.futures.as_planned`).
    counts : Counts, optional
        How ranges made the same way held the counts made later.
    what_if : tuple of str
        Events that were forced and projects left out, as the reader should see them.
    year : int, optional
        Year of the headline numbers; four years after the day of the facts if not given.
    comparison : Comparison, optional
        The region planned alone, nationally and together (`beltplan.plan.compare`).
    agreement : Agreement, optional
        How the gain of acting together is shared (`beltplan.shares.agreement.agree`).
    splits : tuple of Split, optional
        Other ways to share it, tried on a coarser game (`beltplan.shares.coarse.challenge`).

    Raises
    ------
    YearOutsideError
        If the account does not reach the year.
    """
    year = headline_year(region) if year is None else year
    desk = Desk(region, futures, balance, year, backtest, plans, counts, what_if)
    if year not in desk.years:
        message = f"the account does not reach the end of {year}"
        way_out = f"take a year from {desk.years[0]} to {desk.years[-1]}, or run it further"
        raise YearOutsideError(message, way_out)
    planned = None if comparison is None else Planned(desk, comparison, agreement, splits)
    headlines = belt.headlines(desk)
    if planned is not None:
        headlines = (*headlines, together.headline(planned))
    sections = (
        belt.section(desk),
        above.section(desk),
        changes.section(desk),
        staff.section(desk),
        pool.section(desk),
        coverage.section(desk),
        homes.section(desk),
        power.section(desk),
        freight.section(desk),
        plants.section(desk),
        *plan_sections(planned),
        whom.section(desk),
        unknown.section(desk),
    )
    return Situation(
        region=region.name,
        title=Name(dict(region.titles)),
        as_of=region.as_of,
        futures=balance.n,
        seed=balance.seed,
        year=year,
        version=__version__,
        headlines=headlines,
        sections=sections,
        sources=dict(sorted(desk.cited.items())),
        newest_fact=desk.newest(region.table("events")["known_from"].to_list()),
        grey_share=grey_share(desk),
    )


def plan_sections(planned: Planned | None) -> tuple[Section, ...]:
    """Return the sections on the plan and the shares; none without a plan."""
    if planned is None:
        return ()
    shared = planned.agreement
    return (
        together.section(planned),
        decide.section(planned),
        then.section(planned),
        *(() if shared is None else (towns.section(planned, shared),)),
        worth.section(planned),
    )
