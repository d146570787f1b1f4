"""The grid queue: who holds, who waits, who loses the place."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from beltplan.balance.power import Request, serve
from beltplan.futures import STATES

P, C, R, O, STOP, B, AGAIN, E = range(8)  # noqa: E741 - the states, in the order of STATES


def queue_of(*megawatts: Any, lost: Any = (), idle: Any = ()) -> Any:
    return [
        Request(f"p{j}", "area", date(2020 + j, 1, 1), "announced",
                np.array([mw], np.float32), j in lost, dict(idle).get(j, 0))
        for j, mw in enumerate(megawatts)
    ]  # fmt: skip


def run(requests: Any, states: Any, capacity: Any, *, grace: Any = 2.0, limit: Any = 5.0) -> Any:
    """Serve one future; states by project and quarter."""
    state = np.array(states, np.int8)[:, None, :]
    span = state.shape[2]
    level = np.broadcast_to(np.asarray(capacity, np.float32), (span,))[None]
    found = serve(
        requests, state, level, np.array([grace], np.float32), np.array([limit], np.float32)
    )
    return [each[:, 0] if each.ndim == 3 else each[0] for each in found]


def test_states_are_in_the_order_used_here() -> None:
    assert STATES == (
        "planned", "construction", "ramp_up", "operating",
        "paused", "bankrupt", "restarting", "ended",
    )  # fmt: skip


def test_first_come_first_served() -> None:
    held, waits, lost, _ = run(queue_of(60, 60), [[P, P], [P, P]], 100)
    assert held.tolist() == [[True, True], [False, False]]
    assert waits.tolist() == [[False, False], [True, True]]
    assert not lost.any()


def test_a_paused_project_falls_out_and_the_next_gets_the_megawatts() -> None:
    states = [[O, STOP, STOP, STOP, STOP], [P, P, P, P, P]]
    held, _waits, lost, released = run(queue_of(60, 60), states, 100, grace=2)
    # It keeps the place for two quarters of standing still, and loses it in the third.
    assert held[0].tolist() == [True, True, True, False, False]
    assert lost[0].tolist() == [False, False, False, True, True]
    assert held[1].tolist() == [False, False, False, True, True]
    assert released.tolist() == [0, 0, 0, 60, 0]


def test_who_comes_back_stands_behind_the_others() -> None:
    states = [[O, B, B, AGAIN, AGAIN], [P, P, P, P, E], [P, P, P, P, P]]
    held, waits, lost, _ = run(queue_of(60, 60, 60), states, 100, grace=1)
    assert held[0].tolist() == [True, True, False, False, False]
    assert waits[0].tolist() == [False, False, False, True, True]
    assert held[1].tolist() == [False, False, True, True, False]
    # The third has waited all the time, and comes before the one that lost its place.
    assert held[2].tolist() == [False, False, False, False, True]
    assert lost[0].tolist() == [False, False, True, False, False]


def test_an_ended_project_gives_its_megawatts_back_at_once() -> None:
    held, _, _, released = run(queue_of(60, 60), [[O, E], [P, P]], 100)
    assert held[:, 1].tolist() == [False, True]
    assert released.tolist() == [0, 60]


def test_plants_at_work_come_first_at_the_start() -> None:
    held, waits, _, _ = run(queue_of(60, 60), [[P, P], [O, O]], 100)
    assert held[:, 0].tolist() == [False, True]
    assert waits[0].all()


def test_a_smaller_request_may_pass() -> None:
    held, _, _, _ = run(queue_of(500, 60), [[P], [P]], 100)
    assert held[:, 0].tolist() == [False, True]


def test_new_capacity_goes_to_the_queue() -> None:
    held, _, _, _ = run(queue_of(60, 60), [[P, P], [P, P]], [100, 120])
    assert held.tolist() == [[True, True], [False, True]]


def test_small_connections_do_not_queue() -> None:
    held, waits, lost, _ = run(queue_of(4, 60), [[P, E], [P, P]], 60)
    assert not held[0].any()
    assert not waits[0].any()
    assert not lost[0].any()
    assert held[1].all()


def test_a_place_lost_before_the_start_stays_lost() -> None:
    held, _, lost, _ = run(queue_of(60, 60, lost=(0,)), [[E, E], [P, P]], 100)
    assert not held[0].any()
    assert lost[0].all()
    held, waits, _, _ = run(queue_of(60, 60, lost=(0,)), [[P, P], [P, P]], 100)
    assert held[:, 0].tolist() == [False, True]
    assert waits[0].all()


def test_time_stood_still_before_the_start_counts() -> None:
    held, _, lost, _ = run(queue_of(60, idle=((0, 5),)), [[B, B]], 100, grace=3)
    assert not held.any()
    assert lost.all()


def test_what_is_held_never_exceeds_the_capacity() -> None:
    rng = np.random.default_rng(3)
    megawatts = rng.uniform(1, 80, 9)
    requests = queue_of(*megawatts)
    states = rng.integers(0, 8, (9, 20))
    held, waits, lost, _ = run(requests, states, 150)
    assert (held.T @ megawatts <= 150 + 1e-3).all()
    assert not (held & waits).any()
    assert not (held & lost).any()
