"""Faults that the room can find in forced events."""

from __future__ import annotations

from beltplan.faults import kind

__all__ = [
    "CAPACITY_UNKNOWN",
    "CONTRADICTION",
    "GRAMMAR",
    "LEVEL",
    "NOTHING_TO_DELAY",
    "TOO_EARLY",
    "TOO_LATE",
    "UNIT",
    "UNKNOWN_PROJECT",
    "UNKNOWN_STATUS",
]

GRAMMAR = kind(
    "futures.event-grammar",
    "Event not understood",
    "A forced event is not of the form `project: status [level] [from] quarter [to quarter]`, "
    "`project: delayed N quarters` or `project: never status`.",
)
UNKNOWN_PROJECT = kind(
    "futures.unknown-project",
    "Unknown project",
    "A forced event names a project that the region does not have, or not yet, on its day.",
)
UNKNOWN_STATUS = kind(
    "futures.unknown-status", "Unknown status", "A forced event names no status of the model."
)
UNIT = kind(
    "futures.capacity-unit",
    "Unit does not fit",
    "The level of a forced event is in a unit that cannot be compared with the project's plan.",
)
CAPACITY_UNKNOWN = kind(
    "futures.capacity-unknown",
    "Plan not known",
    "The level of a forced event is a capacity or a number of jobs, and the project's own plan "
    "is not known on the region's day.",
)
LEVEL = kind(
    "futures.level",
    "Level out of range",
    "The level of a forced event is missing where it is needed, given where it means nothing, "
    "or not between nothing and the whole plan.",
)
TOO_EARLY = kind(
    "futures.too-early",
    "Quarter lies in the past",
    "A forced event lies before the quarter of the region's day.",
)
TOO_LATE = kind(
    "futures.too-late", "Quarter lies after the end", "A forced event lies after the last quarter."
)
NOTHING_TO_DELAY = kind(
    "futures.nothing-to-delay",
    "Nothing to delay",
    "Only a project that is planned, being built, in ramp-up or restarting can be delayed.",
)
CONTRADICTION = kind(
    "futures.contradiction",
    "Events contradict each other",
    "Two forced events of one project cannot both be true.",
)
