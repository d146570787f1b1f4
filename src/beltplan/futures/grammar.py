"""Forced and forbidden events: the words that users write.

The grammar::

    event  := project ":" clause
    clause := status [level] [ "from" ] quarter [ "to" quarter ]
            | "delayed" N "quarters"
            | "never" status
    level  := number unit          4 GWh, 50 %, 600 jobs, 20 kt

With ``from`` the status holds to the end, or to the quarter after ``to``; with a bare quarter
it happens then, and life goes on with its ordinary risks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from beltplan import quarters
from beltplan.facts.errors import suggest
from beltplan.futures import codes

if TYPE_CHECKING:
    from beltplan.faults import Fault

__all__ = ["STATUSES", "Event", "Level", "parse"]

STATUSES: Final = {
    "construction": "construction",
    "ramp_up": "ramp_up",
    "ramp-up": "ramp_up",
    "operating": "operating",
    "reduced": "reduced",
    "paused": "paused",
    "bankrupt": "bankrupt",
    "restarting": "restarting",
    "cancelled": "ended",
    "ended": "ended",
}
"""Words for a status and the state that each means."""

_EXAMPLE: Final = (
    'write it like "ske_ett: operating 4 GWh from 2026Q4", "bod_stegra: cancelled 2027Q2", '
    '"kot_easp: delayed 6 quarters" or "ske_ett: never bankrupt"'
)
_LEVEL: Final = r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>%|[A-Za-z][A-Za-z/ ]*?)"
_QUARTER: Final = r"\d{4}\s*-?\s*[Qq][1-4]"
_HAPPENS: Final = re.compile(
    rf"^(?P<status>[a-z_-]+)(?:\s+{_LEVEL})?(?:\s+(?P<held>from))?\s+(?P<at>{_QUARTER})"
    rf"(?:\s+to\s+(?P<until>{_QUARTER}))?$",
    re.IGNORECASE,
)
_DELAYED: Final = re.compile(r"^delayed\s+(?P<n>\d+)\s+quarters?$", re.IGNORECASE)
_NEVER: Final = re.compile(r"^never\s+(?P<status>[a-z_-]+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Level:
    """A level as written: a number and its unit."""

    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class Event:
    """One forced or forbidden event.

    Attributes
    ----------
    text
        As written.
    project
        Project id as written.
    action
        happens, delayed or never.
    status
        State, or "reduced"; empty for a delay.
    quarter, until
        First and last quarter; `until` is None where the status does not hold.
    held
        Whether the status holds from `quarter` on.
    level
        Level, if given.
    delay
        Quarters of delay.
    """

    text: str
    project: str
    action: str
    status: str = ""
    quarter: int = 0
    until: int | None = None
    held: bool = False
    level: Level | None = None
    delay: int = 0


def parse(text: str) -> Event | Fault:
    """Return the event that a text describes, or the fault in it.

    Examples
    --------
    >>> event = parse("ske_ett: operating 4 GWh from 2026Q4")
    >>> event.status, event.level, event.held, quarters.label(event.quarter)
    ('operating', Level(number=4.0, unit='GWh'), True, '2026Q4')
    >>> parse("ske_ett operating").code
    'futures.event-grammar'
    """
    project, colon, clause = (part.strip() for part in text.partition(":"))
    if not colon or not project or not clause:
        return codes.GRAMMAR.at("no project and clause with a colon between", _EXAMPLE, value=text)
    if found := _DELAYED.match(clause):
        n = int(found["n"])
        if n == 0:
            return codes.GRAMMAR.at("a delay of no quarters", _EXAMPLE, row=project, value=text)
        return Event(text, project, "delayed", delay=n)
    found = _NEVER.match(clause) or _HAPPENS.match(clause)
    if found is None:
        return codes.GRAMMAR.at("the clause is not understood", _EXAMPLE, row=project, value=text)
    word = found["status"].lower()
    if word not in STATUSES:
        otherwise = f"statuses: {', '.join(STATUSES)}"
        message = f"{found['status']!r} is no status of the model"
        way_out = suggest(word, STATUSES, otherwise=otherwise)
        return codes.UNKNOWN_STATUS.at(message, way_out, row=project, value=text)
    if _NEVER.match(clause):
        return Event(text, project, "never", STATUSES[word])
    level = Level(float(found["number"]), found["unit"].strip()) if found["number"] else None
    quarter = quarters.parse(found["at"])
    until = quarters.parse(found["until"]) if found["until"] else None
    if until is not None and (not found["held"] or until < quarter):
        message = "`to` needs `from` before it" if not found["held"] else "it ends before it begins"
        return codes.GRAMMAR.at(message, _EXAMPLE, row=project, value=text)
    if word == "reduced" and found["held"]:
        message = "a cut happens in one quarter and does not hold"
        way_out = "leave out `from`, or write `operating 50 % from 2027Q1`"
        return codes.GRAMMAR.at(message, way_out, row=project, value=text)
    return Event(
        text, project, "happens", STATUSES[word], quarter, until, bool(found["held"]), level
    )
