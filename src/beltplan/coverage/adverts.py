"""Needs from adverts: what they name, one post each, at a level that they do not state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from beltplan.coverage.errors import UnknownPlaceError
from beltplan.coverage.needs import NEEDS
from beltplan.coverage.readings import found_in
from beltplan.facts.errors import suggest
from beltplan.skills import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beltplan.facts import Region
    from beltplan.skills import Document

__all__ = ["advert_needs"]


def advert_needs(
    region: Region,
    documents: Iterable[Document],
    *,
    place: str,
    year: int,
    reader: Reader | None = None,
) -> pl.DataFrame:
    """Return the needs that adverts name (columns as in `NEEDS`).

    An advert counts as one post for each competence that it names; the level is unknown, as
    a mention states none. Only competences of the vocabulary are found. What was found by
    likeness only has the kind ``estimate``.

    Parameters
    ----------
    region, documents
        The region and the adverts.
    place, year
        Where and when the posts are.
    reader
        Reader with a vocabulary of its own; the shipped one by default.

    Raises
    ------
    UnknownPlaceError
        If the region has no such place.
    """
    places = list(region.table("places")["place_id"])
    if place not in places:
        otherwise = f"choose one of {', '.join(places)}"
        raise UnknownPlaceError(f"no place {place!r}", suggest(place, places, otherwise=otherwise))
    found = found_in(reader or Reader(), documents)
    named = found.filter(pl.col("kind") != "occupation").unique(
        ["text_id", "uri"], keep="first", maintain_order=True
    )
    rows: list[tuple[object, ...]] = [
        (
            f"advert.{text}.{uri.rsplit('/', 1)[-1]}",
            "advert",
            None,
            None,
            None,
            uri,
            None,
            place,
            year,
            1.0,
            1.0,
            1.0,
            "estimate" if method == "near" else "company",
            region.as_of,
            [],
        )
        for text, uri, method in named.select("text_id", "uri", "method").iter_rows()
    ]
    return pl.DataFrame(rows, schema=NEEDS, orient="row")
