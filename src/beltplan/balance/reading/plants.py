"""The projects of the account and the occupations of their staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.balance.draws import Factor
from beltplan.balance.reading.left_out import LeftOut, leave_out
from beltplan.balance.sizes import Size, size_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beltplan.facts import Region

__all__ = ["occupations", "projects_of"]


def projects_of(
    region: Region, projects: Sequence[str], at: Mapping[str, int], out: list[LeftOut]
) -> tuple[tuple[Size, ...], tuple[int, ...]]:
    """Return the projects in places of the account, and where each stands among all projects."""
    rows = {row["project_id"]: row for row in region.table("projects").iter_rows(named=True)}
    sizes, columns = [], []
    for column, project in enumerate(projects):
        row = rows[project]
        if row["place_id"] not in at:
            leave_out(out, "project", project, "balance.no-place")
        elif row["step"] == "industrial_park":
            leave_out(out, "project", project, "balance.park")
        else:
            sizes.append(size_of(region, project, row["step"], new_build=row["new_build"]))
            columns.append(column)
    return tuple(sizes), tuple(columns)


def occupations(region: Region, profile: str, groups: Sequence[str]) -> tuple[Factor, ...]:
    """Return the share of each occupation group in a kind of staff; a group without a row has 0."""
    table = region.table("profiles")
    rows = {
        row["group_id"]: row for row in table.iter_rows(named=True) if row["profile"] == profile
    }
    shares = []
    for group in groups:
        name = f"profile:{profile}:{group}"
        row = rows.get(group)
        central = row["central"] if row else 0.0
        low = row["low"] if row and row["low"] is not None else central
        high = row["high"] if row and row["high"] is not None else central
        shares.append(Factor(name, low, central, high, "fixed" if low == high else "triangular"))
    return tuple(shares)
