"""`beltplan backtest`: what the model would have said on the day of each forecast."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from beltplan import backtest
from beltplan.cli.backtest_view import backtest_view, counts_view, rolling_view
from beltplan.cli.messages import console, reported
from beltplan.cli.options import DEFAULT, CsvOption, JsonOption, RegionOption

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType

__all__ = ["app"]

_T = TypeVar("_T")

app = typer.Typer(invoke_without_command=True)


@app.callback()
def main(
    region: RegionOption = DEFAULT,
    case: Annotated[
        list[str] | None,
        typer.Option("--case", help="Test this case only. May be given again.", metavar="CASE"),
    ] = None,
    n: Annotated[int, typer.Option("--n", min=2, help="Number of futures per day.")] = 1_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed; same seed, same table.")] = 1,
    sensitivity: Annotated[
        bool, typer.Option("--sensitivity", help="Make the table again under other assumptions.")
    ] = False,
    rolling: Annotated[
        bool,
        typer.Option(
            "--rolling", help="Instead, forecast at each year-end which projects stop, 2019 on."
        ),
    ] = False,
    counts: Annotated[
        bool,
        typer.Option(
            "--counts",
            help="Instead, forecast every later count of people and staff, 2019 on.",
        ),
    ] = False,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Set published forecasts, ours of the same day, naive rules and outcomes side by side.

    Example: beltplan backtest --case timra_jobs
    """
    with reported():
        made: backtest.Backtest | backtest.Rolling | backtest.Counts
        if rolling:
            made = _with_progress(
                lambda report: backtest.rolling(region, n=n, seed=seed, progress=report)
            )
        elif counts:
            made = _with_progress(
                lambda report: backtest.counts(region, n=n, seed=seed, progress=report)
            )
        else:
            made = _with_progress(
                lambda report: backtest.run(
                    region,
                    n=n,
                    seed=seed,
                    cases=case or (),
                    sensitivity=sensitivity,
                    progress=report,
                )
            )
    if as_json or as_csv:
        sys.stdout.write((made.to_json() if as_json else made.to_csv()).rstrip("\n") + "\n")
    else:
        console().print(_view(made))


def _view(made: backtest.Backtest | backtest.Rolling | backtest.Counts) -> RenderableType:
    if isinstance(made, backtest.Rolling):
        return rolling_view(made)
    return counts_view(made) if isinstance(made, backtest.Counts) else backtest_view(made)


def _with_progress(work: Callable[[Callable[[int, int, str], None]], _T]) -> _T:
    from rich.progress import Progress

    with Progress(console=console(error=True), transient=True) as bar:
        task = bar.add_task("loading", total=None)

        def report(done: int, total: int, label: str) -> None:
            bar.update(task, completed=done, total=total, description=label)

        return work(report)
