"""`beltplan sources`: bring adverts, programmes and figures from open services."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from beltplan.cli.messages import console, reported
from beltplan.cli.options import DEFAULT, JsonOption, RegionOption
from beltplan.cli.sources_view import report_lines
from beltplan.faults import BeltplanError, FaultError
from beltplan.sources import Report, choose, connector, queries, registry, sync
from beltplan.sources.errors import QUERY
from beltplan.sources.proposal import propose
from beltplan.sources.store import Store

if TYPE_CHECKING:
    from rich.progress import TaskID

__all__ = ["app"]

app = typer.Typer(
    help="Bring adverts, programmes and figures from open services; no region is changed.",
    no_args_is_help=True,
)

Names = Annotated[
    list[str] | None, typer.Argument(help="Sources; all if left out.", metavar="NAME")
]
Cache = Annotated[
    Path, typer.Option("--cache", help="Folder that keeps answers and records.", metavar="DIR")
]
Registry = Annotated[
    Path | None, typer.Option("--registry", help="Your own list of sources (CSV).", metavar="FILE")
]
CACHE = Path("beltplan-cache")


@app.command("list")
def list_(
    cache: Cache = CACHE, registry_file: Registry = None, as_json: JsonOption = False
) -> None:
    """List the sources: what they make, limits, licence, and when they were last synced.

    Example: beltplan sources list
    """
    with reported():
        known = registry(registry_file)
        done = {name: Store(cache / name).report() for name in known}
        days = {name: Store(cache / name).state().get("day", "") for name in known}
    if as_json:
        rows = [
            {**source.model_dump(), "synced": days[name], "report": done[name]}
            for name, source in known.items()
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    table = Table("name", "what", "country", "makes", "at most", "licence", "synced", "held")
    for name, source in known.items():
        report = done[name]
        table.add_row(
            name,
            source.title,
            source.country,
            source.makes,
            f"{source.requests} in {source.per_seconds:g} s ({source.rate_basis})",
            source.licence,
            days[name] or "never",
            str(report["held"]) if report else "",
        )
    console().print(table)


@app.command("sync")
def sync_(
    names: Names = None,
    cache: Cache = CACHE,
    offline: Annotated[
        bool, typer.Option("--offline", help="Use the cache only; no network.")
    ] = False,
    queries_file: Annotated[
        Path | None,
        typer.Option("--queries", help="Your own list of queries (CSV).", metavar="FILE"),
    ] = None,
    registry_file: Registry = None,
    as_json: JsonOption = False,
) -> None:
    """Bring sources up to date in the cache, and report what is new, changed, closed, deleted.

    Example: beltplan sources sync utdanning scb --cache beltplan-cache
    """
    with reported():
        known = registry(registry_file)
        chosen = choose(names or [], known)
        asked = queries(queries_file, known=known)
        missing = [each.name for each in chosen if each.name not in {q.source for q in asked}]
        if missing and names:
            way_out = "add a row to your list of queries"
            raise FaultError(
                [QUERY.at(f"{name} has no query", way_out, row=name) for name in missing]
            )
        reports: list[Report] = []
        with _bar(quiet=as_json) as bar:
            tasks: dict[str, TaskID] = {}

            def told(source: str, query: str, done: int, announced: int | None) -> None:
                if query not in tasks:
                    tasks[query] = bar.add_task(f"{source}: {query}", total=announced)
                bar.update(tasks[query], completed=done, total=announced or done)

            for source in chosen:
                own = [query for query in asked if query.source == source.name]
                if own:
                    reports.append(
                        sync(source, own, connector(source), cache, offline=offline, progress=told)
                    )
    if as_json:
        text = json.dumps([each.as_dict() for each in reports], ensure_ascii=False, indent=2)
        sys.stdout.write(text + "\n")
    else:
        out = console()
        for report in reports:
            for line in report_lines(report, cache):
                out.print(line, soft_wrap=True)
    if any(report.faults or not report.finished for report in reports):
        raise typer.Exit(1)


@app.command("apply")
def apply(
    xlsx: Annotated[
        Path, typer.Option("--xlsx", help="The Excel workbook to write.", metavar="FILE")
    ],
    names: Names = None,
    cache: Cache = CACHE,
    region: RegionOption = DEFAULT,
    registry_file: Registry = None,
) -> None:
    """Propose synced programmes and figures as rows of a region, in a workbook to be read first.

    Example: beltplan sources apply --xlsx proposal.xlsx
    """
    with reported():
        chosen = choose(names or [], registry(registry_file))
        if not any((cache / source.name / "records.jsonl").is_file() for source in chosen):
            raise BeltplanError(
                f"the cache {cache} holds nothing of {', '.join(s.name for s in chosen)}",
                "run `beltplan sources sync` first, or name another --cache",
            )
        made = propose(chosen, cache, region=region, file=xlsx)
    out = console()
    for table in ("sources", "programmes", "figures"):
        added, renewed = made.added.get(table, []), made.renewed.get(table, [])
        if added or renewed:
            out.print(f"{table}: {len(added)} added, {len(renewed)} renewed")
    out.print(f"Figures that agree with the region: {len(made.agreed)}")
    for conflict in made.conflicts:
        out.print(f"Left to you: {conflict}", soft_wrap=True)
    if made.unknown:
        out.print(f"Without a value, so not proposed: {len(made.unknown)}")
    for name, count in made.left_out.items():
        out.print(f"{name}: {count} rows stay in the cache; the region has no table for them.")
    more = "" if region == DEFAULT else f" --region {region}"
    out.print(f"Wrote {xlsx}. Read it, then: beltplan facts import --xlsx {xlsx}{more}")


def _bar(*, quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console(error=True),
        disable=quiet or not sys.stderr.isatty(),
        transient=True,
    )
