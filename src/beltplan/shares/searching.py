"""One search for the most aggrieved coalition by a programme with a binary a player."""

from __future__ import annotations

from typing import TYPE_CHECKING

import highspy
import numpy as np

from beltplan.shares.coalitions import mask_of
from beltplan.shares.errors import SolverError
from beltplan.shares.lp import status_of

if TYPE_CHECKING:
    from highspy._core import _Highs
    from numpy.typing import NDArray

    from beltplan.shares.game import Cut

__all__ = ["search"]


def search(
    solver: _Highs, players: NDArray[np.int32], cut: Cut | None, *, way_out: str
) -> tuple[int, float] | None:
    """Return the best coalition, and a lower bound on all; None where none satisfies the cut.

    Parameters
    ----------
    solver
        The programme; the row of the cut is in it during the search only.
    players
        Columns of the players' binaries.
    cut
        Condition on the coalition.
    way_out
        What to try where the programme does not end.

    Raises
    ------
    SolverError
        If it does not end.
    """
    if cut is not None:
        values = np.array(cut.coefficients, dtype=np.float64)
        solver.addRow(float(cut.at_least), np.inf, players.size, players, values)
    try:
        status = status_of(solver)
        if status == highspy.HighsModelStatus.kInfeasible and cut is not None:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            text = solver.modelStatusToString(status).lower()
            message = f"the search for the most aggrieved coalition ended as {text}"
            raise SolverError(message, way_out)
        chosen = np.array(solver.getSolution().col_value)[players] > 0.5
        return mask_of(np.flatnonzero(chosen).tolist()), float(solver.getInfo().mip_dual_bound)
    finally:
        if cut is not None:
            last = solver.getNumRow() - 1
            solver.deleteRows(1, np.array([last], dtype=np.int32))
