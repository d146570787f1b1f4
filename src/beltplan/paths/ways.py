"""A person's ways: the programmes that lead from one occupation to another, none beaten."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from beltplan.coverage.errors import UnknownPlaceError
from beltplan.facts.errors import suggest
from beltplan.paths.arcs import prune
from beltplan.paths.errors import UnknownOccupationError, UnknownSpeechError
from beltplan.paths.labels import search
from beltplan.paths.market import SPOKEN, Market
from beltplan.paths.person import Person
from beltplan.paths.positions import Positions
from beltplan.paths.scale import Scale
from beltplan.paths.telling import ask, marked, path
from beltplan.paths.way import Paths

if TYPE_CHECKING:
    from beltplan.facts import Region
    from beltplan.paths.positions import Position

__all__ = ["find"]

HORIZON = 120
STEPS = 3
_LIKELY = 0.5
"""A competence that at least half of a role's people need is taken as theirs."""


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
        EQF level of the person; that of the start occupation if not given. With a level, a
        start that the facts do not know is taken as work in another field.
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
    begin, begin_others = _start(positions, start, level)
    goal, goal_others = positions.find(target)
    needs = goal.role.needs if goal.role is not None else ()
    usual = begin.role.needs if begin.role is not None else ()
    holds = frozenset(n.competence for n in usual if n.share.central >= _LIKELY)
    own = begin.level if level is None else level
    person = Person(place, languages, own, holds, begin.group_id)
    scale = Scale(region, begin, goal, needs, holds)
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
        path([int(kept[arc]) for arc in way], market, open_, scale, person)
        for way, missing in zip(answers.ways, short, strict=True)
        if way and missing == short.min()
    ]
    ways = marked(made)
    shown = frozenset(step.programme.programme_id for way in ways for step in way.steps)
    return Paths(
        begin,
        goal,
        begin_others,
        goal_others,
        place,
        languages,
        needs,
        tuple(n.competence for n in needs if n.competence in holds),
        path([], market, open_, scale, person),
        ways,
        ask(market, open_, scale, person, goal, shown),
        open_.left_out,
        answers.complete,
    )


def _start(
    positions: Positions, text: str, level: int | None
) -> tuple[Position, tuple[Position, ...]]:
    try:
        return positions.find(text, level=level)
    except UnknownOccupationError as error:
        more = "or add --level with your EQF level (4 is upper secondary) to come from any work"
        raise UnknownOccupationError(error.message, f"{error.way_out}, {more}") from None


def _check(market: Market, place: str, languages: tuple[str, ...]) -> None:
    places = market.travel.places
    if place not in places:
        otherwise = f"choose one of {', '.join(places)}"
        raise UnknownPlaceError(f"no place {place!r}", suggest(place, places, otherwise=otherwise))
    strange = [language for language in languages if language not in SPOKEN]
    if strange or not languages:
        message = f"no teaching language {', '.join(strange) or 'is named'}"
        raise UnknownSpeechError(message, f"choose from {', '.join(SPOKEN)}")
