"""Rates of all transitions, estimated from what was known on the region's day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from beltplan.futures import histories as lives
from beltplan.futures.errors import NoProjectError
from beltplan.futures.exposure import Exposure, collect, tally
from beltplan.futures.market import Past, infer
from beltplan.futures.pooling import Pooled, pooled_posterior
from beltplan.futures.priors import gamma_from_range
from beltplan.futures.settings import Settings
from beltplan.futures.states import FAMILIES, TRANSITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from beltplan.facts import Region

__all__ = ["Hazards", "estimate"]

_ROUNDS: Final = 4
_DRAWS: Final = 4_096
_SEED: Final = 20_150_102
_POINTS: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Hazards:
    """What was learned from the histories.

    Attributes
    ----------
    region, as_of, last
        Region, its day, and the horizon of information (see `histories.horizon`).
    settings
        Assumptions used; `simulate` uses the same.
    histories
        Lives of the projects.
    exposure
        Events and exposure.
    shape, rate
        Gamma prior of each pooled rate, shape (K,), rate in years.
    past
        What the market may have been.
    pooled
        Posterior of the rates.
    ages
        Gamma posterior (shape, rate) of the age factors, shape (2, groups, bands).
    news_rate
        News per year of a living project that does not yet produce.
    """

    region: str
    as_of: date
    last: date
    settings: Settings
    histories: tuple[lives.History, ...]
    exposure: Exposure
    shape: NDArray[np.float64]
    rate: NDArray[np.float64]
    past: Past
    pooled: Pooled
    ages: NDArray[np.float64]
    news_rate: float

    def table(self, *, families: bool = True) -> pl.DataFrame:
        """Return the rates with what they rest on.

        One row per transition for the pooled rate (family "all") and, unless `families` is
        false, one per family that was ever at risk; moves with several causes have a row for
        each cause and one for their sum (cause "any").

        Returns
        -------
        polars.DataFrame
            Columns origin, to, cause, family, events (reported), unreported (expected),
            years (project-years at risk), and prior and posterior 10/50/90 % in rates per
            year. The posterior of "all" is the pooled rate.
        """
        rng = np.random.default_rng(_SEED)
        pasts = np.arange(_DRAWS, dtype=np.int64) % self.past.paths.shape[0]
        pooled, rates = self.pooled.draw(pasts, rng)
        prior = rng.standard_gamma(self.shape, (_DRAWS, self.shape.size)) / self.rate
        kappa = self.pooled.kappa
        prior_family = rng.standard_gamma(kappa * prior) / kappa
        rows = []
        for members, label in _blocks():
            for g in (-1, *range(len(FAMILIES))) if families else (-1,):
                here = slice(None) if g < 0 else slice(g, g + 1)
                years = float(self.exposure.years[members, here].sum(axis=(1, 2)).mean())
                if g >= 0 and years == 0:
                    continue
                seen = float(self.exposure.seen[members, here].sum())
                total = float(self.exposure.events[members, here].sum())
                before = prior if g < 0 else prior_family
                after = pooled if g < 0 else rates[:, :, g]
                row = {
                    "origin": label[0],
                    "to": label[1],
                    "cause": label[2],
                    "family": "all" if g < 0 else FAMILIES[g],
                    "events": round(seen),
                    "unreported": total - seen,
                    "years": years,
                }
                for name, draws in (("prior", before), ("posterior", after)):
                    points = np.quantile(draws[:, members].sum(axis=1), _POINTS)
                    for percent, value in zip((10, 50, 90), points, strict=True):
                        row[f"{name}_p{percent}"] = float(value)
                rows.append(row)
        return pl.DataFrame(rows)


def _blocks() -> list[tuple[list[int], tuple[str, str, str]]]:
    """Return groups of transitions with their labels: sums over causes first."""
    blocks: list[tuple[list[int], tuple[str, str, str]]] = []
    pairs = dict.fromkeys(t.label[:2] for t in TRANSITIONS)
    for pair in pairs:
        members = [k for k, t in enumerate(TRANSITIONS) if t.label[:2] == pair]
        if len(members) > 1:
            blocks.append((members, (*pair, "any")))
        blocks += [([k], TRANSITIONS[k].label) for k in members]
    return blocks


def estimate(
    region: Region,
    *,
    pooling: float | str | None = None,
    settings: Settings | None = None,
    exclude: Iterable[str] = (),
) -> Hazards:
    """Estimate the rates of all transitions from what was known on `region.as_of`.

    Parameters
    ----------
    region
        The region.
    pooling
        Pooling strength in project-quarters, or "low", "central", "high" of the parameter.
    settings
        Assumptions; read from the region if not given.
    exclude
        Projects whose events and exposure are not used; they are still simulated.

    Raises
    ------
    UnknownParameterError
        If a parameter of the room is missing.
    RequestError
        If `pooling` makes no sense.
    NoProjectError
        If the region has no project on that day.

    Examples
    --------
    >>> from beltplan.facts import load
    >>> estimate(load("nordic-battery-belt", as_of="2022-09-15")).as_of
    datetime.date(2022, 9, 15)
    """
    used = settings if settings is not None else Settings.read(region, pooling=pooling)
    found = lives.read(region)
    unused = frozenset(exclude)
    counted = [history for history in found if history.project_id not in unused]
    if not found:
        message = f"no project of {region.name} is known on {region.as_of}"
        raise NoProjectError(message, "choose a later day")
    last = lives.horizon(region)
    shape, rate = used.prior()
    prior_news = used.ranges["news_rate"]
    news_shape, news_years = gamma_from_range(prior_news.central, prior_news.high / prior_news.low)
    news, alive = tally(counted, last)
    news_rate = (news_shape + news) / (news_years + alive)
    rates = shape / rate
    ages = used.age_prior()
    strength = used["age_strength"] * np.stack([np.ones_like(ages), 1 / ages])
    for _ in range(_ROUNDS):
        exposure = collect(
            found,
            used,
            last=last,
            rates=rates,
            ages=ages,
            news_rate=news_rate,
            exclude=unused,
        )
        years = exposure.weighted.sum(axis=(1, 2))
        rates = (shape + exposure.events.sum(axis=(1, 2))) / (rate + years)
        posterior = strength + np.stack([exposure.band_events, exposure.band_years])
        ages = posterior[0] / posterior[1]
    past = infer(exposure, used, shape, rate)
    pooled = pooled_posterior(shape, rate, exposure.events.sum(axis=2), past.exposure, used.kappa)
    return Hazards(
        region=region.name,
        as_of=region.as_of,
        last=last,
        settings=used,
        histories=found,
        exposure=exposure,
        shape=shape,
        rate=rate,
        past=past,
        pooled=pooled,
        ages=posterior,
        news_rate=news_rate,
    )
