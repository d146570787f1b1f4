"""Columns, rows and entries of a linear programme, as arrays.

No cell is touched by Python: a family of columns or rows is a block of consecutive numbers with
a shape, and entries are put for whole blocks at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Columns", "Entries", "Family", "Rows"]

NOBODY = -1
"""Owner of what belongs to no area."""


@dataclass(frozen=True)
class Family:
    """A block of columns or rows with one name.

    Attributes
    ----------
    name
        Name, as in `beltplan.plan.model.families`.
    first
        Number of its first member.
    shape
        Shape of the block.
    """

    name: str
    first: int
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """Return the number of members."""
        return int(np.prod(self.shape, dtype=np.int64))

    @property
    def at(self) -> Ints:
        """Return the numbers of the members, in the shape of the block."""
        return np.arange(self.first, self.first + self.size, dtype=np.int64).reshape(self.shape)

    @property
    def span(self) -> slice:
        """Return where the members are."""
        return slice(self.first, self.first + self.size)


@dataclass
class _Blocks:
    families: dict[str, Family] = field(default_factory=dict)
    size: int = 0
    parts: dict[str, list[Any]] = field(default_factory=dict)

    def _family(self, name: str, shape: Sequence[int]) -> Family:
        family = Family(name, self.size, tuple(shape))
        self.families[name] = family
        self.size += family.size
        return family

    def _keep(self, name: str, shape: tuple[int, ...], value: Any, kind: type) -> None:
        block: NDArray[Any] = np.ascontiguousarray(np.broadcast_to(np.asarray(value, kind), shape))
        self.parts.setdefault(name, []).append(block.reshape(-1))

    def joined(self, name: str, kind: type = np.float64) -> NDArray[Any]:
        """Return an attribute of all members, in order."""
        parts = self.parts.get(name, [])
        return np.concatenate(parts) if parts else np.zeros(0, kind)


class Columns(_Blocks):
    """Columns with cost, bounds, the areas that they touch and the area that pays.

    Costs and bounds of scenario columns may have a leading scenario axis; they are kept as
    [scenario, column].
    """

    def __init__(self, scenarios: int = 1) -> None:
        super().__init__()
        self.scenarios = scenarios

    def add(
        self,
        name: str,
        shape: Sequence[int],
        *,
        cost: Any = 0.0,
        upper: Any = np.inf,
        touches: tuple[Any, Any] = (NOBODY, NOBODY),
        payer: Any = NOBODY,
    ) -> Family:
        """Add a family.

        Parameters
        ----------
        name, shape
            Name and shape.
        cost, upper
            Cost and upper bound (the lower bound is 0), to be broadcast to the shape, or to
            [scenario, *shape].
        touches
            The areas without which the column does not exist.
        payer
            The area in which the cost falls.
        """
        family = self._family(name, shape)
        full = (self.scenarios, *family.shape)
        for what, value in (("cost", cost), ("upper", upper)):
            block = np.broadcast_to(np.asarray(value, np.float64), full)
            self.parts.setdefault(what, []).append(block.reshape(self.scenarios, -1))
        self._keep("touch_a", family.shape, touches[0], np.int64)
        self._keep("touch_b", family.shape, touches[1], np.int64)
        self._keep("payer", family.shape, payer, np.int64)
        return family

    def values(self, name: str) -> Floats:
        """Return costs or upper bounds, [scenario, column]."""
        parts = self.parts.get(name, [])
        return np.concatenate(parts, axis=1) if parts else np.zeros((self.scenarios, 0))


class Rows(_Blocks):
    """Rows with the range of their right-hand side, its owners and their place in the tree."""

    def __init__(self, scenarios: int = 1) -> None:
        super().__init__()
        self.scenarios = scenarios

    def add(
        self,
        name: str,
        shape: Sequence[int],
        *,
        lower: Any = -np.inf,
        upper: Any = np.inf,
        owner: tuple[Any, Any] | Any = NOBODY,
        branch: Any = NOBODY,
        leaf: Any = NOBODY,
        period: Any = 0,
    ) -> Family:
        """Add a family.

        Parameters
        ----------
        name, shape
            Name and shape.
        lower, upper
            Range, to be broadcast to the shape or to [scenario, *shape].
        owner
            Area that owns the right-hand side, or a pair that own half each.
        branch, leaf
            Number of the branch (for occupations) and of the leaf inside it (for years) to
            which the row belongs; -1 for rows that join branches, or leaves.
        period
            Position in time.
        """
        family = self._family(name, shape)
        full = (self.scenarios, *family.shape)
        for what, value in (("lower", lower), ("upper", upper)):
            block = np.broadcast_to(np.asarray(value, np.float64), full)
            self.parts.setdefault(what, []).append(block.reshape(self.scenarios, -1))
        first, second = owner if isinstance(owner, tuple) else (owner, owner)
        self._keep("owner_a", family.shape, first, np.int64)
        self._keep("owner_b", family.shape, second, np.int64)
        self._keep("branch", family.shape, branch, np.int64)
        self._keep("leaf", family.shape, leaf, np.int64)
        self._keep("period", family.shape, period, np.int64)
        return family

    def values(self, name: str) -> Floats:
        """Return lower or upper ends, [scenario, row]."""
        parts = self.parts.get(name, [])
        return np.concatenate(parts, axis=1) if parts else np.zeros((self.scenarios, 0))


class Entries:
    """Entries of a matrix; values may differ by scenario."""

    def __init__(self, scenarios: int = 1) -> None:
        self.scenarios = scenarios
        self._rows: list[Ints] = []
        self._columns: list[Ints] = []
        self._values: list[Floats] = []

    def put(self, rows: Any, columns: Any, values: Any = 1.0, *, varying: bool = False) -> None:
        """Put entries for blocks of rows and columns, broadcast against each other.

        Parameters
        ----------
        rows, columns
            Numbers.
        values
            Values, broadcast to the same shape; with `varying` their first axis is the scenario.
        varying
            Whether the values differ by scenario.
        """
        rows, columns = np.broadcast_arrays(rows, columns)
        if rows.size == 0:
            return
        values = np.asarray(values, np.float64)
        full = (self.scenarios, *rows.shape) if varying else rows.shape
        values = np.broadcast_to(values, full).reshape(self.scenarios if varying else 1, -1)
        self._rows.append(rows.reshape(-1))
        self._columns.append(columns.reshape(-1))
        self._values.append(values)

    def matrix(self, rows: int, columns: int) -> tuple[sparse.csc_array, Floats]:
        """Return the pattern as CSC and the values, [scenario or 1, entry], in its order.

        Entries that are zero in every scenario are left out.
        """
        if not self._rows:
            empty = sparse.csc_array((rows, columns), dtype=np.float64)
            return empty, np.zeros((1, 0))
        r, c = np.concatenate(self._rows), np.concatenate(self._columns)
        wide = max(len(block) for block in self._values)
        values = np.concatenate(
            [np.broadcast_to(block, (wide, block.shape[1])) for block in self._values], axis=1
        )
        keep = (values != 0).any(axis=0)
        r, c, values = r[keep], c[keep], values[:, keep]
        order = np.lexsort((r, c))
        r, c, values = r[order], c[order], values[:, order]
        ends = np.searchsorted(c, np.arange(columns + 1))
        pattern = sparse.csc_array(
            (values.mean(axis=0), r.astype(np.int32), ends.astype(np.int32)), shape=(rows, columns)
        )
        return pattern, np.ascontiguousarray(values)
