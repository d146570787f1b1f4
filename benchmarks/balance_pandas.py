"""The rules of the balance with pandas: long tables, `groupby`, `map` and `merge`.

One row for each future, place and group (`c`), for each future and place (`q`) and for each
future, link and group (`k`). This is how an analyst would write the account first; it
follows `beltplan.balance.reference` step by step, and gives the same numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from beltplan.balance.lanes import AUTUMN
from beltplan.balance.rates import RATES

if TYPE_CHECKING:
    from beltplan.balance.account import Account
    from beltplan.balance.lanes import Lanes

__all__ = ["run_pandas"]

CELLS = (
    "need", "kept", "visiting_in", "graduates", "local", "poached", "commuters_in", "movers_in",
    "recruits", "vacancies", "released", "base_need", "base_vacancies", "unemployed",
)  # fmt: skip
PLACES = (
    "need", "filled", "vacancies", "base_need", "base_vacancies", "unemployed", "counted_on",
    "local", "graduates", "poached", "movers_in", "movers_out", "recruits", "released",
)  # fmt: skip


def _ratio(part: Any, whole: Any) -> Any:
    return (part / whole.where(whole > 0)).fillna(0.0)


class _Run:
    def __init__(self, account: Account, drawn: Lanes, futures: int) -> None:
        self.account, self.drawn, self.n = account, drawn, futures
        places, groups, links = len(account.places), len(account.groups), len(account.links)
        f, p, g = np.meshgrid(
            np.arange(futures), np.arange(places), np.arange(groups), indexing="ij"
        )
        self.c = c = pd.DataFrame({"f": f.ravel(), "p": p.ravel(), "g": g.ravel()})
        c["fp"] = c["f"] * places + c["p"]
        c["fg"] = c["f"] * groups + c["g"]
        c["fpg"] = c["fp"] * groups + c["g"]
        c["land"] = c["p"].map(pd.Series(account.country))
        c["fgland"] = c["fg"] * 16 + c["land"]
        self.q = q = c.loc[c["g"] == 0, ["f", "p"]].reset_index(drop=True)
        f, k, g = np.meshgrid(
            np.arange(futures), np.arange(links), np.arange(groups), indexing="ij"
        )
        self.k = pd.DataFrame({"f": f.ravel(), "k": k.ravel(), "g": g.ravel()})
        for end in ("origin", "target"):
            places_of = pd.Series([getattr(link, end) for link in account.links], dtype=int)
            self.k[end] = (self.k["f"] * places + self.k["k"].map(places_of)) * groups + self.k["g"]
        rates = pd.DataFrame(drawn.rate[:, :futures].T.astype(float), columns=list(RATES))
        for table in (c, q):
            for name in RATES:
                table[f"r_{name}"] = table["f"].map(rates[name])
        for name in ("retire", "quit"):
            self.k[f"r_{name}"] = self.k["f"].map(rates[name])
        key = pd.MultiIndex.from_frame(self.k[["k", "f"]])
        for name in ("link", "reach"):
            values = pd.DataFrame(getattr(drawn, name)[:, :futures]).stack()
            self.k[name] = values.reindex(key).to_numpy(float)
        key = pd.MultiIndex.from_frame(c[["g", "f"]])
        for name in ("mix", "construction", "service"):
            values = pd.DataFrame(getattr(drawn, name)[:, :futures]).stack()
            c[name] = values.reindex(key).to_numpy(float)
        key = pd.MultiIndex.from_frame(q[["p", "f"]])
        for name in ("trend", "tax", "income", "labour_force", "unemployment"):
            values = pd.DataFrame(getattr(drawn, name)[:, :futures]).stack()
            q[f"d_{name}"] = values.reindex(key).to_numpy(float)
        public = c["mix"].where(c["g"].map(pd.Series(account.public)), 0.0)
        c["public_share"] = _ratio(public, public.groupby(c["fp"]).transform("sum"))
        seats = pd.Series(account.seats.ravel())
        c["seats"] = (c["p"] * groups + c["g"]).map(seats)
        self.close = pd.DataFrame(account.close, columns=["source", "target"])
        self.rows: list[pd.DataFrame] = []
        self.quantiles: list[pd.DataFrame] = []

    # Sums and look-ups between the tables.

    def up(self, values: pd.Series) -> pd.Series:
        """Sum cells by future and place."""
        return values.groupby(self.c["fp"]).sum()

    def down(self, values: pd.Series) -> pd.Series:
        """Give each cell the value of its place."""
        return self.c["fp"].map(values)

    def at(self, end: str, values: pd.Series) -> pd.Series:
        """Give each link the value of the cell at one end."""
        return self.k[end].map(values)

    def gather(self, end: str, values: pd.Series) -> pd.Series:
        """Sum links by the cell at one end."""
        found = values.groupby(self.k[end]).sum()
        return found.reindex(self.c.index, fill_value=0.0)

    # The quarters.

    def run(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        for t in range(len(self.account.quarters)):
            self.need(t)
            if t == 0:
                self.start()
            else:
                self.quarter(t)
            self.close_quarter(t)
        return pd.concat(self.rows), pd.concat(self.quantiles)

    def need(self, t: int) -> None:
        c, account, drawn, n = self.c, self.account, self.drawn, self.n
        places = len(account.places)
        plants = pd.DataFrame(
            {
                "f": np.repeat(np.arange(n), len(account.projects)),
                "j": np.tile(np.arange(len(account.projects)), n),
            }
        )
        plants["fp"] = plants["f"] * places + plants["j"].map(pd.Series(account.project_place))
        plants["profile"] = plants["j"].map(pd.Series(account.project_profile))
        key = pd.MultiIndex.from_frame(plants[["j", "f"]])
        for name, values in (
            ("staff", drawn.activity[t, :, :n] * drawn.jobs[:, :n]),
            ("crew", drawn.building[t, :, :n] * drawn.crew[:, :n]),
        ):
            plants[name] = pd.DataFrame(values).stack().reindex(key).to_numpy(float)
        by_place = plants.groupby("fp")[["staff", "crew"]].sum().reindex(self.q.index, fill_value=0)
        lag = self.q["r_indirect_lag"]
        old = self.q["indirect"] if t else by_place["staff"]
        self.q["indirect"] = old + (by_place["staff"] - old) / lag
        c["need"] = self.down(self.q["indirect"]) * c["service"]
        c["need_building"] = self.down(by_place["crew"]) * c["construction"]
        c["need"] += c["need_building"]
        for profile in range(len(account.profiles)):
            staff = plants[plants["profile"] == profile].groupby("fp")["staff"].sum()
            shares = pd.DataFrame(drawn.profile[profile, :, :n]).stack()
            share = shares.reindex(pd.MultiIndex.from_frame(c[["g", "f"]])).to_numpy(float)
            c["need"] += self.down(staff.reindex(self.q.index, fill_value=0.0)) * share

    def start(self) -> None:
        c, q, k, account = self.c, self.q, self.k, self.account
        q["path"] = q["p"].map(pd.Series(account.population))
        q["population"] = q["path"]
        employed = q["d_labour_force"] * (1 - q["d_unemployment"])
        c["visiting"] = c["r_visiting"] * c["need_building"]
        wanted = c["need"] - c["visiting"]
        total = self.up(wanted)
        filled = (employed / total.where(total > 0)).clip(upper=1).fillna(1.0)
        c["settled"] = wanted * self.down(filled)
        c["recruited"] = 0.0
        c["base"] = self.down(employed - self.up(c["settled"])) * c["mix"]
        c["base_start"] = c["base"] * (1 + c["r_retire"] * (1 - c["r_hire"]) / c["r_hire"])
        c["base_need"] = c["base_start"]
        c["unemployed"] = self.down(q["d_labour_force"] * q["d_unemployment"]) * c["mix"]
        c["unemployed_start"] = c["unemployed"]
        c["frictional"] = c["r_frictional"] * self.down(q["d_labour_force"]) * c["mix"]
        k["commuting"] = 0.0
        q["leaving"] = 0.0
        q["leavers"] = 0.0
        q["others"] = q["population"] - q["d_labour_force"]
        needed = q["population"] / q["r_persons_per_home"]
        usual = needed * q["r_home_vacancy"] / (1 - q["r_home_vacancy"])
        known = q["p"].map(pd.Series(account.homes_vacant)).fillna(0.0)
        q["homes"] = needed + np.maximum(usual, known)
        ordinary = q["r_home_base"] * q["population"] * q["r_home_lead"]
        known = q["p"].map(pd.Series(account.homes_building)).fillna(0.0)
        q["building"] = (known - ordinary).clip(lower=0)
        q["held"] = 0.0
        c["kept"] = c["settled"] + c["visiting"]
        for name in (
            "graduates", "local", "poached", "commuters_in", "visiting_in", "movers_in",
            "movers_out", "recruits", "released", "counted_on",
        ):  # fmt: skip
            c[name] = 0.0

    def quarter(self, t: int) -> None:
        c, q, k = self.c, self.q, self.k
        q["path"] *= 1 + q["d_trend"]
        c["base_start"] *= 1 + c["r_base_trend"]
        gained = q["r_public_jobs"] * (q["population"] - q["path"])
        c["base_need"] = (c["base_start"] + self.down(gained) * c["public_share"]).clip(lower=0)
        # Retirement, young people, trend.
        labour = self.down(q["labour_force"])
        young = c["r_entrants"] * c["r_retire"] * labour * c["mix"]
        if self.account.quarters[t] % 4 == AUTUMN:
            young = young + c["r_graduate"] * c["seats"]
        resident = c["base"] + c["settled"] + c["recruited"] + c["unemployed"]
        q["others"] += self.up(c["r_retire"] * resident - young) + q["d_trend"] * q["population"]
        for name in ("base", "settled", "recruited", "unemployed", "visiting"):
            c[name] *= 1 - c["r_retire"]
        retired = self.gather("origin", k["r_retire"] * k["commuting"])
        q["others"] += self.up(retired)
        k["commuting"] *= 1 - k["r_retire"]
        # Quits and lay-offs.
        quits = c["r_quit"] * (c["settled"] + c["recruited"])
        c["settled"] *= 1 - c["r_quit"]
        c["recruited"] *= 1 - c["r_quit"]
        back = self.gather("origin", k["r_quit"] * k["commuting"])
        k["commuting"] *= 1 - k["r_quit"]
        there = c["settled"] + c["recruited"] + c["visiting"]
        there += self.gather("target", k["commuting"])
        stay = _ratio(c["need"], there).where(there > c["need"], 1.0)
        cut_a, cut_b = (1 - stay) * c["settled"], (1 - stay) * c["recruited"]
        stays = self.at("target", stay)
        back += self.gather("origin", (1 - stays) * k["commuting"])
        k["commuting"] *= stays
        for name in ("settled", "recruited", "visiting"):
            c[name] *= stay
        c["kept"] = there * stay
        c["released"] = there - c["kept"]
        leave = (
            c["r_quit_leave"] * quits + c["r_local_leave"] * cut_a + c["r_recruited_leave"] * cut_b
        )
        look = (
            (1 - c["r_quit_leave"]) * quits
            + c["r_local_stay"] * cut_a
            + c["r_recruited_stay"] * cut_b
        )
        q["others"] += self.up(quits + cut_a + cut_b - leave - look)
        long = c["r_unemployed_leave"] * (c["unemployed"] - c["unemployed_start"]).clip(lower=0)
        over = (c["base"] - c["base_need"]).clip(lower=0)
        c["base"] -= over
        c["unemployed"] += look + over + back - long
        q["leaving"] += self.up(leave + long)
        # Posts, visitors, young people.
        vacant = c["need"] - c["kept"]
        crew = (c["r_visiting"] * c["need_building"] - c["visiting"]).clip(lower=0)
        c["visiting_in"] = np.minimum(vacant, crew)
        c["visiting"] += c["visiting_in"]
        c["open"] = c["r_hire"] * (vacant - c["visiting_in"])
        c["base_open"] = c["r_hire"] * (c["base_need"] - c["base"])
        c["graduates"], other = self.hire(young)
        c["unemployed"] += young - c["graduates"] - other
        self.claims()
        # Unemployed of the same group, of close groups; other employers.
        same, other = self.hire(c["r_hire_same"] * self.available())
        c["unemployed"] -= same + other
        c["local"] = same + self.retrain()
        c["poached"] = np.minimum(c["r_poach_posts"] * c["open"], c["r_poach_staff"] * c["base"])
        c["base"] -= c["poached"]
        c["settled"] += c["poached"]
        c["open"] -= c["poached"]
        self.commute()
        self.move()
        q["leavers"] = q["leaving"] / q["r_leaver_delay"]
        q["leaving"] -= q["leavers"]
        q["others"] -= (q["r_household"] - 1) * q["leavers"]

    def available(self) -> pd.Series:
        return (self.c["unemployed"] - self.c["frictional"]).clip(lower=0)

    def hire(self, people: pd.Series) -> tuple[pd.Series, pd.Series]:
        c = self.c
        total = c["open"] + c["base_open"]
        hired = np.minimum(people, total)
        mine = hired * _ratio(c["open"], total)
        other = hired - mine
        c["open"] = (c["open"] - mine).clip(lower=0)
        c["base_open"] = (c["base_open"] - other).clip(lower=0)
        c["settled"] += mine
        c["base"] += other
        return mine, other

    def claims(self) -> None:
        c, k = self.c, self.k
        people = self.available()
        land, whole = c["fgland"], c["fg"]
        near = people.groupby(land).transform("sum")
        far = near - people + c["r_move_border"] * (people.groupby(whole).transform("sum") - near)
        reached = self.gather("target", k["reach"] * self.at("origin", people))
        can = people + reached + c["r_count_move"] * far
        wants = (c["need"] - c["kept"] - c["visiting_in"] - c["graduates"]).clip(lower=0)
        c["counted_on"] = np.minimum(wants, can)
        density = _ratio(c["counted_on"], can)
        base = _ratio(np.minimum(c["base_need"] - c["base"], people), people)
        near = density.groupby(land).transform("sum")
        all_ = density.groupby(whole).transform("sum")
        pressure = density + c["r_count_move"] * (
            near - density + c["r_move_border"] * (all_ - near)
        )
        pressure += self.gather("origin", k["reach"] * self.at("target", density)) + base
        c["overclaimed"] = people * (pressure - 1).clip(lower=0)
        # People on whom others count too: own place, links, then the rest of each country.
        also = people * (pressure - density).clip(0, 1)
        same = self.at("origin", c["land"]) == self.at("target", c["land"])
        border = self.at("target", c["r_move_border"])
        far = self.at("target", c["r_count_move"]) * np.where(same, 1.0, border)
        mine = (k["reach"] + far) * self.at("target", density)
        rest = (self.at("origin", pressure) - mine).clip(0, 1)
        also += self.gather("target", k["reach"] * self.at("origin", people) * rest)
        for index in range(len(self.account.countries)):
            inside = c["land"] == index
            pool = people.where(inside, 0.0).groupby(whole).transform("sum")
            weight = (people * pressure).where(inside, 0.0).groupby(whole).transform("sum")
            mean = _ratio(weight, pool)
            factor = c["r_count_move"] * np.where(inside, 1.0, c["r_move_border"])
            home = people.where(inside, 0.0)
            from_land = self.at("origin", c["land"]) == index
            linked = (k["reach"] * self.at("origin", people)).where(from_land, 0.0)
            own = factor * (pool - home) + home + self.gather("target", linked)
            rest = (mean - density * _ratio(own, pool)).clip(0, 1)
            also += factor * (pool - home) * rest
        c["double_counted"] = density * also

    def retrain(self) -> pd.Series:
        c = self.c
        pairs = c[["fp", "g", "fpg"]].merge(self.close, left_on="g", right_on="target")
        pairs["from"] = pairs["fp"] * len(self.account.groups) + pairs["source"]
        posts = c["open"] + c["base_open"]
        pairs["posts"] = pairs["fpg"].map(posts)
        asked = pairs.groupby("from")["posts"].sum()
        offered = c["r_hire_close"] * self.available()
        pairs["offer"] = _ratio(
            pairs["from"].map(offered) * pairs["posts"], pairs["from"].map(asked)
        )
        offers = pairs.groupby("fpg")["offer"].sum().reindex(c.index, fill_value=0.0)
        taken = _ratio(posts, offers).clip(upper=1)
        pairs["flow"] = pairs["offer"] * pairs["fpg"].map(taken)
        c["unemployed"] -= pairs.groupby("from")["flow"].sum().reindex(c.index, fill_value=0.0)
        mine, _ = self.hire(offers * taken)
        return mine

    def commute(self) -> None:
        c, k = self.c, self.k
        people = self.available()
        asked = self.gather("origin", self.at("target", c["open"]).where(k["link"] > 0, 0.0))
        wish = self.at("origin", people) * self.at("target", c["open"])
        offer = k["link"] * _ratio(wish, self.at("origin", asked))
        taken = _ratio(c["open"], self.gather("target", offer)).clip(upper=1)
        flow = offer * self.at("target", taken)
        k["commuting"] += flow
        c["commuters_in"] = self.gather("target", flow)
        c["unemployed"] -= self.gather("origin", flow)
        c["open"] = (c["open"] - c["commuters_in"]).clip(lower=0)

    def move(self) -> None:
        c, q = self.c, self.q
        ready = c["r_move"] * self.available()
        near = ready.groupby(c["fgland"]).transform("sum")
        everywhere = ready.groupby(c["fg"]).transform("sum")
        pool = (near - ready + c["r_move_border"] * (everywhere - near)).clip(lower=0)
        total = c["open"].groupby(c["fg"]).transform("sum")
        share = _ratio(c["open"], total)
        fits = _ratio(total, pool).where(pool > total, 1.0)
        wish = share * pool * fits
        wishing = self.up(wish)
        places = q["homes"] * q["r_persons_per_home"]
        free = (places - q["population"] * (1 - q["r_home_crowding"])).clip(lower=0)
        room = free / q["r_household"]
        let_in = _ratio(room, wishing).where(wishing > room, 1.0)
        c["movers_in"] = wish * self.down(let_in)
        pull = share * fits * self.down(let_in)
        near = pull.groupby(c["fgland"]).transform("sum")
        everywhere = pull.groupby(c["fg"]).transform("sum")
        c["movers_out"] = ready * (near - pull + c["r_move_border"] * (everywhere - near))
        c["unemployed"] -= c["movers_out"]
        c["settled"] += c["movers_in"]
        c["open"] -= c["movers_in"]
        came = self.up(c["movers_in"])
        wish = c["r_recruit"] * c["open"]
        asking = self.up(wish)
        cap = q["r_recruit_cap"] * q["population"]
        most = np.minimum(cap, (room - came).clip(lower=0))
        fits = _ratio(most, asking).where(asking > most, 1.0)
        c["recruits"] = wish * self.down(fits)
        c["recruited"] += c["recruits"]
        recruits = self.up(c["recruits"])
        family = q["r_household"] - 1
        q["others"] += family * (came - self.up(c["movers_out"]) + recruits)
        q["held"] = (wishing - came + np.minimum(asking, cap) - recruits).clip(lower=0)

    def close_quarter(self, t: int) -> None:
        c, q, k = self.c, self.q, self.k
        commuters = self.gather("target", k["commuting"])
        away = self.gather("origin", k["commuting"])
        c["filled"] = c["settled"] + c["recruited"] + c["visiting"] + commuters
        c["vacancies"] = (c["need"] - c["filled"]).clip(lower=0)
        c["base_vacancies"] = (c["base_need"] - c["base"]).clip(lower=0)
        people = c["base"] + c["settled"] + c["recruited"] + c["unemployed"] + away
        q["labour_force"] = self.up(people) + q["leaving"]
        q["population"] = q["labour_force"] + q["others"]
        needed = q["population"] / q["r_persons_per_home"]
        wanted = q["held"] * q["r_household"] / q["r_persons_per_home"]
        if t:
            done = q["building"] / q["r_home_lead"]
            grown = (q["path"] - q["path"] / (1 + q["d_trend"])).clip(lower=0)
            q["homes"] += done + grown / q["r_persons_per_home"]
            q["building"] -= done
        short = (needed - q["homes"]).clip(lower=0) + wanted
        if t:
            q["building"] += np.minimum(
                q["r_home_response"] * (short - q["building"]).clip(lower=0),
                q["r_home_cap"] * q["population"],
            )
        by_place = c.groupby("fp")[list(PLACES)].sum()
        employed = q["labour_force"] - by_place["unemployed"] - q["leaving"]
        if t == 0:
            q["employed_start"] = employed
        earned = q["d_income"] * (employed - q["employed_start"])
        row = by_place.assign(
            f=q["f"], p=q["p"], t=t, population=q["population"], labour_force=q["labour_force"],
            homes_needed=needed, homes_stock=q["homes"], homes_short=short,
            homes_empty=(q["homes"] - needed).clip(lower=0), homes_building=q["building"],
            leavers=q["leavers"], commuters_in=self.up(commuters), commuters_out=self.up(away),
            tax_base=earned, local_tax=q["d_tax"] * earned,
            double_counted=self.up(c["double_counted"]) if t else 0.0,
            overclaimed=self.up(c["overclaimed"]) if t else 0.0, visiting=self.up(c["visiting"]),
        )  # fmt: skip
        gained = q["population"] - q["path"]
        for name, ages in (
            ("preschool_places", "1_5"),
            ("school_places", "6_15"),
            ("upper_secondary_places", "16_18"),
        ):
            row[name] = q[f"r_child_{ages}"] * q["path"] + q[f"r_mover_{ages}"] * gained
        self.rows.append(row)
        cells = c.groupby(["p", "g"])[list(CELLS)]
        self.quantiles.append(cells.quantile(np.array([0.1, 0.5, 0.9])).assign(t=t))


def run_pandas(account: Account, drawn: Lanes, futures: int) -> tuple[Any, Any]:
    """Run the account for the first futures of a block.

    Returns
    -------
    One row for each future, place and quarter; quantiles for each place, group and quarter.
    """
    return _Run(account, drawn, futures).run()
