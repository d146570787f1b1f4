"""Gaps with their cheapest way out, and modules to draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from beltplan.brief.charts import WITHHELD, Dot, Dots
from beltplan.brief.model import Column, Figure, Table
from beltplan.brief.parts import coverage_names as names
from beltplan.coverage.costs import Costs
from beltplan.i18n import Listing, Name, Num, Span, msg, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beltplan.brief.charts import Tone
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.coverage import Coverage
    from beltplan.i18n import Phrase

__all__ = ["figure", "modules_figure"]

_GAPS = 4
"""Gaps shown of each tier."""
_TONES: dict[str, Tone] = {
    "nowhere": "short",
    "unknown": "grey",
    "border": "accent",
    "far": "calm",
    "uncertain": "met",
}
ASSUMPTIONS = (
    *Costs.parameters,
    "plan_seat_cost_level_2",
    "plan_seat_cost_level_3",
    "plan_seat_cost_level_4",
    "commuting_limit_minutes",
    "publishing_threshold",
)


def _way(found: Coverage, way: str, what: str) -> Phrase:
    if way == "module":
        return msg("way_out.adapted", source=plain(what)) if what else msg("way_out.new")
    key = "way_out.seats" if way == "seats" else "way_out.border"
    return msg(key, programme=names.programme(found, what))


def figure(desk: Desk, found: Coverage, ranked: pl.DataFrame) -> Figure:
    """Return the gaps as intervals by tier, all of them in the table."""
    rows: list[tuple[Cell, ...]] = []
    by_tier: dict[str, list[Dot]] = {tier: [] for tier in _TONES}
    for row in ranked.filter(pl.col("posts_central").is_not_null()).iter_rows(named=True):
        span = Span(row["posts_low"], row["posts_central"], row["posts_high"], 0, "unit.posts")
        name = names.competence(found, row["competence"])
        parts = {tier: float(row[f"posts_{tier}"]) for tier in _TONES}
        largest = max(parts, key=lambda tier: parts[tier])
        level = str(row["level"])
        if len(by_tier[largest]) < _GAPS:
            titled = msg("word.at_level", what=name, level=level)
            dot = Dot(titled, span.low, span.central, span.high, _TONES[largest])
            by_tier[largest].append(dot)
        cost = (row["cost_low"], row["cost_central"], row["cost_high"])
        rows.append(
            (
                name,
                level,
                span,
                *(_part(parts[tier], found.threshold) for tier in _TONES),
                row["seats"],
                Listing(tuple(desk.place(p) for p in row["places"])),
                _way(found, row["way"], row["what"]),
                None if cost[1] is None else Span(*(c / 1000 for c in cost)),
                msg("word.yes") if row["clear"] else msg("word.no"),
                Listing(tuple(plain(found.programmes[p].name) for p in row["ask"]))
                if row["ask"]
                else msg("word.none"),
            )
        )
    first: dict[str, Any] = ranked.row(0, named=True) if ranked.height else {}
    values: dict[str, Phrase] = {
        "count": Num(len(rows)),
        "first": names.competence(found, first["competence"]) if first else msg("word.none"),
        "unknown": Num(ranked.filter(pl.col("posts_unknown") > 0).height),
        "year": str(desk.year),
    }
    dots: list[Dot] = []
    heads: list[tuple[int, Phrase]] = []
    for tier, some in by_tier.items():
        if some:
            heads.append((len(dots), msg(f"where.{tier}")))
            dots += some
    posts = msg("unit.posts")
    table = Table(
        (
            Column("competence", msg("column.competence")),
            Column("level", msg("column.level")),
            Column("posts", msg("column.posts"), "span", posts),
            *(Column(tier, msg(f"where.{tier}"), "number", posts) for tier in _TONES),
            Column("seats", msg("column.seats"), "number", msg("unit.places")),
            Column("places", msg("column.needed_in")),
            Column("way", msg("column.cheapest")),
            Column("cost", msg("column.cost"), "span", msg("unit.kiloeur")),
            Column("clear", msg("column.cheapest_sure")),
            Column("ask", msg("column.ask")),
        ),
        tuple(rows),
    )
    return Figure(
        figure_id="coverage_gaps",
        title=msg("figure.coverage_gaps", year=str(desk.year)),
        reading=msg("figure.coverage_gaps.reading", **values),
        alt=msg("figure.coverage_gaps.alt", **values),
        chart=Dots(tuple(dots), msg("axis.posts_needing"), groups=tuple(heads)) if dots else None,
        table=table,
        kind="model",
        known_from=desk.newest(desk.region.table("programmes")["known_from"]),
        sources=desk.cite(desk.region.table("outcomes")["source_ids"].explode().to_list()),
        assumptions=desk.assume(*ASSUMPTIONS),
        notes=(msg("note.coverage_groups"), msg("note.coverage_costs")),
    )


def _part(posts: float, threshold: float) -> Cell:
    """Return the posts of one tier, withheld where they are few."""
    return WITHHELD if 0 < posts < threshold else posts


def _built_on(part: pl.DataFrame, courses: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the outcomes quoted, else those that come nearest in words, else a dash."""
    quotes = dict.fromkeys(quote for quote in part["quote"] if quote)
    if quotes:
        return "; ".join(quotes)
    nearest = []
    for likenesses in part["nearest"]:
        for key, _, outcome in (each.partition(": ") for each in likenesses[:1]):
            who = courses.get(key, {}).get("provider", key)
            nearest.append(f"≈ {who}: {outcome}")
    return "; ".join(dict.fromkeys(nearest)) or "–"


