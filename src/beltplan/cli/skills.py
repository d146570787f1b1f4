"""`beltplan skills`: read adverts, courses and needs, and see what the vocabulary holds."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the types at run time
from typing import Annotated

import polars as pl
import typer
from rich.table import Table

from beltplan.cli.intake import shown, texts_of
from beltplan.cli.messages import console, reported
from beltplan.cli.options import (  # noqa: TC001 - typer reads the types at run time
    EscoOption,
    EscoVersionOption,
    NearOption,
    VoikkoOption,
)
from beltplan.cli.skills_archive import archive
from beltplan.cli.skills_vocabulary import export, fetch
from beltplan.faults import BeltplanError, count
from beltplan.skills import Document, Reader, encoder_from, vocabulary

__all__ = ["app"]

app = typer.Typer(
    name="skills",
    help="Read adverts, courses and needs in Swedish, Finnish, Norwegian, Danish and English.",
    no_args_is_help=True,
)

app.command("archive")(archive)
app.command("fetch-esco")(fetch)
app.command("export")(export)

_ENDINGS = (".parquet", ".csv", ".jsonl")
_SHOWN = 40
_NAMED = 10


@app.command("read")
def read(
    files: Annotated[
        list[Path], typer.Argument(help="Text, JSON lines, CSV, HTML, DOCX or PDF; .gz for lines.")
    ],
    esco: EscoOption = None,
    esco_version: EscoVersionOption = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the table: .parquet, .csv or .jsonl.")
    ] = None,
    near: NearOption = True,
    voikko: VoikkoOption = False,
    encoder: Annotated[
        Path | None,
        typer.Option(
            "--encoder", help="Local folder of a sentence encoder, to rank near matches with."
        ),
    ] = None,
) -> None:
    """Find the competences and occupations that texts name, each with its place and why.

    Example: beltplan skills read adverts.jsonl course.html --out found.parquet
    """
    with reported():
        if out is not None:
            _check(out, files)
        waiting = console(error=True)
        with waiting.status("Loading the vocabulary"):
            reader = Reader(
                vocabulary(esco, version=esco_version),
                near=near,
                voikko=voikko,
                encoder=None if encoder is None else encoder_from(encoder),
            )
        documents, faults = texts_of(files, but=out)
        with waiting.status(f"Reading {_texts(documents)}"):
            found = pl.DataFrame(reader.read(documents))
        screen = console()
        for note in reader.notes:
            screen.print(f"Note: {note}.", soft_wrap=True)
        if out is not None:
            _save(found, out)
        elif found.height:
            screen.print(_table(found))
            if found.height > _SHOWN:
                screen.print(f"… and {found.height - _SHOWN} more; --out FILE writes all.")
        screen.print(
            f"{_texts(documents)} read, {found.height} found, vocabulary "
            f"{', '.join(reader.vocabulary.versions)}."
        )
        if empty := _empty(documents, found):
            screen.print(empty, soft_wrap=True)
        if faults:
            errors = console(error=True)
            errors.print(shown(faults), soft_wrap=True)
            rest = "the rest was read" if documents else "nothing was read"
            errors.print(f"{count(faults)}: {rest}.")
            raise typer.Exit(1)


def _check(out: Path, files: list[Path]) -> None:
    """Say before the reading what would stop the writing."""
    if out.suffix not in _ENDINGS:
        raise BeltplanError(
            f"{out.name} has no ending that says its format", f"use {', '.join(_ENDINGS)}"
        )
    if out.is_dir() or not out.absolute().parent.is_dir():
        what = "is a folder" if out.is_dir() else "lies in a folder that is not there"
        raise BeltplanError(f"{out} {what}", "give the name of a file in a folder that exists")
    if out.exists() and any(out.samefile(file) for file in files if file.is_file()):
        raise BeltplanError(f"{out} is one of the files to read", "give another name to write to")


def _texts(documents: list[Document]) -> str:
    return "1 text" if len(documents) == 1 else f"{len(documents)} texts"


def _table(found: pl.DataFrame) -> Table:
    """Return the first finds as a table for the terminal."""
    table = Table("text", "language", "place", "stands there", "label", "score", "how")
    for row in found.head(_SHOWN).iter_rows(named=True):
        table.add_row(
            row["text_id"],
            row["language"],
            f"{row['start']}-{row['end']}",
            " ".join(row["surface"].split())[:60],
            row["label"],
            f"{row['score']:.2f}",
            row["method"],
        )
    return table


def _empty(documents: list[Document], found: pl.DataFrame) -> str:
    """Return which texts hold nothing that the vocabulary knows."""
    some = set(found["text_id"])
    names = [document.name for document in documents if document.name not in some]
    if not names:
        return ""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"Nothing found in {len(names)}: {', '.join(names[:_NAMED])}{more}."


def _save(found: pl.DataFrame, out: Path) -> None:
    """Write the table whole or not at all."""
    made = out.with_name(f".{out.name}.part")
    try:
        if out.suffix == ".parquet":
            found.write_parquet(made)
        elif out.suffix == ".csv":
            # A mark, or Excel takes å for two letters; and no text that it would run as a formula.
            texts = pl.col("text_id", "sentence", "surface")
            formula = texts.str.contains(r"^[=+\-@\t\r]")
            safe = pl.when(formula).then("'" + texts).otherwise(texts).name.keep()
            found.with_columns(safe).write_csv(made, include_bom=True)
        else:
            found.write_ndjson(made)
        made.replace(out)
    except OSError as error:
        raise BeltplanError(
            f"{out} cannot be written: {error.strerror or 'no access'}", "choose another folder"
        ) from None
    finally:
        made.unlink(missing_ok=True)


@app.command("vocabulary")
def show(esco: EscoOption = None, esco_version: EscoVersionOption = "") -> None:
    """Show the layers of the vocabulary, their versions and how many labels each language has.

    Example: beltplan skills vocabulary --esco esco-v1.2.0
    """
    with reported():
        held = vocabulary(esco, version=esco_version)
        screen = console()
        screen.print(f"Layers: {', '.join(held.versions)}")
        for note in held.notes:
            screen.print(f"Note: {note}.", soft_wrap=True)
        table = Table("language", "concepts with a label")
        for language, n in held.languages().items():
            table.add_row(language, str(n))
        screen.print(table)
