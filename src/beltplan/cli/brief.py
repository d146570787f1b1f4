"""`beltplan brief`: the situation as pages, as two pages for a minister, as a workbook."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from beltplan import backtest
from beltplan.balance import run as run_balance
from beltplan.brief import minister, page, workbook
from beltplan.brief.situation import build, headline_year
from beltplan.cli.brief_plan import (
    PlanGapOption,
    PlanOption,
    PlanScenariosOption,
    PlanSplitsOption,
    plan_and_share,
)
from beltplan.cli.drawn import Many  # noqa: TC001 - typer reads the types at run time
from beltplan.cli.grouped import grouped
from beltplan.cli.messages import console, reported
from beltplan.futures import as_planned, simulate
from beltplan.i18n import LANGS
from beltplan.plan.settings import GAP
from beltplan.quarters import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from beltplan.brief.model import Situation
    from beltplan.facts import Region
    from beltplan.futures import Futures
    from beltplan.i18n import Lang

__all__ = ["app"]

_BACKTEST_FUTURES = 500
_COUNTS_FUTURES = 250
_PLANS_FUTURES = 500

app = typer.Typer()

OutOption = Annotated[Path, typer.Option("--out", help="Folder to write to.", metavar="FOLDER")]
YearOption = Annotated[
    int | None,
    typer.Option("--year", help="Year of the headline numbers; four years ahead if not given."),
]
LangOption = Annotated[
    str, typer.Option("--lang", help="Language of situation.html: en, sv, fi or nb.")
]
QuickOption = Annotated[
    bool, typer.Option("--without-backtest", help="Leave out how past forecasts fared.")
]
PageOption = Annotated[bool, typer.Option("--page-only", help="Write the pages only.")]


@app.callback(invoke_without_command=True)
@grouped
def brief(
    *,
    out: OutOption = Path("out"),
    drawn: Many,
    year: YearOption = None,
    lang: LangOption = "en",
    without_backtest: QuickOption = False,
    page_only: PageOption = False,
    plan: PlanOption = True,
    plan_scenarios: PlanScenariosOption = 9,
    plan_gap: PlanGapOption = GAP,
    plan_splits: PlanSplitsOption = True,
) -> None:
    """Write the situation: situation.html and its languages, minister-*.pdf, situation.xlsx.

    Example: beltplan brief --out out --event "ske_ett: operating 4 GWh from 2026Q4"
    """
    if lang not in LANGS:
        raise typer.BadParameter(f"no language {lang!r}; there are {', '.join(LANGS)}")
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=console(error=True),
    )
    with reported(), bars:
        events, without = tuple(drawn.event or ()), tuple(drawn.without or ())
        seed = drawn.seed
        loaded, futures = drawn.read(_bar(bars, "Futures"))
        account = run_balance(loaded, futures, seed=seed, progress=_bar(bars, "Balance"))
        what_if = (*events, *(f"{project}: –" for project in without))
        target = headline_year(loaded) if year is None else year
        plans = run_balance(loaded, _all_plans(loaded, futures, target), seed=seed)
        tested = counts = None
        if not without_backtest:
            step = _bar(bars, "Back-test")
            tested = backtest.run(
                drawn.region,
                n=min(drawn.n, _BACKTEST_FUTURES),
                seed=seed,
                progress=lambda done, total, _: step(done, total),
            )
            then = _bar(bars, "Later counts")
            counts = backtest.counts(
                drawn.region,
                n=min(drawn.n, _COUNTS_FUTURES),
                seed=seed,
                progress=lambda done, total, _: then(done, total),
            )
        shared = None
        if plan:
            shared = plan_and_share(
                loaded,
                futures,
                scenarios=plan_scenarios,
                gap=plan_gap,
                seed=seed,
                splits=plan_splits,
                step=_bar(bars, "Plan"),
                tried=_bar(bars, "Shares") if plan_splits else _quiet,
            )
        situation = build(
            loaded,
            futures,
            account,
            tested,
            plans=plans,
            counts=counts,
            what_if=what_if,
            year=target,
            comparison=None if shared is None else shared.comparison,
            agreement=None if shared is None else shared.agreement,
            splits=() if shared is None else shared.splits,
        )
        written = _write(situation, out, lang, _bar(bars, "Documents"), page_only=page_only)
    for path in written:
        console().print(f"{path}  {path.stat().st_size / 1000:,.0f} kB", soft_wrap=True)


def _write(
    situation: Situation,
    out: Path,
    lang: Lang,
    step: Callable[[int, int], None],
    *,
    page_only: bool,
) -> list[Path]:
    """Make all files beside the folder's old ones, then put them in place together."""
    out.mkdir(parents=True, exist_ok=True)
    steps = 1 if page_only else 2 + len(LANGS)
    with TemporaryDirectory(dir=out, prefix=".making-") as name:
        made = page.write(situation, Path(name), lang=lang)
        step(1, steps)
        if not page_only:
            for tongue in LANGS:
                made.append(Path(name) / f"minister-{tongue}.pdf")
                minister.write(situation, tongue, made[-1])
                step(len(made) - len(LANGS) + 1, steps)
            made.append(Path(name) / "situation.xlsx")
            workbook.write(situation, made[-1])
            step(steps, steps)
        # A page of an earlier run in the language that situation.html now has would be old.
        (out / f"situation-{lang}.html").unlink(missing_ok=True)
        return [path.replace(out / path.name) for path in made]


def _all_plans(region: Region, futures: Futures, year: int) -> Futures:
    """Return futures in which every plan that is still alive runs in full all year."""
    quarter = max(4 * year, futures.quarters.start + 1)
    return simulate(
        region,
        n=min(futures.n, _PLANS_FUTURES),
        seed=futures.seed,
        end=label(futures.quarters.stop - 1),
        events=as_planned(futures, quarter=quarter),
    )


def _quiet(_done: int, _total: int) -> None:
    """Show nothing."""


def _bar(bars: Progress, title: str) -> Callable[[int, int], None]:
    task = bars.add_task(title, total=None)

    def step(done: int, total: int) -> None:
        bars.update(task, completed=done, total=total)

    return step
