"""A made-up programme with owners, of any number of towns, for tests and benchmarks."""

from __future__ import annotations

import numpy as np

from beltplan.shares.program import CostProgram, ownership

__all__ = ["named", "towns"]


def named(n: int) -> tuple[str, ...]:
    """Return n names.

    Examples
    --------
    >>> named(2)
    ('p0', 'p1')
    """
    return tuple(f"p{i}" for i in range(n))


def towns(rng: np.random.Generator, n: int, *, grid: float = 0.0) -> CostProgram:
    """Return towns that each have a need and a room to make what meets it.

    A town makes for itself or sends to another, enlarges its room up to a limit, or leaves a need
    unmet; each at a cost drawn at random. The conditions of Owen's theorem hold.

    Parameters
    ----------
    rng
        Random stream.
    n
        Number of towns.
    grid
        Capacity for all that is sent, owned by all in equal parts; 0 for no limit.
    """
    need = rng.integers(5, 20, n).astype(float)
    have = rng.integers(4, 16, n).astype(float)
    cost, columns, touches, upper = [], [], [], []
    rows = 2 * n + 1
    for i in range(n):
        for j in range(n):
            column = np.zeros(rows)
            column[j], column[n + i] = 1.0, 1.0
            column[2 * n] = float(i != j)
            columns.append(column)
            cost.append(1 + 3 * rng.random() + (i != j) * (0.5 + rng.random()))
            touches.append([k in (i, j) for k in range(n)])
            upper.append(np.inf)
    for j in range(n):
        unmet, wider = np.zeros(rows), np.zeros(rows)
        unmet[j], wider[n + j] = 1.0, -1.0
        columns += [unmet, wider]
        cost += [20.0, 4 + 4 * rng.random()]
        touches += [[k == j for k in range(n)]] * 2
        upper += [np.inf, float(rng.integers(2, 5))]
    owners = np.zeros((rows, n))
    owners[:n] = owners[n : 2 * n] = np.eye(n)
    owners[2 * n] = 1 / n
    size = len(cost)
    return CostProgram(
        named(n),
        np.array(cost),
        np.array(columns).T,
        np.concatenate([need, np.full(n + 1, -np.inf)]),
        np.concatenate([np.full(n, np.inf), have, [grid or np.inf]]),
        np.zeros(size),
        np.array(upper),
        owners if grid else ownership(np.array([*range(n), *range(n), -1]), n),
        np.array(touches),
        implied=np.full(size, 20.0),
    )
