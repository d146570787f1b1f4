"""People, their work and their moves: the part of the model that is one network per occupation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from beltplan.plan.model.draft import Draft

__all__ = ["add_moves", "add_people", "add_work"]


def add_people(draft: Draft) -> None:
    """Add the stock of people and its chain over the years."""
    data = draft.data
    areas, groups, years = data.inflow.shape
    shape = (areas, groups, years)
    r = np.arange(areas)[:, None, None]
    o = np.arange(groups)[None, :, None]
    most = 2.0 * (data.start.sum(axis=0) + data.inflow.sum(axis=(0, 2)))[None, :, None] + 1000.0
    people = draft.columns.add("people", shape, upper=most, touches=(r, r), payer=r)
    arrive = data.inflow.copy()
    arrive[:, :, 0] += data.start * data.retain[None, :]
    t = np.arange(years)[None, None, :]
    rows = draft.rows.add("people", shape, lower=arrive, upper=arrive, owner=r, branch=o, period=t)
    draft.w.put(rows.at, people.at)
    draft.w.put(rows.at[:, :, 1:], people.at[:, :, :-1], -data.retain[None, :, None])


def add_work(draft: Draft) -> None:
    """Add who works where, who is without work, and posts that stay empty or do not run."""
    data = draft.data
    _, areas, groups, years = data.need.shape
    shape = (areas, groups, years)
    r = np.arange(areas)[:, None, None]
    o = np.arange(groups)[None, :, None]
    t = np.arange(years)[None, None, :]
    d = data.discount
    people = draft.columns.families["people"]
    idle = draft.columns.add(
        "idle",
        shape,
        cost=data.idle_cost * d,
        upper=draft.columns.values("upper")[0, people.span].reshape(shape),
        touches=(r, r),
        payer=r,
    )
    origin, target = data.arc_origin[:, None, None], data.arc_target[:, None, None]
    work = draft.columns.add(
        "work",
        (len(data.arc_origin), groups, years),
        cost=data.arc_cost[:, None, None] * d,
        upper=data.need[:, data.arc_target],
        touches=(origin, target),
        payer=target,
    )
    first, second = data.vacancy_cost
    empty = draft.columns.add(
        "vacant",
        shape,
        cost=first * d,
        upper=data.vacancy_share * data.need,
        payer=r,
        touches=(r, r),
    )
    more = draft.columns.add(
        "vacant_more", shape, cost=second * d, upper=data.need, touches=(r, r), payer=r
    )
    f = data.plant_area
    runs = data.staff.sum(axis=2)
    lost = draft.columns.add(
        "lost",
        (len(f), years),
        cost=data.loss_cost * runs * d,
        upper=(runs > 0).astype(np.float64),
        touches=(f[:, None], f[:, None]),
        payer=f[:, None],
    )
    able = -np.broadcast_to(data.frictional[:, :, None], shape)
    works = draft.rows.add("work", shape, lower=able, upper=able, owner=r, branch=o, leaf=t)
    posts = draft.rows.add(
        "posts", shape, lower=data.need, upper=data.need, owner=r, branch=o, leaf=t
    )
    draft.w.put(works.at, people.at, -1.0)
    draft.w.put(works.at, idle.at)
    draft.w.put(works.at[data.arc_origin], work.at)
    draft.w.put(posts.at[data.arc_target], work.at)
    draft.w.put(posts.at, empty.at)
    draft.w.put(posts.at, more.at)
    draft.w.put(posts.at[f], lost.at[:, None, :], data.staff, varying=True)


def add_moves(draft: Draft) -> None:
    """Add moves between areas, through one pool for each country."""
    data = draft.data
    areas, groups, years = data.inflow.shape
    countries = len(data.countries)
    shape = (areas, groups, years)
    r = np.arange(areas)[:, None, None]
    o = np.arange(groups)[None, :, None]
    t = np.arange(years)[None, None, :]
    d = data.discount
    people = draft.rows.families["people"]
    most = np.broadcast_to(data.mobility[:, :, None], shape)
    all_of = data.mobility.sum(axis=0)[None, :, None]
    leave = draft.columns.add("leave", shape, upper=most, touches=(r, r), payer=r)
    arrive = draft.columns.add(
        "arrive", shape, cost=data.move_cost * d, upper=all_of, touches=(r, r), payer=r
    )
    pairs = [(c, e) for c in range(countries) for e in range(countries) if c != e]
    source = np.array([c for c, _ in pairs], np.int64)
    target = np.array([e for _, e in pairs], np.int64)
    cross = draft.columns.add(
        "cross", (len(pairs), groups, years), cost=data.border_cost * d, upper=all_of
    )
    pool = draft.rows.add(
        "pool", (countries, groups, years), lower=0.0, upper=0.0, branch=o, leaf=t
    )
    draft.w.put(people.at, leave.at)
    draft.w.put(people.at, arrive.at, -1.0)
    draft.w.put(pool.at[data.country], leave.at)
    draft.w.put(pool.at[data.country], arrive.at, -1.0)
    draft.w.put(pool.at[source], cross.at, -1.0)
    draft.w.put(pool.at[target], cross.at)
