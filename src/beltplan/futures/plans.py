"""What the facts say about the size of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from beltplan.facts import Figure, Region

__all__ = ["capacity", "headcount", "planned_jobs", "restart_jobs", "start_year"]


def _value(figure: Figure | None) -> float | None:
    """Return the value of a figure, or the middle of its range; None if it has neither."""
    if figure is None:
        return None
    if figure.value is not None:
        return float(figure.value)
    ends = [float(end) for end in (figure.low, figure.high) if end is not None]
    return sum(ends) / len(ends) if ends else None


def planned_jobs(region: Region, project: str) -> float | None:
    """Return the planned jobs, None where unknown or nil."""
    return _value(region.figure(project, "planned_jobs")) or None


def restart_jobs(region: Region, project: str) -> float | None:
    """Return the jobs planned for a restart, None where unknown."""
    return _value(region.figure(project, "restart_jobs"))


def headcount(region: Region, project: str) -> tuple[float, date] | None:
    """Return the newest counted staff and its day, None where unknown or undated."""
    figure = region.figure(project, "headcount", status="actual")
    value = _value(figure)
    if figure is None or value is None or figure.date is None:
        return None
    return value, figure.date


def start_year(region: Region, project: str) -> int | None:
    """Return the year announced for the start of production, None where unknown."""
    value = _value(region.figure(project, "planned_start_year"))
    return None if value is None else int(value)


def capacity(region: Region, project: str) -> tuple[float, str] | None:
    """Return the planned capacity and its unit, None where unknown or nil."""
    figure = region.figure(project, "capacity")
    value = _value(figure)
    return (value, figure.unit) if figure is not None and value else None
