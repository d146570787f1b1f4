"""JSON-stat 2: every allowed form of the same data set gives the same table."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.conftest import fixture

from beltplan.faults import FaultError
from beltplan.sources.jsonstat import read

SIZES = st.lists(st.integers(1, 4), min_size=1, max_size=4)


@st.composite
def cubes(draw: st.DrawFn) -> tuple[list[list[str]], list[float | None]]:
    """Codes by dimension, and values in row-major order."""
    sizes = draw(SIZES)
    codes = [[f"c{n}{place}" for place in range(size)] for n, size in enumerate(sizes)]
    count = math.prod(sizes)
    numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32)
    return codes, draw(st.lists(numbers, min_size=count, max_size=count))


def written(codes: list[list[str]], values: list[Any], **how: bool) -> dict[str, Any]:
    names = [f"d{n}" for n in range(len(codes))]
    dimension = {}
    for name, each in zip(names, codes, strict=True):
        index: Any = each
        if how.get("object"):
            pairs = list(enumerate(each))
            index = {code: place for place, code in (reversed(pairs) if how["turned"] else pairs)}
        dimension[name] = {"category": {"index": index, "label": {c: c.upper() for c in each}}}
    sparse = {str(n): value for n, value in enumerate(values) if value is not None}
    return {
        "version": "2.0",
        "class": "dataset",
        "id": names,
        "size": [len(each) for each in codes],
        "dimension": dimension,
        "value": sparse if how.get("sparse") else values,
    }


@given(cube=cubes(), sparse=st.booleans(), turned=st.booleans())
def test_all_forms_give_the_same_table(
    cube: tuple[list[list[str]], list[float | None]], sparse: bool, turned: bool
) -> None:
    codes, values = cube
    plain = read(written(codes, values)).frame()
    other = read(written(codes, values, sparse=sparse, object=True, turned=turned)).frame()
    assert plain.equals(other)
    assert plain.height == math.prod(len(each) for each in codes)
    assert plain["value"].to_list() == values
    assert len(set(plain.select(plain.columns[:-2]).rows())) == plain.height
    # Row-major: the last dimension runs fastest.
    place = plain.height // 2
    expected: list[str] = []
    left = place
    for each in reversed(codes):
        expected.insert(0, each[left % len(each)])
        left //= len(each)
    assert list(plain.row(place)[:-2]) == expected


def test_a_dataset_as_pxweb_writes_it() -> None:
    data = read(fixture("pxweb_dataset"))
    frame = data.frame()
    assert frame["value"].to_list() == [100001, 100002, 70001, None, 80001, 80002]
    assert frame["status"].to_list() == [None, None, None, "..", None, None]
    assert frame.row(2) == ("2482", "BE0101N1", "2023", 70001.0, None)


def test_a_missing_value_never_becomes_a_number() -> None:
    content = written([["a", "b", "c"]], [None, 0, float("nan")])
    assert read(content).frame()["value"].to_list() == [None, 0.0, None]


def test_one_status_for_all_and_a_single_label_without_index() -> None:
    content = written([["a"]], [1.5]) | {"status": "p"}
    content["dimension"]["d0"]["category"] = {"label": {"a": "A"}}
    assert read(content).frame().row(0) == ("a", 1.5, "p")


def broken(**changes: Any) -> dict[str, Any]:
    return written([["a", "b"], ["x"]], [1, 2]) | changes


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (broken(value=[1]), "value"),
        (broken(value={"2": 1}), "value"),
        (broken(value={"-1": 1}), "value"),
        (broken(value={"x": 1}), "value"),
        (broken(status=["a"]), "status"),
        (broken(size=[2]), "size"),
        (broken(size=[3, 1]), "size"),
        (broken(size=[-2, 1]), "size"),
        (broken(id=["d0", "d9"]), "dimension"),
        (broken(role={"time": ["d9"]}), "role"),
        (broken(version="1.0"), "version"),
        (broken(**{"class": "collection"}), "class_"),
        (broken(dimension={"d0": {"category": {"index": {"a": 0, "b": 2}}}}), "dimension"),
        ({}, "id"),
        ([], ""),
        (None, ""),
        ("x", ""),
    ],
)
def test_what_contradicts_itself_is_a_fault(content: Any, field: str) -> None:
    with pytest.raises(FaultError) as error:
        read(content)
    assert field in {fault.field.partition(".")[0] for fault in error.value.faults}
    for fault in error.value.faults:
        assert fault.code == "sources.json-stat"
        assert fault.way_out


WORDS = st.sampled_from(["", "0", "9", "d0", "category", "index"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-9, 9) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)


@given(changes=st.dictionaries(st.sampled_from(sorted(broken())), JSON, max_size=3))
def test_nothing_but_faults_comes_of_nonsense(changes: dict[str, Any]) -> None:
    try:
        data = read(broken(**changes))
    except FaultError:
        return
    assert data.frame().height == data.cells
