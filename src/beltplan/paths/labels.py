"""Multi-criteria label-setting: the ways through programmes that no other way beats.

The method of Martins (1984) for the multi-objective shortest path, with three changes.

A state is what a person is able to do (a set of competences as bits, an EQF level, programmes
taken), and a label is beaten also by a label that costs no more in any respect and leads to a
state that is at least as good.

Time is not a cost that adds up: a programme starts when it starts, so an arc maps the month of
readiness to the month of completion. That map never lets the later overtake the earlier (first
in, first out), so that what is beaten stays beaten when both go on.

Every label is an answer too (stop here), and the answers found so far bound the search: a
label is dropped when an answer beats the best that it could still become.

Months, money, hours, language and weights are whole numbers, in units that the caller chooses.
Labels are settled month by month, since every programme takes at least a month; within a month
by the sum of their costs, which sorts every label behind those that beat it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.paths.kernel import settle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.paths.arcs import Arcs

    Ints = NDArray[np.int64]

__all__ = ["Answers", "search"]


@dataclass(frozen=True)
class Answers:
    """The answers that no other answer beats.

    Attributes
    ----------
    criteria
        int64 [answer, 7], all to be small: levels short of the goal, months, money, hours,
        language, weight of what is left, and 1 where the first bit is missing.
    mask, level
        State at the end.
    ways
        Arcs of each answer, in order; none for stopping at once.
    complete
        Whether the search ended by itself, not by the limit on labels.
    """

    criteria: Ints
    mask: Ints
    level: Ints
    ways: tuple[tuple[int, ...], ...]
    complete: bool


def search(
    arcs: Arcs,
    weights: Ints,
    *,
    mask: int = 0,
    level: int = 4,
    goal: int = 1,
    horizon: int = 120,
    steps: int = 3,
    limit: int = 100_000,
) -> Answers:
    """Return every answer that none beats: ways of at most `steps` programmes.

    Of answers that are equal in every respect one is returned.

    Parameters
    ----------
    arcs
        The programmes, pruned or not.
    weights
        Weight of each bit from the second on, not negative; the first bit is judged by itself.
    mask, level
        Competences and EQF level at the start.
    goal
        EQF level wanted.
    horizon
        Months within which the way must end.
    steps
        Most programmes on a way.
    limit
        Largest number of labels settled; beyond it the result is not complete, and says so.

    Raises
    ------
    ValueError
        If an arc takes less than a month.

    Notes
    -----
    Martins, E. Q. V. (1984): On a multicriteria shortest path problem. European Journal of
    Operational Research 16, 236-245.
    """
    if len(arcs) and int(arcs.months.min()) < 1:
        message = "an arc takes less than a month"
        raise ValueError(message)
    start = np.array([0, 0, 0, 0, mask, level, -1, -1, 0], dtype=np.int64)
    front, settled, complete = settle(
        arcs.table(), np.asarray(weights, dtype=np.int64), start, goal, horizon, steps, limit
    )
    order = np.lexsort(front[:, :7].T[::-1])
    front = front[order]
    ways = []
    for row in front:
        way: list[int] = []
        parent, arc = int(row[9]), int(row[10])
        while arc >= 0:
            way.append(arc)
            parent, arc = int(settled[parent, 6]), int(settled[parent, 7])
        ways.append(tuple(reversed(way)))
    return Answers(front[:, :7], front[:, 7], front[:, 8], tuple(ways), bool(complete))
