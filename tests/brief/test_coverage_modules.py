"""What a module to draft can build on: quoted, else nearest in words, else said to be nothing."""

from __future__ import annotations

import polars as pl
import pytest

from beltplan.brief.parts.coverage_gaps import _built_on

COURSES = {"netl_bmo": {"provider": "US DOE"}}


@pytest.mark.parametrize(
    ("quotes", "nearest", "told"),
    [
        (["winding", "winding"], [[], []], "winding"),
        (["winding", None], [[], ["netl_bmo: notching (0.45)"]], "winding"),
        ([None], [["netl_bmo: notching (0.45)", "x: y (0.4)"]], "≈ US DOE: notching (0.45)"),
        ([None], [["strange: notching (0.45)"]], "≈ strange: notching (0.45)"),
        ([None], [[]], "–"),
    ],
)
def test_what_a_module_builds_on(
    quotes: list[str | None], nearest: list[list[str]], told: str
) -> None:
    part = pl.DataFrame(
        {"quote": quotes, "nearest": nearest},
        schema={"quote": pl.String, "nearest": pl.List(pl.String)},
    )
    assert _built_on(part, COURSES) == told
