"""The sentences of an explanation: each step with its names, numbers and result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from beltplan import quarters as calendar

if TYPE_CHECKING:
    import numpy as np

    from beltplan.balance.account import Account
    from beltplan.balance.reference import Trace

    Array = np.ndarray[Any, np.dtype[np.float64]]

__all__ = ["Cell", "Step", "steps_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the arithmetic.

    Attributes
    ----------
    title
        What it gives, and how much.
    lines
        The arithmetic.
    value
        Its result.
    parameters
        Names of the parameters used.
    """

    title: str
    lines: tuple[str, ...]
    value: float
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of one future: the region, the draws, all numbers, and where to look."""

    account: Account
    draw: dict[str, Array]
    trace: Trace
    p: int
    g: int
    t: int

    def at(self, name: str, *, before: bool = False) -> float:
        """Return a number of the cell, or of the place where there is none by group."""
        value = self.trace[name][self.t - before]
        return float(value[self.p, self.g] if value.ndim == 2 else value[self.p])

    def rate(self, name: str) -> float:
        """Return a rate of this future."""
        return self.trace.rate[name]


def _n(value: float) -> str:
    """Write a number of persons."""
    return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"


def _s(value: float) -> str:
    """Write a share."""
    return f"{value:.4f}"


def steps_of(cell: Cell) -> tuple[Step, ...]:
    """Return the steps of a cell in the order in which the account takes them."""
    steps = [_need(cell)]
    if cell.t == 0:
        return (*steps, _start(cell))
    return (
        *steps,
        _kept(cell),
        _visitors(cell),
        _posts(cell),
        _young(cell),
        _same_group(cell),
        _close_groups(cell),
        _poached(cell),
        _commuters(cell),
        _movers(cell),
        _recruits(cell),
        _vacant(cell),
        _claims(cell),
        _unemployed(cell),
        _homes(cell),
    )


def _need(c: Cell) -> Step:
    lines, account = [], c.account
    for j, place in enumerate(account.project_place):
        if place != c.p:
            continue
        activity, building = (float(c.draw[k][c.t, j]) for k in ("activity", "building"))
        share = float(c.draw["profile"][account.project_profile[j], c.g])
        name, jobs = account.projects[j], float(c.draw["jobs"][j])
        if activity > 0:
            lines.append(
                f"{name}: activity {_s(activity)} x {_n(jobs)} jobs x share {_s(share)} "
                f"= {_n(activity * jobs * share)}"
            )
        if building > 0:
            crew, part = float(c.draw["crew"][j]), float(c.draw["construction"][c.g])
            lines.append(
                f"{name}, building site: {_s(building)} x {_n(crew)} at the peak x share "
                f"{_s(part)} = {_n(building * crew * part)}"
            )
    served = c.at("need_indirect")
    if served > 0:
        lines.append(f"local services that the projects feed, with their delay: {_n(served)}")
    value = c.at("need")
    used = ["construction_peak_per_operating_job", "indirect_jobs_per_direct"]
    used += ["indirect_local_share", "indirect_lag_quarters", "higher_education_share_cell"]
    return Step(
        f"Staff needed by the projects: {_n(value)}",
        tuple(lines) or ("no project of the place is at work or being built",),
        value,
        tuple(used) if lines else (),
    )


def _start(c: Cell) -> Step:
    value = c.at("kept")
    lines = (
        f"running projects have their staff at the start: {_n(value)}",
        f"posts of all other employers: {_n(c.at('base_need'))}, filled {_n(c.at('base'))}",
        f"unemployed: {_n(c.at('unemployed'))}",
    )
    return Step("The start", lines, value)


def _kept(c: Cell) -> Step:
    there, stay = c.at("staff_before"), c.at("stay")
    before = (
        c.at("settled", before=True)
        + c.at("recruited", before=True)
        + c.at("visiting", before=True)
        + c.at("commuters_in_stock", before=True)
    )
    value = c.at("kept")
    lines = (
        f"staff at the end of {_label(c, -1)}: {_n(before)}; "
        f"after retirement ({_s(c.rate('retire'))}) and quits ({_s(c.rate('quit'))}, "
        f"not of visitors): {_n(there)}",
        f"needed {_n(c.at('need'))}: share who stay {_s(stay)}, "
        f"laid off {_n(there)} - {_n(value)} = {_n(c.at('released'))}",
    )
    used = ("retirement_rate_per_year", "turnover_rate_plant_per_year")
    return Step(f"Staff kept: {_n(value)}", lines, value, used)


def _visitors(c: Cell) -> Step:
    value = c.at("visiting_in")
    wanted = c.rate("visiting") * c.at("need_building")
    lines = (
        f"crew from elsewhere: {_s(c.rate('visiting'))} x {_n(c.at('need_building'))} on "
        f"building sites = {_n(wanted)}, on site at the end {_n(c.at('visiting'))}",
    )
    title = f"Building workers who come for the job: {_n(value)}"
    return Step(title, lines, value, ("construction_local_share",))


def _posts(c: Cell) -> Step:
    value, other = c.at("open"), c.at("base_open")
    vacant = c.at("need") - c.at("kept") - c.at("visiting_in")
    lines = (
        f"projects: {_s(c.rate('hire'))} x {_n(vacant)} vacant = {_n(value)}",
        f"other employers: {_s(c.rate('hire'))} x their vacant posts = {_n(other)}",
    )
    title = f"Posts that can be filled this quarter: {_n(value)}"
    return Step(title, lines, value, ("hire_share_per_quarter",))


def _young(c: Cell) -> Step:
    value = c.at("graduates")
    people = c.at("entrants") + c.at("programme_graduates")
    lines = (
        f"young people {_n(c.at('entrants'))} + graduates of programmes "
        f"{_n(c.at('programme_graduates'))} = {_n(people)}",
        f"shared by open posts: projects {_n(value)}, others {_n(c.at('graduates_base'))}, "
        f"looking for work {_n(c.at('young_unemployed'))}",
    )
    used = ("entrant_ratio", "programme_completion_share", "graduate_stay_share")
    return Step(f"Young people hired by projects: {_n(value)}", lines, value, used)


def _same_group(c: Cell) -> Step:
    value, other = c.at("local_same"), c.at("base_same")
    available = c.at("claim_people")
    lines = (
        f"available (unemployed above the frictional {_s(c.rate('frictional'))} of the "
        f"labour force): {_n(available)}; {_s(c.rate('hire_same'))} of them can be hired",
        f"min(posts, {_n(c.rate('hire_same') * available)}) shared by open posts: "
        f"projects {_n(value)}, others {_n(other)}",
    )
    used = ("frictional_unemployment_share", "local_match_share_per_quarter")
    return Step(f"Unemployed of the same group: {_n(value)}", lines, value, used)


def _close_groups(c: Cell) -> Step:
    value = c.at("local_close")
    near = [c.account.groups[s] for s, g in c.account.close if g == c.g]
    lines = (
        f"close groups: {', '.join(near) or 'none'}; {_s(c.rate('hire_close'))} of their "
        "available people retrain in a quarter, shared by the open posts of all groups "
        "that ask for them",
        f"projects {_n(value)}, others {_n(c.at('base_close'))}",
    )
    used = ("close_group_match_share_per_quarter", "retraining_quarters")
    return Step(f"Unemployed of close groups: {_n(value)}", lines, value, used)


def _poached(c: Cell) -> Step:
    value = c.at("poached")
    left = c.at("open") - c.at("graduates") - c.at("local")
    lines = (
        f"the smaller of {_s(c.rate('poach_posts'))} x {_n(max(left, 0.0))} open posts and "
        f"{_s(c.rate('poach_staff'))} x the staff of other employers ({_n(c.at('base'))} after)",
    )
    used = ("poaching_cap_share_of_open_posts", "poaching_share_per_quarter")
    return Step(f"Hired away from other employers: {_n(value)}", lines, value, used)


def _commuters(c: Cell) -> Step:
    value = c.at("commuters_in")
    lines = []
    for k, link in enumerate(c.account.links):
        flow = float(c.trace["commute"][c.t, k, c.g])
        if link.target == c.p and float(c.draw["link"][k]) > 0:
            lines.append(
                f"from {c.account.places[link.origin]}: {_s(float(c.draw['link'][k]))} of its "
                f"available people start, shared by open posts in reach: {_n(flow)}"
            )
    used = [
        "commuting_limit_km",
        "commuting_limit_minutes",
        "road_speed_km_per_h",
        "commute_willingness_per_quarter",
        "commute_willingness_cross_border_per_quarter",
    ]
    title = f"New commuters: {_n(value)}"
    return Step(title, tuple(lines) or ("no place within reach",), value, tuple(used))


def _movers(c: Cell) -> Step:
    value = c.at("movers_in")
    lines = (
        f"{_s(c.rate('move'))} of the available people of other places would move "
        f"(x {_s(c.rate('move_border'))} across a border), shared by open posts",
        f"homes leave room for {_n(c.at('room'))} workers with their households; wish of all "
        f"groups {_n(c.at('movers_wish'))}: share let in {_s(c.at('movers_let_in'))}",
    )
    used = (
        "mover_rate_belt_per_quarter",
        "mover_cross_border_factor",
        "home_crowding_share",
        "persons_per_home",
        "persons_per_mover",
    )
    return Step(f"Movers from other places of the region: {_n(value)}", lines, value, used)


def _recruits(c: Cell) -> Step:
    value = c.at("recruits")
    lines = (
        f"{_s(c.rate('recruit'))} of the posts still open; wish of all groups "
        f"{_n(c.at('recruits_wish'))}, at most {_n(c.at('recruits_cap'))} by the place's size "
        f"and what homes leave: share let in {_s(c.at('recruits_let_in'))}",
    )
    used = (
        "outside_recruits_max_share_of_open_posts",
        "outside_recruits_max_per_1000_per_quarter",
    )
    return Step(f"Recruits from outside the region: {_n(value)}", lines, value, used)


def _vacant(c: Cell) -> Step:
    names = (
        "kept",
        "visiting_in",
        "graduates",
        "local",
        "poached",
        "commuters_in",
        "movers_in",
        "recruits",
    )
    parts = [c.at(name) for name in names]
    value = c.at("vacancies")
    lines = (f"{_n(c.at('need'))} - ({' + '.join(map(_n, parts))}) = {_n(value)}",)
    return Step(f"Vacant: {_n(value)}", lines, value)


def _claims(c: Cell) -> Step:
    value, double = c.at("counted_on"), c.at("double_counted")
    lines = (
        f"posts to fill, at most all who could be won within a year: {_n(value)}",
        f"of them, people on whom other places or employers count too: {_n(double)}",
    )
    return Step(f"People counted on: {_n(value)}", lines, value)


def _unemployed(c: Cell) -> Step:
    value, before = c.at("unemployed"), c.at("unemployed", before=True)
    back = sum(
        float(c.trace["commuters_back"][c.t, k, c.g])
        for k, link in enumerate(c.account.links)
        if link.origin == c.p
    )
    parts = (
        ("retired", -c.at("retired_unemployed")),
        ("left after long unemployment", -c.at("unemployed_leaving")),
        ("from the projects", c.at("to_unemployed")),
        ("commuters back", back),
        ("from other employers", c.at("base_released")),
        ("young people", c.at("young_unemployed")),
        ("hired, same group", -c.at("local_same") - c.at("base_same")),
        ("retrained for another group", -c.at("retrained_out")),
        ("commute", -c.at("commuters_new_out")),
        ("moved away", -c.at("movers_out")),
    )
    lines = (
        f"{_n(before)} "
        + " ".join(f"{v:+,.2f} {name};" for name, v in parts if v)
        + f" = {_n(value)}",
    )
    used = ("unemployed_leave_share_per_quarter",)
    return Step(f"Unemployed residents of the group: {_n(value)}", lines, value, used)


def _homes(c: Cell) -> Step:
    needed, stock, short = (c.at(k) for k in ("homes_needed", "homes_stock", "homes_short"))
    lines = (
        f"{_n(c.at('population'))} inhabitants / {c.rate('persons_per_home'):.2f} per home = "
        f"{_n(needed)} needed; stock {_n(stock)}; short {_n(short)} "
        f"(with those held back); empty {_n(c.at('homes_empty'))}",
    )
    return Step("Homes of the place", lines, short, ("persons_per_home",))


def _label(c: Cell, shift: int) -> str:
    return calendar.label(c.account.quarters[c.t + shift])
