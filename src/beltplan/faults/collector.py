"""Faults collected with bounded memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from beltplan.faults.fault import Fault, arrange

__all__ = ["Collector"]


class Collector:
    """Collect faults with bounded memory.

    A file with a million faulty rows must not fill the memory with a million
    messages: of one kind in one field the first `limit` are kept, and the rest
    is counted in one closing fault.

    Parameters
    ----------
    limit
        How many faults of one kind in one field are kept.
    """

    def __init__(self, *, limit: int = 100) -> None:
        self._limit = limit
        self._kept: list[Fault] = []
        self._seen: Counter[tuple[str, str, str, str]] = Counter()
        self._last: dict[tuple[str, str, str, str], Fault] = {}

    def add(self, fault: Fault) -> None:
        """Add one fault."""
        key = (fault.code, fault.sheet, fault.table, fault.field)
        self._seen[key] += 1
        if self._seen[key] <= self._limit:
            self._kept.append(fault)
        else:
            self._last[key] = fault

    def __bool__(self) -> bool:
        return bool(self._kept)

    def faults(self) -> tuple[Fault, ...]:
        """Return the faults, sorted and without repeats."""
        rest = [
            replace(
                last,
                row="",
                value="",
                message=f"and {self._seen[key] - self._limit} more faults of this kind, "
                "the last one here",
            )
            for key, last in self._last.items()
        ]
        return arrange([*self._kept, *rest])
