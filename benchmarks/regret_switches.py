"""What the balance says of a plan's decisions when its rules are switched towards the plan's.

``python -m benchmarks.regret_switches --keep DIR`` prints the table of ``docs/model/regret.md``,
§ 5: the change of cost against doing nothing, in the same futures, with one rule of the account
moved at a time. Plans are kept in the folder, so that a second run takes them from there.
"""

from __future__ import annotations

import argparse
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from beltplan.balance import sampling
from beltplan.balance.rates import RATES
from beltplan.facts import load
from beltplan.futures import simulate
from beltplan.plan import LEVELS, PlanSettings, read_plan
from beltplan.plan.apart import apart
from beltplan.plan.model import build
from beltplan.plan.regret import COSTS, regret, standard_error
from beltplan.plan.run import solve_level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.plan import Plan
    from beltplan.plan.regret import Regret

SWITCHES: Final[dict[str, dict[str, float]]] = {
    "as it is": {},
    "nobody retrains on the job": {"hire_close": 0.0},
    "posts are filled at once": {"hire": 1.0},
    "both": {"hire_close": 0.0, "hire": 1.0},
}
"""Rates of the account (`beltplan.balance.rates.RATES`) that are moved."""


@contextmanager
def moved(rates: dict[str, float]) -> Iterator[None]:
    """Draw some rates of the account as given, in every future."""
    drawn = sampling.lanes  # type: ignore[attr-defined]

    def lanes(*given: Any, **named: Any) -> Any:
        found = drawn(*given, **named)
        for name, value in rates.items():
            found.rate[RATES.index(name)] = value
        return found

    sampling.lanes = lanes  # type: ignore[attr-defined]
    try:
        yield
    finally:
        sampling.lanes = drawn  # type: ignore[attr-defined]


def row(found: Regret, c: int) -> str:
    """Return the change of cost of a candidate, its error, and by what it comes, M EUR."""
    change = (found.cost[c] - found.cost[0]) / 1000
    parts = (found.parts[c] - found.parts[0]) / 1000
    error = standard_error(change) or 0.0
    said = "".join(f"{each:10.1f}" for each in parts)
    better = float((change < 0).mean())
    return f"  {found.candidates[c]:18}{change.mean():8.1f} ±{error:4.1f}{better:8.0%}{said}"


def main() -> None:
    """Plan the shipped region, and judge the plans under each switch."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--n", type=int, default=1000)
    asked.add_argument("--scenarios", type=int, default=9)
    asked.add_argument("--gap", type=float, default=1e-4)
    asked.add_argument("--keep", default=None)
    given = asked.parse_args()
    region = load("nordic-battery-belt")
    futures = simulate(region, n=given.n, end="2040Q4")
    start = read_plan(region, futures, PlanSettings(scenarios=given.scenarios, gap=given.gap))
    model = build(start.data)
    plans: dict[str, Plan] = {}
    for level in LEVELS:
        plan = solve_level(start, model, level, keep=given.keep)
        plans[level] = plan
        plans |= {f"{level}: {kind}": each for kind, each in apart(plan).items()}
    print(f"  {'':18}{'change':>14}{'better':>8}" + "".join(f"{each[:9]:>10}" for each in COSTS))
    unable = float(start.data.frictional.sum() / start.data.start.sum())
    between = {"between two jobs as nobody can be hired in the plan": {"frictional": unable}}
    for name, rates in (SWITCHES | between).items():
        with moved(rates):
            found = regret(region, futures, plans)
        print(name)
        for c in range(1, len(found.candidates)):
            print(row(found, c), flush=True)


if __name__ == "__main__":
    main()
