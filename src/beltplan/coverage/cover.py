"""The cheapest set of modules that together teach what nobody teaches: set cover, exactly.

Given sources that each can carry some of the competences (a course whose outcomes may be
adapted, a subject from which a module is written anew), choose for every competence one
source, and for each source as many modules as its competences need::

    minimise    Σ_j c_j m_j
    subject to  Σ_{j can s} y_js = 1      for every competence s
                Σ_s y_js ≤ k m_j          for every source j
                y binary, m whole

Each competence stands in exactly one module; a module holds at most k. Set cover is NP-hard
(Karp 1972); HiGHS (through scipy) solves this mixed-integer programme to proven optimality.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Cover", "NoCoverError", "cover"]


class NoCoverError(ValueError):
    """A competence that no source can carry."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The chosen modules.

    Attributes
    ----------
    cost
        Sum over modules.
    modules
        By source, the competences of each of its modules.
    """

    cost: float
    modules: dict[str, tuple[tuple[str, ...], ...]]


def cover(
    elements: Sequence[str],
    sources: Mapping[str, tuple[float, frozenset[str]]],
    *,
    capacity: int,
) -> Cover:
    """Return the cheapest modules that teach every element once.

    Parameters
    ----------
    elements
        What must be taught, each once.
    sources
        By name, the cost of one module (not negative) and what the source can carry.
    capacity
        Elements that one module holds at most; at least 1.

    Raises
    ------
    NoCoverError
        If an element is in no source.

    Examples
    --------
    >>> found = cover(["a", "b", "c"], {"x": (2.0, frozenset("ab")), "y": (3.0, frozenset("abc"))},
    ...               capacity=3)
    >>> found.cost, found.modules
    (3.0, {'y': (('a', 'b', 'c'),)})
    """
    wanted = list(dict.fromkeys(elements))
    if not wanted:
        return Cover(0.0, {})
    names = [name for name, (_, holds) in sources.items() if holds & set(wanted)]
    pairs = [(e, name) for e in wanted for name in names if e in sources[name][1]]
    orphan = set(wanted) - {e for e, _ in pairs}
    if orphan:
        message = f"no source can carry {', '.join(sorted(orphan))}"
        raise NoCoverError(message)
    chosen, cost = _solve(wanted, names, pairs, sources, capacity)
    modules: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name in names:
        held = [e for (e, of), yes in zip(pairs, chosen, strict=True) if of == name and yes]
        if held:
            parts = -(-len(held) // capacity)
            size = -(-len(held) // parts)
            modules[name] = tuple(tuple(held[at : at + size]) for at in range(0, len(held), size))
    return Cover(cost, modules)


def _solve(
    wanted: list[str],
    names: list[str],
    pairs: list[tuple[str, str]],
    sources: Mapping[str, tuple[float, frozenset[str]]],
    capacity: int,
) -> tuple[list[bool], float]:
    """Columns: y of the pairs, then m of the sources. Rows: elements, then sources."""
    columns = len(pairs) + len(names)
    element = {e: r for r, e in enumerate(wanted)}
    source = {name: len(wanted) + r for r, name in enumerate(names)}
    at = np.arange(len(pairs))
    matrix = sp.lil_matrix((len(wanted) + len(names), columns))
    matrix[[element[e] for e, _ in pairs], at] = 1.0
    matrix[[source[name] for _, name in pairs], at] = 1.0
    for r, name in enumerate(names):
        matrix[source[name], len(pairs) + r] = -float(capacity)
    most = np.ones(columns)
    most[len(pairs) :] = -(-len(wanted) // capacity)
    price = np.array([sources[name][0] for name in names])
    found = milp(
        np.concatenate([np.zeros(len(pairs)), price]),
        constraints=LinearConstraint(
            matrix.tocsr(),
            np.concatenate([np.ones(len(wanted)), np.full(len(names), -np.inf)]),
            np.concatenate([np.ones(len(wanted)), np.zeros(len(names))]),
        ),
        bounds=Bounds(0, most),
        integrality=np.ones(columns),
        options={"mip_rel_gap": 0.0},
    )
    if not found.success:
        message = f"the set cover was not solved: {found.message}"
        raise RuntimeError(message)
    counts = np.round(found.x[len(pairs) :])
    return [bool(value > 0.5) for value in found.x[: len(pairs)]], float(price @ counts)
