"""Gaps: what is needed and not surely taught near home, ranked, with the cheapest way out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from beltplan.coverage.costs import Costs, Option
from beltplan.coverage.ranges import Range
from beltplan.coverage.teaching import DEPTHS, sources_of_content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beltplan.coverage.result import Coverage
    from beltplan.facts import Region

__all__ = ["GAPS", "gaps"]

GAPS: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "rank": pl.Int64,
    "competence": pl.String,
    "label": pl.String,
    "level": pl.Int64,
    "year": pl.Int64,
    "posts_low": pl.Float64,
    "posts_central": pl.Float64,
    "posts_high": pl.Float64,
    "posts_nowhere": pl.Float64,
    "posts_unknown": pl.Float64,
    "posts_border": pl.Float64,
    "posts_far": pl.Float64,
    "posts_uncertain": pl.Float64,
    "places": pl.List(pl.String),
    "hints": pl.List(pl.String),
    "ask": pl.List(pl.String),
    "seats": pl.Float64,
    "seats_unknown": pl.Int64,
    "way": pl.String,
    "what": pl.String,
    "cost_low": pl.Float64,
    "cost_central": pl.Float64,
    "cost_high": pl.Float64,
    "clear": pl.Boolean,
    "others": pl.String,
}
"""One row a competence, level and year.

