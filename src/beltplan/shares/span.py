"""What is settled once the gains of some coalitions are: exact linear algebra over the integers."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Span"]


class Span:
    """The span of coalitions whose gain is fixed, as reduced rows of exact fractions.

    Whether a coalition is settled by others is a question of rank; in floating point the answer
    depends on a tolerance, here it does not.

    Examples
    --------
    >>> span = Span(3)
    >>> span.add(0b111), span.add(0b001), span.add(0b110)
    (True, True, False)
    >>> span.directions().tolist()
    [[0], [-1], [1]]
    """

    def __init__(self, players: int) -> None:
        self._n = players
        self._rows: dict[int, list[Fraction]] = {}

    @property
    def rank(self) -> int:
        """Number of independent coalitions."""
        return len(self._rows)

    def add(self, mask: int) -> bool:
        """Fix a coalition; False when it was settled already."""
        row = [Fraction(mask >> i & 1) for i in range(self._n)]
        for pivot, known in self._rows.items():
            factor = row[pivot]
            if factor:
                row = [a - factor * b for a, b in zip(row, known, strict=True)]
        pivot = next((i for i, a in enumerate(row) if a), -1)
        if pivot < 0:
            return False
        scale = row[pivot]
        row = [a / scale for a in row]
        for other, known in self._rows.items():
            factor = known[pivot]
            if factor:
                self._rows[other] = [a - factor * b for a, b in zip(known, row, strict=True)]
        self._rows[pivot] = row
        return True

    def directions(self) -> NDArray[np.int64]:
        """Return a basis of the moves that change no settled coalition, shape (n, n - rank).

        A coalition is free exactly when its members' rows do not add up to zero.
        """
        free = [i for i in range(self._n) if i not in self._rows]
        out = np.zeros((self._n, len(free)), dtype=np.int64)
        for k, column in enumerate(free):
            entries = {pivot: -row[column] for pivot, row in self._rows.items()}
            scale = lcm(*(value.denominator for value in entries.values()))
            out[column, k] = scale
            for pivot, value in entries.items():
                out[pivot, k] = int(value * scale)
        return out
