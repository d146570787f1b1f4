"""Does a programme teach a competence at a level? Surely, uncertainly, by name, at another.

A mention is not mastery, a level below is not the level asked for, a course whose entry asks
for more than the post does is out of reach, and what nobody has confirmed for a year is
uncertain. Each doubt has a code; unknown stays unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

    from beltplan.coverage.programmes import Programme

__all__ = ["GRADES", "REASONS", "Grade", "Judgement", "judge"]

Grade = Literal["taught", "uncertain", "named", "below", "above"]
"""From best to worst; only the first two count as teaching."""

GRADES: Final[tuple[Grade, ...]] = ("taught", "uncertain", "above", "below", "named")

REASONS: Final = {
    "explained": "it is explained, not practised",
    "level_unknown": "the level of the programme is not stated",
    "level_range": "the programme spans levels below the one needed",
    "need_level_unknown": "the need states no level",
    "status_unknown": "whether it runs is not known",
    "announced": "it was announced; that it started is not confirmed",
    "not_confirmed": "nobody has confirmed it for 12 months",
    "machine_read": "its outcomes were read by machine only",
    "named": "it is only named, not taught as an outcome",
    "not_a_course": "it is a project or a centre, not a course",
    "audience": "it admits people of another occupation only",
}
"""Why a judgement is not certain, in English; pages say it in the reader's language."""


class Judgement(NamedTuple):
    """A grade and the doubts about it, as codes of `REASONS`."""

    grade: Grade
    reasons: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether it counts as teaching."""
        return self.grade in ("taught", "uncertain")


def judge(
    programme: Programme,
    *,
    depth: str,
    basis: str,
    knowledge: bool,
    level: int | None,
    year: int,
    groups: Collection[str] = (),
) -> Judgement | None:
    """Return the judgement, or None where the programme has ended or starts later.

    Parameters
    ----------
    programme
        The programme.
    depth, basis
        How deeply it teaches the competence, on what that rests (see `teaching`).
    knowledge
        Whether the competence is knowledge, so that explaining it is enough.
    level
        EQF level needed, None where the need states none.
    year
        Year of the need.
    groups
        Occupation groups of those who need it, as far as known.
    """
    if programme.status == "ended":
        return None
    if programme.first_start is not None and programme.first_start > year:
        return None
    if programme.kind is None:
        return Judgement("named", ("not_a_course",))
    if programme.kind.audience is not None and programme.kind.audience not in groups:
        return Judgement("named", ("audience",))
    if depth == "names":
        return Judgement("named", ("named",))
    if level is not None and programme.level is not None and programme.level[1] < level:
        return Judgement("below", ())
    if level is not None and programme.kind.entry_eqf > level:
        return Judgement("above", ())
    doubts = {
        "explained": depth == "explains" and not knowledge,
        "level_unknown": programme.level is None,
        "level_range": level is not None
        and programme.level is not None
        and programme.level[0] < level,
        "need_level_unknown": level is None,
        "status_unknown": programme.status == "unknown",
        "announced": programme.status == "announced",
        "not_confirmed": programme.grey,
        "machine_read": basis == "outcome",
    }
    reasons = tuple(code for code, holds in doubts.items() if holds)
    return Judgement("uncertain" if reasons else "taught", reasons)
