"""Draft modules for what nobody teaches: few, cheap, and from outcomes that exist."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from beltplan.coverage.costs import Costs
from beltplan.coverage.cover import cover
from beltplan.coverage.teaching import DEPTHS, reader, sources_of_content
from beltplan.skills import Ranker
from beltplan.skills.weights import weights

if TYPE_CHECKING:
    from beltplan.coverage.result import Coverage
    from beltplan.facts import Region

__all__ = ["MODULES", "draft_modules"]

MODULES: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "module": pl.String,
    "level": pl.Int64,
    "basis": pl.String,
    "source": pl.String,
    "provider": pl.String,
    "url": pl.String,
    "competence": pl.String,
    "label": pl.String,
    "posts_central": pl.Float64,
    "quote": pl.String,
    "nearest": pl.List(pl.String),
    "ask": pl.List(pl.String),
    "cost_low": pl.Float64,
    "cost_central": pl.Float64,
    "cost_high": pl.Float64,
    "source_ids": pl.List(pl.String),
}
"""One row a module and competence.

basis is adapted (`source` is the course or standard, `quote` its outcome) or new (`source` is
the step of the value chain, `nearest` lists the outcomes that come nearest, as ``course:
outcome (score)``, for a person to judge). ask lists courses near home that may teach it
already. Costs are of the whole module, without seats.
"""

_NEAREST = 3
_CANDIDATES = 4
_LEAST = 0.3
"""Scores under this are letters in common, not meaning; see the evaluation of the skills room."""


def draft_modules(region: Region, coverage: Coverage, gaps: pl.DataFrame) -> pl.DataFrame:
    """Return the cheapest set of modules for the gaps that nobody is known to teach.

    Every gap (competence and level) stands in exactly one module; see `cover`. A course that
    teaches a competence as an outcome can be adapted, whatever its level; where none does, the
    module is made anew with others of its step of the value chain.

    Parameters
    ----------
    region, coverage
        The region and the result.
    gaps
        Table of gaps; rows with posts that are taught nowhere, or not known to be, are covered.
    """
    open_ = gaps.filter(
        (pl.col("posts_nowhere") + pl.col("posts_unknown") > 0)
        | (pl.col("posts_central").is_null() & (pl.col("way") == "module"))
    )
    costs = Costs(region)
    posts: dict[str, float] = {}
    ask: dict[str, set[str]] = defaultdict(set)
    for row in open_.iter_rows(named=True):
        key = f"{row['competence']}@{row['level'] or 0}"
        missing = (row["posts_nowhere"] or 0.0) + (row["posts_unknown"] or 0.0)
        posts[key] = max(posts.get(key, 0.0), missing)
        ask[key].update(row["ask"])
    content = _content(region)
    sources: dict[str, tuple[float, frozenset[str]]] = {}
    holds: dict[str, set[str]] = defaultdict(set)
    for key in posts:
        uri, level = key.split("@")
        for course_key in content.get(uri, {}):
            holds[f"adapted|{course_key}|{level}"].add(key)
        concept = coverage.concepts.get(uri)
        stage = concept.stage if concept is not None and concept.stage else "other"
        holds[f"new|{stage}|{level}"].add(key)
    for name, keys in holds.items():
        price = costs.module(adapted=name.startswith("adapted")).central
        sources[name] = (price, frozenset(keys))
    chosen = cover(list(posts), sources, capacity=costs.capacity)
    courses = {row["course_key"]: row for row in region.table("outcomes").iter_rows(named=True)}
    nearest = _nearest(region) if any(n.startswith("new") for n in chosen.modules) else {}
    rows = []
    number = 0
    for name, parts in chosen.modules.items():
        basis, source, level = name.split("|")
        course: dict[str, Any] = courses.get(source, {})
        for part in parts:
            number += 1
            for key in part:
                uri = key.split("@")[0]
                found = content.get(uri, {}).get(source) if basis == "adapted" else None
                rows.append(
                    (
                        f"M{number:02d}",
                        int(level) or None,
                        basis,
                        source,
                        course.get("provider"),
                        course.get("url"),
                        uri,
                        coverage.label(uri),
                        posts[key],
                        None if found is None else found["quote"],
                        [] if found is not None else nearest.get(uri, []),
                        sorted(ask[key]),
                        *costs.module(adapted=basis == "adapted"),
                        course.get("source_ids") or [],
                    )
                )
    return pl.DataFrame(rows, schema=MODULES, orient="row")


def _content(region: Region) -> dict[str, dict[str, dict[str, Any]]]:
    """Return by competence and course the deepest outcome that is more than a mention."""
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in sources_of_content(region).iter_rows(named=True):
        if row["depth"] == "names":
            continue
        held = found[row["competence"]].get(row["course_key"])
        if held is None or DEPTHS.index(row["depth"]) > DEPTHS.index(held["depth"]):
            found[row["competence"]][row["course_key"]] = row
    return found


def _nearest(region: Region) -> dict[str, list[str]]:
    """Return by competence the outcomes that come nearest in meaning, with their scores."""
    concepts = [c for c in reader().vocabulary.concepts if c.kind != "occupation"]
    texts = [
        (row["course_key"], outcome)
        for row in region.table("outcomes").iter_rows(named=True)
        for outcome in row["outcomes"]
    ]
    if not texts:
        return {}
    whole = sum(weight for _, _, weight in weights("en"))
    ranked = Ranker(concepts).rank([outcome for _, outcome in texts], "en", k=_CANDIDATES)
    scored: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (course, outcome), best in zip(texts, ranked, strict=True):
        for at, score in best:
            if score / whole >= _LEAST:
                told = f"{course}: {outcome} ({score / whole:.2f})"
                scored[concepts[at].uri].append((score / whole, told))
    return {
        uri: [told for _, told in sorted(items, reverse=True)[:_NEAREST]]
        for uri, items in scored.items()
    }
