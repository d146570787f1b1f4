"""Options that commands of several rooms share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

__all__ = [
    "DEFAULT",
    "AsOfOption",
    "CountOption",
    "CsvOption",
    "EndOption",
    "EscoOption",
    "EscoVersionOption",
    "EventOption",
    "JsonOption",
    "NearOption",
    "RegionOption",
    "SeedOption",
    "VoikkoOption",
    "WithoutOption",
]

DEFAULT: Final = "nordic-battery-belt"
"""The region where none is named."""

RegionOption = Annotated[
    str, typer.Option("--region", help="Name of a shipped region, or a folder.", metavar="REGION")
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", help="Use only what was known on this day.", metavar="DATE"),
]
CountOption = Annotated[int, typer.Option("--n", min=1, help="Number of futures.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Seed; same seed, same futures.")]
EndOption = Annotated[str, typer.Option("--end", help="Last quarter.", metavar="QUARTER")]
EventOption = Annotated[
    list[str] | None,
    typer.Option(
        "--event",
        help='Force or forbid an event, such as "ske_ett: operating 4 GWh from 2026Q4", '
        '"bod_stegra: cancelled 2027Q2", "kot_easp: delayed 6 quarters", '
        '"ske_ett: never bankrupt". May be given again.',
        metavar="EVENT",
    ),
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without", help="Leave a project out from now on. May be given again.", metavar="PROJECT"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
EscoOption = Annotated[
    Path | None,
    typer.Option("--esco", help="Folder with the official ESCO CSV files, such as esco-v1.2.0."),
]
EscoVersionOption = Annotated[
    str, typer.Option("--esco-version", help="Their version, when the folder does not say it.")
]
NearOption = Annotated[bool, typer.Option(help="Rank near matches where no label stands.")]
VoikkoOption = Annotated[
    bool, typer.Option("--voikko", help="Analyse Finnish words with Voikko, if installed.")
]
