"""Fit the thresholds of near matches: ``python -m benchmarks.skills.thresholds``.

For each language the smallest score (as a share of the highest possible) at which the first
answer is right at least half of the time, on a development set.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from beltplan.skills.ranking import Ranker
from beltplan.skills.weights import near_weights
from benchmarks.skills import sets

_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
_PRECISION = 0.7


def main() -> None:
    """Print the rows of ``thresholds.csv``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=_DATA)
    data = parser.parse_args().data
    if not (data / "skills_eval").is_dir():
        parser.error(f"no folder skills_eval in {data}; name the folder of the sets with --data")
    print("language,threshold,precision,set")
    for one in (
        sets.swedish_skills(data),
        sets.finnish(data),
        sets.melo(data, "dnk", "da"),
        sets.decorte(data, "tech"),
        sets.decorte(data, "house"),
    ):
        mix = near_weights(one.language)
        found = Ranker(one.concepts).scores(one.texts, one.language, mix=mix)
        first = found.argmax(axis=1)
        top = found.max(axis=1) / sum(mix.values())
        names = one.surfaces
        right = np.array(
            [
                i in (g if names is None else {int(names[j]) for j in g})
                for i, g in zip(first, one.gold, strict=True)
            ]
        )
        order = np.argsort(-top)
        share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
        kept = np.flatnonzero(share >= _PRECISION)
        limit = float(top[order][kept[-1]]) if kept.size else 1.0
        print(
            f"{one.language},{limit:.2f},{_PRECISION},{one.name}",
            f"{len(kept) and (kept[-1] + 1) / len(order):.2f} answered",
        )


if __name__ == "__main__":
    main()
