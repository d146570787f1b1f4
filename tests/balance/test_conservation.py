"""Nobody appears or vanishes except through a named flow."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beltplan.balance.example import PARAMETERS, example, example_activity
from beltplan.balance.lanes import lanes
from beltplan.balance.reference import trace

HIRED = (
    "kept",
    "graduates",
    "local",
    "poached",
    "commuters_in",
    "visiting_in",
    "movers_in",
    "recruits",
)

# What changes each stock: name of the flow, +1 or -1. Flows by link end in @origin or @target.
LEDGER: dict[str, tuple[tuple[str, int], ...]] = {
    "base": (
        ("retired_base", -1),
        ("base_released", -1),
        ("graduates_base", 1),
        ("base_same", 1),
        ("base_close", 1),
        ("poached", -1),
    ),
    "settled": (
        ("retired_settled", -1),
        ("quit_settled", -1),
        ("released_settled", -1),
        ("graduates", 1),
        ("local", 1),
        ("poached", 1),
        ("movers_in", 1),
    ),
    "recruited": (
        ("retired_recruited", -1),
        ("quit_recruited", -1),
        ("released_recruited", -1),
        ("recruits", 1),
    ),
    "visiting": (("retired_visiting", -1), ("released_visiting", -1), ("visiting_in", 1)),
    "unemployed": (
        ("retired_unemployed", -1),
        ("unemployed_leaving", -1),
        ("to_unemployed", 1),
        ("base_released", 1),
        ("commuters_back@origin", 1),
        ("young_unemployed", 1),
        ("local_same", -1),
        ("base_same", -1),
        ("retrained_out", -1),
        ("commuters_new_out", -1),
        ("movers_out", -1),
        ("to_study", -1),
        ("study_back", 1),
    ),
    "commuting": (("retired_commuting", -1), ("commuters_back", -1), ("commute", 1)),
}

OTHERS: tuple[tuple[str, int], ...] = (
    ("retired_base", 1),
    ("retired_settled", 1),
    ("retired_recruited", 1),
    ("retired_unemployed", 1),
    ("retired_commuting@origin", 1),
    ("entrants", -1),
    ("programme_graduates", -1),
    ("to_others", 1),
    ("trend", 1),
    ("family_moving", 1),
    ("family_recruits", 1),
    ("family_leaving", -1),
    ("to_study", 1),
    ("study_back", -1),
    ("study_moved", 1),
    ("trained", -1),
)


def _flow(account: Any, found: Any, name: Any) -> Any:
    if name.endswith("@origin"):
        values = found[name.removesuffix("@origin")]
        result = np.zeros((values.shape[0], len(account.places), len(account.groups)))
        for k, link in enumerate(account.links):
            result[:, link.origin] += values[:, k]
        return result
    return found[name]


def check_ledger(account: Any, found: Any) -> None:
    """Each stock changes by its named flows, and by nothing else."""
    scale = 1 + found["population"].max()
    for stock, flows in LEDGER.items():
        change = np.diff(found[stock], axis=0)
        named = sum(sign * _flow(account, found, name) for name, sign in flows)
        np.testing.assert_allclose(change, named[1:], atol=1e-6 * scale, err_msg=stock)
    by_place = [
        sign * (flow if flow.ndim == 2 else flow.sum(axis=2))
        for name, sign in OTHERS
        for flow in [_flow(account, found, name)]
    ]
    named = sum(by_place)
    np.testing.assert_allclose(
        np.diff(found["others"], axis=0), named[1:], atol=1e-6 * scale, err_msg="others"
    )
    leaving = (found["to_leaving"] + found["unemployed_leaving"]).sum(axis=2) - found["leavers"]
    np.testing.assert_allclose(np.diff(found["leaving"], axis=0), leaving[1:], atol=1e-6 * scale)
    # Retraining only changes the group: what leaves the close groups is what is hired.
    np.testing.assert_allclose(
        found["retrained_out"].sum(axis=2),
        (found["local_close"] + found["base_close"]).sum(axis=2),
        atol=1e-6 * scale,
    )


@st.composite
def regions(draw: Any) -> Any:
    seed = draw(st.integers(0, 10_000))
    changed = {
        name: (low * draw(factor), central, high)
        for name, (low, central, high) in PARAMETERS.items()
        if "share" in name and "population" not in name
        for factor in [st.sampled_from([0.0, 1.0])]
    }
    return example(
        places=draw(st.integers(1, 7)),
        groups=draw(st.integers(1, 6)),
        projects=draw(st.integers(1, 6)),
        quarters=draw(st.integers(2, 14)),
        links=draw(st.sampled_from([0.0, 0.3, 1.0])),
        seed=seed,
        parameters=changed,
    ), seed


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(regions())
def test_people_conserve(made: Any) -> None:
    account, seed = made
    activity, building = example_activity(account, 3, seed=seed)
    drawn = lanes(account, activity, building, seed=seed, block=0)
    for lane in range(3):
        found = trace(account, drawn, lane)
        check_ledger(account, found)
        # Each post is filled or vacant.
        scale = 1 + found["need"].max()
        named = sum(found[name] for name in HIRED) + found["vacancies"]
        np.testing.assert_allclose(named, found["need"], atol=1e-9 * scale)
        np.testing.assert_allclose(
            found["filled"] + found["vacancies"], found["need"], atol=1e-9 * scale
        )
        # Moves inside the region cancel out, commuters work somewhere.
        np.testing.assert_allclose(
            found["movers_in"].sum(axis=(1, 2)), found["movers_out"].sum(axis=(1, 2)), atol=1e-6
        )
        np.testing.assert_allclose(
            found["commuters_in_stock"].sum(axis=(1, 2)),
            found["commuters_out_stock"].sum(axis=(1, 2)),
            atol=1e-6,
        )
        # The region changes by its trend, by those who come and by those who go.
        household = found.rate["household"]
        come = household * found["recruits"].sum(axis=(1, 2))
        go = household * found["leavers"].sum(axis=1)
        change = found["trend"].sum(axis=1) + come - go
        np.testing.assert_allclose(
            np.diff(found["population"].sum(axis=1)), change[1:], atol=1e-6 * scale
        )
        for stock in ("base", "settled", "recruited", "visiting", "unemployed", "commuting"):
            assert found[stock].min(initial=0.0) >= -1e-9, stock
        # Nobody is claimed who is not there.
        assert (found["double_counted"] <= found["counted_on"] + 1e-9).all()
