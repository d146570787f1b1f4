"""From each service's answer to our rows, on answers that we wrote from the published schemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.sources.conftest import fixture
from tests.sources.server import Asked, Reply

from beltplan.skills import Document, read_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Desk, Serve

    Make = Callable[..., Desk]

PEOPLE = (
    *("Anna Berg", "anna.berg", "070-123", "0910-12", "5560000000"),
    *("Kari Nordmann", "kari.nordmann", "75 12 34", "Ola Nordmann", "ola@example"),
    *("Aku Ankka", "aku.ankka", "040 123", "muokkaaja"),
)


def by_path(**answers: str) -> Callable[[Asked], Reply]:
    def answer(asked: Asked) -> Reply:
        for end, name in answers.items():
            if end in asked.path.replace("-", "_"):
                return Reply(fixture(name))
        return Reply({}, status=404)

    return answer


SERVICES = {
    "jobsearch": {"search": "jobsearch_search"},
    "historical-ads": {"search": "jobsearch_search"},
    "jobed-connect": {"educations": "jobed_educations"},
    "konfo": {"search": "konfo_search", "toteutus": "konfo_toteutus"},
    "eperusteet": {"perusteet": "eperusteet_search", "peruste/": "eperusteet_peruste"},
    "utdanning": {"programomraader": "utdanning_programomraader"},
}


@pytest.mark.parametrize("name", SERVICES)
def test_every_source_syncs_again_offline_and_holds_nobody(
    serve: Serve, desk: Make, name: str
) -> None:
    service = serve(by_path(**SERVICES[name]))
    at = desk(name, service.url)
    first = at.sync()
    assert first.finished, first.faults
    assert not first.faults
    assert first.whole
    assert first.held == len(first.changes.new) == len(at.records()) > 0
    everything = at.everything().decode()
    assert not [word for word in PEOPLE if word in everything]
    asked = len(service.requests)
    again = at.sync(offline=True)
    assert again.finished
    assert again.sent == 0
    assert again.changes.unchanged == first.held
    assert not [*again.changes.new, *again.changes.changed, *again.changes.closed]
    assert len(service.requests) == asked


def test_an_advert(serve: Serve, desk: Make) -> None:
    service = serve(by_path(**SERVICES["jobsearch"]))
    at = desk("jobsearch", service.url, {"parameters": "q=batteri&region=24"})
    at.sync()
    advert = at.records()["90000001"]
    assert advert["title"] == "Operatör till elektrodlinjen"
    assert "torrum" in advert["text"]
    assert "Anna" not in advert["text"]
    assert advert["place_id"] == "skelleftea"
    assert advert["positions"] == 4
    assert advert["codes"] == {"SSYK2012": ["8131"], "JobTech": ["aaaa_bbb_ccc"]}
    assert advert["skills"] == ["Kvalitetskontroll"]
    assert advert["closed"] is None
    assert service.requests[0].params["region"] == "24"
    assert service.requests[0].params["limit"] == "100"


def test_records_are_read_by_the_skills_room(serve: Serve, desk: Make) -> None:
    at = desk("jobsearch", serve(by_path(**SERVICES["jobsearch"])).url)
    at.sync()
    found = list(read_files([at.folder / "jobsearch" / "records.jsonl"]))
    assert [each.name for each in found if isinstance(each, Document)] == [
        "records.jsonl#90000001",
        "records.jsonl#90000002",
    ]


def test_a_swedish_programme(serve: Serve, desk: Make) -> None:
    at = desk("jobed-connect", serve(by_path(**SERVICES["jobed-connect"])).url)
    at.sync()
    programme = at.records()["i.test.yh.1"]
    assert programme["name"] == "Batteritekniker, provutbildning"
    assert programme["name_en"] == "Battery technician, sample"
    assert programme["place_id"] == "skelleftea"
    assert programme["credits"] == "400 YH points"
    assert programme["level_isced"] == "5"
    assert programme["duration_months"] == 21.5
    assert programme["seats_per_year"] is None
    assert "<p>" not in programme["text"]
    other = at.records()["i.test.vux.2"]
    assert (other["delivery"], other["status"]) == ("distance", "unknown")
    assert other["duration_months"] is None


def test_a_finnish_programme_has_seats(serve: Serve, desk: Make) -> None:
    at = desk("konfo", serve(by_path(**SERVICES["konfo"])).url)
    at.sync()
    (programme,) = at.records().values()
    assert programme["seats_per_year"] == 24
    assert programme["languages"] == ["sv"]
    assert programme["name"] == "Processkötare för batteriindustrin"
    assert programme["place_id"] == "vaasa"
    assert programme["duration_months"] == 30
    assert programme["level_eqf"] == "4"
    assert programme["credits"] == "180 kompetenspoäng"


def test_requirements_keep_their_codes(serve: Serve, desk: Make) -> None:
    at = desk("eperusteet", serve(by_path(**SERVICES["eperusteet"])).url)
    at.sync()
    (unit,) = at.records().values()
    assert unit["id"] == "7000000.7000001"
    assert unit["title"]["sv"] == "Tillverkning av battericeller"
    assert [each["code"] for each in unit["outcomes"]] == [
        "ammattitaitovaatimukset_9001",
        "ammattitaitovaatimukset_9002",
    ]
    assert unit["outcomes"][1]["sv"] == "mäta cellens kapacitet"


def test_a_norwegian_programme_area(serve: Serve, desk: Make) -> None:
    at = desk("utdanning", serve(by_path(**SERVICES["utdanning"])).url)
    at.sync()
    area = at.records()["TPKJP2----"]
    assert area["codes"] == {"NUS2000": ["355101"]}
    assert area["final_competence"] == "Fagbrev"
    assert at.records()["STUSP1----"]["status"] == "UTGAATT, not active"


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("wrong", [[], {}, {"hits": {}}, {"result": 3}, "x", None, 7])
def test_a_changed_schema_stops_the_source_and_keeps_what_was_held(
    serve: Serve, desk: Make, name: str, wrong: object
) -> None:
    service = serve(by_path(**SERVICES[name]))
    at = desk(name, service.url)
    at.sync()
    before = at.records()
    if name == "utdanning" and wrong == []:
        pytest.skip("an empty list is a sound answer there")
    service.answer = lambda _asked: Reply(raw=json.dumps(wrong).encode())
    report = at.sync()
    assert not report.finished
    assert {fault.code for fault in report.faults} <= {"sources.schema", "sources.record"}
    assert "sources.schema" in {fault.code for fault in report.faults}
    assert at.records() == before


def test_one_unsound_record_is_left_out_and_said(serve: Serve, desk: Make) -> None:
    answer = fixture("jobsearch_search")
    service = serve(lambda _asked: Reply(answer))
    at = desk("jobsearch", service.url)
    at.sync()
    del answer["hits"][1]["headline"]
    report = at.sync()
    assert report.finished
    (fault,) = report.faults
    assert fault.code == "sources.record"
    assert fault.field == "headline"
    assert "90000002" in fault.row
    # Its old version stays open: that it could not be read does not mean that it is gone.
    assert at.records()["90000002"]["closed"] is None
    assert not report.whole
