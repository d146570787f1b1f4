"""The two versions of PxWeb: addresses, metadata, limits, the form of a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from beltplan.sources import jsonstat
from beltplan.sources.intake import Record, answer

if TYPE_CHECKING:
    from beltplan.sources.client import Answer, Client

__all__ = ["Limits", "PxWeb1", "PxWeb2", "Table"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Cells of an answer, and calls in so many seconds; 0 where none is announced."""

    cells: int = 0
    calls: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """The variables of a table with their values, and those that may be summed away."""

    variables: dict[str, list[str]]
    may_be_summed: frozenset[str]


class _Config1(Record):
    maxCells: int | None = None  # noqa: N815 - the services' own names
    maxValues: int | None = None  # noqa: N815
    maxCalls: int = 0  # noqa: N815
    timeWindow: int = 0  # noqa: N815


class _Variable1(Record):
    code: str
    values: list[str]
    elimination: bool = False


class _Meta1(Record):
    variables: list[_Variable1]


class _Config2(Record):
    maxDataCells: int  # noqa: N815
    maxCallsPerTimeWindow: int  # noqa: N815
    timeWindow: int  # noqa: N815


def _data_set(raw: object) -> dict[str, Any]:
    return jsonstat.read(raw).model_dump(mode="json")


class PxWeb1:
    """Version 1: https://www.scb.se/api_en/ (PxAPI description)."""

    def limits(self, client: Client) -> Limits:
        """Return what ``?config`` announces, beside the folder of the database."""
        source = client.source
        folder = urljoin(source.base_url, ".")
        got = client.get(
            f"{folder}?config",
            intake=lambda raw: answer(source, raw, _Config1).model_dump(),
            missing=True,
        )
        if got.content is None:
            return Limits()
        found = _Config1.model_validate(got.content)
        return Limits(found.maxCells or found.maxValues or 0, found.maxCalls, found.timeWindow)

    def table(self, client: Client, name: str) -> Table:
        """Return the variables of a table."""
        source = client.source
        got = client.get(name, intake=lambda raw: answer(source, raw, _Meta1).model_dump())
        found = _Meta1.model_validate(got.content).variables
        return Table(
            {each.code: each.values for each in found},
            frozenset(each.code for each in found if each.elimination),
        )

    def data(self, client: Client, name: str, chosen: dict[str, list[str]]) -> Answer:
        """Return the data set of chosen values."""
        query = [
            {"code": code, "selection": {"filter": "item", "values": values}}
            for code, values in chosen.items()
        ]
        body = {"query": query, "response": {"format": "json-stat2"}}
        return client.post(name, body=body, intake=_data_set)


class PxWeb2:
    """Version 2: https://github.com/PxTools/PxApiSpecs (PxWebApi 2.0)."""

    def limits(self, client: Client) -> Limits:
        """Return what ``/config`` announces."""
        source = client.source
        got = client.get(
            "config",
            intake=lambda raw: answer(source, raw, _Config2).model_dump(),
            missing=True,
        )
        if got.content is None:
            return Limits()
        found = _Config2.model_validate(got.content)
        return Limits(found.maxDataCells, found.maxCallsPerTimeWindow, found.timeWindow)

    def table(self, client: Client, name: str) -> Table:
        """Return the variables of a table; its metadata are a data set without values."""
        got = client.get(f"tables/{name}/metadata", params={"lang": "en"}, intake=_meta2)
        found: dict[str, list[str]] = dict(got.content["variables"])
        return Table(found, frozenset(got.content["summed"]))

    def data(self, client: Client, name: str, chosen: dict[str, list[str]]) -> Answer:
        """Return the data set of chosen values."""
        selection = [
            {"variableCode": code, "valueCodes": values} for code, values in chosen.items()
        ]
        path = f"tables/{name}/data?lang=en&outputFormat=json-stat2"
        return client.post(path, body={"selection": selection}, intake=_data_set)


def _meta2(raw: object) -> dict[str, Any]:
    # Metadata may leave the values out altogether; the shape is checked all the same.
    if isinstance(raw, dict) and not raw.get("value"):
        raw = {**raw, "value": {}}
    data = jsonstat.read(raw)
    return {
        "variables": [[name, data.codes(name)] for name in data.id],
        "summed": [name for name in data.id if data.dimension[name].extension.elimination],
    }
