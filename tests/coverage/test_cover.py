"""The set cover is exact: as cheap as the best of all ways, every element once."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.coverage.cover import NoCoverError, cover

ELEMENTS = ("a", "b", "c", "d", "e")
Sources = dict[str, tuple[float, frozenset[str]]]


def best(elements: list[str], sources: Sources, capacity: int) -> float:
    """Try every way to give each element a source."""
    costs = [
        sum(sources[n][0] * -(-choice.count(n) // capacity) for n in set(choice))
        for choice in itertools.product(sources, repeat=len(elements))
        if all(e in sources[n][1] for e, n in zip(elements, choice, strict=True))
    ]
    return min(costs)


@settings(max_examples=80)
@given(
    st.lists(st.sampled_from(ELEMENTS), min_size=1, unique=True),
    st.lists(
        st.tuples(st.integers(0, 9), st.frozensets(st.sampled_from(ELEMENTS), min_size=1)),
        max_size=4,
    ),
    st.integers(1, 12),
    st.integers(1, 4),
)
def test_as_cheap_as_brute_force(
    elements: list[str], sets: list[tuple[int, frozenset[str]]], dear: int, capacity: int
) -> None:
    sources: Sources = {f"s{n}": (float(cost), held) for n, (cost, held) in enumerate(sets)}
    sources["all"] = (float(dear), frozenset(ELEMENTS))
    found = cover(elements, sources, capacity=capacity)
    assert found.cost == pytest.approx(best(elements, sources, capacity))
    placed = [e for parts in found.modules.values() for part in parts for e in part]
    assert sorted(placed) == sorted(elements)
    for name, parts in found.modules.items():
        for part in parts:
            assert 0 < len(part) <= capacity
            assert set(part) <= sources[name][1]


def test_an_element_without_a_source_is_named() -> None:
    with pytest.raises(NoCoverError, match="z"):
        cover(["a", "z"], {"x": (1.0, frozenset("a"))}, capacity=2)


def test_nothing_costs_nothing() -> None:
    assert cover([], {}, capacity=3).cost == 0
