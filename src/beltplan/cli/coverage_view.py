"""How `beltplan coverage` lays out what it found."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl
from rich.table import Table

from beltplan.coverage import LACKS, REASONS
from beltplan.coverage.errors import UnknownPlaceError
from beltplan.facts.errors import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from beltplan.coverage import Coverage
    from beltplan.facts import Region

__all__ = ["gap_table", "lacking", "module_table", "notes", "place_of", "summary", "write"]

_GROUPS = 5
_READ = pl.col("basis") != "title"
_PARTS = ("nowhere", "unknown", "border", "far", "uncertain")
_TIERS = {
    ("near", "taught"): "taught near home",
    ("near", "uncertain"): "perhaps taught near home",
    ("border", "taught"): "taught over a border",
    ("border", "uncertain"): "perhaps taught over a border",
    ("far", "taught"): "taught elsewhere in the country",
    ("far", "uncertain"): "perhaps taught elsewhere in the country",
    ("unknown", None): "not known: courses near home whose content nobody has recorded",
    ("nowhere", None): "taught nowhere that we know of",
}


def place_of(region: Region, place: str | None) -> None:
    """Refuse a place that the region does not have.

    Raises
    ------
    UnknownPlaceError
        If there is no such place.
    """
    places = list(region.table("places")["place_id"])
    if place is not None and place not in places:
        otherwise = f"choose one of {', '.join(places)}"
        raise UnknownPlaceError(f"no place {place!r}", suggest(place, places, otherwise=otherwise))


def write(
    found: Coverage, gaps: pl.DataFrame, modules: pl.DataFrame, folder: Path, place: str | None
) -> list[Path]:
    """Write every table as CSV; lists are joined by ``;``, small cells are withheld.

    All are made beside the folder's old ones, then put in place together.
    """
    folder.mkdir(parents=True, exist_ok=True)
    posts = ("posts_low", "posts_central", "posts_high")
    shown = found.tiers.with_columns(
        pl.when("withheld").then(None).otherwise(pl.col(name)).alias(name) for name in posts
    )
    tables = {
        "tiers": shown,
        "offers": found.offers,
        "teaching": found.teaching,
        "matrix": found.matrix(place=place).drop("posts_central"),
        "gaps": gaps.with_columns(
            pl.when(pl.col(f"posts_{part}").is_between(0, found.threshold, closed="none"))
            .then(None)
            .otherwise(pl.col(f"posts_{part}"))
            .alias(f"posts_{part}")
            for part in _PARTS
        ),
        "modules": modules,
    }
    with TemporaryDirectory(dir=folder, prefix=".making-") as making:
        made = []
        for name, table in tables.items():
            lists = [c for c, kind in table.schema.items() if kind == pl.List(pl.String)]
            path = Path(making) / f"coverage-{name}.csv"
            table.with_columns(pl.col(lists).list.join(";")).write_csv(path, float_precision=2)
            made.append(path)
        return [path.replace(folder / path.name) for path in made]


def summary(found: Coverage, place: str | None) -> Iterator[Table | str]:
    """Yield how the needs fall over the tiers, and what a reader must know."""
    table = Table("where it is taught", "competences", "posts × competences", title=place)
    for (tier, grade), words in _TIERS.items():
        at = pl.col("tier") == tier
        at &= pl.col("grade").is_null() if grade is None else pl.col("grade") == grade
        rows = found.tiers.filter(at)
        posts = rows["posts_central"].sum()
        table.add_row(words, str(rows["competence"].n_unique()), f"{posts:,.0f}")
    yield table


def gap_table(found: Coverage, gaps: pl.DataFrame, top: int) -> Table:
    """Return the first gaps: posts with range, where they fall, the cheapest way out."""
    table = Table(
        "competence", "EQF", "posts", "nowhere", "unknown", "border", "far", "unsure", "cheapest",
        "EUR", title="Gaps by posts affected",
    )  # fmt: skip
    for row in gaps.head(top).iter_rows(named=True):
        known = row["posts_central"] is not None
        parts = (_part(row[f"posts_{tier}"], found.threshold) for tier in _PARTS)
        table.add_row(
            row["label"],
            "?" if row["level"] is None else str(row["level"]),
            f"{row['posts_central']:,.0f} ({row['posts_low']:,.0f}-{row['posts_high']:,.0f})"
            if known
            else "?",
            *parts,
            _way(found, row["way"], row["what"]),
            "?"
            if row["cost_central"] is None
            else f"{row['cost_central']:,.0f}"
            f" ({row['cost_low']:,.0f}-{row['cost_high']:,.0f})" + ("" if row["clear"] else " ~"),
        )
    return table


def _part(posts: float, threshold: float) -> str:
    return "·" if 0 < posts < threshold else f"{posts:,.0f}"


def _way(found: Coverage, way: str, what: str) -> str:
    if way == "module":
        return f"module from {what}" if what else "new module"
    programme = found.programmes[what]
    verb = "seats in" if way == "seats" else "open"
    return f"{verb} {programme.name_en} ({programme.provider}, {what})"


def lacking(lacks: Mapping[str, tuple[str, ...]], *, everything: bool) -> str:
    """Say which programmes lack what the learning model requires, and what that is."""
    counts = {
        words: sum(code in codes for codes in lacks.values()) for code, words in LACKS.items()
    }
    what = ", ".join(f"{words} ({count})" for words, count in counts.items() if count)
    so = (
        "the file holds them too, and does not meet the profile"
        if everything
        else "they were left out; --all writes them too"
    )
    return f"{len(lacks)} programmes lack what the profile requires: {what}; {so}."


def module_table(modules: pl.DataFrame, top: int) -> Table:
    """Return the drafted modules with what they hold and where it comes from."""
    table = Table("module", "EQF", "competences", "from", "EUR", title="Modules to draft")
    for name in modules["module"].unique(maintain_order=True)[:top]:
        part = modules.filter(pl.col("module") == name)
        first = part.row(0, named=True)
        held = [
            row["label"] + (f" <- {row['quote']}" if row["quote"] else "")
            for row in part.iter_rows(named=True)
        ]
        made = (
            f"{first['source']} ({first['provider']})"
            if first["basis"] == "adapted"
            else f"new: {first['source']}"
        )
        table.add_row(
            name,
            "?" if first["level"] is None else str(first["level"]),
            "; ".join(held),
            made,
            f"{first['cost_central']:,.0f} ({first['cost_low']:,.0f}-{first['cost_high']:,.0f})",
        )
    return table


def notes(region: Region, found: Coverage, gaps: pl.DataFrame) -> Iterator[str]:
    """Yield what is not known, in words."""
    yield f"· fewer than {found.threshold:.0f} posts: withheld."
    yield "Posts are medians with 10-90 % of futures times the range of the role's share."
    yield "~ the ranges of the ways overlap: the cheapest is not certain."
    for each in found.uncovered:
        yield (
            f"{each.posts:,.0f} of {each.of:,.0f} posts of {each.year}, all places, have no role: "
            "nothing is known of what they need."
        )
        if each.groups:
            named = dict(region.table("groups").select("group_id", "name").iter_rows())
            who = "; ".join(f"{named.get(g, g)} {n:,.0f}" for g, n in each.groups[:_GROUPS])
            yield f"  Most of them: {who}."
    part = len(set(found.unrecorded) & set(found.teaching.filter(_READ)["programme_id"]))
    yield (
        f"{len(found.unrecorded)} courses have no recorded content, or ({part}) only a part of it; "
        "they may teach any of this."
    )
    asked = sorted({name for names in gaps["ask"] for name in names})
    if asked:
        who = "; ".join(f"{name} {found.programmes[name].name_en}" for name in asked[:8])
        yield f"Ask first, it costs nothing: {who}"
    doubts = sorted({code for codes in found.offers["reasons"] for code in codes})
    for code in doubts:
        yield f"- {code}: {REASONS[code]}"
