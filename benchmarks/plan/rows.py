"""The rows of the plan's model cell by cell, as terms: the quickest way into PuLP and its like.

Written from the numbers alone, from variables that are found by family and cell.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.plan.tables import Tables

    Variables = dict[str, dict[tuple[int, ...], Any]]
    Terms = list[tuple[Any, float]]

__all__ = ["Row", "rows"]


class Row(NamedTuple):
    """A row: pairs of variable and coefficient, and a right-hand side."""

    terms: Terms
    equal: bool
    right: float


def rows(tables: Tables, v: Variables) -> Iterator[Row]:
    """Return every row of the model.

    Parameters
    ----------
    tables
        What belongs to what.
    v
        The variables of each family by cell.
    """
    return chain(
        _first_stage(tables, v),
        *(part(tables, v, s) for s in tables.s for part in (_people, _jobs, _pools)),
        *(part(tables, v, s) for s in tables.s for part in (_courses, _homes, _links)),
    )


def _first_stage(tables: Tables, v: Variables) -> Iterator[Row]:
    seats, opened = v["seats"], v["opened"]
    for p in tables.p:
        for t in tables.t:
            terms = [(seats[p, t], 1.0), (opened[p, t], -1.0)]
            if t:
                terms.append((seats[p, t - 1], -1.0))
            yield Row(terms, False, 0.0)
    for name, added in (("homes", "built"), ("grid", "reinforced"), ("service", "extended")):
        stock, new = v[name], v[added]
        for i, t in tables.families[name].cells:
            terms = [(stock[i, t], 1.0), (new[i, t], -1.0)]
            if t:
                terms.append((stock[i, t - 1], -1.0))
            yield Row(terms, True, 0.0)


def _people(tables: Tables, v: Variables, s: int) -> Iterator[Row]:
    data = tables.data
    retain, begin, inflow = data.retain.tolist(), data.start.tolist(), data.inflow.tolist()
    length, share = data.course_length.tolist(), data.course_share.tolist()
    course = data.entry_course.tolist()
    people, study, start = v["people"], v["study"], v["start"]
    for r in tables.r:
        for o in tables.o:
            entries = tables.entries_of[tables.cell(r, o)]
            courses = tables.courses_of[tables.cell(r, o)]
            for t in tables.t:
                at = s, r, o, t
                terms = [(people[at], 1.0), (v["leave"][at], 1.0)]
                terms += [(v["arrive"][at], -1.0), (v["hire"][at], -1.0)]
                right = inflow[r][o][t]
                if t:
                    terms.append((people[s, r, o, t - 1], -retain[o]))
                else:
                    right += retain[o] * begin[r][o]
                for e in entries:
                    p = course[e]
                    terms.append((study[s, e, t], 1.0))
                    if t >= length[p]:
                        terms.append((study[s, e, t - length[p]], share[p] - 1.0))
                terms += [
                    (start[s, p, t - length[p]], -share[p]) for p in courses if t >= length[p]
                ]
                yield Row(terms, True, right)


def _jobs(tables: Tables, v: Variables, s: int) -> Iterator[Row]:
    data = tables.data
    frictional, need, staff = (
        data.frictional.tolist(),
        data.need[s].tolist(),
        data.staff[s].tolist(),
    )
    work, lost = v["work"], v["lost"]
    for r in tables.r:
        for o in tables.o:
            for t in tables.t:
                at = s, r, o, t
                terms = [(work[s, a, o, t], 1.0) for a in tables.from_area[r]]
                terms += [(v["idle"][at], 1.0), (v["people"][at], -1.0)]
                yield Row(terms, True, -frictional[r][o])
                terms = [(work[s, a, o, t], 1.0) for a in tables.to_area[r]]
                terms += [(v["vacant"][at], 1.0), (v["vacant_more"][at], 1.0)]
                terms += [
                    (lost[s, f, t], staff[f][o][t]) for f in tables.plants_in[r] if staff[f][o][t]
                ]
                yield Row(terms, True, need[r][o][t])


def _pools(tables: Tables, v: Variables, s: int) -> Iterator[Row]:
    reach = tables.data.reach.tolist()
    for c in tables.c:
        for t in tables.t:
            for o in tables.o:
                terms = [(v["leave"][s, r, o, t], 1.0) for r in tables.areas_of[c]]
                terms += [(v["arrive"][s, r, o, t], -1.0) for r in tables.areas_of[c]]
                terms += [(v["cross"][s, b, o, t], -1.0) for b in tables.exports[c]]
                terms += [(v["cross"][s, b, o, t], 1.0) for b in tables.imports[c]]
                yield Row(terms, True, 0.0)
            terms = [(v["lend"][s, r, t], 1.0) for r in tables.areas_of[c]]
            terms += [(v["borrow"][s, r, t], -1.0) for r in tables.areas_of[c]]
            terms += [(v["cross_reach"][s, b, t], -1.0) for b in tables.exports[c]]
            terms += [(v["cross_reach"][s, b, t], 1.0) for b in tables.imports[c]]
            yield Row(terms, True, 0.0)
    for r in tables.r:
        for t in tables.t:
            terms = [(v["hire"][s, r, o, t], 1.0) for o in tables.o]
            terms += [(v["lend"][s, r, t], 1.0), (v["borrow"][s, r, t], -1.0)]
            terms += [(v["market"][r, k, t], -1.0) for k in tables.k]
            yield Row(terms, False, reach[r][t])


def _courses(tables: Tables, v: Variables, s: int) -> Iterator[Row]:
    seats, applicants = tables.data.course_seats.tolist(), tables.data.applicants.tolist()
    study, start = v["study"], v["start"]
    for t in tables.t:
        for p in tables.p:
            terms = [(study[s, e, t], 1.0) for e in tables.entries_to[p]]
            yield Row([*terms, (start[s, p, t], -1.0)], True, 0.0)
            terms = [(start[s, p, t], 1.0), (v["seats"][p, t], -1.0)]
            yield Row(terms, False, seats[p][t])
        for r in tables.r:
            terms = [(study[s, e, t], 1.0) for e in tables.entries_from[r]]
            yield Row(terms, False, applicants[r][t])


def _homes(tables: Tables, v: Variables, s: int) -> Iterator[Row]:
    data = tables.data
    length = data.course_length[data.entry_course].tolist()
    for r, (each, free) in enumerate(
        zip(data.per_worker.tolist(), tables.free.tolist(), strict=True)
    ):
        for t in tables.t:
            terms = [(v["people"][s, r, o, t], each) for o in tables.o]
            terms += [
                (v["study"][s, e, year], each)
                for e in tables.entries_from[r]
                for year in range(max(0, t - length[e] + 1), t + 1)
            ]
            terms += [(v["short"][s, r, t], -1.0), (v["empty"][s, r, t], 1.0)]
            if t >= data.home_lead:
                terms.append((v["homes"][r, t - data.home_lead], -1.0))
            yield Row(terms, True, free[t])


def _links(tables: Tables, v: Variables, s: int) -> Iterator[Row]:
    data = tables.data
    power, grid, seats = (
        data.power[s].tolist(),
        data.grid_free.tolist(),
        data.service_seats.tolist(),
    )
    cede, take = v["cede"], v["take"]
    for t in tables.t:
        for r in tables.r:
            used = [(v["lost"][s, f, t], power[f][t]) for f in tables.plants_in[r]]
            terms = [(lost, -each) for lost, each in used if each]
            terms += [(cede[s, r, t], 1.0), (take[s, r, t], -1.0)]
            if t >= data.grid_lead:
                terms.append((v["grid"][r, t - data.grid_lead], -1.0))
            yield Row(terms, False, grid[r][t] - sum(each for _, each in used))
        for z in tables.z:
            terms = [(cede[s, r, t], 1.0) for r in tables.areas_in[z]]
            terms += [(take[s, r, t], -1.0) for r in tables.areas_in[z]]
            yield Row(terms, True, 0.0)
        for i in tables.l:
            terms = [(v["work"][s, a, o, t], 1.0) for a in tables.on_service[i] for o in tables.o]
            if t >= data.service_lead:
                terms.append((v["service"][i, t - data.service_lead], -1.0))
            yield Row(terms, False, seats[i])
