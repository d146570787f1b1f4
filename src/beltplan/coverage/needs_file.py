"""Needs as a CSV file, written whole or not at all, and read back with all faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from beltplan.coverage.errors import NEEDS_FILE
from beltplan.coverage.needs import NEEDS
from beltplan.faults import FaultError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_needs", "write_needs"]


def write_needs(path: Path, needs: pl.DataFrame) -> None:
    """Write needs as CSV; several source ids are joined by ``;``."""
    flat = needs.with_columns(pl.col("source_ids").list.join(";"))
    made = path.with_name(f".{path.name}.part")
    try:
        flat.write_csv(made)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def read_needs(path: Path) -> pl.DataFrame:
    """Return the needs of a file that `write_needs` wrote.

    Raises
    ------
    FaultError
        With `coverage.needs-file`, if the file is no such table.
    """
    schema = {**NEEDS, "source_ids": pl.String}
    try:
        flat = pl.read_csv(path, schema_overrides=schema)
        frame = flat.select(list(NEEDS)).with_columns(
            pl.col("source_ids")
            .fill_null("")
            .str.split(";")
            .list.eval(pl.element().filter(pl.element() != ""))
        )
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        message = f"{path} is no table of needs: {reason}"
        way_out = "make it with `beltplan coverage import`, and do not change its columns"
        raise FaultError([NEEDS_FILE.at(message, way_out)]) from None
    bad = frame.filter(
        pl.any_horizontal(pl.col("need_id", "competence", "place_id", "year").is_null())
    )
    if bad.height:
        message = f"{bad.height} rows of {path} lack id, competence, place or year"
        raise FaultError([NEEDS_FILE.at(message, "import the surveys again")])
    return frame
