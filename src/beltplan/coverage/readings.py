"""What the reader of the skills room finds, as a table of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beltplan.skills import Document, Reader

__all__ = ["found_in"]


def found_in(reader: Reader, documents: Iterable[str | Document]) -> pl.DataFrame:
    """Read documents: a row for each find, with the columns of `Reader.read`."""
    found = pl.from_arrow(reader.read(documents))
    if not isinstance(found, pl.DataFrame):  # a table never becomes a series
        raise TypeError(type(found).__name__)
    return found
