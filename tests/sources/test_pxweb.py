"""PxWeb 1 and 2: what is asked, what comes of it, what the service's limits do."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.conftest import fixture
from tests.sources.server import Asked, Reply

from beltplan.sources.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Desk, Serve

    Make = Callable[..., Desk]

TABLE = "BE/BE0101/BE0101A/BefolkningNy"
FIGURE = {"theme": "population", "metric": "population", "unit": "persons", "day": "end"}
SCB = FIGURE | {
    "table": TABLE,
    "selection": "ContentsCode=BE0101N1&Tid=last(2)",
    "region": "Region",
    "time": "Tid",
}
SSB = SCB | {"table": "07459", "selection": "ContentsCode=Personer1&Tid=2024,2025", "day": "start"}


def table(chosen: dict[str, list[str]]) -> dict[str, Any]:
    """A data set of the values asked for, with values that tell the cell."""
    size = [len(values) for values in chosen.values()]
    count = 1
    for each in size:
        count *= each
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Population",
        "updated": "2025-02-21T07:00:00Z",
        "id": list(chosen),
        "size": size,
        "dimension": {
            name: {"category": {"index": values, "label": {v: v for v in values}}}
            for name, values in chosen.items()
        },
        "value": [1000 + n for n in range(count)],
    }


class Office:
    """A statistics office with both versions."""

    def __init__(self, *, cells: int = 150_000) -> None:
        self.cells = cells
        self.metadata = fixture("pxweb1_metadata")
        self.metadata2 = fixture("pxweb2_metadata")

    def __call__(self, asked: Asked) -> Reply:
        if asked.method == "POST":
            return self._data(asked)
        if asked.path.endswith("/config"):
            return Reply(fixture("pxweb2_config") | {"maxDataCells": self.cells})
        if asked.path.endswith("/metadata"):
            return Reply(self.metadata2)
        if asked.path.endswith(TABLE):
            return Reply(self.metadata)
        return Reply(fixture("pxweb1_config") | {"maxCells": self.cells})

    def _data(self, asked: Asked) -> Reply:
        if "query" in asked.body:
            chosen = {each["code"]: each["selection"]["values"] for each in asked.body["query"]}
        else:
            chosen = {each["variableCode"]: each["valueCodes"] for each in asked.body["selection"]}
        content = table(chosen)
        if len(content["value"]) > self.cells:
            return Reply({"title": "too many cells"}, status=403)
        return Reply(content)


def test_figures_of_version_1(serve: Serve, desk: Make) -> None:
    service = serve(Office())
    at = desk("scb", f"{service.url}/v1/en/ssd", SCB)
    report = at.sync()
    assert report.finished, report.faults
    assert service.paths() == ["/v1/en/", f"/v1/en/ssd/{TABLE}", f"/v1/en/ssd/{TABLE}"]
    body = service.requests[-1].body
    assert body["response"] == {"format": "json-stat2"}
    assert [each["code"] for each in body["query"]] == ["Region", "ContentsCode", "Tid"]
    assert body["query"][0]["selection"]["values"] == ["2480", "2482", "2580"]
    assert body["query"][2]["selection"]["values"] == ["2023", "2024"]
    figure = at.records()["skelleftea.population.2024-12-31"]
    assert figure["value"] == 1003
    assert figure["date"] == "2024-12-31"
    assert figure["known_from"] == "2025-02-21"
    assert figure["unit"] == "persons"
    assert at.sync(offline=True).changes.unchanged == 6


def test_figures_of_version_2(serve: Serve, desk: Make) -> None:
    service = serve(Office())
    at = desk("ssb", f"{service.url}/api/v2", SSB)
    report = at.sync()
    assert report.finished, report.faults
    asked = service.requests[-1]
    assert asked.path == "/api/v2/tables/07459/data"
    assert asked.params == {"lang": "en", "outputFormat": "json-stat2"}
    assert asked.body["selection"][2] == {"variableCode": "Tid", "valueCodes": ["2024", "2025"]}
    assert set(at.records()) == {
        f"{place}.population.{year}-01-01"
        for place in ("narvik", "vefsn", "rana")
        for year in (2024, 2025)
    }
    assert "Nordmann" not in at.everything().decode()
    assert at.sync(offline=True).changes.unchanged == 6


def test_a_suppressed_cell_stays_unknown(serve: Serve, desk: Make) -> None:
    office = Office()

    def answer(asked: Asked) -> Reply:
        return Reply(fixture("pxweb_dataset")) if asked.method == "POST" else office(asked)

    at = desk("scb", f"{serve(answer).url}/v1/en/ssd", SCB)
    report = at.sync()
    figure = at.records()["skelleftea.population.2024-12-31"]
    assert figure["value"] is None
    assert figure["symbol"] == ".."
    assert any("stay unknown" in note for note in report.notes)


@pytest.mark.parametrize(("name", "query"), [("scb", SCB), ("ssb", SSB)])
def test_a_table_is_cut_to_the_announced_cells(
    serve: Serve, desk: Make, name: str, query: dict[str, str]
) -> None:
    service = serve(Office(cells=2))
    at = desk(name, f"{service.url}/v1/en/ssd", query)
    report = at.sync()
    assert report.finished, report.faults
    posts = [asked for asked in service.requests if asked.method == "POST"]
    assert len(posts) == 3
    assert report.held == 6
    assert report.whole


def test_one_region_above_the_limit_is_a_fault(serve: Serve, desk: Make) -> None:
    at = desk("scb", f"{serve(Office(cells=1)).url}/v1/en/ssd", SCB)
    assert [fault.code for fault in at.sync().faults] == ["sources.too-many"]


def test_announced_calls_are_kept(serve: Serve, desk: Make) -> None:
    office = Office(cells=2)

    def answer(asked: Asked) -> Reply:
        reply = office(asked)
        if asked.method == "GET" and asked.path == "/v1/en/":
            return Reply(reply.content | {"maxCalls": 1, "timeWindow": 7})
        return reply

    at = desk("scb", f"{serve(answer).url}/v1/en/ssd", SCB)
    assert at.sync().finished
    assert len([wait for wait in at.waits if wait > 6]) == 4


def test_a_service_without_config_is_asked_carefully(serve: Serve, desk: Make) -> None:
    office = Office()

    def answer(asked: Asked) -> Reply:
        return Reply({}, status=404) if asked.path == "/v1/en/" else office(asked)

    at = desk("scb", f"{serve(answer).url}/v1/en/ssd", SCB)
    assert at.sync().held == 6


@pytest.mark.parametrize(
    ("changes", "code", "hint"),
    [
        ({"selection": "ContentsCode=BE0101N9&Tid=*"}, "sources.unknown-code", "BE0101N1"),
        ({"selection": "ContentsCod=BE0101N1&Tid=*"}, "sources.unknown-code", "ContentsCode"),
        ({"selection": "ContentsCode=BE0101N1&Tid=2031"}, "sources.unknown-code", "202"),
        ({"region": "Regio"}, "sources.unknown-code", "Region"),
        ({"region_prefix": "K-"}, "sources.unknown-code", "region_prefix"),
        ({"selection": "Tid=*"}, "sources.query", "selection"),
        ({"selection": "ContentsCode=BE0101N1"}, "sources.query", "selection"),
        ({"selection": "ContentsCode=BE0101N1&Tid=*&Kon=1,2"}, "sources.query", "one figure"),
    ],
)
def test_what_the_table_lacks_is_said_before_data_are_asked_for(
    serve: Serve, desk: Make, changes: dict[str, str], code: str, hint: str
) -> None:
    service = serve(Office())
    at = desk("scb", f"{service.url}/v1/en/ssd", SCB | changes)
    report = at.sync()
    assert code in {fault.code for fault in report.faults}
    assert any(hint in fault.way_out for fault in report.faults)
    assert all(asked.method == "GET" for asked in service.requests)


def test_a_period_of_another_form_is_noted_not_guessed(serve: Serve, desk: Make) -> None:
    office = Office()
    office.metadata["variables"][3]["values"] = ["2022-2023", "2024"]
    at = desk("scb", f"{serve(office).url}/v1/en/ssd", SCB)
    report = at.sync()
    assert report.held == 3
    assert any("2022-2023" in note for note in report.notes)


@given(year=st.integers(1000, 9999), month=st.integers(1, 12))
def test_periods_hold_on_their_first_or_last_day(year: int, month: int) -> None:
    first = read_period(f"{year}M{month:02d}", end=False)
    last = read_period(f"{year}M{month:02d}", end=True)
    assert first == (f"{year}-{month:02d}", dt.date(year, month, 1))
    assert last is not None
    if last[1] < dt.date.max:
        assert (last[1] + dt.timedelta(days=1)).day == 1
    assert last[1].month == month


@given(text=st.text(max_size=9))
def test_other_text_is_no_period(text: str) -> None:
    found = read_period(text, end=True)
    assert found is None or text.strip()[:4] == str(found[1].year).zfill(4)
