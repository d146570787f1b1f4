"""Gamma priors from a stated range."""

from __future__ import annotations

import math
from typing import Final

__all__ = ["gamma_from_range", "gamma_quantile"]

_Z90: Final = 1.2815515655446004
_SHAPES: Final = (0.5, 400.0)


def gamma_quantile(shape: float, z: float) -> float:
    """Return a quantile of Gamma(shape, 1) by the cube-root approximation.

    Wilson, E. and Hilferty, M. (1931), "The distribution of chi-square". Good to a few per
    cent between the 10th and the 90th percentile for shapes of 0.5 and more.

    Parameters
    ----------
    shape
        Shape, 0.5 or more.
    z
        Standard normal quantile.

    Examples
    --------
    >>> round(gamma_quantile(1.0, 1.2816), 1)  # exact: -log(0.1) = 2.30
    2.3
    """
    c = 1 / (9 * shape)
    return shape * float(max(1 - c + z * math.sqrt(c), 0.0)) ** 3


def gamma_from_range(mean: float, ratio: float) -> tuple[float, float]:
    """Return shape and rate of the gamma with this mean and 90/10 percentile ratio.

    A ratio beyond what a shape of 0.5 gives is cut to that.

    Raises
    ------
    ValueError
        If the mean is not positive or the ratio not above one.

    Examples
    --------
    >>> shape, rate = gamma_from_range(0.2, 5.0)
    >>> round(shape / rate, 3), round(gamma_quantile(shape, _Z90) / gamma_quantile(shape, -_Z90), 2)
    (0.2, 5.0)
    """
    if not mean > 0 or not ratio > 1:
        msg = f"a gamma prior needs a positive mean and high above low, not {mean} and {ratio}"
        raise ValueError(msg)
    low, high = (math.log(s) for s in _SHAPES)
    for _ in range(60):
        middle = (low + high) / 2
        shape = math.exp(middle)
        bottom = gamma_quantile(shape, -_Z90)
        wide = bottom <= 0 or gamma_quantile(shape, _Z90) / bottom > ratio
        low, high = (middle, high) if wide else (low, middle)
    shape = math.exp(low)
    return shape, shape / mean
