"""The reference page of all tables and fields, made from the attribute table."""

from __future__ import annotations

from beltplan.facts.schema import Field, Table, schema

__all__ = ["table_section", "tables_page"]

_TYPES = {
    "id": "name of a row: no blanks at its ends, no semicolon",
    "text": "text",
    "number": "number: digits, a point for decimals, no thousands separator",
    "integer": "whole number",
    "boolean": "true or false",
    "date": "day, as YYYY-MM-DD",
    "enum": "one of the values listed",
    "list": "members separated by semicolons",
    "country": "ISO 3166-1 alpha-2 code",
}


def tables_page() -> str:
    """Return the Markdown page of all tables.

    Examples
    --------
    >>> tables_page().splitlines()[0]
    '# Tables'
    """
    lines = [
        "# Tables",
        "",
        "A region is a folder with one CSV file for each of these tables and a "
        "`datapackage.json`. An empty cell means unknown. `*` marks fields that must be filled.",
        "",
        "| type | form |",
        "|---|---|",
        *(f"| {name} | {form} |" for name, form in _TYPES.items()),
        "",
    ]
    for table in schema().tables:
        lines += [table_section(table), ""]
    return "\n".join(lines).rstrip() + "\n"


def table_section(table: Table) -> str:
    """Return the Markdown section of one table."""
    lines = [
        f"## {table.name}",
        "",
        "| field | type | unit | description |",
        "|---|---|---|---|",
    ]
    for field in table.fields:
        mark = "*" if field.required else ""
        lines.append(
            f"| `{field.name}`{mark} | {field.type} | {field.unit} | {_description(field)} |"
        )
    return "\n".join(lines)


def _description(field: Field) -> str:
    parts = [field.description]
    if field.values:
        parts.append("One of " + ", ".join(f"`{value}`" for value in field.values))
    if field.references:
        parts.append(f"Refers to `{field.references[0]}.{field.references[1]}`")
    if field.minimum is not None and field.maximum is not None:
        parts.append(f"From {field.minimum:g} to {field.maximum:g}")
    elif field.minimum is not None:
        parts.append(f"At least {field.minimum:g}")
    if field.latest:
        parts.append("Tells the present: empty in a view of the past")
    return ". ".join(parts).replace("|", "\\|")
