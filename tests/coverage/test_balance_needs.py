"""Needs from the account: posts split over roles, none twice, what no role describes is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from beltplan.balance import run as run_balance
from beltplan.coverage import balance_needs
from beltplan.coverage.roles import roles
from beltplan.futures import simulate

if TYPE_CHECKING:
    from beltplan.balance import Balance
    from beltplan.facts import Region
    from beltplan.futures import Futures


@pytest.fixture(scope="module")
def account(region: Region) -> tuple[Futures, Balance]:
    futures = simulate(region, n=250, seed=1, end="2031Q4")
    return futures, run_balance(region, futures, seed=1, samples=False)


def test_a_role_never_needs_more_people_than_its_group_has(
    region: Region, account: tuple[Futures, Balance]
) -> None:
    futures, balance = account
    needs, left = balance_needs(region, balance, futures, (2030,))
    assert needs["need_id"].is_unique().all()
    t = balance.quarter("2030Q4")
    largest = needs.group_by("place_id", "group_id", "role").agg(pl.max("posts_central"))
    per_group = largest.group_by("place_id", "group_id").agg(pl.sum("posts_central"))
    for place, group, posts in per_group.iter_rows():
        p, g = balance.places.index(place), balance.groups.index(group)
        assert posts <= balance.cells["need"][1, p, g, t] + 1e-6
    (only,) = left
    assert 0 <= only.posts <= only.of


def test_shares_of_roles_are_multiplied_end_by_end(
    region: Region, account: tuple[Futures, Balance]
) -> None:
    futures, balance = account
    needs, _ = balance_needs(region, balance, futures, (2030,))
    shares = {(role.role_id, n.competence): n.share for role in roles(region) for n in role.needs}
    at = needs.filter((pl.col("role") == "cell_operator") & (pl.col("place_id") == "skelleftea"))
    assert at.height > 5
    posts = {
        tuple(
            row[f"posts_{end}"] / getattr(shares["cell_operator", row["competence"]], end)
            for end in ("low", "central", "high")
        )
        for row in at.iter_rows(named=True)
    }
    first = next(iter(posts))
    assert all(other == pytest.approx(first) for other in posts)


def test_a_role_in_two_steps_of_a_place_keeps_the_posts_of_both(
    region: Region, account: tuple[Futures, Balance]
) -> None:
    futures, balance = account
    needs, (left,) = balance_needs(region, balance, futures, (2030,))
    shares = {(role.role_id, n.competence): n.share for role in roles(region) for n in role.needs}
    posts: dict[tuple[str, str], float] = {}
    for row in needs.iter_rows(named=True):
        share = shares[row["role"], row["competence"]].central
        posts[row["place_id"], row["role"]] = row["posts_central"] / share
    # What roles hold and what no role holds is all that there is.
    assert sum(posts.values()) + left.posts == pytest.approx(left.of, rel=1e-6)
    assert sum(part for _, part in left.groups) == pytest.approx(left.posts, rel=1e-6)
    assert [part for _, part in left.groups] == sorted(
        (part for _, part in left.groups), reverse=True
    )


def test_most_posts_of_plants_have_a_role(region: Region, account: tuple[Futures, Balance]) -> None:
    futures, balance = account
    _, (left,) = balance_needs(region, balance, futures, (2030,))
    missing = dict(left.groups)
    for group in ("maintenance_mechanics", "electricians", "process_engineers", "metal_steel",
                  "electrical_engineers", "production_engineers", "logistics"):  # fmt: skip
        assert missing.get(group, 0.0) < 0.02 * left.of, group


def test_two_years_give_two_sets(region: Region, account: tuple[Futures, Balance]) -> None:
    futures, balance = account
    needs, left = balance_needs(region, balance, futures, (2028, 2030))
    assert set(needs["year"]) == {2028, 2030}
    assert [each.year for each in left] == [2028, 2030]
