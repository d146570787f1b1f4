"""Courses: seats, students, and the people who come out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from beltplan.plan.model.draft import Draft

__all__ = ["add_courses"]


def add_courses(draft: Draft) -> None:
    """Add seats to open, students by home area and group, and their way back to work."""
    data = draft.data
    years = len(data.years)
    courses, entries = len(data.courses), len(data.entry_course)
    d = data.discount
    p, home = data.course_area[:, None], data.entry_home[:, None]
    areas = np.arange(len(data.areas))[:, None]
    seats_most = data.course_seats + data.course_most[:, None]
    last = years - data.course_length
    ends = np.arange(years)[None, :] < last[:, None]
    study = draft.columns.add(
        "study",
        (entries, years),
        cost=data.entry_cost[:, None] * d,
        upper=np.where(ends, seats_most, 0.0)[data.entry_course],
        touches=(home, data.course_area[data.entry_course][:, None]),
        payer=home,
    )
    start = draft.columns.add(
        "start", (courses, years), upper=np.where(ends, seats_most, 0.0), touches=(p, p), payer=p
    )
    seats = draft.columns0.add(
        "seats",
        (courses, years),
        cost=data.seat_cost[:, None] * d,
        upper=np.where(ends, data.course_most[:, None], 0.0),
        touches=(p, p),
        payer=p,
    )
    opened = draft.columns0.add(
        "opened",
        (courses, years),
        cost=data.start_cost[:, None] * d,
        upper=data.course_most[:, None],
        touches=(p, p),
        payer=p,
    )
    opening = draft.rows0.add("opening", (courses, years), upper=0.0, owner=p)
    draft.a.put(opening.at, seats.at)
    draft.a.put(opening.at[:, 1:], seats.at[:, :-1], -1.0)
    draft.a.put(opening.at, opened.at, -1.0)

    starters = draft.rows.add("starters", (courses, years), lower=0.0, upper=0.0, owner=p)
    capacity = draft.rows.add("seats", (courses, years), upper=data.course_seats, owner=p)
    applicants = draft.rows.add(
        "applicants", (len(data.areas), years), upper=data.applicants, owner=areas
    )
    draft.w.put(starters.at[data.entry_course], study.at)
    draft.w.put(starters.at, start.at, -1.0)
    draft.w.put(capacity.at, start.at)
    draft.t.put(capacity.at, seats.at, -1.0)
    draft.w.put(applicants.at[data.entry_home], study.at)

    people = draft.rows.families["people"].at
    draft.w.put(people[data.entry_home, data.entry_group], study.at)
    _after(draft, study.at, start.at)


def _after(draft: Draft, study: np.ndarray, start: np.ndarray) -> None:
    """Add the people who finish, and those who go back to what they did before."""
    data = draft.data
    people = draft.rows.families["people"].at
    years = len(data.years)
    for length in np.unique(data.course_length):
        if length >= years:
            continue
        now, then = slice(0, years - length), slice(length, years)
        c = np.flatnonzero(data.course_length == length)
        e = np.flatnonzero(data.course_length[data.entry_course] == length)
        draft.w.put(
            people[data.course_area[c], data.course_group[c]][:, then],
            start[c][:, now],
            -data.course_share[c][:, None],
        )
        draft.w.put(
            people[data.entry_home[e], data.entry_group[e]][:, then],
            study[e][:, now],
            (data.course_share - 1.0)[data.entry_course[e]][:, None],
        )
