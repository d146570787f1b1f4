"""Our fixtures, models and requests against the schemas and the real answers, where they are here.

Schemas and answers are not part of the repository; without them these tests say so and are skipped.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.sources.conftest import fixture
from tests.sources.server import Asked, Reply
from tests.sources.test_connectors import SERVICES, by_path
from tests.sources.test_pxweb import SSB, Office

from beltplan.sources import queries, registry

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sources.conftest import Desk, Serve

    Make = Callable[..., Desk]


@pytest.fixture
def ads(shared_dir: Path) -> Path:
    folder = shared_dir / "data" / "ads"
    if not (folder / "api_specs").is_dir():
        pytest.skip("the published schemas (data/ads) are not on this machine")
    return folder


def spec(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    return found


def as_json_schema(part: Any) -> Any:
    """OpenAPI 3.0 to JSON Schema: nullable becomes a type, other keywords stay as they are."""
    if isinstance(part, list):
        return [as_json_schema(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {name: as_json_schema(value) for name, value in part.items()}
    if made.pop("nullable", False) and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    made.pop("discriminator", None)
    return made


def validate(whole: dict[str, Any], name: str, content: Any) -> None:
    schema = {
        "$ref": f"#/components/schemas/{name}",
        "components": as_json_schema(copy.deepcopy(whole["components"])),
    }
    jsonschema.Draft4Validator(schema).validate(content)


def operation(whole: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    """Return the operation of a request, its parameters resolved by name."""
    for template, methods in whole["paths"].items():
        here, there = template.strip("/").split("/"), path.strip("/").split("/")
        fits = len(here) == len(there) and all(
            a == b or a.startswith("{") for a, b in zip(here, there, strict=True)
        )
        if fits and method.lower() in methods:
            found: dict[str, Any] = methods[method.lower()]
            resolved = {}
            for each in found.get("parameters", []):
                parameter = each
                if "$ref" in each:
                    parameter = whole["components"]["parameters"][each["$ref"].rpartition("/")[2]]
                resolved[parameter["name"]] = parameter
            return found | {"parameters": resolved}
    pytest.fail(f"the schema has no {method} {path}")


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("pxweb2_config", "ConfigResponse"),
        ("pxweb2_metadata", "Dataset"),
        ("pxweb_dataset", "Dataset"),
    ],
)
def test_fixtures_of_pxweb_2(ads: Path, name: str, schema: str) -> None:
    validate(spec(ads / "api_specs" / "PxWebApi-2.openapi.yml"), schema, fixture(name))


def test_the_validation_can_fail(ads: Path) -> None:
    whole = spec(ads / "api_specs" / "PxWebApi-2.openapi.yml")
    with pytest.raises(jsonschema.ValidationError):
        validate(whole, "Dataset", fixture("pxweb_dataset") | {"size": ["three"]})
    with pytest.raises(jsonschema.ValidationError):
        validate(whole, "ConfigResponse", {"apiVersion": "2.0"})


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("eperusteet_search", "PagePerusteenJulkaisuData"),
        ("eperusteet_peruste", "PerusteKaikkiDto"),
    ],
)
def test_fixtures_of_eperusteet(ads: Path, name: str, schema: str) -> None:
    validate(spec(ads / "api_specs" / "FI_eperusteet-ext.openapi.json"), schema, fixture(name))


def test_requests_to_pxweb_2(ads: Path, serve: Serve, desk: Make) -> None:
    whole = spec(ads / "api_specs" / "PxWebApi-2.openapi.yml")
    # The published schema requires a field `values` that it does not describe: it means valueCodes.
    selection = whole["components"]["schemas"]["VariableSelection"]
    assert "values" not in selection["properties"]
    selection["required"] = ["variableCode", "valueCodes"]
    service = serve(Office())
    assert desk("ssb", service.url, SSB).sync().finished
    for asked in service.requests:
        found = operation(whole, asked.method, asked.path)
        assert set(asked.params) <= set(found["parameters"])
        formats = found["parameters"].get("outputFormat", {})
        if formats:
            accepted = json.dumps([formats, whole["components"]["schemas"]])
            assert f'"{asked.params["outputFormat"]}"' in accepted
        if asked.method == "POST":
            validate(whole, "VariablesSelection", asked.body)
    assert {asked.path for asked in service.requests} == {
        "/config",
        "/tables/07459/metadata",
        "/tables/07459/data",
    }


def test_requests_to_eperusteet(ads: Path, serve: Serve, desk: Make) -> None:
    whole = spec(ads / "api_specs" / "FI_eperusteet-ext.openapi.json")
    service = serve(by_path(**SERVICES["eperusteet"]))
    asked = next(query for query in queries() if query.source == "eperusteet")
    at = desk("eperusteet", service.url, {"parameters": asked.parameters or ""})
    assert at.sync().finished
    for each in service.requests:
        assert set(each.params) <= set(operation(whole, each.method, each.path)["parameters"])
    assert registry()["eperusteet"].base_url == whole["servers"][0]["url"]


def test_limits_of_jobsearch_are_those_published(ads: Path) -> None:
    whole = spec(ads / "api_specs" / "SE_jobsearch_swagger_old.json")
    published = {each["name"]: each for each in whole["paths"]["/open/search"]["get"]["parameters"]}
    source = registry()["jobsearch"]
    assert source.page_size == published["limit"]["maximum"]
    assert source.max_offset == published["offset"]["maximum"]
    for query in queries():
        if query.source == "jobsearch":
            assert set(query.asked) <= set(published)
    assert {"published-before", "published-after"} <= set(published)
    assert "pubdate-asc" in published["sort"]["enum"]


def test_real_answers_of_jobed_connect(ads: Path, serve: Serve, desk: Make) -> None:
    path = ads / "programmes" / "SE_jobed_connect_real_responses_2026-08-22.json"
    answers = json.loads(path.read_text(encoding="utf-8"))
    found = [answers[name] for name in answers if name.startswith("GET /v1/educations")]
    assert len(found) == 2
    for number, answer in enumerate(found):
        at = desk("jobed-connect", serve(lambda _asked, a=answer: Reply(a)).url)  # type: ignore[misc]
        report = at.sync()
        assert report.finished, (number, report.faults)
        assert not report.faults
        for record in at.records().values():
            assert record["provider"]
            assert record["name"]


def test_a_real_request_of_jobed_connect_has_our_form(ads: Path) -> None:
    path = ads / "programmes" / "SE_jobed_connect_real_responses_2026-08-22.json"
    real = next(name for name in json.loads(path.read_text("utf-8")) if "?query" in name)
    parts = urlsplit(real.removeprefix("GET "))
    assert parts.path == "/v1/educations"
    known = {name for name, _ in parse_qsl(parts.query)} | {"region_code", "distance"}
    for query in queries():
        if query.source == "jobed-connect":
            assert set(query.asked) <= known


def test_a_real_unit_of_eperusteet(ads: Path, serve: Serve, desk: Make) -> None:
    unit = json.loads((ads / "programmes" / "FI_eperuste_tutkinnon_osa.json").read_text("utf-8"))
    peruste = fixture("eperusteet_peruste") | {"tutkinnonOsat": [unit]}

    def answer(asked: Asked) -> Reply:
        return Reply(peruste if "peruste/" in asked.path else fixture("eperusteet_search"))

    at = desk("eperusteet", serve(answer).url)
    report = at.sync()
    assert report.finished, report.faults
    (record,) = at.records().values()
    assert record["outcomes"]
    for outcome in record["outcomes"]:
        assert outcome["code"].startswith("ammattitaitovaatimukset_")
        assert outcome["fi"]


def test_real_implementations_of_konfo(ads: Path, serve: Serve, desk: Make) -> None:
    lines = (ads / "programmes" / "FI_konfo_toteutus_fixture.ndjson").read_text("utf-8")
    found = {each["_id"]: each["_source"] for each in map(json.loads, lines.splitlines())}
    names = [name for name, each in found.items() if each["tila"] == "julkaistu"]
    hits = [{"oid": "x", "toteutukset": [{"toteutusOid": name} for name in names]}]

    def answer(asked: Asked) -> Reply:
        if "search" in asked.path:
            return Reply({"total": 1, "hits": hits})
        return Reply(found[asked.path.rpartition("/")[2]])

    at = desk("konfo", serve(answer).url)
    report = at.sync()
    assert report.finished, report.faults
    assert set(at.records()) == set(names)
    assert "Ankka" not in at.everything().decode()
    for name, record in at.records().items():
        teaching = found[name]["metadata"].get("opetus") or {}
        years = teaching.get("suunniteltuKestoVuodet")
        if years is not None:
            assert record["duration_months"] >= 12 * years


def test_the_fields_that_we_use_are_in_konfos_mapping(ads: Path) -> None:
    mapping = json.loads((ads / "api_specs" / "FI_konfo_toteutus.mapping.json").read_text("utf-8"))
    (index,) = mapping.values()
    fields = index["mappings"]["properties"]
    for name in ("oid", "nimi", "tarjoajat", "organisaatio", "metadata"):
        assert name in fields
    teaching = fields["metadata"]["properties"]["opetus"]["properties"]
    used = ("opetuskieli", "opetustapa", "suunniteltuKestoVuodet", "suunniteltuKestoKuukaudet")
    assert set(used) <= set(teaching)
    assert "koulutuksenAlkamisvuosi" in teaching["koulutuksenAlkamiskausi"]["properties"]
