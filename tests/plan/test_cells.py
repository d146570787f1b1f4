"""The model against the formulation cell by cell that the benchmarks give to other libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from benchmarks.plan import handover
from benchmarks.plan.rows import rows
from benchmarks.plan.tables import Tables
from scipy import sparse

from beltplan.plan.example import example
from beltplan.plan.model import build

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from beltplan.plan.data import PlanData
    from beltplan.plan.model import Model

REGIONS: list[dict[str, int]] = [
    {"seed": 1},
    {"areas": 3, "groups": 2, "years": 9, "scenarios": 2, "plants": 5, "seed": 2},
    {"areas": 6, "groups": 4, "years": 6, "plants": 2, "courses": 4, "seed": 3},
    {"areas": 3, "groups": 3, "years": 4, "scenarios": 1, "countries": 1, "seed": 4},
    {"areas": 4, "groups": 3, "years": 2, "seed": 5},
]


@pytest.fixture(params=REGIONS, ids=str)
def region(request: pytest.FixtureRequest) -> PlanData:
    return example(**request.param)


def numbers(model: Model, tables: Tables) -> dict[str, dict[tuple[int, ...], int]]:
    """Return the number that our model gives to each cell of each family."""
    _, _, n0, _, n = model.stage.shape
    found = {}
    for name, family in tables.families.items():
        if name in model.columns0.families:
            at = model.columns0.families[name].at
        else:
            at = n0 + n * np.arange(len(tables.s)).reshape(
                -1, *(1 for _ in model.columns.families[name].shape)
            ) + model.columns.families[name].at  # fmt: skip
        assert at.shape == family.shape, name
        found[name] = dict(zip(family.cells, at.ravel().tolist(), strict=True))
    return found


def test_costs_and_bounds_are_the_same(region: PlanData) -> None:
    model, tables = build(region), Tables(region)
    whole, place = model.stage.equivalent(), numbers(model, tables)
    assert sum(map(len, place.values())) == len(whole.cost)
    for name, family in tables.families.items():
        at = list(place[name].values())
        np.testing.assert_allclose(whole.upper[at], family.upper, rtol=1e-12, err_msg=name)
        np.testing.assert_allclose(whole.cost[at], family.cost, rtol=1e-12, err_msg=name)


def test_every_row_is_the_same(region: PlanData) -> None:
    model, tables = build(region), Tables(region)
    whole = model.stage.equivalent()
    theirs = list(rows(tables, numbers(model, tables)))
    assert len(theirs) == len(whole.low)
    matrix = whole.matrix().tocsr()
    low = [row.right if row.equal else -np.inf for row in theirs]
    mine = signatures(matrix, whole.low, whole.high)
    other = signatures(sparse.csr_array(dense(theirs, len(whole.cost))), low, right(theirs))
    assert mine == other


def dense(found: list[Any], columns: int) -> NDArray[np.float64]:
    matrix = np.zeros((len(found), columns))
    for i, row in enumerate(found):
        for column, value in row.terms:
            matrix[i, column] += value
    return matrix


def right(found: list[Any]) -> list[float]:
    return [row.right for row in found]


def signatures(matrix: Any, low: Any, high: Any) -> list[tuple[Any, ...]]:
    """Return every row as what it says, sorted; the order of rows means nothing."""
    matrix.eliminate_zeros()
    matrix.sort_indices()
    found = []
    for i, (start, end) in enumerate(zip(matrix.indptr, matrix.indptr[1:], strict=False)):
        values = matrix.data[start:end].round(9).tolist()
        ends = round(float(low[i]), 6), round(float(high[i]), 6)
        found.append((matrix.indices[start:end].tolist(), values, ends))
    return sorted(found)


def test_numbers_survive_the_file(region: PlanData, tmp_path: Path) -> None:
    handover.save(region, tmp_path / "plan.npz")
    back = handover.load(tmp_path / "plan.npz")
    for name in region.__dataclass_fields__:
        before, after = getattr(region, name), getattr(back, name)
        assert type(before) is type(after), name
        np.testing.assert_array_equal(before, after, err_msg=name)
