"""`beltplan futures`: sample what may become of each plant, and see what that rests on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import polars as pl
import typer

from beltplan.cli.drawn import Drawn, Many  # noqa: TC001 - typer reads the types at run time
from beltplan.cli.grouped import grouped
from beltplan.cli.messages import console, reported
from beltplan.cli.options import (
    DEFAULT,
    AsOfOption,
    CountOption,
    CsvOption,
    RegionOption,
    SeedOption,
)
from beltplan.facts import UnknownRowError, load
from beltplan.facts.errors import suggest
from beltplan.futures import causes as cause_table
from beltplan.futures import estimate, outlook, sensitivity
from beltplan.futures.checks import dispersion

if TYPE_CHECKING:
    from rich.table import Table as RichTable

    from beltplan.facts import Region
    from beltplan.futures import Futures

__all__ = ["app"]

_SHOW_PROGRESS_FROM = 20_000

app = typer.Typer(help="Sample what may become of each plant.", no_args_is_help=True)

ProjectOption = Annotated[
    list[str] | None,
    typer.Option(
        "--project", help="Show this project only. May be given again.", metavar="PROJECT"
    ),
]
PoolingOption = Annotated[
    str | None,
    typer.Option(
        "--pooling", help="Pooling strength: low, central, high or project-quarters.", metavar="K"
    ),
]


@app.command()
@grouped
def run(
    *,
    out: Annotated[Path, typer.Option("--out", help="File to write.", metavar="FILE")] = Path(
        "futures.npz"
    ),
    drawn: Many,
) -> None:
    """Sample futures, write them to a file and print the outlook of each project.

    Example: beltplan futures run --n 1000 --event "ske_ett: operating 4 GWh from 2026Q4"
    """
    with reported():
        made = _simulate(drawn.load(), drawn)
        made.save(out)
    _print(outlook(made), _title(made), as_csv=False)
    console().print(f"Wrote {out}.")


@app.command("outlook")
@grouped
def outlook_(
    drawn: Many,
    project: ProjectOption = None,
    causes: Annotated[bool, typer.Option("--causes", help="Show why projects end.")] = False,
    as_csv: CsvOption = False,
) -> None:
    """Print how likely each project is at work, when it starts and how it may end.

    Example: beltplan futures outlook --project ske_ett --project bod_stegra
    """
    with reported():
        loaded = drawn.load()
        _check_projects(loaded, project or [])
        made = _simulate(loaded, drawn)
    table = cause_table(made) if causes else outlook(made)
    _print(_only(table, project), _title(made), as_csv=as_csv)


@app.command()
def hazards(
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
    pooling: PoolingOption = None,
    families: Annotated[
        bool, typer.Option("--families", help="Show each family of plants too.")
    ] = False,
    as_csv: CsvOption = False,
) -> None:
    """Print the rates a year, on how many events each rests, and whether they fit the past.

    Example: beltplan futures hazards --as-of 2022-09-15
    """
    with reported():
        found = estimate(load(region, as_of), pooling=_pooling(pooling))
    title = f"Rates per year, informed until {found.last.isoformat()}"
    _print(found.table(families=families), title, as_csv=as_csv)
    if not as_csv:
        fit = dispersion(found)
        console().print(
            f"Failures a year vary {fit.index:.1f} times as much as chance alone would make them. "
            f"A value this high has a chance of {fit.alone:.0%} if plants fail on their own, "
            f"{fit.together:.0%} with the common market."
        )


@app.command("sensitivity")
def sensitivity_(
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
    n: CountOption = 2_000,
    seed: SeedOption = 1,
    year: Annotated[int, typer.Option("--year", help="Year that is read.")] = 2030,
    project: ProjectOption = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter",
            help="Assumption to move; the pooling strength if left out. May be given again.",
            metavar="NAME",
        ),
    ] = None,
    as_csv: CsvOption = False,
) -> None:
    """Print the chance of being at work when an assumption moves from low to high.

    Example: beltplan futures sensitivity --project ske_ett --parameter market_loading
    """
    with reported():
        loaded = load(region, as_of)
        _check_projects(loaded, project or [])
        names = parameter or ["pooling_strength"]
        table = sensitivity(
            loaded, parameters=names, projects=project or [], year=year, n=n, seed=seed
        )
    _print(table, f"Chance of being at work at the end of {year}", as_csv=as_csv)


def _simulate(region: Region, drawn: Drawn) -> Futures:
    if drawn.n < _SHOW_PROGRESS_FROM:
        return drawn.simulate(region, drawn.end)
    from rich.progress import Progress

    with Progress(console=console(error=True), transient=True) as bar:
        task = bar.add_task("futures", total=drawn.n)
        return drawn.simulate(region, drawn.end, lambda done, _: bar.update(task, completed=done))


def _pooling(text: str | None) -> float | str | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return text


def _check_projects(region: Region, names: list[str]) -> None:
    known = region.table("projects")["project_id"].to_list()
    for name in names:
        if name not in known:
            message = f"no project {name!r} is known on {region.as_of}"
            otherwise = "list them with `beltplan facts show projects`"
            raise UnknownRowError(message, suggest(name, known, otherwise=otherwise))


def _only(table: pl.DataFrame, projects: list[str] | None) -> pl.DataFrame:
    return table.filter(pl.col("project").is_in(projects)) if projects else table


def _title(futures: Futures) -> str:
    return f"{futures.n:,} futures as known on {futures.as_of.isoformat()}, seed {futures.seed}"


def _print(table: pl.DataFrame, title: str, *, as_csv: bool) -> None:
    if as_csv:
        sys.stdout.write(table.write_csv())
    else:
        console().print(_rich(table, title))


def _rich(table: pl.DataFrame, title: str) -> RichTable:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as RichTable

    shown = RichTable(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in table.columns:
        number = table[name].dtype.is_numeric()
        heading = name.replace("_", "\n" if number else " ")
        shown.add_column(heading, justify="right" if number else "left", no_wrap=True)
    for row in table.iter_rows(named=True):
        shown.add_row(*(_cell(name, value) for name, value in row.items()))
    return shown


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    if name in ("years", "unreported"):
        return f"{value:.1f}"
    return f"{value:.3f}" if name.startswith(("prior", "posterior")) else f"{value:.2f}"
