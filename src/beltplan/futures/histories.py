"""From a region's dated events to the life of each project, as known on `as_of`.

Every move between states is either counted as a transition that has a hazard, or noted as a
move that the model does not have (then the time in the state counts as exposure and the move
as a censoring).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from beltplan import quarters
from beltplan.futures.meaning import MEANING
from beltplan.futures.states import (
    BANKRUPT,
    CONSTRUCTION,
    DEMAND,
    ENDED,
    GROUP_OF_STATE,
    OPERATING,
    PAUSED,
    PLANNED,
    RAMP_UP,
    REDUCED,
    RESTARTING,
    STATES,
    TRANSITIONS,
    cause_index,
    family_index,
    state_index,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beltplan.facts import Region

__all__ = ["Count", "History", "Spell", "horizon", "read"]

_REPORTED: Final = ("official", "company", "press")
_INDEX: Final = {(t.origin, t.to, t.cause): k for k, t in enumerate(TRANSITIONS)}
_PAST_AGE_YEARS: Final = 10
"""A plant that stood before the region was watched is in the oldest age band."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A stay in one state: from `start` up to `end`, which is empty for the present state."""

    state: int
    start: date
    end: date | None = None
    built_before: float = 0.0


@dataclass(frozen=True, slots=True)
class Count:
    """One transition that happened: index into `TRANSITIONS`, and the day."""

    transition: int
    day: date


