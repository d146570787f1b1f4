"""What the parts of the model write into while it is built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.plan.model.assembly import Columns, Entries, Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.data import PlanData

__all__ = ["Draft"]


@dataclass
class Draft:
    """The two stages of the model under construction.

    Attributes
    ----------
    data
        The numbers.
    columns0, rows0, a
        First stage.
    columns, rows, w
        A scenario; all scenarios have the same families.
    t
        Entries of first-stage columns in the rows of a scenario.
    """

    data: PlanData
    columns0: Columns
    rows0: Rows
    a: Entries
    columns: Columns
    rows: Rows
    w: Entries
    t: Entries

    @classmethod
    def of(cls, data: PlanData) -> Draft:
        """Return an empty draft."""
        s = len(data.probability)
        return cls(data, Columns(), Rows(), Entries(), Columns(s), Rows(s), Entries(s), Entries())

    @property
    def r(self) -> NDArray[np.int64]:
        """Return the areas as a column, [r, 1]."""
        return np.arange(len(self.data.areas))[:, None]
