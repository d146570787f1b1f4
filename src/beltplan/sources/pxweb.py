"""PxWeb 1 and PxWebApi 2: statistics of SCB, Statistics Finland and SSB.

Before a table is asked for, its metadata are read: a variable or a value that it does not have is
a clear fault, not a refused request. Limits of cells and calls that the service announces are kept.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl

from beltplan.facts.errors import suggest
from beltplan.faults import FaultError
from beltplan.sources import jsonstat
from beltplan.sources.errors import QUERY, TOO_MANY, UNKNOWN_CODE
from beltplan.sources.municipalities import places
from beltplan.sources.page import Page
from beltplan.sources.periods import read_period
from beltplan.sources.rows import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.faults import Fault, Kind
    from beltplan.sources.client import Answer, Client
    from beltplan.sources.pxweb_dialects import Limits, Table
    from beltplan.sources.query import Query

__all__ = ["Dialect", "PxWeb"]

_LAST = re.compile(r"last\((\d+)\)")
_MAX_CELLS = 10_000
"""Taken where a service announces no limit: less than any that we know of."""


class Dialect(Protocol):
    """How a version of PxWeb is spoken to."""

    def limits(self, client: Client) -> Limits:
        """Return what the service announces."""
        ...  # pragma: no cover - a protocol

    def table(self, client: Client, name: str) -> Table:
        """Return the variables of a table."""
        ...  # pragma: no cover - a protocol

    def data(self, client: Client, name: str, chosen: dict[str, list[str]]) -> Answer:
        """Return the JSON-stat 2 data set of chosen values."""
        ...  # pragma: no cover - a protocol


class PxWeb:
    """Reads tables.

    Parameters
    ----------
    dialect
        Version 1 or 2.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def request_of(self, row_id: str) -> None:
        """Return None: figures are not deleted."""
        del row_id

    def pages(
        self, client: Client, query: Query, position: dict[str, Any] | None
    ) -> Iterator[Page]:
        """Yield the figures of a query, as many cells at a time as the service allows."""
        limits = self._dialect.limits(client)
        if limits.calls and limits.seconds:
            client.limiter.tighten(limits.calls, limits.seconds)
        name = query.table or ""
        table = self._dialect.table(client, name)
        chosen = _chosen(client, query, table)
        regions = chosen[query.region or ""]
        others = math.prod(len(v) for key, v in chosen.items() if key != query.region)
        at_once = (limits.cells or _MAX_CELLS) // max(1, others)
        if at_once < 1:
            message = f"{name}: {others} cells for one region, above the limit of the service"
            raise FaultError([client.fault(TOO_MANY, message, "choose fewer values")])
        first = position["region"] if position else 0
        for start in range(first, len(regions), at_once):
            part = {**chosen, query.region or "": regions[start : start + at_once]}
            got = self._dialect.data(client, name, part)
            data = jsonstat.read(got.content)
            rows, notes = _figures(client, query, data, got.day)
            after = start + at_once
            yield Page(
                rows,
                {"region": after},
                got.day,
                announced=len(regions) * len(chosen[query.time or ""]),
                last=after >= len(regions),
                notes=notes,
            )


def _chosen(client: Client, query: Query, table: Table) -> dict[str, list[str]]:
    """Return the values to ask for, by variable.

    Raises
    ------
    FaultError
        With all variables and values that the table does not have.
    """
    faults: list[Fault] = []

    def wrong(kind: Kind, message: str, way_out: str, value: str) -> None:
        faults.append(client.fault(kind, f"{query.query_id}: {message}", way_out, value=value))

    asked = dict(parse_qsl(query.selection or ""))
    for variable in (*asked, query.region or "", query.time or ""):
        if variable not in table.variables:
            known = ", ".join(table.variables)
            way_out = suggest(variable, table.variables, otherwise=f"variables: {known}")
            wrong(UNKNOWN_CODE, "the table has no such variable", way_out, variable)
    chosen: dict[str, list[str]] = {}
    for variable, values in table.variables.items():
        if variable == query.region:
            prefix = query.region_prefix or ""
            codes = [f"{prefix}{code}" for code in places(client.source.country)]
            chosen[variable] = [code for code in codes if code in set(values)]
            if not chosen[variable]:
                way_out = f"its first values are {', '.join(values[:5])}; set region_prefix"
                wrong(UNKNOWN_CODE, "the table has none of our municipalities", way_out, codes[0])
        elif variable in asked:
            found, unknown = _values(asked[variable], values)
            chosen[variable] = found
            for value in unknown:
                way_out = suggest(value, values, otherwise=f"values: {', '.join(values[:20])}")
                wrong(UNKNOWN_CODE, f"{variable} has no such value", way_out, value)
        elif variable == query.time or variable not in table.may_be_summed:
            wrong(QUERY, f"{variable} must be chosen", "name its values in selection", variable)
        if len(chosen.get(variable, ())) > 1 and variable not in (query.region, query.time):
            wrong(QUERY, f"{variable} has several values", "one query, one figure", variable)
    if faults:
        raise FaultError(faults)
    return chosen


def _values(text: str, values: list[str]) -> tuple[list[str], list[str]]:
    """Return the values meant by ``*``, ``last(n)`` or a list, and those that there are not."""
    if text == "*":
        return list(values), []
    last = _LAST.fullmatch(text)
    if last:
        count = int(last[1])
        return (values[-count:] if count else []), []
    wanted = text.split(",")
    return [each for each in wanted if each in values], [
        each for each in wanted if each not in values
    ]


def _figures(
    client: Client, query: Query, data: jsonstat.Dataset, day: dt.date
) -> tuple[list[Figure], list[str]]:
    codes = places(client.source.country)
    updated = dt.date.fromisoformat(data.updated) if data.updated else day
    rows: list[Figure] = []
    unread: set[str] = set()
    unknown = 0
    for cell in data.frame().iter_rows(named=True):
        period = read_period(cell[query.time or ""], end=query.day == "end")
        place = codes.get(cell[query.region or ""].removeprefix(query.region_prefix or ""))
        if period is None or place is None:
            unread.add(str(cell[query.time or ""]))
            continue
        unknown += cell["value"] is None
        rows.append(
            Figure(
                id=f"{place}.{query.metric}.{period[0]}",
                source=client.source.name,
                subject_type="place",
                subject=place,
                theme=query.theme or "",
                metric=query.metric or "",
                value=cell["value"],
                symbol=cell["status"],
                unit=query.unit or "",
                period=period[0],
                date=period[1],
                status="actual",
                definition=data.label,
                known_from=updated,
                note=f"Table {query.table}, updated {updated}",
            )
        )
    notes = []
    if unread:
        notes.append(f"{query.query_id}: periods not understood: {', '.join(sorted(unread)[:5])}")
    if unknown:
        notes.append(f"{query.query_id}: {unknown} cells without a value stay unknown")
    return rows, notes
