"""At most so many requests in so many seconds."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Limiter"]


class Limiter:
    """A sliding window: request n starts no sooner than `per_seconds` after request n - `requests`.

    Parameters
    ----------
    requests, per_seconds
        The limit.
    clock, sleep
        Monotonic seconds, and how to wait; tests give their own.
    """

    def __init__(
        self,
        requests: int,
        per_seconds: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self.requests = max(1, requests)
        self.per_seconds = per_seconds
        self._starts: deque[float] = deque()

    def tighten(self, requests: int, per_seconds: float) -> None:
        """Take over a limit that the service announces, where it is lower than ours.

        Examples
        --------
        >>> limiter = Limiter(30, 10)
        >>> limiter.tighten(10, 10)
        >>> limiter.requests
        10
        """
        if requests < 1 or per_seconds <= 0:
            return
        if requests / per_seconds < self.requests / self.per_seconds:
            self.requests, self.per_seconds = requests, per_seconds

    def wait(self) -> float:
        """Wait for the turn of the next request; return the seconds waited."""
        waited = 0.0
        now = self._clock()
        while self._starts and now - self._starts[0] >= self.per_seconds:
            self._starts.popleft()
        if len(self._starts) >= self.requests:
            turn = self._starts[len(self._starts) - self.requests] + self.per_seconds
            waited = max(0.0, turn - now)
            if waited:
                self._sleep(waited)
                now = self._clock()
        self._starts.append(now)
        return waited
