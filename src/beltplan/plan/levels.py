"""Levels of coordination: which columns exist.

A level is a partition of the areas into parts that act as one: each on its own (*alone*), each
country (*national*), all (*together*); or any other coalition structure. A column exists if all
areas that it touches are in one part. Nothing else differs, so the cost of a level is the sum of
its parts' costs, and *alone* is not autarky: commuting and hiring as they are today are in the
numbers, and each area recruits from outside, trains, builds and markets for itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.data import PlanData
    from beltplan.plan.model import Model
    from beltplan.plan.model.assembly import Columns, Rows
    from beltplan.plan.settings import Level
    from beltplan.plan.stages import TwoStage

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

__all__ = ["Part", "part", "parts_of"]


def parts_of(data: PlanData, level: Level) -> tuple[Ints, ...]:
    """Return the parts of a level: positions of their areas.

    Examples
    --------
    >>> from beltplan.plan.example import example
    >>> [each.tolist() for each in parts_of(example(3, 2, 3, 1, countries=2), "national")]
    [[0, 1], [2]]
    """
    areas = np.arange(len(data.areas))
    if level == "alone":
        return tuple(areas[r : r + 1] for r in areas)
    if level == "national":
        countries = range(len(data.countries))
        return tuple(found for c in countries if len(found := np.flatnonzero(data.country == c)))
    return (areas,)


@dataclass(frozen=True)
class Part:
    """The programme of the areas that act as one, cut out of the whole.

    Attributes
    ----------
    members
        int: positions of the areas.
    stage
        Their programme.
    columns0, rows0, columns, rows
        int: where its columns and rows are in the whole model.
    """

    members: Ints
    stage: TwoStage
    columns0: Ints
    rows0: Ints
    columns: Ints
    rows: Ints


def part(model: Model, members: Ints) -> Part:
    """Cut out the programme of some areas.

    Columns that touch another area do not exist, and neither do rows that another area owns. A
    row that two areas own exists if both are members; rows and columns of nobody (pools) stay.
    Columns that are fixed at zero in every scenario are left out too, and rows that are then
    empty.

    Parameters
    ----------
    model
        The whole model.
    members
        Positions of the areas.
    """
    inside = np.zeros(len(model.data.areas) + 1, bool)
    inside[members] = True
    inside[-1] = True  # of nobody
    stage = model.stage
    first = _kept(model.columns0, inside, "touch") & (stage.upper0 > 0)
    each = _kept(model.columns, inside, "touch") & (stage.upper > 0).any(axis=0)
    w = sparse.csr_array(stage.w[:, each])
    t = sparse.csr_array(stage.t[:, first])
    a0 = sparse.csr_array(stage.a0[:, first])
    rows0 = _kept(model.rows0, inside, "owner") & (np.diff(a0.indptr) > 0)
    rows = _kept(model.rows, inside, "owner") & ((np.diff(w.indptr) > 0) | (np.diff(t.indptr) > 0))
    entries = _entries(stage.w, each, rows)
    cut = replace(
        stage,
        cost0=stage.cost0[first],
        upper0=stage.upper0[first],
        a0=sparse.csc_array(a0[rows0]),
        low0=stage.low0[rows0],
        high0=stage.high0[rows0],
        cost=stage.cost[:, each],
        upper=stage.upper[:, each],
        w=sparse.csc_array(w[rows]),
        values=np.ascontiguousarray(stage.values[:, entries]),
        t=sparse.csc_array(t[rows]),
        low=stage.low[:, rows],
        high=stage.high[:, rows],
        branch=stage.branch[rows],
        leaf=stage.leaf[rows],
        period=stage.period[rows],
    )
    for matrix in (cut.a0, cut.w, cut.t):
        matrix.sort_indices()
    return Part(
        np.asarray(members, np.int64),
        cut,
        np.flatnonzero(first),
        np.flatnonzero(rows0),
        np.flatnonzero(each),
        np.flatnonzero(rows),
    )


def _kept(family: Columns | Rows, inside: Bools, name: str) -> Bools:
    """Return which columns (or rows) touch only (are owned only by) those inside."""
    a, b = family.joined(f"{name}_a", np.int64), family.joined(f"{name}_b", np.int64)
    kept: Bools = inside[a.astype(np.int64)] & inside[b.astype(np.int64)]
    return kept


def _entries(w: sparse.csc_array, columns: Bools, rows: Bools) -> Ints:
    """Return the positions of the entries that stay, in the order of the cut matrix."""
    of = np.repeat(np.arange(w.shape[1]), np.diff(w.indptr))
    return np.flatnonzero(columns[of] & rows[w.indices])
