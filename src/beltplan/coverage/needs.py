"""Needs: who needs how many people with which competence, at which level, where and when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from beltplan.coverage.ranges import Range
from beltplan.coverage.roles import roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beltplan.balance import Balance
    from beltplan.coverage.roles import Role
    from beltplan.facts import Region
    from beltplan.futures import Futures

__all__ = ["NEEDS", "Uncovered", "balance_needs"]

NEEDS: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "need_id": pl.String,
    "origin": pl.String,
    "employer": pl.String,
    "role": pl.String,
    "group_id": pl.String,
    "competence": pl.String,
    "level": pl.Int64,
    "place_id": pl.String,
    "year": pl.Int64,
    "posts_low": pl.Float64,
    "posts_central": pl.Float64,
    "posts_high": pl.Float64,
    "kind": pl.String,
    "known_from": pl.Date,
    "source_ids": pl.List(pl.String),
}
"""origin is balance, survey or advert; level and posts are null where unknown."""

_ROUNDING = 1e-9
"""Shares of a group that sum to one may leave this much of the posts by rounding."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Posts of the projects for which no role is described, so that nothing is known of them.

    Attributes
    ----------
    year
        Year.
    posts, of
        Posts without a role, and all posts of the projects (median, summed over places).
    groups
        The posts without a role by occupation group, the most first.
    """

    year: int
    posts: float
    of: float
    groups: tuple[tuple[str, float], ...] = ()


def balance_needs(
    region: Region, balance: Balance, futures: Futures, years: Iterable[int]
) -> tuple[pl.DataFrame, tuple[Uncovered, ...]]:
    """Return the needs that follow from the posts of the account.

    Posts of an occupation group in a place are split over the steps of the value chain there
    by the expected staff of each plant, then over competences by the shares of the roles. The
    range of the posts (10 to 90 % of futures) and that of the share are multiplied end by end.

    Parameters
    ----------
    region, balance, futures
        Facts, account and the futures that it was run over.
    years
        Needs at the end of each of these years.

    Returns
    -------
    needs : polars.DataFrame
        Columns as in `NEEDS`.
    uncovered : tuple of Uncovered
        By year, the posts that no role describes.

    Raises
    ------
    QuarterError
        If the account does not reach a year.
    """
    described: dict[tuple[str, str], list[Role]] = defaultdict(list)
    for role in roles(region):
        for profile in role.profiles:
            described[role.group_id, profile].append(role)
    rows: list[tuple[object, ...]] = []
    left: list[Uncovered] = []
    for year in years:
        weights = _weights(region, balance, futures, 4 * year + 3)
        total = 0.0
        without: dict[str, float] = defaultdict(float)
        t = balance.quarter(4 * year + 3)
        need = balance.cells["need"]
        for p, place in enumerate(balance.places):
            for g, group in enumerate(balance.groups):
                posts = Range(*(float(v) for v in need[:3, p, g, t]))
                if posts.high <= 0:
                    continue
                total += posts.central
                parts = weights.get((place, group), {})
                # A role may work in several steps of the chain: one place, one need, the sum.
                working: dict[str, tuple[Role, float]] = {}
                for profile, share in parts.items():
                    who = described.get((group, profile), [])
                    for role in who:
                        _, before = working.get(role.role_id, (role, 0.0))
                        working[role.role_id] = (role, before + share / len(who))
                for role, share in working.values():
                    rows.extend(_rows(role, place, group, year, posts, share))
                covered = sum(share for _, share in working.values())
                without[group] += posts.central * (1 - covered)
        most = sorted(without.items(), key=lambda part: (-part[1], part[0]))
        told = tuple((group, posts) for group, posts in most if posts > _ROUNDING * total)
        left.append(Uncovered(year, sum(without.values()), total, told))
    return pl.DataFrame(rows, schema=NEEDS, orient="row"), tuple(left)


def _rows(
    role: Role, place: str, group: str, year: int, posts: Range, weight: float
) -> Iterator[tuple[object, ...]]:
    for need in role.needs:
        who = posts.times(Range.of(weight)).times(need.share)
        yield (
            f"balance.{place}.{role.role_id}.{need.competence.rsplit('/', 1)[-1]}.{year}",
            "balance",
            None,
            role.role_id,
            group,
            need.competence,
            need.level,
            place,
            year,
            *who,
            need.kind,
            need.known_from,
            list(need.source_ids),
        )


def _weights(
    region: Region, balance: Balance, futures: Futures, quarter: int
) -> dict[tuple[str, str], dict[str, float]]:
    """Return how the posts of a place and group divide over profiles; they sum to 1.

    Expected staff: mean activity × median jobs × the profile's central share of the group.
    """
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for row in region.table("profiles").iter_rows(named=True):
        shares[row["profile"]][row["group_id"]] = row["central"]
    t = futures.quarters.index(quarter)
    activity = futures.activity[:, :, t].mean(axis=0)
    number = {project: j for j, project in enumerate(futures.projects)}
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in region.table("projects").iter_rows(named=True):
        project, place = row["project_id"], row["place_id"]
        if place is None or project not in number or project not in balance.jobs:
            continue
        staff = float(activity[number[project]]) * balance.jobs[project].p50
        for group, share in shares[row["step"]].items():
            if staff * share > 0:
                found[place, group][row["step"]] += staff * share
    return {
        key: {profile: part / sum(parts.values()) for profile, part in parts.items()}
        for key, parts in found.items()
    }
