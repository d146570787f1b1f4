"""A plan's decisions taken one kind at a time: which of them carries what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from beltplan.plan.result import Plan

__all__ = ["KINDS", "apart"]

KINDS: Final = {
    "seats": ("seats", "opened"),
    "homes": ("homes", "built"),
    "grid": ("grid", "reinforced"),
    "service": ("service", "extended"),
    "market": ("market",),
    "moves": (),
}
"""Kinds of decisions, by the families of first-stage columns that they are made of.

Moves are no first-stage decision: they are what a level of coordination is expected to agree on.
"""

_LEAST = 0.5
"""Less than half a seat, home, megawatt or person is what the solver leaves of nothing."""


def apart(plan: Plan) -> dict[str, Plan]:
    """Return the same plan with one kind of decision only, for each kind of which there is any.

    Parameters
    ----------
    plan
        A plan.

    Returns
    -------
    Plans by kind; their cost and prices mean nothing, since nothing is solved again.
    """
    first, each = plan.model.columns0.families, plan.model.columns.families
    leave = each["leave"].span
    out = {}
    for kind, families in KINDS.items():
        x0, x = np.zeros_like(plan.solved.x0), plan.solved.x.copy()
        for name in families:
            x0[first[name].span] = plan.solved.x0[first[name].span]
        if kind != "moves":
            x[:, leave] = 0.0
        if max(x0.sum(), x[:, leave].sum(axis=1).max(initial=0.0)) >= _LEAST:
            out[kind] = replace(plan, solved=replace(plan.solved, x0=x0, x=x))
    return out
