"""From what a person writes ("process operator, paper") to a role, occupation or group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from beltplan.coverage.programmes import level_of
from beltplan.coverage.roles import Role, roles
from beltplan.paths.errors import UnknownOccupationError
from beltplan.skills import Concept, Ranker
from beltplan.skills.weights import weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beltplan.facts import Region

__all__ = ["Position", "Positions"]

_LANGUAGES = ("en", "sv", "fi", "nb")
_LEAST = 0.35
"""A likeness under this is letters in common; the answer would be a guess."""
_SHOWN = 80
_OTHERS = 3
_STAGES = {
    "raw materials": ("refining", "mining_refining"),
    "battery chemicals": ("precursor_cathode",),
    "cell manufacturing": ("cell",),
    "recycling": ("recycling",),
}
"""Profiles of the roles that go with the stages by which occupations are listed."""
_SKILL_LEVELS = {1: 2, 2: 4, 3: 5, 4: 6}
"""EQF level with which people of an ISCO skill level usually come, after the frameworks."""


@dataclass(frozen=True, slots=True)
class Position:
    """An occupation as the facts know it.

    Attributes
    ----------
    kind, position_id
        role, occupation, group, or other for work that the facts do not know; its id.
    labels
        Names by language.
    group_id
        Occupation group.
    level
        EQF level at which people in it usually are.
    role
        Role whose competences stand for it; None where none is described.
    score
        Likeness of the text, 1 for a name as written.
    """

    kind: str
    position_id: str
    labels: Mapping[str, str]
    group_id: str
    level: int
    role: Role | None
    score: float = 1.0

    def label(self, language: str) -> str:
        """Return the name, in English where the language has none."""
        return self.labels.get(language) or self.labels.get("en") or self.position_id


class Positions:
    """The roles, occupations and groups of a region by their names.

    Parameters
    ----------
    region
        The region, as known on a day.
    """

    def __init__(self, region: Region) -> None:
        self._region = region
        self._roles = roles(region)
        self._all = [*self._of_roles(), *self._of_occupations(), *self._of_groups()]
        self._exact: dict[str, int] = {}
        for at, (_, names) in enumerate(self._all):
            for name in names:
                self._exact.setdefault(name.casefold(), at)

    def find(self, text: str, *, level: int | None = None) -> tuple[Position, tuple[Position, ...]]:
        """Return what a text names, and what else it may mean.

        With a `level`, a text that names nothing known is work in another field at that level.

        Raises
        ------
        UnknownOccupationError
            If nothing is like it; names what comes nearest.
        """
        said = " ".join(text.split())
        at = self._exact.get(said.casefold())
        if at is not None:
            return self._all[at][0], ()
        near = self._near(said)
        if not near or near[0].score < _LEAST:
            if level is not None and said:
                other = Position("other", "", {"en": said}, "", level, None, 0.0)
                return other, tuple(near[:_OTHERS])
            names = ", ".join(repr(p.label("en")) for p in near[:_OTHERS])
            way_out = f"try one of {names}" if names else "see `beltplan facts show roles`"
            raise UnknownOccupationError(f"no occupation like {said[:_SHOWN]!r}", way_out)
        return near[0], tuple(near[1 : _OTHERS + 1])

    @cached_property
    def _ranker(self) -> Ranker:
        concepts = []
        for at, (position, names) in enumerate(self._all):
            labels = {
                language: tuple(dict.fromkeys((position.labels[language], *names)))
                for language in _LANGUAGES
                if position.labels.get(language)
            }
            concepts.append(Concept(str(at), "occupation", labels, "facts"))
        return Ranker(concepts)

    def _near(self, text: str) -> list[Position]:
        best: dict[int, float] = {}
        for language in _LANGUAGES:
            whole = sum(weight for _, _, weight in weights(language))
            for at, score in self._ranker.rank([text], language, k=_OTHERS + 2)[0]:
                best[at] = max(best.get(at, 0.0), score / whole)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [replace(self._all[at][0], score=round(score, 2)) for at, score in ranked]

    def _of_roles(self) -> list[tuple[Position, tuple[str, ...]]]:
        return [
            (
                Position("role", r.role_id, r.labels, r.group_id, r.level, r),
                (*r.labels.values(), *r.synonyms),
            )
            for r in self._roles
        ]

    def _of_occupations(self) -> list[tuple[Position, tuple[str, ...]]]:
        found = []
        for row in self._region.table("occupations").iter_rows(named=True):
            if row["group_id"] is None:
                continue
            labels = {
                language: row[f"label_{language}"]
                for language in _LANGUAGES
                if row[f"label_{language}"]
            }
            stated = level_of((row["entry_level"] or "").rpartition("EQF")[2].split(":")[0])
            position = Position(
                "occupation",
                row["occupation_id"],
                labels,
                row["group_id"],
                stated[1] if stated else self._group_level(row["group_id"]),
                self._role(row["group_id"], row["value_chain_stage"] or ""),
            )
            found.append((position, tuple(labels.values())))
        return found

    def _of_groups(self) -> list[tuple[Position, tuple[str, ...]]]:
        found = []
        for group in self._region.table("groups")["group_id"]:
            labels = {
                language: self._region.text(
                    table="groups", row=group, field="name", lang=language
                ).text
                for language in _LANGUAGES
            }
            role = self._role(group, "")
            position = Position("group", group, labels, group, self._group_level(group), role)
            found.append((position, tuple(labels.values())))
        return found

    def _group_level(self, group: str) -> int:
        return _SKILL_LEVELS[round(self._region.row("groups", group)["skill_level"])]

    def _role(self, group: str, stage: str) -> Role | None:
        of_group = [role for role in self._roles if role.group_id == group]
        wanted = next((p for start, p in _STAGES.items() if stage.startswith(start)), ())
        fitting = [role for role in of_group if set(role.profiles) & set(wanted)]
        return next(iter(fitting or of_group), None)
