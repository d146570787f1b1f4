"""A linear programme whose right-hand sides have owners: the cost of every coalition.

    cost(S) = min c z  so that  row_lower(S) <= A z <= row_upper(S),  col_lower <= z <= col_upper,

where a row's bounds for S are those of everybody times the part of the row that S owns, and a
column exists for S when all players that it touches belong to S; otherwise it is 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from beltplan.faults import Fault, FaultError
from beltplan.shares.coalitions import indicator
from beltplan.shares.errors import NOT_FINITE, SIZE

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Bounds", "CostProgram", "ownership"]


def ownership(owners: NDArray[np.integer[Any]], players: int) -> Any:
    """Return ownership as a sparse matrix, from the index of each row's owner.

    Parameters
    ----------
    owners
        Index of the player that owns all of the row, or -1 for nobody, shape (m,).
    players
        Number of players.

    Returns
    -------
    CSR matrix, shape (m, players).

    Examples
    --------
    >>> ownership(np.array([1, -1]), 2).toarray().tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    rows = np.flatnonzero(owners >= 0)
    ones = np.ones(rows.size)
    return sparse.csr_matrix((ones, (rows, owners[rows])), shape=(owners.size, players))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds of rows and columns for one coalition."""

    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]
    col_lower: NDArray[np.float64]
    col_upper: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CostProgram:
    """A linear programme with owners.

    Attributes
    ----------
    players
        Names.
    cost
        Cost of each column, shape (k,).
    matrix
        Coefficients, scipy sparse, shape (m, k).
    row_lower, row_upper
        Bounds of the rows for everybody, infinite where there is none, shape (m,).
    col_lower, col_upper
        Bounds of the columns, shape (k,). A bound that is not 0 belongs to the players that the
        column touches, in equal parts.
    owners
        Part of each row that each player owns, scipy sparse, shape (m, n); rows add up to 1, or to
        0 where both bounds are 0 or infinite. See `ownership`.
    touches
        Players that a column touches: 1 or True, scipy sparse, shape (k, n). A column that touches
        nobody exists for every coalition.
    implied
        A bound on the absolute value of each column that some optimum of every coalition keeps,
        infinite where none is known, shape (k,).

    integer
        Columns that take whole numbers only, shape (k,). Owen's theorem does not hold with them.

    Raises
    ------
    FaultError
        If shapes do not fit, or a coefficient is missing.
    """

    players: tuple[str, ...]
    cost: NDArray[np.float64]
    matrix: Any
    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]
    col_lower: NDArray[np.float64]
    col_upper: NDArray[np.float64]
    owners: Any
    touches: Any
    implied: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    integer: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "players", tuple(self.players))
        put(self, "matrix", sparse.csr_matrix(self.matrix, dtype=np.float64))
        put(self, "owners", sparse.csr_matrix(self.owners, dtype=np.float64))
        touches = sparse.csr_matrix(self.touches, dtype=np.float64, copy=True)
        touches.eliminate_zeros()
        touches.data[:] = 1.0
        put(self, "touches", touches)
        vectors = ("cost", "row_lower", "row_upper", "col_lower", "col_upper")
        for name in vectors:
            put(self, name, np.asarray(getattr(self, name), dtype=np.float64))
        if self.implied.size == 0:
            put(self, "implied", np.full(self.cost.size, np.inf))
        if self.integer.size == 0:
            put(self, "integer", np.zeros(self.cost.size, dtype=bool))
        faults = _faults(self)
        if faults:
            raise FaultError(faults)

    def bounds(self, mask: int) -> Bounds:
        """Return the bounds for a coalition."""
        return self.scaled(indicator(mask, len(self.players)))

    def scaled(self, brings: NDArray[np.float64]) -> Bounds:
        """Return the bounds when each player brings so many times what it owns, shape (n,).

        A column exists when all players that it touches bring something.
        """
        count = self.touched
        exists = self.touches @ (brings == 0).astype(np.float64) == 0
        part = np.where(count > 0, self.touches @ brings / np.maximum(count, 1.0), 1.0) * exists
        rows = self.owners @ brings
        return Bounds(
            _scaled(self.row_lower, rows),
            _scaled(self.row_upper, rows),
            np.where(exists, _scaled(self.col_lower, part), 0.0),
            np.where(exists, _scaled(self.col_upper, part), 0.0),
        )

    @property
    def touched(self) -> NDArray[np.int64]:
        """Number of players that each column touches, shape (k,)."""
        ends = np.asarray(self.touches.indptr, dtype=np.int64)
        return ends[1:] - ends[:-1]

    @property
    def owned_rows(self) -> NDArray[np.bool_]:
        """Rows with a right-hand side that is finite and not 0, shape (m,)."""
        return _matters(self.row_lower) | _matters(self.row_upper)


def _scaled(bound: NDArray[np.float64], part: NDArray[np.float64]) -> NDArray[np.float64]:
    finite = np.isfinite(bound)
    return np.where(finite, np.where(finite, bound, 0.0) * part, bound)


def _matters(bound: NDArray[np.float64]) -> NDArray[np.bool_]:
    out: NDArray[np.bool_] = np.isfinite(bound) & (bound != 0.0)
    return out


def _faults(programme: CostProgram) -> list[Fault]:
    faults = []
    m, k = programme.matrix.shape
    n = len(programme.players)
    wanted = {
        "cost": (k,),
        "row_lower": (m,),
        "row_upper": (m,),
        "col_lower": (k,),
        "col_upper": (k,),
        "owners": (m, n),
        "touches": (k, n),
        "implied": (k,),
        "integer": (k,),
    }
    for name, shape in wanted.items():
        found = getattr(programme, name).shape
        if found != shape:
            message = f"{name} has shape {found}"
            faults.append(SIZE.at(message, f"give shape {shape}", table="programme", field=name))
    numbers = {
        "cost": np.isfinite(programme.cost),
        "matrix": np.isfinite(programme.matrix.data),
        "row_lower": ~np.isnan(programme.row_lower) & (programme.row_lower < np.inf),
        "row_upper": ~np.isnan(programme.row_upper) & (programme.row_upper > -np.inf),
        "col_lower": ~np.isnan(programme.col_lower) & (programme.col_lower < np.inf),
        "col_upper": ~np.isnan(programme.col_upper) & (programme.col_upper > -np.inf),
        "implied": programme.implied >= 0,
    }
    for name, good in numbers.items():
        bad = np.flatnonzero(~good)
        if bad.size:
            message = f"{bad.size} entries of {name} are no number, or on the wrong side"
            way_out = "mend them; the first is named here"
            where = str(bad[0])
            faults.append(NOT_FINITE.at(message, way_out, table="programme", field=name, row=where))
    return faults
