"""What each programme teaches, how deeply, and on which words that rests.

A mention is not mastery. Of each competence a programme *names* it, the learner can
*explain* it, or the learner can *do* it. Readings by people (`outcome_readings`) go first;
outcomes that nobody has read are read by `beltplan.skills`, and their verbs say the depth;
titles and stages only ever name.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from beltplan.coverage.readings import found_in
from beltplan.skills import Document, Reader
from beltplan.skills.extension import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.facts import Region

__all__ = [
    "DEPTHS",
    "TEACHING",
    "depth_of",
    "reader",
    "recorded_whole",
    "sources_of_content",
    "teaching",
]

DEPTHS: Final = ("names", "explains", "does")
"""From a mention to practice."""

TEACHING: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "programme_id": pl.String,
    "course_key": pl.String,
    "competence": pl.String,
    "depth": pl.String,
    "basis": pl.String,
    "quote": pl.String,
    "known_from": pl.Date,
    "source_ids": pl.List(pl.String),
}
_TITLE_SCORE = 0.85
"""A title counts as naming where a whole label stands in it, not scattered words."""


@cache
def reader() -> Reader:
    """Return the reader of outcomes and titles: shipped vocabulary, no near matches."""
    return Reader(near=False, masked=False)


@cache
def _verbs() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Return by language the depths with their words, the deeper first."""
    path = Path(__file__).parent / "depth_words.csv"
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = "|".join(re.escape(word) for word in row["words"].split("|"))
            pattern = re.compile(rf"\b(?:{words})", re.IGNORECASE)
            found.setdefault(row["language"], []).append((row["depth"], pattern))
    return found


def depth_of(outcome: str, language: str = "en") -> str:
    """Return how deeply an outcome teaches, by its verbs: names, explains or does.

    The first verb decides: "explain how to assemble" explains. After the levels of Bloom's
    taxonomy (Anderson and Krathwohl 2001), in three steps.

    Examples
    --------
    >>> depth_of("assemble cells"), depth_of("explain how to assemble cells"), depth_of("formation")
    ('does', 'explains', 'names')
    """
    tongue = "nb" if language in ("nn", "da") else language
    hits = [
        (match.start(), -DEPTHS.index(depth), depth)
        for depth, pattern in _verbs().get(tongue, ())
        if (match := pattern.search(outcome)) is not None
    ]
    return min(hits)[2] if hits else "names"


def sources_of_content(region: Region) -> pl.DataFrame:
    """Return what courses and standards teach, linked to a programme or not.

    Columns as in `TEACHING`; `programme_id` is null for a course outside the list. The rows
    are read and unread outcomes, not titles.
    """
    return pl.DataFrame(list(_outcome_rows(region)), schema=TEACHING, orient="row")


def recorded_whole(region: Region) -> frozenset[str]:
    """Return the programmes of which the outcomes of a whole syllabus are recorded."""
    rows = region.table("outcomes").select("programme_id", "recorded").iter_rows()
    return frozenset(name for name, recorded in rows if name is not None and recorded != "part")


def teaching(region: Region) -> pl.DataFrame:
    """Return what each programme of the list teaches: one row a programme and competence.

    Columns: programme_id, course_key, competence (address), depth, basis (``reading`` by
    people, ``outcome`` read by machine, ``title``), quote, known_from, source_ids. Of several
    rows the deepest is kept, and of equal ones a reading before an outcome before a title.
    """
    outcomes = sources_of_content(region).filter(pl.col("programme_id").is_not_null())
    titles = pl.DataFrame(list(_title_rows(region)), schema=TEACHING, orient="row")
    order = {depth: -rank for rank, depth in enumerate(DEPTHS)}
    return (
        pl.concat([outcomes, titles])
        .with_columns(
            pl.col("depth").replace_strict(order, return_dtype=pl.Int8).alias("_depth"),
            pl.col("basis")
            .replace_strict({"reading": 0, "outcome": 1, "title": 2}, return_dtype=pl.Int8)
            .alias("_basis"),
        )
        .sort("programme_id", "competence", "_depth", "_basis", "quote", maintain_order=True)
        .unique(["programme_id", "competence"], keep="first", maintain_order=True)
        .drop("_depth", "_basis")
    )


def _outcome_rows(region: Region) -> Iterator[tuple[object, ...]]:
    outcomes = {row["course_key"]: row for row in region.table("outcomes").iter_rows(named=True)}
    read: set[tuple[str, str]] = set()
    for row in region.table("outcome_readings").iter_rows(named=True):
        course = outcomes.get(row["course_key"])
        if course is None:
            continue
        read.add((row["course_key"], row["outcome"]))
        yield (
            course["programme_id"],
            row["course_key"],
            BASE + row["competence_id"],
            row["depth"],
            "reading",
            row["outcome"],
            row["known_from"],
            row["source_ids"],
        )
    # An outcome that people have read, and found nothing in, is settled too.
    settled = {key for key, _ in read}
    unread = [
        (row, outcome)
        for key, row in outcomes.items()
        if key not in settled
        for outcome in row["outcomes"]
    ]
    yield from _read(unread)


def _read(unread: list[tuple[dict[str, object], str]]) -> Iterator[tuple[object, ...]]:
    documents = [Document(str(n), outcome) for n, (_, outcome) in enumerate(unread)]
    for hit in found_in(reader(), documents).iter_rows(named=True):
        if hit["kind"] == "occupation":
            continue
        row, outcome = unread[int(hit["text_id"])]
        depth = depth_of(outcome, hit["language"]) if hit["score"] >= _TITLE_SCORE else "names"
        yield (
            row["programme_id"],
            row["course_key"],
            hit["uri"],
            depth,
            "outcome",
            outcome,
            row["known_from"],
            row["source_ids"],
        )


def _title_rows(region: Region) -> Iterator[tuple[object, ...]]:
    rows = list(region.table("programmes").iter_rows(named=True))
    documents = []
    for n, row in enumerate(rows):
        stages = (row["value_chain_stage"] or "").split(";")
        for part, text in enumerate(filter(None, (row["name"], row["name_en"], *stages))):
            documents.append(Document(f"{n}|{part}", text))
    for hit in found_in(reader(), documents).iter_rows(named=True):
        if hit["kind"] == "occupation" or hit["score"] < _TITLE_SCORE:
            continue
        row = rows[int(hit["text_id"].split("|")[0])]
        yield (
            row["programme_id"],
            None,
            hit["uri"],
            "names",
            "title",
            hit["surface"],
            row["known_from"],
            row["source_ids"],
        )
