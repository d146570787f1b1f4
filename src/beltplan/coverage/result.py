"""The result of setting needs against programmes: plain tables that a page can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from beltplan.coverage.judging import GRADES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from beltplan.coverage.needs import Uncovered
    from beltplan.coverage.programmes import Programme
    from beltplan.skills import Concept

__all__ = ["OFFERS", "TIERS", "Coverage"]

TIERS: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "competence": pl.String,
    "level": pl.Int64,
    "place_id": pl.String,
    "year": pl.Int64,
    "posts_low": pl.Float64,
    "posts_central": pl.Float64,
    "posts_high": pl.Float64,
    "withheld": pl.Boolean,
    "tier": pl.String,
    "grade": pl.String,
    "near": pl.String,
    "border": pl.String,
    "far": pl.String,
    "best": pl.String,
    "programmes": pl.List(pl.String),
    "hints": pl.List(pl.String),
    "ask": pl.List(pl.String),
    "origins": pl.List(pl.String),
}
"""One row a competence, level, place and year.

tier is near, border, far (in the country, out of reach), unknown or nowhere; grade is taught
or uncertain; near, border and far are the best grade of each; hints are programmes that only
name it or teach it at another level. ask lists courses near home for the same occupations
whose content nobody has recorded: they may teach it, and where nobody else does the tier is
unknown rather than nowhere.
"""

OFFERS: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "competence": pl.String,
    "level": pl.Int64,
    "place_id": pl.String,
    "year": pl.Int64,
    "programme_id": pl.String,
    "where": pl.String,
    "grade": pl.String,
    "reasons": pl.List(pl.String),
    "depth": pl.String,
    "quote": pl.String,
    "hours": pl.Float64,
    "languages": pl.List(pl.String),
    "mode": pl.String,
    "standing": pl.String,
    "rule_id": pl.String,
    "seats": pl.Float64,
    "free_seats": pl.Float64,
    "grey": pl.Boolean,
}
"""One row a need (as in `TIERS`) and programme: where, how sure, how far, by which rule."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """Needs against programmes.

    Attributes
    ----------
    region, as_of
        Name of the region and day of its facts.
    needs, tiers, offers, teaching
        Tables (see `NEEDS`, `TIERS`, `OFFERS`, `TEACHING`).
    programmes, concepts
        Programmes by id; competences by address.
    unrecorded
        Programmes that run or may run and whose content nobody has recorded whole: none of
        it, or a part.
    uncovered
        Posts that no role describes, by year; empty where no account was asked.
    threshold
        Posts under which a row is withheld on pages.
    """

    region: str
    as_of: date
    needs: pl.DataFrame
    tiers: pl.DataFrame
    offers: pl.DataFrame
    teaching: pl.DataFrame
    programmes: Mapping[str, Programme]
    concepts: Mapping[str, Concept]
    unrecorded: tuple[str, ...]
    uncovered: tuple[Uncovered, ...]
    threshold: float

    def label(self, competence: str, language: str = "en") -> str:
        """Return the name of a competence; its address where the vocabulary lacks it."""
        concept = self.concepts.get(competence)
        return competence if concept is None else concept.label(language)

    def matrix(self, *, place: str | None = None, year: int | None = None) -> pl.DataFrame:
        """Return competence × programme × place: one row each, with the grade.

        Columns: competence, label, place_id, programme_id, programme, provider, country, where,
        grade, posts_central. Of several levels and years the best grade is kept.

        Parameters
        ----------
        place, year
            Only this place, only this year.
        """
        offers, tiers = self.offers, self.tiers
        if place is not None:
            offers, tiers = (t.filter(pl.col("place_id") == place) for t in (offers, tiers))
        if year is not None:
            offers, tiers = (t.filter(pl.col("year") == year) for t in (offers, tiers))
        posts = tiers.group_by("competence", "place_id", "year").agg(pl.sum("posts_central"))
        posts = posts.group_by("competence", "place_id").agg(pl.max("posts_central"))
        order = {grade: rank for rank, grade in enumerate(GRADES)}
        names = pl.DataFrame(
            [(p.programme_id, p.name_en, p.provider, p.country) for p in self.programmes.values()],
            schema=["programme_id", "programme", "provider", "country"],
            orient="row",
        )
        labels = pl.DataFrame(
            [(uri, self.label(uri)) for uri in tiers["competence"].unique(maintain_order=True)],
            schema={"competence": pl.String, "label": pl.String},
            orient="row",
        )
        return (
            offers.with_columns(
                pl.col("grade").replace_strict(order, return_dtype=pl.Int8).alias("_rank")
            )
            .sort("_rank", maintain_order=True)
            .unique(["competence", "place_id", "programme_id"], keep="first", maintain_order=True)
            .join(posts, on=["competence", "place_id"], how="left")
            .join(names, on="programme_id", how="left")
            .join(labels, on="competence", how="left")
            .sort(
                ["posts_central", "competence", "place_id", "_rank", "programme_id"],
                descending=[True, False, False, False, False],
                nulls_last=True,
            )
            .select(
                "competence",
                "label",
                "place_id",
                "programme_id",
                "programme",
                "provider",
                "country",
                "where",
                "grade",
                "posts_central",
            )
        )
