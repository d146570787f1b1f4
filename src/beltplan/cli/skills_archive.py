"""`beltplan skills archive`: millions of adverts to a folder of Parquet files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from beltplan.cli.messages import console, reported
from beltplan.cli.options import (  # noqa: TC001 - typer reads the types at run time
    EscoOption,
    EscoVersionOption,
    NearOption,
    VoikkoOption,
)
from beltplan.faults import plain
from beltplan.skills import vocabulary
from beltplan.skills.archive.run import read_archive

__all__ = ["archive"]

_SHOWN = 20

File = Annotated[Path, typer.Argument(help="One JSON object per line; .gz or not.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for the Parquet files.")]


def archive(
    file: File,
    out: Out,
    esco: EscoOption = None,
    esco_version: EscoVersionOption = "",
    near: NearOption = True,
    voikko: VoikkoOption = False,
    encoder: Annotated[
        Path | None,
        typer.Option(
            "--encoder",
            help="Local folder of a sentence encoder, on every machine that reads; slow: 2 to "
            "20 ms of one core for each new sentence.",
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help="Processes here.", show_default="all cores")
    ] = os.cpu_count() or 1,
    cluster: Annotated[
        str, typer.Option("--cluster", help="Address of a Dask scheduler: tcp://host:8786.")
    ] = "",
    part_mb: Annotated[
        float, typer.Option("--part-mb", min=0.001, help="Text of one part, in megabytes.")
    ] = 16,
) -> None:
    """Read an archive of adverts into Parquet files; the same call goes on after a stop.

    Example: beltplan skills archive adverts-2024.jsonl.gz --out found-2024
    """
    with reported():
        with console(error=True).status("Loading the vocabulary"):
            words = vocabulary(esco, version=esco_version)
        screen = console()
        for note in words.notes:
            screen.print(f"Note: {note}.", soft_wrap=True)
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=console(error=True),
        )
        with bar:
            task = bar.add_task(file.name, total=None)
            report = read_archive(
                file,
                out,
                words=words,
                near=near,
                voikko=voikko,
                encoder=encoder,
                workers=workers,
                cluster=cluster,
                part_megabytes=part_mb,
                progress=lambda read, total: bar.update(task, completed=read, total=total),
            )
        screen.print(
            f"{report.texts} texts read, {report.finds} found, {report.parts} parts in {out} "
            f"({report.new_parts} in this run), vocabulary {', '.join(words.versions)}."
        )
        if report.new_characters:
            rate = report.new_characters / 1e6 / report.seconds
            screen.print(f"{rate:.1f} million characters a second.")
        if report.n_faults:
            errors = console(error=True)
            errors.print(plain(report.faults[:_SHOWN]), soft_wrap=True)
            errors.print(f"{report.n_faults} lines could not be read; the rest was read.")
            raise typer.Exit(1)
