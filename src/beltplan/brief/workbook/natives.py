"""What of a picture Excel can draw itself: labels, series and intervals, without Excel.

Maps, timelines and shaded grids have no native twin worth having: the map
becomes bars by place, a grid is shaded in its own cells, a timeline stays a table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from beltplan.brief.charts import (
    Band,
    Bars,
    Dots,
    Flows,
    Lines,
    Queue,
    RegionMap,
    Stacks,
)
from beltplan.i18n import Quarter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beltplan.brief.charts import Chart, Part, Tone
    from beltplan.i18n import Voice

__all__ = ["Native", "Series", "Values", "native"]

Values = tuple[float | None, ...]
"""One number a label; ``None`` leaves a gap."""


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values; `low` and `high` are the ends of its interval, where it has one.

    A series with ``edge`` set is itself an end of an interval: a thin line.
    A series with ``bare`` set shows its interval only.
    """

    name: str
    values: Values
    tone: Tone
    shade: int = 0
    low: Values = ()
    high: Values = ()
    edge: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Native:
    """A chart for Excel to draw."""

    shape: Literal["lines", "columns", "bars"]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    digits: int = 0
    stacked: bool = False


def native(chart: Chart | None, voice: Voice) -> Native | None:
    """Return the native twin of a chart, ``None`` for those that have none."""
    match chart:
        case Lines():
            return _lines(chart, voice)
        case Stacks():
            return _stacks(chart, voice)
        case Dots():
            return _dots(chart, voice)
        case Bars():
            return _bars(chart, voice)
        case Queue():
            return _queue(chart, voice)
        case Flows():
            return _flows(chart, voice)
        case RegionMap():
            return _map(chart, voice)
        case _:
            return None


def _lines(chart: Lines, voice: Voice) -> Native:
    series: list[Series] = []
    for band in chart.bands:
        series += _band(band, voice)
    return Native(
        "lines", _times(chart.xs, voice), tuple(series), voice.say(chart.unit), chart.digits
    )


def _band(band: Band, voice: Voice) -> tuple[Series, ...]:
    name = voice.say(band.name)

    def edge(point: str, values: tuple[float, ...]) -> Series:
        title = voice.text("workbook.head_of_span", head=name, point=voice.text(point))
        return Series(title, _finite(values), band.tone, edge=True)

    return (
        Series(name, _finite(band.central), band.tone),
        edge("workbook.p10", band.low),
        edge("workbook.p90", band.high),
    )


def _times(xs: tuple[float, ...], voice: Voice) -> tuple[str, ...]:
    quarters = [math.ceil(4 * x - 1e-6) - 1 for x in xs]
    if len({quarter % 4 for quarter in quarters}) <= 1:
        return tuple(str(quarter // 4) for quarter in quarters)
    return tuple(voice.say(Quarter(quarter)) for quarter in quarters)


def _stacks(chart: Stacks, voice: Voice) -> Native:
    series = [
        Series(voice.say(stack.name), _finite(stack.values), stack.tone, stack.shade)
        for stack in chart.stacks
    ]
    if any(chart.whiskers):
        totals = tuple(
            math.fsum(column) for column in zip(*(s.values for s in chart.stacks), strict=True)
        )
        ends = [
            whisker or (total, total) for whisker, total in zip(chart.whiskers, totals, strict=True)
        ]
        series.append(
            Series(
                voice.text("workbook.total"),
                _finite(totals),
                "calm",
                low=_finite(low for low, _ in ends),
                high=_finite(high for _, high in ends),
                bare=True,
            )
        )
    labels = tuple(voice.say(column) for column in chart.columns)
    return Native("columns", labels, tuple(series), voice.say(chart.unit), stacked=True)


def _dots(chart: Dots, voice: Voice) -> Native:
    known = [row for row in chart.rows if isinstance(row.central, (int, float))]
    values = _finite(row.central for row in known if isinstance(row.central, (int, float)))
    unit = voice.say(chart.unit)
    series = [
        Series(
            unit,
            values,
            known[0].tone if known else "need",
            low=_finite(row.low for row in known),
            high=_finite(row.high for row in known),
        )
    ]
    if chart.mark_name is not None:
        marks = _finite(row.mark for row in known)
        series.append(Series(voice.say(chart.mark_name), marks, "grey"))
    labels = tuple(voice.say(row.name) for row in known)
    return Native("bars", labels, tuple(series), unit, chart.digits)


def _bars(chart: Bars, voice: Voice) -> Native:
    one = len(chart.parts) == 1
    ranges = chart.ranges if one and all(chart.ranges) else ()
    both = len({voice.say(part.name) for part in chart.parts}) < len(chart.parts)
    series = tuple(
        Series(
            _side(chart, part, voice) if both else voice.say(part.name),
            _finite(part.values),
            part.tone,
            part.shade,
            low=_finite(ends[0] for ends in ranges if ends),
            high=_finite(ends[1] for ends in ranges if ends),
        )
        for part in chart.parts
    )
    labels = tuple(voice.say(row) for row in chart.rows)
    return Native("bars", labels, series, voice.say(chart.unit), chart.digits, stacked=not one)


def _side(chart: Bars, part: Part, voice: Voice) -> str:
    """Return a part's name with the side that it lies on."""
    side = chart.left if any(value < 0 for value in part.values) else chart.right
    point = "" if side is None else voice.say(side)
    return voice.text("workbook.head_of_span", head=voice.say(part.name), point=point)


def _queue(chart: Queue, voice: Voice) -> Native:
    states: tuple[tuple[str, Tone], ...] = (("holds", "met"), ("waits", "need"), ("lost", "grey"))
    entries = [entry for _, _, line in chart.areas for entry in line]
    series = tuple(
        Series(
            voice.text(f"queue.{state}"),
            _finite(entry.megawatts[1] if entry.state == state else None for entry in entries),
            tone,
        )
        for state, tone in states
        if any(entry.state == state for entry in entries)
    )
    labels = tuple(voice.say(entry.name) for entry in entries)
    return Native("bars", labels, series, voice.say(chart.unit), stacked=True)


def _flows(chart: Flows, voice: Voice) -> Native:
    flows = chart.flows
    series = [
        Series(
            voice.text("workbook.flow.load"),
            _finite(flow.load[1] for flow in flows),
            "need",
            low=_finite(flow.load[0] for flow in flows),
            high=_finite(flow.load[2] for flow in flows),
        )
    ]
    if any(flow.free for flow in flows):
        free = _finite(None if flow.free is None else flow.free[1] for flow in flows)
        series.append(Series(voice.text("workbook.flow.free"), free, "met"))
    labels = tuple(voice.say(flow.name) for flow in flows)
    return Native("bars", labels, tuple(series), voice.say(chart.unit), chart.digits)


def _map(chart: RegionMap, voice: Voice) -> Native | None:
    """Return a bar for each place with a value of 1 or more, the largest first."""
    known = [
        (place.value, voice.say(place.name))
        for place in chart.places
        if isinstance(place.value, (int, float)) and place.value >= 1
    ]
    if not known:
        return None
    known.sort(key=lambda pair: (-pair[0], pair[1]))
    series = Series(voice.say(chart.value_name), _finite(value for value, _ in known), "short")
    return Native("bars", tuple(name for _, name in known), (series,), voice.say(chart.unit))


def _finite(values: Iterable[float | None]) -> Values:
    return tuple(
        None if value is None or not math.isfinite(value) else float(value) for value in values
    )
