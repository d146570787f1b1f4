"""The rules of the account, written plainly for one future.

This is the text to read beside `docs/model/balance.md`; the kernel that runs thousands of
futures (`beltplan.balance.kernel`) is tested against it. Everything is float64; a cell
array is [place, group], a link array [link, group].

Every person is in exactly one stock of the place where they live: `base` (works outside
the projects), `settled` or `recruited` (works in a project of the place; `recruited` came
from outside the region for it), `commuting` (works in a project elsewhere, by link),
`unemployed`, `leaving` (laid off and about to move away, by place) or `others` (not in the
labour force, by place). Building workers who live elsewhere are `visiting` and not
inhabitants.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.balance.kernel.layout import NOBODY
from beltplan.balance.lanes import AUTUMN, Lanes
from beltplan.balance.measures import Measures, Studies
from beltplan.balance.rates import RATES

if TYPE_CHECKING:
    from beltplan.balance.account import Account

    Array = np.ndarray[Any, np.dtype[np.float64]]

__all__ = ["Trace", "one_lane", "trace"]


@dataclass
class Trace:
    """All numbers of one future.

    Attributes
    ----------
    values
        Name to array with the quarter as first axis: [t, p, g], [t, p] or [t, k, g].
    rate
        Rates of this future by name, see `beltplan.balance.rates.RATES`.
    """

    values: dict[str, Array] = field(default_factory=dict)
    rate: dict[str, float] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Array:
        return self.values[name]


def one_lane(lanes: Lanes, lane: int) -> dict[str, Array]:
    """Return the draws of one future in float64, without the lane axis."""
    return {
        name: np.asarray(getattr(lanes, name)[..., lane], np.float64)
        for name in Lanes.__slots__
        if name != "valid"
    }


def _ratio(part: Array, whole: Array) -> Array:
    """Divide; 0 where the whole is nobody."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > float(NOBODY))


def trace(account: Account, lanes: Lanes, lane: int, measures: Measures | None = None) -> Trace:
    """Run the account for one future.

    Parameters
    ----------
    account
        The region.
    lanes
        Draws of the future's block.
    lane
        Position of the future in the block.
    measures
        Additions of a plan.

    Returns
    -------
    Every stock and flow of every quarter.
    """
    return _Run(account, one_lane(lanes, lane), measures or Measures.none(account)).run()


