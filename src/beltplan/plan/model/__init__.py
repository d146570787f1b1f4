"""The plan's model: from numbers to a two-stage linear programme.

The rows and columns are those of ``docs/model/plan.md``; `FAMILIES` names each of them with its
unit, and a test holds the page, the table and the built model to the same set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.plan.checks import check
from beltplan.plan.model.courses import add_courses
from beltplan.plan.model.draft import Draft
from beltplan.plan.model.homes import add_homes
from beltplan.plan.model.people import add_moves, add_people, add_work
from beltplan.plan.model.power import add_power
from beltplan.plan.model.recruits import add_recruits
from beltplan.plan.model.services import add_services
from beltplan.plan.stages import TwoStage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.data import PlanData
    from beltplan.plan.model.assembly import Columns, Rows

__all__ = ["Model", "build"]


@dataclass(frozen=True)
class Model:
    """The model over all areas, with every column that any level of coordination can have.

    Attributes
    ----------
    data
        The numbers.
    stage
        The two-stage programme with all columns (level *together*).
    columns0, rows0, columns, rows
        Families of the first stage and of a scenario: where they are, what they touch, who owns
        and who pays.
    """

    data: PlanData
    stage: TwoStage
    columns0: Columns
    rows0: Rows
    columns: Columns
    rows: Rows


def build(data: PlanData) -> Model:
    """Build the model.

    Parameters
    ----------
    data
        The numbers.

    Returns
    -------
    The model. No Python runs per cell: each family is put as whole blocks.

    Raises
    ------
    FaultError
        If the numbers cannot be planned with; see `beltplan.plan.checks`.
    """
    check(data)
    draft = Draft.of(data)
    add_people(draft)
    add_work(draft)
    add_moves(draft)
    add_recruits(draft)
    add_courses(draft)
    add_homes(draft)
    add_power(draft)
    add_services(draft)
    a0, values0 = draft.a.matrix(draft.rows0.size, draft.columns0.size)
    a0.data[:] = values0[0]
    w, values = draft.w.matrix(draft.rows.size, draft.columns.size)
    t, values_t = draft.t.matrix(draft.rows.size, draft.columns0.size)
    t.data[:] = values_t[0]
    stage = TwoStage(
        cost0=draft.columns0.values("cost")[0],
        upper0=draft.columns0.values("upper")[0],
        a0=a0,
        low0=draft.rows0.values("lower")[0],
        high0=draft.rows0.values("upper")[0],
        probability=np.asarray(data.probability, np.float64),
        cost=draft.columns.values("cost"),
        upper=draft.columns.values("upper"),
        w=w,
        values=values,
        t=t,
        low=draft.rows.values("lower"),
        high=draft.rows.values("upper"),
        branch=_whole(draft.rows, "branch"),
        leaf=_whole(draft.rows, "leaf"),
        period=_whole(draft.rows, "period"),
    )
    return Model(data, stage, draft.columns0, draft.rows0, draft.columns, draft.rows)


def _whole(rows: Rows, name: str) -> NDArray[np.int64]:
    return rows.joined(name, np.int64).astype(np.int64)
