"""Refine a direction from rough factors until its residuals are small enough.

Generalised conjugate residuals (Eisenstat, Elman and Schultz 1983): factors of a rough precision
are the preconditioner, and every solve takes away from the residual all that the solves so far
can. Plain refinement, which the first solve is, stalls where a few directions of the system are
beyond float32; this takes one more solve for each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.solve.system import System

    Floats = NDArray[np.float64]
    Pair = tuple[Floats, Floats]

__all__ = ["Refined", "refined"]

WORSE: Final = 0.9
"""Factor on the residual in a solve from which on further ones are not worth their time."""


class Refined:
    """A direction, and what it took.

    Attributes
    ----------
    dx, dy
        Steps of the columns and of the prices.
    solves
        Solves with the factors.
    enough
        Whether the residuals are small enough.
    """

    def __init__(self, dx: Floats, dy: Floats) -> None:
        self.dx, self.dy = dx, dy
        self.solves, self.enough = 1, False


def refined(
    system: System, g: Floats, r: Floats, enough: tuple[float, float], most: int
) -> Refined:
    """Solve [[-D, A'], [A, 0]] [dx; dy] = [g; r] to residuals that are small enough.

    Parameters
    ----------
    system
        Factors.
    g, r
        Right-hand side of the columns and of the rows.
    enough
        Largest residual of either that is small enough.
    most
        Most solves.
    """
    found = Refined(*system.solve(g, r))
    rest = system.rest(g, r, found.dx, found.dy)
    size = _size(rest, enough)
    if size <= 1.0 or most == 1:
        found.enough = size <= 1.0
        return found
    basis: list[tuple[Pair, Pair]] = []
    _join(basis, (found.dx.copy(), found.dy.copy()), (g - rest[0], r - rest[1]), enough)
    while found.solves < most:
        step = system.solve(*rest)
        found.solves += 1
        left = system.rest(*rest, *step)
        image = rest[0] - left[0], rest[1] - left[1]
        _join(basis, step, image, enough)
        for direction, seen in basis:
            share = _inner(rest, seen, enough)
            found.dx += share * direction[0]
            found.dy += share * direction[1]
            rest[0][:] -= share * seen[0]
            rest[1][:] -= share * seen[1]
        before, size = size, _size(rest, enough)
        if size <= 1.0 or not size < WORSE * before:
            break
    found.enough = size <= 1.0
    return found


def _size(rest: Pair, enough: tuple[float, float]) -> float:
    """Return the largest residual in units of what is enough."""
    return max(
        float(np.abs(each).max(initial=0.0)) / most for each, most in zip(rest, enough, strict=True)
    )


def _inner(a: Pair, b: Pair, enough: tuple[float, float]) -> float:
    """Return the inner product in the same units."""
    return float(sum((x @ y) / most**2 for x, y, most in zip(a, b, enough, strict=True)))


def _join(
    basis: list[tuple[Pair, Pair]], step: Pair, image: Pair, enough: tuple[float, float]
) -> None:
    """Join a step to the basis, its image orthonormal to the others', in place."""
    for direction, seen in basis:
        share = _inner(image, seen, enough)
        for each, other in zip((*step, *image), (*direction, *seen), strict=True):
            each -= share * other
    length = np.sqrt(_inner(image, image, enough))
    if length > 0.0 and np.isfinite(length):
        for each in (*step, *image):
            each /= length
        basis.append((step, image))
