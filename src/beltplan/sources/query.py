"""The list of what is asked of the sources: a CSV file with one row a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qsl

from beltplan.facts.errors import suggest
from beltplan.sources.errors import QUERY
from beltplan.sources.listing import Row, read_list
from beltplan.sources.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from beltplan.faults import Fault
    from beltplan.sources.registry import Source

__all__ = ["Query", "queries"]

_OF_FIGURES: Final = ("table", "region", "time", "metric", "theme", "unit", "day")


class Query(Row):
    """What is asked of a source: a row of the list of queries.

    `parameters` and `selection` are written like the query of an address, ``q=batteri&region=24``.
    `table` to `day` are for statistics: the table, the values chosen (``*``, ``last(5)``, or
    values separated by commas), the dimensions of region and time, and which figure it makes.
    """

    query_id: str
    source: str
    parameters: str | None = None
    table: str | None = None
    selection: str | None = None
    region: str | None = None
    region_prefix: str | None = None
    time: str | None = None
    metric: str | None = None
    theme: str | None = None
    unit: str | None = None
    day: Literal["start", "end"] | None = None
    verified: str | None = None
    note: str | None = None

    @property
    def asked(self) -> dict[str, list[str]]:
        """Return the parameters, each with its values."""
        found: dict[str, list[str]] = {}
        for name, value in parse_qsl(self.parameters or "", keep_blank_values=True):
            found.setdefault(name, []).append(value)
        return found


def queries(file: Path | None = None, *, known: dict[str, Source] | None = None) -> list[Query]:
    """Return the queries, in the order of the file.

    Raises
    ------
    FaultError
        With all faults of the file.

    Examples
    --------
    >>> [query.query_id for query in queries() if query.source == "nav"]
    ['nav-helgeland']
    """
    sources = registry() if known is None else known
    found = read_list(
        file,
        shipped="queries.csv",
        model=Query,
        key="query_id",
        kind=QUERY,
        check=lambda query, line: _check(query, line, sources),
    )
    return list(found.values())


def _check(query: Query, line: int, sources: Mapping[str, Source]) -> Iterator[Fault]:
    """Find a source that is not there, and what a figure needs and lacks."""
    source, name = sources.get(query.source), query.query_id
    if source is None:
        way_out = suggest(query.source, sources, otherwise=f"sources: {', '.join(sources)}")
        yield QUERY.at("no such source", way_out, row=name, value=query.source, line=line)
    elif source.makes == "figures":
        for field in _OF_FIGURES:
            if getattr(query, field) is None:
                yield QUERY.at(
                    "a figure needs it", f"fill {field}", row=name, field=field, line=line
                )
