"""Pictures: well-formed, whole, within their sheet, labels apart, the same every time."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.brief import factory

from beltplan.brief.charts import Dot, Dots, Flow, Flows, Grid, Lines, RegionMap
from beltplan.brief.svg import NARROW, WIDE, draw, letters, shared
from beltplan.brief.svg.labels import Box, Wish, place
from beltplan.brief.svg.region_map import coast, project_point
from beltplan.brief.svg.scales import Scale, nice_ticks
from beltplan.i18n import LANGS, plain, speak

NAMESPACE = "{http://www.w3.org/2000/svg}"
CHARTS = factory.charts()


def _draw(kind: str, lang: str = "sv", width: float = WIDE, theme: str = "page") -> str:
    return draw(
        CHARTS[kind],  # type: ignore[arg-type]
        speak(lang),
        ident=f"{lang}-{kind}",
        title="A title & more",
        description="What <it> shows",
        width=width,
        theme=theme,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("kind", CHARTS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("theme", ["page", "print"])
def test_a_picture_is_well_formed_and_says_what_it_is(kind: str, width: float, theme: str) -> None:
    for lang in LANGS:
        text = _draw(kind, lang, width, theme)
        root = ElementTree.fromstring(text)  # noqa: S314
        assert root.get("role") == "img"
        named = root.get("aria-labelledby", "").split()
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(ids) == len(set(ids))
        assert set(named) <= set(ids)
        assert root.find(f"{NAMESPACE}title").text == "A title & more"  # type: ignore[union-attr]
        shapes = re.sub(r">[^<]*<", "><", text)
        assert not re.search(r"nan|inf", shapes)
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("kind", CHARTS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("lang", LANGS)
def test_text_stays_on_the_sheet(kind: str, width: float, lang: str) -> None:
    root = ElementTree.fromstring(_draw(kind, lang, width))  # noqa: S314
    height = float(root.get("height", "0"))
    for element in root.iter(f"{NAMESPACE}text"):
        left, top, right, bottom = _box(element)
        assert left >= -1.5, element.text
        assert right <= width + 1.5, (element.text, right)
        assert top >= -1.5, element.text
        assert bottom <= height + 1.5, element.text


def _box(element: ElementTree.Element) -> tuple[float, float, float, float]:
    kinds = (element.get("class") or "").split()
    size = 11.0 if "xs" in kinds else 12.0 if "s" in kinds else 13.0
    wide = letters.width(element.text or "", size, bold="b" in kinds)
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    left = x - (wide if "te" in kinds else wide / 2 if "tc" in kinds else 0)
    return left, y - size * 0.74, left + wide, y + size * 0.2


@pytest.mark.parametrize("kind", CHARTS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("lang", LANGS)
def test_no_text_covers_another(kind: str, width: float, lang: str) -> None:
    root = ElementTree.fromstring(_draw(kind, lang, width))  # noqa: S314
    boxes = [(_box(e), e.text) for e in root.iter(f"{NAMESPACE}text")]
    for i, (a, one) in enumerate(boxes):
        for b, other in boxes[i + 1 :]:
            across = min(a[2], b[2]) - max(a[0], b[0])
            down = min(a[3], b[3]) - max(a[1], b[1])
            assert across <= 1 or down <= 1, (one, other)


def test_every_town_of_the_map_is_named_on_a_desk() -> None:
    for lang in LANGS:
        text = _draw("map", lang)
        for _, name, *_ in factory.TOWNS:
            assert f">{speak(lang).say(name)}</text>" in text


def test_the_same_chart_gives_the_same_picture() -> None:
    for kind in CHARTS:
        assert _draw(kind) == _draw(kind)


def test_withheld_and_unknown_cells_say_so() -> None:
    grid = _draw("grid")
    assert "url(#hatch)" in grid
    assert ">·</text>" in grid
    assert ">?</text>" in _draw("dots")


def test_print_needs_nothing_from_a_page() -> None:
    for kind in CHARTS:
        text = _draw(kind, theme="print")
        assert "var(" not in text
        assert "<style>" in text
        assert "#coast" not in text
        for name in re.findall(r"url\(#([^)]+)\)", text):
            assert f'id="{name}"' in text


def test_a_page_takes_patterns_and_coast_from_the_shared_part() -> None:
    root = ElementTree.fromstring(shared())  # noqa: S314
    ids = {e.get("id") for e in root.iter()}
    assert {"hatch", "coast"} <= ids


def test_empty_and_extreme_charts_draw() -> None:
    voice = speak("fi")
    odd = (
        Dots((), plain("x")),
        Dots((Dot(plain("a"), 0.0, 0.0, 0.0),), plain("x")),
        Flows((), plain("x")),
        Flows((Flow(plain("a"), "sea", (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),), plain("x")),
        Grid((plain("a"),), (plain("2030"),), ((0.0,),), plain("x")),
        Lines((2027.0, 2028.0), (), plain("x")),
    )
    for chart in odd:
        for width in (WIDE, NARROW):
            text = draw(chart, voice, ident="x", title="t", description="d", width=width)
            ElementTree.fromstring(text)  # noqa: S314


# --- the map's mathematics


def test_the_projection_keeps_areas() -> None:
    """A small box has the same area wherever it lies (that is what equal-area means)."""

    def area(lat: float, lon: float, step: float = 0.05) -> float:
        corners = [
            project_point(lat + dy, lon + dx)
            for dy, dx in ((0, 0), (0, step), (step, step), (step, 0))
        ]
        twice = sum(
            a[0] * b[1] - b[0] * a[1]
            for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
        )
        width = math.radians(step)
        true = (
            6371.0088**2
            * width
            * (math.sin(math.radians(lat + step)) - math.sin(math.radians(lat)))
        )
        return abs(twice) / 2 / true

    for lat, lon in ((62.0, 14.0), (64.3, 19.5), (66.0, 25.0), (68.4, 17.4)):
        assert area(lat, lon) == pytest.approx(1.0, abs=2e-4)


def test_the_coast_is_small_and_credited() -> None:
    land = coast()
    assert land["attribution"] == "© OpenStreetMap contributors"
    assert len(land["path"]) < 60_000
    assert set(land["path"]) <= set("mlz-0123456789 ")


# --- labels, scales, letters


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.floats(20, 680), st.floats(20, 680), st.floats(20, 120), st.floats(12, 30)),
        max_size=25,
    )
)
def test_labels_never_overlap(towns: list[tuple[float, float, float, float]]) -> None:
    wishes = [Wish(x, y, 4, w, h, i) for i, (x, y, w, h) in enumerate(towns)]
    marks = [Box(x - 4, y - 4, 8, 8) for x, y, *_ in towns]
    sheet = Box(0, 0, 700, 700)
    placed = place(wishes, marks, sheet)
    kept = [box for box in placed if box is not None]
    for i, box in enumerate(kept):
        assert all(box.overlap(other) == 0 for other in kept[i + 1 :])
        assert all(box.overlap(mark) == 0 for mark in marks)
        assert box.x >= 0
        assert box.x + box.width <= 700
    assert place(wishes, marks, sheet) == placed


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 8))
def test_ticks_cover_and_are_even(low: float, extent: float, about: int) -> None:
    ticks = nice_ticks(low, low + extent, about)
    near = 1e-6 + 1e-8 * extent
    assert ticks[0] <= low + near
    assert ticks[-1] >= low + extent - near - 1e-6 * abs(low)
    steps = {round(b - a, 6) for a, b in pairwise(ticks)}
    assert max(steps) - min(steps) <= 1e-5 * max(1.0, *map(abs, ticks))
    assert len(ticks) <= 3 * about + 3


@given(st.floats(-10, 10), st.floats(0, 100))
def test_a_scale_keeps_its_ends(low: float, extent: float) -> None:
    scale = Scale(low, low + extent, 10, 200)
    assert scale(low) == pytest.approx(10)
    if extent > 1e-6:
        assert scale(low + extent) == pytest.approx(200)


@given(st.lists(st.floats(0, 300), max_size=12), st.floats(1, 20))
def test_spread_keeps_order_and_distance(wanted: list[float], gap: float) -> None:
    placed = letters.spread(wanted, gap, 0, 300)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    spots = [placed[i] for i in order]
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(spots))
    if gap * len(wanted) < 300:
        assert all(-1e-6 <= spot <= 300 + 1e-6 for spot in spots)


def test_the_map_outside_its_frame_leaves_towns_out() -> None:
    chart = CHARTS["map"]
    assert isinstance(chart, RegionMap)
    assert "Skellefteå" in _draw("map")