@dataclass(slots=True)
class History:
    """The life of one project.

    Attributes
    ----------
    project_id, family
        The project and the index of its family.
    new_build
        Whether the project was announced as new.
    spells
        Stays in states, in order; the last one is the present state.
    counts
        Transitions that happened.
    news
        Days of all known events.
    evidence
        For each kind of evidence the days on which it came up.
    cleared
        For each kind of evidence the days on which it was taken away.
    produced
        Whether the plant has ever produced.
    built_years
        Years of building done before the present spell.
    reductions
        Days on which a plant at work was cut.
    ended_cause
        Cause of the end, -1 while the project lives.
    oddities
        Moves that the model does not have, in words.
    """

    project_id: str
    family: int
    new_build: bool
    spells: list[Spell] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    news: list[date] = field(default_factory=list)
    evidence: dict[str, list[date]] = field(default_factory=dict)
    cleared: dict[str, list[date]] = field(default_factory=dict)
    produced: bool = False
    built_years: float = 0.0
    reductions: list[date] = field(default_factory=list)
    ended_cause: int = -1
    oddities: list[str] = field(default_factory=list)
    before_stop: int = PLANNED

    @property
    def state(self) -> int:
        """Return the index of the present state."""
        return self.spells[-1].state

    @property
    def since(self) -> date:
        """Return the day since which the project is in its present state."""
        return self.spells[-1].start

    @property
    def last_news(self) -> date:
        """Return the day of the last known event, or of the first mention."""
        return self.news[-1] if self.news else self.spells[0].start

    def holds(self, kind: str, day: date) -> date | None:
        """Return since when evidence of a kind holds on a day, or None if it does not.

        Evidence holds from the day after it came up until something clears it.
        """
        raised = [d for d in self.evidence.get(kind, ()) if d < day]
        if not raised:
            return None
        newest = max(raised)
        if any(newest < d < day for d in self.cleared.get(kind, ())):
            return None
        return newest

    # --- moves

    def _enter(self, state: int, day: date) -> None:
        if self.spells:
            last = self.spells[-1]
            self.spells[-1] = Spell(last.state, last.start, day, last.built_before)
            if last.state == CONSTRUCTION:
                self.built_years += (day - last.start).days / 365.25
        self.spells.append(Spell(state, day, None, self.built_years))
        if state in (RAMP_UP, OPERATING, RESTARTING):
            self.produced = True

    def _count(self, to: int, cause: int, day: date) -> None:
        """Count a transition.

        Where the model has it for one cause only, it is counted under that one; a bankruptcy
        of a plan, a stopped project or a restart is counted as its end.
        """
        group = int(GROUP_OF_STATE[self.state])
        for target, why in ((to, cause), (to, DEMAND), (ENDED, cause), (ENDED, DEMAND)):
            if (group, target, why) in _INDEX and (target == to or to == BANKRUPT):
                self.counts.append(Count(_INDEX[group, target, why], day))
                return
        self.oddities.append(f"{day.isoformat()}: from {STATES[self.state]} to {STATES[to]}")

    def apply(self, row: Mapping[str, Any]) -> None:
        """Take in one event of the facts, in order of date."""
        day: date = row["date"]
        meaning = MEANING[row["status"]]
        self.news.append(day)
        kind = meaning.evidence
        if kind == "distress_if_money":
            kind = "distress" if row["cause"] == "demand_finance" else ""
        if kind == "ready":
            kind = "financed" if row["status"] == "financing" else "permitted"
        if kind:
            self.evidence.setdefault(kind, []).append(day)
        for cleared in meaning.clears:
            self.cleared.setdefault(cleared, []).append(day)
        if not self.spells:
            self._first(row["status"], day, cause_index(row["cause"]))
        elif row["status"] == "reduced":
            self._reduce(day)
        elif meaning.to:
            self._move(row["status"], state_index(meaning.to), day, cause_index(row["cause"]))

    def _first(self, status: str, day: date, cause: int) -> None:
        to = {"reduced": OPERATING, "sold": OPERATING, "restarting": RESTARTING}.get(
            status, state_index(MEANING[status].to or "planned")
        )
        self._enter(to, day)
        if to == BANKRUPT:
            self.before_stop, self.produced = OPERATING, True
        elif to == RESTARTING:
            self.before_stop = OPERATING
        elif to == ENDED:
            self.ended_cause = cause
        elif status == "reduced":
            self.reductions.append(day)

    def _reduce(self, day: date) -> None:
        if self.state not in (RAMP_UP, OPERATING):
            return
        if not self.reductions or quarters.of(self.reductions[-1]) != quarters.of(day):
            self._count(REDUCED, 0, day)
        self.reductions.append(day)

    def _move(self, status: str, to: int, day: date, cause: int) -> None:
        stopped = self.state in (PAUSED, BANKRUPT)
        if to in (PLANNED, self.state) or self.state == ENDED:
            return
        if to in (CONSTRUCTION, RAMP_UP, RESTARTING) and stopped:
            self._count(RESTARTING, -1, day)
            reached = to if to in (CONSTRUCTION, RAMP_UP) else PLANNED
            worked = self.before_stop == OPERATING
            self._enter(RESTARTING if worked else max(self.before_stop, reached), day)
        elif to == CONSTRUCTION and self.state == PLANNED:
            self._count(CONSTRUCTION, -1, day)
            self._enter(CONSTRUCTION, day)
        elif to == RAMP_UP and self.state == PLANNED:
            middle = date.fromordinal((self.since.toordinal() + day.toordinal()) // 2)
            self._move("construction", CONSTRUCTION, middle, cause)
            self._move(status, to, day, cause)
        elif to == RAMP_UP and self.state == CONSTRUCTION:
            self._count(RAMP_UP, -1, day)
            self._enter(RAMP_UP, day)
        elif to == RAMP_UP and self.state == RESTARTING and status == "operating":
            self._enter(OPERATING, day)
        elif to in (BANKRUPT, ENDED) or (to == PAUSED and not stopped):
            if not stopped:
                at_work = self.state in (RAMP_UP, OPERATING, RESTARTING)
                self.before_stop = OPERATING if at_work else self.state
            self._count(to, cause, day)
            self._enter(to, day)
            self.ended_cause = cause if to == ENDED else -1


def horizon(region: Region) -> date:
    """Return the last day about which the region is informed.

    The newest day on which a reported event, or a dated figure on a project, became public:
    what happened after that day nobody can have told us, so it is neither exposure nor
    silence. Undated figures do not count: they carry the day on which they were collected.
    """
    days: list[date] = []
    figures = region.table("figures").filter(
        (pl.col("subject_type") == "project") & pl.col("date").is_not_null()
    )
    for frame in (region.events(), figures):
        newest = frame.filter(pl.col("kind").is_in(_REPORTED))["known_from"].max()
        if isinstance(newest, date):
            days.append(newest)
    return min(max(days, default=region.as_of), region.as_of)


def read(region: Region) -> tuple[History, ...]:
    """Return the life of every project of a region, in the order of the `projects` table."""
    last = horizon(region)
    events: dict[str, list[dict[str, Any]]] = {}
    for row in region.events().iter_rows(named=True):
        if row["date"] <= region.as_of:
            events.setdefault(row["project_id"], []).append(row)
    found = []
    for project in region.table("projects").iter_rows(named=True):
        history = History(
            project["project_id"], family_index(project["step"]), bool(project["new_build"])
        )
        entry = min(project["known_from"], last)
        if not history.new_build:
            history.spells.append(_standing(entry, events.get(history.project_id, ())))
            history.produced = True
        for row in events.get(history.project_id, ()):
            history.apply(row)
        if not history.spells:
            history.spells.append(Spell(PLANNED, entry))
        found.append(history)
    return tuple(found)


def _standing(entry: date, events: Iterable[Mapping[str, Any]]) -> Spell:
    """Return the spell of a plant that stood before the region was watched."""
    first = min((row["date"] for row in events), default=entry)
    return Spell(OPERATING, min(first, entry))


def past_age(history: History) -> float:
    """Return the years a plant had been in its first state when it came into view."""
    return 0.0 if history.new_build else float(_PAST_AGE_YEARS)
