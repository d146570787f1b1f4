"""Partial pooling of rates between families of plants.

For each transition the pooled rate has the prior ``Gamma(a, b)``, a family's rate is
``Gamma(kappa * pooled, kappa)`` around it, and events are Poisson with the exposure. Given the
pooled rate the posterior of a family is exactly ``Gamma(kappa * pooled + n, kappa + E)``, and
the families' events are negative binomial; the pooled rate's posterior is one-dimensional and
is tabulated on a grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import TYPE_CHECKING, Final, cast

import numba
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["Pooled", "pooled_posterior"]

_POINTS: Final = 128
_TAIL: Final = 14.0
_DECADES: Final = 7.0


@dataclass(frozen=True, slots=True)
class Pooled:
    """Posterior of the pooled rates, for each sampled past of the market.

    Attributes
    ----------
    grid
        Rates per year, rising, shape (K, points).
    cdf
        Chance of a rate at or below the grid point, shape (J, K, points).
    events
        Events by transition and family, shape (K, G).
    exposure
        Market-weighted exposure in years, shape (J, K, G).
    kappa
        Pooling strength in project-years.
    """

    grid: NDArray[np.float64]
    cdf: NDArray[np.float64]
    events: NDArray[np.float64]
    exposure: NDArray[np.float64]
    kappa: float

    def draw(
        self, pasts: NDArray[np.int64], rng: np.random.Generator
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Draw pooled and family rates.

        Parameters
        ----------
        pasts
            Which sampled past each future continues, shape (n,).
        rng
            Random stream.

        Returns
        -------
        tuple
            Pooled rates, shape (n, K), and family rates, shape (n, K, G), per year.
        """
        u = rng.random((pasts.size, self.grid.shape[0]))
        pooled = _inverse(self.grid, self.cdf, pasts, u)
        shape = self.kappa * pooled[:, :, None] + self.events[None]
        rates = rng.standard_gamma(shape) / (self.kappa + self.exposure[pasts])
        return pooled, rates


def pooled_posterior(
    shape: NDArray[np.float64],
    rate: NDArray[np.float64],
    events: NDArray[np.float64],
    exposure: NDArray[np.float64],
    kappa: float,
) -> Pooled:
    """Return the posterior of the pooled rate of each transition.

    Parameters
    ----------
    shape, rate
        Gamma prior, shape (K,), rate in years.
    events
        Events, shape (K, G).
    exposure
        Exposure in years for each sampled past, shape (J, K, G).
    kappa
        Pooling strength in project-years.
    """
    n, least = events.sum(axis=1), exposure.sum(axis=2).min(axis=0)
    spread = np.sqrt(shape + n) + 3
    top = np.maximum((shape + _TAIL * np.sqrt(shape) + _TAIL) / rate, 1e-9)
    top = np.minimum(top, (shape + n + _TAIL * spread) / (rate + kappa * least / (kappa + least)))
    # Near zero the density goes like a power: the prior's, plus one for each family with events.
    power = shape + (events > 0).sum(axis=1)
    decades = np.minimum(_DECADES, 10 / power + 0.5)
    steps = np.linspace(-1.0, 0.0, _POINTS)
    grid = top[:, None] * 10 ** (decades[:, None] * steps[None, :])
    cdf = _tabulate(grid, shape, rate, power, events, exposure, kappa)
    return Pooled(grid, cdf, events, exposure, kappa)


def _tabulate_python(
    grid: NDArray[np.float64],
    shape: NDArray[np.float64],
    rate: NDArray[np.float64],
    power: NDArray[np.float64],
    events: NDArray[np.float64],
    exposure: NDArray[np.float64],
    kappa: float,
) -> NDArray[np.float64]:
    transitions, points = grid.shape
    pasts, families = exposure.shape[0], exposure.shape[2]
    cdf = np.empty((pasts, transitions, points))
    level = np.empty(points)
    for k in range(transitions):
        fixed = np.empty(points)
        for i in range(points):
            x = grid[k, i]
            value = shape[k] * log(x) - rate[k] * x
            for g in range(families):
                if events[k, g] > 0:
                    value += lgamma(kappa * x + events[k, g]) - lgamma(kappa * x)
            fixed[i] = value
        for j in range(pasts):
            slope = 0.0
            for g in range(families):
                slope -= log1p(exposure[j, k, g] / kappa)
            best = -1e300
            for i in range(points):
                level[i] = fixed[i] + kappa * grid[k, i] * slope
                best = max(best, level[i])
            below = exp(level[0] - best) / power[k]
            cdf[j, k, 0] = below
            width = log(grid[k, 1] / grid[k, 0])
            for i in range(1, points):
                step = 0.5 * (exp(level[i] - best) + exp(level[i - 1] - best)) * width
                cdf[j, k, i] = cdf[j, k, i - 1] + step
            for i in range(points):
                cdf[j, k, i] /= cdf[j, k, points - 1]
    return cdf


def _inverse_python(
    grid: NDArray[np.float64],
    cdf: NDArray[np.float64],
    pasts: NDArray[np.int64],
    u: NDArray[np.float64],
) -> NDArray[np.float64]:
    out = np.empty(u.shape)
    points = grid.shape[1]
    for i in range(u.shape[0]):
        for k in range(u.shape[1]):
            row = cdf[pasts[i], k]
            high = np.searchsorted(row, u[i, k])
            if high == 0:
                out[i, k] = grid[k, 0]
            elif high >= points:
                out[i, k] = grid[k, points - 1]
            else:
                span = row[high] - row[high - 1]
                part = (u[i, k] - row[high - 1]) / span if span > 0 else 0.0
                out[i, k] = grid[k, high - 1] + part * (grid[k, high] - grid[k, high - 1])
    return out


_tabulate = cast(
    "Callable[..., NDArray[np.float64]]", numba.njit(cache=True, nogil=True)(_tabulate_python)
)
_inverse = cast(
    "Callable[..., NDArray[np.float64]]", numba.njit(cache=True, nogil=True)(_inverse_python)
)
