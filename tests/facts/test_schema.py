"""The one attribute table, and what is made from it."""

from __future__ import annotations

import json

import pytest

from beltplan.facts import schema
from beltplan.facts.descriptor import descriptor_text
from beltplan.facts.reference import table_section, tables_page
from beltplan.facts.rules_figures import triples
from beltplan.facts.schema import dtype
from beltplan.facts.units import family, relatives

FIELDS = [field for table in schema().tables for field in table.fields]
TYPES = {"id", "text", "number", "integer", "boolean", "date", "enum", "list", "country"}


def test_every_table_has_one_key_and_it_is_required() -> None:
    for table in schema().tables:
        keys = [field for field in table.fields if field.primary]
        assert len(keys) == 1
        assert keys[0].required
        assert keys[0].type == "id"
        assert keys[0] is table.fields[0], "the key comes first, where a sheet is frozen"
        assert len(set(table.names)) == len(table.names)
        assert len(table.name) <= 31, "longer names cannot be sheets"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.table}.{field.name}")
def test_every_field_is_declared_fully(field) -> None:  # type: ignore[no-untyped-def]
    assert field.type in TYPES
    assert field.description
    assert not field.description.endswith("."), "descriptions are joined to sentences"
    assert dtype(field) is not None
    assert bool(field.values) == (field.type == "enum")
    assert field.lang in ("", "en", "name")
    assert field.unit == "" or field.type in ("number", "integer")
    if field.references:
        table, name = field.references
        assert schema().table(table).key == name
        assert field.type in ("id", "list")
    if field.minimum is not None and field.maximum is not None:
        assert field.minimum < field.maximum
    if field.default:
        assert field.type != "enum" or field.default in field.values


def test_provenance_is_the_same_everywhere() -> None:
    for table in schema().tables:
        if "known_from" in table and table.name != "sources":
            assert table.names[-4:] == ("kind", "source_ids", "known_from", "note")
            assert table.field("known_from").required
            assert table.field("source_ids").references == ("sources", "source_id")


def test_low_central_and_high_are_found_together() -> None:
    assert set(triples(schema().table("groups"))) == {
        ("employment_low", "employment_central", "employment_high")
    }
    for table in schema().tables:
        lows = {name for name in table.names if name == "low" or name.endswith("_low")}
        assert lows == {low for low, _, _ in triples(table)}


def test_unknown_names() -> None:
    assert "place" not in schema()
    with pytest.raises(KeyError):
        schema().table("place")
    with pytest.raises(KeyError):
        schema().table("places").field("nam")


def test_the_descriptor_lists_all_tables_and_keeps_what_is_the_regions_own() -> None:
    content = json.loads(descriptor_text({"name": "x", "own": [1], "resources": "old"}))
    assert (content["name"], content["own"]) == ("x", [1])
    assert [resource["name"] for resource in content["resources"]] == list(schema().names)
    events = next(r for r in content["resources"] if r["name"] == "events")["schema"]
    assert events["primaryKey"] == ["event_id"]
    assert events["missingValues"] == [""]
    assert {"fields": ["project_id"], "reference": {"resource": "projects",
            "fields": ["project_id"]}} in events["foreignKeys"]  # fmt: skip


def test_the_reference_page_lists_every_field() -> None:
    page = tables_page()
    for table in schema().tables:
        assert f"## {table.name}\n" in page
        section = table_section(table)
        for field in table.fields:
            assert f"| `{field.name}`" in section
            assert field.description.replace("|", "\\|") in section


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("MW", "GW", True),
        ("ore/kWh", "EUR/MWh", True),
        ("persons", "homes", False),
        ("persons", "persons/year", False),
        ("homes/yr", "dwellings/year", True),
        ("MW", "MWh", False),
        ("wagons", "wagons", True),
    ],
)
def test_families_of_units(one: str, other: str, same: bool) -> None:
    assert (family(one) == family(other)) is same


def test_relatives_are_of_the_family() -> None:
    assert "kW" in relatives("MW")
    assert relatives("wagons") == ("wagons",)


def test_fields_of_the_present_may_be_empty() -> None:
    latest = [field for field in FIELDS if field.latest]
    assert {field.table for field in latest} >= {"projects", "forecasts"}
    assert not any(field.required or field.primary for field in latest)
