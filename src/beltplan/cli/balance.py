"""`beltplan balance`: people, homes, megawatts and goods by place, group and quarter."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from beltplan import balance as room
from beltplan import quarters
from beltplan.balance.errors import QuarterError
from beltplan.cli import balance_view as view
from beltplan.cli.futures import (  # noqa: TC001 - typer reads the types at run time
    AsOfOption,
    CountOption,
    EndOption,
    EventOption,
    RegionOption,
    SeedOption,
    WithoutOption,
)
from beltplan.cli.messages import console, reported
from beltplan.facts import load
from beltplan.futures import simulate

if TYPE_CHECKING:
    from beltplan.balance import Balance
    from beltplan.facts import Region
    from beltplan.futures import Futures

__all__ = ["app"]

DEFAULT = "nordic-battery-belt"

app = typer.Typer(help="People, homes, power and freight, place by place.", no_args_is_help=True)

PlaceOption = Annotated[str, typer.Option("--place", help="Place.", metavar="PLACE")]
ChunkOption = Annotated[
    int,
    typer.Option("--chunk", min=1, help="Futures at a time; bounds memory, changes no result."),
]
ThreadsOption = Annotated[
    int | None,
    typer.Option("--processes", min=1, help="Threads; by default one for each processor."),
]
AtOption = Annotated[
    str, typer.Option("--quarter", help="Quarter, such as 2030Q4.", metavar="QUARTER")
]
FewerOption = Annotated[int, typer.Option("--n", min=1, help="Number of futures.")]


@app.command()
def run(
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.", metavar="DIR")] = Path(
        "out"
    ),
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
    n: CountOption = 10_000,
    seed: SeedOption = 1,
    end: EndOption = "2040Q4",
    event: EventOption = None,
    without: WithoutOption = None,
    quarter: AtOption = "2030Q4",
    chunk: ChunkOption = 500,
    processes: ThreadsOption = None,
    tables: Annotated[
        bool, typer.Option("--tables/--no-tables", help="Write each table as CSV too.")
    ] = True,
) -> None:
    """Run the account, write balance.npz and one CSV a table, and print the places.

    Example: beltplan balance run --n 1000 --without bod_stegra
    """
    with reported():
        _, _, result = _result(
            region, as_of, n, seed, end, event, without, chunk=chunk, processes=processes
        )
        table = view.places(result, quarter)
        written = view.write(result, out, tables=tables)
    console().print(table)
    console().print(view.left_out(result))
    console().print(f"Wrote {', '.join(path.name for path in written)} to {out}.")


@app.command()
def explain(
    place: PlaceOption,
    occupation: Annotated[
        str, typer.Option("--occupation", help="Occupation group.", metavar="GROUP")
    ],
    quarter: AtOption,
    future: Annotated[
        str, typer.Option("--future", help="Number of a future, or: median.", metavar="N")
    ] = "median",
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
    n: FewerOption = 1_000,
    seed: SeedOption = 1,
    end: EndOption = "2040Q4",
    event: EventOption = None,
    without: WithoutOption = None,
) -> None:
    """Print the arithmetic of one cell, step by step, with names, numbers and sources.

    Example: beltplan balance explain --place skelleftea
    --occupation maintenance_mechanics --quarter 2028Q2
    """
    with reported():
        loaded, futures = _futures(region, as_of, n, seed, end, event, without)
        found = room.explain(
            loaded,
            futures,
            place=place,
            group=view.group_of(loaded, occupation),
            quarter=_quarter(quarter),
            future=_number(future),
            seed=seed,
        )
    sys.stdout.write(found.text() + "\n")


@app.command()
def pool(
    place: PlaceOption,
    quarter: AtOption = "2030Q4",
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
    n: FewerOption = 1_000,
    seed: SeedOption = 1,
    end: EndOption = "2040Q4",
    event: EventOption = None,
    without: WithoutOption = None,
) -> None:
    """Print who else counts on the people on whom a place counts.

    Example: beltplan balance pool --place lulea --quarter 2030Q4
    """
    with reported():
        watched = _quarter(quarter)
        _, _, result = _result(
            region, as_of, n, seed, end, event, without, watch=(watched,), samples=False
        )
        found = result.pool(place, quarter=watched)
    for part in view.pool(found, result):
        console().print(part)


@app.command()
def power(
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
    n: FewerOption = 1_000,
    seed: SeedOption = 1,
    end: EndOption = "2040Q4",
    event: EventOption = None,
    without: WithoutOption = None,
    quarter: AtOption = "2030Q4",
) -> None:
    """Print the megawatts of each grid area, the queue, and who loses the place.

    Example: beltplan balance power --quarter 2030Q4
    """
    with reported():
        _, _, result = _result(region, as_of, n, seed, end, event, without, samples=False)
        parts = view.power(result, result.quarter(_quarter(quarter)))
    for part in parts:
        console().print(part)


@app.command()
def freight(
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
    n: FewerOption = 1_000,
    seed: SeedOption = 1,
    end: EndOption = "2040Q4",
    event: EventOption = None,
    without: WithoutOption = None,
    quarter: AtOption = "2030Q4",
) -> None:
    """Print the goods of the new plants on each corridor, in tonnes a year.

    Example: beltplan balance freight --quarter 2035Q4
    """
    with reported():
        _, _, result = _result(region, as_of, n, seed, end, event, without, samples=False)
        table = view.freight(result, result.quarter(_quarter(quarter)))
    console().print(table)


def _quarter(text: str) -> int:
    try:
        return quarters.parse(text)
    except ValueError as error:
        raise QuarterError(str(error), "") from None


def _number(text: str) -> int | Literal["median"]:
    if text == "median":
        return "median"
    try:
        return int(text)
    except ValueError:
        message = f"{text!r} is no future"
        raise QuarterError(message, "give a number from 0, or median") from None


def _futures(
    region: str,
    as_of: str | None,
    n: int,
    seed: int,
    end: str,
    event: list[str] | None,
    without: list[str] | None,
) -> tuple[Region, Futures]:
    loaded = load(region, as_of)
    made = simulate(
        loaded, n=n, seed=seed, end=_quarter(end), events=event or (), without=without or ()
    )
    return loaded, made


def _result(
    region: str,
    as_of: str | None,
    n: int,
    seed: int,
    end: str,
    event: list[str] | None,
    without: list[str] | None,
    *,
    chunk: int = 500,
    processes: int | None = None,
    watch: tuple[int, ...] = (),
    samples: bool = True,
) -> tuple[Region, Futures, Balance]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    loaded, futures = _futures(region, as_of, n, seed, end, event, without)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(error=True), transient=True) as bar:
        task = bar.add_task("futures", total=n)
        result = room.run(
            loaded,
            futures,
            seed=seed,
            chunk=chunk,
            processes=processes,
            watch=watch,
            samples=samples,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    return loaded, futures, result
