"""``beltplan``: one command, a group for each room."""

from __future__ import annotations

from typing import Annotated

import typer

import beltplan
from beltplan.cli import (
    backtest,
    balance,
    brief,
    coverage,
    facts,
    futures,
    paths,
    plan,
    shares,
    skills,
    sources,
)

__all__ = ["app"]

app = typer.Typer(
    name="beltplan",
    help="Plan a cross-border industrial region, from dated facts to what to build together.\n\n"
    "Example: beltplan brief --out out",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.add_typer(facts.app, name="facts")
app.add_typer(futures.app, name="futures")
app.add_typer(balance.app, name="balance")
app.add_typer(plan.app, name="plan")
app.add_typer(shares.app, name="shares")
app.add_typer(backtest.app, name="backtest")
app.add_typer(brief.app, name="brief")
app.add_typer(skills.app, name="skills")
app.add_typer(coverage.app, name="coverage")
app.add_typer(paths.app, name="paths")
app.add_typer(sources.app, name="sources")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(beltplan.__version__)
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Plan a cross-border industrial region, from dated facts to what to build together.

    Example: beltplan brief --out out
    """
    del version
