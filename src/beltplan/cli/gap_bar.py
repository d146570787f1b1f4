"""A bar that fills as the proved gap of a solve closes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from beltplan.cli.messages import console

if TYPE_CHECKING:
    from beltplan.plan.solve.interior import Step

__all__ = ["GapBar", "counting"]


def counting() -> Progress:
    """Return a bar that counts tasks, on the error stream, gone when it is done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console(error=True), transient=True)


class GapBar:
    """Show how far a solve has come, on the error stream.

    The bar is logarithmic: half of it is the square root of the gap asked for. A level is solved
    part by part; the number of parts done is shown too.

    Parameters
    ----------
    target
        Relative gap at which a solve stops.
    """

    def __init__(self, target: float) -> None:
        self._target = target
        self._parts: dict[str, int] = {}
        self._seen: dict[str, tuple[int, int]] = {}
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console(error=True), transient=True)
        self._task = self._bar.add_task("reading", total=None)

    def __enter__(self) -> GapBar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, level: str, step: Step) -> None:
        """Take note of an iteration."""
        part, last = self._seen.get(level, (0, -1))
        if step.number <= last:
            part += 1
        self._seen[level] = (part, step.number)
        closed = self.closed(step.gap)
        parts = max(self._parts.get(level, 1), part + 1)
        where = f", part {part + 1} of {parts}" if parts > 1 else ""
        self._bar.update(
            self._task,
            description=f"{level}{where}: gap {min(step.gap, 1.0):.3%}",
            completed=part + closed,
            total=float(parts),
        )

    def expect(self, parts: dict[str, int]) -> None:
        """Say how many parts each level has."""
        self._parts = parts

    def say(self, text: str) -> None:
        """Show what is done when no steps are seen."""
        self._bar.update(self._task, description=text, total=None)

    def closed(self, gap: float) -> float:
        """Return how much of the way from a gap of 1 to the target is gone, 0 to 1.

        Examples
        --------
        >>> bar = GapBar(1e-4)
        >>> bar.closed(1.0), round(bar.closed(1e-2), 3), bar.closed(1e-5)
        (0.0, 0.5, 1.0)
        """
        if not 0.0 < gap < 1.0:
            return 1.0 if gap <= 0.0 else 0.0
        return min(1.0, math.log(gap) / math.log(self._target))