def modules_figure(desk: Desk, found: Coverage, modules: pl.DataFrame) -> Figure:
    """Return the modules to draft, those for most posts first."""
    courses = {r["course_key"]: r for r in desk.region.table("outcomes").iter_rows(named=True)}
    rows: list[tuple[Cell, ...]] = []
    for name in modules["module"].unique(maintain_order=True):
        part = modules.filter(pl.col("module") == name)
        first = part.row(0, named=True)
        course = courses.get(first["source"], {})
        source: Phrase = msg("way_out.new")
        if course:
            title = f"{course['provider']}: {course['title']}"
            source = msg("way_out.adapted", source=plain(title))
        rows.append(
            (
                Listing(tuple(names.competence(found, c) for c in part["competence"])),
                str(first["level"]),
                Num(float(part["posts_central"].max() or 0), 0),  # type: ignore[arg-type]
                source,
                Name({"en": _built_on(part, courses)}),
                Span(*(first[f"cost_{end}"] / 1000 for end in ("low", "central", "high"))),
                ";".join(desk.cite(*part["source_ids"].to_list())),
            )
        )
    rows.sort(key=lambda row: -row[2].value if isinstance(row[2], Num) else 0.0)
    adapted = modules.filter(pl.col("basis") == "adapted")["module"].n_unique()
    values: dict[str, Phrase] = {
        "count": Num(len(rows)),
        "competences": Num(modules["competence"].n_unique()),
        "adapted": Num(adapted),
    }
    table = Table(
        (
            Column("competences", msg("column.competences")),
            Column("level", msg("column.level")),
            Column("posts", msg("column.posts"), "number", msg("unit.posts")),
            Column("source", msg("column.drafted_from")),
            Column("quote", msg("column.outcomes")),
            Column("cost", msg("column.cost"), "span", msg("unit.kiloeur")),
            Column("sources", msg("column.sources"), "sources"),
        ),
        tuple(rows),
    )
    return Figure(
        figure_id="coverage_modules",
        title=msg("figure.coverage_modules"),
        reading=msg("figure.coverage_modules.reading", **values),
        alt=msg("figure.coverage_modules.alt", **values),
        chart=None,
        table=table,
        kind="model",
        known_from=desk.newest(desk.region.table("outcomes")["known_from"]),
        sources=desk.cite(*modules["source_ids"].to_list()),
        assumptions=desk.assume("module_cost_new", "module_cost_adapted_share",
                                "module_competences_max"),
        notes=(msg("note.coverage_modules"),),
    )  # fmt: skip
