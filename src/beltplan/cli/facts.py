"""`beltplan facts`: check, show, compare, and edit a region in Excel."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beltplan import facts
from beltplan.cli.facts_view import change_lines, frame_table, row_view
from beltplan.cli.messages import console, reported
from beltplan.cli.options import DEFAULT, CsvOption, JsonOption, RegionOption
from beltplan.facts.descriptor import write_description
from beltplan.facts.difference import differences
from beltplan.facts.errors import TargetError, UnknownRowError, suggest
from beltplan.facts.package import DESCRIPTOR, is_shipped
from beltplan.facts.store import new_region
from beltplan.faults import count, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beltplan.facts import Region

__all__ = ["app"]

app = typer.Typer(help="Check, show and edit the dated facts of a region.", no_args_is_help=True)

XlsxOption = Annotated[Path, typer.Option("--xlsx", help="The Excel workbook (.xlsx).")]


@app.command()
def check(
    region: Annotated[
        str, typer.Argument(help="Name of a shipped region, or a folder.", metavar="REGION")
    ] = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Check a region and list all faults at once.

    Example: beltplan facts check ./my-region
    """
    with reported():
        faults = facts.check(region)
    if as_json:
        _print_json([fault.as_dict() for fault in faults])
    elif faults:
        console().print(plain(faults), soft_wrap=True)
        console(error=True).print(f"{count(faults)} in {region}: mend them and check again.")
    else:
        console().print(f"{region}: no faults.")
    if faults:
        raise typer.Exit(1)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(help="A table, or the id of a row.", metavar="TABLE|SUBJECT")
    ],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Show what was known on this day.", metavar="DATE")
    ] = None,
    region: RegionOption = DEFAULT,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Show a table, or all that is known of a place, a project or another row.

    Example: beltplan facts show ske_ett --as-of 2022-09-15
    """
    with reported():
        loaded = facts.load(region, as_of)
        if name in facts.schema():
            rows = [_flat(row) for row in loaded.table(name).iter_rows(named=True)]
            header: Iterable[str] = facts.schema().table(name).names
        else:
            rows = _subject_rows(loaded, name)
            header = ("table", "row", "field", "value")
        if as_json:
            _print_json(rows)
        elif as_csv:
            _print_csv(header, rows)
        elif name in facts.schema():
            console().print(frame_table(loaded, name))
        else:
            for table in _tables_with(loaded, name):
                console().print(row_view(loaded, table, name))


@app.command()
def diff(
    since: Annotated[str, typer.Option("--from", help="The earlier day.", metavar="DATE")],
    until: Annotated[
        str | None,
        typer.Option("--to", help="The later day; the data's own if left out.", metavar="DATE"),
    ] = None,
    region: RegionOption = DEFAULT,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """List what became known between two days, by place.

    Example: beltplan facts diff --from 2025-01-01 --to 2025-12-31
    """
    with reported():
        changes = differences(region, since=since, until=until)
        if as_json:
            _print_json([change.as_dict() for change in changes])
            return
        if as_csv:
            header = ("place_id", "table", "row", "subject", "what", "date", "known_from")
            more = ("before", "after", "source_ids")
            _print_csv((*header, *more), [change.as_dict() for change in changes])
            return
        out = console()
        for line in change_lines(facts.load(region, until), changes):
            out.print(line, soft_wrap=True)
        out.print(f"{len(changes)} rows became known.")


@app.command()
def export(xlsx: XlsxOption, region: RegionOption = DEFAULT) -> None:
    """Write all tables of a region to an Excel workbook, to be edited and imported again.

    Example: beltplan facts export --xlsx belt.xlsx
    """
    from beltplan.facts.workbook_write import export_workbook

    with reported():
        export_workbook(region, xlsx)
    more = "" if region == DEFAULT else f" --region {region}"
    console().print(f"Wrote {xlsx}. Bring it back: beltplan facts import --xlsx {xlsx}{more}")


@app.command("import")
def import_(
    xlsx: XlsxOption,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            help="Folder to write; the region's own folder, or ./REGION for a shipped region, "
            "if left out.",
            metavar="DIR",
        ),
    ] = None,
    region: RegionOption = DEFAULT,
) -> None:
    """Import an edited workbook: the whole region or, on any fault, nothing.

    Example: beltplan facts import --xlsx belt.xlsx --into my-belt
    """
    from beltplan.facts.workbook_import import import_workbook

    with reported():
        folder = facts.locate(region)
        target = into or (Path(folder.name) if is_shipped(folder) else folder)
        done = import_workbook(xlsx, region=region, into=target)
    out = console()
    for change in done.changes:
        out.print(
            f"{change.table}: {change.added} added, {change.changed} changed, "
            f"{change.removed} removed"
        )
    if not done.changes:
        out.print("No row differs from before.")
    out.print(f"Wrote {done.folder}. Use it with: --region {_as_folder(done.folder)}")


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name: small letters, digits, hyphens.")],
    into: Annotated[
        Path, typer.Option("--into", help="Folder in which it is made.", metavar="DIR")
    ] = Path(),
    title: Annotated[str, typer.Option("--title", help="English title.")] = "",
) -> None:
    """Begin a region: a folder with every table, empty, and a README.

    Example: beltplan facts new hydrogen-belt --title "Hydrogen Belt"
    """
    with reported():
        folder = new_region(name, into=into, title=title)
    console().print(f"Made {folder}. Read {folder / 'README.md'}, then fill sources.csv first.")


@app.command()
def describe(region: RegionOption = DEFAULT) -> None:
    """Write datapackage.json of a region anew from Beltplan's tables.

    Example: beltplan facts describe --region ./my-region
    """
    with reported():
        folder = facts.locate(region)
        try:
            path = write_description(folder)
        except OSError as error:
            message = f"cannot write {folder / DESCRIPTOR}: {error.strerror}"
            raise TargetError(message, "name a folder of your own with --region") from error
    console().print(f"Wrote {path}.")


def _tables_with(region: Region, name: str) -> list[str]:
    """Return the tables that have a row of that id."""
    spec = facts.schema()
    found = [
        table.name for table in spec.tables if name in region.table(table.name)[table.key].to_list()
    ]
    if found:
        return found
    for table in spec.tables:
        day = region.later[table.name].get(name)
        if day is not None:
            message = f"{name!r} of {table.name} is known from {day}, after {region.as_of}"
            raise UnknownRowError(message, f"use --as-of {day}")
    ids = [
        each
        for table in spec.tables
        if table.name != "texts"
        for each in region.table(table.name)[table.key].to_list()
    ]
    message = f"no table and no row is called {name!r}"
    otherwise = f"tables: {', '.join(spec.names)}"
    raise UnknownRowError(message, suggest(name, [*spec.names, *ids], otherwise=otherwise))


def _subject_rows(region: Region, name: str) -> list[dict[str, Any]]:
    """Return a subject as long rows: table, row, field, value."""
    rows = []
    for table in _tables_with(region, name):
        frames = [(table, [region.row(table, name)])]
        if table in ("projects", "places"):
            frames.append(("events", region.events(name).to_dicts()))
            frames.append(("figures", region.figures(name).to_dicts()))
        for each, members in frames:
            key = facts.schema().table(each).key
            rows += [
                {"table": each, "row": member[key], "field": field, "value": value}
                for member in members
                for field, value in _flat(member).items()
                if value not in (None, "")
            ]
    return rows


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: ";".join(value) if isinstance(value, list) else value for name, value in row.items()
    }


def _as_folder(folder: Path) -> str:
    text = str(folder)
    return text if folder.is_absolute() or "/" in text or "\\" in text else f"./{text}"


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def _print_csv(header: Iterable[str], rows: Iterable[dict[str, Any]]) -> None:
    writer = csv.DictWriter(sys.stdout, list(header), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
