"""Tiers, gaps and costs on hand-made needs against the shipped and changed facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.coverage.conftest import LITHIUM_ION, SLURRY, need

from beltplan.coverage import GAPS, TIERS, draft_modules, gaps, run
from beltplan.coverage.costs import Costs
from beltplan.coverage.entry import EntryRules
from beltplan.coverage.programmes import kinds, programmes
from beltplan.coverage.ranges import Range
from beltplan.coverage.travel import Travel

if TYPE_CHECKING:
    from collections.abc import Callable

    from beltplan.facts import Region


def test_slurry_is_explained_over_the_border_for_skelleftea(region: Region) -> None:
    found = run(region, need())
    row = found.tiers.row(0, named=True)
    assert row["tier"] == "border"
    assert row["grade"] == "uncertain"
    assert row["best"] == "P36"
    offer = found.offers.filter(pl.col("programme_id") == "P36").row(0, named=True)
    assert {"explained", "not_confirmed"} <= set(offer["reasons"])
    assert offer["standing"] == "equal"
    assert offer["rule_id"] == "fi_course.nordic"
    assert offer["hours"] > 3.25, "the ferry alone takes that long"
    assert offer["free_seats"] is None, "applicants are not known"


def test_the_same_course_is_near_home_in_vaasa(region: Region) -> None:
    row = run(region, need(place_id="vaasa")).tiers.row(0, named=True)
    assert (row["tier"], row["best"]) == ("near", "P36")


def test_far_in_the_own_country_is_neither_near_nor_over_a_border(region: Region) -> None:
    found = run(region, need(competence=LITHIUM_ION, level=6, place_id="umea"))
    wheres = dict(found.offers.select("programme_id", "where").iter_rows())
    assert wheres["P18"] == "far"
    assert wheres["P36"] == "border"


def test_an_online_course_is_at_home_in_its_country_only(region: Region) -> None:
    modelling = LITHIUM_ION.replace("092", "120")
    for place, where in (("umea", "near"), ("vaasa", "border")):
        found = run(region, need(competence=modelling, level=6, place_id=place))
        offer = found.offers.filter(pl.col("programme_id") == "P17").row(0, named=True)
        assert (offer["where"], offer["hours"]) == (where, 0.0)


def test_what_nobody_recorded_is_unknown_not_nowhere(region: Region) -> None:
    calendering = SLURRY.replace("001", "004")
    at = {"competence": calendering, "group_id": "process_operators"}
    row = run(region, need(**at)).tiers.row(0, named=True)
    assert (row["tier"], row["ask"]) == ("unknown", ["P04"])
    assert "P04" in run(region, need(**at)).unrecorded  # only a part of it is recorded
    elsewhere = run(region, need(**at, place_id="lulea")).tiers.row(0, named=True)
    assert (elsewhere["tier"], elsewhere["ask"]) == ("nowhere", [])


def test_what_is_recorded_in_part_counts_and_is_asked_for_the_rest(region: Region) -> None:
    control = SLURRY.replace("001", "148")
    row = run(region, need(competence=control, place_id="kokkola")).tiers.row(0, named=True)
    assert (row["tier"], row["best"]) == ("near", "P39")
    refining = SLURRY.replace("001", "056")
    at = {"competence": refining, "group_id": "process_operators", "place_id": "kokkola"}
    rest = run(region, need(**at)).tiers.row(0, named=True)
    assert rest["tier"] == "unknown"
    assert "P39" in rest["ask"]


def test_a_named_competence_is_a_hint_and_no_course(region: Region) -> None:
    refining = SLURRY.replace("001", "026")
    row = run(region, need(competence=refining, place_id="kokkola")).tiers.row(0, named=True)
    assert row["tier"] in ("unknown", "nowhere")
    assert {"P39", "P40", "P41"} <= set(row["hints"])


def test_posts_add_up_over_needs_and_unknown_posts_stay_unknown(region: Region) -> None:
    known = pl.concat(
        [need(), need(need_id="n2", posts_low=1.0, posts_central=2.0, posts_high=3.0)]
    )
    row = run(region, known).tiers.row(0, named=True)
    assert (row["posts_low"], row["posts_central"], row["posts_high"]) == (21.0, 42.0, 83.0)
    unknown = need(posts_low=None, posts_central=None, posts_high=None)
    assert run(region, unknown).tiers.row(0, named=True)["posts_central"] is None


def test_a_small_cell_of_the_account_is_withheld_and_a_company_s_own_is_not(region: Region) -> None:
    few = {"posts_low": 0.0, "posts_central": 3.0, "posts_high": 6.0}
    assert run(region, need(**few, origin="balance")).tiers["withheld"].to_list() == [True]
    assert run(region, need(**few)).tiers["withheld"].to_list() == [False]
    assert gaps(region, run(region, need(**few, origin="balance"))).is_empty()
    assert gaps(region, run(region, need(**few))).height == 1


def test_gaps_are_ranked_and_split_by_tier(region: Region) -> None:
    needs = pl.concat(
        [
            need(),
            need(need_id="n2", place_id="vaasa", posts_central=50.0),
            need(need_id="n3", competence=SLURRY.replace("001", "004"), posts_central=60.0,
                 group_id="process_operators"),
        ]
    )  # fmt: skip
    found = gaps(region, run(region, needs))
    assert dict(found.schema) == dict(pl.DataFrame(schema=GAPS).schema)
    assert found["rank"].to_list() == [1, 2]
    first = found.row(0, named=True)
    assert first["posts_central"] == 90.0
    assert (first["posts_border"], first["posts_uncertain"]) == (40.0, 50.0)
    assert first["seats"] is None, "the only course that counts states no seats"
    assert first["seats_unknown"] == 1
    parts = ("nowhere", "unknown", "border", "far", "uncertain")
    for row in found.iter_rows(named=True):
        assert abs(sum(row[f"posts_{p}"] for p in parts) - row["posts_central"]) < 1e-9
        assert row["cost_low"] <= row["cost_central"] <= row["cost_high"]


def test_surely_taught_near_home_is_no_gap(region: Region, spoilt: Callable[..., Region]) -> None:
    fresh = spoilt(
        programmes=lambda t: t.with_columns(
            pl.when(pl.col("programme_id") == "P36")
            .then(pl.lit(region.as_of))
            .otherwise("last_verified")
            .alias("last_verified")
        ),
        outcome_readings=lambda t: t.with_columns(pl.lit("does").alias("depth")),
    )
    found = run(fresh, need(place_id="vaasa"))
    assert found.tiers["grade"].to_list() == ["taught"]
    assert gaps(fresh, found).is_empty()


def test_the_cheapest_way_has_the_smallest_central_cost(region: Region) -> None:
    people = Range(20, 40, 80)
    costs = Costs(region)
    by_id = {p.programme_id: p for p in programmes(region)}
    abroad = costs.existing(by_id["P36"], people, competences=4, where="border")
    near = costs.existing(by_id["P36"], people, competences=4, where="near")
    assert abroad.cost is not None
    assert near.cost is not None
    assert near.cost.central < abroad.cost.central
    module = costs.new_module(people, source="", level=4)
    adapted = costs.new_module(people, source="novia_bk2303", level=4)
    assert module.cost is not None
    assert adapted.cost is not None
    assert adapted.cost.central < module.cost.central


def test_drafts_cover_every_gap_once_and_quote_their_source(region: Region) -> None:
    ids = ("001", "002", "004", "005", "011", "061", "048")
    needs = pl.concat(
        [need(need_id=i, competence=SLURRY.replace("001", i), place_id="lulea") for i in ids]
    )
    found = run(region, needs)
    ranked = gaps(region, found)
    modules = draft_modules(region, found, ranked)
    open_ = pl.col("posts_nowhere") + pl.col("posts_unknown") > 0
    wanted = set(ranked.filter(open_)["competence"])
    assert len(wanted) > 3
    assert sorted(modules["competence"]) == sorted(wanted)
    adapted = modules.filter(pl.col("basis") == "adapted")
    assert adapted.height > 0
    assert adapted["quote"].null_count() == 0
    assert adapted["source_ids"].list.len().min() > 0  # type: ignore[operator]
    size = modules.group_by("module").len()["len"].max()
    assert size <= Costs(region).capacity  # type: ignore[operator]


def test_no_needs_give_empty_tables(region: Region) -> None:
    found = run(region, need().clear())
    assert found.tiers.is_empty()
    assert dict(found.tiers.schema) == dict(pl.DataFrame(schema=TIERS).schema)
    ranked = gaps(region, found)
    assert ranked.is_empty()
    assert draft_modules(region, found, ranked).is_empty()
    assert found.matrix().is_empty()


def test_the_matrix_has_one_row_a_competence_place_and_programme(region: Region) -> None:
    needs = pl.concat([need(), need(need_id="n2", level=6), need(need_id="n3", place_id="vaasa")])
    matrix = run(region, needs).matrix()
    keys = matrix.select("competence", "place_id", "programme_id")
    assert keys.is_duplicated().sum() == 0
    assert set(matrix["place_id"]) == {"skelleftea", "vaasa"}


def test_an_earlier_day_knows_fewer_outcomes() -> None:
    from beltplan.facts import load

    early = load("nordic-battery-belt", "2023-06-30")
    assert run(early, need()).tiers["tier"].to_list() != ["border"]


# --- journeys and rules


def test_journeys_are_symmetric_and_zero_at_home(region: Region) -> None:
    travel = Travel(region)
    for a, b in (("umea", "vaasa"), ("skelleftea", "gothenburg"), ("rana", "umea")):
        there, back = travel.between(a, b), travel.between(b, a)
        assert there is not None
        assert there == back
        assert there.hours.low <= there.hours.central <= there.hours.high
    home = travel.between("umea", "umea")
    assert home is not None
    assert home.hours.central == 0


def test_every_kind_has_a_rule_for_both_residents(region: Region) -> None:
    rules = EntryRules(region)
    for kind in kinds(region).values():
        for home in ("SE", "FI", "NO"):
            assert rules.rule(kind, home=home).rule_id, (kind.kind_id, home)
        assert rules.rule(kind, home="DE").standing == "unknown"


def test_komvux_is_for_residents(region: Region) -> None:
    rules, found = EntryRules(region), kinds(region)
    assert rules.rule(found["se_komvux"], home="FI").standing == "residents_only"
    assert rules.rule(found["se_komvux"], home="SE").standing == "home"


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6)), max_size=6),
    st.floats(0, 1e3),
)
def test_ranges_stay_in_order(parts: list[tuple[float, float, float]], factor: float) -> None:
    ranges = [Range(*sorted(part)) for part in parts]
    total = Range.sum(ranges).times(Range.of(factor))
    assert total.low <= total.central <= total.high
