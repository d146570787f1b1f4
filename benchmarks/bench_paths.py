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
from beltplan.paths.arcs import Arcs
from beltplan.paths.labels import search
from beltplan.paths.ways import _known
from beltplan.skills.extension import extension

if TYPE_CHECKING:
    from beltplan.facts import Region

SIZE = 80_000
HORIZON = 120
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


def plain(arcs: Arcs, weights: list[int], level: int, goal: int, steps: int) -> int:
    """Find the same answers with lists in Python, every label kept; return how many."""
    rows = arcs.table().tolist()
    front = [(0, 0, 0, 0, 0, level)]
    labels = list(front)

    def beats(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
        return a[:4] <= b[:4] and all(x <= y for x, y in zip(a, b, strict=True))

    for _ in range(steps):
        new = []
        for month, money, hours, language, held, reached in front:
            for entry, exit_, gain, first, period, phase, length, cost, way, tongue in rows:
                if entry > reached or ((gain & ~held) == 0 and exit_ <= reached):
                    continue
                start = max(month, first)
                end = start + (phase - start) % period + length
                if end <= HORIZON:
                    new.append(
                        (end, money + cost, hours + way, max(language, tongue), held | gain,
                         max(reached, exit_))
                    )  # fmt: skip
        front = list(dict.fromkeys(new))
        labels += front
    answers: list[tuple[int, ...]] = []
    for month, money, hours, language, held, reached in labels:
        left = sum(w for b, w in enumerate(weights) if not held & (2 << b))
        each = (max(goal - reached, 0), month, money, hours, language, left, 1 - (held & 1))
        if not any(beats(other, each) for other in answers):
            answers = [other for other in answers if not beats(each, other)]
            answers.append(each)
    return len(answers)


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
    n, weights = 40, [5, 4, 3, 2, 1]
    spans = ((1, 5), (0, 6), (0, 64), (0, 3), (0, 3), (0, 1), (1, 30), (0, 20), (0, 20), (0, 3))
    columns = [rng.integers(low, high, n) for low, high in spans]
    columns[4] = np.array([1, 6, 12])[columns[4]]
    arcs = Arcs(*columns)
    asked = {"level": 4, "goal": 5, "steps": 3}
    search(arcs, np.array(weights), **asked)
    begin = time.perf_counter()
    answers = search(arcs, np.array(weights), **asked)
    fast = time.perf_counter() - begin
    begin = time.perf_counter()
    count = plain(arcs, weights, **asked)
    slow = time.perf_counter() - begin
    print(
        f"{n} arcs: {len(answers.ways)} answers in {fast * 1e3:.2f} ms; every label in plain "
        f"Python {slow * 1e3:.0f} ms, {slow / fast:.0f} times as long; as many: "
        f"{count == len(answers.ways)}"
    )
    large = synthetic(region, SIZE)
    begin = time.perf_counter()
    _known(large)
    print(f"{SIZE:,} programmes: index {time.perf_counter() - begin:.1f} s, once")
    for (took, ways, complete), question in zip(times(large, 5), ASKED, strict=True):
        print(
            f"{SIZE:,} programmes: {question[0]} to {question[1]}: {took:.3f} s, "
            f"{took / LIMITS[1]:.2f} of limit, {ways} ways, complete: {complete}"
        )


if __name__ == "__main__":
    main()
