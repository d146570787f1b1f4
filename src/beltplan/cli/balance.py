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
from beltplan.cli.drawn import Drawn, Many  # noqa: TC001 - typer reads the types at run time
from beltplan.cli.grouped import grouped
from beltplan.cli.messages import console, reported

if TYPE_CHECKING:
    from beltplan.balance import Balance

__all__ = ["app"]

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


@app.command()
@grouped
def run(
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.", metavar="DIR")] = Path(
        "out"
    ),
    drawn: Many,
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
        result = _result(drawn, chunk=chunk, processes=processes)
        table = view.places(result, quarter)
        written = view.write(result, out, tables=tables)
    console().print(table)
    console().print(view.left_out(result))
    console().print(f"Wrote {', '.join(path.name for path in written)} to {out}.")


@app.command()
@grouped
def explain(
    *,
    place: PlaceOption,
    occupation: Annotated[
        str, typer.Option("--occupation", help="Occupation group.", metavar="GROUP")
    ],
    quarter: AtOption,
    future: Annotated[
        str, typer.Option("--future", help="Number of a future, or: median.", metavar="N")
    ] = "median",
    drawn: Drawn,
) -> None:
    """Print the arithmetic of one cell, step by step, with names, numbers and sources.

    Example: beltplan balance explain --place skelleftea
    --occupation maintenance_mechanics --quarter 2028Q2
    """
    with reported():
        loaded, futures = drawn.read()
        found = room.explain(
            loaded,
            futures,
            place=place,
            group=view.group_of(loaded, occupation),
            quarter=_quarter(quarter),
            future=_number(future),
            seed=drawn.seed,
        )
    sys.stdout.write(found.text() + "\n")


@app.command()
@grouped
def pool(
    *,
    place: PlaceOption,
    quarter: AtOption = "2030Q4",
    drawn: Drawn,
) -> None:
    """Print who else counts on the people on whom a place counts.

    Example: beltplan balance pool --place lulea --quarter 2030Q4
    """
    with reported():
        watched = _quarter(quarter)
        result = _result(drawn, watch=(watched,), samples=False)
        found = result.pool(place, quarter=watched)
    for part in view.pool(found, result):
        console().print(part)


@app.command()
@grouped
def power(
    drawn: Drawn,
    quarter: AtOption = "2030Q4",
) -> None:
    """Print the megawatts of each grid area, the queue, and who loses the place.

    Example: beltplan balance power --quarter 2030Q4
    """
    with reported():
        result = _result(drawn, samples=False)
        parts = view.power(result, result.quarter(_quarter(quarter)))
    for part in parts:
        console().print(part)


@app.command()
@grouped
def freight(
    drawn: Drawn,
    quarter: AtOption = "2030Q4",
) -> None:
    """Print the goods of the new plants on each corridor, in tonnes a year.

    Example: beltplan balance freight --quarter 2035Q4
    """
    with reported():
        result = _result(drawn, samples=False)
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


def _result(
    drawn: Drawn,
    *,
    chunk: int = 500,
    processes: int | None = None,
    watch: tuple[int, ...] = (),
    samples: bool = True,
) -> Balance:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    loaded, futures = drawn.read()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(error=True), transient=True) as bar:
        task = bar.add_task("futures", total=drawn.n)
        return room.run(
            loaded,
            futures,
            seed=drawn.seed,
            chunk=chunk,
            processes=processes,
            watch=watch,
            samples=samples,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
