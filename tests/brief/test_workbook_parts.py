"""The workbook's parts that know nothing of Excel: flat tables, names, chart series."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.brief import factory

from beltplan.brief.charts import WITHHELD, Band, Dot, Dots, Lines, Stack, Stacks
from beltplan.brief.model import Column, Table
from beltplan.brief.workbook.cells import Flat, FlatColumn, Gap, Number, flatten
from beltplan.brief.workbook.names import SheetNames
from beltplan.brief.workbook.natives import native
from beltplan.brief.workbook.numbers import find
from beltplan.i18n import Num, Span, msg, speak

_FORBIDDEN = set("[]:*?/\\")
_NUMBERS = st.floats(-1e12, 1e12)


def _column(kind: str, name: str = "need") -> Column:
    return Column(name, msg("column.need"), kind)  # type: ignore[arg-type]


@given(st.lists(st.tuples(_NUMBERS, _NUMBERS, _NUMBERS), min_size=1, max_size=5))
def test_a_span_is_three_numbers_in_order(spans: list[tuple[float, float, float]]) -> None:
    table = Table((_column("span"),), tuple((Span(*span),) for span in spans))
    flat = flatten(table, speak("en"))
    assert [column.point for column in flat.columns] == ["p10", "p50", "p90"]
    found = [tuple(c.value for c in row if isinstance(c, Number)) for row in flat.rows]
    assert found == spans


@pytest.mark.parametrize(
    ("cell", "gaps"),
    [
        (None, (Gap.UNKNOWN,) * 3),
        (WITHHELD, (Gap.WITHHELD,) * 3),
        (5.0, (Gap.UNKNOWN, Number(5.0), Gap.UNKNOWN)),
        (Span(math.nan, 1.0, math.inf), (Gap.UNKNOWN, Number(1.0), Gap.UNKNOWN)),
    ],
)
def test_a_span_column_takes_what_is_known(cell: object, gaps: tuple[object, ...]) -> None:
    table = Table((_column("span"),), ((cell,),))  # type: ignore[arg-type]
    assert flatten(table, speak("en")).rows == (gaps,)


def test_a_unit_is_said_once() -> None:
    own = Num(3.0, unit="unit.homes")
    without = flatten(Table((_column("number"),), ((own,),)), speak("sv"))
    assert without.rows[0][0] == Number(3.0, unit="bostäder")
    column = Column("need", msg("column.need"), "number", msg("unit.homes"))
    with_unit = flatten(Table((column,), ((own,),)), speak("sv"))
    assert with_unit.rows[0][0] == Number(3.0)
    assert with_unit.columns[0].unit == "bostäder"


@given(st.lists(st.text(max_size=60), max_size=30))
def test_sheet_names_are_fit_and_differ(wanted: list[str]) -> None:
    names = SheetNames()
    taken = [names.take(text) for text in wanted]
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert 0 < len(name) <= 31
        assert not set(name) & _FORBIDDEN
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_lines_are_a_median_and_two_ends_each() -> None:
    xs = tuple((4 * 2027 + quarter) / 4 for quarter in range(1, 9))
    numbers = tuple(float(x) for x in range(8))
    made = native(Lines(xs, (Band("Need", numbers, numbers, numbers),), "people"), speak("en"))
    assert made is not None
    assert made.labels == tuple(f"Q{q} {year}" for year in (2027, 2028) for q in (1, 2, 3, 4))
    assert [series.edge for series in made.series] == [False, True, True]


def test_lines_of_year_ends_are_labelled_by_year() -> None:
    made = native(
        Lines((2028.0, 2029.0), (Band("Need", (1, 2), (1, 2), (1, 2)),), "people"), speak("en")
    )
    assert made is not None
    assert made.labels == ("2027", "2028")


def test_withheld_dots_are_not_drawn() -> None:
    rows = (Dot("a", 1.0, 2.0, 3.0), Dot("b", None, WITHHELD, None), Dot("c", None, None, None))
    made = native(Dots(rows, "people"), speak("en"))
    assert made is not None
    assert made.labels == ("a",)
    assert made.series[0].low == (1.0,)


@given(st.lists(st.lists(st.floats(0, 1e6), min_size=3, max_size=3), min_size=1, max_size=4))
def test_the_interval_of_a_stack_stands_on_its_total(layers: list[list[float]]) -> None:
    stacks = tuple(Stack(str(k), tuple(layer), "met", k) for k, layer in enumerate(layers))
    whiskers = ((1.0, 2.0), None, (3.0, 4.0))
    made = native(Stacks(("2027", "2028", "2029"), stacks, "people", whiskers), speak("en"))
    assert made is not None
    total = made.series[-1]
    assert total.bare
    assert total.values == pytest.approx([math.fsum(c) for c in zip(*layers, strict=True)])
    assert total.low[1] == total.values[1]


def test_every_kind_of_chart_is_drawn_or_left_to_its_table() -> None:
    drawn = {name for name, chart in factory.charts().items() if native(chart, speak("fi"))}  # type: ignore[arg-type]
    assert drawn == {"bars", "dots", "flows", "gains", "lines", "map", "queue", "stacks"}


@given(st.data())
def test_numbers_are_found_where_they_stand(data: st.DataObject) -> None:
    values = data.draw(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=6, unique=True))
    before = data.draw(st.integers(0, 3))
    rows = [("x", Number(math.pi * 1e7))] * before
    rows += [(f"label {at}", Number(value)) for at, value in enumerate(values)]
    columns = (FlatColumn("a", "A", "", "text"), FlatColumn("b", "B", "", "number"))
    dots = Dots(tuple(Dot(f"label {at}", None, v, None) for at, v in enumerate(values)), "people")
    made = native(dots, speak("en"))
    assert made is not None
    last = before + len(values) - 1
    flat = Flat(columns, tuple(rows))
    assert find(made, flat, 0, len(rows)) == (before, last, 0, [1])
    assert find(made, flat, before + 1, len(rows)) is None


def test_lying_bars_name_the_side_and_keep_their_ranges() -> None:
    both = native(factory.charts()["bars"], speak("en"))  # type: ignore[arg-type]
    assert both is not None
    names = [series.name for series in both.series]
    assert len(set(names)) == len(names)
    assert both.stacked
    gains = native(factory.charts()["gains"], speak("en"))  # type: ignore[arg-type]
    assert gains is not None
    assert gains.series[0].low == (54.0, -0.2, -4.1)
    assert not gains.stacked
