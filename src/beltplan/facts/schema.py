"""The tables and fields of a region, read from the one attribute table.

`attributes.csv` is the only place where a table or a field is declared. Loading,
checking, `datapackage.json`, the reference pages and the Excel templates are made
from it.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources
from dataclasses import dataclass
from typing import Final

import polars as pl

__all__ = ["Field", "Schema", "Table", "dtype", "schema"]

_DTYPES: Final[dict[str, pl.DataType]] = {
    "id": pl.String(),
    "text": pl.String(),
    "enum": pl.String(),
    "country": pl.String(),
    "number": pl.Float64(),
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "list": pl.List(pl.String()),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table.

    Attributes
    ----------
    table, name
        Where it is.
    type
        One of id, text, number, integer, boolean, date, enum, list, country.
    unit
        Unit of a number; empty where the row states its own unit.
    required
        Whether the cell may be empty.
    primary
        Whether the field names the row.
    references
        Table and field whose values it must repeat, or None.
    values
        Allowed values of an enum.
    minimum, maximum
        Bounds of a number, or None.
    lang
        ``en`` for an English text that `texts` translates, ``name`` for a proper name
        that is valid in every language, otherwise empty.
    latest
        True for a field that tells the state on the package's own date (the present owner of
        a plant, the outcome of a forecast): empty in a view of an earlier day.
    default
        Value that a form offers for a new row.
    description
        What the field holds.
    """

    table: str
    name: str
    type: str
    unit: str
    required: bool
    primary: bool
    references: tuple[str, str] | None
    values: tuple[str, ...]
    minimum: float | None
    maximum: float | None
    lang: str
    latest: bool
    default: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name and its fields in order."""

    name: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the fields in order."""
        return tuple(field.name for field in self.fields)

    @property
    def key(self) -> str:
        """Return the name of the field that names a row."""
        return next(field.name for field in self.fields if field.primary)

    @property
    def filename(self) -> str:
        """Return the name of the table's file."""
        return f"{self.name}.csv"

    def __contains__(self, name: object) -> bool:
        return any(field.name == name for field in self.fields)

    def field(self, name: str) -> Field:
        """Return a field by name.

        Raises
        ------
        KeyError
            If the table has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables in order."""

    tables: tuple[Table, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the tables in order."""
        return tuple(table.name for table in self.tables)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def table(self, name: str) -> Table:
        """Return a table by name.

        Raises
        ------
        KeyError
            If there is no such table.
        """
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)


def dtype(field: Field) -> pl.DataType:
    """Return the polars type of a field."""
    return _DTYPES[field.type]


@functools.cache
def schema() -> Schema:
    """Return the schema of this version of Beltplan (part of the code, so kept).

    Examples
    --------
    >>> schema().table("events").key
    'event_id'
    >>> schema().table("events").field("project_id").references
    ('projects', 'project_id')
    """
    text = importlib.resources.files("beltplan.facts").joinpath("attributes.csv").read_text("utf-8")
    fields: dict[str, list[Field]] = {}
    for row in csv.DictReader(text.splitlines()):
        reference = row["references"].split(".")
        fields.setdefault(row["table"], []).append(
            Field(
                table=row["table"],
                name=row["field"],
                type=row["type"],
                unit=row["unit"],
                required=row["required"] == "yes",
                primary=row["key"] == "primary",
                references=(reference[0], reference[1]) if row["references"] else None,
                values=tuple(row["values"].split("|")) if row["values"] else (),
                minimum=float(row["minimum"]) if row["minimum"] else None,
                maximum=float(row["maximum"]) if row["maximum"] else None,
                lang=row["lang"],
                latest=row["latest"] == "yes",
                default=row["default"],
                description=row["description"],
            )
        )
    return Schema(tuple(Table(name, tuple(members)) for name, members in fields.items()))
