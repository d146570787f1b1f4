"""What it costs to close a gap, by each of three ways, as ranges in euros.

More seats where a course is near home; opening a course over a border or elsewhere in the
country; a module made anew or from outcomes that exist. A programme that teaches several of
the competences needed carries its cost for all of them, so that a cost is of one competence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beltplan.coverage.ranges import Range, parameter, seat_cost

if TYPE_CHECKING:
    from beltplan.coverage.programmes import Programme
    from beltplan.facts import Region

__all__ = ["Costs", "Option"]

_PARAMETERS = (
    "module_cost_new",
    "module_cost_adapted_share",
    "module_months",
    "module_competences_max",
    "border_course_cost",
    "living_away_cost_per_month",
    "months_per_60_credits",
)


@dataclass(frozen=True, slots=True)
class Option:
    """A way to close a gap.

    Attributes
    ----------
    way
        seats, border or module.
    what
        Programme, or the course whose outcomes are adapted; empty for a module made anew.
    cost
        EUR for all posts affected; None where the cost of a seat is not known.
    """

    way: str
    what: str
    cost: Range | None


class Costs:
    """The arithmetic, with the region's parameters.

    Parameters
    ----------
    region
        The region, as known on a day.

    Raises
    ------
    UnknownParameterError
        If the region lacks one of the parameters.
    """

    parameters: tuple[str, ...] = _PARAMETERS

    def __init__(self, region: Region) -> None:
        self._p = {name: parameter(region, name) for name in _PARAMETERS}
        self._seats = {level: seat_cost(region, level) for level in range(1, 9)}

    @property
    def capacity(self) -> int:
        """Competences that one module holds."""
        return round(self._p["module_competences_max"].central)

    def module(self, *, adapted: bool) -> Range:
        """Return the cost of making one module, without seats."""
        new = self._p["module_cost_new"]
        return new.times(self._p["module_cost_adapted_share"]) if adapted else new

    def months(self, programme: Programme) -> Range | None:
        """Return the length of a programme: stated, else by credits, else of its kind."""
        if programme.months is not None:
            return Range.of(programme.months)
        if programme.credits is not None:
            return self._p["months_per_60_credits"].times(Range.of(programme.credits / 60))
        return None if programme.kind is None else programme.kind.months

    def existing(
        self, programme: Programme, people: Range, *, competences: int, where: str
    ) -> Option:
        """Return the cost of using a programme that exists.

        Parameters
        ----------
        programme
            The programme.
        people
            People to be taught.
        competences
            How many of the competences needed it teaches; at least 1.
        where
            near, border or far, as seen from those who need it.
        """
        way = "seats" if where == "near" else "border"
        months = self.months(programme)
        if programme.kind is None or programme.kind.seat_cost is None or months is None:
            return Option(way, programme.programme_id, None)
        years = months.times(Range.of(1 / 12))
        cost = people.times(programme.kind.seat_cost).times(years)
        if where != "near":
            cost = cost.plus(self._p["border_course_cost"])
            if programme.mode in ("onsite", "unknown"):
                away = self._p["living_away_cost_per_month"].times(months)
                cost = cost.plus(people.times(away))
        return Option(way, programme.programme_id, cost.times(Range.of(1 / competences)))

    def new_module(self, people: Range, *, source: str, level: int | None) -> Option:
        """Return the cost of one competence of a module that holds as many as a module can.

        `source` is the course whose outcomes are adapted, empty for a module made anew; a
        module of unknown level is costed as one of EQF 5.
        """
        seat = self._seats[level or 5]
        if seat is None:
            return Option("module", source, None)
        years = self._p["module_months"].times(Range.of(1 / 12))
        seats = people.times(seat).times(years)
        whole = self.module(adapted=bool(source)).plus(seats)
        return Option("module", source, whole.times(Range.of(1 / self.capacity)))
