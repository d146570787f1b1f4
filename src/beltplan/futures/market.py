"""The common market: one factor that makes plants fail, or go ahead, together.

The factor Z is a standard normal autoregression over quarters. It multiplies failures by
``exp(beta Z - beta^2 / 2)``, whose mean is one, and progress by the same with ``-beta``. What
it was in the past is inferred from the failures and the progress of the past: paths are drawn
from the prior and weighted by the likelihood of the counted events, in which every rate is
integrated out (gamma times Poisson). A sample of the weighted paths then carries both the
present state of the market and the exposure that each rate has really been given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.futures.states import MARKET_SIGN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.futures.exposure import Exposure
    from beltplan.futures.settings import Settings

__all__ = ["Past", "autoregression", "infer"]

_DRAWN: Final = 16_384
_KEPT: Final = 512
_SEED: Final = 20_150_101


@dataclass(frozen=True, slots=True)
class Past:
    """A sample of what the market may have been up to the horizon.

    Attributes
    ----------
    paths
        Values of Z by quarter, shape (J, T).
    exposure
        Market-weighted exposure of each transition and family, shape (J, K, G).
    effective
        Effective number of the drawn paths after weighting.
    """

    paths: NDArray[np.float64]
    exposure: NDArray[np.float64]
    effective: float

    @property
    def now(self) -> NDArray[np.float64]:
        """Return Z in the last quarter, shape (J,)."""
        return np.ascontiguousarray(self.paths[:, -1])


def autoregression(noise: NDArray[np.float64], persistence: float) -> NDArray[np.float64]:
    """Return stationary standard-normal paths from independent noise, shape (n, T).

    Examples
    --------
    >>> autoregression(np.zeros((1, 3)), 0.9).tolist()
    [[0.0, 0.0, 0.0]]
    """
    paths = noise.copy()
    spread = np.sqrt(1 - persistence**2)
    for t in range(1, paths.shape[1]):
        paths[:, t] = persistence * paths[:, t - 1] + spread * noise[:, t]
    return paths


def infer(
    exposure: Exposure,
    settings: Settings,
    shape: NDArray[np.float64],
    rate: NDArray[np.float64],
) -> Past:
    """Return what the market may have been, given the events.

    Parameters
    ----------
    exposure
        Events and weighted exposure.
    settings
        Assumptions.
    shape, rate
        Gamma prior of each pooled rate, shape (K,).
    """
    beta, persistence = settings["market_loading"], settings["market_persistence"]
    rng = np.random.default_rng(_SEED)
    span = exposure.events.shape[2]
    paths = autoregression(rng.standard_normal((_DRAWN, span)), persistence)
    events = exposure.events.sum(axis=1)
    years = exposure.weighted.sum(axis=1)
    log_weight = np.zeros(_DRAWN)
    for sign in (1, -1):
        chosen = sign == MARKET_SIGN
        factor = np.exp(sign * beta * paths - beta**2 / 2)
        log_weight += paths @ (sign * beta * events[chosen].sum(axis=0))
        pooled = factor @ years[chosen].T
        n = events[chosen].sum(axis=1)
        log_weight -= (np.log(rate[chosen] + pooled) * (shape[chosen] + n)).sum(axis=1)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    position = (np.arange(_KEPT) + rng.random()) / _KEPT
    kept = np.minimum(np.searchsorted(np.cumsum(weight), position), _DRAWN - 1)
    kept = rng.permutation(kept)
    chosen_paths = paths[kept]
    given = np.broadcast_to(
        exposure.weighted.sum(axis=2), (_KEPT, *exposure.weighted.shape[:2])
    ).copy()
    for sign in (1, -1):
        chosen = sign == MARKET_SIGN
        factor = np.exp(sign * beta * chosen_paths - beta**2 / 2)
        given[:, chosen] = np.einsum("jt,kgt->jkg", factor, exposure.weighted[chosen])
    return Past(chosen_paths, given, float(1 / (weight**2).sum()))
