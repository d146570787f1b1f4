"""A bridge between languages, learned from the labels of the same concepts.

Which English root stands for which part of a Swedish word is learned from the parallel labels
alone, with the first model of Brown et al. (1993, The mathematics of statistical machine
translation): expectation and maximisation over all pairs of words of two parallel labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Bridge"]

_ROUNDS = 6
_SMALLEST = 0.03
_UNSEEN = 0.3
_FLOOR = 1e-4


class Bridge:
    """Shares of the English roots that stand for a part of a word.

    Parameters
    ----------
    pairs
        Parallel labels as (parts in the one language, roots in the other).
    """

    def __init__(self, pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> None:
        aligned = [(sorted(set(left)), sorted(set(right))) for left, right in pairs]
        aligned = [(left, right) for left, right in aligned if left and right]
        table: dict[str, dict[str, float]] = {}
        for left, right in aligned:
            for here in left:
                row = table.setdefault(here, {})
                for there in right:
                    row[there] = row.get(there, 0.0) + 1 / len(right)
        _scale(table)
        for _ in range(_ROUNDS):
            table = _improve(table, aligned)
        self.shares: dict[str, dict[str, float]] = {
            here: {there: share for there, share in row.items() if share > _SMALLEST}
            for here, row in table.items()
        }

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Bridge:
        """Return the bridge of a table that `table` gave."""
        bridge = cls(())
        rows = zip(table["here"], table["there"], table["share"].tolist(), strict=True)
        for here, there, share in rows:
            bridge.shares.setdefault(here, {})[there] = share
        return bridge

    def table(self) -> dict[str, Any]:
        """Return all shares as three columns: `here`, `there` and `share`."""
        rows = [(a, b, share) for a, row in self.shares.items() for b, share in row.items()]
        return {
            "here": tuple(row[0] for row in rows),
            "there": tuple(row[1] for row in rows),
            "share": np.array([row[2] for row in rows], np.float64),
        }

    def cross(self, parts: Iterable[str]) -> dict[str, float]:
        """Return the roots that the parts stand for, with the sum of their shares.

        Examples
        --------
        >>> Bridge([(["svets"], ["weld"]), (["svets", "rör"], ["weld", "pipe"])]).cross(["rör"])
        {'pipe': 0.7...}
        """
        found: dict[str, float] = {}
        for part in sorted(set(parts)):
            for there, share in self.shares.get(part, {}).items():
                found[there] = found.get(there, 0.0) + share
        return found


def _scale(table: dict[str, dict[str, float]]) -> None:
    for row in table.values():
        total = sum(row.values()) + _UNSEEN
        for there in row:
            row[there] /= total


def _improve(
    table: dict[str, dict[str, float]], aligned: list[tuple[list[str], list[str]]]
) -> dict[str, dict[str, float]]:
    better: dict[str, dict[str, float]] = {here: {} for here in table}
    for left, right in aligned:
        for there in right:
            total = sum(table[here].get(there, 0.0) for here in left) + _FLOOR
            for here in left:
                share = table[here].get(there, 0.0) / total
                if share > _FLOOR:
                    better[here][there] = better[here].get(there, 0.0) + share
    _scale(better)
    return better
