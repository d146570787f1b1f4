"""The region from above: coast, towns by shortage, plants by step and phase."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from beltplan.brief.charts import Withheld
from beltplan.brief.svg import letters, symbols
from beltplan.brief.svg.canvas import NORMAL, SMALL, TINY, number
from beltplan.brief.svg.labels import Box, Wish, place

if TYPE_CHECKING:
    from beltplan.brief.charts import MapPlace, MapProject, RegionMap
    from beltplan.brief.svg.canvas import Canvas

__all__ = ["coast", "coast_path", "draw_map", "project_point"]

_MARGIN_KM = 42.0
_GLYPH = 11.0
_COUNTRIES = {"SE": (63.9, 16.3), "FI": (63.2, 25.2), "NO": (67.05, 15.0)}


@cache
def coast() -> dict[str, Any]:
    """Return the coast: one path in units of `unit_km` from its north-west corner."""
    source = resources.files("beltplan").joinpath("data/coast/coast.json")
    result: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return result


def coast_path() -> str:
    """Return the land as one ``<path>`` that a page holds once."""
    return f'<path id="coast" d="{coast()["path"]}" vector-effect="non-scaling-stroke"/>'


def project_point(lat: float, lon: float) -> tuple[float, float]:
    """Return km east and north of the map's centre (Lambert azimuthal equal-area).

    Source: Snyder, Map Projections: A Working Manual (1987), eq. 24-2 to 24-4.

    Examples
    --------
    >>> project_point(64.3, 19.5)
    (0.0, 0.0)
    """
    projection = coast()["projection"]
    phi, phi_0 = math.radians(lat), math.radians(projection["lat_0"])
    d = math.radians(lon - projection["lon_0"])
    k = projection["radius_km"] * math.sqrt(
        2 / (1 + math.sin(phi_0) * math.sin(phi) + math.cos(phi_0) * math.cos(phi) * math.cos(d))
    )
    north = math.cos(phi_0) * math.sin(phi) - math.sin(phi_0) * math.cos(phi) * math.cos(d)
    return k * math.cos(phi) * math.sin(d) + 0.0, k * north + 0.0


class _Frame:
    def __init__(self, chart: RegionMap, width: float) -> None:
        land = coast()
        points = [project_point(p.lat, p.lon) for p in chart.places if p.framed]
        west = max(min(x for x, _ in points) - _MARGIN_KM, land["west_km"])
        east = min(
            max(x for x, _ in points) + _MARGIN_KM,
            land["west_km"] + land["width"] * land["unit_km"],
        )
        north = min(max(y for _, y in points) + _MARGIN_KM, land["north_km"])
        south = max(
            min(y for _, y in points) - _MARGIN_KM,
            land["north_km"] - land["height"] * land["unit_km"],
        )
        self.scale = width / (east - west)
        self.west, self.north = west, north
        self.width, self.height = width, (north - south) * self.scale

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        x, y = project_point(lat, lon)
        return (x - self.west) * self.scale, (self.north - y) * self.scale

    def holds(self, x: float, y: float) -> bool:
        return 4 < x < self.width - 4 and 4 < y < self.height - 4

    def land_transform(self) -> str:
        land = coast()
        unit = land["unit_km"] * self.scale
        x = (land["west_km"] - self.west) * self.scale
        y = (self.north - land["north_km"]) * self.scale
        return f"translate({x:.2f} {y:.2f}) scale({unit:.5f})"


def draw_map(canvas: Canvas, chart: RegionMap) -> None:
    """Draw a `RegionMap` with its key below."""
    frame = _Frame(chart, canvas.width)
    ident = f"{canvas.ident}-c"
    if canvas.look == "page":
        land = f'<use href="#coast" transform="{frame.land_transform()}"/>'
    else:
        land = f'<g transform="{frame.land_transform()}">{_print_coast(frame)}</g>'
    wide, high = number(frame.width), number(frame.height)
    canvas.add(
        f'<clipPath id="{ident}"><rect width="{wide}" height="{high}" rx="6"/></clipPath>'
        f'<g clip-path="url(#{ident})"><rect width="{wide}" height="{high}" class="sea"/>'
        f'<g class="land">{land}</g></g>'
    )
    beside: dict[str, list[MapProject]] = {}
    alone: list[MapProject] = []
    known = {p.place_id for p in chart.places}
    for plant in chart.projects:
        if plant.place_id in known:
            beside.setdefault(str(plant.place_id), []).append(plant)
        elif frame.holds(*frame.at(plant.lat, plant.lon)):
            alone.append(plant)
    towns = [p for p in chart.places if frame.holds(*frame.at(p.lat, p.lon))]
    largest = max([p.value for p in towns if isinstance(p.value, float | int)] or [1.0]) or 1.0
    biggest = 17.0 if canvas.narrow else 30.0
    radii = {p.place_id: _radius(p, largest, biggest) for p in towns}
    obstacles: list[Box] = []
    for town in towns:
        x, y = frame.at(town.lat, town.lon)
        r = min(radii[town.place_id], 20.0)
        obstacles.append(Box(x - r, y - r, 2 * r, 2 * r))
    for plant in alone:
        x, y = frame.at(plant.lat, plant.lon)
        obstacles.append(Box(x - 7, y - 7, 14, 14))
    for town in sorted(towns, key=lambda p: -radii[p.place_id]):
        _circle(canvas, town, *frame.at(town.lat, town.lon), radii[town.place_id])
    for plant in alone:
        x, y = frame.at(plant.lat, plant.lon)
        shape = symbols.SHAPE_OF.get(plant.step, "other")
        symbols.project(canvas, shape, plant.phase, x, y, 5.5, grey=plant.grey)
    _label(canvas, frame, towns, beside, radii, obstacles)
    canvas.height = frame.height
    credit = coast()["attribution"]
    room = letters.width(credit, TINY) + 8
    canvas.rect(frame.width - room, frame.height - 17, room, 17, "credit")
    canvas.text(frame.width - 4, frame.height - 5, credit, size=TINY, anchor="end", kind="m")
    _key(canvas, chart, largest, biggest)


def _print_coast(frame: _Frame) -> str:
    unit = coast()["unit_km"] * frame.scale
    return f'<path d="{coast()["path"]}" stroke-width="{0.9 / unit:.2f}"/>'


def _radius(town: MapPlace, largest: float, biggest: float) -> float:
    if isinstance(town.value, float | int) and town.value > 0:
        return max(3.0, biggest * math.sqrt(town.value / largest))
    return 3.0


def _circle(canvas: Canvas, town: MapPlace, x: float, y: float, r: float) -> None:
    if isinstance(town.value, Withheld):
        canvas.add(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="5" fill="url(#hatch)" class="k-calm w"/>'
        )
    elif town.value is None:
        canvas.circle(x, y, 3, "fp k-grey w dots")
    else:
        canvas.circle(x, y, r, "f-short blob")
        canvas.circle(x, y, 2, "f-short")


def _label(
    canvas: Canvas,
    frame: _Frame,
    towns: list[MapPlace],
    beside: dict[str, list[MapProject]],
    radii: dict[str, float],
    obstacles: list[Box],
) -> None:
    voice = canvas.voice
    size = SMALL if canvas.narrow else NORMAL
    wishes: list[Wish] = []
    shown: list[tuple[MapPlace, str, str]] = []
    for town in towns:
        plants = beside.get(town.place_id, [])
        bold = bool(plants)
        name = voice.say(town.name)
        value = ""
        if isinstance(town.value, float | int) and town.value >= 1 and not canvas.narrow:
            value = voice.number(town.value)
        wide = letters.width(name, size, bold=bold)
        if value:
            wide += 5 + letters.width(value, SMALL)
        glyphs = len(plants) * (_GLYPH + 3)
        x, y = frame.at(town.lat, town.lon)
        high = size + 2 + (_GLYPH + 5 if plants else 0)
        r = radii[town.place_id]
        rank = town.rank - (1000 if plants else 0)
        reach = 60.0 if plants or not canvas.narrow else 14.0
        wishes.append(Wish(x, y, r, max(wide, glyphs), high, rank, reach))
        shown.append((town, name, value))
    for code, (lat, lon) in _COUNTRIES.items():
        x, y = frame.at(lat, lon)
        if frame.holds(x, y):
            name = voice.text(f"country.{code}").upper()
            wide = letters.width(name, SMALL) + 3 * len(name)
            wishes.append(Wish(x, y, 0, wide, SMALL + 2, 10_000))
    sheet = Box(2, 2, frame.width - 4, frame.height - 20)
    boxes = place(wishes, obstacles, sheet)
    for (town, name, value), wish, box in zip(shown, wishes, boxes, strict=False):
        if box is None:
            continue
        plants = beside.get(town.place_id, [])
        near_x, near_y = box.nearest(wish.x, wish.y)
        if math.hypot(near_x - wish.x, near_y - wish.y) > wish.radius + 9:
            canvas.line(wish.x, wish.y, near_x, near_y, "lead")
        right = box.x + box.width / 2 < wish.x
        edge = box.x + box.width if right else box.x
        sign = -1.0 if right else 1.0
        base = box.y + size
        bold = bool(plants)
        kind = "halo-text b" if bold else "halo-text"
        if not right:
            canvas.text(edge, base, name, size=size, kind=kind)
            if value:
                after = edge + letters.width(name, size, bold=bold) + 5
                canvas.text(after, base, value, size=SMALL, kind="halo-text f-short")
        else:
            before = edge
            if value:
                canvas.text(edge, base, value, size=SMALL, anchor="end", kind="halo-text f-short")
                before = edge - letters.width(value, SMALL) - 5
            canvas.text(before, base, name, size=size, anchor="end", kind=kind)
        for k, plant in enumerate(plants):
            x = edge + sign * (_GLYPH / 2 + 1 + k * (_GLYPH + 3))
            shape = symbols.SHAPE_OF.get(plant.step, "other")
            r = _GLYPH / 2
            symbols.project(canvas, shape, plant.phase, x, base + 5 + r, r, grey=plant.grey)
    for wish, box, code in zip(
        wishes[len(shown) :],
        boxes[len(shown) :],
        [c for c, at in _COUNTRIES.items() if frame.holds(*frame.at(*at))],
        strict=True,
    ):
        if box is not None:
            words = voice.text(f"country.{code}").upper()
            canvas.text(box.x, box.y + wish.height - 3, words, size=SMALL, kind="m wide")


def _key(canvas: Canvas, chart: RegionMap, largest: float, biggest: float) -> None:
    voice = canvas.voice
    y = canvas.height + 24
    x = 2.0

    def entry(words: str, room: float) -> tuple[float, float]:
        nonlocal x, y
        wide = room + letters.width(words, SMALL) + 16
        if x + wide > canvas.width and x > 2:
            x, y = 2.0, y + 21
        canvas.text(x + room, y + 4, words, size=SMALL)
        spot = x + room / 2 - 3
        x += wide
        return spot, y

    steps = {symbols.SHAPE_OF.get(p.step, "other") for p in chart.projects}
    for shape in symbols.SHAPES:
        if shape in steps:
            sx, sy = entry(voice.text(f"shape.{shape}"), 20)
            symbols.project(canvas, shape, "running", sx, sy, 5.5, grey=True)
    x, y = 2.0, y + 23
    phases = {p.phase for p in chart.projects}
    for phase in symbols.PHASES:
        if phase in phases:
            sx, sy = entry(voice.text(f"phase.{phase}"), 20)
            symbols.project(canvas, "cell", phase, sx, sy, 5.5)
    x, y = 2.0, y + 23
    sx, sy = entry(f"{voice.say(chart.value_name)} ({voice.number(largest)})", 2 * 9 + 8)
    canvas.circle(sx, sy, 9, "f-short blob")
    canvas.circle(sx, sy, 2, "f-short")
    if any(isinstance(p.value, Withheld) for p in chart.places):
        sx, sy = entry(voice.text("chart.withheld"), 20)
        canvas.add(
            f'<circle cx="{number(sx)}" cy="{number(sy)}" r="5" fill="url(#hatch)" '
            'class="k-calm w"/>'
        )
    if any(p.value is None for p in chart.places):
        sx, sy = entry(voice.text("chart.unknown"), 20)
        canvas.circle(sx, sy, 3, "fp k-grey w dots")
    canvas.height = y + 12
    del biggest
