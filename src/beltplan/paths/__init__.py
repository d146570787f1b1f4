"""Paths: from a person's work to another, over programmes in three countries.

Nothing about the person is stored.

Example
-------
>>> from beltplan.facts import load
>>> from beltplan.paths import find
>>> found = find(load("nordic-battery-belt"), "process operator, paper",
...              "battery cell technician", place="umea", languages=("sv", "en"))
>>> found.start.label("en")
'Process operator, pulp and paper'
"""

from __future__ import annotations

from beltplan.paths.arcs import Arcs, prune
from beltplan.paths.errors import UnknownOccupationError, UnknownSpeechError
from beltplan.paths.labels import Answers, search
from beltplan.paths.positions import Position, Positions
from beltplan.paths.way import FLAGS, Path, Paths, Step
from beltplan.paths.ways import find

__all__ = [
    "FLAGS",
    "Answers",
    "Arcs",
    "Path",
    "Paths",
    "Position",
    "Positions",
    "Step",
    "UnknownOccupationError",
    "UnknownSpeechError",
    "find",
    "prune",
    "search",
]
