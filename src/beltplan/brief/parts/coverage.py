"""What is needed, what is taught, what is missing (Q3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from beltplan.brief.charts import Dot, Dots, Matrix
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.coverage import balance_needs, draft_modules, gaps, run
from beltplan.coverage.costs import Costs
from beltplan.i18n import Day, Listing, Name, Num, Span, msg, plain

if TYPE_CHECKING:
    from beltplan.brief.charts import MatrixMark, Tone
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.coverage import Coverage
    from beltplan.i18n import Phrase

__all__ = ["section"]

_ROWS = 14
_COLUMNS = 9
_GAPS = 4
_TONES: dict[str, Tone] = {
    "nowhere": "short",
    "unknown": "grey",
    "border": "accent",
    "far": "calm",
    "uncertain": "met",
}
_MARKS: dict[str, MatrixMark] = {"taught": "taught", "uncertain": "uncertain", "named": "named"}
ASSUMPTIONS = (*Costs.parameters, "commuting_limit_minutes", "publishing_threshold")


def section(desk: Desk) -> Section:
    """Return the competences that posts need, who teaches them, and how to close the gaps."""
    needs, uncovered = balance_needs(desk.region, desk.balance, desk.futures, (desk.year,))
    found = run(desk.region, needs, uncovered=uncovered)
    ranked = gaps(desk.region, found)
    modules = draft_modules(desk.region, found, ranked)
    figures = [
        figure
        for figure in (
            _matrix(desk, found),
            _gaps(desk, found, ranked),
            _modules(desk, found, modules),
            _rules(desk),
        )
        if figure.table.rows
    ]
    return Section(
        section_id="coverage",
        questions=("Q3",),
        title=msg("section.coverage"),
        question=msg("section.coverage.question"),
        lead=_lead(desk, found),
        figures=tuple(figures),
    )


def _lead(desk: Desk, found: Coverage) -> tuple[Any, ...]:
    tiers = found.tiers
    whole = float(tiers["posts_central"].sum()) or 1.0

    def share(*names: str) -> Num:
        part = tiers.filter(pl.col("tier").is_in(names))["posts_central"].sum()
        return Num(float(part) / whole, style="percent")

    (left,) = found.uncovered
    return (
        msg(
            "section.coverage.lead",
            year=str(desk.year),
            competences=Num(tiers["competence"].n_unique()),
            near=share("near"),
            border=share("border", "far"),
            unknown=share("unknown"),
            nowhere=share("nowhere"),
        ),
        msg(
            "section.coverage.unknown",
            courses=Num(len(found.unrecorded)),
            posts=Num(round(left.posts, -1)),
            all=Num(round(left.of, -1)),
        ),
    )


def _name(found: Coverage, competence: str) -> Name:
    concept = found.concepts.get(competence)
    if concept is None:
        return plain(competence.rsplit("/", 1)[-1])
    return Name({language: labels[0] for language, labels in concept.labels.items() if labels})


def _programme(found: Coverage, programme_id: str) -> Phrase:
    programme = found.programmes[programme_id]
    where = programme.place or programme.country
    provider = programme.provider.split(" (")[0]
    return plain(f"{provider}: {programme.name}, {where} ({programme.country})")


def _matrix(desk: Desk, found: Coverage) -> Figure:
    posts = (
        found.tiers.group_by("competence")
        .agg(pl.sum("posts_central"))
        .filter(pl.col("posts_central") >= found.threshold)
        .sort("posts_central", "competence", descending=[True, False])
    )
    matrix = found.matrix(year=desk.year)
    best = matrix.unique(["competence", "programme_id"], keep="first", maintain_order=True)
    grade = {
        (c, p): g for c, p, g in best.select("competence", "programme_id", "grade").iter_rows()
    }
    shown = posts.head(_ROWS)
    # Competences that nobody teaches say much; those that somebody teaches must be seen too.
    taught = posts[_ROWS:].filter(
        pl.col("competence").is_in([c for (c, _), g in grade.items() if g != "named"])
    )
    shown = pl.concat([shown, taught.head(_ROWS // 2)])
    of_shown = best.filter(pl.col("competence").is_in(shown["competence"].to_list()))
    columns = (
        of_shown.filter(pl.col("grade").is_in(list(_MARKS)))
        .group_by("programme_id")
        .agg((pl.col("grade") != "named").sum().alias("counted"), pl.len())
        .sort("counted", "len", "programme_id", descending=[True, True, False])
        .head(_COLUMNS)["programme_id"]
        .to_list()
    )
    chart = Matrix(
        tuple(_name(found, c) for c in shown["competence"]),
        tuple(_programme(found, p) for p in columns),
        tuple(
            tuple(_MARKS.get(grade.get((c, p), "")) for p in columns) for c in shown["competence"]
        ),
        tuple(shown["posts_central"]),
        msg("axis.posts_needing"),
    )
    rows: list[tuple[Cell, ...]] = []
    size = dict(posts.iter_rows())
    for row in matrix.iter_rows(named=True):
        if row["competence"] not in size or row["grade"] not in _MARKS:
            continue
        programme = found.programmes[row["programme_id"]]
        rows.append(
            (
                _name(found, row["competence"]),
                desk.place(row["place_id"]),
                _programme(found, row["programme_id"]),
                msg(f"where.{row['where']}"),
                msg(f"chart.{row['grade']}"),
                plain(", ".join(programme.languages)) if programme.languages else None,
                Day(programme.last_verified or programme.known_from),
                ";".join(desk.cite(programme.source_ids)),
            )
        )
    counted = {p for (_, p), g in grade.items() if g in ("taught", "uncertain")}
    sure = {c for (c, _), g in grade.items() if g == "taught"}
    values: dict[str, Phrase] = {
        "shown": Num(shown.height),
        "programmes": Num(len(counted)),
        "sure": Num(len(sure)),
        "year": str(desk.year),
    }
    table = Table(
        (
            Column("competence", msg("column.competence")),
            Column("place", msg("column.needed_in")),
            Column("programme", msg("column.programme")),
            Column("where", msg("column.where")),
            Column("grade", msg("column.sure")),
            Column("languages", msg("column.languages")),
            Column("confirmed", msg("column.confirmed"), "date"),
            Column("sources", msg("column.sources"), "sources"),
        ),
        tuple(rows),
        short=10,
    )
    return Figure(
        figure_id="coverage_matrix",
        title=msg("figure.coverage_matrix", year=str(desk.year)),
        reading=msg("figure.coverage_matrix.reading", **values),
        alt=msg("figure.coverage_matrix.alt", **values),
        chart=chart if columns else None,
        table=table,
        kind="model",
        known_from=desk.newest(found.teaching["known_from"].to_list()),
        sources=desk.cite(
            *found.teaching["source_ids"].to_list(),
            desk.region.table("roles")["source_ids"].explode().drop_nulls().to_list(),
        ),
        assumptions=desk.assume(*ASSUMPTIONS[-2:]),
        notes=(msg("note.coverage_mention"), msg("note.coverage_roles")),
    )


def _way(found: Coverage, way: str, what: str) -> Phrase:
    if way == "module":
        return msg("way_out.adapted", source=plain(what)) if what else msg("way_out.new")
    key = "way_out.seats" if way == "seats" else "way_out.border"
    return msg(key, programme=_programme(found, what))


def _gaps(desk: Desk, found: Coverage, ranked: pl.DataFrame) -> Figure:
    rows: list[tuple[Cell, ...]] = []
    by_tier: dict[str, list[Dot]] = {tier: [] for tier in _TONES}
    for row in ranked.filter(pl.col("posts_central").is_not_null()).iter_rows(named=True):
        span = Span(row["posts_low"], row["posts_central"], row["posts_high"], 0, "unit.posts")
        name = _name(found, row["competence"])
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
                *(parts[tier] for tier in _TONES),
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
        "first": _name(found, first["competence"]) if first else msg("word.none"),
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
            Column("places", msg("column.needed_in")),
            Column("way", msg("column.cheapest")),
            Column("cost", msg("column.cost"), "span", msg("unit.kiloeur")),
            Column("clear", msg("column.cheapest_sure")),
            Column("ask", msg("column.ask")),
        ),
        tuple(rows),
        short=10,
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


def _modules(desk: Desk, found: Coverage, modules: pl.DataFrame) -> Figure:
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
        quotes = [q for q in part["quote"] if q]
        rows.append(
            (
                Listing(tuple(_name(found, c) for c in part["competence"])),
                str(first["level"]),
                Num(float(part["posts_central"].max() or 0), 0),  # type: ignore[arg-type]
                source,
                Name({"en": "; ".join(dict.fromkeys(quotes))}) if quotes else None,
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
        short=6,
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


def _rules(desk: Desk) -> Figure:
    kinds = {
        row["kind_id"]: row for row in desk.region.table("programme_kinds").iter_rows(named=True)
    }
    rules = desk.region.table("entry_rules").filter(pl.col("resident") == "nordic")
    rows: list[tuple[Cell, ...]] = []
    for row in rules.iter_rows(named=True):
        kind = kinds.get(row["kind_id"], {})
        if not kind.get("country"):
            continue
        rows.append(
            (
                desk.name("programme_kinds", row["kind_id"], "label"),
                plain(kind["country"]),
                msg(f"standing.{row['standing']}"),
                plain(row["statute"]) if row["statute"] else None,
                msg(f"prior_learning.{row['prior_learning']}"),
                Name({"en": row["rule"]}),
                Name({"en": row["confidence"]}),
                Day(row["known_from"]),
                ";".join(desk.cite(row["source_ids"])),
            )
        )
    standings = rules["standing"].to_list()
    values: dict[str, Phrase] = {
        "count": Num(len(rows)),
        "equal": Num(standings.count("equal")),
        "closed": Num(standings.count("residents_only")),
    }
    table = Table(
        (
            Column("kind", msg("column.programme_kind")),
            Column("country", msg("column.country")),
            Column("standing", msg("column.standing")),
            Column("statute", msg("column.statute")),
            Column("prior_learning", msg("column.prior_learning")),
            Column("rule", msg("column.rule")),
            Column("confidence", msg("column.read")),
            Column("known_from", msg("column.known_from"), "date"),
            Column("sources", msg("column.sources"), "sources"),
        ),
        tuple(rows),
        short=6,
    )
    return Figure(
        figure_id="coverage_rules",
        title=msg("figure.coverage_rules"),
        reading=msg("figure.coverage_rules.reading", **values),
        alt=msg("figure.coverage_rules.alt", **values),
        chart=None,
        table=table,
        kind="official",
        known_from=desk.newest(rules["known_from"]),
        sources=desk.cite(*rules["source_ids"].to_list()),
        notes=(msg("note.coverage_rules"),),
    )
