"""Check forced events against the region and turn them into arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan import quarters
from beltplan.facts.errors import suggest
from beltplan.faults import Fault, FaultError, Kind
from beltplan.futures import codes, plans
from beltplan.futures.arrays import Forced
from beltplan.futures.grammar import Event, parse
from beltplan.futures.states import (
    CONSTRUCTION,
    ENDED,
    OPERATING,
    PLANNED,
    RAMP_UP,
    REDUCED,
    RESTARTING,
    STATES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beltplan.facts import Region
    from beltplan.futures.histories import History

__all__ = ["compile_events"]

_UNITS: Final = {
    "GWh": ("energy", 1e9),
    "MWh": ("energy", 1e6),
    "kWh": ("energy", 1e3),
    "TWh": ("energy", 1e12),
    "t": ("mass", 1.0),
    "kt": ("mass", 1e3),
    "Mt": ("mass", 1e6),
    "MW": ("power", 1e6),
    "GW": ("power", 1e9),
    "kW": ("power", 1e3),
}
_PRODUCES: Final = (OPERATING, RAMP_UP, RESTARTING)


def compile_events(
    region: Region,
    histories: Sequence[History],
    *,
    first: int,
    start: int,
    end: int,
    events: Iterable[str] = (),
    without: Iterable[str] = (),
) -> Forced:
    """Return the arrays of forced events.

    Parameters
    ----------
    region
        The region.
    histories
        Projects in the order of the arrays.
    first
        Quarter of the first step.
    start, end
        First and last quarter of the futures.
    events
        Forced events as written; see `grammar`.
    without
        Projects that do not exist from now on.

    Raises
    ------
    FaultError
        With all faults of all events at once.
    """
    order = {history.project_id: p for p, history in enumerate(histories)}
    faults: list[Fault] = []
    gone = {name for name in without if _known(name, name, order, region, faults)}
    parsed: list[Event] = []
    for text in events:
        event = parse(text)
        if isinstance(event, Fault):
            faults.append(event)
        elif _known(event.project, text, order, region, faults):
            parsed.append(event)
    faults += _timing(parsed, histories, order, start, end)
    faults += _contradictions(parsed, gone)
    size = (len(histories), end - first + 1)
    forced = Forced(
        state=np.full(size, -1, dtype=np.int64),
        level=np.full(size, -1.0),
        held=np.zeros(size, dtype=np.int64),
        frozen=np.zeros(size, dtype=np.int64),
        never=np.zeros(size[0], dtype=np.int64),
        no_end=np.zeros(size[0], dtype=np.int64),
        no_build=np.zeros(size[0], dtype=np.int64),
        no_start=np.zeros(size[0], dtype=np.int64),
        gone=np.array([history.project_id in gone for history in histories], dtype=np.int64),
    )
    for event in parsed:
        p = order[event.project]
        if event.action == "delayed":
            forced.frozen[p, start - first + 1 : start - first + 1 + event.delay] = 1
        elif event.action == "never":
            targets = {_target(event)} | ({RAMP_UP} if event.status == "operating" else set())
            for target in targets:
                forced.never[p] |= 1 << target
        else:
            level = _level(region, event, faults)
            if level is not None and start <= event.quarter <= end:
                _place(forced, p, event, level, first, end)
    if faults:
        raise FaultError(faults)
    return forced


def _target(event: Event) -> int:
    return REDUCED if event.status == "reduced" else STATES.index(event.status)


def _known(
    name: str, text: str, order: dict[str, int], region: Region, faults: list[Fault]
) -> bool:
    if name in order:
        return True
    message = f"no project {name!r} is known on {region.as_of}"
    way_out = suggest(name, order, otherwise="list them with `beltplan facts show projects`")
    faults.append(codes.UNKNOWN_PROJECT.at(message, way_out, row=name, value=text))
    return False


def _timing(
    events: Iterable[Event],
    histories: Sequence[History],
    order: dict[str, int],
    start: int,
    end: int,
) -> list[Fault]:
    faults = []
    for event in events:
        if event.action == "delayed":
            state = histories[order[event.project]].state
            if state not in (PLANNED, CONSTRUCTION, RAMP_UP, RESTARTING):
                message = f"the project is {STATES[state]}, so nothing of it can be delayed"
                way_out = "force a status instead, such as `paused` with a quarter"
                faults.append(_fault(codes.NOTHING_TO_DELAY, event, message, way_out))
        elif event.action == "happens" and event.quarter < start:
            message = f"{quarters.label(event.quarter)} lies before {quarters.label(start)}"
            way_out = f"choose {quarters.label(start)} or later, or an earlier --as-of"
            faults.append(_fault(codes.TOO_EARLY, event, message, way_out))
        elif event.action == "happens" and max(event.quarter, event.until or 0) > end:
            message = f"the futures end with {quarters.label(end)}"
            way_out = "choose an earlier quarter, or a later end"
            faults.append(_fault(codes.TOO_LATE, event, message, way_out))
    return faults


def _fault(kind: Kind, event: Event, message: str, way_out: str) -> Fault:
    return kind.at(message, way_out, row=event.project, value=event.text)


def _contradictions(events: Sequence[Event], gone: set[str]) -> list[Fault]:
    """Return what cannot be true together, pair by pair."""
    faults = []
    for event in events:
        if event.project in gone:
            message = f"the project is taken out, so {event.text!r} cannot happen"
            faults.append(_fault(codes.CONTRADICTION, event, message, "drop one of the two"))
    for i, one in enumerate(events):
        for other in events[i + 1 :]:
            if one.project == other.project:
                reason = _clash(one, other)
                if reason:
                    message = f"{one.text!r} and {other.text!r}: {reason}"
                    way_out = "drop one of the two, or give them quarters that follow each other"
                    faults.append(_fault(codes.CONTRADICTION, other, message, way_out))
    return faults


def _clash(one: Event, other: Event) -> str:
    kinds = {one.action, other.action}
    if kinds == {"delayed"}:
        return "two delays of one project; write their sum"
    if kinds == {"never", "happens"}:
        never, happens = (one, other) if one.action == "never" else (other, one)
        return "it is forbidden and forced" if never.status == happens.status else ""
    if kinds == {"happens", "delayed"}:
        happens = one if one.action == "happens" else other
        produces = happens.status in ("construction", "ramp_up", "operating", "restarting")
        return "it is delayed and forced to go ahead" if produces else ""
    if kinds != {"happens"}:
        return ""
    early, late = sorted((one, other), key=lambda event: event.quarter)
    if early.quarter == late.quarter:
        return "both in the same quarter"
    if early.held and (early.until is None or late.quarter <= early.until):
        return f"the first still holds in {quarters.label(late.quarter)}"
    if early.status == "ended":
        return "nothing can follow the end of a project"
    return ""


def _level(region: Region, event: Event, faults: list[Fault]) -> float | None:
    """Return the activity that a level means, -1 where none is given, None on a fault."""
    level = event.level
    if level is None:
        if event.status == "reduced":
            message = "a cut needs the share of activity that is left"
            faults.append(
                _fault(codes.LEVEL, event, message, "write it like `reduced 50 % 2027Q1`")
            )
            return None
        return -1.0
    produces = event.status in ("operating", "ramp_up", "restarting")
    if not produces and not (event.status == "reduced" and level.unit == "%"):
        message = f"a level in {level.unit} means nothing for {event.status}"
        way_out = "leave it out" if event.status != "reduced" else "give the share left in %"
        faults.append(_fault(codes.LEVEL, event, message, way_out))
        return None
    if level.unit == "%":
        share: float | None = level.number / 100
    elif level.unit.lower() in ("jobs", "job", "persons"):
        share = _of_jobs(region, event, level.number, faults)
    else:
        share = _of_capacity(region, event, level.number, level.unit, faults)
    if share is not None and not 0 < share <= 1:
        message = f"{level.number:g} {level.unit} is {share:.0%} of the plan"
        way_out = "give a level above nothing and not above the whole plan"
        faults.append(_fault(codes.LEVEL, event, message, way_out))
        return None
    return share


def _of_jobs(region: Region, event: Event, jobs: float, faults: list[Fault]) -> float | None:
    plan = plans.planned_jobs(region, event.project)
    if plan is None:
        message = "the planned jobs of the project are not known"
        faults.append(_fault(codes.CAPACITY_UNKNOWN, event, message, "give the level in %"))
        return None
    return jobs / plan


def _of_capacity(
    region: Region, event: Event, number: float, unit: str, faults: list[Fault]
) -> float | None:
    plan = plans.capacity(region, event.project)
    if plan is None:
        message = "the planned capacity of the project is not known"
        faults.append(_fault(codes.CAPACITY_UNKNOWN, event, message, "give the level in %"))
        return None
    value, planned_unit = plan
    mine, theirs = _scale(unit), _scale(planned_unit)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        message = f"{unit} cannot be compared with the plan of {value:g} {planned_unit}"
        way_out = f"give the level in {planned_unit} or in %"
        faults.append(_fault(codes.UNIT, event, message, way_out))
        return None
    return number * mine[1] / (value * theirs[1])


def _scale(unit: str) -> tuple[str, float] | None:
    """Return kind and size of a unit, read up to the first blank or stroke.

    Examples
    --------
    >>> _scale("GWh/yr"), _scale("bananas")
    (('energy', 1000000000.0), None)
    """
    word = unit.replace("/", " ").split()[0] if unit.strip() else ""
    return _UNITS.get(word)


def _place(forced: Forced, p: int, event: Event, level: float, first: int, end: int) -> None:
    t = event.quarter - first
    target = _target(event)
    forced.state[p, t] = target
    forced.level[p, t] = level
    last = (event.until if event.until is not None else end) if event.held else event.quarter
    forced.held[p, t : last - first + 1] = 1
    if target != ENDED:
        forced.no_end[p] = max(forced.no_end[p], t)
    if target == CONSTRUCTION:
        forced.no_build[p] = max(forced.no_build[p], t)
        forced.no_start[p] = max(forced.no_start[p], t)
    elif target in _PRODUCES:
        forced.no_start[p] = max(forced.no_start[p], t)
