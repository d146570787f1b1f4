"""Facts: a region as dated, sourced tables.

>>> from beltplan.facts import load
>>> region = load("nordic-battery-belt", as_of="2022-09-15")
>>> region.name
'nordic-battery-belt'
"""

from __future__ import annotations

from beltplan.facts.checking import check
from beltplan.facts.errors import (
    NotADateError,
    TargetError,
    UnknownNameError,
    UnknownParameterError,
    UnknownRegionError,
    UnknownRowError,
    UnknownTableError,
)
from beltplan.facts.loading import load
from beltplan.facts.package import locate, names
from beltplan.facts.region import Region
from beltplan.facts.rows import Figure, Parameter, Source, Text
from beltplan.facts.schema import schema

__all__ = [
    "Figure",
    "NotADateError",
    "Parameter",
    "Region",
    "Source",
    "TargetError",
    "Text",
    "UnknownNameError",
    "UnknownParameterError",
    "UnknownRegionError",
    "UnknownRowError",
    "UnknownTableError",
    "check",
    "load",
    "locate",
    "names",
    "schema",
]
