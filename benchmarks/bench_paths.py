"""Time of an answer of `beltplan paths`: on the shipped facts, and with 80,000 programmes.

The limits stand in the issue: 100 ms and 1 s. The plain way to find the same ways, comparing
every pair of labels in Python, is timed beside it on the shipped facts.
"""

from __future__ import annotations

import time
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from beltplan.facts import load
from beltplan.paths import find
from beltplan.paths.ways import _known
from beltplan.paths.labels import LEVEL, Arcs, search
from beltplan.skills.extension import extension

if TYPE_CHECKING:
    from beltplan.facts import Region

SIZE = 80_000
LIMITS = (0.1, 1.0)
ASKED = (
    ("process operator, paper", "battery cell technician", "umea", ("sv", "en")),
    ("process operator, paper", "battery cell technician", "kokkola", ("fi",)),
    ("paper machine operator", "battery engineer", "skelleftea", ("sv", "en")),
    ("miner", "maintenance mechanic", "rana", ("nb", "sv", "en")),
    ("process operator, steel", "battery test technician", "lulea", ("sv",)),
)


def synthetic(region: Region, size: int, *, seed: int = 1) -> Region:
    """Return the region with so many made-up programmes in its places, two outcomes each."""
    rng = np.random.default_rng(seed)
    shipped = region.table("programmes").filter(pl.col("kind_id").is_not_null())
    drawn = shipped[rng.integers(0, shipped.height, size).tolist()]
    places = region.table("places")
    at = rng.integers(0, places.height, size)
    spoken = {"SE": ["sv"], "FI": ["fi"], "NO": ["nb"]}
    countries = [places["country"][int(p)] for p in at]
    english = rng.random(size) < 0.15
    ids = [f"S{n:05d}" for n in range(size)]
    programmes = drawn.with_columns(
        pl.Series("programme_id", ids),
        pl.Series("place_id", [places["place_id"][int(p)] for p in at]),
        pl.Series("country", countries),
        pl.Series(
            "languages",
            [["en"] if e else spoken[c] for e, c in zip(english, countries, strict=True)],
        ),
        pl.Series("duration_months", rng.integers(1, 48, size).astype(float)),
        pl.lit("running").alias("status"),
        pl.lit("Course").alias("name"),
        pl.lit("Course").alias("name_en"),
        pl.lit(None, dtype=pl.String).alias("value_chain_stage"),
    )
    course = region.table("outcomes").head(1)
    outcomes = pl.concat([course] * size).with_columns(
        pl.Series("course_key", [f"c{n}" for n in range(size)]),
        pl.Series("programme_id", ids),
        pl.lit(["made up"]).alias("outcomes"),
    )
    competences = [concept.uri.rsplit("/", 1)[-1] for concept in extension()]
    picks = rng.integers(0, len(competences), 2 * size)
    depths = np.array(["names", "explains", "does"])[rng.integers(0, 3, 2 * size)]
    reading = region.table("outcome_readings").head(1)
    readings = pl.concat([reading] * (2 * size)).with_columns(
        pl.Series("reading_id", [f"r{n}" for n in range(2 * size)]),
        pl.Series("course_key", [f"c{n // 2}" for n in range(2 * size)]),
        pl.lit("made up").alias("outcome"),
        pl.Series("competence_id", [competences[int(p)] for p in picks]),
        pl.Series("depth", depths.tolist()),
    )
    tables = {
        **region._tables,
        "programmes": programmes,
        "outcomes": outcomes,
        "outcome_readings": readings,
    }
    return replace(region, _tables=tables)


def times(region: Region, repeats: int) -> list[tuple[float, int, bool]]:
    """Return for each question the median seconds, the number of ways, whether complete."""
    found = []
    for start, target, place, languages in ASKED:
        took = []
        for _ in range(repeats):
            begin = time.perf_counter()
            answer = find(region, start, target, place=place, languages=languages)
            took.append(time.perf_counter() - begin)
        found.append((median(took), len(answer.paths), answer.complete))
    return found


def plain(arcs: Arcs, mask: int, level: int, horizon: int = 120) -> int:
    """Find the same labels by lists in Python; return how many."""
    rows = arcs.table().tolist()
    labels = [(0, 0, 0, 0, mask, level)]
    front = list(labels)

    def beats(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
        costs = a[0] <= b[0] and a[1] <= b[1] and a[2] <= b[2] and a[3] <= b[3]
        return costs and (b[4] & ~a[4]) == 0 and a[5] >= b[5]

    while front:
        new = []
        for month, money, hours, language, held, reached in front:
            for entry, exit_, gain, first, period, phase, length, cost, way, tongue in rows:
                if entry > reached or ((gain & ~held) == 0 and exit_ <= reached):
                    continue
                start = max(month, first)
                end = start + (phase - start) % period + length
                if end <= horizon:
                    new.append(
                        (end, money + cost, hours + way, max(language, tongue), held | gain,
                         max(reached, exit_))
                    )  # fmt: skip
        front = []
        for each in new:
            if not any(beats(other, each) for other in labels):
                labels = [other for other in labels if not beats(each, other)]
                labels.append(each)
                front.append(each)
    return len(labels)


def main() -> None:
    """Print seconds, limits and ratios."""
    region = load("nordic-battery-belt")
    begin = time.perf_counter()
    _known(region)
    find(region, *ASKED[0][:2], place=ASKED[0][2], languages=ASKED[0][3])
    print(f"shipped facts: index and first answer {time.perf_counter() - begin:.2f} s")
    small = times(region, 15)
    worst = max(took for took, _, _ in small)
    print(f"shipped facts: slowest answer {worst * 1e3:.1f} ms, {worst / LIMITS[0]:.3f} of limit")
    rng = np.random.default_rng(2)
    n = 60
    arcs = Arcs(
        *(rng.integers(low, high, n) for low, high in ((1, 5), (0, 6), (0, 64), (0, 3))),
        np.array([1, 6, 12])[rng.integers(0, 3, n)],
        np.zeros(n, dtype=np.int64),
        *(rng.integers(low, high, n) for low, high in ((1, 30), (0, 20), (0, 20), (0, 3))),
    )
    search(arcs)
    begin = time.perf_counter()
    labels = search(arcs)
    fast = time.perf_counter() - begin
    begin = time.perf_counter()
    count = plain(arcs, 0, 4)
    slow = time.perf_counter() - begin
    same = count == len({tuple(row[: LEVEL + 1]) for row in labels.table.tolist()})
    print(
        f"{n} arcs: {len(labels.table)} labels in {fast * 1e3:.2f} ms; plain Python "
        f"{slow * 1e3:.0f} ms, {slow / fast:.0f} times as long, same labels: {same}"
    )
    large = synthetic(region, SIZE)
    begin = time.perf_counter()
    _known(large)
    print(f"{SIZE:,} programmes: index {time.perf_counter() - begin:.1f} s, once")
    for (took, ways, complete), asked in zip(times(large, 5), ASKED, strict=True):
        print(
            f"{SIZE:,} programmes: {asked[0]} to {asked[1]}: {took:.3f} s, "
            f"{took / LIMITS[1]:.2f} of limit, {ways} ways, complete: {complete}"
        )


if __name__ == "__main__":
    main()