posts_nowhere, _unknown, _border, _far, _uncertain split the central posts by the tier of their
place (uncertain: near home, but not surely). ask lists courses near home whose content nobody
has recorded: to ask them is the first step, and costs nothing. seats is the sum a year over
the programmes that count, as far as known (null where none is); seats_unknown counts those
whose seats are not. way, what and cost are the
cheapest way to close the gap by central cost; clear says whether its range lies below those
of the others, which stand in others with their costs.
"""


def gaps(
    region: Region,
    coverage: Coverage,
    *,
    place: str | None = None,
    year: int | None = None,
) -> pl.DataFrame:
    """Return the gaps, those with most posts first.

    Rows under the publishing threshold in sum are left out; gaps of unknown size come last.

    Parameters
    ----------
    region, coverage
        The region and its result.
    place, year
        Only this place, only this year.
    """
    tiers = coverage.tiers.filter((pl.col("tier") != "near") | (pl.col("grade") != "taught"))
    if place is not None:
        tiers = tiers.filter(pl.col("place_id") == place)
    if year is not None:
        tiers = tiers.filter(pl.col("year") == year)
    needed = set(tiers["competence"])
    ways = _Ways(region, coverage, needed)
    grouped: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in tiers.iter_rows(named=True):
        grouped[row["competence"], row["level"], row["year"]].append(row)
    rows = [ways.row(key, members) for key, members in grouped.items()]
    frame = pl.DataFrame(rows, schema=GAPS, orient="row")
    surveyed = {
        (row["competence"], row["level"], row["year"])
        for row in tiers.iter_rows(named=True)
        if "balance" not in row["origins"]
    }
    keep = [
        row["posts_central"] is None
        or row["posts_central"] >= coverage.threshold
        or (row["competence"], row["level"], row["year"]) in surveyed
        for row in frame.select("posts_central", "competence", "level", "year").iter_rows(
            named=True
        )
    ]
    return (
        frame.filter(pl.Series(keep, dtype=pl.Boolean))
        .sort(
            ["posts_central", "posts_nowhere", "competence", "level", "year"],
            descending=[True, True, False, False, False],
            nulls_last=True,
        )
        .with_columns(pl.int_range(1, pl.len() + 1).cast(pl.Int64).alias("rank"))
    )


class _Ways:
    """The ways to close gaps; what each programme and course teaches of them."""

    def __init__(self, region: Region, coverage: Coverage, needed: set[str]) -> None:
        self._coverage = coverage
        self._costs = Costs(region)
        self._taught: dict[str, set[str]] = defaultdict(set)
        counted = coverage.offers.filter(pl.col("grade").is_in(["taught", "uncertain"]))
        for competence, programme in counted.select("competence", "programme_id").iter_rows():
            if competence in needed:
                self._taught[programme].add(competence)
        self._wheres: dict[tuple[Any, ...], str] = {}
        order = {"near": 0, "border": 1, "far": 2}
        for row in counted.iter_rows(named=True):
            key = (row["competence"], row["level"], row["year"], row["programme_id"])
            if key not in self._wheres or order[row["where"]] < order[self._wheres[key]]:
                self._wheres[key] = row["where"]
        self._by_key: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for *parts, programme in self._wheres:
            self._by_key[tuple(parts)].append(programme)
        self._adapt = _adaptable(region)

    def row(self, key: tuple[Any, ...], members: list[dict[str, Any]]) -> tuple[object, ...]:
        competence, level, year = key
        known = [row for row in members if row["posts_central"] is not None]
        posts = Range.sum(
            Range(row["posts_low"], row["posts_central"], row["posts_high"]) for row in known
        )
        parts: dict[str, float] = defaultdict(float)
        for row in known:
            tier = "uncertain" if row["tier"] == "near" else row["tier"]
            parts[tier] += row["posts_central"]
        options = self._options((competence, level, year), posts)
        best, rest = options[0], options[1:]
        cost = best.cost
        clear = cost is not None and all(
            other.cost is not None and other.cost.low >= cost.high for other in rest
        )
        return (
            0,
            competence,
            self._coverage.label(competence),
            level,
            year,
            *(posts if known else (None, None, None)),
            *(parts[tier] for tier in ("nowhere", "unknown", "border", "far", "uncertain")),
            sorted({row["place_id"] for row in members}),
            sorted({hint for row in members for hint in row["hints"]}),
            sorted({name for row in members for name in row["ask"]}),
            *self._seats((competence, level, year)),
            best.way,
            best.what,
            *(cost or (None, None, None)),
            clear,
            "; ".join(_told(other) for other in rest),
        )

    def _seats(self, key: tuple[Any, ...]) -> tuple[float | None, int]:
        """Return the known seats a year of the programmes that count, and how many are unknown."""
        seats = [self._coverage.programmes[name].seats for name in self._by_key.get(key, ())]
        known = [value for value in seats if value is not None]
        return sum(known) if known else None, len(seats) - len(known)

    def _options(self, key: tuple[Any, ...], people: Range) -> list[Option]:
        """Return the cheapest option of each way, cheapest way first."""
        found = [
            self._costs.existing(
                self._coverage.programmes[name],
                people,
                competences=max(len(self._taught[name]), 1),
                where=self._wheres[*key, name],
            )
            for name in self._by_key.get(key, ())
        ]
        source = self._adapt.get(key[0], ("",))[0]
        found.append(self._costs.new_module(people, source=source, level=key[1]))
        best: dict[str, Option] = {}
        for option in sorted(found, key=_price):
            best.setdefault(option.way, option)
        return sorted(best.values(), key=_price)


def _price(option: Option) -> tuple[bool, float, str]:
    cost = option.cost
    return cost is None, 0.0 if cost is None else cost.central, option.what


def _told(option: Option) -> str:
    what = f" {option.what}" if option.what else ""
    if option.cost is None:
        return f"{option.way}{what}: cost not known"
    low, central, high = option.cost
    return f"{option.way}{what}: {central:,.0f} EUR ({low:,.0f} to {high:,.0f})"


def _adaptable(region: Region) -> Mapping[str, tuple[str, ...]]:
    """Return by competence the courses and standards that teach it as an outcome, deepest first."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in sources_of_content(region).iter_rows(named=True):
        if row["depth"] != "names":
            found[row["competence"]].append((-DEPTHS.index(row["depth"]), row["course_key"]))
    return {uri: tuple(name for _, name in sorted(items)) for uri, items in found.items()}
