"""What the model would have said on a day: futures and balance from the facts of that day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan import balance as account
from beltplan import quarters
from beltplan.backtest.baselines import last_population, projects_of
from beltplan.backtest.cases import JOBS
from beltplan.backtest.paths import nearest_quarter_end
from beltplan.balance.draws import draw_all
from beltplan.balance.run import read_for
from beltplan.futures import simulate
from beltplan.futures.errors import NoProjectError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.backtest.cases import Case
    from beltplan.balance import Balance
    from beltplan.facts import Region
    from beltplan.futures import Futures

__all__ = ["Draw", "Model", "NotSupportedError"]

_HOMES: Final = ("home_completions_base_per_1000_per_year", "persons_per_home")


class NotSupportedError(Exception):
    """A case that the facts of its day cannot support.

    Parameters
    ----------
    code
        A key of `beltplan.backtest.reasons.REASONS`.
    detail
        What is missing.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Draw:
    """Our forecast of one case.

    Attributes
    ----------
    samples
        Draws on the day of the outcome in whole people, jobs or homes, shape (n,).
    basis
        Rooms that made them: ``balance`` or ``futures``.
    notes
        Codes of `beltplan.backtest.reasons.NOTES`.
    """

    samples: NDArray[np.float64]
    basis: str
    notes: tuple[str, ...] = ()


@dataclass
class Model:
    """The rooms below, run once for a day and kept for all cases of that day.

    Attributes
    ----------
    region
        The region as known on the day.
    n, seed
        Futures and their seed.
    watch
        Quarters in which cases are read.
    processes
        Threads; all cores if None. Changes nothing but the time.
    """

    region: Region
    n: int
    seed: int
    watch: tuple[int, ...]
    processes: int | None = None
    _futures: Futures | None = field(default=None, repr=False)
    _balance: Balance | None = field(default=None, repr=False)

    @property
    def futures(self) -> Futures:
        """The futures up to the last quarter watched.

        Raises
        ------
        NotSupportedError
            If no project was public, or an assumption is not yet known.
        """
        if self._futures is None:
            try:
                self._futures = simulate(
                    self.region,
                    n=self.n,
                    seed=self.seed,
                    end=max(*self.watch, quarters.of(self.region.as_of)),
                    processes=self.processes,
                )
            except NoProjectError as error:
                raise NotSupportedError("backtest.no-project", str(error)) from None
            except KeyError as error:
                raise NotSupportedError("backtest.no-assumption", str(error)) from None
        return self._futures

    @property
    def balance(self) -> Balance:
        """The balance over those futures.

        Raises
        ------
        NotSupportedError
            As `futures`.
        """
        if self._balance is None:
            futures = self.futures
            try:
                self._balance = account.run(
                    self.region,
                    futures,
                    seed=self.seed,
                    watch=self.watch,
                    processes=self.processes,
                )
            except KeyError as error:
                raise NotSupportedError("backtest.no-assumption", str(error)) from None
        return self._balance

    def draw(self, case: Case) -> Draw:
        """Return our forecast of a case.

        Population and homes come from the balance. Jobs of a plant are its activity times
        its jobs at full activity; jobs of a place, or with indirect ones, are the posts of
        the listed projects that are filled there (the posts of its plants where the place
        has no account because its population is not known).

        Parameters
        ----------
        case
            The case.

        Raises
        ------
        NotSupportedError
            If the facts of the day cannot support the case.
        """
        quarter = nearest_quarter_end(case.day)
        if case.metric in JOBS:
            made = self._jobs(case, quarter)
        elif case.metric == "new_homes":
            made = self._homes(case, quarter)
        else:
            people = self._place(case, "population", quarter)
            if case.metric == "population_change":
                people = people - last_population(case, self.region)
            made = Draw(people, "balance")
        return replace(made, samples=np.rint(made.samples))

    def _homes(self, case: Case, quarter: int) -> Draw:
        """Return homes completed: those that the account adds, and the ordinary ones.

        In the account, ordinary building replaces what is lost and keeps pace with the
        trend of the population; its stock shows only the latter, which is therefore taken
        off again before all ordinary completions are added.
        """
        first = self.balance.quarters[0]
        more = self._place(case, "homes_stock", quarter) - self._place(case, "homes_stock", first)
        reading = read_for(self.region, self.futures).account
        place = reading.places.index(case.place_id or "")
        people = float(reading.population[place])
        trend, rate, per = draw_all(
            [reading.trend[place], *(reading.parameters[name] for name in _HOMES)],
            seed=self.seed,
            n=self.n,
        ).astype(np.float64)
        grown = people * np.maximum((1 + trend / 4) ** (quarter - first) - 1, 0) / per
        ordinary = rate / 1000 * people * (quarter - first) / 4
        return Draw(more - grown + ordinary, "balance")

    def _jobs(self, case: Case, quarter: int) -> Draw:
        projects = projects_of(case, self.region)
        if not projects:
            detail = f"{case.project_id or case.place} was not public on {self.region.as_of}"
            raise NotSupportedError("backtest.no-project", detail)
        one_plant = case.project_id is not None and "backtest.with-indirect" not in case.notes
        if not one_plant and case.place_id in self.balance.places:
            return Draw(self._place(case, "filled", quarter), "balance")
        column = self.futures.quarters.index(quarter)
        samples = np.zeros(self.n)
        for project in projects:
            share = self.futures.activity[:, self.futures.projects.index(project), column]
            samples += share * account.staff(self.region, project, n=self.n, seed=self.seed)
        return Draw(samples, "futures", ("backtest.posts",))

    def _place(self, case: Case, variable: str, quarter: int) -> NDArray[np.float64]:
        if case.place_id is None:
            detail = f"{case.place} is no place of the region"
            raise NotSupportedError("backtest.no-subject", detail)
        if case.place_id not in self.balance.places:
            detail = f"no population of {case.place} was public on {self.region.as_of}"
            raise NotSupportedError("backtest.no-population", detail)
        found = self.balance.sample(variable, place=case.place_id, quarter=quarter)
        return np.asarray(found, dtype=np.float64)
