"""The rules of `beltplan.balance.reference`, for a block of futures at once.

Every array ends in the lane axis (`layout.WIDTH` futures side by side), every inner loop
runs over it, and nothing depends on a neighbouring lane: the compiler turns the loops into
vector instructions, and a future's numbers are the same whatever it is computed with. The
numbers in the comments are those of the rules in `docs/model/balance.md`.
"""

from __future__ import annotations

from beltplan.balance.kernel.acting import Acting
from beltplan.balance.kernel.block import run_block
from beltplan.balance.kernel.layout import WIDTH, Counts, Draws, Region, Stocks

__all__ = ["WIDTH", "Acting", "Counts", "Draws", "Region", "Stocks", "run_block"]
