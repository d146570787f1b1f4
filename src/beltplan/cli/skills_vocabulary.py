"""`beltplan skills fetch-esco` and `export`: the vocabulary in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from beltplan.cli.messages import console, reported
from beltplan.faults import BeltplanError
from beltplan.skills import vocabulary
from beltplan.skills.esco_fetch import LANGUAGES, VERSION, fetch_esco
from beltplan.skills.skos import NOTE, json_ld, turtle

__all__ = ["export", "fetch"]

_WRITERS = {".ttl": turtle, ".jsonld": json_ld}

Out = Annotated[Path, typer.Option("--out", help="Folder for the CSV files; name the version.")]
From = Annotated[
    Path | None,
    typer.Option("--from", help="Folder with ESCO's ZIP or CSV files, downloaded by hand."),
]
File = Annotated[Path, typer.Option("--out", help="File to write: .ttl (Turtle) or .jsonld.")]


def fetch(
    out: Out = Path(f"esco-v{VERSION}"),
    version: Annotated[str, typer.Option("--version", help="Version of ESCO.")] = VERSION,
    languages: Annotated[
        str, typer.Option("--languages", help="As ESCO writes them; Norwegian is no.")
    ] = ",".join(LANGUAGES),
    source: From = None,
) -> None:
    """Fetch ESCO from the European Commission; the same call goes on after a stop.

    Example: beltplan skills fetch-esco --out esco-v1.2.1 --languages en,sv,fi,no
    """
    with reported():
        asked = tuple(name.strip() for name in languages.split(",") if name.strip())
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            console=console(error=True),
        )
        with bar:
            tasks = {}

            def show(language: str, done: int, total: int) -> None:
                if language not in tasks:
                    tasks[language] = bar.add_task(f"ESCO {version} {language}", total=None)
                bar.update(tasks[language], completed=done, total=total or None)

            fetched = fetch_esco(
                out, version=version, languages=asked, source=source, progress=show
            )
        held = vocabulary(out, version=version)
        screen = console()
        screen.print(
            f"{len(fetched.new)} languages fetched, {len(fetched.held)} were there. "
            f"{out}: {len(held.concepts)} concepts with the shipped layers."
        )
        for note in held.notes:
            screen.print(f"Note: {note}.", soft_wrap=True)
        screen.print(NOTE)


def export(out: File) -> None:
    """Write the shipped competences and occupations as SKOS.

    Example: beltplan skills export --out battery.ttl
    """
    with reported():
        if out.suffix not in _WRITERS:
            raise BeltplanError(
                f"{out.name} has no ending that says its format", f"use {' or '.join(_WRITERS)}"
            )
        held = vocabulary()
        text = _WRITERS[out.suffix](held.concepts, version=held.versions[0])
        temporary = out.with_name(f"{out.name}.tmp")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(out)
        console().print(f"{len(held.concepts)} concepts in {out}.")
