"""Numbers that cannot be planned with, and the facts that make it so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from beltplan.faults import FaultError, kind
from beltplan.plan.fields import FIELDS, IDS
from beltplan.plan.grouping import summed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from beltplan.faults import Fault, Kind
    from beltplan.plan.data import PlanData

    Floats = NDArray[np.float64]

__all__ = ["check", "faults"]

SHAPE = kind(
    "plan.shape", "Wrong shape", "An array of the plan does not have the axes of its field."
)
TWICE = kind("plan.id-twice", "Id twice", "An area, group, course … of the plan is named twice.")
FINITE = kind("plan.not-finite", "Not a finite number", "A number of the plan is NaN or infinite.")
NEGATIVE = kind("plan.negative", "Negative amount", "An amount of the plan lies below zero.")
UNBOUNDED = kind(
    "plan.unbounded",
    "Negative cost",
    "A cost lies below zero: the plan would gain by doing as much of it as it can, needed or not.",
)
SHARE = kind("plan.share", "Not a share", "A share of the plan lies outside 0 to 1.")
LENGTH = kind(
    "plan.length", "Not a length", "A lead time or length is not a whole number of periods."
)
PROBABILITY = kind(
    "plan.probability", "Probabilities do not sum to 1", "The scenarios' probabilities sum to 1."
)
POSITION = kind(
    "plan.position", "Position that does not exist", "A position points outside the axis it is on."
)
OWN = kind(
    "plan.own-arcs",
    "Own areas missing among the arcs",
    "The first arcs are living and working in the same area, in the order of the areas.",
)
STAFF = kind(
    "plan.staff-above-need",
    "Plants need more than all employers",
    "Posts of an area's plants are part of the posts of all its employers.",
)
PEOPLE = kind(
    "plan.infeasible-people",
    "More people who cannot be hired than people",
    "The labour force falls below those whom nobody can hire: an area on its own has no plan.",
)
POWER = kind(
    "plan.infeasible-power",
    "Power that cannot be had",
    "Plants without posts, which cannot stand still in the plan, ask for more power than the area "
    "has and can add: an area on its own has no plan.",
)

_SHOWN: Final = 20
_LETTERS: Final = {
    "r": ("area", "areas"),
    "o": ("group", "groups"),
    "t": ("year", "years"),
    "f": ("plant", "plants"),
    "p": ("course", "courses"),
    "l": ("service", "services"),
    "k": ("step", "steps"),
    "s": ("scenario", ""),
    "e": ("entry", ""),
    "a": ("arc", ""),
}


def check(data: PlanData) -> None:
    """Check the numbers of a plan.

    Parameters
    ----------
    data
        The numbers.

    Raises
    ------
    FaultError
        With every fault at once. Whether a plan exists is only asked of numbers that are sound.

    Examples
    --------
    >>> from beltplan.plan.example import example
    >>> check(example(3, 2, 4, 2))
    """
    found = faults(data)
    if found:
        raise FaultError(found)


def faults(data: PlanData) -> list[Fault]:
    """Return all faults of the numbers of a plan."""
    found = [*_shapes(data)]
    if found:
        return found
    for name in FIELDS:
        found += _numbers(data, name)
    found += _whole(data)
    return found or [*_impossible(data)]


def _shapes(data: PlanData) -> Iterator[Fault]:
    for name in IDS:
        ids = getattr(data, name)
        for each in sorted({each for each in ids if ids.count(each) > 1}):
            yield TWICE.at(
                f"{each!r} is named twice", "give each its own id", field=name, value=each
            )
    sizes = data.sizes
    for name, field in FIELDS.items():
        want = tuple(int(a) if a.isdigit() else sizes[a] for a in field.axes)
        try:
            found = np.shape(getattr(data, name))
        except ValueError:
            found = None
        if found != want:
            yield SHAPE.at(
                f"has the shape {found}, not {want}",
                f"give it the axes {', '.join(field.axes) or '(one number)'}; from {field.facts}",
                field=name,
                value=str(found),
            )


def _numbers(data: PlanData, name: str) -> Iterator[Fault]:
    field = FIELDS[name]
    values = np.asarray(getattr(data, name))
    way_out = f"mend {field.facts}"
    if field.sort == "position":
        below = values < field.least
        wrong = below | (values >= data.sizes[field.of])
        yield from _each(
            data, name, POSITION, wrong, f"there is no such {_word(field.of)}", way_out
        )
        return
    finite = np.isfinite(values)
    yield from _each(data, name, FINITE, ~finite, "is not a finite number", way_out)
    if field.sort == "length":
        wrong = finite & ((values < field.least) | (values != np.round(values)))
        text = f"is not a whole number of periods from {field.least}"
        yield from _each(data, name, LENGTH, wrong, text, way_out)
    elif field.sort == "share":
        wrong = finite & ((values < 0) | (values > 1 + 1e-9))
        yield from _each(data, name, SHARE, wrong, "lies outside 0 to 1", way_out)
    else:
        negative = UNBOUNDED if field.sort == "cost" else NEGATIVE
        yield from _each(data, name, negative, finite & (values < 0), "lies below zero", way_out)


def _whole(data: PlanData) -> Iterator[Fault]:
    total = float(np.sum(data.probability))
    if np.isfinite(total) and abs(total - 1.0) > 1e-6:
        yield PROBABILITY.at(
            f"the probabilities of {len(data.probability)} scenarios sum to {total:.6g}",
            "divide them by their sum",
            field="probability",
            value=f"{total:.6g}",
        )
    own = np.arange(len(data.areas))
    head = data.arc_origin[: len(own)], data.arc_target[: len(own)]
    if not all(np.array_equal(each, own) for each in head):
        yield OWN.at(
            "the first arcs are not (area, same area)",
            "put them first, in the order of the areas",
            field="arc_origin",
        )


def _impossible(data: PlanData) -> Iterator[Fault]:
    """Yield what leaves no plan; everything else can be left undone at a cost."""
    plants = summed(data.staff, data.plant_area, len(data.areas), axis=1)
    yield from _each(
        data,
        "need",
        STAFF,
        plants > data.need * (1 + 1e-9) + 1e-6,
        "is less than the posts of the area's plants alone",
        "count the plants' posts among those of all employers (projects, profiles)",
    )
    most = _most_people(data) - data.frictional[:, :, None]
    yield from _each(
        data,
        "frictional",
        PEOPLE,
        most < -1e-6,
        "leaves fewer people than cannot be hired, however many are recruited",
        "lower unemployment or raise plan_hireable_share, entrant_ratio; look at population",
        values=most,
        axes="rot",
    )
    power = np.where(data.staff.sum(axis=2) <= 0, data.power, 0.0)
    stuck = summed(power, data.plant_area, len(data.areas), axis=1)
    steps = np.maximum(np.arange(len(data.years)) + 1 - data.grid_lead, 0)
    short = data.grid_free + data.grid_most[:, None] * steps - stuck
    yield from _each(
        data,
        "grid_free",
        POWER,
        short < -1e-6,
        "MW are left when plants without posts have theirs and all reinforcement is built",
        f"give these plants posts, or lower their power; from {FIELDS['grid_free'].facts}",
        values=short,
        axes="srt",
    )


def _most_people(data: PlanData) -> Floats:
    """Return the most people that an area on its own can have, [r, o, t]."""
    widest = (data.reach + data.market_most.sum(axis=1)[:, None])[:, None, :]
    more = data.inflow + np.minimum(data.hire_most, widest)
    np.add.at(
        more, (data.course_area, data.course_group), data.course_seats + data.course_most[:, None]
    )
    out: Floats = np.empty_like(more)
    people = data.start
    for t in range(more.shape[2]):
        people = people * data.retain + more[:, :, t]
        out[:, :, t] = people
    return out


def _each(
    data: PlanData,
    name: str,
    sort: Kind,
    wrong: Any,
    text: str,
    way_out: str,
    *,
    values: Any = None,
    axes: str | None = None,
) -> Iterator[Fault]:
    """Yield a fault for each wrong number, and one for the rest beyond the first twenty."""
    wrong = np.asarray(wrong)
    if not wrong.any():
        return
    numbers = np.asarray(getattr(data, name) if values is None else values)
    letters = FIELDS[name].axes if axes is None else axes
    at = np.argwhere(wrong)
    for position in at[:_SHOWN]:
        value = numbers[tuple(position)]
        yield sort.at(
            f"{value:g} {text}",
            way_out,
            row=_spot(data, letters, position),
            field=name,
            value=f"{value:g}",
        )
    if len(at) > _SHOWN:
        yield sort.at(f"and {len(at) - _SHOWN} more numbers of this field", way_out, field=name)


def _spot(data: PlanData, axes: str, position: Any) -> str:
    """Return where a number is: ``area kalix, group welder, year 2030``."""
    words = []
    for letter, k in zip(axes, position, strict=True):
        if letter.isdigit():
            words.append(f"number {k + 1}")
            continue
        word, ids = _LETTERS[letter]
        words.append(f"{word} {getattr(data, ids)[k] if ids else k + 1}")
        if letter == "e" and 0 <= data.entry_course[k] < len(data.courses):
            words[-1] += f" of course {data.courses[data.entry_course[k]]}"
    return ", ".join(words)


def _word(letter: str) -> str:
    return {"c": "country", "z": "zone"}.get(letter) or _LETTERS[letter][0]
