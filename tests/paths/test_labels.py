"""The search finds exactly the ways that no other beats: against brute force on random graphs."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.paths.arcs import Arcs, prune
from beltplan.paths.labels import Answers, search

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def arcs_of(rows: Sequence[tuple[int, ...]]) -> Arcs:
    table = np.array(rows, dtype=np.int64).reshape(-1, 10)
    table[:, 5] %= table[:, 4]
    return Arcs(*(table[:, c].copy() for c in range(10)))


def ask(arcs: Arcs, **how: int) -> Answers:
    return search(arcs, np.array(WEIGHTS), horizon=HORIZON, **how)


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


def brute(arcs: Arcs, mask: int, level: int, goal: int, steps: int) -> set[tuple[int, ...]]:
    """Walk every sequence of different arcs, judge every end, keep what nothing beats."""
    found: set[tuple[int, ...]] = set()
    for length in range(min(len(arcs), steps) + 1):
        for order in itertools.permutations(range(len(arcs)), length):
            state: State | None = (0, 0, 0, 0, mask, level)
            for row in order:
                state = None if state is None else walk(arcs, row, state)
            if state is not None:
                found.add(criteria(state, goal))
    return {a for a in found if not any(b != a and le(b, a) for b in found)}


def criteria(state: State, goal: int) -> tuple[int, ...]:
    held = sum(w for bit, w in enumerate(WEIGHTS) if state[4] & (2 << bit))
    return (max(goal - state[5], 0), *state[:4], sum(WEIGHTS) - held, 1 - (state[4] & 1))


def le(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return all(x <= y for x, y in zip(a, b, strict=True))


WEIGHTS = (5, 3, 1)
graph = st.lists(arc, max_size=5)
mask_ = st.integers(0, 15)
level_ = st.integers(1, 4)
steps_ = st.integers(0, 5)


@settings(max_examples=200)
@given(graph, mask_, level_, st.integers(1, 6), steps_)
def test_all_answers_that_nothing_beats_and_no_other(
    rows: list[tuple[int, ...]], mask: int, level: int, goal: int, steps: int
) -> None:
    arcs = arcs_of(rows)
    found = ask(arcs, mask=mask, level=level, goal=goal, steps=steps)
    assert found.complete
    answers = [tuple(map(int, row)) for row in found.criteria]
    assert len(set(answers)) == len(answers)
    assert set(answers) == brute(arcs, mask, level, goal, steps)


@settings(max_examples=150)
@given(st.lists(arc, max_size=6), mask_, level_, st.integers(1, 6), steps_)
def test_pruning_loses_nothing(
    rows: list[tuple[int, ...]], mask: int, level: int, goal: int, steps: int
) -> None:
    arcs = arcs_of(rows)
    fewer = arcs.take(prune(arcs, mask=mask, level=level))
    asked = {"mask": mask, "level": level, "goal": goal, "steps": steps}
    whole, part = ask(arcs, **asked), ask(fewer, **asked)
    assert np.array_equal(whole.criteria, part.criteria)


@settings(max_examples=80)
@given(graph, mask_, level_, steps_)
def test_an_answer_can_be_walked(
    rows: list[tuple[int, ...]], mask: int, level: int, steps: int
) -> None:
    arcs = arcs_of(rows)
    found = ask(arcs, mask=mask, level=level, goal=5, steps=steps)
    for way, told in zip(found.ways, found.criteria.tolist(), strict=True):
        at: State | None = (0, 0, 0, 0, mask, level)
        assert len(way) <= steps
        for row in way:
            assert at is not None
            at = walk(arcs, row, at)
        assert at is not None
        assert criteria(at, 5) == tuple(told)


def test_waiting_for_the_yearly_start_can_make_the_longer_way_the_quicker() -> None:
    # A yearly course of 3 months that has just begun, and a rolling one of 8.
    rows = [(1, 0, 2, 0, 12, 11, 3, 0, 0, 0), (1, 0, 2, 0, 1, 0, 8, 0, 0, 0)]
    found = ask(arcs_of(rows), level=4)
    assert [way for way in found.ways if way] == [(1,)]


def test_a_limit_is_said() -> None:
    rows = [(1, 0, 1 << n, 0, 1, 0, 1, 1, 1, 0) for n in range(4)]
    assert not ask(arcs_of(rows), limit=2, steps=4).complete
    assert ask(arcs_of(rows), steps=4).complete


def test_no_programme_leaves_stopping_at_once() -> None:
    found = ask(arcs_of([]), mask=1)
    assert found.ways == ((),)
    assert found.criteria.tolist() == [[0, 0, 0, 0, 0, sum(WEIGHTS), 0]]


def test_an_arc_of_no_length_is_refused() -> None:
    with pytest.raises(ValueError, match="less than a month"):
        ask(arcs_of([(1, 0, 1, 0, 1, 0, 0, 0, 0, 0)]))
