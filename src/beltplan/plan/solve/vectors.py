"""Passes over all columns that the interior point makes many times, in compiled code.

A column with no room (upper bound 0) is fixed: its weight is `NEVER`, and it never moves. A
column without an upper bound has `inf` there and a multiplier `v` of 0.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from beltplan.plan.solve.lapack import jit

__all__ = ["NEVER", "aims", "gain", "longest", "multipliers", "rights", "state"]

NEVER: Final = 1e20
"""Weight of a column that is fixed at zero."""


@jit
def state(x: Any, z: Any, v: Any, u: Any, least: float, d: Any) -> Any:
    """Fill the weights D; return the complementarity and the number of pairs."""
    total, count = 0.0, 0
    for j in range(len(x)):
        if u[j] <= 0.0:
            d[j] = NEVER
            continue
        total += x[j] * z[j]
        count += 1
        weight = z[j] / x[j]
        if np.isfinite(u[j]):
            w = u[j] - x[j]
            total += w * v[j]
            count += 1
            weight += v[j] / w
        d[j] = weight + least
    return total, count


@jit
def rights(x: Any, u: Any, rd: Any, rxz: Any, rwv: Any, g: Any) -> None:
    """Fill the right-hand side of the reduced system: rd - rxz / x + rwv / w."""
    for j in range(len(x)):
        if u[j] <= 0.0:
            g[j] = 0.0
            continue
        value = rd[j] - rxz[j] / x[j]
        if np.isfinite(u[j]):
            value += rwv[j] / (u[j] - x[j])
        g[j] = value


@jit
def multipliers(
    x: Any, z: Any, v: Any, u: Any, rxz: Any, rwv: Any, dx: Any, dz: Any, dv: Any
) -> None:
    """Fill the steps of the multipliers from the step of the columns."""
    for j in range(len(x)):
        dz[j] = dv[j] = 0.0
        if u[j] <= 0.0:
            dx[j] = 0.0
            continue
        dz[j] = (rxz[j] - z[j] * dx[j]) / x[j]
        if np.isfinite(u[j]):
            dv[j] = (rwv[j] + v[j] * dx[j]) / (u[j] - x[j])


@jit
def aims(
    kind: int,
    x: Any,
    z: Any,
    v: Any,
    u: Any,
    dx: Any,
    dz: Any,
    dv: Any,
    ap: float,
    ad: float,
    target: float,
    share: Any,
    rxz: Any,
    rwv: Any,
) -> float:
    """Fill what the products x z and w v should change by; return their sum after the step.

    Kind 0 aims at zero (the predictor), kind 1 at the target with the second-order term
    (Mehrotra), kind 2 moves outliers into a band around the target (Gondzio). A column's target
    is `share` of it.
    """
    after = 0.0
    for j in range(len(x)):
        rxz[j] = rwv[j] = 0.0
        if u[j] <= 0.0:
            continue
        aim = target * share[j]
        both = (x[j] + ap * dx[j]) * (z[j] + ad * dz[j])
        after += both
        if kind == 0:
            rxz[j] = -x[j] * z[j]
        elif kind == 1:
            rxz[j] = aim - dx[j] * dz[j]
        else:
            rxz[j] = max(min(max(both, 0.1 * aim), 10.0 * aim) - both, -10.0 * aim)
        if np.isfinite(u[j]):
            w = u[j] - x[j]
            both = (w - ap * dx[j]) * (v[j] + ad * dv[j])
            after += both
            if kind == 0:
                rwv[j] = -w * v[j]
            elif kind == 1:
                rwv[j] = aim + dx[j] * dv[j]
            else:
                rwv[j] = max(min(max(both, 0.1 * aim), 10.0 * aim) - both, -10.0 * aim)
    return after


@jit
def longest(
    x: Any,
    z: Any,
    v: Any,
    u: Any,
    base: Any,
    more: Any,
    weights: Any,
) -> Any:
    """Return the longest primal and dual steps of base + weight * more, [weight, 2]."""
    dx, dz, dv = base
    ex, ez, ev = more
    out = np.ones((len(weights), 2))
    for j in range(len(x)):
        if u[j] <= 0.0:
            continue
        w = u[j] - x[j]
        for k in range(len(weights)):
            step = dx[j] + weights[k] * ex[j]
            if step < 0.0:
                out[k, 0] = min(out[k, 0], -x[j] / step)
            elif step > w:
                out[k, 0] = min(out[k, 0], w / step)
            step = dz[j] + weights[k] * ez[j]
            if step < -z[j]:
                out[k, 1] = min(out[k, 1], -z[j] / step)
            step = dv[j] + weights[k] * ev[j]
            if step < -v[j] and v[j] > 0.0:
                out[k, 1] = min(out[k, 1], -v[j] / step)
    return out


@jit
def gain(target: Any, other: Any, weight: float) -> None:
    """Add a multiple of a vector to another, in place."""
    for j in range(len(target)):
        target[j] += weight * other[j]
