"""A person's ways: the programmes that lead from one occupation to another, none beaten."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from beltplan.coverage.errors import UnknownPlaceError
from beltplan.coverage.ranges import Range
from beltplan.facts.errors import suggest
from beltplan.paths.errors import UnknownSpeechError
from beltplan.paths.labels import prune, search
from beltplan.paths.market import SPOKEN, Market, Open
from beltplan.paths.person import Person
from beltplan.paths.positions import Position, Positions

if TYPE_CHECKING:
    from beltplan.coverage.entry import EntryRule
    from beltplan.coverage.programmes import Programme
    from beltplan.coverage.roles import RoleNeed
    from beltplan.facts import Region

__all__ = ["FLAGS", "Path", "Paths", "Step", "find"]

HORIZON = 120
STEPS = 3
_DEGREE = 6
_LIKELY = 0.5
"""A competence that at least half of a role's people need is taken as theirs."""

FLAGS = {
    "status_unknown": "whether it runs is not known",
    "announced": "it was announced; that it started is not confirmed",
    "not_confirmed": "nobody has confirmed it for 12 months",
    "content_unknown": "what it teaches is not recorded",
    "language_near": "it is taught in a neighbouring language",
    "language_unknown": "its language is not known",
    "delivery_unknown": "whether it can be followed from home is not known; taken as on site",
    "seats_unknown": "free seats are not known",
    "provider_decides": "the provider decides on entry",
    "rule_unknown": "no entry rule is recorded",
    "start_assumed": "the next start is not stated; taken as usual for its kind",
    "prior_learning": "prior learning may shorten it",
    "requirements_unknown": "particular requirements for entry are not recorded",
    "entry_by_prior_learning": "entry rests on prior learning, to be assessed",
    "length_by_credits": "its length follows from its credits",
    "length_assumed": "its length is not stated; taken as usual for its kind",
    "fee_unknown": "the fee is not known",
    "place_unknown": "the place of study is not one of the region's; the journey is assumed",
    "travel_estimated": "the journey is estimated from the map",
    "away": "you live at the place of study",
    "explained": "some competences are explained, not practised",
}
"""What is assumed, uncertain or not known of a step, in English."""


