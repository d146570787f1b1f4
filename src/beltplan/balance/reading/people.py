"""The people of each place at the start: how many live, work and look for work there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.balance.reading.parameters import SIZES, scaled
from beltplan.balance.sizes import range_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from beltplan.balance.draws import Factor
    from beltplan.facts import Parameter, Region

__all__ = ["people_at_start"]


def people_at_start(
    region: Region,
    rows: Mapping[str, Mapping[str, object]],
    places: Sequence[str],
    records: Mapping[str, Parameter],
) -> tuple[
    NDArray[np.float64],
    tuple[Factor, ...],
    tuple[Factor, ...],
    tuple[Factor, ...],
    dict[str, tuple[str, ...]],
]:
    """Return inhabitants, labour force, unemployment and trend by place, and the figures used."""
    population = np.zeros(len(places))
    labour, unemployment, trend = [], [], []
    figures: dict[str, tuple[str, ...]] = {}
    for p, place in enumerate(places):
        code = str(rows[place]["country"]).lower()
        count = region.figure(place, "population", status=("actual", "estimate"))
        inhabitants = count.value if count is not None and count.value is not None else 0.0
        population[p] = inhabitants
        size = next(name for least, name in SIZES if inhabitants >= least)
        known = region.figure(place, "labour_force", status=("actual", "estimate"))
        rate = region.figure(place, "unemployment_pct", status=("actual", "estimate"))
        labour.append(
            range_of(f"labour_force:{place}", known)
            or scaled(f"labour_force:{place}", records["labour_force_share"], inhabitants)
        )
        unemployment.append(
            range_of(f"unemployment:{place}", rate, 0.01)
            or scaled(f"unemployment:{place}", records[f"unemployment_rate_{code}"], 1.0)
        )
        trend.append(scaled(f"trend:{place}", records[f"base_population_trend_{size}_{code}"], 1.0))
        figures[place] = tuple(f.figure_id for f in (count, known, rate) if f is not None)
    return population, tuple(labour), tuple(unemployment), tuple(trend), figures
