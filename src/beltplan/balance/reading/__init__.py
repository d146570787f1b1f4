"""From the facts of a region to the numbers that the account starts from."""

from __future__ import annotations

from beltplan.balance.reading.left_out import LeftOut
from beltplan.balance.reading.parameters import parameter_factor
from beltplan.balance.reading.reading import Reading, read

__all__ = ["LeftOut", "Reading", "parameter_factor", "read"]
