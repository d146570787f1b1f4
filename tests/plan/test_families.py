"""The table of families, the page and the built model are the same."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from beltplan.facts import load
from beltplan.plan.example import example
from beltplan.plan.model import build
from beltplan.plan.model.families import FAMILIES, Entry, family_tables, shape_of

if TYPE_CHECKING:
    from beltplan.plan.model.assembly import Columns, Rows

DATA = replace(example(4, 3, 6, 2, seed=3), grid_lead=3)
MODEL = build(DATA)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "model" / "plan.md"
BLOCKS: dict[tuple[str, str], Columns | Rows] = {
    ("column", "first"): MODEL.columns0,
    ("row", "first"): MODEL.rows0,
    ("column", "scenario"): MODEL.columns,
    ("row", "scenario"): MODEL.rows,
}
BUILT = [each for each in FAMILIES if each.kind != "axis"]
AREAS = np.arange(4)
WHO = {
    "r": (AREAS, AREAS),
    "nobody": (np.array([-1]), np.array([-1])),
    "p": (DATA.course_area, DATA.course_area),
    "f": (DATA.plant_area, DATA.plant_area),
    "l": (DATA.service_areas[:, 0], DATA.service_areas[:, 1]),
    "l first": (DATA.service_areas[:, 0], DATA.service_areas[:, 0]),
    "a": (DATA.arc_origin, DATA.arc_target),
    "a target": (DATA.arc_target, DATA.arc_target),
    "e": (DATA.entry_home, DATA.course_area[DATA.entry_course]),
    "e home": (DATA.entry_home, DATA.entry_home),
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_table_and_the_model_hold_the_same_families_in_the_same_order(
    kind: tuple[str, str],
) -> None:
    listed = [each.name for each in FAMILIES if (each.kind, each.stage) == kind]
    assert listed == list(BLOCKS[kind].families)


@pytest.mark.parametrize("entry", BUILT, ids=lambda e: f"{e.kind}-{e.stage}-{e.name}")
def test_shape_cost_and_owner_are_those_of_the_table(entry: Entry) -> None:
    block = BLOCKS[entry.kind, entry.stage]
    family = block.families[entry.name]
    assert family.shape == shape_of(entry, DATA)
    at = family.span

    def spread(values: np.ndarray) -> np.ndarray:
        full = values.reshape(-1, *(1,) * (len(family.shape) - 1))
        return np.broadcast_to(full, family.shape).reshape(-1)

    first, second = WHO[entry.who]
    if entry.kind == "column":
        costs = block.values("cost")[:, at]
        assert (costs > 0).any() == bool(entry.cost)
        np.testing.assert_array_equal(block.joined("payer")[at], spread(first))
        for name, where in zip(("touch_a", "touch_b"), WHO[entry.touches], strict=True):
            np.testing.assert_array_equal(block.joined(name)[at], spread(where))
        assert np.isfinite(block.values("upper")[:, at]).all()
        return
    np.testing.assert_array_equal(block.joined("owner_a")[at], spread(first))
    np.testing.assert_array_equal(block.joined("owner_b")[at], spread(second))
    low, high = block.values("lower")[:, at], block.values("upper")[:, at]
    assert (low == high).all() == entry.range.startswith("equal")
    assert np.isneginf(low).all() == entry.range.startswith("at most")
    assert not (entry.range.endswith(" 0") and high.any())


def test_costs_are_the_named_field_times_the_discount() -> None:
    plain = {"arc_cost", "entry_cost", "seat_cost", "start_cost"}
    for entry in BUILT:
        if not entry.cost or entry.name in {"lost", "market"}:
            continue
        name, _, step = entry.cost.partition(" ")
        value = getattr(DATA, name)
        block = BLOCKS[entry.kind, entry.stage]
        family = block.families[entry.name]
        found = block.values("cost")[0, family.span].reshape(family.shape)
        want = value[int(step) - 1] if step else value
        if name in plain:
            want = np.asarray(want).reshape(-1, *(1,) * (len(family.shape) - 1))
        discount = DATA.discount[: family.shape[-1]]
        np.testing.assert_allclose(found, np.broadcast_to(want * discount, family.shape))


def test_every_unowned_right_hand_side_is_nil() -> None:
    for rows in (MODEL.rows0, MODEL.rows):
        nobody = rows.joined("owner_a") < 0
        assert not rows.values("lower")[:, nobody].any()
        assert not rows.values("upper")[:, nobody].any()


def test_the_page_holds_the_tables() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert family_tables() in text, "run python tools/make_plan_page.py"


def test_the_page_writes_out_every_row_and_no_other() -> None:
    text = PAGE.read_text(encoding="utf-8")
    written = re.findall(r"^- \*\*(first|scenario) ([a-z_]+)\*\*", text, re.MULTILINE)
    assert sorted(written) == sorted((e.stage, e.name) for e in BUILT if e.kind == "row")


def test_the_page_lists_every_parameter_of_the_plan() -> None:
    listed = set(re.findall(r"^\| `(plan_[a-z_0-9]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    rows = load("nordic-battery-belt").table("parameters").iter_rows(named=True)
    assert listed == {row["parameter"] for row in rows if row["room"] == "plan"}
