"""Rate limits: never more than so many requests in any window, and no idle waiting."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from beltplan.sources.limiter import Limiter


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@given(
    requests=st.integers(1, 8),
    per_seconds=st.integers(1, 20),
    gaps=st.lists(st.integers(0, 15), min_size=1, max_size=60),
)
def test_no_window_holds_more_than_allowed(
    requests: int, per_seconds: int, gaps: list[int]
) -> None:
    clock = Clock()
    limiter = Limiter(requests, per_seconds, clock=clock.read, sleep=clock.sleep)
    starts = []
    for gap in gaps:
        clock.now += gap
        arrived = clock.now
        waited = limiter.wait()
        assert clock.now == arrived + waited
        starts.append(clock.now)
        if waited:
            # It had to wait: without waiting, the window would have held one too many.
            within = [each for each in starts[:-1] if arrived - each < per_seconds]
            assert len(within) >= requests
    for n in range(requests, len(starts)):
        assert starts[n] - starts[n - requests] >= per_seconds


def test_an_announced_limit_only_tightens() -> None:
    limiter = Limiter(10, 10)
    limiter.tighten(100, 10)
    assert (limiter.requests, limiter.per_seconds) == (10, 10)
    limiter.tighten(0, 10)
    assert limiter.requests == 10
    limiter.tighten(30, 60)
    assert (limiter.requests, limiter.per_seconds) == (30, 60)
