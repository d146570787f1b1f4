"""Roles and the competences that they need: from a post to what its holder must be able to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beltplan.coverage.ranges import Range
from beltplan.skills.extension import BASE

if TYPE_CHECKING:
    from datetime import date

    from beltplan.facts import Region

__all__ = ["Role", "RoleNeed", "roles"]


@dataclass(frozen=True, slots=True)
class RoleNeed:
    """A competence that a role needs.

    Attributes
    ----------
    competence
        Address of the competence.
    level
        EQF level asked for.
    share
        Share of the role's posts that need it.
    kind, source_ids, known_from
        How it is known.
    """

    competence: str
    level: int
    share: Range
    kind: str
    source_ids: tuple[str, ...]
    known_from: date


@dataclass(frozen=True, slots=True)
class Role:
    """What people in an occupation group do at a step of the value chain.

    Attributes
    ----------
    role_id, labels, synonyms
        Name; labels by language; other names.
    group_id, profiles
        Occupation group; steps of the value chain, none for roles outside the plants.
    level
        EQF level at which it usually starts.
    draft
        Whether nobody of the trade has reviewed it.
    needs
        Competences.
    """

    role_id: str
    labels: dict[str, str]
    synonyms: tuple[str, ...]
    group_id: str
    profiles: tuple[str, ...]
    level: int
    draft: bool
    needs: tuple[RoleNeed, ...]


def roles(region: Region) -> tuple[Role, ...]:
    """Return the roles known on the region's day, in file order."""
    needs: dict[str, list[RoleNeed]] = {}
    levels = dict(region.table("roles").select("role_id", "level_eqf").iter_rows())
    for row in region.table("role_competences").iter_rows(named=True):
        share = Range.read(row["share_low"], row["share_central"], row["share_high"])
        if row["role_id"] not in levels or share is None:
            continue
        needs.setdefault(row["role_id"], []).append(
            RoleNeed(
                BASE + row["competence_id"],
                row["level_eqf"] or levels[row["role_id"]],
                share,
                row["kind"],
                tuple(row["source_ids"] or ()),
                row["known_from"],
            )
        )
    return tuple(
        Role(
            row["role_id"],
            {
                language: row[f"label_{language}"]
                for language in ("en", "sv", "fi", "nb")
                if row[f"label_{language}"]
            },
            tuple(row["synonyms"] or ()),
            row["group_id"],
            tuple(row["profiles"] or ()),
            row["level_eqf"],
            row["review"] == "draft",
            tuple(needs.get(row["role_id"], ())),
        )
        for row in region.table("roles").iter_rows(named=True)
    )
