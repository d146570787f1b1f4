"""`beltplan coverage`: what is needed, what is taught, where, and what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from beltplan import coverage as room
from beltplan.cli import coverage_view as view
from beltplan.cli.asked import Asked  # noqa: TC001 - read at run time
from beltplan.cli.coverage_needs import Needed, answer
from beltplan.cli.grouped import grouped
from beltplan.cli.messages import console, reported
from beltplan.cli.options import DEFAULT, AsOfOption, RegionOption
from beltplan.facts import load
from beltplan.faults import BeltplanError, FaultError, count, plain
from beltplan.i18n import LANGS, speak

__all__ = ["app"]


app = typer.Typer(
    help="What is needed, what is taught, where, and what is missing.", no_args_is_help=True
)

OutOption = Annotated[Path, typer.Option("--out", help="Folder to write to.", metavar="DIR")]


@app.command()
@grouped
def run(asked: Asked, needed: Needed, out: OutOption = Path("out")) -> None:
    """Set needs against programmes, write every table as CSV and print the summary.

    Example: beltplan coverage run --place skelleftea --year 2030 --out out
    """
    with reported():
        loaded, found = answer(asked, needed)
        ranked = room.gaps(loaded, found, place=needed.place)
        modules = room.draft_modules(loaded, found, ranked)
        written = view.write(found, ranked, modules, out, needed.place)
    screen = console()
    for part in view.summary(found, needed.place):
        screen.print(part)
    screen.print(view.gap_table(found, ranked, 10))
    screen.print(f"Wrote {', '.join(path.name for path in written)} to {out}.", soft_wrap=True)


@app.command()
@grouped
def gaps(
    asked: Asked,
    needed: Needed,
    top: Annotated[int, typer.Option("--top", min=1, help="How many gaps to show.")] = 25,
) -> None:
    """Print the gaps by posts affected, what closes each cheapest, and modules to draft.

    Example: beltplan coverage gaps --place skelleftea --year 2030
    """
    with reported():
        loaded, found = answer(asked, needed)
        ranked = room.gaps(loaded, found, place=needed.place)
        modules = room.draft_modules(loaded, found, ranked)
    screen = console()
    screen.print(view.gap_table(found, ranked, top))
    if modules.is_empty():
        screen.print("No module to draft: of every competence somebody is known to teach it.")
    else:
        screen.print(view.module_table(modules, top))
    for line in view.notes(loaded, found, ranked):
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
    everything: Annotated[
        bool, typer.Option("--all", help="Also programmes that lack what the profile requires.")
    ] = False,
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
) -> None:
    """Write the programmes as learning opportunities of the European Learning Model (JSON-LD).

    Example: beltplan coverage export-elm programmes.jsonld
    """
    with reported():
        loaded = load(region, as_of)
        document = room.elm(loaded, everything=everything)
        lacks = room.elm_lacks(loaded)
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        _save(file, text.encode("utf-8"))
    screen = console()
    screen.print(f"Wrote {len(document['@graph'])} programmes to {file}.", soft_wrap=True)
    if lacks:
        screen.print(view.lacking(lacks, everything=everything), soft_wrap=True)


def _save(file: Path, content: bytes) -> None:
    made = file.with_name(f".{file.name}.part")
    try:
        made.write_bytes(content)
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)
