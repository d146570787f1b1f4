"""The assumptions of the room, read from the region's parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.futures.errors import RequestError
from beltplan.futures.priors import gamma_from_range
from beltplan.futures.states import (
    AGED_GROUPS,
    BANDS,
    GROUPS,
    HAZARD_CAUSES,
    REDUCED,
    STATES,
    TRANSITIONS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from beltplan.facts import Region

__all__ = ["NAMES", "Range", "Settings"]

_QUARTERS = 4.0

_RATES: Final = tuple(
    dict.fromkeys(
        f"rate_{GROUPS[t.origin]}_{'reduced' if t.to == REDUCED else STATES[t.to]}"
        for t in TRANSITIONS
        if (GROUPS[t.origin], STATES[t.to % 8]) != ("construction", "ramp_up")
    )
)
_CAUSES: Final = tuple(f"cause_{p}_{c}" for p in ("planned", "built") for c in HAZARD_CAUSES)
_OTHERS: Final = (
    "pooling_strength",
    "construction_years",
    "construction_shape",
    "age_strength",
    "age_factor_young",
    "age_factor_old",
    "market_loading",
    "market_persistence",
    "evidence_distress_factor",
    "evidence_permit_factor",
    "evidence_grid_factor",
    "evidence_block_factor",
    "evidence_delay_factor",
    "evidence_ready_factor",
    "evidence_sold_factor",
    "evidence_half_life",
    "event_seen_probability",
    "news_rate",
    "ramp_share_year_1",
    "ramp_share_year_3",
    "ramp_share_year_5",
    "ramp_years_full",
    "ramp_time_factor",
    "realised_share",
    "reduction_kept",
    "reduction_recovery",
    "restart_share",
    "restart_growth",
    "restart_years",
)

NAMES: Final = (*_RATES, *_CAUSES, *_OTHERS)
"""Names of all parameters that the room reads."""


@dataclass(frozen=True, slots=True)
class Range:
    """Low, central and high of one assumption."""

    low: float
    central: float
    high: float

    def triangular(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the quantiles of the triangular distribution.

        Examples
        --------
        >>> Range(0.0, 0.5, 1.0).triangular(np.array([0.0, 0.5, 1.0])).tolist()
        [0.0, 0.5, 1.0]
        """
        span = self.high - self.low
        if span <= 0:
            return np.full_like(u, self.central)
        mode = (self.central - self.low) / span
        left = self.low + span * np.sqrt(u * mode)
        right = self.high - span * np.sqrt((1 - u) * (1 - mode))
        return np.where(u < mode, left, right)

    def triangular_cdf(self, x: float) -> float:
        """Return the share of the triangular distribution at or below `x`.

        Examples
        --------
        >>> Range(0.0, 0.5, 1.0).triangular_cdf(0.5)
        0.5
        """
        span = self.high - self.low
        if x <= self.low:
            return 0.0
        if x >= self.high:
            return 1.0
        if x < self.central:
            return (x - self.low) ** 2 / (span * (self.central - self.low))
        return 1 - (self.high - x) ** 2 / (span * (self.high - self.central))


@dataclass(frozen=True, slots=True)
class Settings:
    """All assumptions of one run.

    Attributes
    ----------
    ranges
        Low, central and high by parameter name.
    pooling
        Pooling strength in project-quarters.
    """

    ranges: Mapping[str, Range]
    pooling: float

    @classmethod
    def read(cls, region: Region, *, pooling: float | str | None = None) -> Settings:
        """Read the assumptions of a region.

        Parameters
        ----------
        region
            The region.
        pooling
            Pooling strength in project-quarters, or "low", "central" or "high" of the
            parameter `pooling_strength`; central if not given.

        Raises
        ------
        UnknownParameterError
            If a parameter is missing, or not yet known on `region.as_of`.
        RequestError
            If a parameter lacks a number, or `pooling` is neither a name nor positive.
        """
        ranges = {}
        for name in NAMES:
            p = region.parameter(name)
            if p.low is None or p.central is None or p.high is None:
                message = f"parameter {name!r} lacks low, central or high"
                raise RequestError(message, "give all three in parameters.csv")
            ranges[name] = Range(float(p.low), float(p.central), float(p.high))
        strength = ranges["pooling_strength"]
        if pooling is None or isinstance(pooling, str):
            named = {"low": strength.low, "central": strength.central, "high": strength.high}
            try:
                value = named[pooling or "central"]
            except KeyError:
                message = f"pooling {pooling!r} is not low, central or high, and not a number"
                raise RequestError(message, "write it like `central` or `160`") from None
        else:
            value = float(pooling)
        if not value > 0:
            message = f"pooling must be positive, not {value}"
            raise RequestError(message, "give project-quarters, such as 160")
        return cls(ranges, value)

    def __getitem__(self, name: str) -> float:
        return self.ranges[name].central

    def changed(self, name: str, value: float) -> Settings:
        """Return settings in which one parameter has another central value.

        Raises
        ------
        KeyError
            If the room has no such parameter.
        """
        old = self.ranges[name]
        shift = value / old.central if old.central else 1.0
        drawn = Range(min(old.low, value), value, max(old.high, value))
        scaled = Range(old.low * shift, value, old.high * shift)
        ranges = {**self.ranges, name: scaled if name.startswith("rate_") else drawn}
        pooling = value if name == "pooling_strength" else self.pooling
        return replace(self, ranges=ranges, pooling=pooling)

    @property
    def kappa(self) -> float:
        """Return the pooling strength in project-years."""
        return self.pooling / _QUARTERS

    def prior(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return shape and rate (in years) of the gamma prior of each transition.

        The causes of one move share its prior: shapes in proportion to the cause shares and
        a common rate make the total gamma and the split Dirichlet.
        """
        shape = np.empty(len(TRANSITIONS))
        rate = np.empty(len(TRANSITIONS))
        for k, t in enumerate(TRANSITIONS):
            origin, to, cause = t.label
            if (origin, to) == ("construction", "ramp_up"):
                years = self.ranges["construction_years"]
                ratio = (years.high / years.low) ** self["construction_shape"]
                a, b = gamma_from_range(1 / years.central, ratio)
            else:
                r = self.ranges[f"rate_{origin}_{to}"]
                a, b = gamma_from_range(r.central, r.high / r.low)
            split = sum(o.origin == t.origin and o.to == t.to for o in TRANSITIONS) > 1
            shape[k] = a * (self.cause_share(origin, cause) if split else 1.0)
            rate[k] = b
        return shape, rate

    def age_prior(self) -> NDArray[np.float64]:
        """Return the prior mean of each age factor, shape (groups, bands).

        Plants at work fail less as they grow old; of plans and building sites nothing of the
        kind is known, so their factors start from one.
        """
        means = np.ones((AGED_GROUPS, len(BANDS)))
        means[GROUPS.index("operating"), 0] = self["age_factor_young"]
        means[GROUPS.index("operating"), 2] = self["age_factor_old"]
        return means

    def cause_share(self, origin: str, cause: str) -> float:
        """Return the prior share of a cause among failures of a group."""
        phase = "planned" if origin == "planned" else "built"
        total = sum(self[f"cause_{phase}_{c}"] for c in HAZARD_CAUSES)
        return self[f"cause_{phase}_{cause}"] / total

    def ramp(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return years and shares of the ramp, from nothing to full."""
        years = np.array([0.0, 1.0, 3.0, 5.0, self["ramp_years_full"]])
        shares = [0.0, *(self[f"ramp_share_year_{y}"] for y in (1, 3, 5)), 1.0]
        return years, np.array(shares)
