"""What a planner can choose."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["GAP", "LEVELS", "Level", "PlanSettings"]

Level = Literal["alone", "national", "together"]
LEVELS: tuple[Level, ...] = ("alone", "national", "together")

GAP: Final = 1e-5
"""Proved relative gap at which a plan stops, unless another is asked for.

The saving of acting together is a small difference of two large costs. On the shipped region this
gap takes about a twentieth more time than 1e-4.
"""


class PlanSettings(BaseModel):
    """Choices of a plan; every other number is a fact or a parameter.

    Examples
    --------
    >>> PlanSettings().scenarios
    9
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    first_year: int | None = Field(
        default=None, description="First year; by default the next full year"
    )
    last_year: int = Field(default=2040, ge=2000, le=2100, description="Last year")
    periods: Literal["year", "quarter"] = Field(default="year", description="Length of a period")
    scenarios: int = Field(default=9, ge=1, le=500, description="Representative futures")
    reduction: Literal["forward", "random"] = Field(
        default="forward",
        description="How they are chosen: forward selection, or at random (a baseline)",
    )
    theta: float = Field(default=0.0, ge=0.0, le=1.0, description="Weight of the bad futures")
    alpha: float = Field(
        default=0.8, gt=0.0, lt=1.0, description="Share of futures that are not bad"
    )
    gap: float = Field(
        default=GAP, gt=0.0, le=0.1, description="Proved relative gap at which to stop"
    )
    threads: int = Field(default=2, ge=1, description="Threads")
