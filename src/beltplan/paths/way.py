"""A way, its steps, and the whole answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beltplan.coverage.entry import EntryRule
    from beltplan.coverage.programmes import Programme
    from beltplan.coverage.ranges import Range
    from beltplan.coverage.roles import RoleNeed
    from beltplan.paths.positions import Position

__all__ = ["FLAGS", "Path", "Paths", "Step"]

FLAGS = {
    "status_unknown": "whether it runs is not known",
    "announced": "it was announced; that it started is not confirmed",
    "not_confirmed": "nobody has confirmed it for 12 months",
    "content_unknown": "what it teaches is not recorded",
    "content_part": "only a part of what it teaches is recorded: ask for the rest",
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
