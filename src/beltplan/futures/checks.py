"""Whether the rates fit the failures of the past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.futures.market import autoregression
from beltplan.futures.states import CAUSE, MARKET_SIGN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.futures.hazards import Hazards

__all__ = ["Dispersion", "dispersion"]

_DRAWS: Final = 4_000
_SEED: Final = 20_150_103


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Failures per year against the model.

    Attributes
    ----------
    years, observed, expected
        Calendar years, failures that happened, and what the mean rates expect.
    index
        Pearson's chi-square over its degrees of freedom; 1 if failures were independent at
        constant rates, above 1 if they come in waves.
    alone, together
        Chance of an index at least as high when plants fail on their own, and when the common
        market moves them; very small values say that the model is wrong.
    """

    years: tuple[int, ...]
    observed: tuple[float, ...]
    expected: tuple[float, ...]
    index: float
    alone: float
    together: float


def dispersion(hazards: Hazards) -> Dispersion:
    """Return how clustered the failures of the past were, and whether the market explains it."""
    failing = CAUSE >= 0
    exposure = hazards.exposure
    totals = exposure.events.sum(axis=(1, 2))
    rates = (hazards.shape + totals) / (hazards.rate + exposure.weighted.sum(axis=(1, 2)))
    by_quarter = rates[:, None] * exposure.weighted.sum(axis=1)
    moved = failing & (MARKET_SIGN > 0)
    quarter_years = (exposure.first + np.arange(by_quarter.shape[1])) // 4
    years, where = np.unique(quarter_years, return_inverse=True)

    def per_year(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(where, values, years.size).astype(np.float64)

    observed = per_year(exposure.events[failing].sum(axis=(0, 1)))
    expected = per_year(by_quarter[failing].sum(axis=0))
    scale = expected.sum() / max(observed.sum(), 1e-12)
    expected = expected / scale
    rng = np.random.default_rng(_SEED)
    span = by_quarter.shape[1]
    beta = hazards.settings["market_loading"]
    noise = rng.standard_normal((_DRAWS, span))
    factor = np.exp(
        beta * autoregression(noise, hazards.settings["market_persistence"]) - beta**2 / 2
    )
    fixed = by_quarter[failing & ~moved].sum(axis=0) / scale
    means = (by_quarter[moved].sum(axis=0) / scale) * factor + fixed
    yearly = np.zeros((_DRAWS, years.size))
    np.add.at(yearly.T, where, means.T)

    def index_of(counts: NDArray[np.float64]) -> NDArray[np.float64]:
        total = counts.sum(axis=-1, keepdims=True)
        mean = expected * total / expected.sum()
        chi = np.where(mean > 0, (counts - mean) ** 2 / np.maximum(mean, 1e-12), 0.0)
        return np.asarray(chi.sum(axis=-1) / max(years.size - 1, 1))

    seen = float(index_of(observed[None])[0])
    alone = index_of(rng.poisson(expected, (_DRAWS, years.size)).astype(float))
    together = index_of(rng.poisson(yearly).astype(float))
    return Dispersion(
        years=tuple(int(year) for year in years),
        observed=tuple(float(value) for value in observed),
        expected=tuple(float(value) for value in expected),
        index=seen,
        alone=float((alone >= seen).mean()),
        together=float((together >= seen).mean()),
    )