@dataclass(frozen=True, slots=True)
class Step:
    """One programme on a way.

    Attributes
    ----------
    programme, rule
        The programme, and the rule by which the person may enter.
    start, end
        Months from the day of the facts.
    months, money, hours
        Length; fee, living away and travel in EUR; hours of travel in all.
    language
        0 in a language of the person, 1 in a neighbouring one, 2 not known.
    flags
        Codes of `FLAGS`.
    """

    programme: Programme
    rule: EntryRule
    start: int
    end: int
    months: Range
    money: Range
    hours: Range
    language: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A way that no other beats.

    Attributes
    ----------
    steps
        Programmes in order; none for applying at once.
    months, money, hours
        From today to the end; EUR; hours of travel; each with its range.
    language
        0 all in the person's languages, 1 some in a neighbouring one, 2 some not known.
    level
        EQF level reached.
    learnt, left
        Competences of the target (addresses) that the way teaches; that are left to learn at
        work.
    left_share
        Weight of what is left: 1 is all, 0 nothing. Weights are the shares of posts that need it.
    prepared
        Whether a programme trains for the target's occupation group, or the person comes from
        it or a close one.
    best
        In which respects nothing is better: months, money, hours, language, left.
    """

    steps: tuple[Step, ...]
    months: Range
    money: Range
    hours: Range
    language: int
    level: int
    learnt: tuple[str, ...]
    left: tuple[str, ...]
    left_share: float
    prepared: bool
    best: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paths:
    """The answer.

    Attributes
    ----------
    start, target
        What the texts were taken to mean.
    start_others, target_others
        What else they may mean.
    place, languages
        As asked.
    needs
        Competences of the target; empty where no role is described.
    holds
        Those of them that people of the start usually have already.
    today
        Applying at once, to compare with.
    paths
        Ways that no other beats, best prepared first.
    ask
        Programmes open to the person that train for the same work and whose content nobody has
        recorded: they may teach what is left. None stands in `paths` for what it may teach.
    left_out
        By reason, programmes that were no offer; with examples.
    complete
        Whether all ways of so many programmes and months were looked at.
    """

    start: Position
    target: Position
    start_others: tuple[Position, ...]
    target_others: tuple[Position, ...]
    place: str
    languages: tuple[str, ...]
    needs: tuple[RoleNeed, ...]
    holds: tuple[str, ...]
    today: Path
    paths: tuple[Path, ...]
    ask: tuple[Path, ...]
    left_out: dict[str, tuple[int, tuple[str, ...]]]
    complete: bool


@lru_cache(maxsize=4)
def _known(region: Region) -> tuple[Positions, Market]:
    return Positions(region), Market(region)


def find(
    region: Region,
    start: str,
    target: str,
    *,
    place: str,
    languages: tuple[str, ...] = ("sv", "en"),
    level: int | None = None,
    horizon: int = HORIZON,
    steps: int = STEPS,
) -> Paths:
    """Return the ways from one occupation to another that no other way beats.

    Compared are months until done, money, hours of travel, language, what is left to learn at
    work, and whether a programme trains for the occupation group. Applying at once always
    stands beside them.

    Parameters
    ----------
    region
        Facts as known on a day; that day is today.
    start, target
        Occupations in words, any of the four languages.
    place
        Where the person lives.
    languages
        In which the person can study.
    level
        EQF level of the person; that of the start occupation if not given.
    horizon, steps
        Months within which the way must end; most programmes on it.

    Raises
    ------
    UnknownOccupationError, UnknownPlaceError, UnknownSpeechError
        If a text, a place or a language is not known.

    Examples
    --------
    >>> from beltplan.facts import load
    >>> found = find(load("nordic-battery-belt"), "paper machine operator",
    ...              "battery cell technician", place="umea", languages=("sv", "en"))
    >>> found.target.label("sv"), found.complete
    ('Battericelltekniker', True)
    """
    positions, market = _known(region)
    _check(market, place, languages)
    begin, begin_others = positions.find(start)
    goal, goal_others = positions.find(target)
    needs = goal.role.needs if goal.role is not None else ()
    usual = begin.role.needs if begin.role is not None else ()
    holds = frozenset(n.competence for n in usual if n.share.central >= _LIKELY)
    person = Person(place, languages, begin.level if level is None else level, holds)
    scale = _Scale(region, begin, goal, needs, holds)
    open_ = market.open_to(person, scale.bits, scale.fields)
    kept = prune(open_.arcs, mask=scale.mask, level=person.level)
    fewer = open_.arcs.take(kept)
    answers = search(
        fewer,
        scale.weights,
        mask=scale.mask,
        level=person.level,
        goal=goal.level,
        horizon=horizon,
        steps=steps,
    )
    # Ways that end below the level of the target answer only where none reaches it.
    short = answers.criteria[:, 0]
    made = [
        _path([int(kept[arc]) for arc in way], market, open_, scale, person)
        for way, missing in zip(answers.ways, short, strict=True)
        if way and missing == short.min()
    ]
    return Paths(
        begin,
        goal,
        begin_others,
        goal_others,
        place,
        languages,
        needs,
        tuple(n.competence for n in needs if n.competence in holds),
        _path([], market, open_, scale, person),
        _marked(made),
        _ask(market, open_, scale, person, goal),
        open_.left_out,
        answers.complete,
    )


class _Scale:
    """The target as bits with weights."""

    def __init__(
        self,
        region: Region,
        begin: Position,
        goal: Position,
        needs: tuple[RoleNeed, ...],
        holds: frozenset[str],
    ) -> None:
        self.needs = needs
        self.bits = {need.competence: 2 << n for n, need in enumerate(needs[:60])}
        self.bits[goal.group_id] = 1
        close = region.row("groups", goal.group_id)["close_groups"] or ()
        self.fields = frozenset((goal.group_id, *close))
        self.weights = np.array([round(1000 * n.share.central) for n in needs[:60]], dtype=np.int64)
        self._whole = int(self.weights.sum()) or 1
        self.mask = sum(self.bits[c] for c in holds if c in self.bits)
        if begin.group_id in self.fields:
            self.mask |= 1

    def left(self, mask: int) -> float:
        """Return the weight of what a mask lacks, 0 to 1."""
        missing = sum(int(w) for n, w in enumerate(self.weights) if not mask & (2 << n))
        return missing / self._whole

    def prepared(self, mask: int) -> bool:
        return bool(mask & 1)


def _path(chain: list[int], market: Market, open_: Open, scale: _Scale, person: Person) -> Path:
    """Return a way as people read it; `chain` holds positions in ``open_.arcs``."""
    arcs = open_.arcs
    home = market.travel.country[person.place]
    ends = [0, 0, 0]
    steps: list[Step] = []
    mask, level = scale.mask, person.level
    for arc in chain:
        at = int(open_.kept[arc])
        programme = market.listed[at]
        months = _range(open_.months[at])
        begin = 0
        for end in range(3):
            ready = max(ends[end], int(arcs.first[arc]))
            begun = ready + (int(arcs.phase[arc]) - ready) % int(arcs.period[arc])
            begin = begun if end == 1 else begin
            # Whole months, as the search counts them.
            ends[end] = begun + max(1, math.ceil(months[end] - 1e-9))
        rule = market.rules.rule(programme.kind, home=home)
        flags = _flags(market, open_, at, rule, level)
        money, hours = _range(open_.money[at]), _range(open_.hours[at])
        language = int(open_.language[at])
        steps.append(Step(programme, rule, begin, ends[1], months, money, hours, language, flags))
        mask |= int(arcs.gain[arc])
        level = max(level, int(arcs.exit[arc]))
    learnt = [n.competence for n in scale.needs if mask & ~scale.mask & scale.bits[n.competence]]
    left = [n.competence for n in scale.needs if not mask & scale.bits[n.competence]]
    return Path(
        tuple(steps),
        Range(*map(float, ends)),
        Range.sum(step.money for step in steps),
        Range.sum(step.hours for step in steps),
        max((step.language for step in steps), default=0),
        level,
        tuple(learnt),
        tuple(left),
        scale.left(mask),
        scale.prepared(mask),
    )


def _ask(
    market: Market, open_: Open, scale: _Scale, person: Person, goal: Position
) -> tuple[Path, ...]:
    """Return the open programmes for the same group whose content is not recorded."""
    found = [
        _path([arc], market, open_, scale, person)
        for arc, at in enumerate(open_.kept)
        if not market.recorded[at]
        and market.listed[at].group_id == goal.group_id
        and open_.arcs.entry[arc] <= person.level
    ]
    return tuple(sorted(found, key=lambda p: (p.language, p.hours.central, p.months.central)))


def _range(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Range:
    return Range(*map(float, values))


def _flags(market: Market, open_: Open, at: int, rule: EntryRule, level: int) -> tuple[str, ...]:
    p = market.listed[at]
    kind = p.kind
    holds = {
        "status_unknown": p.status == "unknown",
        "announced": p.status == "announced",
        "not_confirmed": p.grey,
        "content_unknown": not market.recorded[at],
        "explained": bool(open_.explained[at]),
        "language_near": open_.language[at] == 1,
        "language_unknown": open_.language[at] == 2,
        "delivery_unknown": p.mode == "unknown",
        "seats_unknown": p.free_seats is None,
        "provider_decides": rule.standing == "provider",
        "rule_unknown": rule.standing == "unknown",
        "requirements_unknown": kind is not None and kind.entry_eqf >= _DEGREE,
        "entry_by_prior_learning": kind is not None and kind.entry_eqf > level,
        "prior_learning": bool(open_.shortened[at]),
        "start_assumed": True,
        "length_by_credits": p.months is None and p.credits is not None,
        "length_assumed": p.months is None and p.credits is None,
        "fee_unknown": kind is not None and kind.fee is None,
        "place_unknown": not open_.placed[at],
        "travel_estimated": bool(open_.placed[at] and not open_.linked[at]),
        "away": bool(open_.away[at]),
    }
    return tuple(code for code, true in holds.items() if true)


def _marked(paths: list[Path]) -> tuple[Path, ...]:
    """Order the ways and say in which respects nothing is better."""
    if not paths:
        return ()
    respects = {
        "months": [p.months.central for p in paths],
        "money": [p.money.central for p in paths],
        "hours": [p.hours.central for p in paths],
        "language": [float(p.language) for p in paths],
        "left": [p.left_share for p in paths],
    }
    marked = [
        replace(
            path,
            best=tuple(
                name for name, values in respects.items() if values[at] <= min(values) + 1e-9
            ),
        )
        for at, path in enumerate(paths)
    ]
    return tuple(
        sorted(
            marked,
            key=lambda p: (
                not p.prepared,
                round(p.left_share, 6),
                p.months.central,
                p.money.central,
                p.hours.central,
                [s.programme.programme_id for s in p.steps],
            ),
        )
    )


def _check(market: Market, place: str, languages: tuple[str, ...]) -> None:
    places = market.travel.places
    if place not in places:
        otherwise = f"choose one of {', '.join(places)}"
        raise UnknownPlaceError(f"no place {place!r}", suggest(place, places, otherwise=otherwise))
    strange = [language for language in languages if language not in SPOKEN]
    if strange or not languages:
        message = f"no teaching language {', '.join(strange) or 'is named'}"
        raise UnknownSpeechError(message, f"choose from {', '.join(SPOKEN)}")
