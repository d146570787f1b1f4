"""The account of the shipped region."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from beltplan.balance import (
    CELL,
    PLACE,
    VARIABLES,
    explain,
    load_balance,
    run,
    save_balance,
    tables,
)
from beltplan.balance.errors import MismatchError, QuarterError, UnknownCellError
from beltplan.balance.run import read_for
from beltplan.facts import load
from beltplan.futures import simulate


@pytest.fixture(scope="module")
def region() -> Any:
    return load("nordic-battery-belt", as_of="2026-11-21")


@pytest.fixture(scope="module")
def futures(region: Any) -> Any:
    return simulate(region, n=300, end="2031Q4")


@pytest.fixture(scope="module")
def balance(region: Any, futures: Any) -> Any:
    return run(region, futures, watch=("2028Q2",))


def test_shapes(balance: Any) -> None:
    shape = (4, len(balance.places), len(balance.groups), len(balance.quarters))
    assert set(balance.cells) == {each.name for each in CELL}
    assert all(values.shape == shape for values in balance.cells.values())
    assert set(balance.places_) == {each.name for each in PLACE}
    assert balance.belt["need"].shape == (4, len(balance.quarters))
    assert balance.countries["need"].shape == (4, 3, len(balance.quarters))
    assert len(balance.groups) >= 20
    assert {"plant", "construction", "competing", "public"} <= set(balance.sectors)
    assert len(VARIABLES) == len(CELL) + len(PLACE)
    assert "300" in repr(balance)


def test_values_are_finite_and_in_order(balance: Any) -> None:
    for table in (*balance.cells.values(), *balance.places_.values(), *balance.belt.values()):
        assert np.isfinite(table).all()
        assert (np.diff(table[:3], axis=0) >= -1e-3 * (1 + np.abs(table[:2]))).all()
    signed = {"tax_base", "local_tax"}
    for name, table in balance.places_.items():
        assert name in signed or table.min() >= -1e-3, name


def test_the_start_is_what_the_facts_say(region: Any, balance: Any) -> None:
    figure = region.figure("skelleftea", "population", status=("actual", "estimate"))
    first = balance.interval("population", place="skelleftea", quarter=balance.quarters[0])
    assert first.p50 == pytest.approx(figure.value)
    assert balance.change("population", quarter=balance.quarters[0]).p90 == 0


def test_means_of_places_add_up_to_the_region(balance: Any) -> None:
    for name in ("need", "vacancies", "population", "recruits", "homes_short"):
        total = balance.places_[name][3].sum(axis=0)
        np.testing.assert_allclose(total, balance.belt[name][3], rtol=1e-3, atol=1)
        np.testing.assert_allclose(
            balance.countries[name][3].sum(axis=0), balance.belt[name][3], rtol=1e-3, atol=1
        )


def test_staff_are_kept_hired_or_missing(balance: Any) -> None:
    parts = (
        "kept", "graduates", "local", "poached", "commuters_in",
        "visiting_in", "movers_in", "recruits", "vacancies",
    )  # fmt: skip
    total = sum(balance.cells[name][3] for name in parts)
    np.testing.assert_allclose(total, balance.cells["need"][3], rtol=2e-3, atol=0.5)


def test_small_cells_are_withheld(balance: Any) -> None:
    hidden = balance.withheld("need")
    p, g, t = (axis[0] for axis in np.nonzero(hidden))
    cell = {
        "place": balance.places[p],
        "group": balance.groups[g],
        "quarter": balance.quarters[t],
    }
    assert balance.interval("need", **cell) is None
    medians = balance.cells["need"][1]
    assert not hidden[medians >= balance.threshold].any()
    shown = tables(balance)["cells"].drop_nulls()
    assert (shown["p50"] >= balance.threshold).sum() + (shown["p90"] == 0).sum() == len(shown)


def test_samples(balance: Any) -> None:
    sample = balance.sample("population", place="skelleftea", quarter="2028Q4")
    assert sample.shape == (300,)
    streamed = balance.interval("population", place="skelleftea", quarter="2028Q4")
    assert np.median(sample) == pytest.approx(streamed.p50, abs=float(0.02 * np.ptp(sample) + 1))
    assert balance.sample("population", place="FI", quarter="2028Q2").shape == (300,)
    with pytest.raises(QuarterError, match="add it to `watch`"):
        balance.sample("population", quarter="2028Q3")


def test_unknown_names_say_what_is_near(balance: Any) -> None:
    with pytest.raises(UnknownCellError, match="did you mean 'skelleftea'"):
        balance.interval("need", place="skeleftea", quarter="2028Q4")
    with pytest.raises(UnknownCellError, match="did you mean 'vacancies'"):
        balance.interval("vacancy", place="skelleftea", quarter="2028Q4")
    with pytest.raises(UnknownCellError, match="a group needs a place"):
        balance.interval("need", group=balance.groups[0], quarter="2028Q4")
    with pytest.raises(QuarterError, match="lies outside the account"):
        balance.interval("need", place="skelleftea", quarter="1999Q1")
    with pytest.raises(QuarterError, match="pools of 2028Q3"):
        balance.pool("skelleftea", quarter="2028Q3")


def test_pool(balance: Any) -> None:
    pool = balance.pool("lulea", quarter="2030Q4")
    assert pool.double_counted.p50 <= pool.counted_on.p50
    counted = sum(people for _, people, _ in pool.groups)
    assert counted == pytest.approx(pool.counted_on.mean, rel=0.1, abs=3)
    assert all(also <= people + 1e-3 for _, people, also in pool.groups)
    assert "boden" in dict(pool.shared_with)  # next door
    ranked = balance.pairs("2030Q4")
    assert ranked == sorted(ranked, key=lambda pair: -pair[2])


def test_who_is_left_out_is_listed(balance: Any) -> None:
    reasons = {(each.kind, each.subject): each.code for each in balance.left_out}
    assert reasons["place", "gothenburg"] == "balance.linked"
    assert reasons["project", "are_morrow"] == "balance.no-place"
    assert reasons["project", "kok_kip"] == "balance.park"


def test_places_of_unknown_population_are_left_out(region: Any) -> None:
    early = load("nordic-battery-belt", as_of="2016-06-01")
    reading = read_for(early, simulate(early, n=2, end="2017Q4"))
    known = set(reading.account.places)
    out = {each.subject: each.code for each in reading.left_out if each.kind == "place"}
    for place in early.table("places")["place_id"]:
        figure = early.figure(place, "population", status=("actual", "estimate"))
        if out.get(place) == "balance.unknown-population":
            assert figure is None
        elif place in known:
            assert figure is not None


def test_later_evidence_takes_the_place_of_assumptions(region: Any, balance: Any) -> None:
    used = balance.parameters["persons_per_mover"]
    assert used.name == "persons_per_mover_observed"
    early = load("nordic-battery-belt", as_of="2016-06-01")
    reading = read_for(early, simulate(early, n=2, end="2017Q4"))
    assert reading.parameters["persons_per_mover"].name == "persons_per_mover"


def test_power(balance: Any) -> None:
    power = balance.power
    assert "skelleftea" in power.areas
    held, capacity = power.variables["held"][2], power.variables["capacity"][2]
    assert (held <= capacity + 1e-3).all()
    for place in power.queue:
        assert ((place.holds + place.waits + place.lost) <= 1 + 1e-5).all()
    giga = next(place for place in power.queue if place.project_id == "rana_giga")
    assert giga.lost[0] == 1  # its reservation was taken away in February 2024
    assert {each.subject for each in power.left_out} >= {"lul_ssab"}


def test_freight(balance: Any) -> None:
    freight = balance.freight
    assert freight.tonnes.shape[1] == len(freight.corridors)
    mean = freight.by_direction["in"][3] + freight.by_direction["out"][3]
    np.testing.assert_allclose(freight.tonnes[3], mean, rtol=1e-4, atol=1)
    unopened = freight.corridors.index("norrbotniabanan")
    before = [t for t, q in enumerate(freight.quarters) if q < 4 * 2026]
    assert freight.tonnes[:, unopened, before].sum() == 0
    assert all(free is None or free[0] <= free[2] for free in freight.free_capacity.values())


def test_a_forbidden_plant_needs_nobody(region: Any, futures: Any, balance: Any) -> None:
    without = simulate(region, n=300, end="2031Q4", without=("bod_stegra",))
    other = run(region, without, samples=False)
    at: dict[str, Any] = {"place": "boden", "quarter": "2031Q4"}
    less, more = other.interval("need", **at), balance.interval("need", **at)
    assert less is not None
    assert less.mean < more.mean
    with pytest.raises(QuarterError):
        other.sample("need", quarter="2031Q4")


def test_explanation_adds_up(region: Any, futures: Any, balance: Any) -> None:
    found = explain(
        region,
        futures,
        place="skelleftea",
        group="process_operators",
        quarter="2028Q2",
    )
    values = {step.title.split(":")[0]: step.value for step in found.steps}
    hired = sum(
        value
        for name, value in values.items()
        if name
        in (
            "Staff kept",
            "Building workers who come for the job",
            "Young people hired by projects",
            "Unemployed of the same group",
            "Unemployed of close groups",
            "Hired away from other employers",
            "New commuters",
            "Movers from other places of the region",
            "Recruits from outside the region",
        )
    )
    need, vacant = values["Staff needed by the projects"], values["Vacant"]
    assert hired + vacant == pytest.approx(need)
    text = found.text()
    assert "hire_share_per_quarter" in text
    assert f"future {found.future}" in text
    start = explain(
        region,
        futures,
        place="skelleftea",
        group="process_operators",
        quarter=futures.quarters[0],
        future=3,
    )
    assert start.future == 3
    assert len(start.steps) == 2


def test_explain_refuses_what_is_not_there(region: Any, futures: Any) -> None:
    cell: Any = {"place": "skelleftea", "group": "process_operators", "quarter": "2028Q2"}
    with pytest.raises(QuarterError, match="there is no future 300"):
        explain(region, futures, **cell, future=300)
    with pytest.raises(QuarterError, match="lies outside the futures"):
        explain(region, futures, **{**cell, "quarter": "2050Q1"})
    with pytest.raises(UnknownCellError, match="occupation group"):
        explain(region, futures, **{**cell, "group": "astronauts"})


def test_region_and_futures_must_belong_together(futures: Any) -> None:
    with pytest.raises(MismatchError, match="as of"):
        run(load("nordic-battery-belt", as_of="2022-09-15"), futures)


def test_watched_quarters_must_exist(region: Any, futures: Any) -> None:
    with pytest.raises(QuarterError, match="2040Q4 lies outside"):
        run(region, futures, watch=("2040Q4",))


def test_round_trip(balance: Any, tmp_path: Any) -> None:
    back = load_balance(save_balance(balance, tmp_path / "balance.npz"))
    assert np.array_equal(back.cell_table, balance.cell_table)
    assert np.array_equal(back.samples, balance.samples)
    assert back.parameters == balance.parameters
    assert back.left_out == balance.left_out
    assert back.jobs == balance.jobs
    assert back.pairs("2030Q4") == balance.pairs("2030Q4")
    assert back.power.left_out == balance.power.left_out
    assert np.array_equal(back.power.queue[3].holds, balance.power.queue[3].holds)
    assert back.freight.free_capacity == balance.freight.free_capacity


def test_tables(balance: Any) -> None:
    found = tables(balance)
    assert len(found["belt"]) == len(PLACE) * len(balance.quarters)
    assert found["places"].columns == ["variable", "place", "quarter", "p10", "p50", "p90", "mean"]
    assert set(found["queue"]["project"]) == {each.project_id for each in balance.power.queue}
    assert found["left_out"].height == len(balance.left_out)
