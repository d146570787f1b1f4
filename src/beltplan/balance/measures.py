"""Measures: what a plan decides, as additions to the account.

The account stays an account: a measure adds people, homes, megawatts or reach where and when the
plan says so, and the rules of `docs/model/balance.md` do the rest. § 13 there states each of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from beltplan.balance.account import Account

    Floats = NDArray[np.float64]
    Array = NDArray[Any]

__all__ = ["Intake", "Measures", "Studies", "Turn"]


@dataclass(frozen=True)
class Intake:
    """New seats: people who start a course in one quarter and finish it in another.

    Attributes
    ----------
    start, end
        Positions of the quarters; the course takes its students at the beginning of the first,
        and they finish at the beginning of the second (which may lie after the account).
    persons
        CSC [to cell, from cell], most who start. A cell is place * groups + group: *from* where
        they live and are unemployed, *to* where they will live and what they will be.
    """

    start: int
    end: int
    persons: sparse.csc_array


@dataclass(frozen=True)
class Measures:
    """Additions by place, group and quarter. Nothing is added in the first quarter.

    Attributes
    ----------
    homes
        float [t, p], homes completed in the quarter.
    reach
        float [t, p], people outside the region who can be recruited in the quarter beyond the
        ordinary limit.
    moves
        float [t, p, g], people of a place ready to move inside the region in the quarter: as many
        as these, or as ordinarily if that is more, but not more than there are.
    commute
        float [t, k] of at least 1, times the ordinary willingness to start to commute on a link.
    intakes
        New seats.
    grid
        MW that stand, by grid area, float [t].
    """

    homes: Floats
    reach: Floats
    moves: Floats
    commute: Floats
    intakes: tuple[Intake, ...] = ()
    grid: Mapping[str, Floats] = field(default_factory=dict)

    @classmethod
    def none(cls, account: Account) -> Measures:
        """Return measures that add nothing."""
        t, p, g = len(account.quarters), len(account.places), len(account.groups)
        return cls(
            homes=np.zeros((t, p)),
            reach=np.zeros((t, p)),
            moves=np.zeros((t, p, g)),
            commute=np.ones((t, len(account.links))),
        )

    def check(self, account: Account) -> None:
        """Hold the measures against the account.

        Raises
        ------
        ValueError
            With every fault: shapes that do not fit, negative additions, additions in the first
            quarter, courses that end before they start.
        """
        faults = []
        cells = len(account.places) * len(account.groups)
        for name, least in (("homes", 0.0), ("reach", 0.0), ("moves", 0.0), ("commute", 1.0)):
            value, wanted = getattr(self, name), getattr(Measures.none(account), name)
            if value.shape != wanted.shape:
                faults.append(f"{name} is {list(value.shape)}, the account is {list(wanted.shape)}")
            elif not (value >= least).all():
                faults.append(f"{name} is less than {least:g} somewhere")
            elif (value[0] != least).any():
                faults.append(f"{name} adds something in the first quarter")
        for each in self.intakes:
            if each.persons.shape != (cells, cells):
                faults.append(f"an intake is {list(each.persons.shape)}, not [{cells}, {cells}]")
            elif not (each.persons.data >= 0).all():
                faults.append("an intake has fewer than nobody")
            if not 0 < each.start < each.end:
                faults.append(f"a course from quarter {each.start} to {each.end}")
        if faults:
            raise ValueError("; ".join(faults))


@dataclass(frozen=True)
class Turn:
    """What courses change at the beginning of a quarter; [p, g, ...].

    Attributes
    ----------
    taken
        Unemployed who start.
    back
        Students who do not complete: they look for work as before.
    trained
        Those who complete: in the course's place if they stay there, else where they came from,
        and in the course's group.
    gone
        The same people, where and as what they started.
    """

    taken: Array
    back: Array
    trained: Array
    gone: Array


class Studies:
    """The students of one future, or of a block of them side by side.

    Parameters
    ----------
    measures
        Measures.
    places, groups
        Sizes.
    kind
        Floating type of the numbers.

    Attributes
    ----------
    started
        Persons who have started, by quarter; one number or one a lane.
    """

    def __init__(self, measures: Measures, places: int, groups: int, kind: type) -> None:
        self._shape = (places, groups)
        self._starts: dict[int, list[tuple[int, Any, Any, Array]]] = {}
        for each in measures.intakes:
            flow = sparse.csr_array(each.persons, dtype=kind)
            home = sparse.csr_array(_at_home(each.persons, groups), dtype=kind)
            seats: Array = np.asarray(flow.sum(axis=0), kind).reshape(-1)
            self._starts.setdefault(each.start, []).append((each.end, flow, home, seats))
        self._out: dict[int, list[tuple[Array, Array, Array]]] = {}
        self.started: dict[int, Array] = {}

    def turn(self, t: int, available: Array, complete: Any, stay: Any) -> Turn | None:
        """Let students in and out at the beginning of a quarter.

        Parameters
        ----------
        t
            Position of the quarter.
        available
            [p, g, ...], unemployed who can start; courses share them in proportion to their
            seats.
        complete
            Share of the starters who complete, one number or one a lane.
        stay
            Share of the starters who complete and stay where the course is.

        Returns
        -------
        What changes; None if nothing does.
        """
        starts, ends = self._starts.get(t, []), self._out.pop(t, [])
        if not starts and not ends:
            return None
        tail = available.shape[2:]
        cells = available.reshape(-1, *tail)
        taken, back, trained, gone = (np.zeros_like(cells) for _ in range(4))
        if starts:
            wanted: Array = np.sum([seats for *_, seats in starts], axis=0)
            wide = wanted.reshape(-1, *([1] * len(tail)))
            filled = np.minimum(cells, wide) / np.where(wide > 0, wide, 1)
            taken += filled * wide
            self.started[t] = taken.sum(axis=0)  # over all cells
            for end, flow, home, seats in starts:
                here = filled * seats.reshape(wide.shape)
                self._out.setdefault(end, []).append((here, flow @ filled, home @ filled))
        for here, there, home in ends:
            gone += complete * here
            back += here - complete * here
            trained += stay * there + (complete - stay) * home
        whole = (*self._shape, *tail)
        return Turn(*(each.reshape(whole) for each in (taken, back, trained, gone)))


def _at_home(persons: sparse.csc_array, groups: int) -> sparse.csc_array:
    """Return where students live who take a qualification home, [to cell, from cell]."""
    each = sparse.coo_array(persons)
    to = each.col // groups * groups + each.row % groups
    return sparse.csc_array((each.data, (to, each.col)), shape=persons.shape)
