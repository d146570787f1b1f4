"""All programmes as columns, and what they ask, take and cost one person.

What does not depend on the person is worked out once; an answer is then arithmetic on whole
columns, so that tens of thousands of programmes take milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from beltplan.coverage.costs import Costs
from beltplan.coverage.entry import EntryRules
from beltplan.coverage.programmes import kinds, programmes
from beltplan.coverage.ranges import parameter
from beltplan.coverage.teaching import recorded_whole, teaching
from beltplan.coverage.travel import Travel
from beltplan.paths.arcs import Arcs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.facts import Region
    from beltplan.paths.person import Person

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

__all__ = ["HOURS_STEP", "MONEY_STEP", "PARAMETERS", "SPOKEN", "Market", "Open"]

PARAMETERS: Final = (
    "course_part_time_factor",
    "living_away_cost_per_month",
    "travel_cost_per_hour",
    "onsite_days_per_month",
    "home_trips_per_month",
    "gatherings_per_month",
    "gathering_days",
    "travel_hours_unplaced",
    "prior_learning_credit_share",
    "prior_learning_months",
)
MONEY_STEP: Final = 250
HOURS_STEP: Final = 10
"""Money and travel are compared in steps of so many euros and hours: their ranges are wider."""
SPOKEN: Final = ("sv", "fi", "nb", "nn", "da", "en")
_NEIGHBOURS: Final = {
    "sv": ("nb", "nn", "da"),
    "nb": ("sv", "nn", "da"),
    "nn": ("nb", "sv", "da"),
    "da": ("nb", "nn", "sv"),
}
"""Languages read and followed without a course: the Scandinavian ones (Delsing and Lundin
Åkesson 2005, Håller språket ihop Norden?)."""
_FAR: Final = 9
_DAYS: Final = 30.4
_PERIODS: Final = {"yearly": 12, "term": 6, "rolling": 1}
_ASSESSED: Final = ("right", "assessed")
_UPPER_SECONDARY: Final = 4
"""Prior learning is taken to stand for a level of schooling up to this one only."""
_EXAMPLES: Final = 5


@dataclass(frozen=True)
class Open:
    """The programmes as open to one person; arrays over all programmes, ranges [n, 3].

    Attributes
    ----------
    arcs
        As arcs, only of those in `kept`.
    kept
        Positions of the programmes that are open.
    months, money, hours
        Low, central, high: length, EUR, hours of travel.
    shortened
        Where prior learning may shorten.
    language
        0 own, 1 neighbouring, 2 not known.
    explained
        Competences of the target that are explained, not practised, as bits.
    away, placed, linked
        Whether one lives away; whether the place is one of the region's; whether recorded links
        lead there.
    left_out
        By reason, how many programmes are not open, and some ids.
    """

    arcs: Arcs
    kept: Ints
    months: Floats
    money: Floats
    hours: Floats
    shortened: Bools
    language: Ints
    explained: Ints
    away: Bools
    placed: Bools
    linked: Bools
    left_out: dict[str, tuple[int, tuple[str, ...]]]


class Market:
    """The programmes of a region.

    Parameters
    ----------
    region
        The region, as known on a day.
    """

    def __init__(self, region: Region) -> None:
        self._p = {name: np.array(parameter(region, name)) for name in PARAMETERS}
        self._within = parameter(region, "commuting_limit_minutes").central / 60
        self.travel = Travel(region)
        self.rules = EntryRules(region)
        self.listed = programmes(region)
        self._kinds = list(kinds(region).values())
        self._columns(region)
        self._content(region)

    def _columns(self, region: Region) -> None:
        listed = self.listed
        number = {kind.kind_id: at for at, kind in enumerate(self._kinds)}
        self._kind = _ints(-1 if p.kind is None else number[p.kind.kind_id] for p in listed)
        self._ended = np.array([p.status == "ended" for p in listed], dtype=bool)
        self._entry = _ints(8 if p.kind is None else p.kind.entry_eqf for p in listed)
        self._exit = _ints(0 if p.kind is None else p.kind.exit_eqf or 0 for p in listed)
        tongue = {language: 1 << at for at, language in enumerate(SPOKEN)}
        self._tongues = tongue
        self._taught_in = _ints(
            sum(tongue.get(language, 1 << _FAR) for language in p.languages) for p in listed
        )
        modes = ("onsite", "unknown", "gatherings", "online")
        self._mode = _ints(modes.index(p.mode) for p in listed)
        spot = {place: at for at, place in enumerate(self.travel.places)}
        self._place = _ints(-1 if p.place_id is None else spot[p.place_id] for p in listed)
        costs = Costs(region)
        months = [costs.months(p) or (1.0, 1.0, 1.0) for p in listed]
        self._months = np.array(months, dtype=np.float64).reshape(-1, 3)
        slow = np.array(
            [
                p.months is None
                and p.credits is not None
                and p.kind is not None
                and p.kind.exit_eqf is None
                for p in listed
            ],
            dtype=bool,
        )
        self._months[slow] *= self._p["course_part_time_factor"]
        fees = [(0, 0, 0) if p.kind is None or p.kind.fee is None else p.kind.fee for p in listed]
        self._fee = np.array(fees, dtype=np.float64).reshape(-1, 3)
        today = region.as_of
        self._period = _ints(1 if p.kind is None else _PERIODS[p.kind.intake] for p in listed)
        first_month = _ints(1 if p.kind is None else p.kind.first_month for p in listed)
        self._phase = (first_month - today.month) % self._period
        self._first = _ints(
            0
            if p.first_start is None or p.first_start <= today.year
            else 12 * (p.first_start - today.year) + 1 - today.month
            for p in listed
        )

    def _content(self, region: Region) -> None:
        at = {p.programme_id: n for n, p in enumerate(self.listed)}
        taught = teaching(region).filter(pl.col("depth") != "names")
        self._teaches: dict[str, tuple[Ints, Bools]] = {}
        found: dict[str, list[tuple[int, bool]]] = {}
        columns = taught.select("competence", "programme_id", "depth").iter_rows()
        for competence, programme, depth in columns:
            found.setdefault(competence, []).append((at[programme], depth == "explains"))
        for competence, rows in found.items():
            self._teaches[competence] = (
                _ints(row for row, _ in rows),
                np.array([explained for _, explained in rows], dtype=bool),
            )
        self.recorded = np.zeros(len(self.listed), dtype=np.int64)
        for rows_of, _ in self._teaches.values():
            np.add.at(self.recorded, rows_of, 1)
        whole = recorded_whole(region)
        self.whole = np.array([p.programme_id in whole for p in self.listed], dtype=bool)
        self._groups: dict[str, Ints] = {}
        by_group: dict[str, list[int]] = {}
        for n, p in enumerate(self.listed):
            if p.group_id is not None:
                by_group.setdefault(p.group_id, []).append(n)
        for group, members in by_group.items():
            self._groups[group] = _ints(members)

    def open_to(self, person: Person, bits: dict[str, int], fields: frozenset[str]) -> Open:
        """Return what is open to a person.

        Parameters
        ----------
        person
            Who asks.
        bits
            Bit by competence of the target; the bit of its group under the group's id.
        fields
            The target's occupation group and those close to it: only a qualification for one
            of them raises the level that counts.
        """
        n = len(self.listed)
        gain, explained, held = (np.zeros(n, dtype=np.int64) for _ in range(3))
        for competence, (rows, only) in self._teaches.items():
            bit = bits.get(competence, 0)
            if bit:
                gain[rows] |= bit
                explained[rows[only]] |= bit
            if competence in person.holds:
                held[rows] += 1
        for group, rows in self._groups.items():
            gain[rows] |= bits.get(group, 0)
        fitting = np.zeros(n, dtype=bool)
        for group in fields & self._groups.keys():
            fitting[self._groups[group]] = True
        language = self._language(person.languages)
        home = self.travel.country[person.place]
        rules = [self.rules.rule(kind, home=home) for kind in self._kinds]
        residents = _by(self._kind, [rule.standing == "residents_only" for rule in rules])
        assessed = _by(self._kind, [rule.prior_learning in _ASSESSED for rule in rules])
        others = _by(self._kind, [k.audience not in (None, person.group) for k in self._kinds])
        reasons = {
            "no_course": self._kind < 0,
            "audience": others,
            "ended": self._ended,
            "residents_only": residents,
            "language": language == _FAR,
        }
        open_ = np.ones(n, dtype=bool)
        left_out = {}
        for reason, out in reasons.items():
            fresh = np.flatnonzero(open_ & out)
            open_ &= ~out
            if len(fresh):
                ids = tuple(self.listed[at].programme_id for at in fresh[:_EXAMPLES])
                left_out[reason] = (len(fresh), ids)
        shortened = assessed & (held > 0)
        months = self._shortened(shortened, held)
        hours, away_cost, away, placed, linked = self._travel(person.place, months)
        money = self._fee + away_cost + hours * self._p["travel_cost_per_hour"]
        # What a person has learnt at work may stand for one level of schooling.
        easier = assessed & (self._entry > person.level) & (self._entry <= _UPPER_SECONDARY)
        kept = np.flatnonzero(open_)
        arcs = Arcs(
            entry=(self._entry - easier)[kept],
            exit=np.where(fitting, self._exit, 0)[kept],
            gain=gain[kept],
            first=self._first[kept],
            period=self._period[kept],
            phase=self._phase[kept],
            months=np.maximum(1, np.ceil(months[kept, 1] - 1e-9)).astype(np.int64),
            money=np.rint(money[kept, 1] / MONEY_STEP).astype(np.int64),
            hours=np.rint(hours[kept, 1] / HOURS_STEP).astype(np.int64),
            language=language[kept],
        )
        return Open(
            arcs, kept, months, money, hours, shortened, language, explained, away, placed,
            linked, left_out,
        )  # fmt: skip

    def _language(self, spoken: tuple[str, ...]) -> Ints:
        own = sum(self._tongues[language] for language in spoken)
        near = {other for language in spoken for other in _NEIGHBOURS.get(language, ())}
        close = sum(self._tongues[language] for language in near)
        taught = self._taught_in
        found: Ints = np.select(
            [taught == 0, (taught & own) != 0, (taught & close) != 0], [2, 0, 1], _FAR
        ).astype(np.int64)
        return found

    def _shortened(self, where: Bools, held: Ints) -> Floats:
        months = self._months.copy()
        share = (held[where] / self.recorded[where])[:, None]
        credit = self._p["prior_learning_credit_share"][::-1]
        months[where] = months[where] * (1 - credit * share) + self._p["prior_learning_months"]
        return months

    def _travel(self, place: str, months: Floats) -> tuple[Any, Any, Bools, Bools, Bools]:
        """Return hours, cost of living away, and flags: away, placed, linked."""
        ways = np.empty((len(self.travel.places) + 1, 3))
        ways[-1] = self._p["travel_hours_unplaced"]
        known = np.zeros(len(ways), dtype=bool)
        for at, other in enumerate(self.travel.places):
            journey = self.travel.between(place, other)
            ways[at] = ways[-1] if journey is None else journey.hours
            known[at] = journey is not None and journey.linked
        way = ways[self._place]
        both = 2 * way
        online, gathering = self._mode == 3, self._mode == 2
        daily = ~online & ~gathering & (way[:, 1] <= self._within)
        away = ~online & ~gathering & ~daily
        trips = np.where(
            gathering[:, None],
            self._p["gatherings_per_month"],
            np.where(
                daily[:, None], self._p["onsite_days_per_month"], self._p["home_trips_per_month"]
            ),
        )
        hours = both * trips * months
        hours[online] = 0.0
        rent = self._p["living_away_cost_per_month"]
        nights = self._p["gatherings_per_month"] * self._p["gathering_days"] / _DAYS
        cost = months * rent * np.where(gathering[:, None], nights, away[:, None] * 1.0)
        placed = (self._place >= 0) | online
        return hours, cost, away, placed, known[self._place] | online


def _by(kind: Ints, values: list[bool]) -> Bools:
    """Return a property of kinds for each programme; False for what is no course."""
    found: Bools = np.array([*values, False], dtype=bool)[kind]
    return found


def _ints(values: Any) -> Ints:
    return np.array(list(values), dtype=np.int64)
