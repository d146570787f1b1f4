"""What the commands of plan and shares give: tables to files, to the screen, as JSON."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beltplan.cli import plan_data as data
from beltplan.cli.messages import console
from beltplan.plan import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LevelOption", "OutOption", "give"]

LevelOption = Annotated[
    Level, typer.Option("--level", help="Who acts as one: each alone, nations, all together.")
]
OutOption = Annotated[
    Path | None, typer.Option("--out", help="Folder to write CSV files to.", metavar="DIR")
]


def give(
    found: dict[str, Any],
    shown: Sequence[Any],
    *,
    out: Path | None,
    as_json: bool,
    prefix: str = "plan",
) -> None:
    """Write the tables if asked, and print them or the JSON.

    Parameters
    ----------
    found
        Tables and mappings by name.
    shown
        What is printed, sentences and tables.
    out
        Folder for CSV files.
    as_json
        Print JSON instead.
    prefix
        How the names of the files begin.
    """
    written = data.write(found, out, prefix=prefix) if out is not None else []
    if as_json:
        sys.stdout.write(data.as_json(found) + "\n")
        return
    for each in shown:
        console().print(each)
    if written:
        console().print(f"Wrote {', '.join(path.name for path in written)} to {out}.")
