"""People from outside, and what marketing reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.costs import Assumed
    from beltplan.plan.parts.people import Folk

    Floats = NDArray[np.float64]

__all__ = ["recruiting"]


def recruiting(assumed: Assumed, folk: Folk, years: int, step: float) -> dict[str, Any]:
    """Return reach, bounds by group, and the steps of marketing."""
    reach = assumed("outside_recruits_max_per_1000_per_quarter") * 4 * step * folk.population / 1000
    most = np.minimum(
        reach[:, None] * folk.mix * assumed("plan_recruit_group_factor"), reach[:, None]
    )
    steps = ("step_1", "step_2", "step_3")
    shares = np.array([assumed(f"plan_market_reach_{name}") for name in steps])
    widest = 1.0 + shares.sum()
    return {
        "steps": steps,
        "reach": np.repeat(reach[:, None], years, axis=1),
        "hire_most": np.repeat((most * widest)[:, :, None], years, axis=2),
        "market_most": reach[:, None] * shares[None, :],
        "market_cost": np.array([assumed(f"plan_market_cost_{name}") for name in steps]) / step,
        "hire_cost": assumed("plan_recruit_cost") / step,
        "transfer_cost": assumed("plan_recruit_transfer_cost") / step,
    }
