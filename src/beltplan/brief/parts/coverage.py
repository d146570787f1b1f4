"""What is needed, what is taught, what is missing (Q3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from beltplan.brief.charts import Matrix
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts import coverage_gaps
from beltplan.brief.parts import coverage_names as names
from beltplan.coverage import balance_needs, draft_modules, gaps, run
from beltplan.i18n import Day, Num, msg, plain

if TYPE_CHECKING:
    from beltplan.brief.charts import MatrixMark
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.coverage import Coverage
    from beltplan.i18n import Phrase

__all__ = ["section"]

_ROWS = 14
_COLUMNS = 9
_MARKS: dict[str, MatrixMark] = {"taught": "taught", "uncertain": "uncertain", "named": "named"}
ASSUMPTIONS = ("commuting_limit_minutes", "publishing_threshold")


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
            coverage_gaps.figure(desk, found, ranked),
            coverage_gaps.modules_figure(desk, found, modules),
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
        tuple(names.competence(found, c) for c in shown["competence"]),
        tuple(names.programme(found, p) for p in columns),
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
                names.competence(found, row["competence"]),
                desk.place(row["place_id"]),
                names.programme(found, row["programme_id"]),
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
        assumptions=desk.assume(*ASSUMPTIONS),
        notes=(msg("note.coverage_mention"), msg("note.coverage_roles")),
    )


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
                desk.name("entry_rules", row["rule_id"], "rule"),
                desk.name("entry_rules", row["rule_id"], "confidence"),
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
