"""Megawatts: who holds a place in the grid queue, who waits, who loses it.

A grid area (a place with capacity of its own, or a bidding zone) has a capacity for new use
that rises in steps. New projects queue in it in the order in which they reserved, or were
announced. Each quarter, in every future:

1. a project that has ended, or has stood still longer than the grace period, loses its
   place and the megawatts that it held; when it starts again it stands behind all others;
2. plants at work and building sites come first at the start, then the queue, in order: a
   project whose whole request fits in what is left takes it; others wait, and a smaller
   request behind them may pass.

Projects below the ordinary limit do not queue, and plants that were there before have
their connection. Megawatts do not limit activity here: the shortage is reported beside it.
"""

from __future__ import annotations

from beltplan.balance.power.request import Request, area_of_place, queue
from beltplan.balance.power.result import POWER, Power, QueuePlace
from beltplan.balance.power.run import run_power, summary, unserved
from beltplan.balance.power.serving import serve

__all__ = [
    "POWER",
    "Power",
    "QueuePlace",
    "Request",
    "area_of_place",
    "queue",
    "run_power",
    "serve",
    "summary",
    "unserved",
]
