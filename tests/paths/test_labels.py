"""The search finds exactly the ways that no other beats: against brute force on random graphs."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.paths.labels import Arcs, Labels, pareto, prune, search

HORIZON = 60
State = tuple[int, int, int, int, int, int]  # month, money, hours, language, mask, level

arc = st.tuples(
    st.integers(1, 4),  # entry
    st.sampled_from([0, 0, 2, 3, 5]),  # exit
    st.integers(0, 15),  # gain
    st.sampled_from([0, 0, 3, 17]),  # first
    st.sampled_from([1, 6, 12]),  # period
    st.integers(0, 11),  # phase
    st.integers(1, 14),  # months
    st.integers(0, 5),  # money
    st.integers(0, 5),  # hours
    st.integers(0, 2),  # language
)


def arcs_of(rows: list[tuple[int, ...]]) -> Arcs:
    table = np.array(rows, dtype=np.int64).reshape(-1, 10)
    table[:, 5] %= table[:, 4]
    return Arcs(*(table[:, c].copy() for c in range(10)))


def walk(arcs: Arcs, row: int, state: State) -> State | None:
    """Take an arc the plain way: wait for a start, study, finish."""
    month, money, hours, language, mask, level = state
    if arcs.entry[row] > level:
        return None
    start = max(month, int(arcs.first[row]))
    while start % arcs.period[row] != arcs.phase[row]:
        start += 1
    end = start + int(arcs.months[row])
    if end > HORIZON:
        return None
    return (
        end,
        money + int(arcs.money[row]),
        hours + int(arcs.hours[row]),
        max(language, int(arcs.language[row])),
        mask | int(arcs.gain[row]),
        max(level, int(arcs.exit[row])),
    )


def brute(arcs: Arcs, mask: int, level: int) -> set[State]:
    """Walk every sequence of different arcs, keep what nothing beats."""
    found: set[State] = set()
    for length in range(len(arcs) + 1):
        for order in itertools.permutations(range(len(arcs)), length):
            state: State | None = (0, 0, 0, 0, mask, level)
            for row in order:
                state = None if state is None else walk(arcs, row, state)
            if state is not None:
                found.add(state)
    return {a for a in found if not any(beats(b, a) for b in found if b != a)}


def beats(a: State, b: State) -> bool:
    costs = all(x <= y for x, y in zip(a[:4], b[:4], strict=True))
    return costs and (b[4] & ~a[4]) == 0 and a[5] >= b[5]


def states(labels: Labels) -> list[State]:
    return [tuple(map(int, row[:6])) for row in labels.table]  # type: ignore[misc]


@settings(max_examples=150, deadline=None)
@given(st.lists(arc, max_size=5), st.integers(0, 15), st.integers(1, 4))
def test_all_ways_that_nothing_beats_and_no_other(
    rows: list[tuple[int, ...]], mask: int, level: int
) -> None:
    arcs = arcs_of(rows)
    found = search(arcs, mask=mask, level=level, horizon=HORIZON)
    assert found.complete
    assert len(set(states(found))) == len(found.table)
    assert set(states(found)) == brute(arcs, mask, level)


@settings(max_examples=150, deadline=None)
@given(st.lists(arc, max_size=6), st.integers(0, 15), st.integers(1, 4))
def test_pruning_loses_nothing(rows: list[tuple[int, ...]], mask: int, level: int) -> None:
    arcs = arcs_of(rows)
    kept = prune(arcs, mask=mask, level=level)
    fewer = Arcs(*(getattr(arcs, name)[kept] for name in arcs.__dataclass_fields__))
    whole = search(arcs, mask=mask, level=level, horizon=HORIZON)
    part = search(fewer, mask=mask, level=level, horizon=HORIZON)
    assert set(states(whole)) == set(states(part))


@settings(max_examples=80, deadline=None)
@given(st.lists(arc, max_size=5), st.integers(0, 15), st.integers(1, 4))
def test_a_label_can_be_walked(rows: list[tuple[int, ...]], mask: int, level: int) -> None:
    arcs = arcs_of(rows)
    found = search(arcs, mask=mask, level=level, horizon=HORIZON)
    for label, state in enumerate(states(found)):
        at: State | None = (0, 0, 0, 0, mask, level)
        for row in found.arcs(label):
            assert at is not None
            at = walk(arcs, row, at)
        assert at == state


def test_waiting_for_the_yearly_start_can_make_the_longer_way_the_quicker() -> None:
    # A yearly course of 3 months that has just begun, and a rolling one of 8.
    rows = [(1, 0, 1, 0, 12, 11, 3, 0, 0, 0), (1, 0, 1, 0, 1, 0, 8, 0, 0, 0)]
    found = search(arcs_of(rows), level=4, horizon=HORIZON)
    assert sorted(states(found)) == [(0, 0, 0, 0, 0, 4), (8, 0, 0, 0, 1, 4)]


def test_a_limit_is_said() -> None:
    rows = [(1, 0, 1 << n, 0, 1, 0, 1, 1, 1, 0) for n in range(8)]
    assert not search(arcs_of(rows), horizon=HORIZON, limit=5).complete
    assert search(arcs_of(rows), horizon=HORIZON).complete


def test_an_arc_of_no_length_is_refused() -> None:
    with pytest.raises(ValueError, match="less than a month"):
        search(arcs_of([(1, 0, 1, 0, 1, 0, 0, 0, 0, 0)]))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=12))
def test_pareto_keeps_the_first_of_what_nothing_beats(rows: list[tuple[int, ...]]) -> None:
    kept = pareto(np.array(rows, dtype=np.float64)).tolist()
    expected = [
        i
        for i, row in enumerate(rows)
        if not any(
            all(x <= y for x, y in zip(other, row, strict=True)) and (other != row or j < i)
            for j, other in enumerate(rows)
            if j != i
        )
    ]
    assert kept == expected