class _Run:
    """One future on its way through the quarters."""

    def __init__(self, account: Account, draw: dict[str, Array], measures: Measures) -> None:
        self.account = account
        self.measures = measures
        self.draw = draw
        self.rate = {name: float(value) for name, value in zip(RATES, draw["rate"], strict=True)}
        self.places, self.groups = len(account.places), len(account.groups)
        self.studies = Studies(measures, self.places, self.groups, np.float64)
        self.origin = np.array([link.origin for link in account.links], int)
        self.target = np.array([link.target for link in account.links], int)
        self.same_country = account.country[:, None] == account.country[None, :]
        self.trace = Trace(rate=self.rate)
        self.now: dict[str, Array] = {}
        self.base_start: Array
        self.labour_force_before: Array
        self.indirect: Array

    def run(self) -> Trace:
        collected: dict[str, list[Array]] = {}
        for t in range(len(self.account.quarters)):
            self.now = {}
            if t == 0:
                self._start()
            else:
                self._quarter(t)
            self._homes_and_services(t)
            for name, value in self.now.items():
                collected.setdefault(name, []).append(np.array(value))
        flows_at_start = {
            name: np.zeros_like(rows[0])
            for name, rows in collected.items()
            if len(rows) + 1 == len(self.account.quarters)
        }
        self.trace.values = {
            name: np.array([flows_at_start[name], *rows] if name in flows_at_start else rows)
            for name, rows in collected.items()
        }
        return self.trace

    # -- need ---------------------------------------------------------------------------------

    def _need(self, t: int) -> None:
        """Staff that the projects need: plants, building sites, and the local jobs they feed."""
        account, draw, now = self.account, self.draw, self.now
        direct = np.zeros((self.places, self.groups))
        building = np.zeros((self.places, self.groups))
        target = np.zeros(self.places)
        for j, place in enumerate(account.project_place):
            staff = draw["activity"][t, j] * draw["jobs"][j]
            direct[place] += staff * draw["profile"][account.project_profile[j]]
            building[place] += draw["building"][t, j] * draw["crew"][j] * draw["construction"]
            target[place] += staff
        if t == 0:
            self.indirect = target
        else:
            self.indirect = self.indirect + (target - self.indirect) / self.rate["indirect_lag"]
        now["need_direct"], now["need_building"] = direct, building
        now["need_indirect"] = self.indirect[:, None] * draw["service"][None, :]
        now["need"] = direct + building + now["need_indirect"]

    def _base_need(self) -> None:
        """Staff that all others need: a slow trend, and public services follow inhabitants."""
        mix, public = self.draw["mix"], self.account.public
        gained = self.population - self.path
        share = np.where(public, mix, 0.0)
        if public.any():
            share = share / share.sum()
        jobs = self.rate["public_jobs"] * gained
        self.base_start = self.base_start * (1 + self.rate["base_trend"])
        self.now["base_need"] = np.maximum(self.base_start + jobs[:, None] * share[None, :], 0.0)

    # -- the start ----------------------------------------------------------------------------

    def _start(self) -> None:
        """Staff of running projects are part of today's employment; the rest is base."""
        account, draw, now = self.account, self.draw, self.now
        self.labour_start = draw["labour_force"]
        self.path = account.population.copy()
        self.population = account.population.copy()
        self._need(0)
        employed = self.labour_start * (1 - draw["unemployment"])
        visiting = self.rate["visiting"] * now["need_building"]
        wanted = now["need"] - visiting
        filled = np.minimum(1.0, _ratio(employed, wanted.sum(axis=1)))
        filled = np.where(wanted.sum(axis=1) > 0, filled, 1.0)
        self.settled = wanted * filled[:, None]
        self.visiting = visiting
        self.recruited = np.zeros_like(visiting)
        self.commuting = np.zeros((len(account.links), self.groups))
        mix = draw["mix"][None, :]
        self.base = (employed - self.settled.sum(axis=1))[:, None] * mix
        usual = self.rate["retire"] * (1 - self.rate["hire"]) / self.rate["hire"]
        self.base_start = self.base * (1 + usual)
        self.unemployed = (self.labour_start * draw["unemployment"])[:, None] * mix
        self.unemployed_start = self.unemployed.copy()
        self.frictional = self.rate["frictional"] * self.labour_start[:, None] * mix
        self.leaving = np.zeros(self.places)
        self.others = account.population - self.labour_start
        needed = self.population / self.rate["persons_per_home"]
        vacant = needed * self.rate["home_vacancy"] / (1 - self.rate["home_vacancy"])
        self.homes = needed + np.fmax(vacant, account.homes_vacant)
        ordinary = self.rate["home_base"] * self.population * self.rate["home_lead"]
        self.homes_building = np.nan_to_num(np.maximum(account.homes_building - ordinary, 0.0))
        self.held_back = np.zeros(self.places)
        now["base_need"] = self.base_start.copy()
        now["kept"] = self.settled + self.visiting
        now["open"] = now["need"] - now["kept"]
        now["base_open"] = np.zeros_like(self.base)
        self._record()

    # -- one quarter --------------------------------------------------------------------------

    def _quarter(self, t: int) -> None:
        self.path = self.path * (1 + self.draw["trend"])
        self._need(t)
        self._base_need()
        self._study(t)
        self._age(t)
        self._quit_and_release()
        self._open()
        self._newcomers()
        self._claims()
        self._unemployed()
        self._close_groups()
        self._poach()
        self._commute(t)
        self._move_and_recruit(t)
        self._leave()
        self._record()

    def _study(self, t: int) -> None:
        """Students of new seats: unemployed go to study, those who come out are young people."""
        now = self.now
        complete, stay = self.rate["complete"], self.rate["graduate"]
        turn = self.studies.turn(t, self._available(), complete, stay)
        nobody = np.zeros_like(self.unemployed)
        now["to_study"] = nobody if turn is None else turn.taken
        now["study_back"] = nobody if turn is None else turn.back
        now["trained"] = nobody if turn is None else turn.trained
        moved = nobody if turn is None else turn.trained - turn.gone
        now["study_moved"] = moved.sum(axis=1)
        self.unemployed = self.unemployed - now["to_study"] + now["study_back"]
        away = (now["to_study"] - now["study_back"]).sum(axis=1)
        self.others = self.others + away + now["study_moved"]

    def _age(self, t: int) -> None:
        """Retirements out of every stock, young people in, population trend."""
        now, rate = self.now, self.rate
        out = rate["retire"]
        for stock in ("base", "settled", "recruited", "unemployed", "commuting", "visiting"):
            value = getattr(self, stock)
            now[f"retired_{stock}"] = out * value
            setattr(self, stock, value - now[f"retired_{stock}"])
        labour = self.labour_force_before
        now["entrants"] = (rate["entrants"] * out * labour)[:, None] * self.draw["mix"][None, :]
        autumn = self.account.quarters[t] % 4 == AUTUMN
        now["programme_graduates"] = rate["graduate"] * self.account.seats * autumn
        self.young = now["entrants"] + now["programme_graduates"] + now["trained"]
        now["trend"] = self.draw["trend"] * self.population
        resident = ("base", "settled", "recruited", "unemployed")
        retired = np.sum([now[f"retired_{stock}"].sum(axis=1) for stock in resident], axis=0)
        self.others = self.others + retired + now["trend"] - self.young.sum(axis=1)
        np.add.at(self.others, self.origin, now["retired_commuting"].sum(axis=1))

    def _quit_and_release(self) -> None:
        """Quits, then lay-offs in equal proportion where fewer are needed than are there."""
        now, rate = self.now, self.rate
        quit_ = {s: rate["quit"] * getattr(self, s) for s in ("settled", "recruited", "commuting")}
        for stock, value in quit_.items():
            now[f"quit_{stock}"] = value
            setattr(self, stock, getattr(self, stock) - value)
        there = self.settled + self.recruited + self.visiting
        np.add.at(there, self.target, self.commuting)
        stay = np.where(there > now["need"], _ratio(now["need"], there), 1.0)
        now["staff_before"], now["stay"] = there, stay
        cut = {
            "settled": (1 - stay) * self.settled,
            "recruited": (1 - stay) * self.recruited,
            "visiting": (1 - stay) * self.visiting,
            "commuting": (1 - stay[self.target]) * self.commuting,
        }
        for stock, value in cut.items():
            now[f"released_{stock}"] = value
            setattr(self, stock, getattr(self, stock) - value)
        now["kept"] = there * stay
        now["released"] = there - now["kept"]
        # Where those who quit or were laid off go.
        resident_quit = quit_["settled"] + quit_["recruited"]
        now["to_leaving"] = (
            rate["quit_leave"] * resident_quit
            + rate["local_leave"] * cut["settled"]
            + rate["recruited_leave"] * cut["recruited"]
        )
        now["to_unemployed"] = (
            (1 - rate["quit_leave"]) * resident_quit
            + rate["local_stay"] * cut["settled"]
            + rate["recruited_stay"] * cut["recruited"]
        )
        now["to_others"] = (
            resident_quit
            + cut["settled"]
            + cut["recruited"]
            - now["to_leaving"]
            - now["to_unemployed"]
        )
        now["commuters_back"] = quit_["commuting"] + cut["commuting"]
        # Unemployment above that of the start makes some leave.
        now["unemployed_leaving"] = rate["unemployed_leave"] * np.maximum(
            self.unemployed - self.unemployed_start, 0.0
        )
        now["base_released"] = np.maximum(self.base - now["base_need"], 0.0)
        self.base = self.base - now["base_released"]
        self.unemployed = (
            self.unemployed
            - now["unemployed_leaving"]
            + now["to_unemployed"]
            + now["base_released"]
        )
        np.add.at(self.unemployed, self.origin, now["commuters_back"])
        self.leaving = self.leaving + (now["to_leaving"] + now["unemployed_leaving"]).sum(axis=1)
        self.others = self.others + now["to_others"].sum(axis=1)

    def _open(self) -> None:
        """Count the posts that can be filled; building crews bring their visitors first."""
        now, rate = self.now, self.rate
        vacant = now["need"] - now["kept"]
        crew = rate["visiting"] * now["need_building"]
        now["visiting_in"] = np.minimum(vacant, np.maximum(crew - self.visiting, 0.0))
        self.visiting = self.visiting + now["visiting_in"]
        now["open"] = self.open = rate["hire"] * (vacant - now["visiting_in"])
        now["base_open"] = self.base_open = rate["hire"] * (now["base_need"] - self.base)

    def _hire(self, available: Array) -> tuple[Array, Array]:
        """Share people among the projects and the base in proportion to their open posts."""
        total = self.open + self.base_open
        hired = np.minimum(available, total)
        project = hired * _ratio(self.open, total)
        base = hired - project
        self.open = np.maximum(self.open - project, 0.0)
        self.base_open = np.maximum(self.base_open - base, 0.0)
        self.settled = self.settled + project
        self.base = self.base + base
        return project, base

    def _newcomers(self) -> None:
        """Young people are hired first; the rest of them look for work."""
        now = self.now
        now["graduates"], now["graduates_base"] = self._hire(self.young)
        now["young_unemployed"] = self.young - now["graduates"] - now["graduates_base"]
        self.unemployed = self.unemployed + now["young_unemployed"]

    def _available(self) -> Array:
        """Unemployed beyond those between two jobs."""
        return np.maximum(self.unemployed - self.frictional, 0.0)

    def _reach(self) -> Array:
        """Share of the available people of q on whom p counts, [p, q]."""
        count = self.rate["count_move"]
        far = np.where(self.same_country, count, count * self.rate["move_border"])
        np.fill_diagonal(far, 1.0)
        np.add.at(far, (self.target, self.origin), self.draw["reach"])
        return far

    def _claims(self) -> None:
        """Count the people on whom each place counts, and those counted more than once.

        A place p counts on the share reach[p, q] of the available people of q.
        Its claim is its open posts, at most all whom it can reach; it is spread over them
        evenly. The base of q claims its own open posts. Claims on one place's people beyond
        their number are `overclaimed`.
        """
        now = self.now
        people = self._available()
        within = self._reach()
        can = within @ people
        wants = now["need"] - now["kept"] - now["visiting_in"] - now["graduates"]
        wants = np.maximum(wants, 0.0)
        claim = np.minimum(wants, can)
        density = _ratio(claim, can)
        base = _ratio(np.minimum(now["base_need"] - self.base, people), people)
        pressure = within.T @ density + base
        now["counted_on"] = claim
        now["claim_people"], now["claim_density"], now["claim_base"] = people, density, base
        now["overclaimed"] = people * np.maximum(pressure - 1.0, 0.0)
        now["double_counted"] = density * self._others_too(people, density, pressure)

    def _others_too(self, people: Array, density: Array, pressure: Array) -> Array:
        """People within reach of p whom others claim too, per unit of p's density.

        Near (own place and links): by place. Far (the rest of a country): the country's
        people as one pool with its mean pressure.
        """
        count = self.rate["count_move"]
        result = people * np.minimum(np.maximum(pressure - density, 0.0), 1.0)
        near = np.zeros((self.places, self.places))
        np.add.at(near, (self.target, self.origin), self.draw["reach"])
        for k, (q, p) in enumerate(zip(self.origin, self.target, strict=True)):
            weight = self.draw["reach"][k]
            rest = np.clip(pressure[q] - (weight + self._far(p, q)) * density[p], 0.0, 1.0)
            result[p] += weight * people[q] * rest
        for c in range(len(self.account.countries)):
            inside = self.account.country == c
            pool = people[inside].sum(axis=0)
            mean = _ratio((pressure * people)[inside].sum(axis=0), pool)
            for p in range(self.places):
                home = self.account.country[p] == c
                factor = count if home else count * self.rate["move_border"]
                far = pool - people[p] if home else pool
                own = factor * far + (people[p] if home else 0.0) + near[p, inside] @ people[inside]
                rest = np.clip(mean - density[p] * _ratio(own, pool), 0.0, 1.0)
                result[p] += factor * far * rest
        return result

    def _far(self, p: int, q: int) -> float:
        """Share of q's available people who would move to p within a year."""
        count = self.rate["count_move"]
        return count if self.same_country[p, q] else count * self.rate["move_border"]

    def _unemployed(self) -> None:
        """Unemployed of the same place and group."""
        now = self.now
        now["local_same"], now["base_same"] = self._hire(self.rate["hire_same"] * self._available())
        self.unemployed = self.unemployed - now["local_same"] - now["base_same"]

    def _close_groups(self) -> None:
        """Unemployed of close groups retrain; each group's people go to whoever asks."""
        now, account = self.now, self.account
        offered = self.rate["hire_close"] * self._available()
        posts = self.open + self.base_open
        asked = np.zeros_like(posts)
        for source, target in account.close:
            asked[:, source] += posts[:, target]
        offers = np.zeros_like(posts)
        for source, target in account.close:
            offers[:, target] += _ratio(offered[:, source] * posts[:, target], asked[:, source])
        taken = np.minimum(1.0, _ratio(posts, offers))
        left = np.zeros_like(posts)
        for source, target in account.close:
            left[:, source] += _ratio(
                offered[:, source] * posts[:, target] * taken[:, target], asked[:, source]
            )
        now["retrained_out"] = left
        now["local_close"], now["base_close"] = self._hire(offers * taken)
        self.unemployed = self.unemployed - left
        now["local"] = now["local_same"] + now["local_close"]

    def _poach(self) -> None:
        """Projects hire away from other employers of the place, which then have open posts."""
        now, rate = self.now, self.rate
        now["poached"] = np.minimum(
            rate["poach_posts"] * self.open, rate["poach_staff"] * self.base
        )
        self.base = self.base - now["poached"]
        self.settled = self.settled + now["poached"]
        self.open = self.open - now["poached"]

    def _commute(self, t: int) -> None:
        """Available people of a place are shared among the places in reach by open posts."""
        now = self.now
        people = self._available()
        link = np.minimum(self.draw["link"] * self.measures.commute[t], 1.0)
        asked = np.zeros((self.places, self.groups))
        np.add.at(asked, self.origin, self.open[self.target] * (link > 0)[:, None])
        offer = link[:, None] * _ratio(
            people[self.origin] * self.open[self.target], asked[self.origin]
        )
        offered = np.zeros_like(asked)
        np.add.at(offered, self.target, offer)
        taken = np.minimum(1.0, _ratio(self.open, offered))
        flow = offer * taken[self.target]
        now["commute"] = flow
        self.commuting = self.commuting + flow
        now["commuters_in"] = np.zeros_like(asked)
        now["commuters_new_out"] = np.zeros_like(asked)
        np.add.at(now["commuters_in"], self.target, flow)
        np.add.at(now["commuters_new_out"], self.origin, flow)
        self.unemployed = self.unemployed - now["commuters_new_out"]
        self.open = np.maximum(self.open - now["commuters_in"], 0.0)

    def _move_and_recruit(self, t: int) -> None:
        """Let people move inside the region, then recruit from outside; both need homes."""
        now, rate = self.now, self.rate
        still = self._available()
        ready = np.maximum(rate["move"] * still, np.minimum(still, self.measures.moves[t]))
        inside = np.array(
            [ready[self.account.country == c].sum(axis=0) for c in self.account.country]
        )
        outside = ready.sum(axis=0)[None, :] - inside
        pool = np.maximum(inside + rate["move_border"] * outside - ready, 0.0)
        total = self.open.sum(axis=0)[None, :]
        share = np.minimum(_ratio(self.open, np.broadcast_to(total, self.open.shape)), 1.0)
        fits = np.where(pool > total, _ratio(np.broadcast_to(total, pool.shape), pool), 1.0)
        wish = share * pool * fits
        places = self.homes * rate["persons_per_home"]
        free = places - self.population * (1 - rate["home_crowding"])
        room = np.maximum(free, 0.0) / rate["household"]
        wishing = wish.sum(axis=1)
        let_in = np.minimum(1.0, np.where(wishing > room, _ratio(room, wishing), 1.0))
        now["room"], now["movers_wish"], now["movers_let_in"] = room, wishing, let_in
        now["movers_in"] = wish * let_in[:, None]
        pull = share * fits * let_in[:, None]
        pull_inside = np.array(
            [pull[self.account.country == c].sum(axis=0) for c in self.account.country]
        )
        pull_outside = pull.sum(axis=0)[None, :] - pull_inside
        now["movers_out"] = ready * (pull_inside - pull + rate["move_border"] * pull_outside)
        self.unemployed = self.unemployed - now["movers_out"]
        self.settled = self.settled + now["movers_in"]
        self.open = self.open - now["movers_in"]
        came = now["movers_in"].sum(axis=1)
        wish = rate["recruit"] * self.open
        wishing = wish.sum(axis=1)
        cap = rate["recruit_cap"] * self.population + self.measures.reach[t]
        most = np.minimum(cap, np.maximum(room - came, 0.0))
        let_in = np.where(wishing > most, _ratio(most, wishing), 1.0)
        now["recruits_wish"], now["recruits_cap"], now["recruits_let_in"] = wishing, cap, let_in
        now["recruits"] = wish * let_in[:, None]
        self.recruited = self.recruited + now["recruits"]
        self.open = self.open - now["recruits"]
        gone = now["movers_out"].sum(axis=1)
        family = rate["household"] - 1
        now["family_moving"] = family * (came - gone)
        now["family_recruits"] = family * now["recruits"].sum(axis=1)
        self.others = self.others + now["family_moving"] + now["family_recruits"]
        held = now["movers_wish"] - came + np.minimum(wishing, cap) - now["recruits"].sum(axis=1)
        self.held_back = np.maximum(held, 0.0)

    def _leave(self) -> None:
        """Those about to leave go, on average after the delay, with their households."""
        now, rate = self.now, self.rate
        now["leavers"] = self.leaving / rate["leaver_delay"]
        self.leaving = self.leaving - now["leavers"]
        now["family_leaving"] = (rate["household"] - 1) * now["leavers"]
        self.others = self.others - now["family_leaving"]

    def _record(self) -> None:
        """Note the stocks at the end of the quarter."""
        now = self.now
        commuters = np.zeros((self.places, self.groups))
        away = np.zeros((self.places, self.groups))
        np.add.at(commuters, self.target, self.commuting)
        np.add.at(away, self.origin, self.commuting)
        for stock in ("base", "settled", "recruited", "visiting", "unemployed", "commuting"):
            now[stock] = getattr(self, stock)
        now["leaving"], now["others"] = self.leaving, self.others
        now["filled"] = self.settled + self.recruited + self.visiting + commuters
        now["vacancies"] = np.maximum(now["need"] - now["filled"], 0.0)
        now["base_vacancies"] = np.maximum(now["base_need"] - self.base, 0.0)
        now["commuters_in_stock"], now["commuters_out_stock"] = commuters, away
        people = self.base + self.settled + self.recruited + self.unemployed + away
        self.labour_force_before = people.sum(axis=1) + self.leaving
        self.population = self.labour_force_before + self.others
        now["labour_force"], now["population"] = self.labour_force_before, self.population

    def _homes_and_services(self, t: int) -> None:
        """Homes needed, short, empty and built; children; local tax."""
        now, rate = self.now, self.rate
        needed = self.population / rate["persons_per_home"]
        wanted = self.held_back * rate["household"] / rate["persons_per_home"]
        if t > 0:
            finished = self.homes_building / rate["home_lead"]
            # Ordinary building keeps pace with the growth that everybody expects.
            grown = np.maximum(self.path - self.path / (1 + self.draw["trend"]), 0.0)
            now["homes_ordinary"] = grown / rate["persons_per_home"]
            self.homes = self.homes + finished + now["homes_ordinary"] + self.measures.homes[t]
            self.homes_building = self.homes_building - finished
            now["homes_finished"] = finished
        short = np.maximum(needed - self.homes, 0.0) + wanted
        if t > 0:
            now["homes_started"] = np.minimum(
                rate["home_response"] * np.maximum(short - self.homes_building, 0.0),
                rate["home_cap"] * self.population,
            )
            self.homes_building = self.homes_building + now["homes_started"]
        now["homes_needed"], now["homes_stock"], now["homes_short"] = needed, self.homes, short
        now["homes_empty"] = np.maximum(self.homes - needed, 0.0)
        now["homes_building"] = self.homes_building
        gained = self.population - self.path
        for name, ages in (
            ("preschool_places", "1_5"),
            ("school_places", "6_15"),
            ("upper_secondary_places", "16_18"),
        ):
            now[name] = rate[f"child_{ages}"] * self.path + rate[f"mover_{ages}"] * gained
        employed = self.labour_force_before - self.unemployed.sum(axis=1) - self.leaving
        if t == 0:
            self.employed_start = employed
        now["tax_base"] = self.draw["income"] * (employed - self.employed_start)
        now["local_tax"] = self.draw["tax"] * now["tax_base"]
