"""`datapackage.json`: a Frictionless tabular data package made from the attribute table."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from beltplan.facts.package import DESCRIPTOR, read_descriptor
from beltplan.facts.schema import Field, Table, schema

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "describe",
    "descriptor_text",
    "is_current",
    "moment",
    "new_descriptor",
    "write_description",
]

_TYPES = {
    "id": "string",
    "text": "string",
    "enum": "string",
    "country": "string",
    "list": "string",
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
}


def new_descriptor(name: str, title: str, created: date) -> dict[str, Any]:
    """Return the part of a descriptor that speaks of the whole region, for a new one."""
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "titles": {"en": title},
        "description": "",
        "version": "0.1.0",
        "created": moment(created),
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [{"title": "The Beltplan authors", "role": "author"}],
        "sources": [{"title": "The publications behind each row", "path": "sources.csv"}],
    }


def moment(day: date) -> str:
    """Return a day as the moment that `created` of a data package must be.

    Examples
    --------
    >>> moment(date(2026, 11, 21))
    '2026-11-21T00:00:00Z'
    """
    return f"{day.isoformat()}T00:00:00Z"


def descriptor_text(content: dict[str, Any]) -> str:
    """Return the text of `datapackage.json`: the region's own part with the tables anew.

    Parameters
    ----------
    content
        A descriptor, whose ``resources`` are replaced.
    """
    own = {key: value for key, value in content.items() if key != "resources"}
    whole = {**own, "resources": [_resource(table) for table in schema().tables]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def describe(folder: Path) -> str:
    """Return what `datapackage.json` of a folder should read with this version's tables.

    Raises
    ------
    FaultError
        If there is no descriptor to take the name, title and date from.
    """
    return descriptor_text(read_descriptor(folder).content)


def is_current(folder: Path) -> bool:
    """Return whether `datapackage.json` describes the tables of this version."""
    content = read_descriptor(folder).content
    return bool(content.get("resources") == json.loads(descriptor_text(content))["resources"])


def write_description(folder: Path) -> Path:
    """Write `datapackage.json` of a folder anew, or a first one, and return its path.

    Raises
    ------
    FaultError
        If there is one that cannot be read.
    """
    path = folder / DESCRIPTOR
    if path.is_file():
        text = describe(folder)
    else:
        name = folder.resolve().name
        today = date.today()  # noqa: DTZ011 - the author's own calendar day
        text = descriptor_text(new_descriptor(name, name, today))
    temporary = path.with_suffix(".json.new")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    temporary.replace(path)
    return path


def _resource(table: Table) -> dict[str, Any]:
    keys = [
        {
            "fields": [field.name],
            "reference": {
                "resource": "" if field.references[0] == table.name else field.references[0],
                "fields": [field.references[1]],
            },
        }
        for field in table.fields
        if field.references and field.type != "list"
    ]
    described: dict[str, Any] = {
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": [table.key],
    }
    if keys:
        described["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.filename,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\n"},
        "schema": described,
    }


def _field(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.primary:
        constraints["unique"] = True
    if field.values:
        constraints["enum"] = list(field.values)
    if field.type == "country":
        constraints["pattern"] = "[A-Z]{2}"
    for name, bound in (("minimum", field.minimum), ("maximum", field.maximum)):
        if bound is not None:
            constraints[name] = int(bound) if bound == int(bound) else bound
    entry: dict[str, Any] = {"name": field.name, "type": _TYPES[field.type]}
    if field.type == "boolean":
        entry |= {"trueValues": ["true"], "falseValues": ["false"]}
    if field.type == "list":
        entry["separator"] = ";"
    if field.unit:
        entry["unit"] = field.unit
    entry["description"] = field.description
    if constraints:
        entry["constraints"] = constraints
    return entry
