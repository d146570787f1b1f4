"""The list of sources: address, limits, terms; and the list of what is asked of them.

Both are data: CSV files with one row a source and one row a query. Another region brings its own.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources
import io
import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from beltplan.facts.errors import UnknownNameError, suggest
from beltplan.faults import Fault, FaultError, Kind
from beltplan.sources.errors import QUERY, REGISTRY

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Query", "Source", "choose", "codes_by_name", "places", "queries", "registry"]

_NAME = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
_LOCAL = ("127.0.0.1", "localhost", "::1")


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unknown(cls, value: object) -> object:
        return None if value == "" else value


class Source(_Row):
    """One source: a row of the registry.

    Attributes
    ----------
    name
        Short name on the command line and name of its folder in the cache.
    makes
        Which rows come of it.
    requests, per_seconds
        At most so many requests in so many seconds.
    rate_basis
        ``published`` where the service states the limit, ``courtesy`` where it does not.
    on_close
        What happens to a record that is closed: ``mark`` notes the day, ``delete`` takes it out of
        the records and of the cache, ``keep`` is for archives and figures, which do not close.
    token_env
        Environment variable that holds the access token, where one is needed.
    """

    name: str
    title: str
    country: Literal["SE", "FI", "NO"]
    makes: Literal["adverts", "programmes", "outcomes", "programme_types", "figures"]
    connector: str
    base_url: str
    requests: int
    per_seconds: float
    rate_basis: Literal["published", "courtesy"]
    page_size: int | None = None
    max_offset: int | None = None
    largest_mb: int
    on_close: Literal["mark", "delete", "keep"]
    token_env: str | None = None
    licence: str
    docs_url: str
    terms_url: str
    note: str | None = None

    @field_validator("name")
    @classmethod
    def _plain(cls, value: str) -> str:
        if not _NAME.fullmatch(value):
            msg = "a name has small letters, digits and hyphens"
            raise ValueError(msg)
        return value

    @field_validator("base_url")
    @classmethod
    def _encrypted(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme != "https" and parts.hostname not in _LOCAL:
            msg = "an address must begin with https://"
            raise ValueError(msg)
        return value.rstrip("/")


class Query(_Row):
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


def _rows(file: Path | None, shipped: str, kind: Kind) -> list[tuple[int, dict[str, str]]]:
    if file is None:
        data = importlib.resources.files("beltplan.sources").joinpath(shipped).read_bytes()
    else:
        data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault = kind.at(f"{file} is not UTF-8", "save it as CSV in UTF-8", value=str(file))
        raise FaultError([fault]) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    found = []
    for row in reader:
        cells = {str(name): "" if value is None else value for name, value in row.items()}
        if any(isinstance(value, list) for value in cells.values()):
            way_out = "quote cells that hold commas"
            raise FaultError([kind.at("a row has too many cells", way_out, line=reader.line_num)])
        found.append((reader.line_num, cells))
    return found


def _model_faults(error: ValidationError, kind: Kind, row: str, line: int) -> list[Fault]:
    return [
        kind.at(
            each["msg"],
            "correct the cell; docs/rooms/sources.md lists the columns",
            row=row,
            field=".".join(map(str, each["loc"])),
            value=str(each["input"]),
            line=line,
        )
        for each in error.errors()
    ]


def registry(file: Path | None = None) -> dict[str, Source]:
    """Return the sources by name.

    Parameters
    ----------
    file
        A registry of your own, such as one with a mirror; the shipped one if left out.

    Raises
    ------
    FaultError
        With all faults of the file.

    Examples
    --------
    >>> registry()["nav"].on_close
    'delete'
    """
    found: dict[str, Source] = {}
    faults: list[Fault] = []
    for line, row in _rows(file, "registry.csv", REGISTRY):
        name = row.get("name", "")
        try:
            source = Source.model_validate(row)
        except ValidationError as error:
            faults += _model_faults(error, REGISTRY, name, line)
            continue
        if name in found:
            faults.append(REGISTRY.at("the name is taken", "choose another", row=name, line=line))
        found[name] = source
    if faults:
        raise FaultError(faults)
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
    found: dict[str, Query] = {}
    faults: list[Fault] = []
    for line, row in _rows(file, "queries.csv", QUERY):
        name = row.get("query_id", "")
        try:
            query = Query.model_validate(row)
        except ValidationError as error:
            faults += _model_faults(error, QUERY, name, line)
            continue
        if name in found:
            faults.append(QUERY.at("the name is taken", "choose another", row=name, line=line))
        found[name] = query
        source = sources.get(query.source)
        if source is None:
            way_out = suggest(query.source, sources, otherwise=f"sources: {', '.join(sources)}")
            faults.append(
                QUERY.at("no such source", way_out, row=name, value=query.source, line=line)
            )
        elif source.makes == "figures":
            for field in ("table", "region", "time", "metric", "theme", "unit", "day"):
                if getattr(query, field) is None:
                    fault = QUERY.at(
                        "a figure needs it", f"fill {field}", row=name, field=field, line=line
                    )
                    faults.append(fault)
    if faults:
        raise FaultError(faults)
    return list(found.values())


def choose(names: list[str], known: dict[str, Source]) -> list[Source]:
    """Return the sources of these names; all of them where no name is given.

    Raises
    ------
    UnknownNameError
        If a name is not in the registry.
    """
    for name in names:
        if name not in known:
            message = f"no source is called {name!r}"
            raise UnknownNameError(
                message, suggest(name, known, otherwise=f"sources: {', '.join(known)}")
            )
    return [known[name] for name in dict.fromkeys(names or known)]


@functools.cache
def _municipalities() -> tuple[dict[str, str], ...]:
    text = importlib.resources.files("beltplan.sources").joinpath("municipalities.csv")
    return tuple(csv.DictReader(io.StringIO(text.read_text(encoding="utf-8"), newline="")))


@functools.cache
def places(country: str) -> dict[str, str]:
    """Return the region's places by municipality code (SCB, Statistics Finland, SSB Klass 131).

    Examples
    --------
    >>> places("SE")["2482"]
    'skelleftea'
    """
    return {row["code"]: row["place_id"] for row in _municipalities() if row["country"] == country}


@functools.cache
def codes_by_name(country: str) -> dict[str, str]:
    """Return municipality codes by name in capital letters, for services that give names.

    Examples
    --------
    >>> codes_by_name("NO")["RANA"]
    '1833'
    """
    rows = _municipalities()
    return {row["name"].upper(): row["code"] for row in rows if row["country"] == country}
