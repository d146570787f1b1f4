"""Faults of inputs: collected, then shown at once, each with a way out.

The exception tree::

    BeltplanError            anything that a user can mend; has a way out
    └── FaultError           one or more faults found in facts, workbooks or settings

A kind of fault is declared once, with `kind`, by the room that can find it; the
documentation lists all of them from the same declarations::

    UNKNOWN_PLACE = kind("facts.unknown-place", "Unknown place", "A row names a place that …")
    raise FaultError([UNKNOWN_PLACE.at("no place 'umae'", "did you mean 'umea'?", value="umae")])
"""

from __future__ import annotations

from beltplan.faults.collector import Collector
from beltplan.faults.declared import Kind, kind, kinds
from beltplan.faults.error import BeltplanError, FaultError
from beltplan.faults.fault import Fault, count
from beltplan.faults.shown import as_rich, faults_page, plain

__all__ = [
    "BeltplanError",
    "Collector",
    "Fault",
    "FaultError",
    "Kind",
    "as_rich",
    "count",
    "faults_page",
    "kind",
    "kinds",
    "plain",
]
