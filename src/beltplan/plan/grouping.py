"""Sums by group along an axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["summed"]


def summed(
    values: NDArray[Any], group: NDArray[np.int64], count: int, *, axis: int = 0
) -> NDArray[np.float64]:
    """Return sums of the slices of each group along an axis.

    Parameters
    ----------
    values
        Values.
    group
        int, group of each slice along the axis; those below 0 are left out.
    count
        Number of groups: the length of the axis in the result.

    Examples
    --------
    >>> summed(np.array([[1.0, 2.0, 4.0]]), np.array([1, -1, 1]), 2, axis=1).tolist()
    [[0.0, 5.0]]
    """
    moved = np.moveaxis(values, axis, 0)
    out = np.zeros((count, *moved.shape[1:]))
    inside = group >= 0
    np.add.at(out, group[inside], moved[inside])
    return np.moveaxis(out, 0, axis)
