"""`beltplan coverage`: what is needed, what is taught, where, and what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import polars as pl
import typer

from beltplan import coverage as room
from beltplan.balance import run as run_balance
from beltplan.cli import coverage_view as view
from beltplan.cli.futures import (  # noqa: TC001 - typer reads the types at run time
    AsOfOption,
    EventOption,
    RegionOption,
    SeedOption,
    WithoutOption,
)
from beltplan.cli.messages import console, reported
from beltplan.facts import load
from beltplan.faults import BeltplanError, Fault, FaultError, count, plain
from beltplan.futures import simulate
from beltplan.i18n import LANGS, speak
from beltplan.skills import Document, Reader, read_files, vocabulary

if TYPE_CHECKING:
    from beltplan.coverage import Coverage
    from beltplan.facts import Region

__all__ = ["app"]

DEFAULT = "nordic-battery-belt"
_YEARS_AHEAD = 4

app = typer.Typer(
    help="What is needed, what is taught, where, and what is missing.", no_args_is_help=True
)

CountOption = Annotated[int, typer.Option("--n", min=1, help="Number of futures.")]
YearOption = Annotated[
    int | None, typer.Option("--year", help="Year of the needs; four years ahead if not given.")
]
PlaceOption = Annotated[
    str | None, typer.Option("--place", help="Only this place.", metavar="PLACE")
]
NeedsOption = Annotated[
    list[Path] | None,
    typer.Option("--needs", help="Needs from surveys (see import). May be given again."),
]
AdvertsOption = Annotated[
    list[Path] | None,
    typer.Option("--adverts", help="Adverts of --place, as for skills read. May be given again."),
]
AccountOption = Annotated[
    bool, typer.Option("--account/--no-account", help="Take needs from the account of posts.")
]
EscoOption = Annotated[
    Path | None, typer.Option("--esco", help="Folder with the official ESCO CSV files.")
]


@app.command()
def run(
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.", metavar="DIR")] = Path(
        "out"
    ),
    place: PlaceOption = None,
    year: YearOption = None,
    needs: NeedsOption = None,
    adverts: AdvertsOption = None,
    account: AccountOption = True,
    esco: EscoOption = None,
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
    n: CountOption = 1_000,
    seed: SeedOption = 1,
    event: EventOption = None,
    without: WithoutOption = None,
) -> None:
    """Set needs against programmes, write every table as CSV and print the summary.

    Example: beltplan coverage run --place skelleftea --year 2030 --out out
    """
    with reported():
        loaded, found = _result(
            region,
            as_of,
            n,
            seed,
            event,
            without,
            place,
            year,
            needs,
            adverts,
            esco,
            account=account,
        )
        ranked = room.gaps(loaded, found, place=place)
        modules = room.draft_modules(loaded, found, ranked)
        written = view.write(found, ranked, modules, out, place)
    screen = console()
    for part in view.summary(found, place):
        screen.print(part)
    screen.print(view.gap_table(found, ranked, 10))
    screen.print(f"Wrote {', '.join(path.name for path in written)} to {out}.", soft_wrap=True)


@app.command()
def gaps(
    place: PlaceOption = None,
    year: YearOption = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many gaps to show.")] = 25,
    needs: NeedsOption = None,
    adverts: AdvertsOption = None,
    account: AccountOption = True,
    esco: EscoOption = None,
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
    n: CountOption = 1_000,
    seed: SeedOption = 1,
    event: EventOption = None,
    without: WithoutOption = None,
) -> None:
    """Print the gaps by posts affected, what closes each cheapest, and modules to draft.

    Example: beltplan coverage gaps --place skelleftea --year 2030
    """
    with reported():
        loaded, found = _result(
            region,
            as_of,
            n,
            seed,
            event,
            without,
            place,
            year,
            needs,
            adverts,
            esco,
            account=account,
        )
        ranked = room.gaps(loaded, found, place=place)
        modules = room.draft_modules(loaded, found, ranked)
    screen = console()
    screen.print(view.gap_table(found, ranked, top))
    screen.print(view.module_table(modules, top))
    for line in view.notes(found, ranked):
        screen.print(line, soft_wrap=True)


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="Workbook to write, .xlsx.")],
    lang: Annotated[str, typer.Option("--lang", help="Language: en, sv, fi or nb.")] = "en",
    region: RegionOption = DEFAULT,
) -> None:
    """Write the survey that a company fills in ten minutes.

    Example: beltplan coverage template survey-sv.xlsx --lang sv
    """
    if lang not in LANGS:
        raise typer.BadParameter(f"no language {lang!r}; there are {', '.join(LANGS)}")
    with reported():
        if file.suffix != ".xlsx":
            raise BeltplanError(f"{file.name} is no .xlsx file", "give a name that ends in .xlsx")
        loaded = load(region)
        voice = speak(lang)
        words = {name: voice.text(f"survey.{name}") for name in room.SURVEY_WORDS}
        content = room.template(loaded, lang, words, year=loaded.as_of.year)
        _save(file, content)
    console().print(f"Wrote {file}. Send it; bring answers back with `beltplan coverage import`.")


@app.command("import")
def bring(
    files: Annotated[list[Path], typer.Argument(help="Filled surveys, .xlsx.")],
    out: Annotated[Path, typer.Option("--out", help="Needs to write, .csv.")] = Path("needs.csv"),
    region: RegionOption = DEFAULT,
) -> None:
    """Bring filled surveys in: all of them, or all faults at once.

    Example: beltplan coverage import answers/*.xlsx --out needs.csv
    """
    with reported():
        loaded = load(region)
        tables, faults = [], []
        for file in files:
            try:
                tables.append(room.survey_needs(loaded, file))
            except FaultError as error:
                faults.append((file, error.faults))
        if faults:
            errors = console(error=True)
            for file, found in faults:
                errors.print(f"{file}: {count(found)}", soft_wrap=True)
                errors.print(plain(found), soft_wrap=True)
            errors.print("Nothing was imported: mend the surveys and try again.")
            raise typer.Exit(1)
        together = pl.concat(tables).unique("need_id", keep="last", maintain_order=True)
        room.write_needs(out, together)
    console().print(
        f"{together.height} needs of {len(files)} surveys in {out}. "
        f"Next: beltplan coverage run --needs {out}",
        soft_wrap=True,
    )


@app.command("export-elm")
def export_elm(
    file: Annotated[Path, typer.Argument(help="File to write, .jsonld.")],
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
) -> None:
    """Write the programmes as learning opportunities of the European Learning Model (JSON-LD).

    Example: beltplan coverage export-elm programmes.jsonld
    """
    with reported():
        document = room.elm(load(region, as_of))
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        _save(file, text.encode("utf-8"))
    console().print(f"Wrote {len(document['@graph'])} programmes to {file}.", soft_wrap=True)


def _save(file: Path, content: bytes) -> None:
    made = file.with_name(f".{file.name}.part")
    try:
        made.write_bytes(content)
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)


def _result(
    region: str,
    as_of: str | None,
    n: int,
    seed: int,
    event: list[str] | None,
    without: list[str] | None,
    place: str | None,
    year: int | None,
    files: list[Path] | None,
    adverts: list[Path] | None,
    esco: Path | None,
    *,
    account: bool,
) -> tuple[Region, Coverage]:
    loaded = load(region, as_of)
    view.place_of(loaded, place)
    target = loaded.as_of.year + _YEARS_AHEAD if year is None else year
    tables = [room.read_needs(path) for path in files or ()]
    uncovered: tuple[room.Uncovered, ...] = ()
    if adverts:
        if place is None:
            raise BeltplanError("adverts do not say where the posts are", "add --place PLACE")
        documents, faults = _documents(adverts)
        if faults:
            console(error=True).print(plain(faults), soft_wrap=True)
        reader = Reader(vocabulary(esco))
        tables.append(room.advert_needs(loaded, documents, place=place, year=target, reader=reader))
    if account:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=console(error=True), transient=True) as bar:
            task = bar.add_task("posts", total=n)
            futures = simulate(
                loaded,
                n=n,
                seed=seed,
                end=4 * target + 3,
                events=tuple(event or ()),
                without=tuple(without or ()),
            )
            balance = run_balance(
                loaded,
                futures,
                seed=seed,
                samples=False,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        made, uncovered = room.balance_needs(loaded, balance, futures, (target,))
        tables.append(made)
    if not tables:
        way_out = "give --needs or --adverts, or leave out --no-account"
        raise BeltplanError("there are no needs to set against programmes", way_out)
    together = pl.concat(tables)
    if place is not None:
        together = together.filter(pl.col("place_id") == place)
    return loaded, room.run(loaded, together, uncovered=uncovered)


def _documents(files: list[Path]) -> tuple[list[Document], list[Fault]]:
    documents: list[Document] = []
    faults: list[Fault] = []
    for item in read_files(files):
        if isinstance(item, Document):
            documents.append(item)
        else:
            faults.append(item)
    return documents, faults
