"""Which needs a coverage is asked for: from the account, surveys and adverts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - typer reads the types at run time
from typing import TYPE_CHECKING, Annotated

import polars as pl
import typer

from beltplan import coverage as room
from beltplan.balance import run as run_balance
from beltplan.cli import coverage_view as view
from beltplan.cli.intake import shown, texts_of
from beltplan.cli.messages import console
from beltplan.cli.options import EscoOption  # noqa: TC001 - typer reads the types at run time
from beltplan.facts import load
from beltplan.faults import BeltplanError
from beltplan.skills import Reader, vocabulary

if TYPE_CHECKING:
    from beltplan.cli.asked import Asked
    from beltplan.coverage import Coverage, Uncovered
    from beltplan.facts import Region

__all__ = ["Needed", "answer"]

_YEARS_AHEAD = 4


@dataclass(frozen=True)
class Needed:
    """Where and when, and where the needs come from."""

    place: Annotated[
        str | None, typer.Option("--place", help="Only this place.", metavar="PLACE")
    ] = None
    year: Annotated[
        int | None, typer.Option("--year", help="Year of the needs; four years ahead if not given.")
    ] = None
    needs: Annotated[
        list[Path] | None,
        typer.Option("--needs", help="Needs from surveys (see import). May be given again."),
    ] = None
    adverts: Annotated[
        list[Path] | None,
        typer.Option(
            "--adverts", help="Adverts of --place, as for skills read. May be given again."
        ),
    ] = None
    account: Annotated[
        bool, typer.Option("--account/--no-account", help="Take needs from the account of posts.")
    ] = True
    esco: EscoOption = None


def answer(asked: Asked, needed: Needed) -> tuple[Region, Coverage]:
    """Return the region and its needs set against programmes.

    Raises
    ------
    BeltplanError
        If there is nothing to set against programmes, or a place is none of the region's.
    """
    # What is wrong with an argument is said before the minutes of an account.
    loaded = load(asked.region, asked.as_of)
    view.place_of(loaded, needed.place)
    if not (needed.account or needed.needs or needed.adverts):
        way_out = "give --needs or --adverts, or leave out --no-account"
        raise BeltplanError("there are no needs to set against programmes", way_out)
    year = loaded.as_of.year + _YEARS_AHEAD if needed.year is None else needed.year
    tables = [room.read_needs(path) for path in needed.needs or ()]
    if needed.adverts:
        tables.append(_advertised(loaded, needed, year))
    uncovered: tuple[Uncovered, ...] = ()
    if needed.account:
        posts, uncovered = _posts(asked, year)
        tables.append(posts)
    together = pl.concat(tables)
    where = sorted(together.filter(pl.col("posts_high").fill_null(1.0) > 0)["place_id"].unique())
    if needed.place is not None:
        together = together.filter(pl.col("place_id") == needed.place)
    if together.is_empty():
        place = "" if needed.place is None else f" in {needed.place}"
        some = f"choose one of {', '.join(where)}, or " if where else ""
        raise BeltplanError(
            f"nothing says what competences are needed{place} in {year}",
            f"{some}give --needs from a survey or --adverts",
        )
    return loaded, room.run(loaded, together, uncovered=uncovered)


def _advertised(region: Region, needed: Needed, year: int) -> pl.DataFrame:
    if needed.place is None:
        raise BeltplanError("adverts do not say where the posts are", "add --place PLACE")
    documents, faults = texts_of(needed.adverts or ())
    if faults:
        console(error=True).print(shown(faults), soft_wrap=True)
    if not documents:
        raise BeltplanError(
            "no advert could be read", "mend the files named, or leave out --adverts"
        )
    reader = Reader(vocabulary(needed.esco))
    return room.advert_needs(region, documents, place=needed.place, year=year, reader=reader)


def _posts(asked: Asked, year: int) -> tuple[pl.DataFrame, tuple[Uncovered, ...]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(error=True), transient=True) as bar:
        task = bar.add_task("posts", total=asked.n)
        region, futures = asked.read(year)
        balance = run_balance(
            region,
            futures,
            seed=asked.seed,
            samples=False,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    return room.balance_needs(region, balance, futures, (year,))
